/* SPDX-License-Identifier: Apache-2.0
 * test_tells.c - which tells are said, and that every number of theirs is explained. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "verdict/tells.h"

static struct aug_error err;
static const char *const names[] = {"cats", "dogs"};

/* Nothing to tell: 400 images without borders. */
static struct au_findings quiet(void)
{
    struct au_findings f = {0};
    f.tells = (struct au_tells){.is_known = 1, .images = 400, .clusters = 400, .detail_auc = 0.5};
    f.tells.jpeg_share = 1, f.tells.block_px = 16, f.tells.recoded_images = 20;
    return f;
}

static void check_says(const struct au_findings *f, size_t wanted, const char *words)
{
    struct au_arena arena = {0};
    const char *const *said = NULL;
    size_t count = 0;
    CHECK_OK(au_tells_sentences(f, names, &said, &count, &arena, &err));
    CHECK_SAY(count == wanted, "%zu sentences: %s", count, count ? said[0] : "");
    for (size_t i = 0; i < count; i++) CHECK_SAY(said[i][strlen(said[i]) - 1] == '.', "no sentence: %s", said[i]);
    CHECK_SAY(!words || strstr(said[0], words), "\"%s\" is not in \"%s\"", words ? words : "", count ? said[0] : "");
    au_arena_release(&arena);
}

TEST(what_tells_nothing_is_not_said_and_what_was_not_looked_at_has_no_numbers)
{
    struct au_findings f = quiet();
    struct aug_evidence numbers[AU_TELLS_NUMBERS_MAX];
    check_says(&f, 0, NULL);
    CHECK(au_tells_evidence(&f, numbers) > 5);
    f.tells.is_known = 0;
    f.tells.border = (struct au_stat){1, 0};
    check_says(&f, 0, NULL);
    CHECK(au_tells_evidence(&f, numbers) == 0);
}

TEST(a_border_is_said_with_its_colour_depth_and_both_shares)
{
    struct au_findings f = quiet();
    f.tells.border = (struct au_stat){0.97, 0.01};
    f.tells.border_depth_px = 3;
    check_says(
        &f, 1,
        "97 % of the transformed images have a black border, typically 3 pixels deep, and 0 % of the clean ones");
    f.tells.border_level = 255;
    check_says(&f, 1, "a white border");
    f.tells.border_level = 9;
    check_says(&f, 1, "a border of one colour");
    f.tells.border_clean = (struct au_stat){0.95, 0.01}; /* the bound, not the estimate, must reach the margin */
    check_says(&f, 0, NULL);
}

TEST(detail_is_said_only_where_it_tells_an_image_of_another_picture)
{
    struct au_findings f = quiet();
    f.tells.detail = (struct au_stat){log(0.6), 0.01};
    check_says(&f, 0, NULL);
    f.tells.detail_auc = 0.9;
    check_says(&f, 1, "40 % less fine detail");
    f.tells.has_undone = 1;
    f.tells.detail_undone = (struct au_stat){log(0.5), 0.01};
    check_says(&f, 1, "Taken back, they still have 50 % less");
    f.tells.detail = (struct au_stat){log(1.5), 0.01};
    f.tells.detail_auc = 0.1;
    check_says(&f, 1, "50 % more fine detail");
}

TEST(a_moved_grid_and_a_table_on_its_side_are_said_apart)
{
    struct au_findings f = quiet();
    f.tells.grid_moved = f.tells.turn_traced = (struct au_stat){0.5, 0.02};
    check_says(&f, 1, "Cut the images to multiples of 16 pixels");
    f.tells.turn_traced.mean = 1;
    check_says(&f, 2, NULL);
    f.tells.grid_moved.mean = 0;
    check_says(&f, 1, "rows and columns changed places");
}

TEST(every_number_of_a_tell_has_its_sentence_and_lies_within_its_bounds)
{
    struct au_findings f = quiet();
    f.tells.border = f.tells.copied = f.tells.grid_moved = (struct au_stat){0.5, 0.1};
    f.tells.border_depth_px = 40;
    f.tells.has_undone = 1;
    f.tells.detail = f.tells.detail_undone = (struct au_stat){-0.3, 0.1};
    f.tells.recoded = (struct au_stat){0.02, 0.001};
    f.tells.told = f.tells.told_sham = f.tells.artefact_share = (struct au_stat){0.9, 0.01};
    f.tells.leak_bits = 1.4;
    struct aug_evidence numbers[AU_TELLS_NUMBERS_MAX];
    const size_t count = au_tells_evidence(&f, numbers);
    CHECK(count > 10 && count <= AU_TELLS_NUMBERS_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct aug_number *n = &numbers[i].number;
        CHECK_SAY(aug_evidence_about(numbers[i].name), "%s is not explained", numbers[i].name);
        CHECK_SAY(n->low <= n->estimate && n->estimate <= n->high, "%s: %g %g %g", numbers[i].name, n->low, n->estimate,
                  n->high);
    }
}

TEST(an_artefact_is_said_where_taking_the_transform_back_leaves_most_of_it)
{
    struct au_findings f = quiet();
    f.tells.has_undone = 1;
    f.tells.told = (struct au_stat){0.8, 0.02};
    f.tells.told_sham = (struct au_stat){0.6, 0.02};
    f.tells.artefact_share = (struct au_stat){0.75, 0.03};
    check_says(
        &f, 1,
        "tells 90 % of transformed and clean images apart, and when the transform is taken back it still tells 80 %");
    f.tells.artefact_share.mean = 0.5;
    check_says(&f, 0, NULL);
    f.tells.artefact_share.mean = 1;
    f.tells.told = (struct au_stat){0.04, 0.02};
    check_says(&f, 0, NULL);
}

TEST(a_leak_names_the_class_that_was_processed_or_the_only_one_that_was_not)
{
    struct au_findings f = quiet();
    f.tells.told_by_traces = (struct au_stat){0.5, 0.02};
    f.tells.leak_bits = 0.9, f.tells.leak_p = 1e-9, f.tells.leak_class = 1;
    f.tells.leak_there = 0.98, f.tells.leak_elsewhere = 0.03;
    check_says(&f, 1, "Clean images of dogs look as if this had been done to them already: 98 % pass");
    f.tells.leak_there = 0.03, f.tells.leak_elsewhere = 0.98;
    check_says(&f, 1, "all classes but dogs");
    f.tells.leak_p = 0.01;
    check_says(&f, 0, NULL);
    f.tells.leak_p = 0, f.tells.leak_there = 0.6;
    check_says(&f, 0, NULL);
}
