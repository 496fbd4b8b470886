/* SPDX-License-Identifier: Apache-2.0
 * basis.c - raw features of an image, and the bases that a fixed sample of clean images spans. */
#include "core/memory.h"
#include "core/random.h"
#include "core/workers.h"
#include "image/resize.h"
#include "learn/features.h"
#include "units.h"

#define SAMPLE_MAX 4096
#define MAIN_COMPONENTS 128
#define PIXEL_COMPONENTS 64
#define FOURIER_MAX 1500

enum aug_status au_raw_features(const struct aug_image *image, int channels, float *main, float *pixels,
                                struct aug_error *err)
{
    float grey[AU_FEATURES_SIDE * AU_FEATURES_SIDE], colour[AU_FEATURES_GRID * AU_FEATURES_GRID * 3];
    AUG_TRY(au_image_to_float_area(image, AU_FEATURES_SIDE, AU_FEATURES_SIDE, 1, grey, err));
    AUG_TRY(au_image_to_float_area(image, AU_FEATURES_GRID, AU_FEATURES_GRID, channels, colour, err));
    au_features_hog(grey, colour, channels, main);
    return au_image_to_float_area(image, AU_FEATURES_PIXELS, AU_FEATURES_PIXELS, channels, pixels, err);
}

struct sampling {
    struct au_run *run;
    const uint32_t *rows;
    size_t main_count, pixel_count;
    float *main, *pixels;
    struct aug_image *images; /* one per worker */
};

static enum aug_status sample_one(void *context, size_t i, int worker, struct aug_error *err)
{
    const struct sampling *s = context;
    struct aug_image *image = &s->images[worker];
    AUG_TRY(aug_dataset_image(s->run->data, s->rows[i], image, err));
    return au_raw_features(image, s->run->channels, s->main + i * s->main_count, s->pixels + i * s->pixel_count, err);
}

/* Every image, or a random choice of SAMPLE_MAX that depends on the seed alone. */
static size_t choose_rows(const struct au_run *run, uint32_t *rows)
{
    struct au_rng rng;
    const size_t count = run->data->sample_count;
    for (size_t i = 0; i < count; i++) rows[i] = (uint32_t)i;
    if (count <= SAMPLE_MAX) return count;
    au_rng_start(&rng, run->options->seed, 0x53414D50u); /* "SAMP" */
    au_rng_shuffle(&rng, rows, (uint32_t)count);
    return SAMPLE_MAX;
}

static enum aug_status make_bases(struct sampling *s, size_t rows, struct aug_error *err)
{
    struct au_run *run = s->run;
    const size_t half = run->data->sample_count / 2;
    const size_t fourier = half < 200 ? 200 : half > FOURIER_MAX ? FOURIER_MAX : half;
    AUG_TRY(au_workers_run(run->options->threads, rows, sample_one, s, err));
    AUG_TRY(au_basis_make(s->main, rows, s->main_count, MAIN_COMPONENTS, fourier, run->options->seed,
                          &run->basis[AU_SPACE_MAIN], err));
    return au_basis_make(s->pixels, rows, s->pixel_count, PIXEL_COMPONENTS, fourier, run->options->seed,
                         &run->basis[AU_SPACE_PIXELS], err);
}

enum aug_status au_run_bases(struct au_run *run, struct aug_error *err)
{
    const int threads = au_workers_count(run->options->threads);
    uint32_t *rows = au_alloc(run->data->sample_count, sizeof *rows);
    if (!rows) return au_no_memory(err, "the sample of images");
    const size_t count = choose_rows(run, rows);
    struct sampling s = {run, rows, au_features_hog_count(run->channels), au_features_pixel_count(run->channels),
                         NULL, NULL, au_alloc((size_t)threads, sizeof *s.images)};
    s.main = au_alloc(count * s.main_count, sizeof *s.main);
    s.pixels = au_alloc(count * s.pixel_count, sizeof *s.pixels);
    const enum aug_status status =
        s.main && s.pixels && s.images ? make_bases(&s, count, err) : au_no_memory(err, "the features of a sample");
    for (int i = 0; s.images && i < threads; i++) aug_image_release(&s.images[i]);
    for (int i = 0; i < AU_SPACE_COUNT; i++) run->components[i] = run->basis[i].count;
    au_free(s.images);
    au_free(s.pixels);
    au_free(s.main);
    au_free(rows);
    return status;
}
