/* SPDX-License-Identifier: Apache-2.0
 * test_dataset.c - folders made for the purpose: layouts, clusters, duplicates, bad files, odd names, odd sizes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <turbojpeg.h>

#include <augaudit/dataset.h>

#include "check.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/random.h"
#include "folders.h"
#include "image/turn.h"

/* Noise of its own for every `what`; turned as image/turn.h numbers it. */
static void put_sized(const char *below, int what, int turn, int width, int height)
{
    struct aug_image image = {0};
    struct aug_error err = {0};
    struct au_rng rng;
    au_rng_start(&rng, (uint64_t)what, 0);
    CHECK_OK(aug_image_resize_storage(&image, width, height, 3, &err));
    for (size_t i = 0; i < image.stride * (size_t)height; i++) image.pixels[i] = (uint8_t)au_rng_u32(&rng);
    CHECK_OK(au_image_turn_in_place(&image, turn, &err));
    put_png(below, &image);
    aug_image_release(&image);
}

static void put(const char *below, int what)
{
    put_sized(below, what, 1, 5, 4);
}

static struct aug_dataset opened(const struct aug_dataset_options *options)
{
    struct aug_dataset d;
    struct aug_error err = {0};
    CHECK_OK(aug_dataset_open(root, options, &d, &err));
    return d;
}

static void check_refused(const struct aug_dataset_options *options, const char *because)
{
    struct aug_dataset d;
    struct aug_error err = {0};
    const enum aug_status status = aug_dataset_open(root, options, &d, &err);
    CHECK_SAY(status == AUG_BAD_INPUT && strstr(err.message, because), "%s \"%s\", expected \"...%s...\"",
              aug_status_name(status), err.message, because);
    CHECK(d.owner == NULL && au_memory_live() == 0);
}

/* Class names with spaces between. */
static void check_classes(const struct aug_dataset *d, const char *wanted)
{
    char names[512] = "";
    for (int i = 0; i < d->class_count; i++) {
        strncat(names, i ? " " : "", sizeof names - strlen(names) - 1);
        strncat(names, d->class_names[i], sizeof names - strlen(names) - 1);
    }
    CHECK_SAY(strcmp(names, wanted) == 0, "classes are <%s>, not <%s>", names, wanted);
}

TEST(class_folders_are_classes_and_images_come_in_byte_order)
{
    fresh();
    put("b/2.png", 1), put("b/10.png", 2), put("a/z.png", 3), put("a.x/1.png", 4), put("B/deep/er/1.png", 5);
    put("a/.hidden.png", 6), put(".git/x.png", 7), put("a/.cache/y.png", 8);
    struct aug_dataset d = opened(NULL);
    static const char *const below[] = {"B/deep/er/1.png", "a.x/1.png", "a/z.png", "b/10.png", "b/2.png"};
    check_classes(&d, "B a a.x b");
    CHECK(d.sample_count == 5 && d.cluster_count == 5 && d.found_count == 5 && d.duplicate_count == 0);
    for (int i = 0; i < 5; i++) {
        const struct aug_sample *s = &d.samples[i];
        CHECK_SAY(strcmp(s->below, below[i]) == 0, "%d is %s", i, s->below);
        CHECK(strncmp(s->below, d.class_names[s->class_index], strlen(d.class_names[s->class_index])) == 0);
        CHECK(strncmp(s->path, root, strlen(root)) == 0 && s->cluster == i);
        CHECK(s->width == 5 && s->height == 4 && s->channels == 3);
    }
    aug_dataset_release(&d);
    CHECK(au_memory_live() == 0);
}

