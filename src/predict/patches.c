/* SPDX-License-Identifier: Apache-2.0
 * patches.c - learns the filters, and applies them to one image as one matrix product. */
#include "patches.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/random.h"
#include "kernel/kernel.h"
#include "learn/linalg.h"

#define SAMPLES 30000 /* patches that are looked at */
#define VARIANCE_FLOOR .001f
#define EIGEN_FLOOR .1
#define THRESHOLD .25f
#define CANDIDATES 3       /* patches that are whitened for each filter */
#define STREAM 0x70617463u /* "patc" */

static size_t patch_size(const struct au_patches *p)
{
    return (size_t)(AU_PATCH_SIDE * AU_PATCH_SIDE * p->channels);
}

static size_t cells(int pixels)
{
    return (size_t)(pixels / AU_PATCH_CELL);
}

/* ---- learning ---- */

static void cut_patch(const struct au_patches *p, const float *image, int x, int y, double *out)
{
    const size_t row = (size_t)(AU_PATCH_SIDE * p->channels), size = patch_size(p);
    double sum = 0, squares = 0;
    for (int dy = 0; dy < AU_PATCH_SIDE; dy++)
        for (size_t i = 0; i < row; i++)
            out[(size_t)dy * row + i] = image[(size_t)((y + dy) * p->width + x) * (size_t)p->channels + i];
    for (size_t i = 0; i < size; i++) sum += out[i];
    const double mean = sum / (double)size;
    for (size_t i = 0; i < size; i++) squares += (out[i] - mean) * (out[i] - mean);
    const double scale = 1 / sqrt(squares / (double)size + VARIANCE_FLOOR);
    for (size_t i = 0; i < size; i++) out[i] = (out[i] - mean) * scale;
}

static void sample_patches(const struct au_patches *p, const float *images, size_t rows, struct au_rng *rng,
                           double *out)
{
    const size_t pixels = (size_t)(p->width * p->height * p->channels);
    for (size_t q = 0; q < SAMPLES; q++) {
        const size_t row = (size_t)au_rng_integer(rng, 0, (int)rows - 1);
        const int x = au_rng_integer(rng, 0, p->width - AU_PATCH_SIDE),
                  y = au_rng_integer(rng, 0, p->height - AU_PATCH_SIDE);
        cut_patch(p, images + row * pixels, x, y, out + q * patch_size(p));
    }
}

/* mean (size), and the centred patches in place of the patches; covariance (size x size). */
static void moments(double *patches, size_t size, double *mean, double *covariance)
{
    for (size_t q = 0; q < SAMPLES; q++)
        for (size_t i = 0; i < size; i++) mean[i] += patches[q * size + i] / SAMPLES;
    for (size_t q = 0; q < SAMPLES; q++) {
        double *patch = patches + q * size;
        for (size_t i = 0; i < size; i++) patch[i] -= mean[i];
        for (size_t i = 0; i < size; i++)
            for (size_t j = i; j < size; j++) covariance[i * size + j] += patch[i] * patch[j] / (SAMPLES - 1);
    }
    for (size_t i = 0; i < size; i++)
        for (size_t j = 0; j < i; j++) covariance[i * size + j] = covariance[j * size + i];
}

/* whitening (size x size) = V diag(1 / sqrt(e + floor)) V^T; `vectors` holds an eigenvector a row. */
static void whitening(const double *vectors, const double *values, size_t size, double *out)
{
    for (size_t k = 0; k < size; k++) {
        const double scale = 1 / sqrt((values[k] > 0 ? values[k] : 0) + EIGEN_FLOOR);
        const double *v = vectors + k * size;
        for (size_t i = 0; i < size; i++)
            for (size_t j = 0; j < size; j++) out[i * size + j] += scale * v[i] * v[j];
    }
}

static double times(const double *z, const double *patch, size_t size, double *out)
{
    double squares = 0;
    for (size_t i = 0; i < size; i++) {
        out[i] = 0;
        for (size_t j = 0; j < size; j++) out[i] += z[i * size + j] * patch[j];
        squares += out[i] * out[i];
    }
    return sqrt(squares);
}

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The length that the flattest fifth of the candidates does not exceed. */
static double flat_length(const double *lengths, size_t count, double *sorted)
{
    memcpy(sorted, lengths, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, compare);
    const double at = .2 * (double)(count - 1);
    const size_t low = (size_t)at;
    return sorted[low] + (at - (double)low) * (sorted[low + 1] - sorted[low]);
}

