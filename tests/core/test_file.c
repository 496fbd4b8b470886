/* SPDX-License-Identifier: Apache-2.0
 * test_file.c - whole files, atomic writes, folders, and every system call failing once. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "check.h"
#include "core/file.h"
#include "core/memory.h"

static void path_in(char *path, size_t size, const char *folder, const char *name)
{
    CHECK(snprintf(path, size, "%s/%s", folder, name) < (int)size);
}

/* Hidden ones too. */
static size_t entries_of(const char *folder)
{
    DIR *dir = opendir(folder);
    size_t count = 0;
    CHECK(dir != NULL);
    for (const struct dirent *item; (item = readdir(dir));)
        count += strcmp(item->d_name, ".") && strcmp(item->d_name, "..");
    closedir(dir);
    return count;
}

static bool holds(const char *path, const char *text)
{
    uint8_t *bytes;
    size_t size;
    struct aug_error err = {0};
    if (au_file_read(path, 1 << 20, &bytes, &size, &err) != AUG_OK) return false;
    const bool same = size == strlen(text) && memcmp(bytes, text, size) == 0 && bytes[size] == 0;
    au_free(bytes);
    return same;
}

TEST(what_was_written_is_read_back_and_replaced_as_a_whole)
{
    char path[256];
    struct aug_error err = {0};
    path_in(path, sizeof path, check_folder(), "a file");
    CHECK_OK(au_file_write(path, "one", 3, &err));
    CHECK(holds(path, "one"));
    CHECK_OK(au_file_write(path, "", 0, &err));
    CHECK(holds(path, ""));
    CHECK_OK(au_file_write(path, "three\0four", 10, &err));
    uint8_t *bytes, head[4];
    size_t size;
    CHECK_OK(au_file_read(path, 10, &bytes, &size, &err));
    CHECK(size == 10 && memcmp(bytes, "three\0four", 11) == 0);
    au_free(bytes);
    CHECK(au_file_read(path, 9, &bytes, &size, &err) == AUG_BAD_INPUT && strstr(err.message, "longer than 9"));
    CHECK_OK(au_file_head(path, head, 4, &size, &err));
    CHECK(size == 4 && memcmp(head, "thre", 4) == 0);
}

TEST(a_file_much_larger_than_a_piece_and_one_without_a_size_are_read)
{
    char path[256];
    struct aug_error err = {0};
    path_in(path, sizeof path, check_folder(), "large");
    const size_t large = 300000;
    uint8_t *bytes = au_alloc(large, 1), *back;
    for (size_t i = 0; i < large; i++) bytes[i] = (uint8_t)(i * 7);
    CHECK_OK(au_file_write(path, bytes, large, &err));
    size_t size;
    CHECK_OK(au_file_read(path, large, &back, &size, &err));
    CHECK(size == large && memcmp(bytes, back, large) == 0);
    au_free(bytes), au_free(back);
    CHECK_OK(au_file_read("/proc/self/status", 1 << 20, &back, &size, &err));
    CHECK(size > 100);
    au_free(back);
    CHECK_OK(au_file_write("/dev/null", "gone", 4, &err));
    CHECK(au_memory_live() == 0);
}

TEST(what_cannot_be_read_or_written_says_which_and_why)
{
    uint8_t *bytes;
    size_t size;
    struct aug_error err = {0};
    const char *folder = check_folder();
    char path[256];
    path_in(path, sizeof path, folder, "missing");
    CHECK(au_file_read(path, 10, &bytes, &size, &err) == AUG_IO && strstr(err.message, path));
    CHECK(strstr(err.message, "No such file"));
    CHECK(au_file_read(folder, 10, &bytes, &size, &err) == AUG_IO && strstr(err.message, "folder"));
    CHECK(au_file_write(folder, "x", 1, &err) == AUG_IO);
    path_in(path, sizeof path, folder, "no/such/folder");
    CHECK(au_file_write(path, "x", 1, &err) == AUG_IO && strstr(err.message, path));
    CHECK(entries_of(folder) == 0);
}

