/* SPDX-License-Identifier: Apache-2.0
 * test_memory.c - errors, allocations that fail on demand, arenas. */
#include "core/memory.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "core/arena.h"
#include "core/workers.h"

TEST(a_failure_keeps_its_status_and_its_sentence_and_may_have_no_listener)
{
    struct aug_error err = {0};
    CHECK(aug_fail(&err, AUG_IO, "%s:%d: no", "file", 7) == AUG_IO);
    CHECK(err.status == AUG_IO && strcmp(err.message, "file:7: no") == 0);
    CHECK(aug_fail(NULL, AUG_CANCELLED, "unheard %d", 1) == AUG_CANCELLED);
    CHECK(au_no_memory(&err, "a test") == AUG_NO_MEMORY && strcmp(err.message, "no memory for a test") == 0);
}

TEST(an_overlong_sentence_is_cut_and_still_ends)
{
    struct aug_error err;
    char text[3000];
    memset(&err, 'x', sizeof err);
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    CHECK(aug_fail(&err, AUG_BAD_INPUT, "%s", text) == AUG_BAD_INPUT);
    CHECK(strlen(err.message) == sizeof err.message - 1);
}

TEST(every_status_has_its_own_name)
{
    for (int i = AUG_OK; i <= AUG_CANCELLED; i++) {
        CHECK(strcmp(aug_status_name((enum aug_status)i), "unknown") != 0);
        for (int j = AUG_OK; j < i; j++)
            CHECK(strcmp(aug_status_name((enum aug_status)i), aug_status_name((enum aug_status)j)) != 0);
    }
    CHECK(strcmp(aug_status_name((enum aug_status)99), "unknown") == 0);
    CHECK(strcmp(aug_status_name((enum aug_status) - 1), "unknown") == 0);
}

static enum aug_status try_twice(int *reached, struct aug_error *err)
{
    AUG_TRY(AUG_OK);
    *reached = 1;
    AUG_TRY(aug_fail(err, AUG_IO, "here"));
    *reached = 2;
    return AUG_OK;
}

TEST(try_passes_a_failure_on_and_stops)
{
    struct aug_error err = {0};
    int reached = 0;
    CHECK(try_twice(&reached, &err) == AUG_IO && reached == 1 && strcmp(err.message, "here") == 0);
}

TEST(blocks_are_zeroed_aligned_and_counted)
{
    const size_t before = au_memory_live();
    for (size_t size = 0; size < 300; size += 7) {
        unsigned char *block = au_alloc(size, 1);
        CHECK(block && (uintptr_t)block % 64 == 0 && au_memory_live() == before + 1);
        for (size_t i = 0; i < size; i++) CHECK(block[i] == 0);
        memset(block, 0xAA, size); /* so that the next one is not zero by luck */
        au_free(block);
    }
    au_free(NULL);
    CHECK(au_memory_live() == before);
}

TEST(a_product_that_overflows_is_no_memory)
{
    CHECK(!au_alloc(SIZE_MAX, 2) && !au_alloc(2, SIZE_MAX) && !au_alloc(SIZE_MAX, 1));
    CHECK(!au_alloc((size_t)1 << 33, (size_t)1 << 33));
    struct au_arena arena = {0};
    CHECK(!au_arena_alloc(&arena, SIZE_MAX, 2) && !au_arena_alloc(&arena, (size_t)1 << 33, (size_t)1 << 33));
    au_arena_release(&arena);
    CHECK(au_memory_live() == 0);
}

TEST(growing_keeps_the_old_bytes_and_zeroes_the_new_ones)
{
    unsigned char *block = au_alloc(10, 1);
    for (unsigned char i = 0; i < 10; i++) block[i] = i;
    block = au_grow(block, 10, 1000, 1);
    CHECK(block && (uintptr_t)block % 64 == 0);
    for (size_t i = 0; i < 1000; i++) CHECK(block[i] == (i < 10 ? i : 0));
    block = au_grow(block, 1000, 5, 1);
    for (size_t i = 0; i < 5; i++) CHECK(block[i] == i);
    au_memory_fail_at(1);
    CHECK(!au_grow(block, 5, 50, 1) && block[4] == 4); /* the old block lives */
    au_memory_fail_at(0);
    CHECK(!au_grow(block, 5, SIZE_MAX, 2));
    au_free(block);
    block = au_grow(NULL, 0, 3, 1);
    CHECK(block && block[2] == 0);
    au_free(block);
    CHECK(au_memory_live() == 0);
}

