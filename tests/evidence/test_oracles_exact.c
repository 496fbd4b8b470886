/* SPDX-License-Identifier: Apache-2.0
 * test_oracles_exact.c - oracles with answers in closed form, at the precision of thousands of points (methods.md section 8). */
#include <math.h>
#include <string.h>

#include "cloud.h"
#include "core/memory.h"
#include "core/random.h"
#include "stats/distribution.h"

#define MU 1.5

static double degrees;
static double noise_sd;

/* In the plane of axes 0 and 1. */
static void turn(const struct cloud *cloud, size_t row, int draw, const float *from, float *to)
{
    const double angle = degrees * M_PI / 180;
    cloud_stay(cloud, row, draw, from, to);
    to[0] = (float)(cos(angle) * from[0] - sin(angle) * from[1]);
    to[1] = (float)(sin(angle) * from[0] + cos(angle) * from[1]);
}

static void drown(const struct cloud *cloud, size_t row, int draw, const float *from, float *to)
{
    for (int d = 0; d < CLOUD_DIMENSIONS; d++) to[d] = from[d] + (float)(noise_sd * cloud_normal(cloud, row, draw, d));
}

/* Mean over both classes. */
static double lost(const struct au_findings *f, enum au_arm arm)
{
    return (f->of_class[0].lost[arm].mean + f->of_class[1].lost[arm].mean) / 2;
}

static struct cloud two_classes(double apart, uint64_t seed)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.per_class = 2000, .apart = apart, .is_symmetric = true, .seed = seed}, &c);
    return c;
}

TEST(O3_a_rotation_is_a_need_that_training_removes_and_destroys_nothing)
{
    static const double turns[] = {30, 60, 90, 120, 180};
    struct cloud c = two_classes(MU, 301);
    const double bayes = au_normal_cdf(-MU);
    CHECK_SAY(fabs(c.setting.clean_error - bayes) < 0.015, "clean error %g, Bayes %g", c.setting.clean_error, bayes);
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        degrees = turns[i];
        struct au_findings f = cloud_measure(&c, turn, false);
        const double need = au_normal_cdf(-MU * cos(degrees * M_PI / 180)) - bayes;
        CHECK_SAY(fabs(lost(&f, AU_ARM_CLEAN) - need) < 0.03, "%g degrees: need %g, not %g", degrees,
                  lost(&f, AU_ARM_CLEAN), need);
        CHECK_SAY(fabs(lost(&f, AU_ARM_OWN)) < 0.01, "%g degrees: destroys %g", degrees, lost(&f, AU_ARM_OWN));
        au_findings_release(&f);
    }
    cloud_release(&c);
}

TEST(O3_a_rotation_makes_the_classes_overlap_by_the_angle_between_them)
{
    static const double turns[] = {0, 60, 120, 180};
    struct cloud c = two_classes(MU, 302);
    for (size_t i = 0; i < sizeof turns / sizeof *turns; i++) {
        degrees = turns[i];
        const double overlap = 2 * (cloud_pair_error(&c, turn) - c.setting.clean_error);
        const double expected = 2 * au_normal_cdf(-MU * cos(degrees * M_PI / 360)) - 2 * au_normal_cdf(-MU);
        CHECK_SAY(fabs(overlap - expected) < 0.035, "%g degrees: overlap %g, not %g", degrees, overlap, expected);
    }
    CHECK(fabs(2 * au_normal_cdf(0) - 2 * au_normal_cdf(-MU) - (1 - 2 * au_normal_cdf(-MU))) < 1e-12);
    cloud_release(&c);
}

TEST(O4_noise_loses_what_the_closed_form_says_and_conflicts_with_nothing)
{
    static const double sds[] = {0.75, 1.5, 3};
    struct cloud c = two_classes(2, 401);
    for (size_t i = 0; i < sizeof sds / sizeof *sds; i++) {
        noise_sd = sds[i];
        struct au_findings f = cloud_measure(&c, drown, true);
        const double expected = au_normal_cdf(-2 / sqrt(1 + noise_sd * noise_sd)) - au_normal_cdf(-2);
        enum au_arm order[AU_ARM_COUNT];
        CHECK(au_findings_arms(&f, order) == AU_ARM_COUNT);
        const double loss = lost(&f, order[0]); /* no learner beats the closed form, and this one comes near */
        CHECK_SAY(loss > expected - 0.01 && loss < expected + 0.03, "sd %g: loss %g, not %g", noise_sd, loss, expected);
        for (int k = 0; k < 2; k++)
            CHECK_SAY(fabs(f.of_class[k].conflict[2].mean) < 0.01, "sd %g: conflict %g", noise_sd,
                      f.of_class[k].conflict[2].mean);
        au_findings_release(&f);
    }
    cloud_release(&c);
}

static const uint32_t exchanged[3] = {1, 0, 2};

static struct cloud three_classes(size_t per_class, uint64_t seed)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.classes = 3, .per_class = per_class, .apart = 5, .seed = seed}, &c);
    return c;
}

TEST(O2_labels_that_are_exchanged_make_a_coin_of_two_classes_and_leave_the_third)
{
    struct cloud c = three_classes(1000, 201);
    struct au_findings f = cloud_measure_as(&c, cloud_stay, exchanged);
    CHECK_SAY(fabs(f.two_sample_error - 0.5) < 0.03, "two-sample error %g: w is not 1/2", f.two_sample_error);
    for (int k = 0; k < 2; k++) {
        const struct au_class_findings *own = &f.of_class[k];
        CHECK_SAY(fabs(own->conflict_soft.mean - 0.5) < 0.05, "class %d: w (eta_T - eta) is %g", k,
                  own->conflict_soft.mean);
    }
    /* The images of both arms are the same, so that ties are exact and go to one of the two classes. */
    const double pooled = (f.of_class[0].excess.mean + f.of_class[1].excess.mean) / 2;
    CHECK_SAY(fabs(pooled - 0.5) < 0.01, "a pooled learner loses %g", pooled);
    CHECK_SAY(fabs(f.of_class[2].excess.mean) < 0.01 && fabs(f.of_class[2].conflict[2].mean) < 0.01, "class 2: %g, %g",
              f.of_class[2].excess.mean, f.of_class[2].conflict[2].mean);
    au_findings_release(&f);
    cloud_release(&c);
}

