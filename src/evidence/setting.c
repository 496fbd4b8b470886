/* SPDX-License-Identifier: Apache-2.0
 * setting.c - deals images into folds and trains the learners of clean images. */
#include "setting.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "core/random.h"
#include "core/workers.h"
#include "stats/rank.h"

static const double typical_share = 0.95; /* methods.md F17: conformal p < 0.05 is untypical */
static const double lambdas[] = {1e-6, 1e-5, 1e-4, 1e-3};
#define LAMBDAS (sizeof lambdas / sizeof *lambdas)

size_t au_largest(const float *values, size_t count)
{
    size_t best = 0;
    for (size_t k = 1; k < count; k++)
        if (values[k] > values[best]) best = k;
    return best;
}

void au_probabilities(const float *scores, size_t classes, float *out)
{
    float sum = 0;
    for (size_t k = 0; k < classes; k++) {
        const float p = scores[k] + 1.0f / (float)classes;
        out[k] = p < 1e-4f ? 1e-4f : p > 1 ? 1 : p;
        sum += out[k];
    }
    for (size_t k = 0; k < classes; k++) out[k] /= sum;
}

static bool group_by_class(struct au_setting *s)
{
    s->by_class = au_alloc(s->count, sizeof *s->by_class);
    s->class_start = au_alloc(s->classes + 1, sizeof *s->class_start);
    s->class_clusters = au_alloc(s->classes, sizeof *s->class_clusters);
    s->local_cluster = au_alloc(s->count, sizeof *s->local_cluster);
    size_t *next = au_alloc(s->classes, sizeof *next);
    const bool complete = s->by_class && s->class_start && s->class_clusters && s->local_cluster && next;
    if (complete) {
        for (size_t i = 0; i < s->count; i++) s->class_start[s->label[i] + 1]++;
        for (size_t k = 0; k < s->classes; k++) s->class_start[k + 1] += s->class_start[k];
        for (size_t k = 0; k < s->classes; k++) next[k] = s->class_start[k];
        for (size_t i = 0; i < s->count; i++) s->by_class[next[s->label[i]]++] = (uint32_t)i;
    }
    au_free(next);
    return complete;
}

static bool choose_references(struct au_setting *s)
{
    size_t count = 0;
    s->reference = au_alloc(s->count, sizeof *s->reference);
    s->reference_start = au_alloc(s->classes + 1, sizeof *s->reference_start);
    if (!s->reference || !s->reference_start) return false;
    for (size_t k = 0; k < s->classes; k++) {
        const size_t first = s->class_start[k], all = s->class_start[k + 1] - first,
                     some = all < AU_CLASS_REFERENCES ? all : AU_CLASS_REFERENCES;
        for (size_t i = 0; i < some; i++) s->reference[count++] = s->by_class[first + i * all / some];
        s->reference_start[k + 1] = count;
    }
    return true;
}

/* Numbers the clusters within each class in order of appearance. */
static bool number_clusters(struct au_setting *s, size_t cluster_count)
{
    uint32_t *number = au_alloc(cluster_count, sizeof *number), *owner = au_alloc(cluster_count, sizeof *owner);
    for (size_t k = 0; number && owner && k < s->classes; k++) {
        for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++) {
            const uint32_t c = s->cluster[s->by_class[at]];
            if (owner[c] != k + 1) {
                owner[c] = (uint32_t)k + 1;
                number[c] = (uint32_t)s->class_clusters[k]++;
            }
            s->local_cluster[at] = number[c];
        }
        if (s->class_clusters[k] > s->clusters_max) s->clusters_max = s->class_clusters[k];
    }
    const bool complete = number && owner;
    au_free(owner);
    au_free(number);
    return complete;
}

/* Clusters of each class in random order, then folds and halves in turn, so that both are even within every class.
 * A cluster with images of several classes goes where its first class puts it. */
