/* SPDX-License-Identifier: Apache-2.0
 * test_information.c - bits on Gaussian classes, where theory says how many there are. */
#include <math.h>

#include "cloud.h"
#include "stats/cluster.h"

/* Mutual information in bits of a label and x ~ N(+-mu, 1) with equal shares: 1 - E log2(1 + exp(-2 mu z)), z ~ N(mu, 1). */
static double gaussian_bits(double mu)
{
    double sum = 0, weights = 0;
    for (double z = mu - 8; z < mu + 8; z += 0.001) {
        const double weight = exp(-0.5 * (z - mu) * (z - mu));
        sum += weight * log2(1 + exp(-2 * mu * z));
        weights += weight;
    }
    return 1 - sum / weights;
}

/* O3: a quarter turn in the plane of the means. */
static void turn(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    cloud_stay(c, row, draw, from, to);
    to[0] = -from[1];
    to[1] = from[0];
}

/* O4: noise of 1.5 standard deviations. */
static void drown(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    for (int d = 0; d < CLOUD_DIMENSIONS; d++) to[d] = from[d] + (float)(1.5 * cloud_normal(c, row, draw, d));
}

TEST(clean_images_tell_as_many_bits_as_theory_says)
{
    for (double mu = 0.5; mu < 2.6; mu += 1) {
        struct cloud c;
        cloud_make(&(struct cloud_plan){.apart = mu, .is_symmetric = true, .per_class = 600, .seed = 3}, &c);
        struct au_findings f = cloud_measure(&c, cloud_stay, false);
        const struct au_stat bits = f.insight.bits_clean;
        CHECK_SAY(fabs(bits.mean - gaussian_bits(mu)) < 0.02 + 2 * bits.se, "mu %g: %g bits, theory %g", mu, bits.mean,
                  gaussian_bits(mu));
        au_findings_release(&f);
        cloud_release(&c);
    }
}

TEST(O3_a_rotation_takes_no_bits)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.apart = 1.5, .is_symmetric = true, .per_class = 600, .seed = 4}, &c);
    struct au_findings f = cloud_measure(&c, turn, false);
    CHECK_SAY(fabs(f.insight.bits_lost.mean) < 0.03, "%g bits lost", f.insight.bits_lost.mean);
    for (uint32_t k = 0; k < f.classes; k++) CHECK(fabs(f.of_class[k].insight.bits_lost.mean) < 0.06);
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(O4_noise_leaves_as_many_bits_as_theory_says)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.apart = 2, .is_symmetric = true, .per_class = 600, .seed = 5}, &c);
    struct au_findings f = cloud_measure(&c, drown, true);
    const double left = gaussian_bits(2 / sqrt(1 + 1.5 * 1.5)), lost = gaussian_bits(2) - left;
    const struct au_insight *in = &f.insight;
    CHECK_SAY(fabs(in->bits_kept.mean - left) < 0.02 + 2 * in->bits_kept.se, "%g bits kept, theory %g",
              in->bits_kept.mean, left);
    CHECK_SAY(fabs(in->bits_lost.mean - lost) < 0.02 + 2 * in->bits_lost.se, "%g bits lost, theory %g",
              in->bits_lost.mean, lost);
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(bits_of_classes_of_unequal_shares_are_counted_from_their_shares)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 0, .per_class = 300, .seed = 6}, &c);
    struct au_findings f = cloud_measure(&c, cloud_resample, false);
    CHECK_SAY(fabs(f.insight.bits_clean.mean) < 0.03, "%g bits about classes that do not differ",
              f.insight.bits_clean.mean);
    CHECK_SAY(fabs(f.insight.bits_lost.mean) < 0.03, "%g bits lost where there were none", f.insight.bits_lost.mean);
    au_findings_release(&f);
    cloud_release(&c);
}

/* A mirror across an axis that says nothing about the class. */
static void mirror(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    cloud_stay(c, row, draw, from, to);
    to[5] = -from[5];
}

TEST(a_transform_that_takes_no_bits_is_said_to_take_some_in_at_most_one_of_twenty_draws)
{
    enum { WORLDS = 80 };
    int accused = 0;
    for (uint64_t seed = 100; seed < 100 + WORLDS; seed++) {
        struct cloud c;
        cloud_make(&(struct cloud_plan){.apart = 1.5, .is_symmetric = true, .per_class = 100, .seed = seed}, &c);
        struct au_findings f = cloud_measure(&c, mirror, false);
        const struct au_mean lost = {f.insight.bits_lost.mean, f.insight.bits_lost.se, c.count, c.count};
        accused += au_bound_low(lost, 0.05) > 0;
        au_findings_release(&f);
        cloud_release(&c);
    }
    CHECK_SAY(accused <= 8, "accused in %d of %d worlds (seeds 100 ...)", accused,
              WORLDS); /* P(Bin(80, 0.05) > 8) = 2 % */
}
