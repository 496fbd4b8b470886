/* SPDX-License-Identifier: Apache-2.0
 * histogram.c - Equalize and AutoContrast: tables made from the image's own histogram. */
#include <augaudit/transform.h>

#include <math.h>
#include <string.h>

#include "colour.h"
#include "family.h"
#include "family_tools.h"
#include "param_rows.h"
#include "pixels.h"
#include "tables.h"

static void identity_table(uint8_t table[256])
{
    for (int v = 0; v < 256; v++) table[v] = (uint8_t)v;
}

/* ---- Equalize ---- */

static const char *const equalize_modes[] = {"cv", "pil", NULL};

struct equalize {
    int mode;
    bool by_channels;
};

static const struct aug_param equalize_params[] = {
    AUG_CHOICE(struct equalize, mode, 0, equalize_modes, "Whose rounding: OpenCV's or Pillow's."),
    AUG_SWITCH(struct equalize, by_channels, true, "Whether each channel is equalized, or the luma alone."),
    AUG_NOTED("mask", "Where the histogram is taken; only null is audited."),
    AUG_NOTED("mask_params", "What a mask function needs; not used."),
    {0},
};

static uint32_t total_of(const uint32_t counts[256])
{
    uint32_t total = 0;
    for (int v = 0; v < 256; v++) total += counts[v];
    return total;
}

static void equalize_table_cv(const uint32_t counts[256], uint8_t table[256])
{
    int first = 0;
    while (first < 255 && counts[first] == 0) first++;
    const uint32_t total = total_of(counts);
    memset(table, first, 256);
    if (counts[first] == total) return;
    const float scale = 255.0f / (float)(total - counts[first]);
    uint32_t sum = 0;
    memset(table, 0, 256);
    for (int v = first + 1; v < 256; v++) {
        sum += counts[v];
        table[v] = au_round_u8((float)sum * scale);
    }
}

static void equalize_table_pil(const uint32_t counts[256], uint8_t table[256])
{
    int last = 255;
    while (last > 0 && counts[last] == 0) last--;
    const uint32_t total = total_of(counts), step = (total - counts[last]) / 255;
    uint32_t sum = 0;
    if (step == 0) {
        identity_table(table);
        return;
    }
    for (int v = 0; v < 256; v++) {
        sum += counts[v];
        const uint32_t place = (sum + step / 2) / step;
        table[v] = (uint8_t)(place > 255 ? 255 : place);
    }
}

static void equalize_table(const struct equalize *equalize, const uint32_t counts[256], uint8_t table[256])
{
    if (equalize->mode == 0) equalize_table_cv(counts, table);
    else equalize_table_pil(counts, table);
}

static enum aug_status equalize_luma(const struct equalize *equalize, const struct aug_image *in, struct aug_image *out,
                                     struct aug_error *err)
{
    uint32_t counts[256];
    uint8_t table[256];
    AUG_TRY(au_same_size(in, out, err));
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++)
            au_ycc_from_rgb(au_row(in, y) + 3 * (size_t)x, au_row_out(out, y) + 3 * (size_t)x);
    au_histogram(out, 0, counts);
    equalize_table(equalize, counts, table);
    for (int y = 0; y < in->height; y++) {
        uint8_t *pixel = au_row_out(out, y);
        for (int x = 0; x < in->width; x++, pixel += 3) {
            const uint8_t ycc[3] = {table[pixel[0]], pixel[1], pixel[2]};
            au_ycc_to_rgb(ycc, pixel);
        }
    }
    return AUG_OK;
}

static enum aug_status equalize_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                      struct aug_image *out, struct aug_error *err)
{
    (void)draw;
    const struct equalize *equalize = params;
    if (!equalize->by_channels && in->channels == 3) return equalize_luma(equalize, in, out, err);
    struct au_tables tables = {.differ = in->channels == 3};
    for (int c = 0; c < in->channels; c++) {
        uint32_t counts[256];
        au_histogram(in, c, counts);
        equalize_table(equalize, counts, tables.of[c]);
    }
    return au_tables_apply(&tables, in, out, err);
}

/* ---- AutoContrast ---- */

static const char *const contrast_methods[] = {"cdf", "pil", NULL};

struct auto_contrast {
    double cutoff;
    int ignore, method;
};

static const struct aug_param auto_contrast_params[] = {
    AUG_F64(struct auto_contrast, cutoff, 0, 0, 100, "Percent of the darkest and of the brightest pixels to clip."),
    AUG_INT(struct auto_contrast, ignore, -1, -1, 255, "A value (and a channel's number) to leave out; null for none.",
            .optional = true),
    AUG_CHOICE(struct auto_contrast, method, 0, contrast_methods,
               "Stretch by the cumulative histogram (cdf) or linearly (pil)."),
    {0},
};

