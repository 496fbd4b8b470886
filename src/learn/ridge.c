/* SPDX-License-Identifier: Apache-2.0
 * ridge.c - cross-fitted ridge regression from the Gram matrices of parts. */
#include "ridge.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "linalg.h"

#define BLOCK 512

enum aug_status au_parts_make(const uint8_t *part, size_t count, struct au_parts *out, struct aug_error *err)
{
    struct au_parts parts = {.count = count, .order = au_alloc(count, sizeof *parts.order)};
    if (!parts.order) return au_no_memory(err, "the folds");
    for (size_t i = 0; i < count; i++) parts.start[part[i] + 1]++;
    for (int p = 0; p < AU_PARTS; p++) parts.start[p + 1] += parts.start[p];
    size_t next[AU_PARTS];
    memcpy(next, parts.start, sizeof next);
    for (size_t i = 0; i < count; i++) parts.order[next[part[i]]++] = (uint32_t)i;
    *out = parts;
    return AUG_OK;
}

void au_parts_release(struct au_parts *parts)
{
    au_free(parts->order);
    *parts = (struct au_parts){0};
}

static size_t triangle(size_t size)
{
    return size * (size + 1) / 2;
}

enum aug_status au_gram_make(size_t size, size_t classes, struct au_gram *out, struct aug_error *err)
{
    struct au_gram gram = {.size = size, .classes = classes};
    bool complete = true;
    for (int p = 0; p < AU_PARTS; p++) {
        gram.a[p] = au_alloc(triangle(size), sizeof *gram.a[p]);
        gram.b[p] = au_alloc(size * classes, sizeof *gram.b[p]);
        gram.sum[p] = au_alloc(size, sizeof *gram.sum[p]);
        complete = complete && gram.a[p] && gram.b[p] && gram.sum[p];
    }
    for (int h = 0; h < 2; h++) complete = (gram.half[h] = au_alloc(triangle(size), sizeof(float))) && complete;
    if (!complete) {
        au_gram_release(&gram);
        return au_no_memory(err, "the Gram matrices of a learner");
    }
    *out = gram;
    return AUG_OK;
}

void au_gram_clear(struct au_gram *gram)
{
    for (int p = 0; p < AU_PARTS; p++) {
        memset(gram->a[p], 0, triangle(gram->size) * sizeof *gram->a[p]);
        memset(gram->b[p], 0, gram->size * gram->classes * sizeof *gram->b[p]);
        memset(gram->sum[p], 0, gram->size * sizeof *gram->sum[p]);
        gram->rows[p] = 0;
    }
    for (int h = 0; h < 2; h++) memset(gram->half[h], 0, triangle(gram->size) * sizeof *gram->half[h]);
}

void au_gram_release(struct au_gram *gram)
{
    for (int p = 0; p < AU_PARTS; p++) {
        au_free(gram->a[p]);
        au_free(gram->b[p]);
        au_free(gram->sum[p]);
    }
    for (int h = 0; h < 2; h++) au_free(gram->half[h]);
    *gram = (struct au_gram){0};
}

enum aug_status au_learn_scratch_make(size_t size, size_t components, size_t columns, struct au_learn_scratch *out,
                                      struct aug_error *err)
{
    struct au_learn_scratch s = {.size = size, .components = components, .columns = columns};
    s.gathered = au_alloc(BLOCK * components, sizeof *s.gathered);
    s.z = au_alloc(BLOCK * size, sizeof *s.z);
    s.targets = au_alloc(BLOCK * columns, sizeof *s.targets);
    s.scores = au_alloc(BLOCK * columns, sizeof *s.scores);
    s.gram = au_alloc(size * size, sizeof *s.gram);
    s.a = au_alloc(size * size, sizeof *s.a);
    s.b = au_alloc(size * columns, sizeof *s.b);
    s.sums = au_alloc(size * columns, sizeof *s.sums);
    if (!s.gathered || !s.z || !s.targets || !s.scores || !s.gram || !s.a || !s.b || !s.sums) {
        au_learn_scratch_release(&s);
        return au_no_memory(err, "a learner's scratch space");
    }
    *out = s;
    return AUG_OK;
}

void au_learn_scratch_release(struct au_learn_scratch *scratch)
{
    au_free(scratch->gathered);
    au_free(scratch->z);
    au_free(scratch->targets);
    au_free(scratch->scores);
    au_free(scratch->gram);
    au_free(scratch->a);
    au_free(scratch->b);
    au_free(scratch->sums);
    *scratch = (struct au_learn_scratch){0};
}

