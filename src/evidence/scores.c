/* SPDX-License-Identifier: Apache-2.0
 * scores.c - trains the arms of one transform and lets them read clean, transformed and undone images. */
#include "scores.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "stats/isotonic.h"

struct work { /* of one thread, for the time of one call */
    struct au_scores *scores;
    struct au_learn_scratch scratch;
    struct au_gram gram; /* of the transformed images */
    float *weights;      /* fourier_count x columns, learner beside learner */
    size_t columns;      /* room for three learners of classes and one of two samples */
    float *extra_main;   /* features of another draw, or of the undone images */
};

enum aug_status au_mean_scratch_make(const struct au_setting *s, struct au_mean_scratch *out, struct aug_error *err)
{
    size_t largest = 0;
    for (size_t k = 0; k < s->classes; k++)
        if (s->class_start[k + 1] - s->class_start[k] > largest) largest = s->class_start[k + 1] - s->class_start[k];
    struct au_mean_scratch scratch = {au_alloc(largest, sizeof(double)),
                                      au_alloc(s->clusters_max, sizeof(struct au_cluster_sum))};
    if (!scratch.values || !scratch.sums) {
        au_mean_scratch_release(&scratch);
        return au_no_memory(err, "the means of the classes");
    }
    *out = scratch;
    return AUG_OK;
}

void au_mean_scratch_release(struct au_mean_scratch *scratch)
{
    au_free(scratch->values);
    au_free(scratch->sums);
    *scratch = (struct au_mean_scratch){0};
}

struct au_stat au_class_mean(const struct au_setting *s, size_t k, au_value_fn value, const void *context,
                             struct au_mean_scratch *scratch)
{
    const size_t from = s->class_start[k], count = s->class_start[k + 1] - from;
    for (size_t i = 0; i < count; i++) scratch->values[i] = value(context, s->by_class[from + i]);
    const struct au_mean mean = au_cluster_mean(scratch->values, s->local_cluster + from, NULL, count, scratch->sums);
    return (struct au_stat){mean.mean, mean.se};
}

struct au_stat au_overall_mean(const struct au_setting *s, au_value_fn value, const void *context,
                               struct au_mean_scratch *scratch)
{
    struct au_stat all = {0};
    for (size_t k = 0; k < s->classes; k++) {
        const double share = (double)(s->class_start[k + 1] - s->class_start[k]) / (double)s->count;
        const struct au_stat own = au_class_mean(s, k, value, context, scratch);
        all.mean += share * own.mean;
        all.se += share * share * own.se * own.se;
    }
    all.se = sqrt(all.se);
    return all;
}

const float *au_moved(const struct au_scores *x, enum au_space space)
{
    return x->source->unchanged >= 1 ? x->setting->space[space].projected : x->moved[space];
}

size_t au_scores_bytes(const struct au_setting *s)
{
    const struct au_basis *main = &s->space[AU_SPACE_MAIN].basis;
    const size_t square = main->fourier_count * main->fourier_count, matrices = AU_ARM_COUNT + 4,
                 row = 2 * main->count * sizeof(float) + s->space[AU_SPACE_PIXELS].basis.count * sizeof(float) +
                       matrices * s->classes * sizeof(float) + 128;
    return s->count * row + square * (AU_PARTS + 2) / 2 * sizeof(float) + 2 * square * sizeof(float);
}

static float *matrix(const struct au_setting *s)
{
    return au_alloc(s->count * s->classes, sizeof(float));
}

size_t au_counts_as(const struct au_scores *x, size_t k)
{
    return x->source->counts_as ? x->source->counts_as[k] : k;
}

static float class_size(const struct au_setting *s, uint32_t k)
{
    return (float)(s->class_start[k + 1] - s->class_start[k]);
}

static enum aug_status map_labels(struct au_scores *x, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    x->moved_label = x->source->mixed ? x->source->mixed->label : s->label;
    if (!x->source->counts_as) return AUG_OK;
    x->mapped = au_alloc(s->count, sizeof *x->mapped);
    x->moved_weight = au_alloc(s->count, sizeof *x->moved_weight);
    if (!x->mapped || !x->moved_weight) return au_no_memory(err, "the mapped labels of a transform");
    for (size_t i = 0; i < s->count; i++) {
        const uint32_t from = s->label[i], to = (uint32_t)au_counts_as(x, from);
        x->mapped[i] = to;
        x->moved_weight[i] = class_size(s, to) / class_size(s, from);
    }
    x->moved_label = x->mapped;
    return AUG_OK;
}

