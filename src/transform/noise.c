/* SPDX-License-Identifier: Apache-2.0
 * noise.c - random values added or multiplied: GaussNoise, noise, MultiplicativeNoise, SaltAndPepper. */
#include <augaudit/transform.h>

#include <math.h>

#include "core/memory.h"

#include "family.h"
#include "family_tools.h"
#include "noise_rows.h"
#include "param_rows.h"
#include "pixels.h"
#include "random_rows.h"

/* ---- GaussNoise ---- */

struct gauss {
    struct aug_range std_range, mean_range;
    bool per_channel;
    double noise_scale_factor;
};

static const struct aug_param gauss_params[] = {
    AUG_RANGE_(struct gauss, std_range, 0.2, 0.44, 0, 1, false,
               "Standard deviation of the noise, as a fraction of full range."),
    AUG_RANGE_(struct gauss, mean_range, 0, 0, -1, 1, true, "Mean of the noise, as a fraction of full range."),
    AUG_SWITCH(struct gauss, per_channel, false, "Whether each channel has noise of its own, or all the same."),
    AUG_F64(struct gauss, noise_scale_factor, 1, 0.001, 1,
            "Below 1 the noise is made smaller by this and enlarged: coarser grain."),
    {0},
};

struct gauss_draw {
    double sigma, mean, seed;
};

static const struct aug_param gauss_draws[] = {
    AUG_F64(struct gauss_draw, sigma, 0, 0, 1, "Standard deviation, as a fraction of full range."),
    AUG_F64(struct gauss_draw, mean, 0, -1, 1, "Mean, as a fraction of full range."),
    AUG_F64(struct gauss_draw, seed, 0, 0, 0x1p53, "What the noise is a function of."),
    {0},
};

static enum aug_status gauss_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct gauss *gauss = params;
    struct gauss_draw *drawn = AU_DRAWN(struct gauss_draw, draw);
    drawn->sigma = au_draw_range(rng, &gauss->std_range);
    drawn->mean = au_draw_range(rng, &gauss->mean_range);
    drawn->seed = au_seed_draw(rng);
    return AUG_OK;
}

static enum aug_status gauss_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    const struct gauss *gauss = params;
    const struct gauss_draw *drawn = AU_DRAWN_CONST(struct gauss_draw, draw);
    const struct au_noise noise = {
        .seed = drawn->seed,
        .mean = (float)(255 * drawn->mean),
        .deviation = (float)(255 * drawn->sigma),
        .grain = gauss->noise_scale_factor,
        .shared = !gauss->per_channel,
        .cut = true,
    };
    return au_noise_add(in, &noise, out, err);
}

/* ---- noise: the SPEC language's, rounded ---- */

struct noise {
    double amount;
};

static const struct aug_param noise_params[] = {
    AUG_F64(struct noise, amount, 0.1, 0, 10, "Standard deviation of the noise, as a fraction of full range."),
    {0},
};

struct noise_draw {
    double seed;
};

static const struct aug_param noise_draws[] = {
    AUG_F64(struct noise_draw, seed, 0, 0, 0x1p53, "What the noise is a function of."),
    {0},
};

static enum aug_status noise_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)params, (void)in, (void)err;
    AU_DRAWN(struct noise_draw, draw)->seed = au_seed_draw(rng);
    return AUG_OK;
}

static enum aug_status noise_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    const struct au_noise noise = {
        .seed = AU_DRAWN_CONST(struct noise_draw, draw)->seed,
        .deviation = (float)(255 * ((const struct noise *)params)->amount),
        .grain = 1,
    };
    return au_noise_add(in, &noise, out, err);
}

/* ---- MultiplicativeNoise ---- */

struct multiply {
    struct aug_range multiplier;
    bool per_channel, elementwise;
};

