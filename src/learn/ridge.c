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
    if (!s.gathered || !s.z || !s.targets || !s.scores || !s.gram || !s.a || !s.b) {
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

/* a += one half of all rows, without those of `fold`. */
static void add_half(const struct au_gram *gram, int half, int fold, double *a)
{
    const float *all = gram->half[half], *out = fold < 0 ? NULL : gram->a[2 * fold + half];
    const size_t size = gram->size;
    for (size_t i = 0, at = 0; i < size; at += size - i, i++) {
        double *row = a + i * size + i;
        for (size_t j = 0; out && j < size - i; j++) row[j] += (double)all[at + j] - (double)out[at + j];
        for (size_t j = 0; !out && j < size - i; j++) row[j] += (double)all[at + j];
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

static size_t add_up(const struct problem *problem, size_t columns, struct au_learn_scratch *scratch)
{
    const size_t size = problem->grams[0]->size;
    size_t rows = 0;
    memset(scratch->a, 0, size * size * sizeof *scratch->a);
    memset(scratch->b, 0, size * columns * sizeof *scratch->b);
    for (size_t g = 0; g < problem->gram_count; g++)
        for (int p = 0; p < AU_PARTS; p++) {
            const struct au_gram *gram = problem->grams[g];
            if (!wanted(problem, g, p)) continue;
            if (p / 2 == (problem->fold == 0))
                add_half(gram, p % 2, problem->fold, scratch->a); /* once for each half */
            rows += gram->rows[p];
            for (size_t i = 0; problem->two_sample && i < size; i++)
                scratch->b[i] += g == 0 ? -gram->sum[p][i] : gram->sum[p][i];
            for (size_t i = 0; !problem->two_sample && i < size; i++)
                for (size_t k = 0; k < columns; k++) scratch->b[k * size + i] += gram->b[p][i * columns + k];
        }
    return rows;
}

static void fit(const struct problem *problem, size_t columns, double lambda, float *weights,
                struct au_learn_scratch *scratch)
{
    const size_t size = problem->grams[0]->size;
    for (int tries = 0; tries < 12; tries++, lambda *= 10) {
        const size_t rows = add_up(problem, columns, scratch);
        if (au_solve_ridge(scratch->a, scratch->b, size, columns, lambda * (double)(rows ? rows : 1))) break;
    }
    for (size_t i = 0; i < size; i++)
        for (size_t k = 0; k < columns; k++) weights[i * columns + k] = (float)scratch->b[k * size + i];
}

void au_ridge_fit(const struct au_gram *const *grams, size_t gram_count, int fold, double lambda, float *weights,
                  struct au_learn_scratch *scratch)
{
    const struct problem problem = {grams, gram_count, fold, false};
    fit(&problem, grams[0]->classes, lambda, weights, scratch);
}

void au_two_sample_fit(const struct au_gram *clean, const struct au_gram *transformed, int fold, double lambda,
                       float *weights, struct au_learn_scratch *scratch)
{
    const struct au_gram *const grams[2] = {clean, transformed};
    const struct problem problem = {grams, 2, fold, true};
    fit(&problem, 1, lambda, weights, scratch);
}

void au_ridge_score(const struct au_basis *basis, const float *projected, const struct au_parts *parts, int fold,
                    const float *weights, size_t columns, float *scores, struct au_learn_scratch *scratch)
{
    const size_t from = fold < 0 ? 0 : parts->start[2 * fold];
    const size_t to = fold < 0 ? parts->count : parts->start[2 * fold + 2];
    for (size_t at = from; at < to; at += BLOCK) {
        const size_t some = to - at < BLOCK ? to - at : BLOCK;
        block_features(basis, projected, parts->order + at, some, scratch);
        au_multiply(scratch->z, weights, scratch->scores, some, basis->fourier_count, columns, false);
        for (size_t i = 0; i < some; i++)
            memcpy(scores + parts->order[at + i] * columns, scratch->scores + i * columns, columns * sizeof *scores);
    }
}
