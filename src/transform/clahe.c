/* SPDX-License-Identifier: Apache-2.0
 * clahe.c - contrast-limited adaptive histogram equalization, with OpenCV's tiles and rounding.
 *
 * Zuiderveld, "Contrast limited adaptive histogram equalization", Graphics Gems IV, 1994. Every tile of a grid has its own
 * equalizing table; a pixel's value is blended from the tables of the four nearest tiles. */
#include <augaudit/transform.h>

#include <math.h>
#include <string.h>

#include "core/memory.h"

#include "colour.h"
#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"

struct clahe {
    struct aug_range clip_limit;
    struct aug_numbers tile_grid_size;
};

static const struct aug_param clahe_params[] = {
    AUG_RANGE_(struct clahe, clip_limit, 1, 4, 1, 100000, false,
               "How many times the mean count a bin of a tile's histogram may hold before it is cut."),
    AUG_NUMBERS(struct clahe, tile_grid_size, 2, 8, 1, 256, "Tiles across and down."),
    {0},
};

struct clahe_draw {
    double clip_limit;
};

static const struct aug_param clahe_draws[] = {
    AUG_F64(struct clahe_draw, clip_limit, 4, 1, 100000, "The limit, in mean counts of a bin."),
    {0},
};

static enum aug_status clahe_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                  struct aug_draw *draw, struct aug_error *err)
{
    (void)in, (void)err;
    AU_DRAWN(struct clahe_draw, draw)->clip_limit = au_draw_range(rng, &((const struct clahe *)params)->clip_limit);
    return AUG_OK;
}

/* One channel seen as a grid of tiles; where the grid does not divide the image it is continued by mirroring. */
struct grid {
    const struct aug_image *image; /* the first channel is equalized */
    int across, down, tile_width, tile_height;
    int clip_count;
    uint8_t *tables; /* across * down tables of 256 */
};

static void cut_peaks(int counts[256], int limit)
{
    int cut = 0;
    for (int v = 0; v < 256; v++)
        if (counts[v] > limit) {
            cut += counts[v] - limit;
            counts[v] = limit;
        }
    int rest = cut % 256;
    for (int v = 0; v < 256; v++) counts[v] += cut / 256;
    if (rest == 0) return;
    const int step = 256 / rest;
    for (int v = 0; v < 256 && rest > 0; v += step, rest--) counts[v]++;
}

static void tile_table(const struct grid *grid, int tile_x, int tile_y)
{
    const struct aug_image *image = grid->image;
    int counts[256] = {0}, sum = 0;
    for (int y = tile_y * grid->tile_height; y < (tile_y + 1) * grid->tile_height; y++) {
        const uint8_t *row = au_row(image, au_reflect101(y, image->height));
        for (int x = tile_x * grid->tile_width; x < (tile_x + 1) * grid->tile_width; x++)
            counts[row[au_reflect101(x, image->width) * image->channels]]++;
    }
    cut_peaks(counts, grid->clip_count);
    const float scale = 255.0f / (float)(grid->tile_width * grid->tile_height);
    uint8_t *table = grid->tables + 256 * ((size_t)tile_y * (size_t)grid->across + (size_t)tile_x);
    for (int v = 0; v < 256; v++) {
        sum += counts[v];
        table[v] = au_round_u8((float)sum * scale);
    }
}

/* The two tiles whose centres a coordinate lies between, and its share of the second. */
struct between {
    int first, second;
    float share;
};

static struct between tiles_at(int coordinate, float scale, int count)
{
    const float place = (float)coordinate * scale - 0.5f;
    const int first = (int)floorf(place);
    return (struct between){
        .first = first < 0 ? 0 : first,
        .second = first + 1 < count ? first + 1 : count - 1,
        .share = place - (float)first,
    };
}

static uint8_t blend(const struct grid *grid, struct between x, struct between y, uint8_t value)
{
    const uint8_t *upper = grid->tables + 256 * (size_t)y.first * (size_t)grid->across;
    const uint8_t *lower = grid->tables + 256 * (size_t)y.second * (size_t)grid->across;
    const float above = upper[256 * x.first + value] * (1 - x.share) + upper[256 * x.second + value] * x.share;
    const float below = lower[256 * x.first + value] * (1 - x.share) + lower[256 * x.second + value] * x.share;
    return au_round_u8(above * (1 - y.share) + below * y.share);
}

