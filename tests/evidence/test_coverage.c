/* SPDX-License-Identifier: Apache-2.0
 * test_coverage.c - what transformed images are worth beside new real ones, and what the data has already. */
#include <math.h>

#include "cloud.h"
#include "stats/cluster.h"

static void turn(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    cloud_stay(c, row, draw, from, to);
    to[0] = -from[1];
    to[1] = from[0];
}

static void shake(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    for (int d = 0; d < CLOUD_DIMENSIONS; d++) to[d] = from[d] + (float)(0.5 * cloud_normal(c, row, draw, d));
}

TEST(O1_identity_and_what_lies_far_away_bring_nothing_nearer_exactly)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 3, .per_class = 200, .seed = 41}, &c);
    const cloud_move_fn moves[] = {cloud_stay, cloud_offset};
    for (int i = 0; i < 2; i++) {
        struct au_findings f = cloud_measure(&c, moves[i], false);
        const struct au_insight *in = &f.insight;
        CHECK(in->has_coverage && in->has_worth && !in->has_ratio);
        CHECK(in->gain_own.mean == 0 && in->gain_other.mean == 0 && in->worth.mean == 0 &&
              in->neighbour_change.mean == 0);
        au_findings_release(&f);
    }
    cloud_release(&c);
}

TEST(a_second_real_sample_is_worth_one_and_no_transform_is_worth_more)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 3, .per_class = 400, .seed = 42}, &c);
    struct au_findings real = cloud_measure(&c, cloud_resample, false);
    const struct au_stat worth = real.insight.worth;
    CHECK_SAY(fabs(worth.mean - 1) < 3 * worth.se, "new images are worth %g (se %g)", worth.mean, worth.se);
    CHECK_SAY(real.insight.gain_ratio.mean > 1.2, "ratio %g", real.insight.gain_ratio.mean);
    const cloud_move_fn others[] = {cloud_stay, cloud_offset, turn, shake, cloud_swap};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        struct au_findings f = cloud_measure(&c, others[i], false);
        CHECK_SAY(f.insight.worth.mean < worth.mean, "move %zu is worth %g", i, f.insight.worth.mean);
        au_findings_release(&f);
    }
    au_findings_release(&real);
    cloud_release(&c);
}

TEST(classes_that_change_places_bring_the_wrong_class_nearer_and_mislead_neighbours)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 4, .per_class = 300, .seed = 43}, &c);
    struct au_findings f = cloud_measure(&c, cloud_swap, false);
    for (uint32_t k = 0; k < 2; k++) {
        const struct au_insight *in = &f.of_class[k].insight;
        CHECK_SAY(in->gain_ratio.mean < 0.1, "class %u: ratio %g", k, in->gain_ratio.mean);
        CHECK_SAY(in->neighbour_change.mean < -0.3, "class %u: %g", k, in->neighbour_change.mean);
        CHECK_SAY(fabs(in->real_change.mean) < 0.04, "class %u: %g by real images", k, in->real_change.mean);
    }
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(the_interval_of_the_worth_of_new_images_holds_one_as_often_as_it_says)
{
    enum { WORLDS = 60 };
    int held = 0;
    for (uint64_t seed = 400; seed < 400 + WORLDS; seed++) {
        struct cloud c;
        cloud_make(&(struct cloud_plan){.apart = 3, .per_class = 100, .seed = seed}, &c);
        struct au_findings f = cloud_measure(&c, cloud_resample, false);
        const struct au_mean worth = {f.insight.worth.mean, f.insight.worth.se, c.count, c.count};
        held += au_bound_low(worth, 0.05) <= 1 && au_bound_high(worth, 0.05) >= 1;
        au_findings_release(&f);
        cloud_release(&c);
    }
    CHECK_SAY(held >= 46, "holds in %d of %d worlds, 54 are expected (seeds 400 ...)", held, WORLDS);
}

TEST(overlap_is_one_where_nothing_tells_apart_and_nothing_where_everything_does)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 3, .per_class = 400, .seed = 44}, &c);
    struct au_findings same = cloud_measure(&c, cloud_resample, false), far = cloud_measure(&c, cloud_offset, false);
    CHECK_SAY(fabs(same.insight.overlap.mean - 1) < 3 * same.insight.overlap.se + 0.02, "overlap %g of two samples",
              same.insight.overlap.mean);
    CHECK_SAY(far.insight.overlap.mean < 0.02, "overlap %g of what is far away", far.insight.overlap.mean);
    au_findings_release(&same);
    au_findings_release(&far);
    cloud_release(&c);
}

/* Two normals that lie `by` apart overlap by 2 Phi(-by / 2). */
static void shift(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    cloud_stay(c, row, draw, from, to);
    to[6] += 2;
}

TEST(O5_the_overlap_of_a_shifted_sample_is_that_of_two_normals)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.apart = 3, .per_class = 600, .seed = 45}, &c);
    struct au_findings f = cloud_measure(&c, shift, false);
    const double theory = erfc(1 / sqrt(2.0));
    CHECK_SAY(f.insight.overlap.mean > theory - 0.03 && f.insight.overlap.mean < theory + 0.08,
              "overlap %g, theory %g: a classifier bounds it from above", f.insight.overlap.mean, theory);
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(under_a_declared_swap_the_transformed_images_of_one_class_explain_the_other)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 4, .per_class = 300, .seed = 47}, &c);
    struct au_findings f = cloud_measure_as(&c, cloud_swap, (const uint32_t[]){1, 0, 2});
    for (uint32_t k = 0; k < 2; k++) {
        const struct au_insight *in = &f.of_class[k].insight;
        CHECK_SAY(in->gain_ratio.mean > 1.2 && in->worth.mean > 0.8, "class %u: ratio %g, worth %g", k,
                  in->gain_ratio.mean, in->worth.mean);
        CHECK_SAY(in->atypical_own.mean < 0.09, "class %u: %g atypical", k, in->atypical_own.mean);
        CHECK_SAY(fabs(in->bits_lost.mean) < 0.06, "class %u: %g bits lost", k, in->bits_lost.mean);
        CHECK_SAY(fabs(in->overlap.mean - 1) < 4 * in->overlap.se, "class %u: overlap %g", k, in->overlap.mean);
    }
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(a_transform_that_changes_no_pixel_is_measured_without_being_loaded)
{
    struct cloud c;
    struct aug_error err;
    struct au_findings f = {0};
    cloud_make(&(struct cloud_plan){.apart = 3, .per_class = 100, .seed = 46}, &c);
    const struct au_arm_source source = {.unchanged = 1, .probability = 0.5}; /* loading would crash */
    CHECK_OK(au_measure(&c.setting, &source, &f, &err));
    CHECK(f.insight.bits_lost.mean == 0 && f.insight.gain_own.mean == 0 && f.insight.overlap.mean == 1);
    CHECK(f.insight.off_manifold_more.mean == 0 && f.insight.atypical_own.mean == 0.05);
    au_findings_release(&f);
    cloud_release(&c);
}
