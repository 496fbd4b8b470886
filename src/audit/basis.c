/* SPDX-License-Identifier: Apache-2.0
 * basis.c - raw features of an image, and the bases that a fixed sample of clean images spans. */
#include "core/memory.h"
#include "core/random.h"
#include "core/workers.h"
#include "image/resize.h"
#include "learn/features.h"
#include "units.h"

#define SAMPLE_MAX 4096
#define FOURIER_MIN 200
#define FOURIER_MAX 1500
#define COLOUR_FOURIER_MAX 500

size_t au_raw_count(enum au_space space, int channels)
{
    return space == AU_SPACE_MAIN     ? au_features_hog_count(channels)
           : space == AU_SPACE_PIXELS ? au_features_pixel_count(channels)
                                      : au_features_colour_count(channels);
}

/* Means of 2 x 2 blocks of a square image. */
static void halve(const float *from, int side, int channels, float *to)
{
    const int row = side * channels;
    for (int y = 0; y < side / 2; y++, from += 2 * row)
        for (int x = 0; x < side / 2; x++, to += channels)
            for (int c = 0; c < channels; c++) {
                const float *at = from + 2 * x * channels + c;
                to[c] = 0.25f * (at[0] + at[channels] + at[row] + at[row + channels]);
            }
}

static void to_grey(const float *from, int channels, float *grey)
{
    for (int i = 0; i < AU_FEATURES_SIDE * AU_FEATURES_SIDE; i++)
        grey[i] = channels == 1 ? from[i] : 0.299f * from[3 * i] + 0.587f * from[3 * i + 1] + 0.114f * from[3 * i + 2];
}

_Static_assert(AU_FEATURES_SIDE == 2 * AU_FEATURES_PIXELS && AU_FEATURES_PIXELS == 2 * AU_FEATURES_GRID,
               "each picture is the one before, halved");

enum aug_status au_raw_features(const struct au_run *run, const struct aug_image *image,
                                float *const out[AU_SPACE_COUNT], struct aug_error *err)
{
    const int channels = run->channels;
    float all[AU_FEATURES_SIDE * AU_FEATURES_SIDE * 3], grey[AU_FEATURES_SIDE * AU_FEATURES_SIDE];
    float cells[AU_FEATURES_GRID * AU_FEATURES_GRID * 3];
    AUG_TRY(au_image_to_float_area(image, AU_FEATURES_SIDE, AU_FEATURES_SIDE, channels, all, err));
    to_grey(all, channels, grey);
    halve(all, AU_FEATURES_SIDE, channels, out[AU_SPACE_PIXELS]);
    halve(out[AU_SPACE_PIXELS], AU_FEATURES_PIXELS, channels, cells);
    au_features_colour(all, channels, out[AU_SPACE_COLOUR]);
    au_features_hog(grey, cells, out[AU_SPACE_COLOUR], run->histogram_weight, channels, out[AU_SPACE_MAIN]);
    return AUG_OK;
}

struct sampling {
    struct au_run *run;
    const uint32_t *rows;
    size_t raw_count[AU_SPACE_COUNT];
    float *raw[AU_SPACE_COUNT];
    struct aug_image *images; /* one per worker */
};

static enum aug_status sample_one(void *context, size_t i, int worker, struct aug_error *err)
{
    const struct sampling *s = context;
    struct aug_image *image = &s->images[worker];
    float *out[AU_SPACE_COUNT];
    for (int k = 0; k < AU_SPACE_COUNT; k++) out[k] = s->raw[k] + i * s->raw_count[k];
    AUG_TRY(aug_dataset_image(s->run->data, s->rows[i], image, err));
    return au_raw_features(s->run, image, out, err);
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
    static const size_t components[AU_SPACE_COUNT] = {128, 64, 32};
    struct au_run *run = s->run;
    const size_t half = run->data->sample_count / 2;
    const size_t fourier = half < FOURIER_MIN ? FOURIER_MIN : half > FOURIER_MAX ? FOURIER_MAX : half;
    run->histogram_weight = 1;
    AUG_TRY(au_workers_run(run->options->threads, rows, sample_one, s, err));
    AUG_TRY(au_choose_weight(run, s->raw[AU_SPACE_MAIN], s->raw_count[AU_SPACE_MAIN], s->rows, rows, err));
    for (int k = 0; k < AU_SPACE_COUNT; k++) {
        const size_t wanted = k == AU_SPACE_COLOUR && fourier > COLOUR_FOURIER_MAX ? COLOUR_FOURIER_MAX : fourier;
        AUG_TRY(au_basis_make(s->raw[k], rows, s->raw_count[k], components[k], wanted, run->options->seed,
                              &run->basis[k], err));
        run->components[k] = run->basis[k].count;
    }
    return AUG_OK;
}

enum aug_status au_run_bases(struct au_run *run, struct aug_error *err)
{
    const int threads = au_workers_count(run->options->threads);
    uint32_t *rows = au_alloc(run->data->sample_count, sizeof *rows);
    if (!rows) return au_no_memory(err, "the sample of images");
    const size_t count = choose_rows(run, rows);
    struct sampling s = {.run = run, .rows = rows, .images = au_alloc((size_t)threads, sizeof *s.images)};
    bool complete = s.images != NULL;
    for (int k = 0; k < AU_SPACE_COUNT; k++) {
        s.raw_count[k] = au_raw_count((enum au_space)k, run->channels);
        complete = (s.raw[k] = au_alloc(count * s.raw_count[k], sizeof(float))) && complete;
    }
    const enum aug_status status = complete ? make_bases(&s, count, err)
                                            : au_no_memory(err, "the features of a sample");
    for (int i = 0; s.images && i < threads; i++) aug_image_release(&s.images[i]);
    for (int k = 0; k < AU_SPACE_COUNT; k++) au_free(s.raw[k]);
    au_free(s.images);
    au_free(rows);
    return status;
}
