/* SPDX-License-Identifier: Apache-2.0
 * traces.c - borders, detail, clipping and coding grid of one image. */
#include "traces.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

#define WINDOW 256
#define COPIED_MAX 32 /* deeper borders are cut to this */

static const double border_share_min = 0.1, faint = 0.01;

static const uint8_t *pixel_at(const struct aug_image *image, int x, int y)
{
    return image->pixels + (size_t)y * image->stride + (size_t)x * (size_t)image->channels;
}

static int light(const uint8_t *pixel, int channels)
{
    return channels == 1 ? pixel[0] : (77 * pixel[0] + 150 * pixel[1] + 29 * pixel[2] + 128) >> 8;
}

/* ---- the border ---- */

struct edge { /* walks the outermost pixels clockwise */
    int x, y, inward_x, inward_y;
};

static int edge_length(const struct aug_image *image)
{
    const int w = image->width, h = image->height;
    return w == 1 || h == 1 ? w * h : 2 * (w + h) - 4;
}

static struct edge edge_at(const struct aug_image *image, int i)
{
    const int w = image->width, h = image->height;
    if (i < w) return (struct edge){i, 0, 0, 1};
    if (i < w + h - 1) return (struct edge){w - 1, i - w + 1, -1, 0};
    if (i < 2 * w + h - 2) return (struct edge){2 * w + h - 3 - i, h - 1, 0, -1};
    return (struct edge){0, 2 * w + 2 * h - 4 - i, 1, 0};
}

static bool same(const uint8_t *a, const uint8_t *b, int channels)
{
    return memcmp(a, b, (size_t)channels) == 0;
}

static int count_on_edge(const struct aug_image *image, const uint8_t *colour)
{
    int count = 0;
    for (int i = 0; i < edge_length(image); i++) {
        const struct edge e = edge_at(image, i);
        count += same(pixel_at(image, e.x, e.y), colour, image->channels);
    }
    return count;
}

static int inward_run(const struct aug_image *image, struct edge e, const uint8_t *colour)
{
    const int most = (e.inward_x ? image->width : image->height) / 2 + 1;
    int run = 0;
    while (run < most && same(pixel_at(image, e.x, e.y), colour, image->channels)) {
        run++;
        e.x += e.inward_x;
        e.y += e.inward_y;
        if (e.x < 0 || e.y < 0 || e.x >= image->width || e.y >= image->height) break;
    }
    return run;
}

static int compare_ints(const void *a, const void *b)
{
    return *(const int *)a - *(const int *)b;
}

static enum aug_status trace_border(const struct aug_image *image, float *out, struct aug_error *err)
{
    const int length = edge_length(image);
    const uint8_t *colour = NULL;
    int most = 0, found = 0;
    for (int k = 0; k < 8; k++) {
        const struct edge e = edge_at(image, (int)((long)k * length / 8));
        const int count = count_on_edge(image, pixel_at(image, e.x, e.y));
        if (count > most) most = count, colour = pixel_at(image, e.x, e.y);
    }
    int *runs = au_alloc((size_t)length, sizeof *runs);
    if (!runs) return au_no_memory(err, "the border of an image");
    for (int i = 0; i < length; i++) {
        const int run = inward_run(image, edge_at(image, i), colour);
        if (run > 0) runs[found++] = run;
    }
    qsort(runs, (size_t)found, sizeof *runs, compare_ints);
    out[AU_TRACE_BORDER_SHARE] = (float)most / (float)length;
    out[AU_TRACE_BORDER_DEPTH] = (float)runs[found / 2];
    out[AU_TRACE_BORDER_LEVEL] = (float)light(colour, image->channels);
    au_free(runs);
    return AUG_OK;
}

/* ---- mirrored and repeated edges ---- */

struct lines { /* rows or columns of an image, counted from one of its sides */
    const struct aug_image *image;
    int side; /* 0 top, 1 bottom, 2 left, 3 right */
    int count, length;
};

static bool same_lines(const struct lines *l, int a, int b)
{
    const int channels = l->image->channels, last = l->count - 1;
    if (l->side % 2) a = last - a, b = last - b;
    if (l->side < 2)
        return memcmp(pixel_at(l->image, 0, a), pixel_at(l->image, 0, b), (size_t)(l->length * channels)) == 0;
    for (int y = 0; y < l->length; y++)
        if (!same(pixel_at(l->image, a, y), pixel_at(l->image, b, y), channels)) return false;
    return true;
}

/* Lines 0 .. depth - 1 are those around the axis: depth + 1 .. 2 depth (the axis is a line), or depth .. 2 depth - 1 (it lies between two). */
static bool is_mirrored(const struct lines *l, int depth, int axis)
{
    bool varies = false;
    if (2 * depth - 1 + axis >= l->count) return false;
    for (int i = 1; i <= depth; i++) {
        if (!same_lines(l, depth - i, depth - 1 + axis + i)) return false;
        varies = varies || !same_lines(l, depth - i, depth);
    }
    return varies;
}

static bool is_flat(const struct lines *l)
{
    const bool rows = l->side < 2;
    const int at = l->side % 2 ? l->count - 1 : 0;
    for (int i = 1; i < l->length; i++)
        if (!same(pixel_at(l->image, rows ? 0 : at, rows ? at : 0), pixel_at(l->image, rows ? i : at, rows ? at : i),
                  l->image->channels))
            return false;
    return true;
}

/* Lines equal to the outermost one, which is not of one colour: an edge that was drawn out. */
static int repeated(const struct lines *l, int most)
{
    int depth = 0;
    if (is_flat(l)) return 0;
    while (depth < most && depth + 1 < l->count && same_lines(l, 0, depth + 1)) depth++;
    return depth;
}

