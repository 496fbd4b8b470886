/* SPDX-License-Identifier: Apache-2.0
 * mosaic.c - four pictures in a two-by-two grid (Bochkovskiy et al. 2020). */
#include <augaudit/transform.h>

#include <math.h>
#include <string.h>

#include "family.h"
#include "family_tools.h"
#include "image/resize.h"
#include "mix_tools.h"
#include "param_rows.h"
#include "pixels.h"

static const char *const fit_modes[] = {"cover", "contain", NULL};

struct mosaic {
    struct aug_numbers grid_yx;
    struct aug_range center_range;
    int fit_mode;
    int labels;
};

static bool word_keeps_label(const void *params)
{
    return ((const struct mosaic *)params)->labels == AU_LABELS_FIRST;
}

/* Boxes and masks of the other pictures come along, their classes do not. */
static bool keeps_label(const void *params)
{
    (void)params;
    return true;
}

struct mosaic_draw {
    double centre_x, centre_y;                  /* shares of the frame */
    double left[AUG_MIX_MAX], top[AUG_MIX_MAX]; /* where the window of each cell lies in its slack, 0 .. 1 */
};

static enum aug_status mosaic_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                   struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    struct mosaic_draw *drawn = AU_DRAWN(struct mosaic_draw, draw);
    const struct mosaic *mosaic = params;
    drawn->centre_x = au_draw_range(rng, &mosaic->center_range);
    drawn->centre_y = au_draw_range(rng, &mosaic->center_range);
    for (int k = 0; k < AUG_MIX_MAX; k++) {
        drawn->left[k] = au_rng_uniform(rng);
        drawn->top[k] = au_rng_uniform(rng);
    }
    return AUG_OK;
}

/* Cell i of the grid: upper left, upper right, lower left, lower right. */
static struct au_mix_box cell_at(const struct mosaic_draw *d, int i, int width, int height)
{
    const int x = au_inside(rint(d->centre_x * width), width), y = au_inside(rint(d->centre_y * height), height);
    return (struct au_mix_box){i % 2 ? x : 0, i / 2 ? y : 0, i % 2 ? width : x, i / 2 ? height : y};
}

static int area_of(struct au_mix_box box)
{
    return (box.x1 - box.x0) * (box.y1 - box.y0);
}

/* The cell of picture k: the first picture has the largest one, and change places with it who has that number. */
static struct au_mix_box cell_of(const struct aug_draw *draw, int k, int width, int height)
{
    const struct mosaic_draw *d = AU_DRAWN_CONST(struct mosaic_draw, draw);
    int largest = 0;
    for (int i = 1; i < AUG_MIX_MAX; i++)
        if (area_of(cell_at(d, i, width, height)) > area_of(cell_at(d, largest, width, height))) largest = i;
    return cell_at(d, k == 0 ? largest : k == largest ? 0 : k, width, height);
}

static void mosaic_shares(const void *params, const struct aug_draw *draw, int width, int height, double *share)
{
    (void)params;
    for (int k = 0; k < AUG_MIX_MAX; k++) {
        const struct au_mix_box cell = cell_of(draw, k, width, height);
        share[k] = area_of(cell) / ((double)width * height);
    }
}

/* How a picture fills its cell: scaled by one factor to cover it, and a window of it cut out; or to fit into it, with black around. */
struct fit {
    struct au_mix_box cell;
    int width, height; /* of the scaled picture */
    int left, top;     /* of the window in it, or, negative, of it in the cell */
};

static int slack(int scaled, int cell, double share)
{
    return scaled >= cell ? (int)(share * (scaled - cell + 1)) : -((cell - scaled) / 2);
}

static struct fit fit_of(const struct mosaic *mosaic, const struct aug_draw *draw, int k,
                         const struct aug_image *picture)
{
    const struct mosaic_draw *d = AU_DRAWN_CONST(struct mosaic_draw, draw);
    struct fit fit = {.cell = cell_of(draw, k, picture->width, picture->height)};
    const int width = fit.cell.x1 - fit.cell.x0, height = fit.cell.y1 - fit.cell.y0;
    const double across = (double)width / picture->width, down = (double)height / picture->height;
    const double scale = mosaic->fit_mode == 0 ? fmax(across, down) : fmin(across, down);
    fit.width = (int)fmax(1, rint(picture->width * scale));
    fit.height = (int)fmax(1, rint(picture->height * scale));
    fit.left = slack(fit.width, width, d->left[k]);
    fit.top = slack(fit.height, height, d->top[k]);
    return fit;
}

static void put_cell(const struct aug_image *scaled, const struct fit *fit, struct aug_image *out)
{
    const size_t channels = (size_t)out->channels;
    for (int y = fit->cell.y0; y < fit->cell.y1; y++)
        for (int x = fit->cell.x0; x < fit->cell.x1; x++) {
            const int from_x = x - fit->cell.x0 + fit->left, from_y = y - fit->cell.y0 + fit->top;
            uint8_t *to = au_row_out(out, y) + (size_t)x * channels;
            const bool is_there = from_x >= 0 && from_y >= 0 && from_x < scaled->width && from_y < scaled->height;
            if (is_there) memcpy(to, au_row(scaled, from_y) + (size_t)from_x * channels, channels);
        }
}

