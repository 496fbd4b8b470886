/* SPDX-License-Identifier: Apache-2.0
 * sample.h - the built-in sample data set, drawn by this library: small signs and glyphs with known answers.
 *
 * Classes: arrow_left arrow_right arrow_up arrow_down disc digit_6 digit_9 letter_b letter_d lamp_red
 * lamp_green octagon. Every image is 32 x 32 RGB, drawn with realistic nuisance (position, scale, slant, stroke,
 * lighting, noise, blur, background) from a counter-based generator: the same seed gives the same bytes.
 */
#ifndef AUGAUDIT_SAMPLE_H
#define AUGAUDIT_SAMPLE_H

#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/image.h>

#ifdef __cplusplus
extern "C" {
#endif

AUG_API int aug_sample_class_count(void);
AUG_API const char *aug_sample_class_name(int class_index);

/* Draws image `number` (any value >= 0) of a class into `out`. */
AUG_API AUG_CHECKED enum aug_status aug_sample_draw(int class_index, int number, uint64_t seed, struct aug_image *out,
                                                    struct aug_error *err);

/* Writes DIR/<class>/<number>.png, images_per_class of each (0: the default, 120), creating folders. Files that are
 * there are replaced. Fails: AUG_IO, AUG_NO_MEMORY. */
AUG_API AUG_CHECKED enum aug_status aug_sample_write(const char *dir, int images_per_class, uint64_t seed,
                                                     struct aug_error *err);

#ifdef __cplusplus
}
#endif
#endif
