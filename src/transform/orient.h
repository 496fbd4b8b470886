/* SPDX-License-Identifier: Apache-2.0
 * orient.h - the eight ways to lay a rectangle on itself: mirrors, quarter turns, transposes. Pixels are only moved.
 */
#ifndef AU_ORIENT_INCLUDED
#define AU_ORIENT_INCLUDED

#include <augaudit/image.h>

/* The elements of the dihedral group D4, named and ordered as Albumentations' D4 does; quarter turns are counter-clockwise. */
enum au_orient {
    AU_ORIENT_E, /* as it is */
    AU_ORIENT_R90,
    AU_ORIENT_R180,
    AU_ORIENT_R270,
    AU_ORIENT_V,   /* top and bottom exchanged */
    AU_ORIENT_HVT, /* mirrored at the second diagonal */
    AU_ORIENT_H,   /* left and right exchanged */
    AU_ORIENT_T    /* transposed: mirrored at the first diagonal */
};

#define AU_ORIENT_COUNT 8

/* `out` becomes `in` laid that way; it must not be `in`. Fails as aug_image_resize_storage. */
AUG_CHECKED enum aug_status au_orient(const struct aug_image *in, enum au_orient element, struct aug_image *out,
                                      struct aug_error *err);

/* The element that takes `element` back. */
enum au_orient au_orient_inverse(enum au_orient element);

/* `quarters` quarter turns counter-clockwise; any integer. */
enum au_orient au_orient_turn(int quarters);

#endif