TEST(split_folders_are_joined_and_the_classes_are_the_union)
{
    fresh();
    put("train/6/1.png", 1), put("train/9/1.png", 2), put("test/6/1.png", 3), put("test/0/deep/1.png", 4);
    put_bytes("train/notes.txt", "no image", 8), put_bytes("report.html", "<html>", 6), put_bytes("LICENSE", "free", 4);
    put_bytes("reports/old.json", "{}", 2);
    struct aug_dataset d = opened(NULL);
    check_classes(&d, "0 6 9");
    CHECK(d.sample_count == 4 && strcmp(d.samples[0].below, "test/0/deep/1.png") == 0);
    CHECK(d.samples[1].class_index == 1 && d.samples[2].class_index == 1 && d.samples[3].class_index == 2);
    aug_dataset_release(&d);
    put("test/loose.png", 5); /* an image right below makes the first level the classes */
    d = opened(NULL);
    check_classes(&d, "reports test train");
    CHECK(d.sample_count == 5);
    aug_dataset_release(&d);
}

TEST(slashes_at_the_end_of_the_folder_change_nothing)
{
    fresh();
    put("a/1.png", 1), put("b/1.png", 2);
    struct aug_dataset d = opened(NULL);
    strncat(root, "//", 3);
    struct aug_dataset e = opened(NULL);
    CHECK(d.content[0] == e.content[0] && strcmp(d.samples[1].path, e.samples[1].path) == 0 &&
          strcmp(d.dir, e.dir) == 0);
    aug_dataset_release(&d), aug_dataset_release(&e);
}

TEST(what_is_no_data_set_is_refused_with_a_plain_sentence)
{
    fresh();
    check_refused(NULL, "no class folders");
    put("lonely.png", 1);
    check_refused(NULL, "no class folders");
    put_bytes("a/readme.txt", "x", 1);
    check_refused(NULL, "no images");
    put("a/1.png", 2);
    check_refused(NULL, "only the class \"a\"");
    put_bytes("b/readme.md", "x", 1);
    check_refused(NULL, "only the class \"a\"");
    put("b/1.png", 3);
    check_refused(&(struct aug_dataset_options){.cluster_by = "a(b"}, "regular expression");
    check_refused(&(struct aug_dataset_options){.only_classes = "a"}, "only the class");
    strncat(root, "/nowhere", 9);
    check_refused(NULL, "no such folder");
}

TEST(a_class_without_images_stays_in_the_list)
{
    fresh();
    put("a/1.png", 1), put("c/1.png", 2), put_bytes("b/x.txt", "x", 1);
    struct aug_dataset d = opened(NULL);
    check_classes(&d, "a b c");
    CHECK(d.sample_count == 2 && d.samples[1].class_index == 2);
    aug_dataset_release(&d);
}

TEST(only_the_wanted_classes_are_kept_and_a_wrong_name_gets_a_suggestion)
{
    fresh();
    put("alpha/1.png", 1), put("beta/1.png", 2), put("gamma/1.png", 3);
    struct aug_dataset d = opened(&(struct aug_dataset_options){.only_classes = "gamma,alpha"});
    check_classes(&d, "alpha gamma");
    CHECK(d.sample_count == 2 && d.samples[1].class_index == 1);
    aug_dataset_release(&d);
    check_refused(&(struct aug_dataset_options){.only_classes = "alpha,bta"}, "did you mean \"beta\"?");
    check_refused(&(struct aug_dataset_options){.only_classes = "alpha,something else"}, "no class \"something else\"");
}

TEST(what_the_groups_match_names_the_cluster)
{
    fresh();
    put("a/01_1.png", 1), put("a/01_2.png", 2), put("a/02_1.png", 3), put("b/01_1.png", 4), put("b/odd.png", 5);
    static const struct {
        const char *pattern;
        int clusters;
    } cases[] = {{NULL, 5},         {"([^/]+/[0-9]+)_[0-9]+\\.[a-z]+$", 4},
                 {"/([0-9]+)_", 3}, {"^(.)/.*_(.)", 4},
                 {"^a", 3},         {"^(a|b)/(x)?0", 3},
                 {"nothing", 5},    {"^(.)", 2}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct aug_dataset d = opened(&(struct aug_dataset_options){.cluster_by = cases[i].pattern});
        CHECK_SAY(d.cluster_count == cases[i].clusters, "%s: %d clusters", cases[i].pattern, d.cluster_count);
        for (size_t s = 0, next = 0; s < d.sample_count; s++) { /* numbered as they first appear */
            CHECK((size_t)d.samples[s].cluster <= next);
            next += (size_t)d.samples[s].cluster == next;
        }
        aug_dataset_release(&d);
    }
}