TEST(a_folder_is_listed_in_byte_order_without_hidden_dangling_and_special_entries)
{
    static const char *const names[] = {"b", "a", "B", "a b", "\xff\xfe", "new\nline", "10", "9", ".hidden"};
    static const char *const sorted[] = {"10", "9", "B", "a", "a b", "b", "deep", "link", "new\nline", "\xff\xfe"};
    const char *folder = check_folder();
    char path[256];
    struct aug_error err = {0};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        path_in(path, sizeof path, folder, names[i]);
        CHECK_OK(au_file_write(path, "x", 1, &err));
    }
    path_in(path, sizeof path, folder, "deep/er/est");
    CHECK_OK(au_folder_make(path, &err));
    CHECK_OK(au_folder_make(path, &err));
    CHECK(au_folder_exists(path));
    path_in(path, sizeof path, folder, "link");
    CHECK(symlink("deep", path) == 0);
    path_in(path, sizeof path, folder, "dangling");
    CHECK(symlink("nowhere", path) == 0);
    path_in(path, sizeof path, folder, "pipe");
    CHECK(mkfifo(path, 0600) == 0);
    struct au_arena arena = {0};
    struct au_folder_entry *entries;
    size_t count;
    CHECK_OK(au_folder_list(folder, &arena, &entries, &count, &err));
    CHECK_SAY(count == 10, "%zu entries", count);
    for (size_t i = 0; i < count; i++)
        CHECK_SAY(strcmp(entries[i].name, sorted[i]) == 0, "%zu is %s", i, entries[i].name);
    CHECK(entries[6].is_folder && entries[7].is_folder && !entries[5].is_folder);
    CHECK(entries[6].device == entries[7].device && entries[6].inode == entries[7].inode);
    au_arena_release(&arena);
    path_in(path, sizeof path, folder, "a/b");
    CHECK(au_folder_make(path, &err) == AUG_IO);
}

/* Writes over `path`, reads it, makes and lists a folder. */
static enum aug_status all_calls(const char *folder, const char *path, struct aug_error *err)
{
    char below[300];
    uint8_t *bytes;
    size_t size, count;
    struct au_arena arena = {0};
    struct au_folder_entry *entries;
    path_in(below, sizeof below, folder, "sub/folder");
    AUG_TRY(au_folder_make(below, err));
    AUG_TRY(au_file_write(path, "new", 3, err));
    AUG_TRY(au_file_read(path, 100, &bytes, &size, err));
    au_free(bytes);
    AUG_TRY(au_file_head(path, below, 3, &size, err));
    const enum aug_status status = au_folder_list(folder, &arena, &entries, &count, err);
    au_arena_release(&arena);
    return status;
}

TEST(each_system_call_that_fails_is_reported_and_leaves_the_old_file_or_the_new_one)
{
    size_t tried = 0;
    for (size_t n = 1;; n++) {
        const char *folder = check_folder();
        char path[256];
        struct aug_error err = {0};
        path_in(path, sizeof path, folder, "f");
        CHECK_OK(au_file_write(path, "old", 3, &err));
        au_file_fail_at(n);
        const enum aug_status status = all_calls(folder, path, &err);
        const bool failed = au_file_failed();
        au_file_fail_at(0);
        CHECK_SAY(status == (failed ? AUG_IO : AUG_OK), "call %zu: %s", n, err.message);
        CHECK(holds(path, "old") || holds(path, "new"));
        CHECK(entries_of(folder) <= 2);
        CHECK(au_memory_live() == 0);
        if (!failed) break;
        tried++;
    }
    CHECK_SAY(tried >= 10, "only %zu calls", tried);
}

TEST(each_allocation_that_fails_in_the_file_layer_is_reported)
{
    for (size_t n = 1;; n++) {
        const char *folder = check_folder();
        char path[256];
        struct aug_error err = {0};
        path_in(path, sizeof path, folder, "f");
        au_memory_fail_at(n);
        const enum aug_status status = all_calls(folder, path, &err);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        /* one allocation may be lost without harm: syncing the folder is a courtesy */
        CHECK(failed ? status == AUG_NO_MEMORY || status == AUG_OK : status == AUG_OK);
        CHECK(au_memory_live() == 0);
        if (!failed) break;
    }
}