/* Column f of the weights is the whitening times filter f, and filter f is a whitened patch of unit length. */
static void set_filter(struct au_patches *p, size_t f, const double *z, const double *filter, double length,
                       const double *mean, double *column)
{
    const size_t size = patch_size(p);
    double sum = 0, offset = 0;
    (void)times(z, filter, size, column);
    for (size_t i = 0; i < size; i++) {
        const double w = column[i] / length;
        p->weights[i * p->filters + f] = (float)w;
        sum += w;
        offset += w * mean[i];
    }
    p->sums[f] = (float)sum;
    p->offsets[f] = (float)offset;
}

struct learning {
    double *patches, *mean, *covariance, *values, *z, *white, *column, *lengths, *sorted;
    uint32_t *order;
};

static void choose_filters(struct au_patches *p, struct learning *l, struct au_rng *rng)
{
    const size_t size = patch_size(p), count = CANDIDATES * p->filters;
    for (uint32_t i = 0; i < SAMPLES; i++) l->order[i] = i;
    au_rng_shuffle(rng, l->order, SAMPLES);
    for (size_t i = 0; i < count; i++)
        l->lengths[i] = times(l->z, l->patches + l->order[i] * size, size, l->white + i * size);
    const double flat = flat_length(l->lengths, count, l->sorted);
    size_t f = 0;
    for (size_t i = 0; i < count && f < p->filters; i++)
        if (l->lengths[i] > flat) set_filter(p, f++, l->z, l->white + i * size, l->lengths[i], l->mean, l->column);
}

static enum aug_status learn(struct au_patches *p, const float *images, size_t rows, uint64_t seed, struct learning *l,
                             struct aug_error *err)
{
    struct au_rng rng;
    const size_t size = patch_size(p);
    au_rng_start(&rng, seed, STREAM);
    sample_patches(p, images, rows, &rng, l->patches);
    moments(l->patches, size, l->mean, l->covariance);
    AUG_TRY(au_eigen(l->covariance, l->values, size, err));
    whitening(l->covariance, l->values, size, l->z);
    choose_filters(p, l, &rng);
    return AUG_OK;
}

static enum aug_status learn_filters(struct au_patches *p, const float *images, size_t rows, uint64_t seed,
                                     struct aug_error *err)
{
    const size_t size = patch_size(p), candidates = CANDIDATES * p->filters;
    struct learning l = {
        .patches = au_alloc(SAMPLES * size, sizeof(double)),
        .mean = au_alloc(size, sizeof(double)),
        .covariance = au_alloc(size * size, sizeof(double)),
        .values = au_alloc(size, sizeof(double)),
        .z = au_alloc(size * size, sizeof(double)),
        .white = au_alloc(candidates * size, sizeof(double)),
        .column = au_alloc(size, sizeof(double)),
        .lengths = au_alloc(candidates, sizeof(double)),
        .sorted = au_alloc(candidates, sizeof(double)),
        .order = au_alloc(SAMPLES, sizeof(uint32_t)),
    };
    const bool complete = l.patches && l.mean && l.covariance && l.values && l.z && l.white && l.column && l.lengths &&
                          l.sorted && l.order;
    const enum aug_status status = complete ? learn(p, images, rows, seed, &l, err)
                                            : au_no_memory(err, "the patch filters");
    void *const blocks[] = {l.patches, l.mean,   l.covariance, l.values, l.z,
                            l.white,   l.column, l.lengths,    l.sorted, l.order};
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) au_free(blocks[i]);
    return status;
}

enum aug_status au_patches_make(const float *images, size_t rows, int width, int height, int channels, size_t filters,
                                uint64_t seed, struct au_patches *out, struct aug_error *err)
{
    struct au_patches p = {.width = width, .height = height, .channels = channels, .filters = filters};
    p.count = cells(width) * cells(height) * 2 * filters;
    p.weights = au_alloc(patch_size(&p) * filters, sizeof(float));
    p.sums = au_alloc(filters, sizeof(float));
    p.offsets = au_alloc(filters, sizeof(float));
    p.mean = au_alloc(p.count, sizeof(float));
    p.scale = au_alloc(p.count, sizeof(float));
    enum aug_status status = p.weights && p.sums && p.offsets && p.mean && p.scale
                                 ? AUG_OK
                                 : au_no_memory(err, "the patch filters");
    for (size_t i = 0; status == AUG_OK && i < p.count; i++) p.scale[i] = 1;
    if (status == AUG_OK) status = learn_filters(&p, images, rows, seed, err);
    if (status == AUG_OK) *out = p;
    else au_patches_release(&p);
    return status;
}

