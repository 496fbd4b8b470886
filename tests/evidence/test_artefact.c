/* SPDX-License-Identifier: Apache-2.0
 * test_artefact.c - what is artefact and what is claim is known by construction; O10 of methods.md. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "evidence/leak.h"
#include "evidence/probe.h"
#include "learn/linalg.h"

/* Images are four numbers for the main embedding and traces. The claim adds to a number of the embedding, the artefact takes detail. */
enum { N = 1500, CLASSES = 5, D = 4 };

struct made {
    double claim;            /* what the transform adds to feature 0 */
    double smoothing;        /* what it takes from the detail; taking it back takes as much again */
    uint32_t smoothed_class; /* clean images of this class are smoothed already; CLASSES: none */
    float traces[N][AU_TRACE_ROW], main[N][D];
    uint32_t label[N];
};

static struct aug_error err;
static struct made world;

static void make(double claim, double smoothing, uint32_t smoothed_class)
{
    struct au_rng rng;
    memset(&world, 0, sizeof world);
    world.claim = claim, world.smoothing = smoothing, world.smoothed_class = smoothed_class;
    au_rng_start(&rng, 11, 4);
    for (uint32_t i = 0; i < N; i++) {
        world.label[i] = i % CLASSES;
        for (int k = 0; k < D; k++) world.main[i][k] = (float)au_rng_normal(&rng);
        world.main[i][1] += 4 * (float)world.label[i];
        for (int k = 0; k < AU_TRACE_COUNT; k++) world.traces[i][k] = (float)(0.1 * au_rng_normal(&rng));
        const double smooth = world.label[i] == smoothed_class ? smoothing : 0;
        for (int k = 0; k < 2; k++) world.traces[i][AU_TRACE_DETAIL_X + k] += (float)(1 - smooth);
    }
}

static enum aug_status load_traces(void *context, bool undone, float *out, struct aug_error *e)
{
    (void)context, (void)e;
    memcpy(out, world.traces, sizeof world.traces);
    for (size_t i = 0; i < N; i++)
        for (size_t k = 0; k < 2; k++)
            out[i * AU_TRACE_ROW + AU_TRACE_DETAIL_X + k] -= (float)((undone ? 2 : 1) * world.smoothing);
    return AUG_OK;
}

static enum aug_status load(void *context, int draw, bool undone, float *const out[AU_SPACE_COUNT], struct aug_error *e)
{
    (void)context, (void)draw, (void)e;
    for (int space = 0; space < AU_SPACE_COUNT; space++) {
        if (!out[space]) continue;
        memcpy(out[space], world.main, sizeof world.main);
        for (size_t i = 0; !undone && i < N; i++) out[space][i * D] += (float)world.claim;
    }
    return AUG_OK;
}

static void start(struct au_setting *s)
{
    static uint32_t rows[N];
    struct au_basis basis = {0};
    for (uint32_t i = 0; i < N; i++) rows[i] = i;
    au_linalg_start();
    CHECK_OK(au_setting_start(N, CLASSES, world.label, rows, 3, 1, s, &err));
    CHECK_OK(au_basis_make(&world.main[0][0], N, D, D, 50, 1, &basis, &err));
    float *projected = au_alloc(N * D, sizeof *projected), *clean = au_alloc(N * AU_TRACE_ROW, sizeof *clean);
    memcpy(projected, world.main, sizeof world.main);
    memcpy(clean, world.traces, sizeof world.traces);
    CHECK_OK(au_setting_learn(s, AU_SPACE_MAIN, &basis, projected, &err));
    CHECK_OK(au_setting_trace(s, rows, N, clean, &err));
}

static struct au_tells tells_of(bool can_undo)
{
    struct au_setting s = {0};
    struct au_findings f = {0};
    start(&s);
    const struct au_arm_source source = {.load = load, .load_traces = load_traces, .can_undo = can_undo};
    struct au_scores scores = {.setting = &s, .source = &source};
    scores.moved[AU_SPACE_MAIN] = au_alloc(N * D, sizeof(float));
    CHECK_OK(load(NULL, 0, false, (float *const[AU_SPACE_COUNT]){scores.moved[AU_SPACE_MAIN]}, &err));
    for (size_t i = 0; i < au_probe_count(); i++) {
        const char *name = au_probe_at(i)->name;
        if (strcmp(name, "tells") == 0 || strcmp(name, "artefact") == 0)
            CHECK_OK(au_probe_at(i)->measure(&scores, &f, &err));
    }
    au_free(scores.moved[AU_SPACE_MAIN]);
    au_setting_release(&s);
    return f.tells;
}

TEST(what_is_left_after_taking_it_back_is_artefact)
{
    make(0, 1, CLASSES);
    const struct au_tells t = tells_of(true);
    CHECK_SAY(t.told_by_traces.mean > 0.97 && t.told.mean > 0.97, "told %.3f and %.3f", t.told_by_traces.mean,
              t.told.mean);
    CHECK_SAY(t.told_sham.mean > 0.97 && t.artefact_share.mean > 0.97, "sham %.3f", t.told_sham.mean);
}