static bool deal(struct au_setting *s, size_t cluster_count, uint64_t seed)
{
    uint32_t *order = au_alloc(cluster_count, sizeof *order);
    uint8_t *part = au_alloc(cluster_count, 1), *done = au_alloc(cluster_count, 1);
    struct au_rng rng;
    au_rng_start(&rng, seed, 0x464F4C44u); /* "FOLD" */
    for (size_t k = 0; order && part && done && k < s->classes; k++) {
        uint32_t found = 0;
        for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++) {
            const uint32_t c = s->cluster[s->by_class[at]];
            if (!done[c]) order[found++] = c;
            done[c] = 1;
        }
        au_rng_shuffle(&rng, order, found);
        const uint32_t first = (uint32_t)au_rng_integer(&rng, 0, AU_PARTS - 1);
        for (uint32_t i = 0; i < found; i++) {
            const uint32_t turn = i + first;
            part[order[i]] = (uint8_t)(2 * (turn % AU_FOLDS) + turn / AU_FOLDS % 2);
        }
    }
    const bool complete = order && part && done;
    for (size_t i = 0; complete && i < s->count; i++) s->part[i] = part[s->cluster[i]];
    au_free(done);
    au_free(part);
    au_free(order);
    return complete;
}

static enum aug_status start(struct au_setting *s, const uint32_t *label, const uint32_t *cluster, uint64_t seed,
                             struct aug_error *err)
{
    size_t cluster_count = 0;
    s->label = au_alloc(s->count, sizeof *s->label);
    s->cluster = au_alloc(s->count, sizeof *s->cluster);
    s->part = au_alloc(s->count, 1);
    if (!s->label || !s->cluster || !s->part) return au_no_memory(err, "the labels");
    memcpy(s->label, label, s->count * sizeof *label);
    memcpy(s->cluster, cluster, s->count * sizeof *cluster);
    for (size_t i = 0; i < s->count; i++)
        if (cluster[i] >= cluster_count) cluster_count = (size_t)cluster[i] + 1;
    if (!group_by_class(s) || !choose_references(s) || !number_clusters(s, cluster_count) ||
        !deal(s, cluster_count, seed))
        return au_no_memory(err, "the folds");
    return au_parts_make(s->part, s->count, &s->parts, err);
}

enum aug_status au_setting_start(size_t count, size_t classes, const uint32_t *label, const uint32_t *cluster,
                                 uint64_t seed, int threads, struct au_setting *out, struct aug_error *err)
{
    struct au_setting s = {.count = count, .classes = classes, .threads = threads};
    const enum aug_status status = start(&s, label, cluster, seed, err);
    if (status == AUG_OK) *out = s;
    else au_setting_release(&s);
    return status;
}

static void release_learner(struct au_learner *learner)
{
    au_basis_release(&learner->basis);
    au_gram_release(&learner->gram);
    au_free(learner->projected);
    for (int f = 0; f < AU_FOLDS; f++) au_free(learner->weights[f]);
    au_free(learner->scores);
    au_free(learner->typical_limit);
    au_free(learner->landed);
    *learner = (struct au_learner){0};
}

enum aug_status au_setting_trace(struct au_setting *s, const uint32_t *rows, size_t count, float *clean,
                                 struct aug_error *err)
{
    const struct au_learner *main = &s->space[AU_SPACE_MAIN];
    return au_traced_make(&(struct au_traced_input){rows, count, s->part, main->projected, main->basis.count}, clean,
                          &s->traced, err);
}

void au_setting_release(struct au_setting *s)
{
    for (int i = 0; i < AU_SPACE_COUNT; i++) release_learner(&s->space[i]);
    au_parts_release(&s->parts);
    au_backdrop_release(&s->backdrop);
    au_cues_release(&s->cues);
    au_free(s->label);
    au_free(s->cluster);
    au_free(s->part);
    au_free(s->by_class);
    au_free(s->class_start);
    au_free(s->reference);
    au_free(s->reference_start);
    au_free(s->class_clusters);
    au_free(s->local_cluster);
    au_free(s->blind_to);
    au_free(s->blind_space);
    au_free(s->blind_error);
    au_free(s->adequacy);
    au_free(s->second_scores);
    au_traced_release(&s->traced);
    *s = (struct au_setting){0};
}