static enum aug_status allocate(struct au_scores *x, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    const int arms = x->source->is_random ? AU_ARM_COUNT : AU_ARM_POOLED + 1;
    bool complete = true;
    for (int i = 0; i < AU_SPACE_COUNT; i++)
        complete = (x->moved[i] = au_alloc(s->count * s->space[i].basis.count, sizeof(float))) && complete;
    for (int a = 0; a < arms; a++) complete = (x->read[a] = matrix(s)) && complete;
    x->clean_by_own = matrix(s);
    x->clean_by_pooled = matrix(s);
    if (x->source->can_undo && !x->source->undo_is_exact) {
        x->undone = matrix(s);
        x->undone_seen = matrix(s);
        complete = complete && x->undone && x->undone_seen;
    }
    if (x->source->mixed) complete = (x->mixed_pixels = matrix(s)) && complete;
    x->seen_clean = au_alloc(s->count, sizeof(float));
    x->seen_transformed = au_alloc(s->count, sizeof(float));
    x->nearest = au_alloc(s->count, sizeof *x->nearest);
    for (int i = 0; i < AU_SPACE_COUNT; i++)
        complete = (x->landed[i] = au_alloc(s->count, sizeof(int32_t))) && complete;
    complete = complete && x->clean_by_own && x->clean_by_pooled && x->nearest && x->seen_clean && x->seen_transformed;
    return complete ? AUG_OK : au_no_memory(err, "the scores of a transform");
}

void au_scores_release(struct au_scores *x)
{
    for (int i = 0; i < AU_SPACE_COUNT; i++) au_free(x->moved[i]);
    for (int a = 0; a < AU_ARM_COUNT; a++) au_free(x->read[a]);
    au_free(x->clean_by_own);
    au_free(x->clean_by_pooled);
    au_free(x->undone);
    au_free(x->undone_seen);
    au_free(x->mixed_pixels);
    au_free(x->seen_clean);
    au_free(x->seen_transformed);
    au_free(x->nearest);
    au_free(x->mapped);
    au_free(x->moved_weight);
    for (int i = 0; i < AU_SPACE_COUNT; i++) au_free(x->landed[i]);
    *x = (struct au_scores){0};
}

/* Columns of a learner that come `at` columns after the first. */
static struct au_columns columns_at(const struct work *w, size_t at)
{
    return (struct au_columns){w->weights + at, w->columns};
}

static void read_fold(struct work *w, int fold, const float *projected, const struct au_opinion *readings, size_t count)
{
    const struct au_setting *s = w->scores->setting;
    const struct au_readers readers = {w->weights, w->columns, readings, count};
    au_ridge_read(&s->space[AU_SPACE_MAIN].basis, projected, &s->parts, fold, &readers, &w->scratch);
}

/* Puts the learner of clean images beside those of this work. */
static void add_clean(struct work *w, int fold, size_t at)
{
    const struct au_learner *clean = &w->scores->setting->space[AU_SPACE_MAIN];
    const size_t classes = w->scores->setting->classes;
    for (size_t i = 0; i < clean->basis.fourier_count; i++)
        memcpy(w->weights + i * w->columns + at, clean->weights[fold] + i * classes, classes * sizeof(float));
}

/* The clean learner of an embedding, as it stands, reads other images. */
static void read_by_clean(struct work *w, enum au_space space, const float *projected, float *scores)
{
    const struct au_setting *s = w->scores->setting;
    const struct au_learner *learner = &s->space[space];
    for (int f = 0; f < AU_FOLDS; f++)
        au_ridge_score(&learner->basis, projected, &s->parts, f, learner->weights[f], s->classes, scores, &w->scratch);
}

/* Isotonic calibration on the other half, so that no image calibrates itself. */
static enum aug_status calibrate(const struct au_setting *s, const float *clean, const float *transformed, int half,
                                 float *out_clean, float *out_transformed, struct aug_error *err)
{
    double *x = au_alloc(2 * s->count, sizeof *x), *y = au_alloc(2 * s->count, sizeof *y);
    double *scratch = au_alloc(au_isotonic_scratch(2 * s->count), sizeof *scratch);
    const bool complete = x && y && scratch;
    size_t n = 0;
    for (size_t i = 0; complete && i < s->count; i++) {
        if (s->part[i] % 2 == half) continue;
        x[n] = (double)clean[i], y[n++] = 0;
        x[n] = (double)transformed[i], y[n++] = 1;
    }
    if (complete) {
        const size_t steps = au_isotonic_fit(x, y, n, scratch);
        for (size_t i = 0; i < s->count; i++) {
            if (s->part[i] % 2 != half) continue;
            out_clean[i] = (float)au_isotonic_predict(x, y, steps, (double)clean[i]);
            out_transformed[i] = (float)au_isotonic_predict(x, y, steps, (double)transformed[i]);
        }
    }
    au_free(scratch);
    au_free(y);
    au_free(x);
    return complete ? AUG_OK : au_no_memory(err, "the calibration of a two-sample classifier");
}

