/* SPDX-License-Identifier: Apache-2.0
 * drawn.h - small drawn images for tests of learners.
 */
#ifndef DRAWN_H
#define DRAWN_H

#include <stdint.h>

#include <augaudit/image.h>

/* Writes `image` as number `i` of class a, b ... (`kind`) below `root`, making folders, and releases it. */
void drawn_keep(const char *root, int kind, int i, struct aug_image *image);

enum { DRAWN_SIDE = 24 };

/* A grey image of DRAWN_SIDE pixels a side, so that a training takes seconds: kind 0 has a bar on the left, 1 on the right, 2 none; on noise of 50
 * levels from `dark` or `bright` on. */
void drawn_side_bar(const char *root, int kind, int i, uint64_t seed, int bright, int dark);

#endif
