/* SPDX-License-Identifier: Apache-2.0
 * lamp.c - colours as under another light: PlanckianJitter, FancyPCA.
 *
 * Zini, Gomez-Villa, Buzzelli, Twardowski, Bagdanov, van de Weijer, "Planckian Jitter: countering the color-crippling effects of color jitter
 * on self-supervised training", ICLR 2023; the colours of the lamps below are part of that transform's definition. */
#include <augaudit/transform.h>

#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"
#include "principal.h"
#include "tables.h"

#define COLDEST 3000 /* kelvin, of the first row below */
#define STEP 500
#define ROWS 25

/* Red, green and blue of a black body, 3000 K to 15000 K. */
static const double black_body[ROWS][3] = {
    {.6743, .4029, .0013}, {.6281, .4241, .1665}, {.5919, .4372, .2513}, {.5623, .4457, .3154}, {.5376, .4515, .3672},
    {.5163, .4555, .4103}, {.4979, .4584, .4468}, {.4816, .4604, .4782}, {.4672, .4619, .5053}, {.4542, .4630, .5289},
    {.4426, .4638, .5497}, {.4320, .4644, .5681}, {.4223, .4648, .5844}, {.4135, .4651, .5990}, {.4054, .4653, .6121},
    {.3980, .4654, .6239}, {.3911, .4655, .6346}, {.3847, .4656, .6444}, {.3787, .4656, .6532}, {.3732, .4656, .6613},
    {.3680, .4655, .6688}, {.3632, .4655, .6756}, {.3586, .4655, .6820}, {.3544, .4654, .6878}, {.3503, .4653, .6933},
};

/* The same of the CIE's daylight, 4000 K to 15000 K; the first two rows are those of 4000 K. */
static const double daylight[ROWS][3] = {
    {.5829, .4421, .2288}, {.5829, .4421, .2288}, {.5829, .4421, .2288}, {.5510, .4514, .2948}, {.5246, .4576, .3488},
    {.5021, .4618, .3941}, {.4826, .4646, .4325}, {.4654, .4667, .4654}, {.4502, .4681, .4938}, {.4364, .4692, .5186},
    {.4240, .4700, .5403}, {.4127, .4705, .5594}, {.4023, .4709, .5763}, {.3928, .4713, .5914}, {.3839, .4715, .6049},
    {.3757, .4716, .6171}, {.3681, .4717, .6281}, {.3609, .4718, .6380}, {.3543, .4719, .6472}, {.3480, .4719, .6555},
    {.3421, .4719, .6631}, {.3365, .4719, .6702}, {.3313, .4719, .6766}, {.3263, .4719, .6826}, {.3217, .4719, .6882},
};

static const char *const lamp_modes[] = {"blackbody", "cied", NULL};
static const char *const lamp_samplings[] = {"uniform", "gaussian", NULL};

struct lamp {
    int mode, sampling_method;
    struct aug_range temperature_limit;
};

static const struct aug_param lamp_params[] = {
    AUG_CHOICE(struct lamp, mode, 0, lamp_modes, "The lamp: a black body, or the CIE's daylight."),
    AUG_RANGE_(struct lamp, temperature_limit, 3000, 15000, 3000, 15000, false,
               "Colour temperatures in kelvin: low is orange, high is blue; daylight starts at 4000.",
               .optional = true),
    AUG_CHOICE(struct lamp, sampling_method, 0, lamp_samplings, "How temperatures spread about 6000 K."),
    {0},
};

struct lamp_draw {
    int temperature, mode;
};

static const struct aug_param lamp_draws[] = {
    AUG_INT(struct lamp_draw, temperature, 6000, 3000, 15000, "Colour temperature in kelvin."),
    AUG_CHOICE(struct lamp_draw, mode, 0, lamp_modes, "The lamp."),
    {0},
};

/* Below or above 6000 K with the library's chances, so that neither side is favoured in the eye. */
static double draw_temperature(const struct lamp *lamp, const struct aug_range *limit, struct au_rng *rng)
{
    const double white = 6000;
    const bool below = au_rng_uniform(rng) < 0.4;
    if (lamp->sampling_method == 0)
        return below ? au_rng_between(rng, limit->low, white) : au_rng_between(rng, white, limit->high);
    const double spread = fabs(below ? white - limit->low : limit->high - white) / 3;
    const double shift = fabs(au_rng_normal(rng)) * spread;
    return below ? white - shift : white + shift;
}

static enum aug_status lamp_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                 struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    const struct lamp *lamp = params;
    struct aug_range limit = lamp->temperature_limit;
    if (lamp->mode == 1) limit.low = fmax(limit.low, 4000);
    const double temperature = fmin(fmax(draw_temperature(lamp, &limit, rng), limit.low), limit.high);
    *AU_DRAWN(struct lamp_draw, draw) = (struct lamp_draw){(int)temperature, lamp->mode};
    return AUG_OK;
}

static void lamp_tables(const struct aug_draw *draw, struct au_tables *tables)
{
    const struct lamp_draw *drawn = AU_DRAWN_CONST(struct lamp_draw, draw);
    const double(*rows)[3] = drawn->mode == 1 ? daylight : black_body;
    const int row = (drawn->temperature - COLDEST) / STEP, next = row + 1 < ROWS ? row + 1 : row;
    const double share = (drawn->temperature - COLDEST - row * STEP) / (double)STEP;
    double colour[3];
    for (int c = 0; c < 3; c++) colour[c] = (1 - share) * rows[row][c] + share * rows[next][c];
    tables->differ = true;
    for (int c = 0; c < 3; c++) au_table_linear_cut(tables->of[c], colour[c] / colour[1], 0);
}