/* `raw`: what a two-sample classifier says of clean and then of transformed images. */
static enum aug_status calibrate_halves(struct au_scores *x, const float *raw, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    for (int half = 0; half < 2; half++)
        AUG_TRY(calibrate(s, raw, raw + s->count, half, x->seen_clean, x->seen_transformed, err));
    return AUG_OK;
}

/* What training under a swap says of clean images, less the change of class frequencies that it brings along: every label as frequent among
 * transformed images as among clean ones. (A rare class whose images become a frequent one would draw clean images of that one to itself, with
 * no false label anywhere.) */
static enum aug_status read_clean_fairly(struct work *w, struct aug_error *err)
{
    struct au_scores *x = w->scores;
    const struct au_setting *s = x->setting;
    const struct au_learner *clean = &s->space[AU_SPACE_MAIN];
    struct au_gram fair = {0};
    AUG_TRY(au_gram_make(clean->basis.fourier_count, s->classes, &fair, err));
    au_gram_add_arm(&fair, &clean->basis, x->moved[AU_SPACE_MAIN], x->moved_label, x->moved_weight, &s->parts,
                    &w->scratch);
    const struct au_gram *const grams[] = {&fair, &clean->gram};
    const struct au_opinion readings[] = {{x->clean_by_own, s->classes}, {x->clean_by_pooled, s->classes}};
    for (int f = 0; f < AU_FOLDS; f++) {
        for (size_t g = 0; g < 2; g++)
            au_ridge_fit(grams, 1 + g, f, clean->lambda, columns_at(w, g * s->classes), &w->scratch);
        read_fold(w, f, clean->projected, readings, 2);
    }
    au_gram_release(&fair);
    return AUG_OK;
}

/* Learners of the transformed images, of both, and of which is which, trained without each fold in turn, read that fold; the clean one reads along. */
static void read_folds(struct work *w, float *raw)
{
    struct au_scores *x = w->scores;
    const struct au_setting *s = x->setting;
    const struct au_learner *clean = &s->space[AU_SPACE_MAIN];
    const size_t k = s->classes;
    const struct au_gram *const grams[] = {&w->gram, &clean->gram};
    const struct au_opinion of_moved[] = {
        {x->read[AU_ARM_OWN], k}, {x->read[AU_ARM_POOLED], k}, {raw + s->count, 1}, {x->read[AU_ARM_CLEAN], k}};
    const struct au_opinion of_clean[] = {{x->clean_by_own, k}, {x->clean_by_pooled, k}, {raw, 1}, {NULL, k}};
    for (int f = 0; f < AU_FOLDS; f++) {
        for (size_t g = 0; g < 2; g++) au_ridge_fit(grams, 1 + g, f, clean->lambda, columns_at(w, g * k), &w->scratch);
        au_two_sample_fit(&clean->gram, &w->gram, f, clean->lambda, columns_at(w, 2 * k), &w->scratch);
        add_clean(w, f, 2 * k + 1);
        read_fold(w, f, x->moved[AU_SPACE_MAIN], of_moved, 4);
        read_fold(w, f, clean->projected, of_clean, 4);
    }
}

static enum aug_status first_draw(struct work *w, struct aug_error *err)
{
    struct au_scores *x = w->scores;
    const struct au_setting *s = x->setting;
    float *raw = au_alloc(2 * s->count, sizeof *raw);
    if (!raw) return au_no_memory(err, "a two-sample classifier");
    enum aug_status status = x->source->load(x->source->context, 0, false, x->moved, err);
    if (status == AUG_OK) {
        au_gram_add_arm(&w->gram, &s->space[AU_SPACE_MAIN].basis, x->moved[AU_SPACE_MAIN], x->moved_label, NULL,
                        &s->parts, &w->scratch);
        read_folds(w, raw);
        status = calibrate_halves(x, raw, err);
    }
    au_free(raw);
    if (status == AUG_OK && x->moved_weight) status = read_clean_fairly(w, err);
    return status;
}

/* Room for another version of all images, once the seconding embeddings of the first have been read. */
static enum aug_status make_extra(struct work *w, struct aug_error *err)
{
    const struct au_setting *s = w->scores->setting;
    if (!w->extra_main) w->extra_main = au_alloc(s->count * s->space[AU_SPACE_MAIN].basis.count, sizeof(float));
    return w->extra_main ? AUG_OK : au_no_memory(err, "the features of transformed images");
}

