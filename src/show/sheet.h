/* SPDX-License-Identifier: Apache-2.0
 * sheet.h - the cells of a contact sheet, one after the other, for the writers of image and HTML.
 */
#ifndef AU_SHEET_H
#define AU_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/show.h>

#include "core/text.h"

struct au_sheet { /* zero is empty; release when done */
    const struct aug_dataset *data;
    const struct aug_pipeline *pipeline;
    struct aug_show_options options; /* defaults filled in */
    size_t row_count;
    size_t *rows; /* sample indices */
};

struct au_sheet_cell {
    size_t row, column; /* column 0 is the original */
    const struct aug_sample *sample;
    const struct aug_leaf *leaf; /* NULL for the original */
    int draw_number;
    const struct aug_image *image; /* NULL: could not be made, see `why` */
    const char *why;
    const struct aug_draw *draws; /* one per part; NULL for the original */
    const bool *ran;
};

typedef enum aug_status au_sheet_visit_fn(void *context, const struct au_sheet_cell *cell, struct aug_error *err);

/* Fills in defaults and chooses the images: the first of each class in turn, then the second of each. Fails: AUG_BAD_INPUT for options
 * out of range (images 1..1000, draws 1..100, cell_px 8..1024) and a dataset or pipeline without members, AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_sheet_make(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                          const struct aug_show_options *options, struct au_sheet *sheet,
                                          struct aug_error *err);
void au_sheet_release(struct au_sheet *sheet);

/* How many cells of a row a leaf takes: `draws` when two draws may differ, else 1. */
int au_sheet_draws(const struct au_sheet *sheet, const struct aug_leaf *leaf);
size_t au_sheet_columns(const struct au_sheet *sheet);

/* Row by row, from left to right. A transform that refuses an image gives a cell without a picture; other failures pass on. */
AUG_CHECKED enum aug_status au_sheet_walk(const struct au_sheet *sheet, au_sheet_visit_fn *visit, void *context,
                                          struct aug_error *err);

/* What was drawn, from the transforms' tables: "angle 12.3, scale 0.9"; parts that did not run are left out. */
void au_sheet_values(struct au_text *out, const struct au_sheet_cell *cell);

/* `in` made to fit a square of `side_px`, keeping its shape, at least one pixel each way: area means when it shrinks, repeated pixels when
 * it grows and `may_grow`, else unchanged. `out`'s storage is reused. */
AUG_CHECKED enum aug_status au_sheet_fit(const struct aug_image *in, int side_px, bool may_grow, struct aug_image *out,
                                         struct aug_error *err);

#endif
