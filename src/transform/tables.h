/* SPDX-License-Identifier: Apache-2.0
 * tables.h - transforms that look every value up in a table of 256.
 */
#ifndef AU_TABLES_H
#define AU_TABLES_H

#include <stdbool.h>
#include <stdint.h>

#include <augaudit/image.h>

/* One table a channel; a grey image uses the first. */
struct au_tables {
    uint8_t of[3][256];
    bool differ; /* false: all three are the first */
};

AUG_CHECKED enum aug_status au_tables_apply(const struct au_tables *tables, const struct aug_image *in,
                                            struct aug_image *out, struct aug_error *err);
/* One table for every channel. */
AUG_CHECKED enum aug_status au_table_apply(const uint8_t table[256], const struct aug_image *in, struct aug_image *out,
                                           struct aug_error *err);

/* The table that takes `forward` back: each value goes to the middle of those that became it, or, if none did, of those that
 * became the nearest value. Exact where `forward` is one-to-one. */
void au_table_invert(const uint8_t forward[256], uint8_t back[256]);
/* Applies the inverse of every channel's table. */
AUG_CHECKED enum aug_status au_tables_undo(const struct au_tables *tables, const struct aug_image *in,
                                           struct aug_image *out, struct aug_error *err);

/* table[v] = factor * v + shift in 32-bit floats, cut to a byte: brightness and contrast as Albumentations' tables have them. */
void au_table_linear_cut(uint8_t table[256], double factor, double shift);
/* table[v] = factor * v + shift, rounded: the same for the SPEC language. */
void au_table_linear_round(uint8_t table[256], double factor, double shift);

/* Counts of each value of one channel. */
void au_histogram(const struct aug_image *image, int channel, uint32_t counts[256]);
/* Mean over all values. */
double au_image_mean(const struct aug_image *image);

#endif