/* R2: is a drop a matter of sample size? Four draws an image. */
static enum aug_status more_draws(struct work *w, struct aug_error *err)
{
    struct au_scores *x = w->scores;
    const struct au_setting *s = x->setting;
    const struct au_learner *clean = &s->space[AU_SPACE_MAIN];
    const struct au_gram *const grams[] = {&w->gram, &clean->gram};
    const struct au_opinion readings[] = {{x->read[AU_ARM_OWN_MANY], s->classes},
                                          {x->read[AU_ARM_POOLED_MANY], s->classes}};
    AUG_TRY(make_extra(w, err));
    for (int draw = 1; draw < AU_DRAWS; draw++) {
        AUG_TRY(x->source->load(x->source->context, draw, false, (float *const[AU_SPACE_COUNT]){w->extra_main}, err));
        au_gram_add_arm(&w->gram, &clean->basis, w->extra_main, x->moved_label, NULL, &s->parts, &w->scratch);
    }
    for (int f = 0; f < AU_FOLDS; f++) {
        for (size_t g = 0; g < 2; g++)
            au_ridge_fit(grams, 1 + g, f, clean->lambda, columns_at(w, g * s->classes), &w->scratch);
        read_fold(w, f, x->moved[AU_SPACE_MAIN], readings, 2);
    }
    return AUG_OK;
}

static enum aug_status undo(struct work *w, struct aug_error *err)
{
    struct au_scores *x = w->scores;
    const struct au_setting *s = x->setting;
    const struct au_learner *clean = &s->space[AU_SPACE_MAIN];
    const struct au_gram *const seen[] = {&clean->gram, &w->gram};
    const struct au_opinion readings[] = {{x->undone_seen, s->classes}, {x->undone, s->classes}};
    AUG_TRY(make_extra(w, err));
    AUG_TRY(x->source->load(x->source->context, 0, true, (float *const[AU_SPACE_COUNT]){w->extra_main}, err));
    au_gram_clear(&w->gram);
    au_gram_add_arm(&w->gram, &clean->basis, w->extra_main, s->label, NULL, &s->parts, &w->scratch);
    for (int f = 0; f < AU_FOLDS; f++) {
        au_ridge_fit(seen, 2, f, clean->lambda, columns_at(w, 0), &w->scratch);
        add_clean(w, f, s->classes);
        read_fold(w, f, w->extra_main, readings, 2);
    }
    return AUG_OK;
}

/* Small pixels add up where images are averaged, which edges do not. */
static enum aug_status read_mixed_pixels(struct work *w, struct aug_error *err)
{
    struct au_scores *x = w->scores;
    const struct au_setting *s = x->setting;
    const struct au_learner *clean = &s->space[AU_SPACE_PIXELS];
    const float *moved = x->moved[AU_SPACE_PIXELS];
    const struct au_opinion opinion = {x->mixed_pixels, s->classes};
    const struct au_readers readers = {w->weights, w->columns, &opinion, 1};
    au_gram_release(&w->gram);
    AUG_TRY(au_gram_make(clean->basis.fourier_count, s->classes, &w->gram, err));
    au_gram_add_arm(&w->gram, &clean->basis, moved, x->moved_label, NULL, &s->parts, &w->scratch);
    for (int f = 0; f < AU_FOLDS; f++) {
        au_ridge_fit((const struct au_gram *const[]){&w->gram}, 1, f, clean->lambda, columns_at(w, 0), &w->scratch);
        au_ridge_read(&clean->basis, moved, &s->parts, f, &readers, &w->scratch);
    }
    return AUG_OK;
}

/* Is it the class of one of the mixed images, or one that such an image is read as by itself? */
static bool is_expected(const struct au_scores *x, enum au_space space, size_t row)
{
    const struct au_setting *s = x->setting;
    const struct au_mixed *m = x->source->mixed;
    const int32_t where = x->landed[space][row];
    for (int k = 0; k < m->count; k++) {
        const uint32_t source = m->row[row * (size_t)m->count + (size_t)k];
        if (where == (int32_t)s->label[source] || where == s->space[space].landed[source]) return true;
    }
    return false;
}

static void expect_any_of_the_mixed(struct au_scores *x, enum au_space space)
{
    const struct au_setting *s = x->setting;
    for (size_t i = 0; x->source->mixed && i < s->count; i++)
        if (x->landed[space][i] != AU_NO_CLASS && is_expected(x, space, i)) x->landed[space][i] = (int32_t)s->label[i];
}

