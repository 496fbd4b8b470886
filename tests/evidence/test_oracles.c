/* SPDX-License-Identifier: Apache-2.0
 * test_oracles.c - transforms of known effect on drawn point clouds: the probes must find what theory says (methods.md section 8). */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "evidence/probe.h"
#include "learn/linalg.h"

/* Gaussian classes in DIMENSIONS dimensions stand for projected features: class k has its mean at distance `apart` along axis k. */
enum { PER_CLASS = 300, DIMENSIONS = 8, CLASSES_MAX = 4 };

struct world {
    size_t classes, count;
    double apart;
    float *clean, *moved, *undone;
    uint32_t *label, *cluster;
    struct au_setting setting;
    uint64_t seed;
};

typedef void (*move_fn)(const struct world *w, size_t row, int draw, const float *from, float *to);

static struct aug_error err;
static move_fn current_move;

static void make_basis(struct au_basis *basis, uint64_t seed)
{
    struct au_rng rng;
    au_rng_start(&rng, seed, 77);
    *basis = (struct au_basis){.input_count = DIMENSIONS, .count = DIMENSIONS, .fourier_count = 200};
    basis->mean = au_alloc(DIMENSIONS, sizeof(float));
    basis->vectors = au_alloc(DIMENSIONS * DIMENSIONS, sizeof(float));
    basis->weights = au_alloc(DIMENSIONS * 200, sizeof(float));
    basis->phases = au_alloc(200, sizeof(float));
    for (int i = 0; i < DIMENSIONS; i++) basis->vectors[i * DIMENSIONS + i] = 1;
    for (int i = 0; i < DIMENSIONS * 200; i++) basis->weights[i] = (float)(0.25 * au_rng_normal(&rng));
    for (int i = 0; i < 200; i++) basis->phases[i] = (float)au_rng_between(&rng, 0, 6.2831853);
}

static void make_world(struct world *w, size_t classes, double apart, uint64_t seed)
{
    struct au_rng rng;
    au_rng_start(&rng, seed, 1);
    *w = (struct world){.classes = classes, .count = classes * PER_CLASS, .apart = apart, .seed = seed};
    w->clean = au_alloc(w->count * DIMENSIONS, sizeof(float));
    w->label = au_alloc(w->count, sizeof(uint32_t));
    w->cluster = au_alloc(w->count, sizeof(uint32_t));
    for (size_t i = 0; i < w->count; i++) {
        w->label[i] = (uint32_t)(i % classes);
        w->cluster[i] = (uint32_t)i;
        for (int d = 0; d < DIMENSIONS; d++) w->clean[i * DIMENSIONS + (size_t)d] = (float)au_rng_normal(&rng);
        w->clean[i * DIMENSIONS + w->label[i]] += (float)apart;
    }
    au_linalg_start();
    CHECK_OK(au_setting_start(w->count, classes, w->label, w->cluster, seed, 1, &w->setting, &err));
    for (int space = 0; space < AU_SPACE_COUNT; space++) {
        struct au_basis basis;
        make_basis(&basis, seed + (uint64_t)space);
        float *projected = au_alloc(w->count * DIMENSIONS, sizeof(float));
        memcpy(projected, w->clean, w->count * DIMENSIONS * sizeof(float));
        CHECK_OK(au_setting_learn(&w->setting, (enum au_space)space, &basis, projected, &err));
    }
}

static void end_world(struct world *w)
{
    au_setting_release(&w->setting);
    au_free(w->clean);
    au_free(w->label);
    au_free(w->cluster);
}

static enum aug_status load(void *context, int draw, bool undone, float *const out[AU_SPACE_COUNT], struct aug_error *e)
{
    (void)e;
    const struct world *w = context;
    for (size_t i = 0; i < w->count; i++) {
        const float *from = w->clean + i * DIMENSIONS;
        for (int space = 0; space < AU_SPACE_COUNT; space++) {
            if (!out[space]) continue;
            if (undone) memcpy(out[space] + i * DIMENSIONS, from, DIMENSIONS * sizeof(float));
            else current_move(w, i, draw, from, out[space] + i * DIMENSIONS);
        }
    }
    return AUG_OK;
}