/* The library's histogram ends before 255: that value is not counted. */
static void library_histogram(const struct aug_image *in, int channel, int ignore, uint32_t counts[256])
{
    uint32_t plain[256];
    au_histogram(in, channel, plain);
    memset(counts, 0, 256 * sizeof *counts);
    for (int v = 0; v < 255; v++)
        if (v != ignore) counts[v] = plain[v];
}

struct bounds {
    int low, high;
};

static bool all_equal(const uint32_t counts[256])
{
    for (int v = 1; v < 256; v++)
        if (counts[v] != counts[0]) return false;
    return true;
}

static struct bounds cut_bounds(const uint32_t counts[256], double cutoff)
{
    const double to_cut = total_of(counts) * cutoff / 100;
    struct bounds bounds = {0, 255};
    double sum = 0;
    if (all_equal(counts)) {
        const int low = (int)(256 * cutoff / 100);
        return (struct bounds){low, 255 - low};
    }
    for (int v = 0; v < 256; v++)
        if ((sum += counts[v]) >= to_cut) {
            bounds.low = v < 255 ? v + 1 : 255;
            break;
        }
    sum = 0;
    for (int v = 255; v >= 0; v--)
        if ((sum += counts[v]) >= to_cut) {
            bounds.high = v;
            break;
        }
    return bounds.low > bounds.high ? (struct bounds){127, 127} : bounds;
}

static struct bounds find_bounds(const uint32_t counts[256], double cutoff)
{
    if (total_of(counts) == 0) return (struct bounds){0, 0};
    if (cutoff != 0) return cut_bounds(counts, cutoff);
    struct bounds bounds = {0, 255};
    while (counts[bounds.low] == 0) bounds.low++;
    while (counts[bounds.high] == 0) bounds.high--;
    return bounds;
}

static void stretch_by_rank(const uint32_t counts[256], struct bounds bounds, uint8_t table[256])
{
    double total = 0, sum = 0;
    for (int v = bounds.low + 1; v <= bounds.high; v++) total += counts[v];
    if (total == 0) return;
    for (int v = 0; v < 256; v++) table[v] = v > bounds.high ? 255 : 0;
    for (int v = bounds.low + 1; v <= bounds.high; v++) {
        sum += counts[v];
        table[v] = au_round_u8((float)sum * 255 / (float)total);
    }
}

static void stretch_linearly(struct bounds bounds, uint8_t table[256])
{
    const double scale = 255.0 / (bounds.high - bounds.low);
    for (int v = 0; v < 256; v++)
        table[v] = (uint8_t)(v < bounds.low ? 0 : v > bounds.high ? 255 : rint((v - bounds.low) * scale));
}

static void auto_contrast_table(const struct auto_contrast *params, const struct aug_image *in, int channel,
                                uint8_t table[256])
{
    uint32_t counts[256];
    identity_table(table);
    if (params->ignore == channel) return;
    library_histogram(in, channel, params->ignore, counts);
    const struct bounds bounds = find_bounds(counts, params->cutoff);
    if (bounds.high <= bounds.low) return;
    if (params->method == 0) stretch_by_rank(counts, bounds, table);
    else stretch_linearly(bounds, table);
    if (params->ignore >= 0) table[params->ignore] = (uint8_t)params->ignore;
}

static enum aug_status auto_contrast_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                           struct aug_image *out, struct aug_error *err)
{
    (void)draw;
    struct au_tables tables = {.differ = in->channels == 3};
    for (int c = 0; c < in->channels; c++) auto_contrast_table(params, in, c, tables.of[c]);
    return au_tables_apply(&tables, in, out, err);
}

static const struct aug_transform transforms[] = {
    {
        .name = "Equalize",
        .about =
            "Spreads the values so that each is about equally frequent, in every channel by itself or in the luma.",
        .claim =
            {.asserts = "A picture deserves the same label when its brightness is spread evenly over the range.",
             .unless =
                 "Absolute brightness or the balance of colours carries the label, or noise in flat areas would be blown up.",
             .victims =
                 "Day and night, traffic lights, stained cells, colour casts that mean something, nearly flat images.",
             AU_CLAIM_STAYS},
        .law = AUG_LAW_NONE,
        .params_bytes = sizeof(struct equalize),
        .params = equalize_params,
        .apply = equalize_apply,
    },
    {
        .name = "AutoContrast",
        .about = "Stretches each channel until it fills the range from black to white.",
        .claim =
            {.asserts = "A picture deserves the same label when every channel is stretched to full range.",
             .unless = "Absolute brightness, low contrast or a colour cast carries the label.",
             .victims =
                 "Fog grades, dusk and night, tinted warning lights, stained cells, radiographs graded by density.",
             AU_CLAIM_STAYS},
        .law = AUG_LAW_NONE,
        .params_bytes = sizeof(struct auto_contrast),
        .params = auto_contrast_params,
        .apply = auto_contrast_apply,
    },
    {0},
};

const struct aug_family au_family_histogram = {"histogram", transforms};