/* Landing in every embedding; the scores of the seconding ones are needed for nothing else. */
static enum aug_status land(struct work *w, struct aug_error *err)
{
    struct au_scores *x = w->scores;
    AUG_TRY(au_setting_land(x->setting, AU_SPACE_MAIN, x->moved[AU_SPACE_MAIN], x->read[AU_ARM_CLEAN],
                            x->landed[AU_SPACE_MAIN], x->nearest, err));
    expect_any_of_the_mixed(x, AU_SPACE_MAIN);
    float *scores = matrix(x->setting);
    enum aug_status status = scores ? AUG_OK : au_no_memory(err, "the scores of a transform");
    for (int i = AU_SPACE_MAIN + 1; status == AUG_OK && i < AU_SPACE_COUNT; i++) {
        read_by_clean(w, (enum au_space)i, x->moved[i], scores);
        status = au_setting_land(x->setting, (enum au_space)i, x->moved[i], scores, x->landed[i], NULL, err);
        if (status == AUG_OK) expect_any_of_the_mixed(x, (enum au_space)i);
    }
    au_free(x->moved[AU_SPACE_COLOUR]);
    x->moved[AU_SPACE_COLOUR] = NULL;
    au_free(scores);
    return status;
}

static enum aug_status start_work(struct work *w, struct aug_error *err)
{
    const struct au_setting *s = w->scores->setting;
    const struct au_basis *basis = &s->space[AU_SPACE_MAIN].basis;
    size_t components = 0, size = 0;
    for (int i = 0; i < AU_SPACE_COUNT; i++) {
        components = s->space[i].basis.count > components ? s->space[i].basis.count : components;
        size = s->space[i].basis.fourier_count > size ? s->space[i].basis.fourier_count : size;
    }
    w->columns = 3 * s->classes + 1;
    w->weights = au_alloc(size * w->columns, sizeof *w->weights);
    if (!w->weights) return au_no_memory(err, "the learners of a transform");
    AUG_TRY(au_learn_scratch_make(size, components, w->columns, &w->scratch, err));
    return au_gram_make(basis->fourier_count, s->classes, &w->gram, err);
}

static void end_work(struct work *w)
{
    au_learn_scratch_release(&w->scratch);
    au_gram_release(&w->gram);
    au_free(w->weights);
    au_free(w->extra_main);
}

/* Where no pixel changed every learner says of T(x) what it says of x, and nothing can tell the two apart (O1): no need to train. */
static void read_unchanged(struct au_scores *x)
{
    const struct au_setting *s = x->setting;
    const size_t bytes = s->count * s->classes * sizeof(float);
    const float *clean = s->space[AU_SPACE_MAIN].scores;
    float *const readings[] = {x->mixed_pixels, x->clean_by_own, x->clean_by_pooled, x->undone, x->undone_seen};
    for (int a = 0; a < AU_ARM_COUNT; a++)
        if (x->read[a]) memcpy(x->read[a], clean, bytes);
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++)
        if (readings[i]) memcpy(readings[i], clean, bytes);
    for (size_t i = 0; i < s->count; i++) x->seen_clean[i] = x->seen_transformed[i] = 0.5f;
    for (int k = 0; k < AU_SPACE_COUNT; k++) memcpy(x->landed[k], s->space[k].landed, s->count * sizeof(int32_t));
    for (size_t i = 0; i < s->count; i++) x->nearest[i] = (uint32_t)i;
}

static enum aug_status measure(struct work *w, struct aug_error *err)
{
    AUG_TRY(map_labels(w->scores, err));
    AUG_TRY(allocate(w->scores, err));
    if (w->scores->source->unchanged >= 1 && !w->scores->mapped) {
        read_unchanged(w->scores);
        return AUG_OK;
    }
    AUG_TRY(start_work(w, err));
    AUG_TRY(first_draw(w, err));
    AUG_TRY(land(w, err));
    if (w->scores->source->mixed) return read_mixed_pixels(w, err);
    if (w->scores->source->is_random) AUG_TRY(more_draws(w, err));
    return w->scores->undone ? undo(w, err) : AUG_OK;
}

enum aug_status au_scores_make(const struct au_setting *setting, const struct au_arm_source *source,
                               struct au_scores *out, struct aug_error *err)
{
    struct au_scores scores = {.setting = setting, .source = source};
    struct work work = {.scores = &scores};
    const enum aug_status status = measure(&work, err);
    end_work(&work);
    if (status == AUG_OK) *out = scores;
    else au_scores_release(&scores);
    return status;
}