static struct au_findings measure(struct world *w, move_fn move, bool is_random)
{
    struct au_findings findings = {0};
    const struct au_arm_source source = {.context = w, .load = load, .is_random = is_random, .probability = 0.5};
    current_move = move;
    CHECK_OK(au_measure(&w->setting, &source, &findings, &err));
    return findings;
}

static void stay(const struct world *w, size_t row, int draw, const float *from, float *to)
{
    (void)w, (void)row, (void)draw;
    memcpy(to, from, DIMENSIONS * sizeof *to);
}

TEST(O1_identity_loses_nothing_conflicts_with_nothing_and_cannot_be_told_from_clean)
{
    struct world w;
    make_world(&w, 3, 4, 21);
    struct au_findings f = measure(&w, stay, false);
    for (uint32_t k = 0; k < f.classes; k++) {
        CHECK(f.of_class[k].lost[AU_ARM_CLEAN].mean == 0);
        CHECK_SAY(fabs(f.of_class[k].conflict[2].mean) < 0.01, "conflict of class %u is %g", k,
                  f.of_class[k].conflict[2].mean);
    }
    CHECK_SAY(fabs(f.two_sample_error - 0.5) < 0.05, "two-sample error %g (a paired classifier would read 0.25)",
              f.two_sample_error);
    CHECK(f.pair_count == 0 && f.confusion.count == 0);
    au_findings_release(&f);
    end_world(&w);
}

TEST(O1_where_no_pixel_changed_every_number_is_exactly_zero_without_any_training)
{
    struct world w;
    make_world(&w, 3, 4, 28);
    struct au_findings f = {0};
    const struct au_arm_source source = {
        .context = &w, .load = load, .is_random = true, .unchanged = 1, .probability = 0.5};
    current_move = NULL; /* loading would crash */
    CHECK_OK(au_measure(&w.setting, &source, &f, &err));
    CHECK(f.two_sample_error == 0.5 && f.pair_count == 0);
    for (uint32_t k = 0; k < f.classes; k++) {
        const struct au_class_findings *c = &f.of_class[k];
        for (int a = 0; a < AU_ARM_COUNT; a++) CHECK(c->lost[a].mean == 0 && c->precision_lost[a] == 0);
        for (int p = 0; p < AU_P_GRID; p++) CHECK(c->conflict[p].mean == 0);
        CHECK(c->excess.mean == 0 && c->own[0] == c->own_clean[0]);
    }
    au_findings_release(&f);
    end_world(&w);
}

/* Classes 0 and 1 change places: T = mirror of axes 0 and 1; class 2 stays. */
static void swap_axes(const struct world *w, size_t row, int draw, const float *from, float *to)
{
    (void)w, (void)row, (void)draw;
    memcpy(to, from, DIMENSIONS * sizeof *to);
    to[0] = from[1];
    to[1] = from[0];
}

TEST(O2_O6_classes_that_change_places_collide_both_ways_and_at_half_the_label_is_a_coin)
{
    struct world w;
    make_world(&w, 3, 5, 22);
    struct au_findings f = measure(&w, swap_axes, false);
    for (uint32_t k = 0; k < 2; k++) {
        const struct au_class_findings *c = &f.of_class[k];
        CHECK_SAY(c->lost[AU_ARM_CLEAN].mean > 0.95, "a clean learner loses %g", c->lost[AU_ARM_CLEAN].mean);
        CHECK_SAY(fabs(c->lost[AU_ARM_OWN].mean) < 0.02, "nothing is destroyed, yet %g is lost",
                  c->lost[AU_ARM_OWN].mean);
        CHECK_SAY(fabs(c->conflict_soft.mean - 0.5) < 0.12, "soft conflict at 1/2 is %g, not 0.5",
                  c->conflict_soft.mean);
        CHECK_SAY(c->own[0] < 0.02, "own landing %g", c->own[0]);
    }
    CHECK_SAY(fabs(f.of_class[2].conflict[2].mean) < 0.02, "the class that stays conflicts by %g",
              f.of_class[2].conflict[2].mean);
    bool there = false, back = false;
    for (uint32_t i = 0; i < f.pair_count; i++) {
        const struct au_pair_findings *p = &f.pairs[i];
        there = there || (p->from == 0 && p->to == 1 && p->landing[0].mean > 0.8 && p->directed.mean > 0.8);
        back = back || (p->from == 1 && p->to == 0 && p->landing[0].mean > 0.8 && p->directed.mean > 0.8);
        CHECK_SAY(p->from != 2, "the class that stays lands in %d", p->to);
    }
    CHECK(there && back);
    au_findings_release(&f);
    end_world(&w);
}