TEST(the_planned_allocation_fails_once_and_the_others_work)
{
    for (size_t n = 1; n <= 6; n++) {
        au_memory_fail_at(n);
        for (size_t i = 1; i <= 6; i++) {
            void *block = au_alloc(1, 8);
            CHECK((block == NULL) == (i == n));
            CHECK(au_memory_failed() == (i >= n));
            au_free(block);
        }
        CHECK(au_memory_fail_at(0) == 6 && !au_memory_failed());
    }
    void *block = au_alloc(1, 1);
    CHECK(block && au_memory_fail_at(0) == 1);
    au_free(block);
    CHECK(au_memory_live() == 0);
}

TEST(copies_of_strings_end_and_are_their_own)
{
    char text[] = "augment";
    char *whole = au_strdup(text), *part = au_strndup(text, 3), *none = au_strndup(text, 0),
         *empty = au_strndup(NULL, 0);
    text[0] = 'X';
    CHECK(strcmp(whole, "augment") == 0 && strcmp(part, "aug") == 0 && !*none && !*empty);
    au_free(whole), au_free(part), au_free(none), au_free(empty);
}

static enum aug_status allocate(void *context, size_t index, int worker, struct aug_error *err)
{
    (void)context, (void)worker, (void)err;
    for (size_t i = 1; i < 200; i++) au_free(au_alloc(i + index, 3));
    return AUG_OK;
}

TEST(counts_hold_when_many_threads_allocate)
{
    au_memory_fail_at(0);
    CHECK(au_workers_run(8, 64, allocate, NULL, NULL) == AUG_OK);
    CHECK(au_memory_fail_at(0) == 64 * 199 && au_memory_live() == 0);
}

TEST(an_arena_gives_zeroed_aligned_places_that_do_not_overlap)
{
    struct au_arena arena = {0};
    unsigned char *places[400];
    for (size_t i = 0; i < 400; i++) {
        const size_t size = i * i % 977 + (i % 50 == 0 ? 40000 : 0);
        places[i] = au_arena_alloc(&arena, size, 1);
        CHECK(places[i] && (uintptr_t)places[i] % 16 == 0);
        for (size_t k = 0; k < size; k++) CHECK(places[i][k] == 0);
        memset(places[i], (int)(i % 251) + 1, size);
    }
    for (size_t i = 0; i < 400; i++) {
        const size_t size = i * i % 977 + (i % 50 == 0 ? 40000 : 0);
        for (size_t k = 0; k < size; k++) CHECK(places[i][k] == i % 251 + 1);
    }
    au_arena_release(&arena);
    CHECK(!arena.first && au_memory_live() == 0);
    au_arena_release(&arena);
}

TEST(an_arena_copies_and_formats_strings)
{
    struct au_arena arena = {0};
    char long_text[40000];
    memset(long_text, 'q', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    CHECK(strcmp(au_arena_strdup(&arena, "class"), "class") == 0);
    CHECK(strcmp(au_arena_strndup(&arena, "class", 2), "cl") == 0);
    CHECK(strcmp(au_arena_printf(&arena, "%d of %s", 3, "ten"), "3 of ten") == 0);
    CHECK(strcmp(au_arena_printf(&arena, "%s", ""), "") == 0);
    CHECK(strcmp(au_arena_printf(&arena, "%s", long_text), long_text) == 0);
    au_memory_fail_at(1);
    CHECK(!au_arena_printf(&arena, "%s%s", long_text, long_text));
    CHECK(au_memory_fail_at(0) == 1);
    au_arena_release(&arena);
    CHECK(au_memory_live() == 0);
}