static const struct aug_param multiply_params[] = {
    AUG_RANGE_(struct multiply, multiplier, 0.9, 1.1, 0, 1000, false, "What values are multiplied by."),
    AUG_SWITCH(struct multiply, per_channel, false, "Whether each channel has a factor of its own."),
    AUG_SWITCH(struct multiply, elementwise, false, "Whether each pixel has a factor of its own."),
    {0},
};

struct multiply_draw {
    struct aug_numbers multiplier; /* without elementwise */
    double seed;
};

static const struct aug_param multiply_draws[] = {
    AUG_NUMBERS(struct multiply_draw, multiplier, 3, 1, 0, 1000,
                "Factor of each channel, unless each pixel has its own."),
    AUG_F64(struct multiply_draw, seed, 0, 0, 0x1p53, "What the pixels' factors are a function of."),
    {0},
};

static enum aug_status multiply_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                     struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct multiply *multiply = params;
    struct multiply_draw *drawn = AU_DRAWN(struct multiply_draw, draw);
    *drawn = (struct multiply_draw){.multiplier.count = 3, .seed = au_seed_draw(rng)};
    for (int c = 0; c < 3; c++)
        drawn->multiplier.values[c] = c > 0 && !multiply->per_channel
                                          ? drawn->multiplier.values[0]
                                          : (double)(float)au_draw_range(rng, &multiply->multiplier);
    return AUG_OK;
}

static enum aug_status multiply_each(const struct multiply *multiply, double seed, const struct aug_image *in,
                                     struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(au_same_size(in, out, err));
    const size_t values = au_row_values(in);
    float *factors = au_alloc(values, sizeof *factors);
    if (!factors) return au_no_memory(err, "a row of factors");
    const float low = (float)multiply->multiplier.low,
                span = (float)(multiply->multiplier.high - multiply->multiplier.low);
    const size_t share = multiply->per_channel ? 1 : (size_t)in->channels;
    for (int y = 0; y < in->height; y++) {
        au_uniform_row(seed, 0, y, factors, values / share);
        for (size_t i = 0; i < values / share; i++) factors[i] = low + span * factors[i];
        au_noise_multiply_row(au_row(in, y), factors, au_row_out(out, y), values, share);
    }
    au_free(factors);
    return AUG_OK;
}

static void multiply_tables(const struct aug_draw *draw, struct au_tables *tables)
{
    const struct aug_numbers *factors = &AU_DRAWN_CONST(struct multiply_draw, draw)->multiplier;
    tables->differ = factors->count > 1;
    for (int c = 0; c < (tables->differ ? 3 : 1); c++) au_table_linear_cut(tables->of[c], factors->values[c], 0);
}

static enum aug_status multiply_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                      struct aug_image *out, struct aug_error *err)
{
    const struct multiply *multiply = params;
    struct au_tables tables;
    if (multiply->elementwise)
        return multiply_each(multiply, AU_DRAWN_CONST(struct multiply_draw, draw)->seed, in, out, err);
    multiply_tables(draw, &tables);
    return au_tables_apply(&tables, in, out, err);
}

/* ---- SaltAndPepper ---- */

struct pepper {
    struct aug_range amount, salt_vs_pepper;
};

static const struct aug_param pepper_params[] = {
    AUG_RANGE_(struct pepper, amount, 0.01, 0.06, 0, 1, false, "Share of the pixels that become white or black."),
    AUG_RANGE_(struct pepper, salt_vs_pepper, 0.4, 0.6, 0, 1, false, "Share of white among them."),
    {0},
};

struct pepper_draw {
    double amount, salt_vs_pepper, seed;
};

static const struct aug_param pepper_draws[] = {
    AUG_F64(struct pepper_draw, amount, 0, 0, 1, "Share of the pixels that became white or black."),
    AUG_F64(struct pepper_draw, salt_vs_pepper, 0.5, 0, 1, "Share of white among them."),
    AUG_F64(struct pepper_draw, seed, 0, 0, 0x1p53, "What the places are a function of."),
    {0},
};

