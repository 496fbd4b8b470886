/* SPDX-License-Identifier: Apache-2.0
 * turn.c - flips and quarter turns by walking the source with two steps: one for x, one for y. */
#include "turn.h"

#include <stdbool.h>
#include <string.h>

#include "core/memory.h"

/* Where pixel (0, 0) of the result lies in the source, and how the source moves with the result's x and y. */
struct walk {
    int last_x, last_y;     /* start at the last column, the last row */
    int x_step_x, x_step_y; /* one to the right in the result */
    int y_step_x, y_step_y; /* one down in the result */
};

static const struct walk walks[AU_TURN_COUNT] = {
    {0, 0, 1, 0, 0, 1}, {1, 0, -1, 0, 0, 1}, {1, 1, -1, 0, 0, -1}, {0, 1, 1, 0, 0, -1},
    {0, 0, 0, 1, 1, 0}, {0, 1, 0, -1, 1, 0}, {1, 1, 0, -1, -1, 0}, {1, 0, 0, 1, -1, 0},
};

static void turn_pixels(const struct aug_image *in, const struct walk *w, struct aug_image *out)
{
    const ptrdiff_t pixel = in->channels, row = (ptrdiff_t)in->stride;
    const uint8_t *corner = in->pixels + (w->last_x ? in->width - 1 : 0) * pixel +
                            (w->last_y ? in->height - 1 : 0) * row;
    const ptrdiff_t right = w->x_step_x * pixel + w->x_step_y * row, down = w->y_step_x * pixel + w->y_step_y * row;
    for (int y = 0; y < out->height; y++) {
        uint8_t *to = out->pixels + (size_t)y * out->stride;
        for (int x = 0; x < out->width; x++)
            for (int c = 0; c < in->channels; c++) *to++ = corner[y * down + x * right + c];
    }
}

enum aug_status au_image_turn(const struct aug_image *in, int turn, struct aug_image *out, struct aug_error *err)
{
    const struct walk *w = &walks[turn - 1];
    const int width = w->x_step_x ? in->width : in->height, height = w->x_step_x ? in->height : in->width;
    AUG_TRY(aug_image_resize_storage(out, width, height, in->channels, err));
    turn_pixels(in, w, out);
    return AUG_OK;
}

enum aug_status au_image_turn_in_place(struct aug_image *image, int turn, struct aug_error *err)
{
    if (turn < 2 || turn > AU_TURN_COUNT) return AUG_OK;
    struct aug_image turned = {0};
    AUG_TRY(au_image_turn(image, turn, &turned, err));
    aug_image_release(image);
    *image = turned;
    return AUG_OK;
}

static const uint8_t *pixel_at(const struct aug_image *image, int x, int y)
{
    return image->pixels + (size_t)y * image->stride + (size_t)x * (size_t)image->channels;
}

static bool is_turned(const struct aug_image *from, const struct walk *w, const struct aug_image *to)
{
    const int start_x = w->last_x ? from->width - 1 : 0, start_y = w->last_y ? from->height - 1 : 0;
    for (int y = 0; y < to->height; y++)
        for (int x = 0; x < to->width; x++)
            if (memcmp(pixel_at(to, x, y),
                       pixel_at(from, start_x + x * w->x_step_x + y * w->y_step_x,
                                start_y + x * w->x_step_y + y * w->y_step_y),
                       (size_t)from->channels) != 0)
                return false;
    return true;
}

int au_image_turn_between(const struct aug_image *from, const struct aug_image *to)
{
    if (from->channels != to->channels) return 0;
    for (int turn = 1; turn <= AU_TURN_COUNT; turn++) {
        const struct walk *w = &walks[turn - 1];
        const int width = w->x_step_x ? from->width : from->height, height = w->x_step_x ? from->height : from->width;
        if (to->width == width && to->height == height && is_turned(from, w, to)) return turn;
    }
    return 0;
}

struct exif {
    const uint8_t *bytes;
    size_t size;
    int little;
};

static unsigned two_bytes(const struct exif *e, size_t at)
{
    const unsigned a = e->bytes[at], b = e->bytes[at + 1];
    return e->little ? b << 8 | a : a << 8 | b;
}

static size_t four_bytes(const struct exif *e, size_t at)
{
    const size_t a = two_bytes(e, at), b = two_bytes(e, at + 2);
    return e->little ? b << 16 | a : a << 16 | b;
}

#define TAG_ORIENTATION 0x0112
#define TYPE_SHORT 3
#define ENTRY_BYTES 12

int au_exif_orientation(const uint8_t *tiff, size_t size)
{
    if (size < 8 || (memcmp(tiff, "II*\0", 4) != 0 && memcmp(tiff, "MM\0*", 4) != 0)) return 1;
    const struct exif e = {tiff, size, tiff[0] == 'I'};
    const size_t directory = four_bytes(&e, 4);
    if (directory > size - 2) return 1;
    const size_t entries = two_bytes(&e, directory), room = (size - 2 - directory) / ENTRY_BYTES;
    for (size_t i = 0; i < entries && i < room; i++) {
        const size_t at = directory + 2 + i * ENTRY_BYTES;
        if (two_bytes(&e, at) != TAG_ORIENTATION) continue;
        const unsigned value = two_bytes(&e, at + 8);
        return two_bytes(&e, at + 2) == TYPE_SHORT && value >= 1 && value <= AU_TURN_COUNT ? (int)value : 1;
    }
    return 1;
}
