/* SPDX-License-Identifier: Apache-2.0
 * resample.h - an image at another size.
 */
#ifndef AU_RESAMPLE_H
#define AU_RESAMPLE_H

#include <augaudit/image.h>

#include "sampling.h"

/* `out` becomes `in` at width x height, as cv::resize does: centres of pixels at half, edges repeated. Within 1 level of OpenCV (whose
 * weights have 11 bits), equal for the nearest modes. Area averages when both sides shrink, else it mixes two pixels with
 * OpenCV's own weights. Fails: as aug_image_resize_storage, AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_resample(const struct aug_image *in, int width, int height,
                                        enum au_interpolation interpolation, struct aug_image *out,
                                        struct aug_error *err);

/* The same with given steps, in input pixels for one output pixel, where width and height are rounded from them. */
AUG_CHECKED enum aug_status au_resample_steps(const struct aug_image *in, int width, int height, double step_x,
                                              double step_y, enum au_interpolation interpolation, struct aug_image *out,
                                              struct aug_error *err);

/* The same of the window of `in` that starts at (x, y). The window must lie inside. */
AUG_CHECKED enum aug_status au_resample_window(const struct aug_image *in, int x, int y, int window_width,
                                               int window_height, int width, int height,
                                               enum au_interpolation interpolation, struct aug_image *out,
                                               struct aug_error *err);

#endif