static double cell(const struct au_findings *f, int from, int to)
{
    for (uint32_t i = 0; i < f->confusion.count; i++)
        if (f->confusion.cells[i].from == from && f->confusion.cells[i].to == to)
            return (double)f->confusion.cells[i].share;
    return 0;
}

TEST(the_confusion_of_classes_that_change_places_is_all_of_the_one_read_as_the_other)
{
    struct world w;
    make_world(&w, 4, 5, 22);
    struct au_findings f = measure(&w, swap_axes, false);
    CHECK_SAY(cell(&f, 0, 1) > 0.95 && cell(&f, 1, 0) > 0.95, "%g %g", cell(&f, 0, 1), cell(&f, 1, 0));
    for (int k = 0; k < 4; k++) {
        const double lost = f.of_class[k].lost[AU_ARM_CLEAN].mean;
        CHECK_SAY(k > 1 || fabs(cell(&f, k, k) + lost) < 1e-6, "itself %g, lost %g", cell(&f, k, k), lost);
        CHECK(k > 1 || cell(&f, 2, k) == 0);
    }
    for (uint32_t i = 0; i < f.confusion.count; i++) {
        const struct au_confusion_cell *c = &f.confusion.cells[i];
        CHECK(fabs((double)c->share) >= AU_CONFUSION_LEAST && fabs((double)c->share) <= 1);
        if (i == 0 || c[-1].from != c->from) continue;
        CHECK(fabs((double)c[-1].share) >= fabs((double)c->share));
    }
    au_findings_release(&f);
    end_world(&w);
}

static struct au_findings measure_as(struct world *w, move_fn move, const uint32_t *counts_as)
{
    struct au_findings findings = {0};
    const struct au_arm_source source = {
        .context = w, .load = load, .unchanged = move == stay, .probability = 0.5, .counts_as = counts_as};
    current_move = move;
    CHECK_OK(au_measure(&w->setting, &source, &findings, &err));
    return findings;
}

TEST(classes_that_change_places_harm_nobody_when_their_labels_change_places_too)
{
    struct world w;
    make_world(&w, 3, 5, 22);
    struct au_findings f = measure_as(&w, swap_axes, (const uint32_t[]){1, 0, 2});
    CHECK_SAY(f.pair_count == 0, "%u pairs collide", f.pair_count);
    CHECK(au_findings_have_swap(&f) && au_findings_counts_as(&f, 0) == 1 && au_findings_counts_as(&f, 2) == 2);
    for (uint32_t k = 0; k < 3; k++) {
        const struct au_class_findings *c = &f.of_class[k];
        for (int a = 0; a <= AU_ARM_POOLED; a++)
            CHECK_SAY(fabs(c->lost[a].mean) < 0.02 && fabs(c->precision_lost[a]) < 0.02, "class %u arm %d loses %g", k,
                      a, c->lost[a].mean);
        CHECK_SAY(fabs(c->conflict[2].mean) < 0.02 && fabs(c->excess.mean) < 0.02, "class %u conflicts by %g", k,
                  c->conflict[2].mean);
        CHECK_SAY(fabs(c->own[0] - c->own_clean[0]) < 0.05, "own landing %g", c->own[0]);
    }
    au_findings_release(&f);
    end_world(&w);
}

