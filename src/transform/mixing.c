/* SPDX-License-Identifier: Apache-2.0
 * mixing.c - one picture of two: MixUp (Zhang et al. 2018) and CutMix (Yun et al. 2019). */
#include <augaudit/transform.h>

#include <math.h>

#include "family.h"
#include "family_tools.h"
#include "mix_tools.h"
#include "param_rows.h"
#include "pixels.h"

/* ---- the weight ---- */

/* Logarithm of a value of the law Gamma(shape, 1): Marsaglia and Tsang (2000), with Gamma(a) = Gamma(a + 1) U^(1/a) below 1. */
static double log_gamma_draw(struct au_rng *rng, double shape)
{
    const double boost = shape < 1 ? log(1 - au_rng_uniform(rng)) / shape : 0;
    const double d = (shape < 1 ? shape + 1 : shape) - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        const double z = au_rng_normal(rng), v = (1 + c * z) * (1 + c * z) * (1 + c * z), u = au_rng_uniform(rng);
        if (v > 0 && log(1 - u) < z * z / 2 + d - d * v + d * log(v)) return log(d * v) + boost;
    }
}

/* Beta(alpha, alpha), in logarithms so that a small alpha gives 0 and 1 and not 0 / 0. */
static double beta_draw(struct au_rng *rng, double alpha)
{
    const double a = log_gamma_draw(rng, alpha), b = log_gamma_draw(rng, alpha);
    return 1 / (1 + exp(b - a));
}

struct weighted { /* parameters of MixUp and CutMix */
    double alpha;
    int labels;
};

static bool keeps_label(const void *params)
{
    return ((const struct weighted *)params)->labels == AU_LABELS_FIRST;
}

/* ---- MixUp ---- */

struct mixup_draw {
    double weight;
};

static enum aug_status mixup_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct mixup_draw, draw)->weight = beta_draw(rng, ((const struct weighted *)params)->alpha);
    return AUG_OK;
}

static void mixup_shares(const void *params, const struct aug_draw *draw, int width, int height, double *share)
{
    (void)params, (void)width, (void)height;
    share[0] = AU_DRAWN_CONST(struct mixup_draw, draw)->weight;
    share[1] = 1 - share[0];
}

static enum aug_status blend(const struct aug_image *a, double weight, const struct aug_image *b, struct aug_image *out,
                             struct aug_error *err)
{
    AUG_TRY(au_same_size(a, out, err));
    for (int y = 0; y < a->height; y++)
        for (size_t i = 0; i < au_row_values(a); i++)
            au_row_out(out, y)[i] = au_round_u8((float)(weight * au_row(a, y)[i] + (1 - weight) * au_row(b, y)[i]));
    return AUG_OK;
}

static enum aug_status mixup_mix(const void *params, const struct aug_draw *draw,
                                 const struct aug_image *const *pictures, struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return blend(pictures[0], AU_DRAWN_CONST(struct mixup_draw, draw)->weight, pictures[1], out, err);
}

static const struct aug_mixing mixup_mixing = {
    .count = 2, .shares = mixup_shares, .mix = mixup_mix, .keeps_label = keeps_label};

static enum aug_status mixup_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    return au_mix_with_itself(&mixup_mixing, params, draw, in, out, err);
}

/* ---- CutMix ---- */

struct cutmix_draw {
    double weight, centre_x, centre_y; /* centre in shares of the frame */
};

static enum aug_status cutmix_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    struct cutmix_draw *drawn = AU_DRAWN(struct cutmix_draw, draw);
    drawn->weight = beta_draw(rng, ((const struct weighted *)params)->alpha);
    drawn->centre_x = au_rng_uniform(rng);
    drawn->centre_y = au_rng_uniform(rng);
    return AUG_OK;
}

/* A box of the frame's shape around the centre, cut at the frame: the label's share follows what is left of it, as in the paper. */
static struct au_mix_box box_of(const struct aug_draw *draw, int width, int height)
{
    const struct cutmix_draw *d = AU_DRAWN_CONST(struct cutmix_draw, draw);
    const double side = sqrt(1 - d->weight);
    const int cut_width = (int)(width * side), cut_height = (int)(height * side);
    const int x = (int)(d->centre_x * width), y = (int)(d->centre_y * height);
    return (struct au_mix_box){au_inside(x - cut_width / 2, width), au_inside(y - cut_height / 2, height),
                               au_inside(x + cut_width / 2, width), au_inside(y + cut_height / 2, height)};
}

static void cutmix_shares(const void *params, const struct aug_draw *draw, int width, int height, double *share)
{
    (void)params;
    const struct au_mix_box box = box_of(draw, width, height);
    share[1] = (double)(box.x1 - box.x0) * (box.y1 - box.y0) / ((double)width * height);
    share[0] = 1 - share[1];
}