TEST(groups_that_only_join_to_the_same_text_are_not_one_cluster)
{
    fresh();
    put("a/ab-c.png", 1), put("a/a-bc.png", 2), put("b/1.png", 3);
    struct aug_dataset d = opened(&(struct aug_dataset_options){.cluster_by = "/([a-z]+)-([a-z]+)"});
    CHECK(d.cluster_count == 3);
    aug_dataset_release(&d);
}

TEST(duplicates_exact_and_turned_are_found_and_share_a_cluster)
{
    fresh();
    char name[64];
    for (int turn = 1; turn <= 8; turn++) {
        snprintf(name, sizeof name, "a/turn%d.png", turn);
        put_sized(name, 1, turn, 6, 4);
    }
    put_sized("b/same.png", 1, 1, 6, 4), put_sized("b/unlike.png", 2, 1, 6, 4), put_sized("b/square.png", 3, 1, 5, 5);
    put_sized("c/square_mirrored.png", 3, 2, 5, 5), put_sized("c/square_again.png", 3, 1, 5, 5);
    struct aug_dataset d = opened(NULL);
    CHECK(d.sample_count == 13 && d.cluster_count == 3);
    CHECK_SAY(d.duplicate_count == 10, "%zu duplicates", d.duplicate_count);
    int exact = 0, turned = 0, across = 0;
    for (size_t i = 0; i < d.duplicate_count; i++) {
        const struct aug_duplicate *p = &d.duplicates[i];
        const struct aug_sample *a = &d.samples[p->first], *b = &d.samples[p->second];
        CHECK(p->first < p->second && a->cluster == b->cluster);
        CHECK((p->kind == AUG_DUPLICATE_EXACT) == (a->content[0] == b->content[0] && a->content[1] == b->content[1]));
        CHECK(p->across_classes == (a->class_index != b->class_index));
        exact += p->kind == AUG_DUPLICATE_EXACT, turned += p->kind == AUG_DUPLICATE_TURNED, across += p->across_classes;
    }
    CHECK(exact == 2 && turned == 8 && across == 3);
    aug_dataset_release(&d);
}

TEST(images_with_the_same_pixels_in_other_places_are_no_duplicates)
{
    fresh();
    struct aug_error err = {0};
    struct aug_image image = {0};
    for (int k = 0; k < 4; k++) { /* one bright pixel: in a corner, in another, at an edge, inside */
        static const int places[] = {0, 15, 1, 5};
        uint8_t *bytes;
        size_t size;
        char name[32];
        CHECK_OK(aug_image_resize_storage(&image, 4, 4, 1, &err));
        image.pixels[places[k]] = 255;
        CHECK_OK(aug_image_encode_png(&image, &bytes, &size, &err));
        snprintf(name, sizeof name, "%c/%d.png", k < 2 ? 'a' : 'b', k);
        put_bytes(name, bytes, size);
        aug_bytes_free(bytes);
    }
    aug_image_release(&image);
    struct aug_dataset d = opened(NULL);
    CHECK(d.duplicate_count == 1 && d.duplicates[0].first == 0 && d.duplicates[0].second == 1);
    CHECK(d.duplicates[0].kind == AUG_DUPLICATE_TURNED && d.cluster_count == 3);
    aug_dataset_release(&d);
}

static void put_many(int classes, int images)
{
    char name[64];
    for (int c = 0; c < classes; c++)
        for (int i = 0; i < images; i++) {
            snprintf(name, sizeof name, "c%02d/%03d.png", c, i);
            put(name, c * 1000 + i + 1);
        }
}

