/* SPDX-License-Identifier: Apache-2.0
 * jpeg_round.h - how a JPEG file was coded, what a round through JPEG does to an image, and whether it commutes with a change of the image.
 *
 * JPEG codes blocks of 8 x 8 values of light, and of 8 x 8 up to 32 x 8 pixels of colour, in a grid that starts at the upper left corner. A
 * change T of the picture leaves no trace of that grid only if coding T(x) gives T of the coded x: the commutative residual (Lin et al. 2020,
 * Visual Chirality; methods.md F28).
 */
#ifndef AU_JPEG_ROUND_H
#define AU_JPEG_ROUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/image.h>

struct au_jpeg_coding {
    int block_width,
        block_height; /* pixels that are coded together: 8 x 8 (all colours, or grey), 16 x 8, 8 x 16, 16 x 16 or 32 x 8 */
    int quality;      /* of the encoder, 1 .. 100 */
    bool swap_red_blue; /* hands the channels over in the other order, as libraries that think in BGR do with RGB */
};

/* Reads the frame header and the quantisation table, for the picture as it is shown (after the Exif turn). The quality is the one at which
 * libjpeg's scaled standard table comes nearest to the file's in its sum. False: not a JPEG, or a coding that this build cannot repeat. */
bool au_jpeg_coding_of(const uint8_t *bytes, size_t size, struct au_jpeg_coding *out);

/* `out` (storage reused) becomes `in` after coding and decoding; a grey image is coded in 8 x 8 blocks. Fails: AUG_UNSUPPORTED for a block size
 * that is not in the list above; AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_jpeg_round(const struct aug_image *in, const struct au_jpeg_coding *coding,
                                          struct aug_image *out, struct aug_error *err);

typedef enum aug_status (*au_image_change_fn)(void *context, const struct aug_image *in, struct aug_image *out,
                                              struct aug_error *err);
/* Mean over all values of |J(T x) - T(J x)|, J the round and T the change. */
AUG_CHECKED enum aug_status au_jpeg_commutator(const struct aug_image *in, const struct au_jpeg_coding *coding,
                                               au_image_change_fn change, void *context, double *mean_difference,
                                               struct aug_error *err);

/* How turn 1 .. 8 (turn.h) of a decoded file can be told from another decoded file of its size. */
enum au_jpeg_turned {
    AU_JPEG_UNTOLD,
    AU_JPEG_TABLE_TURNED, /* rows and columns changed places: the quantisation table lies on its side, and it is not symmetric */
    AU_JPEG_GRID_MOVED /* the picture is looked at from a side at which no block begins: the grid lies elsewhere */
};
enum au_jpeg_turned au_jpeg_turned(const struct au_jpeg_coding *coding, int width, int height, int turn);

#endif