static enum aug_status mosaic_mix(const void *params, const struct aug_draw *draw,
                                  const struct aug_image *const *pictures, struct aug_image *out, struct aug_error *err)
{
    struct aug_image scaled = {0};
    enum aug_status status = au_same_size(pictures[0], out, err);
    for (int k = 0; status == AUG_OK && k < AUG_MIX_MAX; k++) {
        const struct fit fit = fit_of(params, draw, k, pictures[k]);
        if (fit.cell.x0 == fit.cell.x1 || fit.cell.y0 == fit.cell.y1) continue;
        status = au_image_resize_area(pictures[k], &scaled, fit.width, fit.height, err);
        if (status == AUG_OK) put_cell(&scaled, &fit, out);
    }
    aug_image_release(&scaled);
    return status;
}

/* The part of the source that the window shows. */
static enum aug_status mosaic_seen(const void *params, const struct aug_draw *draw, int k,
                                   const struct aug_image *picture, const struct aug_image *background,
                                   struct aug_image *out, struct aug_error *err)
{
    const struct fit fit = fit_of(params, draw, k, picture);
    const double across = (double)picture->width / fit.width, down = (double)picture->height / fit.height;
    const int left = fit.left > 0 ? fit.left : 0, top = fit.top > 0 ? fit.top : 0;
    const struct au_mix_box window = {au_inside(rint(left * across), picture->width),
                                      au_inside(rint(top * down), picture->height),
                                      au_inside(rint((left + fit.cell.x1 - fit.cell.x0) * across), picture->width),
                                      au_inside(rint((top + fit.cell.y1 - fit.cell.y0) * down), picture->height)};
    return au_copy_box(background, picture, window, out, err);
}

static const char *mosaic_refuse(const void *params)
{
    const struct aug_numbers *grid = &((const struct mosaic *)params)->grid_yx;
    return grid->values[0] == 2 && grid->values[1] == 2 ? NULL
                                                        : "has a grid other than two by two, and only that is audited.";
}

#define MOSAIC_MIXING \
    .count = AUG_MIX_MAX, .shares = mosaic_shares, .mix = mosaic_mix, .seen = mosaic_seen, .refuse = mosaic_refuse

static const struct aug_mixing word_mixing = {MOSAIC_MIXING, .keeps_label = word_keeps_label};
static const struct aug_mixing mosaic_mixing = {MOSAIC_MIXING, .keeps_label = keeps_label};

static enum aug_status mosaic_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                    struct aug_image *out, struct aug_error *err)
{
    return au_mix_with_itself(&mosaic_mixing, params, draw, in, out, err);
}

/* ---- tables ---- */

#define MOSAIC_ROWS                                                                     \
    AUG_NUMBERS(struct mosaic, grid_yx, 2, 2, 1, 100, "Rows and columns of the grid."), \
        AUG_RANGE_(struct mosaic, center_range, 0.3, 0.7, 0, 1, false,                  \
                   "Where the centre of the grid lies, in shares of the frame."),       \
        AUG_CHOICE(struct mosaic, fit_mode, 0, fit_modes, "Whether a picture covers its cell or fits into it.")

static const struct aug_param mosaic_word_params[] = {
    MOSAIC_ROWS,
    AU_LABELS_ROW(struct mosaic),
    {0},
};

static const struct aug_param mosaic_params[] = {
    MOSAIC_ROWS,
    AUG_NOTED("target_size", "Size of the result; the audit keeps that of the first picture."),
    AUG_NOTED("cell_shape", "Size to which pictures are brought first."),
    AUG_NOTED("interpolation", "How pixels are mixed when pictures are scaled; the audit averages areas."),
    AUG_NOTED("mask_interpolation", "The same for masks."),
    AUG_NOTED("fill", "Colour around pictures that fit into their cell; the audit takes black."),
    AUG_NOTED("fill_mask", "The same for masks."),
    AUG_NOTED("metadata_key", "Where the training script hands over the other pictures."),
    {0},
};

static const struct aug_param mosaic_draws[] = {
    AUG_F64(struct mosaic_draw, centre_x, 0.5, 0, 1, "Centre of the grid, share of the width."),
    AUG_F64(struct mosaic_draw, centre_y, 0.5, 0, 1, "Centre of the grid, share of the height."),
    {0},
};

#define CLAIM_MOSAIC(asserts_)                                                                           \
    {                                                                                                    \
        .asserts = asserts_,                                                                             \
        .unless = "Size, place or surroundings tell the class, or cutting takes away what tells it.",    \
        .victims = "Classes told by size or place, whole-image labels, pictures with one small object.", \
        .places = "Boxes, masks and key points move and shrink with their picture, and may be cut off.", \
        .moves = AUG_MOVES_AND_DROPS                                                                     \
    }

static const struct aug_transform transforms[] = {
    {
        .name = "mosaic",
        .about = "Puts four pictures together in a two-by-two grid, and shares the label by area.",
        .claim = CLAIM_MOSAIC("Four pictures in a grid deserve their labels in proportion to their areas."),
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct mosaic),
        .params = mosaic_word_params,
        .draws = mosaic_draws,
        .draw = mosaic_draw,
        .apply = mosaic_apply,
        .mixing = &word_mixing,
    },
    {
        .name = "Mosaic",
        .about =
            "Puts four pictures together in a two-by-two grid; boxes and masks come along, and the label of the first stays.",
        .claim = CLAIM_MOSAIC("Four pictures in a grid keep the label of the first one, which has the largest cell."),
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct mosaic),
        .params = mosaic_params,
        .draws = mosaic_draws,
        .draw = mosaic_draw,
        .apply = mosaic_apply,
        .mixing = &mosaic_mixing,
    },
    {0},
};

const struct aug_family au_family_mosaic = {"mosaic", transforms};