static enum aug_status cutmix_mix(const void *params, const struct aug_draw *draw,
                                  const struct aug_image *const *pictures, struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return au_copy_box(pictures[0], pictures[1], box_of(draw, pictures[0]->width, pictures[0]->height), out, err);
}

static enum aug_status cutmix_seen(const void *params, const struct aug_draw *draw, int k,
                                   const struct aug_image *picture, const struct aug_image *background,
                                   struct aug_image *out, struct aug_error *err)
{
    (void)params;
    const struct au_mix_box box = box_of(draw, picture->width, picture->height);
    return k == 0 ? au_copy_box(picture, background, box, out, err) : au_copy_box(background, picture, box, out, err);
}

static const struct aug_mixing cutmix_mixing = {
    .count = 2, .shares = cutmix_shares, .mix = cutmix_mix, .seen = cutmix_seen, .keeps_label = keeps_label};

static enum aug_status cutmix_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    return au_mix_with_itself(&cutmix_mixing, params, draw, in, out, err);
}

/* ---- tables ---- */

#define ALPHA_ABOUT "Parameter of the law Beta(alpha, alpha) of the weight: small mixes little, 1 mixes evenly."

static const struct aug_param alpha_params[] = {
    AUG_F64(struct weighted, alpha, 1, 0.01, 100, ALPHA_ABOUT),
    AU_LABELS_ROW(struct weighted),
    {0},
};

static const struct aug_param mixup_params[] = {
    AUG_F64(struct weighted, alpha, 0.4, 0.01, 1, ALPHA_ABOUT),
    AUG_NOTED("reference_data", "Where the other pictures come from; the audit takes them from the data set."),
    AUG_NOTED("read_fn", "How the training script reads them."),
    AUG_NOTED("mix_coef_return_name", "Under which name the training script finds the weight."),
    {0},
};

static const struct aug_param mixup_draws[] = {
    AUG_F64(struct mixup_draw, weight, 0.5, 0, 1, "Weight of the first picture."),
    {0},
};

static const struct aug_param cutmix_draws[] = {
    AUG_F64(struct cutmix_draw, weight, 0.5, 0, 1, "Share of the first picture before the box is cut at the frame."),
    AUG_F64(struct cutmix_draw, centre_x, 0.5, 0, 1, "Centre of the box, share of the width."),
    AUG_F64(struct cutmix_draw, centre_y, 0.5, 0, 1, "Centre of the box, share of the height."),
    {0},
};

#define CLAIM_MIXUP                                                                                               \
    {                                                                                                             \
        .asserts = "An average of two pictures deserves the same average of their labels.",                       \
        .unless = "The average looks like a third class, or less of a picture is seen than its share says.",      \
        .victims = "Overlaid digits and letters, signs made of strokes, classes that are sums of other classes.", \
        AU_CLAIM_STAYS                                                                                            \
    }
#define CLAIM_CUTMIX                                                                                          \
    {                                                                                                         \
        .asserts = "A picture with a box of another one deserves their labels in proportion to their areas.", \
        .unless = "A small part of the picture tells the class: then area says little about what is seen.",   \
        .victims = "Small objects, digits and letters, signs with one telling corner, defects.",              \
        .places = "Boxes, masks and key points under the box are those of the other picture.",                \
        .moves = AUG_MOVES_AND_DROPS                                                                          \
    }
static const struct aug_transform transforms[] = {
    {
        .name = "mixup",
        .about = "Averages the picture with another one, and their labels too.",
        .claim = CLAIM_MIXUP,
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct weighted),
        .params = alpha_params,
        .draws = mixup_draws,
        .draw = mixup_draw,
        .apply = mixup_apply,
        .mixing = &mixup_mixing,
    },
    {
        .name = "MixUp",
        .about = "Averages the picture with another one, and their labels too.",
        .claim = CLAIM_MIXUP,
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct weighted),
        .params = mixup_params,
        .draws = mixup_draws,
        .draw = mixup_draw,
        .apply = mixup_apply,
        .mixing = &mixup_mixing,
    },
    {
        .name = "cutmix",
        .about = "Pastes a box of another picture, and shares the label by area.",
        .claim = CLAIM_CUTMIX,
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct weighted),
        .params = alpha_params,
        .draws = cutmix_draws,
        .draw = cutmix_draw,
        .apply = cutmix_apply,
        .mixing = &cutmix_mixing,
    },
    {0},
};

const struct aug_family au_family_mixing = {"mixing", transforms};
