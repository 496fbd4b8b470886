/* SPDX-License-Identifier: Apache-2.0
 * codec.h - what a codec is, and what codecs share. A new one: a file that fills a struct au_codec, and a line in codecs.inc.
 */
#ifndef AU_CODEC_H
#define AU_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/image.h>

struct au_encoded { /* borrowed */
    const uint8_t *bytes;
    size_t size;
    const char *name; /* for messages */
};

struct au_codec {
    const char *name;
    const char *endings; /* of file names, lower case, separated by spaces */
    /* Are these the first bytes of such a file? `size` may be as little as 0. */
    bool (*recognise)(const uint8_t *bytes, size_t size);
    /* Fills `out` (storage reused, au_image_begin first). A sentence in `warning` (never NULL) when the file is damaged but can be shown. */
    enum aug_status (*decode)(const struct au_encoded *file, struct aug_image *out, struct aug_error *warning,
                              struct aug_error *err);
};

/* How many first bytes suffice for every `recognise`. */
#define AU_CODEC_HEAD_BYTES 32

/* The codec that recognises the bytes; NULL when none does. */
const struct au_codec *au_codec_of_bytes(const uint8_t *bytes, size_t size);
/* The codec to which a file name's ending belongs (any case); NULL when to none. */
const struct au_codec *au_codec_of_name(const char *name);

/* Refuses sizes beyond the limits of image.h and files with fewer than 1 byte per 1,000 pixels. Call it after the header is known. */
enum aug_status au_image_check_limits(const struct au_encoded *file, uint64_t width, uint64_t height,
                                      struct aug_error *err);
/* The same, and then gives `out` its storage. */
enum aug_status au_image_begin(const struct au_encoded *file, uint64_t width, uint64_t height, int channels,
                               struct aug_image *out, struct aug_error *err);

/* "NAME: damaged KIND: why" with AUG_BAD_INPUT. */
enum aug_status au_image_damaged(const struct au_encoded *file, const char *kind, const char *why,
                                 struct aug_error *err);

#endif
