/* SPDX-License-Identifier: Apache-2.0
 * traced.c - traces and the main embedding as features of unit size, each with random Fourier features beside the plain ones. */
#include "traced.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"

#define MAIN_COMPONENTS 64
#define SEED 0x5452u /* of the Fourier features: any constant, so that they depend on the images alone */

static const size_t fourier_count[AU_SIGHT_COUNT] = {128, 256};
static const float least_scale = 0.1f; /* of a trace that all clean images share */
static const float far = 6;            /* deviations beyond which a trace is just different */

void au_traced_release(struct au_traced *t)
{
    for (int i = 0; i < AU_SIGHT_COUNT; i++) {
        au_basis_release(&t->basis[i]);
        au_apart_release(&t->seen[i]);
    }
    au_free(t->rows);
    au_free(t->clean);
    au_free(t->fold);
    *t = (struct au_traced){0};
}

/* Depths in pixels as logarithms. */
static float read_trace(const float *traces, size_t which)
{
    static const uint8_t read[AU_TRACES_READ] = {
        AU_TRACE_BORDER_SHARE, AU_TRACE_BORDER_DEPTH, AU_TRACE_COPIED_DEPTH, AU_TRACE_DETAIL_X,   AU_TRACE_DETAIL_Y,
        AU_TRACE_COMB,         AU_TRACE_GRID_X,       AU_TRACE_GRID_X + 1,   AU_TRACE_GRID_X + 2, AU_TRACE_GRID_X + 3,
        AU_TRACE_GRID_X + 4,   AU_TRACE_GRID_X + 5,   AU_TRACE_GRID_X + 6,   AU_TRACE_GRID_X + 7, AU_TRACE_GRID_Y,
        AU_TRACE_GRID_Y + 1,   AU_TRACE_GRID_Y + 2,   AU_TRACE_GRID_Y + 3,   AU_TRACE_GRID_Y + 4, AU_TRACE_GRID_Y + 5,
        AU_TRACE_GRID_Y + 6,   AU_TRACE_GRID_Y + 7,
    };
    const float value = traces[read[which]];
    const bool is_depth = read[which] == AU_TRACE_BORDER_DEPTH || read[which] == AU_TRACE_COPIED_DEPTH;
    return is_depth ? logf(1 + value) : value;
}

static void measure_scales(struct au_traced *t)
{
    for (size_t k = 0; k < AU_TRACES_READ; k++) {
        double sum = 0, squares = 0;
        for (size_t i = 0; i < t->count; i++) sum += (double)read_trace(t->clean + i * AU_TRACE_ROW, k);
        const double mean = sum / (double)t->count;
        for (size_t i = 0; i < t->count; i++) {
            const double d = (double)read_trace(t->clean + i * AU_TRACE_ROW, k) - mean;
            squares += d * d;
        }
        t->mean[k] = (float)mean;
        t->scale[k] = fmaxf(least_scale, (float)sqrt(squares / (double)t->count));
    }
}

static void read_traces(const struct au_traced *t, const float *traces, float *out)
{
    for (size_t k = 0; k < AU_TRACES_READ; k++) {
        const float z = (read_trace(traces, k) - t->mean[k]) / t->scale[k];
        out[k] = z < -far ? -far : z > far ? far : z;
    }
}

/* Plain features of all traced images, count x width. */
static float *plain_features(const struct au_traced *t, enum au_sight block, const float *traces, const float *main,
                             size_t width)
{
    float *plain = au_alloc(t->count * width, sizeof *plain);
    for (size_t i = 0; plain && i < t->count; i++)
        if (block == AU_SIGHT_TRACES) read_traces(t, traces + i * AU_TRACE_ROW, plain + i * width);
        else memcpy(plain + i * width, main + t->rows[i] * width, width * sizeof *plain);
    return plain;
}

struct block { /* part of the columns of z: plain ones, then Fourier ones */
    const struct au_basis *basis;
    size_t plain, first;
    bool whitened; /* plain columns are the basis's own components, scaled */
    float scale;
};

/* Fills columns first .. first + plain + fourier of z. */
static bool fill_block(const struct au_traced *t, const struct block *b, float *features, float *z, size_t size)
{
    const size_t components = b->basis->count, fourier = b->basis->fourier_count;
    float *projected = au_alloc(t->count * components, sizeof *projected);
    float *waves = au_alloc(t->count * fourier, sizeof *waves);
    const float unit = sqrtf((float)fourier);
    const bool complete = projected && waves;
    for (size_t i = 0; complete && !b->whitened && i < t->count; i++)
        memcpy(z + i * size + b->first, features + i * b->plain, b->plain * sizeof *z);
    if (complete) {
        au_basis_project(b->basis, features, t->count, projected);
        au_basis_fourier(b->basis, projected, t->count, waves);
    }
    for (size_t i = 0; complete && i < t->count; i++) {
        float *row = z + i * size + b->first;
        for (size_t k = 0; b->whitened && k < b->plain; k++) row[k] = projected[i * components + k] * b->scale;
        for (size_t k = 0; k < fourier; k++) row[b->plain + k] = unit * waves[i * fourier + k];
    }
    au_free(waves);
    au_free(projected);
    return complete;
}

