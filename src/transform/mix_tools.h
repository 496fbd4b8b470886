/* SPDX-License-Identifier: Apache-2.0
 * mix_tools.h - what the transforms that mix several pictures share: boxes, and whose label the mixture gets.
 */
#ifndef AU_MIX_TOOLS_H
#define AU_MIX_TOOLS_H

#include <augaudit/transform.h>

struct au_mix_box { /* x0 <= x < x1, y0 <= y < y1; inside the frame */
    int x0, y0, x1, y1;
};

/* The value cut to 0 .. length, towards zero. */
int au_inside(double value, int length);

/* `out` is `outside`, with what `within` shows inside the box. */
AUG_CHECKED enum aug_status au_copy_box(const struct aug_image *outside, const struct aug_image *within,
                                        struct au_mix_box box, struct aug_image *out, struct aug_error *err);

/* A mixture of one picture with itself: what `apply` of a mixing transform does. */
AUG_CHECKED enum aug_status au_mix_with_itself(const struct aug_mixing *mixing, const void *params,
                                               const struct aug_draw *draw, const struct aug_image *in,
                                               struct aug_image *out, struct aug_error *err);

/* Choices of the parameter `labels`; the second one keeps the label of the first picture. */
enum au_mix_labels { AU_LABELS_SHARED, AU_LABELS_FIRST };
extern const char *const au_mix_labels[3];
#define AU_LABELS_ROW(owner)                                   \
    AUG_CHOICE(owner, labels, AU_LABELS_SHARED, au_mix_labels, \
               "Whether the labels are shared as the pictures are, or that of the first picture stays.")

#endif
