/* SPDX-License-Identifier: Apache-2.0
 * audit.h - measure every transform of a pipeline on a dataset, and say what it does to the labels.
 *
 *     struct aug_dataset data; struct aug_pipeline pipeline; struct aug_audit audit;
 *     aug_dataset_open("signs", NULL, &data, &err);
 *     aug_pipeline_read("train.json", &pipeline, &err);
 *     aug_audit_run(&data, &pipeline, &(struct aug_audit_options){ .seed = 7 }, &audit, &err);
 *
 * Same data, pipeline and seed give the same result on one machine for any number of threads and after any
 * resume; only `timing` differs.
 */
#ifndef AUGAUDIT_AUDIT_H
#define AUGAUDIT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/dataset.h>
#include <augaudit/effort.h>
#include <augaudit/error.h>
#include <augaudit/evidence.h>
#include <augaudit/intent.h>
#include <augaudit/pipeline.h>
#include <augaudit/predict.h>
#include <augaudit/verdict.h>

#ifdef __cplusplus
extern "C" {
#endif

struct aug_audit_options { /* zero means default everywhere */
    uint64_t seed;
    int threads;        /* 0: as many as cores */
    const char *store;  /* SQLite file with features and results, made if missing; NULL: a private temporary one */
    double probability; /* of the training mixture, for SPECs (the p-curve); 0: not given, take 1/2 */
    enum aug_effort effort;
    double budget_units;             /* above 0: instead of `effort`, what fits (effort.h) */
    enum aug_predict predict;        /* the change of accuracy (predict.h) */
    const struct aug_intent *intent; /* what the user rules, for this data and pipeline; NULL: nothing */
    size_t
        images_measured_max; /* of more images so many are measured: whole clusters (of a very large one some images), as many of each class; 0: 131,072 */
    size_t pictures_per_class; /* rows original, transformed, nearest; 0: the default, 2 */
    /* Called from one thread at a time; false cancels: the store keeps what is finished. */
    bool (*progress)(void *context, const char *what, size_t done, size_t total);
    void *progress_context;
};

struct aug_class_result {
    const char *name;
    size_t images, clusters;
    enum aug_label label;
    const char *reason;           /* one sentence, with the number that decided */
    struct aug_deciding deciding; /* that number */
    struct aug_counter counter;   /* the strongest sign against the label */
    unsigned assumptions;         /* bit i: the label rests on aug_audit.assumptions[i] */
    struct aug_need need;         /* what would decide, where undecided */
    struct aug_ruling ruling;     /* the user's; kind NONE: none */
    bool by_ruling;               /* it decided the label */
    bool has_unswapped;
    enum aug_label unswapped; /* under a swap: the label without it */
    size_t collides_count;
    const int *collides_with; /* class indices */
    size_t evidence_count;
    const struct aug_evidence *evidence;
    size_t remark_count;
    const struct aug_remark *remarks;
    bool has_change;
    struct aug_change change; /* predicted change of the accuracy on this class, when asked for */
};

/* One point of a dose curve: the transform at one fixed strength. */
struct aug_dose_point {
    const char *param; /* whose range is narrowed to this value */
    double strength;
    bool beyond;      /* outside the configured range: asked whether it could be widened; decides no label */
    const char *spec; /* canonical text of the stratum */
    const enum aug_label *labels; /* one per class */
    /* One per class: estimated loss of recoverability or conflict, 0..1, whichever is larger, and its bounds. */
    const double *harm, *harm_low, *harm_high;
};

/* One row of pictures: PNG bytes, owned by the audit. */
struct aug_picture_row {
    int class_index;                                 /* of the original */
    int nearest_class;                               /* of `nearest`, -1: none shown */
    const char *caption;                             /* "6 becomes 9: its nearest image after the transform is a 9." */
    const uint8_t *original, *transformed, *nearest; /* nearest may be NULL */
    size_t original_size, transformed_size, nearest_size;
    /* Of a mixture: the other images in it. */
    int other_count;
    int other_class[3];
    const uint8_t *other[3];
    size_t other_size[3];
};

/* Of the transformed images of class `from`, the share read as `to` by a learner of clean images, minus the same share of clean images. */
struct aug_confusion_cell {
    int from, to; /* class indices; equal: what is still read right, minus what was */
    double share;
};

struct aug_transform_result {
    const char *spec, *path, *name; /* path may be NULL */
    const char *claim;              /* what it asserts, one sentence */
    const char *claim_unless;
    double fires;
    enum aug_verdict verdict;
    const char *sentence;     /* the verdict in one plain sentence */
    const char *advice;       /* what to change, one sentence; may be "" */
    size_t tell_count;        /* how a network could tell transformed images, though the claim says nothing of it: */
    const char *const *tells; /* a sentence or two each */
    struct aug_deciding deciding; /* the number that decided the verdict */
    struct aug_counter counter;   /* the strongest sign against it */
    unsigned assumptions;         /* of all classes together */
    size_t class_count;
    const struct aug_class_result *classes; /* in the dataset's class order */
    size_t evidence_count;
    const struct aug_evidence *evidence; /* of the transform as a whole */
    size_t remark_count;
    const struct aug_remark *remarks;
    size_t dose_count;
    const struct aug_dose_point *dose; /* by parameter, then strength; empty for fixed transforms */
    size_t confusion_count;            /* changes of at least a point, the largest twelve of each class */
    const struct aug_confusion_cell *confusion;
    size_t range_count;
    const struct aug_range_result *ranges; /* by parameter, in the order of the doses */
    size_t picture_count;
    const struct aug_picture_row *pictures;
    bool has_change;
    struct aug_change change; /* predicted change of accuracy over all classes, when asked for */
};

struct aug_assumption {
    const char *id;      /* "A1" */
    const char *touched; /* how a label comes to rest on it */
    const char *text;
    const char *if_false;
};

/* How many independent images there are (methods F35). n images in clusters whose members correlate by r are worth n / (1 + (m - 1) r)
 * independent ones, m being the size of the cluster that an image is in, on average. */
struct aug_independence {
    double
        correlation; /* of the clean losses of two images of one cluster, class means taken off; 0..1; 1 where nothing was trained */
    double effective;                                 /* what all images are worth: the sum of */
    const double *class_effective;                    /* what the images of each class are worth */
    size_t thin_count;                                /* classes worth less than a third of their images */
    size_t near_duplicate_count, near_across_classes; /* pairs */
    size_t grouping_count;
    const struct aug_grouping *groupings; /* what file names proposed, and what the pixels said to it (dataset.h) */
};

struct aug_audit {
    uint64_t seed;
    /* dataset; images are those that were measured */
    const char *data_dir;
    size_t image_count, found_count, bad_count, warning_count, duplicate_count, cluster_count;
    size_t duplicates_across_classes;
    size_t bad_named; /* at most 100 bad files and warnings are named */
    const struct aug_bad_file *bad;
    int class_count;
    const char *const *class_names;
    const size_t *class_images, *class_clusters;
    struct aug_independence independence;
    size_t data_evidence_count;
    const struct aug_evidence *data_evidence; /* of the clean images, whatever the transforms */
    /* pipeline */
    const char *pipeline_source, *pipeline_format, *pipeline_library;
    const char *intent_source; /* NULL: none */
    size_t intent_unused_count;
    const char *const *intent_unused; /* transforms of the intent that the pipeline does not hold */
    size_t transform_count;
    const struct aug_transform_result *transforms; /* in pipeline order */
    bool has_whole;                                /* was it asked what the pipeline as it is would change? */
    struct aug_whole_change whole;
    size_t pair_count; /* pairs of transforms whose interaction was predicted */
    const struct aug_pair_change *pairs;
    /* how */
    double clean_error; /* cross-fitted error of the audit's own learner on clean images */
    const char *learner;
    size_t assumption_count;
    const struct aug_assumption *assumptions;
    struct aug_work work; /* what was done */
    const char *version;  /* of augaudit */
    size_t library_count; /* versions of what it was built with */
    const char *const *library_names, *const *library_versions;
    /* timing: left out when reports are compared */
    double seconds_total, seconds_features, seconds_evidence, seconds_predict;
    int threads;
    const char *instruction_set;         /* of our kernels: "scalar", "avx2" */
    size_t units_computed, units_reused; /* work units taken from the store */
    void *owner;                         /* internal */
};

/* Runs the audit. The caller releases `out`. Fails: AUG_BAD_INPUT (fewer than two classes with images, no leaves), AUG_IO
 * (image or store), AUG_CANCELLED, AUG_NO_MEMORY. */
AUG_API AUG_CHECKED enum aug_status aug_audit_run(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                                  const struct aug_audit_options *options, struct aug_audit *out,
                                                  struct aug_error *err);
AUG_API void aug_audit_release(struct aug_audit *audit);

/* Did any claim turn out broken? (exit status 1) */
AUG_API bool aug_audit_found_broken(const struct aug_audit *audit);

#ifdef __cplusplus
}
#endif
#endif