static double error_share(const struct au_setting *s, const float *scores, size_t from, size_t to)
{
    size_t wrong = 0;
    for (size_t at = from; at < to; at++) {
        const uint32_t row = s->parts.order[at];
        wrong += au_largest(scores + row * s->classes, s->classes) != s->label[row];
    }
    return to > from ? (double)wrong / (double)(to - from) : 0;
}

/* The penalty that reads fold 0 best when trained on the others. */
static void choose_lambda(const struct au_setting *s, struct au_learner *learner, struct au_learn_scratch *scratch)
{
    const struct au_gram *const grams[1] = {&learner->gram};
    double best = 2;
    for (size_t i = 0; i < LAMBDAS; i++) {
        au_ridge_fit(grams, 1, 0, lambdas[i], (struct au_columns){learner->weights[0], s->classes}, scratch);
        au_ridge_score(&learner->basis, learner->projected, &s->parts, 0, learner->weights[0], s->classes,
                       learner->scores, scratch);
        const double error = error_share(s, learner->scores, s->parts.start[0], s->parts.start[2]);
        if (error < best) {
            best = error;
            learner->lambda = lambdas[i];
        }
    }
}

struct class_points {
    const struct au_setting *setting;
    struct au_learner *learner;
    bool asks_typicality;
};

static struct au_points rows_of(const struct au_setting *s, const struct au_learner *learner, const float *projected,
                                const uint32_t *rows, size_t count)
{
    return (struct au_points){projected, rows, count, learner->basis.count, s->cluster};
}

static struct au_points class_rows(const struct au_setting *s, const struct au_learner *learner, size_t k)
{
    return rows_of(s, learner, learner->projected, s->by_class + s->class_start[k],
                   s->class_start[k + 1] - s->class_start[k]);
}

static struct au_points references_in(const struct au_setting *s, const struct au_learner *learner, size_t k)
{
    return rows_of(s, learner, learner->projected, s->reference + s->reference_start[k],
                   s->reference_start[k + 1] - s->reference_start[k]);
}

struct au_points au_class_references(const struct au_setting *s, enum au_space space, size_t k)
{
    return references_in(s, &s->space[space], k);
}

static enum aug_status limit_of_class(void *context, size_t k, int worker, struct aug_error *err)
{
    (void)worker;
    const struct class_points *job = context;
    const struct au_points points = class_rows(job->setting, job->learner, k),
                           references = references_in(job->setting, job->learner, k);
    job->learner->typical_limit[k] = 0;
    if (points.count == 0) return AUG_OK;
    float *distance = au_alloc(points.count, sizeof *distance);
    if (!distance) return au_no_memory(err, "the typicality limits");
    const enum aug_status status = au_kth_distance(&points, &references, AU_NEIGHBOUR, distance, NULL, err);
    if (status == AUG_OK) job->learner->typical_limit[k] = au_quantile_f32(distance, points.count, typical_share);
    if (!job->asks_typicality) job->learner->typical_limit[k] = INFINITY;
    au_free(distance);
    return status;
}

static enum aug_status land_class(const struct au_setting *s, const struct au_learner *learner, size_t k,
                                  const struct au_points *queries, float *distance, int32_t *landed, uint32_t *nearest,
                                  struct aug_error *err)
{
    const struct au_points references = references_in(s, learner, k);
    AUG_TRY(au_kth_distance(queries, &references, AU_NEIGHBOUR, distance, nearest, err));
    for (size_t i = 0; i < queries->count; i++)
        landed[queries->rows[i]] = distance[i] <= learner->typical_limit[k] ? (int32_t)k : AU_NO_CLASS;
    return AUG_OK;
}

static enum aug_status land(const struct au_setting *s, const struct au_learner *learner, const float *projected,
                            const uint32_t *rows, const size_t *start, uint32_t *near_rows, float *distance,
                            int32_t *landed, uint32_t *nearest, struct aug_error *err)
{
    for (size_t k = 0; k < s->classes; k++) {
        const struct au_points queries = rows_of(s, learner, projected, rows + start[k], start[k + 1] - start[k]);
        if (queries.count == 0) continue;
        AUG_TRY(land_class(s, learner, k, &queries, distance, landed, nearest ? near_rows : NULL, err));
        for (size_t i = 0; nearest && i < queries.count; i++) nearest[queries.rows[i]] = near_rows[i];
    }
    return AUG_OK;
}