static void blend_image(const struct grid *grid, struct aug_image *out)
{
    const float x_scale = 1.0f / (float)grid->tile_width, y_scale = 1.0f / (float)grid->tile_height;
    for (int y = 0; y < out->height; y++) {
        uint8_t *row = au_row_out(out, y);
        const struct between down = tiles_at(y, y_scale, grid->down);
        for (int x = 0; x < out->width; x++) {
            uint8_t *value = row + (size_t)x * (size_t)out->channels;
            *value = blend(grid, tiles_at(x, x_scale, grid->across), down, *value);
        }
    }
}

/* As soon as one side does not divide, OpenCV continues both: one that does divide then grows by a pixel a tile. */
static void size_tiles(struct grid *grid, int width, int height)
{
    if (width % grid->across == 0 && height % grid->down == 0) {
        grid->tile_width = width / grid->across;
        grid->tile_height = height / grid->down;
        return;
    }
    grid->tile_width = (width + grid->across - width % grid->across) / grid->across;
    grid->tile_height = (height + grid->down - height % grid->down) / grid->down;
}

static enum aug_status equalize_tiles(struct aug_image *image, const struct clahe *params, double clip_limit,
                                      struct aug_error *err)
{
    struct grid grid = {.image = image};
    grid.across = (int)params->tile_grid_size.values[0];
    grid.down = params->tile_grid_size.count > 1 ? (int)params->tile_grid_size.values[1] : grid.across;
    size_tiles(&grid, image->width, image->height);
    const int clip = (int)(clip_limit * grid.tile_width * grid.tile_height / 256);
    grid.clip_count = clip < 1 ? 1 : clip;
    grid.tables = au_alloc((size_t)grid.across * (size_t)grid.down, 256);
    if (!grid.tables) return au_no_memory(err, "CLAHE's tables");
    for (int y = 0; y < grid.down; y++)
        for (int x = 0; x < grid.across; x++) tile_table(&grid, x, y);
    blend_image(&grid, image);
    au_free(grid.tables);
    return AUG_OK;
}

static enum aug_status clahe_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   struct aug_image *out, struct aug_error *err)
{
    const double limit = AU_DRAWN_CONST(struct clahe_draw, draw)->clip_limit;
    AUG_TRY(aug_image_copy(in, out, err));
    if (in->channels == 1) return equalize_tiles(out, params, limit, err);
    struct au_lab light;
    au_lab_prepare(&light);
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++)
            au_lab_from_rgb(&light, au_row(in, y) + 3 * (size_t)x, au_row_out(out, y) + 3 * (size_t)x);
    AUG_TRY(equalize_tiles(out, params, limit, err));
    for (int y = 0; y < in->height; y++) {
        uint8_t *pixel = au_row_out(out, y);
        for (int x = 0; x < in->width; x++, pixel += 3) {
            const uint8_t lab[3] = {pixel[0], pixel[1], pixel[2]};
            au_lab_to_rgb(lab, pixel);
        }
    }
    return AUG_OK;
}

static const char *const clahe_strata[] = {"clip_limit", NULL};

static const struct aug_transform transforms[] = {
    {
        .name = "CLAHE",
        .about =
            "Equalizes the lightness in every tile of a grid by itself, with a limit on how far contrast may rise.",
        .claim = {.asserts = "A picture deserves the same label when local contrast is raised everywhere.",
                  .unless =
                      "Absolute or relative brightness carries the label, or noise in flat areas turns into texture.",
                  .victims =
                      "Day and night, lamps on and off, smooth against rough surfaces, radiographs graded by density.",
                  AU_CLAIM_STAYS},
        .law = AUG_LAW_NONE,
        .flags = AUG_TRANSFORM_RANDOM,
        .params_bytes = sizeof(struct clahe),
        .params = clahe_params,
        .draws = clahe_draws,
        .strata = clahe_strata,
        .draw = clahe_draw,
        .apply = clahe_apply,
    },
    {0},
};

const struct aug_family au_family_clahe = {"clahe", transforms};