/* The other way round: nothing moves, but the labels do. */
TEST(labels_that_change_places_without_the_images_collide_with_their_own_class_both_ways)
{
    struct world w;
    make_world(&w, 3, 5, 22);
    struct au_findings f = measure_as(&w, stay, (const uint32_t[]){1, 0, 2});
    for (uint32_t k = 0; k < 2; k++) {
        CHECK(f.of_class[k].lost[AU_ARM_CLEAN].mean > 0.95 && f.of_class[k].own[0] < 0.02);
        CHECK_SAY(fabs(f.of_class[k].conflict_soft.mean - 0.5) < 0.12, "soft conflict %g",
                  f.of_class[k].conflict_soft.mean);
    }
    CHECK_SAY(f.pair_count == 2, "%u pairs", f.pair_count);
    for (uint32_t i = 0; i < f.pair_count; i++) {
        const struct au_pair_findings *p = &f.pairs[i];
        CHECK(p->from == (int32_t)i && p->to == (int32_t)i);
        CHECK_SAY(p->landing[0].mean > 0.8 && p->directed.mean > 0.8 && p->plug_in_harm.mean > 0.3,
                  "class %u: landing %g, directed %g, harm %g", i, p->landing[0].mean, p->directed.mean,
                  p->plug_in_harm.mean);
    }
    CHECK(fabs(f.of_class[2].conflict[2].mean) < 0.02);
    au_findings_release(&f);
    end_world(&w);
}

TEST(O8_the_conflict_curve_rises_with_the_probability_and_jumps_at_one_half)
{
    struct world w;
    make_world(&w, 3, 5, 23);
    struct au_findings f = measure(&w, swap_axes, false);
    const struct au_class_findings *c = &f.of_class[0];
    CHECK_SAY(c->conflict[0].mean < 0.1, "at p = 0.1 the conflict is %g", c->conflict[0].mean);
    CHECK_SAY(c->conflict[4].mean > 0.9, "at p = 0.9 the conflict is %g", c->conflict[4].mean);
    for (int i = 1; i < AU_P_GRID - 1; i++) CHECK(c->conflict[i].mean >= c->conflict[i - 1].mean - 0.02);
    au_findings_release(&f);
    end_world(&w);
}

/* O5: an offset along an axis that no class uses. */
static void offset(const struct world *w, size_t row, int draw, const float *from, float *to)
{
    (void)w, (void)row, (void)draw;
    memcpy(to, from, DIMENSIONS * sizeof *to);
    to[DIMENSIONS - 1] += 9;
}

TEST(O5_an_offset_off_the_data_is_told_apart_and_neither_destroys_nor_conflicts)
{
    struct world w;
    make_world(&w, 3, 4, 24);
    struct au_findings f = measure(&w, offset, false);
    CHECK_SAY(f.two_sample_error < 0.02, "two-sample error %g", f.two_sample_error);
    for (uint32_t k = 0; k < f.classes; k++) {
        CHECK_SAY(fabs(f.of_class[k].lost[AU_ARM_OWN].mean) < 0.03, "class %u loses %g", k,
                  f.of_class[k].lost[AU_ARM_OWN].mean);
        CHECK(fabs(f.of_class[k].conflict[2].mean) < 0.01);
        CHECK_SAY(f.of_class[k].off_data > 0.9, "class %u: off the data %g", k, f.of_class[k].off_data);
        CHECK(f.of_class[k].seen.mean < 0.03);
    }
    au_findings_release(&f);
    end_world(&w);
}

TEST(at_probability_one_what_is_never_seen_as_transformed_keeps_its_clean_posterior)
{
    struct world w;
    make_world(&w, 3, 4, 27);
    struct au_findings f = {0};
    const struct au_arm_source source = {.context = &w, .load = load, .probability = 1};
    current_move = offset;
    CHECK_OK(au_measure(&w.setting, &source, &f, &err));
    CHECK(f.probability[AU_P_GRID - 1] == 1);
    for (uint32_t k = 0; k < f.classes; k++)
        CHECK_SAY(f.of_class[k].conflict[AU_P_GRID - 1].mean < 0.05, "class %u: %g at p = 1", k,
                  f.of_class[k].conflict[AU_P_GRID - 1].mean);
    au_findings_release(&f);
    end_world(&w);
}

