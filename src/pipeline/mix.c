/* SPDX-License-Identifier: Apache-2.0
 * mix.c - brings pictures to one size and hands them to the transform that mixes them. */
#include "mix.h"

#include "image/resize.h"

const struct aug_transform *au_leaf_mixing(const struct aug_leaf *leaf)
{
    const struct aug_transform *t = leaf->part_count == 1 ? leaf->parts[0].transform : NULL;
    return t && t->mixing ? t : NULL;
}

bool au_leaf_keeps_label(const struct aug_leaf *leaf)
{
    const struct aug_transform *t = au_leaf_mixing(leaf);
    return t && t->mixing->keeps_label && t->mixing->keeps_label(leaf->parts[0].params);
}

void au_mixer_release(struct au_mixer *mixer)
{
    for (int k = 0; k < AUG_MIX_MAX; k++) aug_image_release(&mixer->fitted[k]);
    aug_image_release(&mixer->colour);
    aug_image_release(&mixer->background);
}

static uint8_t channel_of(const uint8_t *pixel, int from, int to, int c)
{
    if (from == to) return pixel[c];
    if (from == 1) return pixel[0];
    return (uint8_t)((299 * pixel[0] + 587 * pixel[1] + 114 * pixel[2] + 500) / 1000);
}

static enum aug_status recolour(const struct aug_image *in, int channels, struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(aug_image_resize_storage(out, in->width, in->height, channels, err));
    for (int y = 0; y < in->height; y++)
        for (int x = 0; x < in->width; x++)
            for (int c = 0; c < channels; c++)
                out->pixels[(size_t)y * out->stride + (size_t)(x * channels + c)] = channel_of(
                    in->pixels + (size_t)y * in->stride + (size_t)(x * in->channels), in->channels, channels, c);
    return AUG_OK;
}

/* *shown: the picture itself, or `fitted`. */
static enum aug_status fit(const struct aug_image *picture, const struct aug_image *like, struct aug_image *colour,
                           struct aug_image *fitted, const struct aug_image **shown, struct aug_error *err)
{
    *shown = picture;
    if (picture->channels != like->channels) {
        AUG_TRY(recolour(picture, like->channels, colour, err));
        *shown = colour;
    }
    if (picture->width != like->width || picture->height != like->height) {
        AUG_TRY(au_image_resize_area(*shown, fitted, like->width, like->height, err));
        *shown = fitted;
    } else if (*shown == colour) {
        AUG_TRY(aug_image_copy(colour, fitted, err)); /* `colour` serves the next picture */
        *shown = fitted;
    }
    return AUG_OK;
}

enum aug_status au_leaf_mix(const struct aug_leaf *leaf, const struct au_occasion *occasion,
                            const struct aug_image *const *pictures, struct au_mixer *mixer, struct aug_image *out,
                            double *share, struct aug_error *err)
{
    const struct aug_mixing *mixing = au_leaf_mixing(leaf)->mixing;
    const void *params = leaf->parts[0].params;
    const struct aug_image *shown[AUG_MIX_MAX] = {pictures[0]};
    struct aug_draw draw;
    AUG_TRY(au_leaf_draw(leaf, occasion, pictures[0], &draw, err));
    for (int k = 1; k < mixing->count; k++)
        AUG_TRY(fit(pictures[k], pictures[0], &mixer->colour, &mixer->fitted[k], &shown[k], err));
    for (int k = 0; share && k < AUG_MIX_MAX; k++) share[k] = 0;
    if (share) mixing->shares(params, &draw, pictures[0]->width, pictures[0]->height, share);
    return mixing->mix(params, &draw, shown, out, err);
}

enum aug_status au_leaf_shares(const struct aug_leaf *leaf, const struct au_occasion *occasion, int width, int height,
                               double *share, struct aug_error *err)
{
    const struct aug_image frame = {.width = width, .height = height, .channels = 1, .stride = (size_t)width};
    struct aug_draw draw;
    AUG_TRY(au_leaf_draw(leaf, occasion, &frame, &draw, err));
    for (int k = 0; k < AUG_MIX_MAX; k++) share[k] = 0;
    au_leaf_mixing(leaf)->mixing->shares(leaf->parts[0].params, &draw, width, height, share);
    return AUG_OK;
}

enum aug_status au_leaf_seen(const struct aug_leaf *leaf, const struct au_occasion *occasion,
                             const struct aug_image *first, int k, const struct aug_image *picture,
                             const struct aug_image *background, struct au_mixer *mixer, struct aug_image *out,
                             struct aug_error *err)
{
    const struct aug_image *shown = NULL, *behind = NULL;
    struct aug_draw draw;
    AUG_TRY(au_leaf_draw(leaf, occasion, first, &draw, err));
    AUG_TRY(fit(picture, first, &mixer->colour, &mixer->fitted[0], &shown, err));
    AUG_TRY(fit(background, first, &mixer->colour, &mixer->background, &behind, err));
    return au_leaf_mixing(leaf)->mixing->seen(leaf->parts[0].params, &draw, k, shown, behind, out, err);
}
