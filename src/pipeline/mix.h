/* SPDX-License-Identifier: Apache-2.0
 * mix.h - leaves that mix several pictures (transform.h): drawn like any leaf, applied to the pictures of the caller's choice.
 *
 * The first picture gives the size and the channels; the others are brought to them (area means or linear interpolation, luma, repeated grey).
 */
#ifndef AU_MIX_H
#define AU_MIX_H

#include <stdbool.h>

#include <augaudit/pipeline.h>

/* The mixing transform that the leaf is; NULL for every other leaf. */
const struct aug_transform *au_leaf_mixing(const struct aug_leaf *leaf);

/* Does a mixing leaf give its mixtures the label of the first picture? */
bool au_leaf_keeps_label(const struct aug_leaf *leaf);

struct au_occasion { /* what names a draw, as in aug_leaf_apply */
    uint64_t seed, image_key;
    uint32_t draw_number;
};

struct au_mixer {                                 /* of one thread; {0} is ready; released by au_mixer_release */
    struct aug_image fitted[AUG_MIX_MAX], colour; /* the others in the first one's size and channels */
    struct aug_image background;
};
void au_mixer_release(struct au_mixer *mixer);

/* pictures: as many as the transform mixes. share (AUG_MIX_MAX values; may be NULL): of each one's label, 0 beyond the count. */
AUG_CHECKED enum aug_status au_leaf_mix(const struct aug_leaf *leaf, const struct au_occasion *occasion,
                                        const struct aug_image *const *pictures, struct au_mixer *mixer,
                                        struct aug_image *out, double *share, struct aug_error *err);

/* The shares alone, for a first picture of this size. */
AUG_CHECKED enum aug_status au_leaf_shares(const struct aug_leaf *leaf, const struct au_occasion *occasion, int width,
                                           int height, double *share, struct aug_error *err);

/* Only where the transform says what is seen. What of picture k the same mixture shows, at its own place in the first picture's size; elsewhere `background`, brought to that size. */
AUG_CHECKED enum aug_status au_leaf_seen(const struct aug_leaf *leaf, const struct au_occasion *occasion,
                                         const struct aug_image *first, int k, const struct aug_image *picture,
                                         const struct aug_image *background, struct au_mixer *mixer,
                                         struct aug_image *out, struct aug_error *err);

/* leaf.c: the draw of part 0, as aug_leaf_apply makes it. */
AUG_CHECKED enum aug_status au_leaf_draw(const struct aug_leaf *leaf, const struct au_occasion *occasion,
                                         const struct aug_image *in, struct aug_draw *draw, struct aug_error *err);

#endif