void au_patches_release(struct au_patches *p)
{
    au_free(p->weights);
    au_free(p->sums);
    au_free(p->offsets);
    au_free(p->mean);
    au_free(p->scale);
    *p = (struct au_patches){0};
}

/* ---- features ---- */

static size_t strip_rows(const struct au_patches *p)
{
    return (size_t)AU_PATCH_CELL * cells(p->width) * AU_PATCH_CELL;
}

static size_t framed_row(const struct au_patches *p)
{
    return (cells(p->width) * AU_PATCH_CELL + AU_PATCH_SIDE - 1) * (size_t)p->channels;
}

static size_t framed_height(const struct au_patches *p)
{
    return cells(p->height) * AU_PATCH_CELL + AU_PATCH_SIDE - 1;
}

static size_t pixels_used(const struct au_patches *p)
{
    return cells(p->width) * cells(p->height) * AU_PATCH_CELL * AU_PATCH_CELL;
}

struct room {                  /* for one image */
    float *framed;             /* in a border of zeros */
    float *point[2];           /* of one framed row: sum of values and of squares over channels */
    float *sums, *squares;     /* of five points across, one a pixel of the framed rows */
    float *mean, *scale;       /* of the patch around each pixel */
    float *patches, *products; /* of one row of cells */
};

static float *take(float **scratch, size_t count)
{
    float *taken = *scratch;
    *scratch += count;
    return taken;
}

static struct room lay_out(const struct au_patches *p, float *scratch)
{
    const size_t width = cells(p->width) * AU_PATCH_CELL;
    struct room m;
    m.framed = take(&scratch, framed_row(p) * framed_height(p));
    for (int i = 0; i < 2; i++) m.point[i] = take(&scratch, framed_row(p));
    m.sums = take(&scratch, width * framed_height(p));
    m.squares = take(&scratch, width * framed_height(p));
    m.mean = take(&scratch, pixels_used(p));
    m.scale = take(&scratch, pixels_used(p));
    m.patches = take(&scratch, strip_rows(p) * patch_size(p));
    m.products = take(&scratch, strip_rows(p) * p->filters);
    return m;
}

size_t au_patches_scratch(const struct au_patches *p)
{
    const size_t width = cells(p->width) * AU_PATCH_CELL;
    return framed_row(p) * (framed_height(p) + 2) + 2 * width * framed_height(p) + 2 * pixels_used(p) +
           strip_rows(p) * (patch_size(p) + p->filters);
}

/* The part of the image that whole cells cover, in a border of zeros. */
static void frame(const struct au_patches *p, const float *image, float *out)
{
    const size_t half = AU_PATCH_SIDE / 2, row = framed_row(p),
                 used = cells(p->width) * AU_PATCH_CELL * (size_t)p->channels;
    const size_t height = cells(p->height) * AU_PATCH_CELL;
    memset(out, 0, framed_height(p) * row * sizeof *out);
    for (size_t y = 0; y < height; y++)
        memcpy(out + (y + half) * row + half * (size_t)p->channels, image + y * (size_t)(p->width * p->channels),
               used * sizeof *out);
}

static void sum_channels(const struct au_patches *p, const float *row, const struct room *m)
{
    const size_t channels = (size_t)p->channels, width = framed_row(p) / channels;
    for (size_t x = 0; x < width; x++) {
        float sum = 0, squares = 0;
        for (size_t c = 0; c < channels; c++) {
            const float value = row[x * channels + c];
            sum += value;
            squares += value * value;
        }
        m->point[0][x] = sum;
        m->point[1][x] = squares;
    }
}

/* Sums of values and squares over the part of a patch that lies in each framed row. */
static void sum_across(const struct au_patches *p, const struct room *m)
{
    const size_t width = cells(p->width) * AU_PATCH_CELL;
    for (size_t y = 0; y < framed_height(p); y++) {
        sum_channels(p, m->framed + y * framed_row(p), m);
        for (int i = 0; i < 2; i++) {
            const float *from = m->point[i];
            float *out = (i ? m->squares : m->sums) + y * width;
            for (size_t x = 0; x < width; x++) out[x] = from[x] + from[x + 1] + from[x + 2] + from[x + 3] + from[x + 4];
        }
    }
}