enum aug_status au_setting_land(const struct au_setting *s, enum au_space space, const float *projected,
                                const float *scores, int32_t *landed, uint32_t *nearest, struct aug_error *err)
{
    uint32_t *rows = au_alloc(s->count, sizeof *rows), *near_rows = au_alloc(s->count, sizeof *near_rows);
    size_t *start = au_alloc(s->classes + 2, sizeof *start);
    float *distance = au_alloc(s->count, sizeof *distance);
    enum aug_status status = rows && near_rows && start && distance ? AUG_OK
                                                                    : au_no_memory(err, "the landing of images");
    if (status == AUG_OK) {
        for (size_t i = 0; i < s->count; i++) start[au_largest(scores + i * s->classes, s->classes) + 2]++;
        for (size_t k = 0; k <= s->classes; k++) start[k + 1] += start[k];
        for (size_t i = 0; i < s->count; i++)
            rows[start[au_largest(scores + i * s->classes, s->classes) + 1]++] = (uint32_t)i;
        status = land(s, &s->space[space], projected, rows, start, near_rows, distance, landed, nearest, err);
    }
    au_free(distance);
    au_free(start);
    au_free(near_rows);
    au_free(rows);
    return status;
}

static enum aug_status train(struct au_setting *s, enum au_space space, struct au_learn_scratch *scratch,
                             struct aug_error *err)
{
    struct au_learner *learner = &s->space[space];
    const struct au_gram *const grams[1] = {&learner->gram};
    au_gram_add_arm(&learner->gram, &learner->basis, learner->projected, s->label, NULL, &s->parts, scratch);
    choose_lambda(s, learner, scratch);
    for (int f = 0; f < AU_FOLDS; f++) {
        au_ridge_fit(grams, 1, f, learner->lambda, (struct au_columns){learner->weights[f], s->classes}, scratch);
        au_ridge_score(&learner->basis, learner->projected, &s->parts, f, learner->weights[f], s->classes,
                       learner->scores, scratch);
    }
    AUG_TRY(au_workers_run(s->threads, s->classes, limit_of_class,
                           &(struct class_points){s, learner, space != AU_SPACE_COLOUR}, err));
    AUG_TRY(au_setting_land(s, space, learner->projected, learner->scores, learner->landed, NULL, err));
    if (space == AU_SPACE_MAIN) s->clean_error = error_share(s, learner->scores, 0, s->count);
    return AUG_OK;
}

enum aug_status au_setting_learn(struct au_setting *s, enum au_space space, struct au_basis *basis, float *projected,
                                 struct aug_error *err)
{
    struct au_learner *learner = &s->space[space];
    learner->basis = *basis;
    *basis = (struct au_basis){0};
    learner->projected = projected;
    learner->scores = au_alloc(s->count * s->classes, sizeof *learner->scores);
    learner->typical_limit = au_alloc(s->classes, sizeof *learner->typical_limit);
    learner->landed = au_alloc(s->count, sizeof *learner->landed);
    bool complete = learner->scores && learner->typical_limit && learner->landed;
    for (int f = 0; f < AU_FOLDS; f++) {
        learner->weights[f] = au_alloc(learner->basis.fourier_count * s->classes, sizeof(float));
        complete = complete && learner->weights[f];
    }
    if (!complete) return au_no_memory(err, "a learner");
    AUG_TRY(au_gram_make(learner->basis.fourier_count, s->classes, &learner->gram, err));
    struct au_learn_scratch scratch = {0};
    AUG_TRY(au_learn_scratch_make(learner->basis.fourier_count, learner->basis.count, s->classes, &scratch, err));
    const enum aug_status status = train(s, space, &scratch, err);
    au_learn_scratch_release(&scratch);
    return status;
}