/* Fourier features of `some` rows named by `rows` into scratch->z. */
static void block_features(const struct au_basis *basis, const float *projected, const uint32_t *rows, size_t some,
                           struct au_learn_scratch *scratch)
{
    for (size_t i = 0; i < some; i++)
        memcpy(scratch->gathered + i * basis->count, projected + rows[i] * basis->count, basis->count * sizeof(float));
    au_basis_fourier(basis, scratch->gathered, some, scratch->z);
}

/* Features and targets of a row that counts w times: both times the root of w. */
static void weigh_block(const uint32_t *rows, size_t some, size_t size, size_t classes, const float *weight,
                        struct au_learn_scratch *scratch)
{
    for (size_t i = 0; i < some; i++) {
        const float root = sqrtf(weight[rows[i]]);
        for (size_t j = 0; j < size; j++) scratch->z[i * size + j] *= root;
        for (size_t k = 0; k < classes; k++) scratch->targets[i * classes + k] *= root;
    }
}

static void add_sums(const float *z, size_t some, size_t size, float *sum)
{
    for (size_t i = 0; i < some; i++)
        for (size_t j = 0; j < size; j++) sum[j] += z[i * size + j];
}

static void add_weighted_sums(const float *z, const uint32_t *rows, size_t some, size_t size, const float *weight,
                              float *sum)
{
    for (size_t i = 0; i < some; i++) {
        const float root = sqrtf(weight[rows[i]]);
        for (size_t j = 0; j < size; j++) sum[j] += root * z[i * size + j];
    }
}

static void add_block(struct au_gram *gram, int part, const uint32_t *rows, size_t some, const uint32_t *label,
                      const float *weight, bool is_first, struct au_learn_scratch *scratch)
{
    const size_t size = gram->size, classes = gram->classes;
    const float base = -1.0f / (float)classes;
    for (size_t i = 0; i < some * classes; i++) scratch->targets[i] = base;
    for (size_t i = 0; i < some; i++) scratch->targets[i * classes + label[rows[i]]] += 1;
    if (weight) weigh_block(rows, some, size, classes, weight, scratch);
    au_gram_columns(scratch->z, scratch->gram, some, size, !is_first);
    au_cross_add(scratch->z, scratch->targets, gram->b[part], some, size, classes);
    if (weight) add_weighted_sums(scratch->z, rows, some, size, weight, gram->sum[part]);
    else add_sums(scratch->z, some, size, gram->sum[part]);
    gram->rows[part] += some;
}

/* Adds the upper triangle of a matrix to the packed ones of a part and of its half. */
static void add_triangle(const float *restrict from, size_t size, float *restrict part, float *restrict half)
{
    for (size_t i = 0; i < size; part += size - i, half += size - i, i++) {
        const float *row = from + i * size + i;
        for (size_t j = 0; j < size - i; j++) {
            part[j] += row[j];
            half[j] += row[j];
        }
    }
}

void au_gram_add_arm(struct au_gram *gram, const struct au_basis *basis, const float *projected, const uint32_t *label,
                     const float *weight, const struct au_parts *parts, struct au_learn_scratch *scratch)
{
    for (int p = 0; p < AU_PARTS; p++) {
        const size_t from = parts->start[p], to = parts->start[p + 1];
        for (size_t at = from; at < to; at += BLOCK) {
            const size_t some = to - at < BLOCK ? to - at : BLOCK;
            block_features(basis, projected, parts->order + at, some, scratch);
            add_block(gram, p, parts->order + at, some, label, weight, at == from, scratch);
        }
        if (to > from) add_triangle(scratch->gram, gram->size, gram->a[p], gram->half[p % 2]);
    }
}

struct problem { /* what to add up: parts of grams, and the right-hand sides */
    const struct au_gram *const *grams;
    size_t gram_count;
    int fold;
    bool two_sample; /* grams[0] with half 0 only, grams[1] with half 1 only */
};

static bool wanted(const struct problem *problem, size_t gram, int part)
{
    return part / 2 != problem->fold && (!problem->two_sample || (size_t)(part % 2) == gram);
}

/* Row i of one half of all rows, without those of the fold, from the diagonal on; `at`: where it starts in packed matrices. */
static void add_row(const struct problem *problem, const struct au_gram *gram, int half, size_t count, size_t at,
                    float *row)
{
    const float *all = gram->half[half] + at;
    const float *out = problem->fold < 0 ? NULL : gram->a[2 * problem->fold + half] + at;
    for (size_t j = 0; out && j < count; j++) row[j] += all[j] - out[j];
    for (size_t j = 0; !out && j < count; j++) row[j] += all[j];
}