static enum aug_status lamp_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    (void)params;
    struct au_tables tables;
    if (in->channels == 1) return aug_image_copy(in, out, err);
    lamp_tables(draw, &tables);
    return au_tables_apply(&tables, in, out, err);
}

static enum aug_status lamp_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    struct au_tables tables;
    if (in->channels == 1) return aug_image_copy(in, out, err);
    lamp_tables(draw, &tables);
    return au_tables_undo(&tables, in, out, err);
}

/* ---- FancyPCA ---- */

struct fancy {
    double alpha;
};

static const struct aug_param fancy_params[] = {
    AUG_F64(struct fancy, alpha, 0.1, 0, 100, "Standard deviation of the three random factors."),
    {0},
};

struct fancy_draw {
    struct aug_numbers alpha_vector;
};

static const struct aug_param fancy_draws[] = {
    AUG_NUMBERS(struct fancy_draw, alpha_vector, 3, 0, -1000, 1000,
                "The random factor of each principal colour, largest first."),
    {0},
};

static enum aug_status fancy_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    struct aug_numbers *factors = &AU_DRAWN(struct fancy_draw, draw)->alpha_vector;
    *factors = (struct aug_numbers){.count = 3};
    for (int k = 0; k < 3; k++) factors->values[k] = ((const struct fancy *)params)->alpha * au_rng_normal(rng);
    return AUG_OK;
}

/* What a pixel's distance from the mean is multiplied by: V diag(alpha * variance), axes as columns pointing to where their
 * components sum to less than 0 (their sign is free; the library takes what LAPACK gives). */
static void fancy_matrix(const struct au_principal *principal, const double *alpha, double matrix[3][3])
{
    for (int k = 0; k < 3; k++) {
        const double *axis = principal->axis[k];
        const double sign = axis[0] + axis[1] + axis[2] > 0 ? -1 : 1;
        for (int i = 0; i < 3; i++) matrix[i][k] = sign * axis[i] * alpha[k] * principal->variance[k] / (255.0 * 255.0);
    }
}

static enum aug_status fancy_grey(const struct aug_image *in, double alpha, struct aug_image *out,
                                  struct aug_error *err)
{
    uint32_t counts[256];
    uint8_t table[256];
    const double mean = au_image_mean(in), pixels = (double)in->width * in->height;
    double square = 0;
    au_histogram(in, 0, counts);
    for (int v = 0; v < 256; v++) square += counts[v] * (v - mean) * (v - mean);
    const double factor = alpha * sqrt(square / pixels) / 255;
    au_table_linear_round(table, 1 + factor, -factor * mean);
    return au_table_apply(table, in, out, err);
}

static enum aug_status fancy_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const double *alpha = AU_DRAWN_CONST(struct fancy_draw, draw)->alpha_vector.values;
    struct au_principal principal;
    double matrix[3][3];
    if (in->channels == 1) return fancy_grey(in, alpha[0], out, err);
    AUG_TRY(au_same_size(in, out, err));
    au_principal(in, &principal);
    const double pixels = (double)in->width * in->height;
    for (int k = 0; k < 3 && pixels > 1; k++) principal.variance[k] *= pixels / (pixels - 1);
    fancy_matrix(&principal, alpha, matrix);
    for (int y = 0; y < in->height; y++) {
        const uint8_t *source = au_row(in, y);
        uint8_t *target = au_row_out(out, y);
        for (int x = 0; x < in->width; x++, source += 3, target += 3)
            for (int i = 0; i < 3; i++) {
                double shift = 0;
                for (int k = 0; k < 3; k++) shift += matrix[i][k] * (source[k] - principal.mean[k]);
                target[i] = au_round_u8((float)(source[i] + shift));
            }
    }
    return AUG_OK;
}

static const char *const temperature_strata[] = {"temperature_limit", NULL};

static const struct aug_transform transforms[] = {
    {
        .name = "PlanckianJitter",
        .about =
            "Tints the image as a lamp of another colour temperature would; the library refuses grey images, here they stay.",
        .claim = {.asserts = "A picture deserves the same label under warmer or colder light.",
                  .unless = "A warm or cold tint carries the label.",
                  .victims =
                      "Jaundice, ripeness from yellow to orange, lamp types, sunrise against noon, litmus paper.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_VALUEWISE,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_COLOUR_ONLY,
        .params_bytes = sizeof(struct lamp),
        .params = lamp_params,
        .draws = lamp_draws,
        .strata = temperature_strata,
        .draw = lamp_draw,
        .apply = lamp_apply,
        .undo = lamp_undo,
    },
    {
        .name = "FancyPCA",
        .about = "Stretches colours along the image's principal colours by random factors.",
        .claim = {.asserts = "A picture deserves the same label with its own main colours somewhat stronger or weaker.",
                  .unless = "A fine difference of colour carries the label and alpha is large.",
                  .victims = "Ripeness grades, stain intensity, litmus paper, faded and fresh paint.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_CONSTANT_KEPT,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct fancy),
        .params = fancy_params,
        .draws = fancy_draws,
        .draw = fancy_draw,
        .apply = fancy_apply,
    },
    {0},
};

const struct aug_family au_family_lamp = {"lamp", transforms};
