/* SPDX-License-Identifier: Apache-2.0
 * embed.c - principal components and random Fourier features. */
#include "embed.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "core/random.h"
#include "kernel/kernel.h"
#include "linalg.h"
#include "stats/rank.h"

static void find_mean(const float *features, size_t rows, size_t columns, float *mean)
{
    for (size_t j = 0; j < columns; j++) {
        double sum = 0;
        for (size_t i = 0; i < rows; i++) sum += features[i * columns + j];
        mean[j] = (float)(sum / (double)rows);
    }
}

static enum aug_status find_components(const float *features, size_t rows, struct au_basis *basis,
                                       struct aug_error *err)
{
    const size_t size = basis->input_count, block_rows = 256;
    float *gram = au_alloc(size * size, sizeof *gram), *block = au_alloc(block_rows * size, sizeof *block);
    double *matrix = au_alloc(size * size, sizeof *matrix), *values = au_alloc(size, sizeof *values);
    enum aug_status status = AUG_OK;
    if (!gram || !block || !matrix || !values) status = au_no_memory(err, "the principal components");
    for (size_t at = 0; status == AUG_OK && at < rows; at += block_rows) {
        const size_t some = rows - at < block_rows ? rows - at : block_rows;
        for (size_t i = 0; i < some * size; i++) block[i] = features[at * size + i] - basis->mean[i % size];
        au_gram_columns(block, gram, some, size, true);
    }
    if (status == AUG_OK) {
        for (size_t i = 0; i < size; i++)
            for (size_t j = i; j < size; j++)
                matrix[i * size + j] = matrix[j * size + i] = (double)gram[i * size + j] / (double)rows;
        status = au_eigen(matrix, values, size, err);
    }
    for (size_t i = 0; status == AUG_OK && i < size; i++)
        for (size_t k = 0; k < basis->count; k++) basis->vectors[i * basis->count + k] = (float)matrix[k * size + i];
    au_free(values);
    au_free(matrix);
    au_free(block);
    au_free(gram);
    return status;
}

#define PAIRS 20000

/* Median squared distance of random pairs of rows. */
static float find_bandwidth(const float *projected, size_t rows, size_t count, float *distances, struct au_rng *rng)
{
    for (size_t p = 0; p < PAIRS; p++) {
        const size_t i = (size_t)au_rng_integer(rng, 0, (int)rows - 1);
        const size_t j = (i + (size_t)au_rng_integer(rng, rows > 1 ? 1 : 0, (int)rows - 1)) % rows;
        float sum = 0;
        for (size_t k = 0; k < count; k++) {
            const float d = projected[i * count + k] - projected[j * count + k];
            sum += d * d;
        }
        distances[p] = sum;
    }
    const float result = au_quantile_f32(distances, PAIRS, 0.5);
    return result > 1e-12f ? result : 1e-12f;
}

static enum aug_status find_fourier(const float *features, size_t rows, struct au_basis *basis, uint64_t seed,
                                    struct aug_error *err)
{
    float *copy = au_alloc(rows * basis->input_count, sizeof *copy);
    float *projected = au_alloc(rows * basis->count, sizeof *projected);
    float *distances = au_alloc(PAIRS, sizeof *distances);
    if (copy && projected && distances) {
        struct au_rng rng;
        au_rng_start(&rng, seed, 0x42415349u); /* "BASI": a stream of its own */
        memcpy(copy, features, rows * basis->input_count * sizeof *copy);
        au_basis_project(basis, copy, rows, projected);
        const double spread = sqrt(2 / (double)find_bandwidth(projected, rows, basis->count, distances, &rng));
        for (size_t i = 0; i < basis->count * basis->fourier_count; i++)
            basis->weights[i] = (float)(spread * au_rng_normal(&rng));
        for (size_t i = 0; i < basis->fourier_count; i++)
            basis->phases[i] = (float)au_rng_between(&rng, 0, 6.283185307179586);
    }
    const bool short_of_memory = !copy || !projected || !distances;
    au_free(distances);
    au_free(projected);
    au_free(copy);
    return short_of_memory ? au_no_memory(err, "the Fourier features") : AUG_OK;
}

static enum aug_status make(const float *features, size_t rows, uint64_t seed, struct au_basis *basis,
                            struct aug_error *err)
{
    basis->mean = au_alloc(basis->input_count, sizeof *basis->mean);
    basis->vectors = au_alloc(basis->input_count * basis->count, sizeof *basis->vectors);
    basis->weights = au_alloc(basis->count * basis->fourier_count, sizeof *basis->weights);
    basis->phases = au_alloc(basis->fourier_count, sizeof *basis->phases);
    if (!basis->mean || !basis->vectors || !basis->weights || !basis->phases)
        return au_no_memory(err, "a feature basis");
    find_mean(features, rows, basis->input_count, basis->mean);
    AUG_TRY(find_components(features, rows, basis, err));
    return find_fourier(features, rows, basis, seed, err);
}

enum aug_status au_basis_make(const float *features, size_t rows, size_t input_count, size_t components,
                              size_t fourier_count, uint64_t seed, struct au_basis *out, struct aug_error *err)
{
    size_t count = rows / 4 < components ? rows / 4 : components;
    if (count > input_count) count = input_count;
    if (count < 1) count = 1;
    struct au_basis basis = {.input_count = input_count, .count = count, .fourier_count = fourier_count};
    const enum aug_status status = make(features, rows, seed, &basis, err);
    if (status == AUG_OK) *out = basis;
    else au_basis_release(&basis);
    return status;
}

void au_basis_release(struct au_basis *basis)
{
    au_free(basis->mean);
    au_free(basis->vectors);
    au_free(basis->weights);
    au_free(basis->phases);
    *basis = (struct au_basis){0};
}

void au_basis_project(const struct au_basis *basis, float *features, size_t rows, float *out)
{
    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < basis->input_count; j++) features[i * basis->input_count + j] -= basis->mean[j];
    au_multiply(features, basis->vectors, out, rows, basis->input_count, basis->count, false);
}

void au_basis_fourier(const struct au_basis *basis, const float *projected, size_t rows, float *out)
{
    const size_t count = basis->fourier_count;
    for (size_t i = 0; i < rows; i++) memcpy(out + i * count, basis->phases, count * sizeof *out);
    au_multiply(projected, basis->weights, out, rows, basis->count, count, true);
    au_kernels()->cosines_f32(out, rows * count, sqrtf(2.0f / (float)count));
}