static void add_grams(const struct problem *problem, float *a)
{
    const size_t size = problem->grams[0]->size;
    for (size_t i = 0, at = 0; i < size; at += size - i, i++) {
        float *row = a + i * size + i;
        memset(row, 0, (size - i) * sizeof *row);
        for (size_t g = 0; g < problem->gram_count; g++)
            for (int half = 0; half < 2; half++)
                if (!problem->two_sample || (size_t)half == g)
                    add_row(problem, problem->grams[g], half, size - i, at, row);
    }
}

static void add_targets(const struct problem *problem, size_t gram, int part, size_t columns, double *sums)
{
    const struct au_gram *from = problem->grams[gram];
    const size_t size = from->size;
    const double sign = gram == 0 ? -1 : 1;
    for (size_t i = 0; problem->two_sample && i < size; i++) sums[i] += sign * (double)from->sum[part][i];
    for (size_t i = 0; !problem->two_sample && i < size * columns; i++) sums[i] += (double)from->b[part][i];
}

static size_t add_up(const struct problem *problem, size_t columns, struct au_learn_scratch *scratch)
{
    const size_t size = problem->grams[0]->size;
    size_t rows = 0;
    add_grams(problem, scratch->a);
    memset(scratch->sums, 0, size * columns * sizeof *scratch->sums);
    for (size_t g = 0; g < problem->gram_count; g++)
        for (int p = 0; p < AU_PARTS; p++) {
            if (!wanted(problem, g, p)) continue;
            rows += problem->grams[g]->rows[p];
            add_targets(problem, g, p, columns, scratch->sums);
        }
    for (size_t i = 0; i < size; i++)
        for (size_t k = 0; k < columns; k++) scratch->b[k * size + i] = (float)scratch->sums[i * columns + k];
    return rows;
}

static void fit(const struct problem *problem, size_t columns, double lambda, struct au_columns weights,
                struct au_learn_scratch *scratch)
{
    const size_t size = problem->grams[0]->size;
    for (int tries = 0; tries < 12; tries++, lambda *= 10) {
        const size_t rows = add_up(problem, columns, scratch);
        if (au_solve_ridge_f32(scratch->a, scratch->b, size, columns, lambda * (double)(rows ? rows : 1))) break;
    }
    for (size_t i = 0; i < size; i++)
        for (size_t k = 0; k < columns; k++) weights.first[i * weights.stride + k] = scratch->b[k * size + i];
}

void au_ridge_fit(const struct au_gram *const *grams, size_t gram_count, int fold, double lambda,
                  struct au_columns weights, struct au_learn_scratch *scratch)
{
    const struct problem problem = {grams, gram_count, fold, false};
    fit(&problem, grams[0]->classes, lambda, weights, scratch);
}

void au_two_sample_fit(const struct au_gram *clean, const struct au_gram *transformed, int fold, double lambda,
                       struct au_columns weights, struct au_learn_scratch *scratch)
{
    const struct au_gram *const grams[2] = {clean, transformed};
    const struct problem problem = {grams, 2, fold, true};
    fit(&problem, 1, lambda, weights, scratch);
}

static void put_scores(const uint32_t *rows, size_t some, const float *scores, const struct au_readers *readers)
{
    for (size_t i = 0; i < some; i++)
        for (size_t r = 0; r < readers->count; r++) {
            const struct au_opinion *to = &readers->readings[r];
            if (to->scores) memcpy(to->scores + rows[i] * to->columns, scores, to->columns * sizeof *scores);
            scores += to->columns;
        }
}

void au_ridge_read(const struct au_basis *basis, const float *projected, const struct au_parts *parts, int fold,
                   const struct au_readers *readers, struct au_learn_scratch *scratch)
{
    const size_t from = fold < 0 ? 0 : parts->start[2 * fold];
    const size_t to = fold < 0 ? parts->count : parts->start[2 * fold + 2];
    size_t columns = 0;
    for (size_t r = 0; r < readers->count; r++) columns += readers->readings[r].columns;
    for (size_t at = from; at < to; at += BLOCK) {
        const size_t some = to - at < BLOCK ? to - at : BLOCK;
        block_features(basis, projected, parts->order + at, some, scratch);
        au_multiply_columns(scratch->z, readers->weights, readers->stride, scratch->scores, some, basis->fourier_count,
                            columns);
        put_scores(parts->order + at, some, scratch->scores, readers);
    }
}

void au_ridge_score(const struct au_basis *basis, const float *projected, const struct au_parts *parts, int fold,
                    const float *weights, size_t columns, float *scores, struct au_learn_scratch *scratch)
{
    const struct au_readers alone = {weights, columns, &(struct au_opinion){scores, columns}, 1};
    au_ridge_read(basis, projected, parts, fold, &alone, scratch);
}
