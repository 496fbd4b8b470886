/* SPDX-License-Identifier: Apache-2.0
 * predict.h - what training with a transform would do to accuracy on clean images, without doing it.
 *
 * The answer is for a convolutional network trained from scratch on these images until it fits them, with the transform applied with
 * probability p, against the same without it. docs/prediction.md says how it is computed and how well it agrees with real training.
 */
#ifndef AUGAUDIT_PREDICT_H
#define AUGAUDIT_PREDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/dataset.h>
#include <augaudit/effort.h>
#include <augaudit/error.h>
#include <augaudit/pipeline.h>
#include <augaudit/verdict.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Predicted change of accuracy in percentage points, with a 90 % interval. */
struct aug_change {
    double estimate, low, high;
};

/* Two transforms together against each alone, each at the dose that it has in the pair (in `a|b` at p a part reaches p/2 of the images), in points.
 * The interval of the interaction takes the three errors for independent, that of the sum adds them whole: both are on the wide side. */
struct aug_pair_change {
    const char *first, *second; /* SPECs */
    struct aug_change first_alone, second_alone, sum, together;
    struct aug_change interaction; /* together minus sum: below 0 they hurt each other */
};

struct aug_predicted {
    const char *spec, *name;
    double probability;               /* with which the transform is mixed in */
    bool is_known;                    /* false: the changes are 0 */
    struct aug_change change;         /* over all images */
    const struct aug_change *classes; /* one per class, in the dataset's order */
    const char *why_not;              /* a sentence where it is not known; else NULL */
    /* The audit's word on it, unless verdicts were skipped. */
    bool is_judged;
    enum aug_verdict verdict;
    size_t broken_count, undecided_count; /* classes whose label it breaks, or may break */
    const size_t *broken;                 /* indices of the former */
    bool is_recommended;                  /* judged, the whole interval lies above 0, and no label is broken */
};

/* The pipeline as it is, every leaf run as its containers and probabilities say, against training without any. */
struct aug_whole_change {
    bool is_known;
    const char *why_not; /* where it is not: a sentence */
    struct aug_change change;
    const struct aug_change *classes; /* one per class */
};

/* One step to the best stack of transforms: the one that gains most beside those that stand already. Changes are of the stack as a pipeline that
 * applies every member with its probability, measured, not summed. */
struct aug_stack_step {
    const char *spec;
    size_t tried;             /* transforms that were tried at this step: the best that are left, for the first all */
    struct aug_change alone;  /* of the transform alone ... */
    struct aug_change sum;    /* ... and of all members alone, added; low and high too */
    struct aug_change gain;   /* of adding it to the stack */
    struct aug_change change; /* of the stack with it, against training without any */
    bool is_taken;            /* false: the gain may be nothing, and the stack ends before it */
};

struct aug_prediction {
    size_t class_count;
    const char *const *class_names; /* owned by the prediction */
    size_t
        image_count; /* that were used: at most 5,000, of clusters drawn by the seed: whole ones, unless some are very large */
    struct aug_work work; /* what was done */
    size_t count;
    const struct aug_predicted *transforms; /* best first; unknown ones last */
    bool has_whole;                         /* of files and presets */
    struct aug_whole_change whole;
    size_t step_count; /* of the stack, when one was asked for; none: no transform gains without breaking a label */
    const struct aug_stack_step *steps;
    void *owner; /* internal */
};

struct aug_predict_options { /* zero means default everywhere */
    uint64_t seed;
    int threads;        /* 0: as many as cores; changes no number */
    const char *store;  /* SQLite file that keeps results; NULL: none */
    double probability; /* for SPECs; 0: 1/2 */
    enum aug_effort effort;
    double budget_units; /* above 0: instead of `effort`, what fits (effort.h); verdicts where they do */
    bool
        stack; /* build the best stack of up to 4 (SPECs only, and with verdicts: what breaks a label is never stacked) */
    bool skip_verdicts; /* else the same images are audited too, with the evidence of AUG_EFFORT_QUICK */
    bool (*progress)(void *context, const char *what, size_t done, size_t total); /* as in audit.h */
    void *progress_context;
};

/* Ranks the transforms of a pipeline. The caller releases `out`. Fails: AUG_BAD_INPUT (fewer than two classes, no leaves, a stack of a file or without
 * verdicts), AUG_IO
 * (image or store), AUG_CANCELLED, AUG_NO_MEMORY. */
AUG_API AUG_CHECKED enum aug_status aug_predict_run(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                                    const struct aug_predict_options *options,
                                                    struct aug_prediction *out, struct aug_error *err);
AUG_API void aug_prediction_release(struct aug_prediction *prediction);

/* The built-in catalogue, SPECs for aug_pipeline_specs: what one might add to a pipeline. */
AUG_API size_t aug_catalogue_count(void);
AUG_API const char *aug_catalogue_spec(size_t i);

#ifdef __cplusplus
}
#endif
#endif