static void normalise(const struct au_patches *p, const struct room *m)
{
    const size_t width = cells(p->width) * AU_PATCH_CELL;
    const float size = (float)patch_size(p);
    for (size_t i = 0; i < pixels_used(p); i++) {
        float sum = 0, squares = 0;
        for (size_t dy = 0; dy < AU_PATCH_SIDE; dy++) {
            sum += m->sums[i + dy * width];
            squares += m->squares[i + dy * width];
        }
        m->mean[i] = sum / size;
        const float variance = squares / size - m->mean[i] * m->mean[i];
        m->scale[i] = 1.0f / sqrtf((variance > 0 ? variance : 0) + VARIANCE_FLOOR);
    }
}

/* Patches of one row of cells, pixel after pixel. `part`: floats of a patch that lie in one row, a constant where this is called. */
static inline void cut_strip(const struct au_patches *p, const float *from, float *patch, size_t part)
{
    const size_t row = framed_row(p), width = cells(p->width) * AU_PATCH_CELL, step = part / AU_PATCH_SIDE;
    for (size_t y = 0; y < AU_PATCH_CELL; y++)
        for (size_t x = 0; x < width; x++)
            for (size_t dy = 0; dy < AU_PATCH_SIDE; dy++, patch += part)
                memcpy(patch, from + (y + dy) * row + x * step, part * sizeof *patch);
}

static void strip_patches(const struct au_patches *p, const struct room *m, size_t cell_row)
{
    const float *from = m->framed + cell_row * AU_PATCH_CELL * framed_row(p);
    if (p->channels == 1) cut_strip(p, from, m->patches, AU_PATCH_SIDE);
    else if (p->channels == 3) cut_strip(p, from, m->patches, 3 * AU_PATCH_SIDE);
    else cut_strip(p, from, m->patches, AU_PATCH_SIDE * (size_t)p->channels);
}

static void strip_responses(const struct au_patches *p, const struct room *m, size_t cell_row, float *out)
{
    const struct au_rectifier rectifier = {p->filters, p->sums, p->offsets, THRESHOLD};
    const size_t across = cells(p->width), width = across * AU_PATCH_CELL, first = cell_row * AU_PATCH_CELL * width;
    for (size_t y = 0; y < AU_PATCH_CELL; y++)
        for (size_t x = 0; x < across; x++) {
            const size_t i = y * width + x * AU_PATCH_CELL;
            au_kernels()->rectify_f32(out + (cell_row * across + x) * 2 * p->filters, m->products + i * p->filters,
                                      m->mean + first + i, m->scale + first + i, AU_PATCH_CELL, &rectifier);
        }
}

void au_patches_raw(const struct au_patches *p, const float *image, float *scratch, float *out)
{
    const struct room m = lay_out(p, scratch);
    frame(p, image, m.framed);
    sum_across(p, &m);
    normalise(p, &m);
    memset(out, 0, p->count * sizeof *out);
    for (size_t cell_row = 0; cell_row < cells(p->height); cell_row++) {
        strip_patches(p, &m, cell_row);
        au_multiply(m.patches, p->weights, m.products, strip_rows(p), patch_size(p), p->filters, false);
        strip_responses(p, &m, cell_row, out);
    }
    for (size_t i = 0; i < p->count; i++) out[i] *= 1.0f / (AU_PATCH_CELL * AU_PATCH_CELL);
}

/* Row after row, so that memory is read in order. */
void au_patches_standardise(struct au_patches *p, const float *raw, size_t rows, double *sums)
{
    double *mean = sums, *squares = sums + p->count;
    memset(sums, 0, 2 * p->count * sizeof *sums);
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < p->count; i++) mean[i] += raw[r * p->count + i];
    for (size_t i = 0; i < p->count; i++) mean[i] /= (double)rows;
    for (size_t r = 0; r < rows; r++)
        for (size_t i = 0; i < p->count; i++) {
            const double apart = raw[r * p->count + i] - mean[i];
            squares[i] += apart * apart;
        }
    for (size_t i = 0; i < p->count; i++) {
        p->mean[i] = (float)mean[i];
        p->scale[i] = (float)(1 / (sqrt(squares[i] / (double)rows) + 1e-3));
    }
}

void au_patches_unit(const struct au_patches *p, float *row)
{
    double squares = 0;
    for (size_t i = 0; i < p->count; i++) {
        row[i] = (row[i] - p->mean[i]) * p->scale[i];
        squares += (double)row[i] * row[i];
    }
    const float scale = squares > 0 ? (float)(1 / sqrt(squares)) : 0;
    for (size_t i = 0; i < p->count; i++) row[i] *= scale;
}
