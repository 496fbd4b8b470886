/* SPDX-License-Identifier: Apache-2.0
 * test_text.c - growing strings, and word distance against its recursive definition. */
#include "core/text.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"

TEST(appended_pieces_stand_one_behind_the_other)
{
    struct au_text text = {0};
    struct aug_error err = {0};
    char expected[9000] = "";
    size_t length = 0;
    for (int i = 0; i < 1000; i++) {
        au_text_puts(&text, "ab");
        au_text_add(&text, "cdef", 2);
        au_text_printf(&text, "%03d", i);
        length += (size_t)snprintf(expected + length, sizeof expected - length, "abcd%03d", i);
    }
    CHECK_OK(au_text_status(&text, &err));
    CHECK(text.length == length && strcmp(text.bytes, expected) == 0);
    char *bytes = au_text_take(&text);
    CHECK(strcmp(bytes, expected) == 0 && !text.bytes && text.length == 0);
    au_free(bytes);
    CHECK(au_memory_live() == 0);
}

TEST(bytes_may_be_nul_and_nothing_taken_is_an_empty_string)
{
    struct au_text text = {0};
    au_text_add(&text, "a\0b", 3);
    au_text_add(&text, NULL, 0);
    CHECK(text.length == 3 && memcmp(text.bytes, "a\0b", 4) == 0);
    au_text_release(&text);
    char *nothing = au_text_take(&text);
    CHECK(nothing && !*nothing);
    au_free(nothing);
    CHECK(au_memory_live() == 0);
}

TEST(every_failed_growth_is_remembered_and_leaks_nothing)
{
    for (size_t n = 1; n < 8; n++) {
        struct au_text text = {0};
        struct aug_error err = {0};
        au_memory_fail_at(n);
        for (int i = 0; i < 500; i++) au_text_printf(&text, "%d,", i);
        const bool failed = au_memory_failed();
        CHECK(failed == (au_text_status(&text, &err) == AUG_NO_MEMORY) && failed == text.failed);
        const size_t length = text.length;
        au_memory_fail_at(0);
        au_text_puts(&text, "more");
        CHECK(failed ? text.length == length : text.length == length + 4);
        char *bytes = au_text_take(&text);
        CHECK((bytes == NULL) == failed);
        au_free(bytes);
        CHECK(au_memory_live() == 0);
    }
}

TEST(a_text_beyond_its_maximum_fails_without_allocating)
{
    struct au_text text = {0};
    au_text_puts(&text, "x");
    au_memory_fail_at(0);
    au_text_add(&text, text.bytes, AU_TEXT_MAX);
    CHECK(text.failed && au_memory_fail_at(0) == 0);
    au_text_release(&text);
    au_text_add(&text, "", SIZE_MAX);
    CHECK(text.failed);
    au_text_release(&text);
}

static char low(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* The definition: the last letters are matched, or one is dropped, or two are swapped. */
static int distance_by_definition(const char *a, size_t na, const char *b, size_t nb)
{
    if (na == 0 || nb == 0) return (int)(na + nb);
    int best = distance_by_definition(a, na - 1, b, nb - 1) + (low(a[na - 1]) != low(b[nb - 1]));
    best = least(best, distance_by_definition(a, na - 1, b, nb) + 1);
    best = least(best, distance_by_definition(a, na, b, nb - 1) + 1);
    if (na > 1 && nb > 1 && low(a[na - 1]) == low(b[nb - 2]) && low(a[na - 2]) == low(b[nb - 1]))
        best = least(best, distance_by_definition(a, na - 2, b, nb - 2) + 1);
    return best;
}

TEST(word_distance_is_its_recursive_definition)
{
    struct au_rng rng;
    au_rng_start(&rng, 8, 0);
    for (int round = 0; round < 400; round++) {
        char words[2][8] = {"", ""};
        size_t length[2];
        for (int w = 0; w < 2; w++) {
            length[w] = (size_t)au_rng_integer(&rng, 0, 6);
            for (size_t i = 0; i < length[w]; i++) words[w][i] = "abAZ_z"[au_rng_integer(&rng, 0, 5)];
        }
        const int want = distance_by_definition(words[0], length[0], words[1], length[1]);
        CHECK_SAY(au_text_distance(words[0], words[1], 9) == want, "%s to %s: %d, want %d", words[0], words[1],
                  au_text_distance(words[0], words[1], 9), want);
        CHECK(au_text_distance(words[1], words[0], 9) == want);
        CHECK(au_text_distance(words[0], words[1], 2) == least(want, 3));
    }
}

TEST(word_distance_knows_typing_errors_and_gives_up_on_long_words)
{
    char word[100];
    CHECK(au_text_distance("HorizontalFlip", "HorizontalFlpi", 3) == 1);
    CHECK(au_text_distance("horizontalflip", "HORIZONTALFLIP", 3) == 0);
    CHECK(au_text_distance("Rotate", "Rotat", 3) == 1 && au_text_distance("Rotate", "Blur", 2) == 3);
    memset(word, 'a', sizeof word);
    word[63] = '\0';
    CHECK(au_text_distance(word, word, 2) == 0);
    word[63] = 'a', word[64] = '\0';
    CHECK(au_text_distance(word, word, 2) == 3);
}

TEST(word_distance_does_not_ask_the_locale)
{
    const char *const before = setlocale(LC_ALL, NULL);
    char kept[128];
    snprintf(kept, sizeof kept, "%s", before);
    const bool turkish = setlocale(LC_ALL, "tr_TR.UTF-8") != NULL;
    const int distance = au_text_distance("INVERT", "invert", 3);
    setlocale(LC_ALL, kept);
    CHECK(distance == 0);
    if (!turkish) check_skip("no Turkish locale on this machine");
}
