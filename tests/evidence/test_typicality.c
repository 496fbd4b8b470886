/* SPDX-License-Identifier: Apache-2.0
 * test_typicality.c - conformal typicality where the truth is known. */
#include <math.h>

#include "cloud.h"
#include "stats/cluster.h"

static void drown(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    for (int d = 0; d < CLOUD_DIMENSIONS; d++) to[d] = from[d] + (float)(6 * cloud_normal(c, row, draw, d));
}

TEST(O1_an_unchanged_image_is_as_typical_as_it_was)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 4, .per_class = 200, .seed = 31}, &c);
    struct au_findings f = cloud_measure(&c, cloud_stay, false);
    for (uint32_t k = 0; k < f.classes; k++) {
        const struct au_insight *in = &f.of_class[k].insight;
        CHECK_SAY(in->atypical_own.mean == 0.05, "class %u: %g", k, in->atypical_own.mean);
        CHECK_SAY(fabs(in->typical_p.mean - 0.5) < 0.004, "class %u: %g", k, in->typical_p.mean);
        CHECK(in->off_manifold_more.mean == 0 && in->off_manifold_more.se == 0);
        CHECK(in->off_manifold.mean == in->off_manifold_clean && in->off_manifold_clean <= 0.06);
    }
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(strong_noise_and_an_offset_throw_nearly_every_image_off_the_manifold)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 4, .per_class = 200, .seed = 32}, &c);
    const cloud_move_fn moves[] = {drown, cloud_offset};
    for (int i = 0; i < 2; i++) {
        struct au_findings f = cloud_measure(&c, moves[i], false);
        CHECK_SAY(f.insight.off_manifold.mean > 0.98, "move %d: %g off", i, f.insight.off_manifold.mean);
        CHECK(f.insight.atypical_own.mean > 0.98 && f.insight.typical_p.mean < 0.02);
        au_findings_release(&f);
    }
    cloud_release(&c);
}

TEST(an_image_that_becomes_another_class_is_odd_in_its_own_class_and_not_off_the_manifold)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 5, .per_class = 200, .seed = 33}, &c);
    struct au_findings f = cloud_measure(&c, cloud_swap, false);
    for (uint32_t k = 0; k < 2; k++) {
        const struct au_insight *in = &f.of_class[k].insight;
        CHECK_SAY(in->atypical_own.mean > 0.9, "class %u: %g atypical of it", k, in->atypical_own.mean);
        CHECK_SAY(in->off_manifold.mean < 0.15, "class %u: %g off", k, in->off_manifold.mean);
    }
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(new_images_of_a_class_are_called_atypical_as_often_as_the_level_says)
{
    enum { WORLDS = 40, CLASS = 60 };
    double atypical = 0, p = 0, off = 0;
    int missed = 0;
    for (uint64_t seed = 300; seed < 300 + WORLDS; seed++) {
        struct cloud c;
        cloud_make(&(struct cloud_plan){.apart = 4, .per_class = CLASS, .seed = seed}, &c);
        struct au_findings f = cloud_measure(&c, cloud_resample, false);
        const struct au_insight *in = &f.insight;
        const struct au_mean more = {in->off_manifold_more.mean, in->off_manifold_more.se, c.count, c.count};
        missed += au_bound_low(more, 0.05) > 0;
        atypical += in->atypical_own.mean / WORLDS;
        p += in->typical_p.mean / WORLDS;
        off += in->off_manifold_more.mean / WORLDS;
        au_findings_release(&f);
        cloud_release(&c);
    }
    CHECK_SAY(atypical > 0.035 && atypical < 0.062, "%g of new images are called atypical at 0.05 (seeds 300 ...)",
              atypical);
    CHECK_SAY(fabs(p - 0.5) < 0.015, "mean p %g", p);
    CHECK_SAY(fabs(off) < 0.012, "%g more are off the manifold", off);
    CHECK_SAY(missed <= 5, "said to be off the manifold in %d of %d worlds", missed, WORLDS);
}

TEST(frames_of_one_track_are_not_typical_merely_because_they_stand_next_to_their_copies)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.apart = 4, .per_class = 240, .per_cluster = 4, .seed = 34}, &c);
    struct au_findings f = cloud_measure(&c, cloud_offset, false);
    CHECK_SAY(f.insight.off_manifold.mean > 0.98, "%g off", f.insight.off_manifold.mean);
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(images_of_a_large_class_are_held_against_a_bounded_number_of_it_and_stay_as_typical)
{
    enum { EACH = 7000 };
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 2, .apart = 4, .per_class = EACH, .seed = 35}, &c);
    for (uint32_t k = 0; k < 2; k++) {
        const struct au_points references = au_class_references(&c.setting, AU_SPACE_MAIN, k);
        CHECK_SAY(references.count == AU_CLASS_REFERENCES, "%zu references", references.count);
        for (size_t i = 0; i < references.count; i++) {
            CHECK(c.label[references.rows[i]] == k && (i == 0 || references.rows[i] > references.rows[i - 1]));
        }
        CHECK(references.rows[0] < 40 && references.rows[references.count - 1] > 2 * EACH - 40);
    }
    struct au_findings f = cloud_measure(&c, cloud_resample, false);
    for (uint32_t k = 0; k < f.classes; k++) {
        const double atypical = f.of_class[k].insight.atypical_own.mean;
        CHECK_SAY(fabs(atypical - .05) < .015, "class %u: %g atypical", k, atypical);
    }
    au_findings_release(&f);
    cloud_release(&c);
}