static int copied_at(const struct lines *l)
{
    const int most = l->count / 3 < COPIED_MAX ? l->count / 3 : COPIED_MAX;
    int depth = repeated(l, most);
    for (int k = most; k > depth && k >= 2; k--)
        if (is_mirrored(l, k, 1) || is_mirrored(l, k, 0)) depth = k;
    return depth >= 2 ? depth : 0;
}

static void trace_copies(const struct aug_image *image, float *out)
{
    int depth = 0;
    for (int side = 0; side < 4; side++) {
        const bool rows = side < 2;
        const struct lines l = {image, side, rows ? image->height : image->width, rows ? image->width : image->height};
        const int d = copied_at(&l);
        depth = d > depth ? d : depth;
    }
    out[AU_TRACE_COPIED_DEPTH] = (float)depth;
}

/* ---- inside ---- */

struct window { /* light of the middle of the image; starts at a multiple of the grid's period */
    int width, height;
    uint8_t *values;
};

static int window_start(int length)
{
    return length > WINDOW ? (length - WINDOW) / 2 / AU_GRID_PERIOD * AU_GRID_PERIOD : 0;
}

static enum aug_status make_window(const struct aug_image *image, struct window *out, struct aug_error *err)
{
    const int x = window_start(image->width), y = window_start(image->height);
    *out = (struct window){image->width < WINDOW ? image->width : WINDOW,
                           image->height < WINDOW ? image->height : WINDOW, NULL};
    out->values = au_alloc((size_t)out->width * (size_t)out->height, 1);
    if (!out->values) return au_no_memory(err, "the light of an image");
    for (int j = 0; j < out->height; j++)
        for (int i = 0; i < out->width; i++)
            out->values[j * out->width + i] = (uint8_t)light(pixel_at(image, x + i, y + j), image->channels);
    return AUG_OK;
}

/* Along `step`, without the outer eighth on each side. */
static float detail(const struct window *w, int step)
{
    double first = 0, second = 0;
    for (int y = w->height / 8 + 1; y < w->height - w->height / 8 - 1; y++)
        for (int x = w->width / 8 + 1; x < w->width - w->width / 8 - 1; x++) {
            const uint8_t *p = w->values + y * w->width + x;
            const int forward = p[step] - p[0], bend = p[step] - 2 * p[0] + p[-step];
            first += forward * forward;
            second += bend * bend;
        }
    return (float)log((second + faint) / (first + faint));
}

static void trace_values(const struct window *w, float *out)
{
    long counts[256] = {0}, below = 0, empty = 0, span = 0;
    const long total = (long)w->width * w->height;
    for (long i = 0; i < total; i++) counts[w->values[i]]++;
    for (int v = 0; v < 256; v++) {
        const bool inside = 20 * below >= total && 20 * (total - below - counts[v]) >= total;
        span += inside;
        empty += inside && counts[v] == 0;
        below += counts[v];
    }
    out[AU_TRACE_BLACK] = (float)counts[0] / (float)total;
    out[AU_TRACE_WHITE] = (float)counts[255] / (float)total;
    out[AU_TRACE_COMB] = span ? (float)empty / (float)span : 0;
}

/* How much larger the step across line i is than those beside it: what the picture shows mostly cancels. */
static long excess_step(const struct window *w, int i, int across, int step, int stride)
{
    long excess = 0;
    for (int j = 0; j < across; j++) {
        const uint8_t *p = w->values + i * step + j * stride;
        excess += 2 * abs(p[0] - p[-step]) - abs(p[-step] - p[-2 * step]) - abs(p[step] - p[0]);
    }
    return excess;
}

static long all_steps(const struct window *w, int i, int across, int step, int stride)
{
    long sum = 0;
    for (int j = 0; j < across; j++) {
        const uint8_t *p = w->values + i * step + j * stride;
        sum += 2 * abs(p[0] - p[-step]);
    }
    return sum;
}

static void trace_grid(const struct window *w, int length, int step, float *out)
{
    double excess[AU_GRID_PERIOD] = {0}, all = 0;
    int lines[AU_GRID_PERIOD] = {0};
    const int across = w->width * w->height / length, stride = step == 1 ? w->width : 1;
    for (int i = 2; i + 1 < length; i++) {
        excess[i % AU_GRID_PERIOD] += (double)excess_step(w, i, across, step, stride);
        all += (double)all_steps(w, i, across, step, stride);
        lines[i % AU_GRID_PERIOD]++;
    }
    const double usual = length > 3 ? all / (length - 3) + faint * across : 1;
    for (int k = 0; k < AU_GRID_PERIOD; k++) out[k] = lines[k] ? (float)(excess[k] / lines[k] / usual) : 0;
}

enum aug_status au_image_traces(const struct aug_image *image, float *out, struct aug_error *err)
{
    struct window w = {0};
    AUG_TRY(trace_border(image, out, err));
    AUG_TRY(make_window(image, &w, err));
    trace_copies(image, out);
    out[AU_TRACE_DETAIL_X] = detail(&w, 1);
    out[AU_TRACE_DETAIL_Y] = detail(&w, w.width);
    trace_values(&w, out);
    trace_grid(&w, w.width, 1, out + AU_TRACE_GRID_X);
    trace_grid(&w, w.height, w.width, out + AU_TRACE_GRID_Y);
    au_free(w.values);
    return AUG_OK;
}

bool au_trace_has_border(const float *traces)
{
    return (double)traces[AU_TRACE_BORDER_SHARE] >= border_share_min;
}

bool au_trace_is_copied(const float *traces)
{
    return traces[AU_TRACE_COPIED_DEPTH] >= 2;
}