static struct block block_of(const struct au_traced *t, enum au_sight which)
{
    const struct au_basis *traces = &t->basis[AU_SIGHT_TRACES], *main = &t->basis[AU_SIGHT_ALL];
    if (which == AU_SIGHT_TRACES) return (struct block){traces, AU_TRACES_READ, 0, false, 1};
    return (struct block){main, main->count, AU_TRACES_READ + traces->fourier_count, true, t->main_scale};
}

static size_t size_of(const struct au_traced *t, enum au_sight sight)
{
    const struct block last = block_of(t, sight);
    return last.first + last.plain + last.basis->fourier_count + 1;
}

enum aug_status au_traced_see(const struct au_traced *t, enum au_sight sight, const float *traces, const float *main,
                              struct au_apart *out, struct aug_error *err)
{
    const size_t size = size_of(t, sight);
    float *z = au_alloc(t->count * size, sizeof *z);
    bool complete = z != NULL;
    for (int i = 0; complete && i <= (int)sight; i++) {
        const struct block b = block_of(t, (enum au_sight)i);
        const size_t width = i == AU_SIGHT_TRACES ? AU_TRACES_READ : b.basis->input_count;
        float *plain = plain_features(t, (enum au_sight)i, traces, main, width);
        complete = plain && fill_block(t, &b, plain, z, size);
        au_free(plain);
    }
    if (!complete) {
        au_free(z);
        return au_no_memory(err, "the features of traces");
    }
    return au_apart_make(z, t->count, size, t->fold, out, err);
}

static enum aug_status make_basis(struct au_traced *t, enum au_sight which, const float *main, size_t width,
                                  size_t components, struct aug_error *err)
{
    float *plain = plain_features(t, which, t->clean, main, width);
    if (!plain) return au_no_memory(err, "the features of traces");
    const enum aug_status status = au_basis_make(plain, t->count, width, components, fourier_count[which], SEED,
                                                 &t->basis[which], err);
    au_free(plain);
    return status;
}

/* So that the main components have unit mean square. */
static enum aug_status scale_main(struct au_traced *t, const float *main, size_t width, struct aug_error *err)
{
    const struct au_basis *basis = &t->basis[AU_SIGHT_ALL];
    float *plain = plain_features(t, AU_SIGHT_ALL, NULL, main, width);
    float *projected = au_alloc(t->count * basis->count, sizeof *projected);
    double squares = 0;
    const bool complete = plain && projected;
    if (complete) au_basis_project(basis, plain, t->count, projected);
    for (size_t i = 0; complete && i < t->count * basis->count; i++)
        squares += (double)projected[i] * (double)projected[i];
    t->main_scale = squares > 0 ? (float)sqrt((double)(t->count * basis->count) / squares) : 1;
    au_free(projected);
    au_free(plain);
    return complete ? AUG_OK : au_no_memory(err, "the features of traces");
}

static enum aug_status fill(struct au_traced *t, const struct au_traced_input *in, struct aug_error *err)
{
    t->rows = au_alloc(in->count, sizeof *t->rows);
    t->fold = au_alloc(in->count, 1);
    if (!t->rows || !t->fold || !t->clean) return au_no_memory(err, "the traced images");
    memcpy(t->rows, in->rows, in->count * sizeof *t->rows);
    for (size_t i = 0; i < in->count; i++) t->fold[i] = in->part[in->rows[i]] / 2;
    measure_scales(t);
    AUG_TRY(make_basis(t, AU_SIGHT_TRACES, NULL, AU_TRACES_READ, AU_TRACES_READ, err));
    AUG_TRY(au_traced_see(t, AU_SIGHT_TRACES, t->clean, NULL, &t->seen[AU_SIGHT_TRACES], err));
    if (!in->main) return AUG_OK;
    AUG_TRY(make_basis(t, AU_SIGHT_ALL, in->main, in->main_count, MAIN_COMPONENTS, err));
    AUG_TRY(scale_main(t, in->main, in->main_count, err));
    return au_traced_see(t, AU_SIGHT_ALL, t->clean, in->main, &t->seen[AU_SIGHT_ALL], err);
}

enum aug_status au_traced_make(const struct au_traced_input *in, float *clean, struct au_traced *out,
                               struct aug_error *err)
{
    *out = (struct au_traced){.clean = clean, .count = in->count};
    return fill(out, in, err);
}