/* O4: noise drowns the means. */
static void drown(const struct world *w, size_t row, int draw, const float *from, float *to)
{
    struct au_rng rng;
    au_rng_start(&rng, w->seed + (uint64_t)draw, row + 1000);
    for (int d = 0; d < DIMENSIONS; d++) to[d] = from[d] + (float)(2 * au_rng_normal(&rng));
}

/* Bayes accuracy of three equal Gaussians with means at distance `apart` on their own axes and standard deviation `sd`, by simulation. */
static double bayes_accuracy(double apart, double sd)
{
    struct au_rng rng;
    int right = 0;
    au_rng_start(&rng, 5, 5);
    for (int i = 0; i < 200000; i++) {
        const double own = apart + sd * au_rng_normal(&rng), a = sd * au_rng_normal(&rng), b = sd * au_rng_normal(&rng);
        right += own > a && own > b;
    }
    return right / 200000.0;
}

TEST(O4_noise_destroys_as_much_as_the_bayes_error_says_and_no_learner_mends_it)
{
    struct world w;
    make_world(&w, 3, 5, 25);
    struct au_findings f = measure(&w, drown, true);
    const double expected = bayes_accuracy(5, 1) - bayes_accuracy(5, sqrt(5.0));
    enum au_arm order[AU_ARM_COUNT];
    CHECK(au_findings_arms(&f, order) == AU_ARM_COUNT);
    double loss = 0;
    for (uint32_t k = 0; k < f.classes; k++) loss += f.of_class[k].lost[order[0]].mean / 3;
    CHECK_SAY(loss > expected - 0.05 && loss < expected + 0.15, "loss %g, the Bayes rule loses %g", loss, expected);
    au_findings_release(&f);
    end_world(&w);
}

TEST(findings_survive_packing_and_damaged_bytes_are_refused)
{
    struct world w;
    make_world(&w, 3, 5, 26);
    struct au_findings f = measure(&w, swap_axes, false), g = {0};
    void *bytes = NULL;
    size_t size = 0;
    CHECK_OK(au_findings_pack(&f, &bytes, &size, &err));
    CHECK_OK(au_findings_unpack(bytes, size, &g, &err));
    CHECK(g.pair_count == f.pair_count && g.classes == f.classes);
    CHECK(memcmp(g.of_class, f.of_class, f.classes * sizeof *f.of_class) == 0);
    CHECK(memcmp(g.pairs, f.pairs, f.pair_count * sizeof *f.pairs) == 0);
    CHECK(f.confusion.count > 0 && g.confusion.count == f.confusion.count);
    CHECK(memcmp(g.confusion.cells, f.confusion.cells, f.confusion.count * sizeof *f.confusion.cells) == 0);
    au_findings_release(&g);
    CHECK(au_findings_unpack(bytes, size - 8, &g, &err) != AUG_OK);
    CHECK(au_findings_unpack(bytes, 3, &g, &err) != AUG_OK);
    au_free(bytes);
    au_findings_release(&f);
    end_world(&w);
}

TEST(folds_keep_clusters_whole_and_are_even_within_every_class)
{
    enum { N = 600, K = 4 };
    uint32_t label[N], cluster[N];
    for (uint32_t i = 0; i < N; i++) {
        label[i] = i % K;
        cluster[i] = i / 12 * K + i % K; /* three images of one class a cluster */
    }
    struct au_setting s = {0};
    CHECK_OK(au_setting_start(N, K, label, cluster, 9, 1, &s, &err));
    size_t in_part[K][AU_PARTS] = {{0}};
    for (uint32_t i = 0; i < N; i++) {
        in_part[label[i]][s.part[i]]++;
        for (uint32_t j = 0; j < i; j++) CHECK(cluster[i] != cluster[j] || s.part[i] == s.part[j]);
    }
    for (int k = 0; k < K; k++)
        for (int p = 0; p < AU_PARTS; p++)
            CHECK_SAY(in_part[k][p] == 15, "class %d part %d has %zu images", k, p, in_part[k][p]);
    au_setting_release(&s);
}
