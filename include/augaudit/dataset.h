/* SPDX-License-Identifier: Apache-2.0
 * dataset.h - labelled images on disk: which there are, what class and what cluster each belongs to.
 *
 * Layout: DIR/<class>/<image> or DIR/<split>/<class>/<image>, class folders possibly with folders below. Split
 * folders (train, test, val, all ...: folders that hold only folders, when no first-level folder holds files) are joined; the
 * class list is the union, in byte order. Hidden files and folders (leading dot) are passed over. Symbolic links are followed, loops cut.
 * Images are in byte order of their path, so the same folder gives the same dataset everywhere.
 *
 * Images that are not independent share a *cluster*: by the caller's regular expression, or by file names that name groups when the
 * pixels confirm it (frames of one film), and whenever one is a copy of the other, turned, or a near-duplicate.
 *
 * Every image is decoded once on opening to find bad files and duplicates; its pixels are not kept. A bad file is
 * counted, named and skipped; more than 5 % of them fail the opening with AUG_BAD_INPUT.
 * Thread-safety: a const dataset may be read from any number of threads.
 */
#ifndef AUGAUDIT_DATASET_H
#define AUGAUDIT_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/image.h>

#ifdef __cplusplus
extern "C" {
#endif

enum aug_clusters { /* what is looked for beyond `cluster_by`, and beyond exact and turned copies, which always share a cluster */
                    AUG_CLUSTERS_AUTO,  /* groups of file names, and near-duplicates */
                    AUG_CLUSTERS_NAMES, /* groups of file names only */
                    AUG_CLUSTERS_NONE
};

/* Zero means default everywhere. Strings are borrowed for the call only. */
struct aug_dataset_options {
    const char
        *cluster_by; /* POSIX extended regular expression on the path below DIR; what its groups match, joined, names
                                  the cluster (images of one cluster are not independent). NULL or no match: each image its own */
    enum aug_clusters clusters; /* file names are not guessed at where `cluster_by` is given */
    const char *only_classes; /* "A,B": only these; an unknown name is AUG_BAD_INPUT with the nearest name suggested */
    size_t max_images;        /* at most so many, whole clusters, balanced over classes, chosen by `seed`; 0: all */
    uint64_t seed;
    int threads; /* 0: as many as the machine has cores */
    /* Called now and then from any worker thread, one at a time; returning false cancels (AUG_CANCELLED). */
    bool (*progress)(void *context, const char *what, size_t done, size_t total);
    void *progress_context;
};

struct aug_sample {
    const char *path;  /* as to be opened */
    const char *below; /* the same path below DIR */
    int class_index;
    int cluster; /* 0 .. cluster_count - 1 */
    int width, height, channels;
    int block_width,
        block_height; /* of a JPEG file, as shown: pixels that it codes together, 8 x 8 to 32 x 8; 0: another format */
    int quality;      /* of a JPEG file: its encoder's, 1 .. 100; 0: another format */
    uint64_t content[2]; /* hash of the decoded pixels, width, height and channels: equal images, equal key */
};

struct aug_bad_file {
    const char *below;
    const char *why; /* one sentence */
};

/* Why two images share a cluster although their names do not say so. */
enum aug_duplicate_kind {
    AUG_DUPLICATE_EXACT,  /* same pixels */
    AUG_DUPLICATE_TURNED, /* same pixels after one of the other 7 flips and quarter turns */
    AUG_DUPLICATE_NEAR    /* the same scene: nearer in a 16 x 16 grey picture than chance explains */
};

/* A way to read file names that was put to the test: does it name groups of dependent images? At most 8, and with probability below 0.01 is any
 * accepted though the names say nothing about the pixels. */
struct aug_grouping {
    const char *about;   /* "before the last number" */
    const char *example; /* path below DIR of an image of one of the groups */
    size_t groups;
    double
        correlation; /* of two images of one group: 1 - their mean squared distance over that of two groups of a class */
    double p_value;  /* exact, of "the names say nothing" */
    bool accepted;   /* p <= 0.001 and correlation >= 0.2: its groups are clusters */
};

struct aug_duplicate {
    size_t first, second; /* sample indices, first < second */
    enum aug_duplicate_kind kind;
    bool across_classes; /* the two carry different labels: a label error or a broken symmetry */
};

struct aug_dataset {
    const char *dir;
    size_t sample_count;
    const struct aug_sample *samples;
    int class_count;
    const char *const *class_names;
    int cluster_count;
    size_t found_count; /* image files seen before --max-images and bad files */
    size_t bad_count;
    const struct aug_bad_file *bad;
    size_t warning_count; /* decoded, but damaged (truncated JPEG ...): used, and named here */
    const struct aug_bad_file *warnings;
    size_t duplicate_count;
    const struct aug_duplicate *duplicates;
    size_t grouping_count;
    const struct aug_grouping *groupings;
    uint64_t content[2]; /* hash over (content, class, cluster) of all samples */
    void *owner;         /* internal */
};

/* Opens DIR. The caller releases it. Fails with AUG_BAD_INPUT and a plain sentence for: no such folder, no class
 * folders, no images, fewer than two classes, more than 5 % bad files, a bad regular expression. */
AUG_API AUG_CHECKED enum aug_status aug_dataset_open(const char *dir, const struct aug_dataset_options *options,
                                                     struct aug_dataset *out, struct aug_error *err);
AUG_API void aug_dataset_release(struct aug_dataset *dataset);

/* Decodes image i again into `out` (storage reused). AUG_IO / AUG_BAD_INPUT when the file changed meanwhile. */
AUG_API AUG_CHECKED enum aug_status aug_dataset_image(const struct aug_dataset *dataset, size_t i,
                                                      struct aug_image *out, struct aug_error *err);

#ifdef __cplusplus
}
#endif
#endif
