/* SPDX-License-Identifier: Apache-2.0
 * dataset_internal.h - the steps of opening a dataset: scan, cluster, choose, decode, find duplicates, put together.
 */
#ifndef AU_DATASET_INTERNAL_H
#define AU_DATASET_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/dataset.h>

#include "core/arena.h"
#include "image/jpeg_round.h"
#include "thumb.h"

#define AU_IMAGE_FILE_MAX ((size_t)1 << 30) /* bytes of one image file */

struct au_found { /* an image file */
    const char *path, *below;
    int class_index;
    uint32_t parent; /* index of another file of its cluster, or its own: a union-find forest */
};

struct au_decoded { /* what is kept of an image */
    int width, height, channels;
    struct au_jpeg_coding coding; /* zeros: not a JPEG */
    uint64_t content[2];
    uint64_t invariant[2]; /* the same for all 8 flips and quarter turns */
    struct au_thumb thumb;
    char *bad, *warning; /* NULL or a sentence; au_free */
};

struct au_opening {
    const struct aug_dataset_options *options;
    const char *dir;       /* as given, without slashes at its end */
    struct au_arena arena; /* everything that the dataset keeps */
    const char **class_names;
    int class_count;
    struct au_found *found; /* au_free */
    size_t count, capacity;
    size_t found_count;               /* before choosing */
    struct au_decoded *decoded;       /* au_free; count of them */
    struct aug_duplicate *duplicates; /* au_free */
    size_t duplicate_count;
    struct aug_grouping *groupings; /* in the arena */
    size_t grouping_count;
};

/* Finds class folders and image files: class_names, found in byte order of `below`. */
AUG_CHECKED enum aug_status au_dataset_scan(struct au_opening *o, struct aug_error *err);
/* Keeps the wanted classes of a sorted list. */
AUG_CHECKED enum aug_status au_dataset_only(struct au_opening *o, struct aug_error *err);
/* Puts files whose names say so into one cluster. */
AUG_CHECKED enum aug_status au_dataset_cluster(struct au_opening *o, struct aug_error *err);
/* Groups of file names that the pixels confirm become clusters. Decodes some hundred images. */
AUG_CHECKED enum aug_status au_dataset_names(struct au_opening *o, struct aug_error *err);
/* Keeps at most max_images of found. */
AUG_CHECKED enum aug_status au_dataset_choose(struct au_opening *o, struct aug_error *err);
/* Fills decoded, in parallel. */
AUG_CHECKED enum aug_status au_dataset_decode(struct au_opening *o, struct aug_error *err);
/* Drops found[i] and decoded[i] (whose strings must be freed already) where !keep[i]; a cluster whose first file goes keeps together. */
AUG_CHECKED enum aug_status au_dataset_keep(struct au_opening *o, const bool *keep, struct aug_error *err);
/* Fills duplicates and joins their clusters. No bad file may be left. */
AUG_CHECKED enum aug_status au_dataset_duplicates(struct au_opening *o, struct aug_error *err);
/* Adds near-duplicates to the duplicates, and joins their clusters. */
AUG_CHECKED enum aug_status au_dataset_near(struct au_opening *o, struct aug_error *err);

/* The root of i's cluster, always the smallest index in it; joins the clusters of i and j. */
uint32_t au_cluster_root(const struct au_opening *o, uint32_t i);
void au_cluster_join(struct au_opening *o, uint32_t i, uint32_t j);

/* Hash of pixels, width, height and channels of a packed image. */
void au_content_of(const struct aug_image *image, uint64_t content[2]);
/* Reads and decodes; messages name the file by its path below DIR. coding (may be NULL): how a JPEG was coded, else zeros. */
AUG_CHECKED enum aug_status au_dataset_read(const char *path, const char *below, struct aug_image *out,
                                            struct au_jpeg_coding *coding, struct aug_error *warning,
                                            struct aug_error *err);

#endif