TEST(a_bad_file_is_named_and_skipped_and_more_than_one_in_twenty_stops)
{
    fresh();
    put_many(2, 19);
    put_bytes("c00/bad.png", "\x89PNG\r\n\x1a\nrubbish", 15), put_bytes("c01/text.jpg", "text", 4);
    put_bytes("c01/ignored.txt", "text", 4), put_bytes("c01/ignored", "", 0);
    struct aug_dataset d = opened(NULL);
    CHECK(d.sample_count == 38 && d.found_count == 40 && d.bad_count == 2);
    CHECK(strcmp(d.bad[0].below, "c00/bad.png") == 0 && strstr(d.bad[0].why, "damaged PNG"));
    CHECK(strcmp(d.bad[1].below, "c01/text.jpg") == 0 && d.bad[1].why[0]);
    aug_dataset_release(&d);
    char path[300];
    snprintf(path, sizeof path, "%s/c00/001.png", root);
    CHECK(unlink(path) == 0);
    check_refused(NULL, "2 of 39 image files");
    put("c00/001.png", 2), put_bytes("c01/empty.webp", "", 0);
    check_refused(NULL, "3 of 41 image files are bad, more than 5 %: c00/bad.png: damaged PNG");
    put_bytes("c01/z.tif", "", 0);
    check_refused(NULL, "; ...");
}

TEST(a_truncated_jpeg_is_used_and_named_among_the_warnings)
{
    fresh();
    put("a/1.png", 1), put("b/1.png", 2);
    uint8_t pixels[64 * 64 * 3];
    for (int i = 0; i < 64 * 64 * 3; i++) pixels[i] = (uint8_t)(i * i / 97);
    unsigned char *bytes = NULL;
    unsigned long size = 0;
    tjhandle tj = tjInitCompress();
    CHECK(tjCompress2(tj, pixels, 64, 0, 64, TJPF_RGB, &bytes, &size, TJSAMP_420, 90, 0) == 0);
    put_bytes("b/cut.jpg", bytes, size / 2);
    tjFree(bytes);
    tjDestroy(tj);
    struct aug_dataset d = opened(NULL);
    CHECK(d.sample_count == 3 && d.bad_count == 0 && d.warning_count == 1);
    CHECK(strcmp(d.warnings[0].below, "b/cut.jpg") == 0 && strstr(d.warnings[0].why, "b/cut.jpg: damaged JPEG"));
    CHECK(d.samples[2].width == 64 && d.samples[2].class_index == 1);
    aug_dataset_release(&d);
}

TEST(an_image_is_known_by_its_content_when_its_name_says_nothing)
{
    fresh();
    put("a/noending", 1), put("a/photo.dat", 2), put("b/wrong.jpg", 3);
    struct aug_dataset d = opened(NULL);
    CHECK(d.sample_count == 3 && d.bad_count == 0);
    aug_dataset_release(&d);
}

TEST(at_most_so_many_images_are_taken_balanced_over_classes_in_whole_clusters)
{
    fresh();
    put_many(3, 12);
    put("c03/only.png", 99999);
    static const char pattern[] = "(c../..)"; /* tens: clusters of 10 and 2 */
    for (size_t most = 4; most <= 40; most += 3) {
        struct aug_dataset d = opened(&(struct aug_dataset_options){.max_images = most, .seed = 5});
        int of_class[4] = {0};
        for (size_t i = 0; i < d.sample_count; i++) of_class[d.samples[i].class_index]++;
        CHECK(d.sample_count == (most < 37 ? most : 37) && d.found_count == 37 && of_class[3] == 1);
        CHECK(abs(of_class[0] - of_class[1]) <= 1 && abs(of_class[1] - of_class[2]) <= 1);
        aug_dataset_release(&d);
        d = opened(&(struct aug_dataset_options){.max_images = most, .seed = 5, .cluster_by = pattern});
        int sizes[7] = {0};
        CHECK(d.sample_count <= most);
        for (size_t i = 0; i < d.sample_count; i++) sizes[d.samples[i].cluster]++;
        for (int c = 0; c < d.cluster_count; c++) CHECK(sizes[c] == 10 || sizes[c] == 2 || sizes[c] == 1);
        aug_dataset_release(&d);
    }
}

