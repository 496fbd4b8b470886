/* SPDX-License-Identifier: Apache-2.0
 * weight.c - how much the colour histogram counts among the main features: the weight that reads clean images best.
 *
 * Where a small lamp's colour is the label the histogram is needed; where light varies and shape is the label it is noise. Chosen like the ridge
 * penalty, on clean images alone, so no transform has a say. */
#include <string.h>

#include "core/memory.h"
#include "core/workers.h"
#include "learn/features.h"
#include "units.h"

static const float weights[] = {0, 0.25f, 0.5f};
#define WEIGHTS (sizeof weights / sizeof *weights)
#define COMPONENTS 128
#define FOURIER 600
static const double lambda = 1e-4;

struct trial {
    struct au_run *run;
    const float *main; /* sample_count x raw_count, histogram weight 1 */
    size_t raw_count, sample_count;
    const uint32_t *label; /* of the sample */
    const struct au_parts *parts;
    double error[WEIGHTS];
};

static void scale_histogram(float *main, size_t rows, size_t raw_count, int channels, float weight)
{
    const size_t bins = au_features_colour_count(channels);
    for (size_t i = 0; i < rows; i++)
        for (size_t j = raw_count - bins; j < raw_count; j++) main[i * raw_count + j] *= weight;
}

/* Mean over the classes, so that a rare class counts as much as a common one. */
static double balanced_error(const struct trial *t, const float *scores)
{
    const size_t classes = (size_t)t->run->data->class_count;
    double sum = 0, seen = 0;
    for (size_t k = 0; k < classes; k++) {
        double wrong = 0, count = 0;
        for (size_t i = 0; i < t->sample_count; i++) {
            if (t->label[i] != k) continue;
            wrong += au_largest(scores + i * classes, classes) != k;
            count++;
        }
        sum += count > 0 ? wrong / count : 0;
        seen += count > 0;
    }
    return seen > 0 ? sum / seen : 0;
}

struct attempt { /* what one weight needs */
    struct au_basis basis;
    struct au_gram gram;
    struct au_learn_scratch scratch;
    float *features, *projected, *scores, *fitted;
};

static enum aug_status read_clean(const struct trial *t, struct attempt *a, float weight, double *error,
                                  struct aug_error *err)
{
    const size_t n = t->sample_count, classes = (size_t)t->run->data->class_count;
    a->features = au_alloc(n * t->raw_count, sizeof(float));
    if (!a->features) return au_no_memory(err, "the choice of a feature weight");
    memcpy(a->features, t->main, n * t->raw_count * sizeof(float));
    scale_histogram(a->features, n, t->raw_count, t->run->channels, weight);
    AUG_TRY(au_basis_make(a->features, n, t->raw_count, COMPONENTS, FOURIER, t->run->options->seed, &a->basis, err));
    a->projected = au_alloc(n * a->basis.count, sizeof(float));
    a->scores = au_alloc(n * classes, sizeof(float));
    a->fitted = au_alloc(FOURIER * classes, sizeof(float));
    if (!a->projected || !a->scores || !a->fitted) return au_no_memory(err, "the choice of a feature weight");
    AUG_TRY(au_gram_make(FOURIER, classes, &a->gram, err));
    AUG_TRY(au_learn_scratch_make(FOURIER, a->basis.count, classes, &a->scratch, err));
    au_basis_project(&a->basis, a->features, n, a->projected);
    au_gram_add_arm(&a->gram, &a->basis, a->projected, t->label, NULL, t->parts, &a->scratch);
    for (int fold = 0; fold < AU_FOLDS; fold++) {
        au_ridge_fit((const struct au_gram *const[]){&a->gram}, 1, fold, lambda,
                     (struct au_columns){a->fitted, classes}, &a->scratch);
        au_ridge_score(&a->basis, a->projected, t->parts, fold, a->fitted, classes, a->scores, &a->scratch);
    }
    *error = balanced_error(t, a->scores);
    return AUG_OK;
}

static enum aug_status try_weight(void *context, size_t i, int worker, struct aug_error *err)
{
    (void)worker;
    struct trial *t = context;
    struct attempt a = {0};
    const enum aug_status status = read_clean(t, &a, weights[i], &t->error[i], err);
    au_learn_scratch_release(&a.scratch);
    au_gram_release(&a.gram);
    au_basis_release(&a.basis);
    au_free(a.fitted);
    au_free(a.scores);
    au_free(a.projected);
    au_free(a.features);
    return status;
}

static enum aug_status choose(struct trial *t, const uint32_t *sample, uint32_t *label, uint8_t *part,
                              struct aug_error *err)
{
    struct au_parts parts = {0};
    for (size_t i = 0; i < t->sample_count; i++) {
        label[i] = t->run->setting.label[sample[i]];
        part[i] = t->run->setting.part[sample[i]];
    }
    AUG_TRY(au_parts_make(part, t->sample_count, &parts, err));
    t->label = label;
    t->parts = &parts;
    const enum aug_status status = au_workers_run(t->run->options->threads, WEIGHTS, try_weight, t, err);
    au_parts_release(&parts);
    size_t best = 0;
    for (size_t i = 1; i < WEIGHTS; i++)
        if (t->error[i] < t->error[best]) best = i;
    t->run->histogram_weight = weights[best];
    return status;
}

enum aug_status au_choose_weight(struct au_run *run, float *main, size_t raw_count, const uint32_t *sample,
                                 size_t sample_count, struct aug_error *err)
{
    struct trial trial = {.run = run, .main = main, .raw_count = raw_count, .sample_count = sample_count};
    uint32_t *label = au_alloc(sample_count, sizeof *label);
    uint8_t *part = au_alloc(sample_count, 1);
    const enum aug_status status = label && part ? choose(&trial, sample, label, part, err)
                                                 : au_no_memory(err, "the choice of a feature weight");
    au_free(part);
    au_free(label);
    if (status == AUG_OK) scale_histogram(main, sample_count, raw_count, run->channels, run->histogram_weight);
    return status;
}