TEST(O8_below_one_half_exchanged_labels_cost_nothing_and_above_everything)
{
    struct cloud c = three_classes(1000, 801);
    struct au_findings f = cloud_measure_as(&c, cloud_stay, exchanged);
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < AU_P_GRID - 1; i++) {
            if (f.probability[i] == 0.5) continue;
            const double want = f.probability[i] < 0.5 ? 0 : 1, got = f.of_class[k].conflict[i].mean;
            CHECK_SAY(fabs(got - want) < 0.02, "class %d at p = %g: %g", k, f.probability[i], got);
        }
    au_findings_release(&f);
    cloud_release(&c);
}

/* Where nothing tells x from T(x), f* = (1 - p) eta + p eta_T; with eta = 1 and eta_T = 0 the log-loss grows by -ln(1 - p). */
TEST(O8_the_log_loss_of_exchanged_labels_grows_by_minus_the_log_of_what_is_not_exchanged)
{
    for (int i = 0; i <= 100; i++) {
        const double p = i / 101.0, mixed = (1 - au_mixture_weight(0.5, p)) * 1 + au_mixture_weight(0.5, p) * 0;
        CHECK_SAY(fabs(-log(mixed) + log(1 - p)) < 1e-12, "p = %g: %.17g", p, -log(mixed));
    }
    for (int i = 0; i <= 10; i++) { /* any density ratio, by Bayes */
        const double w = i / 11.0, p = 0.3, r = w / (1 - w);
        CHECK(fabs(au_mixture_weight(w, p) - p * r / ((1 - p) + p * r)) < 1e-12);
    }
    CHECK(au_mixture_weight(0, 1) == 0 && au_mixture_weight(1, 0.1) == 1 && au_mixture_weight(0.2, 1) == 1);
}

/* ---- O12: the features turned by a random orthogonal matrix: a task that is only one more to learn ---- */

static double matrix[CLOUD_DIMENSIONS][CLOUD_DIMENSIONS];

/* Gram-Schmidt on a normal matrix: Haar measure. */
static void draw_matrix(uint64_t seed)
{
    struct au_rng rng;
    au_rng_start(&rng, seed, 12);
    for (int i = 0; i < CLOUD_DIMENSIONS; i++) {
        double length = 0;
        for (int d = 0; d < CLOUD_DIMENSIONS; d++) matrix[i][d] = au_rng_normal(&rng);
        for (int j = 0; j < i; j++) {
            double inner = 0;
            for (int d = 0; d < CLOUD_DIMENSIONS; d++) inner += matrix[i][d] * matrix[j][d];
            for (int d = 0; d < CLOUD_DIMENSIONS; d++) matrix[i][d] -= inner * matrix[j][d];
        }
        for (int d = 0; d < CLOUD_DIMENSIONS; d++) length += matrix[i][d] * matrix[i][d];
        for (int d = 0; d < CLOUD_DIMENSIONS; d++) matrix[i][d] /= sqrt(length);
    }
}

static void scramble(const struct cloud *cloud, size_t row, int draw, const float *from, float *to)
{
    (void)cloud, (void)row, (void)draw;
    for (int i = 0; i < CLOUD_DIMENSIONS; i++) {
        double sum = 0;
        for (int d = 0; d < CLOUD_DIMENSIONS; d++) sum += matrix[i][d] * (double)from[d];
        to[i] = (float)sum;
    }
}

TEST(O12_a_sham_of_turned_features_costs_capacity_and_is_no_conflict)
{
    enum { SHAMS = 6, CLASSES = 3 };
    struct cloud c;
    double excess[SHAMS][CLASSES];
    cloud_make(&(struct cloud_plan){.classes = CLASSES, .per_class = 500, .apart = 8, .seed = 1201}, &c);
    for (int b = 0; b < SHAMS; b++) {
        draw_matrix(1210 + (uint64_t)b);
        struct au_findings f = cloud_measure(&c, scramble, false);
        for (int k = 0; k < CLASSES; k++) {
            CHECK_SAY(fabs(f.of_class[k].conflict[2].mean) < 0.01, "sham %d, class %d: B = %g", b, k,
                      f.of_class[k].conflict[2].mean);
            excess[b][k] = f.of_class[k].excess.mean;
            CHECK_SAY(excess[b][k] > -0.02 && excess[b][k] < 0.1, "sham %d, class %d: excess %g", b, k, excess[b][k]);
        }
        au_findings_release(&f);
    }
    for (int k = 0; k < CLASSES; k++) { /* the first against the others */
        double mean = 0, variance = 0;
        for (int b = 1; b < SHAMS; b++) mean += excess[b][k] / (SHAMS - 1);
        for (int b = 1; b < SHAMS; b++) variance += pow(excess[b][k] - mean, 2) / (SHAMS - 2);
        const double sd = sqrt(variance * (1 + 1.0 / (SHAMS - 1)) + 0.005 * 0.005);
        CHECK_SAY(fabs(excess[0][k] - mean) < 2 * sd, "class %d: E = %g, sd %g", k, excess[0][k] - mean, sd);
    }
    cloud_release(&c);
}