TEST(the_choice_depends_on_the_seed_and_on_nothing_else)
{
    fresh();
    put_many(2, 20);
    struct aug_dataset_options options = {.max_images = 10, .seed = 1, .threads = 1};
    struct aug_dataset a = opened(&options), b, c;
    options.threads = 3;
    b = opened(&options);
    options.seed = 2;
    c = opened(&options);
    CHECK(a.content[0] == b.content[0] && a.content[1] == b.content[1]);
    CHECK(a.content[0] != c.content[0]);
    for (size_t i = 0; i < 10; i++) CHECK(strcmp(a.samples[i].below, b.samples[i].below) == 0);
    aug_dataset_release(&a), aug_dataset_release(&b), aug_dataset_release(&c);
}

TEST(loops_of_links_are_cut_and_links_to_files_and_folders_followed)
{
    fresh();
    char path[300], to[300];
    put("a/1.png", 1), put("b/1.png", 2), put("b/deep/2.png", 3);
    static const struct {
        const char *at, *to;
    } links[] = {{"a/self", "."},          {"a/up", ".."},           {"b/deep/up", ".."},
                 {"b/deep/me", "../deep"}, {"a/nowhere", "missing"}, {"a/file.png", "../b/1.png"}};
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        snprintf(path, sizeof path, "%s/%s", root, links[i].at);
        CHECK(symlink(links[i].to, path) == 0);
    }
    struct aug_dataset d = opened(NULL);
    CHECK_SAY(d.sample_count == 4, "%zu images", d.sample_count);
    CHECK(d.duplicate_count == 1 && d.duplicates[0].across_classes);
    aug_dataset_release(&d);
    snprintf(path, sizeof path, "%s/c", root), snprintf(to, sizeof to, "%s/b", root);
    CHECK(symlink(to, path) == 0);
    d = opened(NULL);
    check_classes(&d, "a b c");
    CHECK_SAY(d.sample_count == 6, "%zu images", d.sample_count);
    aug_dataset_release(&d);
}

TEST(names_with_quotes_newlines_and_bytes_that_are_no_text_are_fine)
{
    fresh();
    put("it's \"a\"/new\nline.png", 1), put("\xff\xfe\x80/\x01.png", 2), put("%s%n/ .png", 3), put("-rf/--help.png", 4);
    struct aug_dataset d = opened(&(struct aug_dataset_options){.cluster_by = "^([^/]+)/"});
    CHECK(d.sample_count == 4 && d.class_count == 4 && d.bad_count == 0);
    struct aug_image image = {0};
    struct aug_error err = {0};
    for (size_t i = 0; i < 4; i++) CHECK_OK(aug_dataset_image(&d, i, &image, &err));
    CHECK(aug_dataset_image(&d, 4, &image, &err) == AUG_BAD_INPUT);
    aug_image_release(&image);
    aug_dataset_release(&d);
}

TEST(single_pixels_wide_strips_and_one_image_a_class_are_fine)
{
    fresh();
    put_sized("a/dot.png", 1, 1, 1, 1), put_sized("b/strip.png", 2, 1, 20000, 1),
        put_sized("c/column.png", 3, 1, 1, 20000);
    struct aug_dataset d = opened(NULL);
    CHECK(d.sample_count == 3 && d.class_count == 3 && d.samples[1].width == 20000 && d.samples[2].height == 20000);
    aug_dataset_release(&d);
}

/* Links to one folder: what costs time here is making and removing, not opening. */
TEST(ten_thousand_classes_open)
{
    fresh();
    char path[300];
    put("00000/1.png", 1);
    for (int i = 1; i < 10000; i++) {
        snprintf(path, sizeof path, "%s/%05d", root, i);
        CHECK(symlink("00000", path) == 0);
    }
    struct aug_dataset d = opened(&(struct aug_dataset_options){.max_images = 200});
    CHECK(d.class_count == 10000 && d.sample_count == 200 && d.found_count == 10000);
    CHECK(d.cluster_count == 1 && d.duplicate_count == 199);
    aug_dataset_release(&d);
}

