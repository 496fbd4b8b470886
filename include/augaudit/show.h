/* SPDX-License-Identifier: Apache-2.0
 * show.h - a contact sheet: what a pipeline does to the user's own images, to look at.
 *
 * One row per image (the first of each class in turn), one column for the original and one per leaf, each leaf drawn `draws` times.
 */
#ifndef AUGAUDIT_SHOW_H
#define AUGAUDIT_SHOW_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/dataset.h>
#include <augaudit/error.h>
#include <augaudit/image.h>
#include <augaudit/pipeline.h>

#ifdef __cplusplus
extern "C" {
#endif

struct aug_show_options { /* zero means default */
    uint64_t seed;
    int images;  /* rows, 0: 8 */
    int draws;   /* of each random leaf, 0: 3 */
    int cell_px; /* side of a picture, 0: 96 */
};

/* The sheet as one image, with no text, white between the cells. */
AUG_API AUG_CHECKED enum aug_status aug_show_image(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                                   const struct aug_show_options *options, struct aug_image *out,
                                                   struct aug_error *err);
/* The sheet as a self-contained HTML page with names and drawn values. The caller frees *text with aug_bytes_free. */
AUG_API AUG_CHECKED enum aug_status aug_show_html(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                                  const struct aug_show_options *options, char **text, size_t *length,
                                                  struct aug_error *err);

#ifdef __cplusplus
}
#endif
#endif