TEST(a_claim_without_traces_is_no_artefact)
{
    make(6, 0, CLASSES);
    const struct au_tells t = tells_of(true);
    CHECK_SAY(t.told_by_traces.mean == 0 && t.told_sham.mean == 0, "told %.3f and %.3f", t.told_by_traces.mean,
              t.told_sham.mean);
    CHECK_SAY(t.told.mean > 0.95 && t.told_beyond.mean > 0.95 && t.artefact_share.mean == 0, "told %.3f, beyond %.3f",
              t.told.mean, t.told_beyond.mean);
}

/* Smoothing by d of a trace with two readings of standard deviation 0.1: the distance is d sqrt(2) / 0.1. */
TEST(a_half_told_artefact_beside_a_plain_claim_is_a_share)
{
    make(8, 0.1 / sqrt(2), CLASSES);
    const struct au_tells t = tells_of(true);
    const double twice = 2 * 0.8413 - 1; /* taken back, it is at twice the distance of 1 */
    CHECK_SAY(fabs(t.told_sham.mean - twice) < 0.12, "sham %.3f, theory %.3f", t.told_sham.mean, twice);
    CHECK_SAY(fabs(t.artefact_share.mean - t.told_sham.mean / t.told.mean) < 1e-9 && t.artefact_share.se < 0.05,
              "share %.3f +- %.3f", t.artefact_share.mean, t.artefact_share.se);
    CHECK_SAY(fabs(t.told_by_traces.mean - 0.3829) < 0.12, "traces %.3f", t.told_by_traces.mean);
}

TEST(without_an_inverse_there_is_no_sham)
{
    make(0, 1, CLASSES);
    const struct au_tells t = tells_of(false);
    CHECK(t.told_by_traces.mean > 0.97 && t.told_sham.mean == 0 && t.artefact_share.mean == 0 && !t.has_undone);
}

TEST(nothing_changed_is_not_told_at_all)
{
    make(0, 0, CLASSES);
    const struct au_tells t = tells_of(true);
    CHECK(t.told_by_traces.mean == 0 && t.told.mean == 0 && t.told_sham.mean == 0 && t.leak_bits == 0);
}

/* H(A) for one class of K. */
static double entropy(double p)
{
    return -p * log2(p) - (1 - p) * log2(1 - p);
}

TEST(O10_a_class_that_was_processed_leaks_its_entropy_and_the_probe_reaches_it)
{
    for (uint32_t k = 0; k < CLASSES; k += 3) {
        make(0, 1, k);
        const struct au_tells t = tells_of(k > 0);
        const double expected = entropy(1.0 / CLASSES);
        CHECK_SAY(fabs(t.leak_bits - expected) < 0.03, "leak %.3f bits, H(A) = %.3f", t.leak_bits, expected);
        CHECK(t.leak_class == (int32_t)k && t.leak_there > 0.97 && t.leak_elsewhere < 0.03 && t.leak_p < 1e-6);
    }
}

TEST(O10_the_information_of_counts_is_that_of_the_definition)
{
    const double ones[3] = {100, 0, 0}, all[3] = {100, 100, 200};
    const struct au_leak sure = au_leak_of(ones, all, 3, 1e9);
    CHECK_SAY(fabs(sure.bits - entropy(0.25)) < 1e-6, "%g bits", sure.bits);
    CHECK(sure.strongest == 0 && sure.there == 1 && sure.elsewhere == 0);
    const double even[3] = {30, 30, 60};
    const struct au_leak none = au_leak_of(even, all, 3, 400);
    CHECK(none.bits == 0 && none.p > 0.99);
    const double one_way[2] = {80, 20}, two[2] = {100, 100};
    double expected = 0;
    for (int k = 0; k < 2; k++)
        for (int s = 0; s < 2; s++) {
            const double joint = (s ? one_way[k] : 100 - one_way[k]) / 200;
            expected += joint * log2(joint / 0.25);
        }
    CHECK_SAY(fabs(au_leak_of(one_way, two, 2, 1e9).bits - expected) < 1e-6, "%g, not %g",
              au_leak_of(one_way, two, 2, 1e9).bits, expected);
    CHECK(au_leak_of(ones, all, 0, 10).strongest == -1 && au_leak_of(even, even, 3, 10).bits == 0);
}

/* Under independence p is uniform: no more than its level falls below it. */
TEST(the_test_of_a_leak_keeps_its_level)
{
    enum { RUNS = 4000, EACH = 80, K = 6 };
    struct au_rng rng;
    int refused = 0, strict = 0;
    au_rng_start(&rng, 77, 1);
    for (int run = 0; run < RUNS; run++) {
        double ones[K] = {0}, all[K];
        for (int k = 0; k < K; k++) {
            all[k] = EACH;
            for (int i = 0; i < EACH; i++) ones[k] += au_rng_uniform(&rng) < 0.2;
        }
        const double p = au_leak_of(ones, all, K, K * EACH).p;
        refused += p < 0.05;
        strict += p < 0.001;
    }
    CHECK_SAY(refused < 0.062 * RUNS && refused > 0.035 * RUNS, "%d of %d at 0.05 (seed 77)", refused, RUNS);
    CHECK_SAY(strict < 0.003 * RUNS, "%d of %d at 0.001 (seed 77)", strict, RUNS);
}
