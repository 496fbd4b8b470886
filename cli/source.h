/* SPDX-License-Identifier: Apache-2.0
 * source.h - what `audit` and `show` have in common: a data set and one pipeline from three possible places.
 */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include <augaudit/dataset.h>
#include <augaudit/pipeline.h>

#include "command.h"
#include "progress.h"

struct source {
    const char *data, *cluster_by, *clusters, *only_classes;
    const char *pipeline, *preset;
    struct texts transforms;
    double share; /* --p, 0: not given */
    long max_images, threads;
    uint64_t seed;
    bool quiet;
};

/* Rows for a struct with the member `source`. */
#define SOURCE_OPTIONS(owner)                                                                                         \
    TEXT_OPTION(owner, source.data, "data", 'd', "DIR", NULL,                                                         \
                "Labelled images: DIR/<class>/<image>, or with split folders (train, test ...) above the classes; "   \
                "splits are joined.",                                                                                 \
                .completes = COMPLETES_FOLDER),                                                                       \
        TEXT_OPTION(owner, source.pipeline, "pipeline", 0, "FILE", NULL,                                              \
                    "The pipeline as Albumentations 2.0 wrote it: JSON, YAML or the text of to_dict.",                \
                    .completes = COMPLETES_FILE),                                                                     \
        TEXT_OPTION(owner, source.preset, "preset", 0, "NAME", NULL,                                                  \
                    "A well-known recipe; see `augaudit list presets`.", .completes = COMPLETES_PRESET),              \
        TEXTS_OPTION(owner, source.transforms, "transform", 't', "SPEC",                                              \
                     "One transform, as hflip, rotate:+-15, hflip|invert or Rotate:limit=[-15,15]. May be repeated.", \
                     .completes = COMPLETES_WORD),                                                                    \
        TEXT_OPTION(owner, source.only_classes, "only-classes", 0, "A,B", NULL, "Use these classes only."),           \
        WHOLE_OPTION(owner, source.max_images, "max-images", 0, "N", NULL,                                            \
                     "Use at most N images: whole clusters, balanced over classes. Default: all.", .min = 1,          \
                     .max = 1000000000),                                                                              \
        SEED_OPTION(owner, source.seed, "Seed of every draw and split; the same seed gives the same result."),        \
        WHOLE_OPTION(                                                                                                 \
            owner, source.threads, "threads", 0, "N", NULL,                                                           \
            "Threads to work with. Default: as many as the machine has cores. The result does not depend on it.",     \
            .min = 1, .max = 1024),                                                                                   \
        SWITCH_OPTION(owner, source.quiet, "quiet", 'q', "No progress and no remarks on stderr; errors are shown.")

/* Rows for commands that count images as evidence. */
#define CLUSTER_OPTIONS(owner)                                                                                                         \
    TEXT_OPTION(                                                                                                                       \
        owner, source.cluster_by, "cluster-by", 0, "REGEX", NULL,                                                                      \
        "POSIX extended regular expression on the path below DIR. What its groups match, joined, names the cluster: "                  \
        "images of one cluster (frames of one film, cuts of one photo) are not independent. File names are then not guessed at."),     \
        TEXT_OPTION(                                                                                                                   \
            owner, source.clusters, "clusters", 0, "WHICH", "auto",                                                                    \
            "What else is looked for that makes images dependent. auto: file names that name groups (12_0003.png) where the pixels "   \
            "confirm it, and near-duplicates; names: file names only; none: neither. Exact, mirrored and turned copies always count.", \
            .completes = COMPLETES_CLUSTERS)

/* What --clusters takes, in the order of enum aug_clusters; NULL at the end. */
const char *const *cluster_words(void);

/* 0, or EXIT_USER after saying what is missing or too much. */
int source_check(const struct command *command, const struct source *source);

/* 0, or EXIT_USER after saying why the file that --`option` names cannot be read. */
int source_readable(const struct command *command, const char *option, const char *path);

/* Opens both; the caller releases them either way. */
enum aug_status source_open(const struct source *source, struct progress *progress, struct aug_dataset *data,
                            struct aug_pipeline *pipeline, struct aug_error *err);

#endif