TEST(an_image_that_changed_since_is_refused)
{
    fresh();
    put("a/1.png", 1), put("b/1.png", 2);
    struct aug_dataset d = opened(NULL);
    struct aug_image image = {0};
    struct aug_error err = {0};
    CHECK_OK(aug_dataset_image(&d, 0, &image, &err));
    put("a/1.png", 3);
    CHECK(aug_dataset_image(&d, 0, &image, &err) == AUG_BAD_INPUT && strstr(err.message, "changed"));
    CHECK_OK(aug_dataset_image(&d, 1, &image, &err));
    CHECK(unlink(d.samples[1].path) == 0);
    CHECK(aug_dataset_image(&d, 1, &image, &err) == AUG_IO);
    aug_image_release(&image);
    aug_dataset_release(&d);
}

struct watching {
    size_t calls, last, stop_at;
};

static bool watch(void *context, const char *what, size_t done, size_t total)
{
    struct watching *w = context;
    CHECK(what[0] && done > w->last && done <= total);
    w->last = done;
    return ++w->calls != w->stop_at;
}

TEST(progress_is_told_to_the_end_and_can_cancel)
{
    fresh();
    put_many(2, 50);
    struct watching w = {0};
    struct aug_dataset_options options = {.progress = watch, .progress_context = &w, .threads = 2};
    struct aug_dataset d = opened(&options);
    CHECK(w.calls == 4 && w.last == 100);
    aug_dataset_release(&d);
    w = (struct watching){.stop_at = 2};
    struct aug_error err = {0};
    CHECK(aug_dataset_open(root, &options, &d, &err) == AUG_CANCELLED);
    CHECK(w.calls == 2 && au_memory_live() == 0);
}

TEST(each_failing_allocation_and_system_call_ends_with_a_message_and_no_leak)
{
    fresh();
    put("a/1.png", 1), put("a/2.png", 2), put("a/deep/3.png", 3), put("b/1.png", 4), put_sized("b/2.png", 1, 2, 5, 4);
    put("a/noending", 5);
    for (int memory = 0; memory < 2; memory++)
        for (size_t n = 1, done = 0; !done; n++) {
            struct aug_dataset d;
            struct aug_error err = {0};
            const struct aug_dataset_options options = {
                .cluster_by = "/(.)", .only_classes = "a,b", .max_images = 5, .threads = 1};
            if (memory) au_memory_fail_at(n);
            else au_file_fail_at(n);
            const enum aug_status status = aug_dataset_open(root, &options, &d, &err);
            done = memory ? !au_memory_failed() : !au_file_failed();
            au_memory_fail_at(0), au_file_fail_at(0);
            if (status == AUG_OK) aug_dataset_release(&d);
            CHECK_SAY(status == AUG_OK || err.message[0], "%zu: no message", n);
            if (memory) CHECK_SAY((status == AUG_OK) == done || status == AUG_OK, "%zu: %s", n, err.message);
            else CHECK_SAY(status == AUG_OK || status == AUG_IO || status == AUG_BAD_INPUT, "%zu: %s", n, err.message);
            if (done) CHECK_OK(status);
            CHECK(au_memory_live() == 0);
        }
}

TEST(a_sample_says_how_its_jpeg_was_coded_and_other_files_say_nothing)
{
    uint8_t pixels[20 * 12 * 3], *bytes = NULL;
    unsigned long size = 0;
    for (size_t i = 0; i < sizeof pixels; i++) pixels[i] = (uint8_t)(i * 7);
    tjhandle encoder = tjInitCompress();
    CHECK(tjCompress2(encoder, pixels, 20, 0, 12, TJPF_RGB, &bytes, &size, TJSAMP_422, 80, 0) == 0);
    fresh();
    put_bytes("a/photo.jpg", bytes, size);
    put("b/drawing.png", 1);
    struct aug_dataset d = opened(NULL);
    CHECK(d.samples[0].block_width == 16 && d.samples[0].block_height == 8 && d.samples[0].quality == 80);
    CHECK(d.samples[1].block_width == 0 && d.samples[1].block_height == 0 && d.samples[1].quality == 0);
    aug_dataset_release(&d);
    tjFree(bytes);
    tjDestroy(encoder);
}