static enum aug_status pepper_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct pepper *pepper = params;
    struct pepper_draw *drawn = AU_DRAWN(struct pepper_draw, draw);
    drawn->amount = au_draw_range(rng, &pepper->amount);
    drawn->salt_vs_pepper = au_draw_range(rng, &pepper->salt_vs_pepper);
    drawn->seed = au_seed_draw(rng);
    return AUG_OK;
}

/* Each pixel by itself, so the count varies a little; the library fixes it. */
static enum aug_status pepper_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct pepper_draw *drawn = AU_DRAWN_CONST(struct pepper_draw, draw);
    const float salt = (float)(drawn->amount * drawn->salt_vs_pepper), both = (float)drawn->amount;
    AUG_TRY(aug_image_copy(in, out, err));
    float *chance = au_alloc((size_t)in->width, sizeof *chance);
    if (!chance) return au_no_memory(err, "a row of chances");
    for (int y = 0; y < in->height; y++) {
        uint8_t *row = au_row_out(out, y);
        au_uniform_row(drawn->seed, 0, y, chance, (size_t)in->width);
        for (int x = 0; x < in->width; x++)
            for (int c = 0; chance[x] < both && c < in->channels; c++)
                row[x * in->channels + c] = chance[x] < salt ? 255 : 0;
    }
    au_free(chance);
    return AUG_OK;
}

static const char *const std_strata[] = {"std_range", NULL};
static const char *const multiplier_strata[] = {"multiplier", NULL};
static const char *const amount_strata[] = {"amount", NULL};

#define NOISE_UNLESS \
    "Fine or faint detail carries the label and drowns in the noise, or noise itself tells classes apart."
#define NOISE_VICTIMS "Faint lesions, thin strokes, textures, stars, low-contrast text, image quality checks."

static const struct aug_transform transforms[] = {
    {
        .name = "GaussNoise",
        .about = "Adds Gaussian noise to every value, or the same to all channels of a pixel.",
        .claim = {.asserts = "A picture deserves the same label through sensor noise.",
                  .unless = NOISE_UNLESS,
                  .victims = NOISE_VICTIMS,
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct gauss),
        .params = gauss_params,
        .draws = gauss_draws,
        .strata = std_strata,
        .draw = gauss_draw,
        .apply = gauss_apply,
    },
    {
        .name = "noise",
        .about = "Adds independent Gaussian noise to every value, clips and rounds.",
        .claim = {.asserts = "A picture deserves the same label through noise.",
                  .unless = NOISE_UNLESS,
                  .victims = NOISE_VICTIMS,
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct noise),
        .params = noise_params,
        .draws = noise_draws,
        .draw = noise_draw,
        .apply = noise_apply,
    },
    {
        .name = "MultiplicativeNoise",
        .about = "Multiplies all values by one random factor, or each channel or pixel by its own.",
        .claim = {.asserts = "A picture deserves the same label when its values are scaled at random.",
                  .unless = "Absolute brightness or, with a factor for each channel, colour carries the label.",
                  .victims =
                      "Day and night, radiographs graded by density, traffic lights (with per_channel), faint strokes.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct multiply),
        .params = multiply_params,
        .draws = multiply_draws,
        .strata = multiplier_strata,
        .draw = multiply_draw,
        .apply = multiply_apply,
    },
    {
        .name = "SaltAndPepper",
        .about = "Makes a share of the pixels white or black.",
        .claim = {.asserts = "A picture deserves the same label with dead and hot pixels.",
                  .unless = "Single pixels or specks carry the label.",
                  .victims = "Stars, dust and defect checks, micro-calcifications, 20-pixel icons, punctuation.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_IDEMPOTENT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct pepper),
        .params = pepper_params,
        .draws = pepper_draws,
        .strata = amount_strata,
        .draw = pepper_draw,
        .apply = pepper_apply,
    },
    {0},
};

const struct aug_family au_family_noise = {"noise", transforms};
