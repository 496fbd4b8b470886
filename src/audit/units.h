/* SPDX-License-Identifier: Apache-2.0
 * units.h - the audit while it runs: what is fixed, which arms and which measurements are needed, and where they are kept.
 *
 * An *arm* is one version of all images: clean, or transformed by a leaf with draw number d, or that taken back. Its projected features are kept
 * in the store in chunks of images. A *unit* is a leaf, or one fixed strength of it, whose findings are measured and kept in the store.
 * Every key is made of what the value depends on, so a changed image, seed, transform or definition is another key.
 */
#ifndef AU_UNITS_H
#define AU_UNITS_H

#include <augaudit/audit.h>

#include "core/arena.h"
#include "evidence/probe.h"
#include "foretell.h"
#include "learn/embed.h"
#include "pipeline/mix.h"
#include "store/store.h"
#include "verdict/judge.h"

struct au_unit {
    const struct aug_leaf *leaf;
    double strength;           /* of a stratum */
    bool is_stratum;           /* measured with one draw an image */
    bool beyond;               /* a stratum outside the configured range */
    bool own_view;             /* of a stratum: judged in its own right */
    const char *param;         /* whose range it narrows; NULL: the transform itself, or an outcome of it */
    double probability;        /* of the training mixture */
    const uint32_t *counts_as; /* a swap of labels that belongs to it; NULL: none (in the arena) */
    uint64_t key[2];           /* of its findings */
    size_t same_as;            /* index of an earlier unit with the same key, else its own */
    bool is_known;             /* findings are there */
    struct au_findings findings;
};

struct au_arm_key {
    const struct aug_leaf *leaf; /* NULL: clean */
    int draw;
    bool undone;
    bool traced;     /* its pixels are looked at for tells */
    int seen;        /* of a leaf that mixes: 0 the mixture, 1 + k what it shows of its image k */
    uint64_t key[2]; /* of its chunks, before the chunk number */
};

#define AU_NO_UNIT ((size_t)-1)

struct au_run {
    const struct aug_dataset *data;  /* what is measured */
    const struct aug_dataset *whole; /* what the caller gave */
    const struct aug_audit_options *options;
    struct aug_work work;
    struct au_arena arena;
    struct au_store *store;
    uint64_t key[2];        /* images, classes, clusters, seed, definitions */
    int channels;           /* of the colour features: 3 if any image has colour */
    float histogram_weight; /* of the colour histogram among the main features, chosen on clean images (weight.c) */
    size_t chunk_images, chunk_count;
    struct au_basis basis[AU_SPACE_COUNT]; /* handed to the setting when the features are made */
    size_t components[AU_SPACE_COUNT];     /* of the bases */
    struct au_setting setting;
    bool has_setting; /* false: too little to train on */
    uint32_t *traced; /* rows of the images that are looked at for tells, ascending (traced.c) */
    size_t traced_count;
    uint32_t last_recoded;                 /* up to this row JPEG files among them are coded again */
    uint32_t *mixing_order, *mixing_place; /* who is mixed with whom; NULL: nothing is mixed (mixed.c) */
    struct aug_image mean_image;
    struct au_unit *units;
    size_t unit_count;
    size_t leaf_count;
    size_t *leaf_first; /* first unit of leaf i: itself, then its strata; leaf_count + 1 entries */
    size_t *unswapped;  /* of leaf i under a swap: the unit without it; else AU_NO_UNIT */
    struct au_arm_key *arms;
    size_t arm_count;
    size_t units_computed, units_reused;
    double seconds_features, seconds_evidence, seconds_predict;
    struct au_forecast forecast; /* empty: not asked for */
};

/* arms.c: features of every missing arm, chunk by chunk, into the store. */
AUG_CHECKED enum aug_status au_run_features(struct au_run *run, struct aug_error *err);
/* Reads one arm back into out[space] (count x components; NULL: not wanted); *unchanged (may be NULL): images in which no pixel changed. */
AUG_CHECKED enum aug_status au_arm_load(const struct au_run *run, const struct au_arm_key *arm,
                                        float *const out[AU_SPACE_COUNT], size_t *unchanged, struct aug_error *err);
/* Reads the traces of a traced arm: traced_count x AU_TRACE_ROW. */
AUG_CHECKED enum aug_status au_arm_traces(const struct au_run *run, const struct au_arm_key *arm, float *out,
                                          struct aug_error *err);
const struct au_arm_key *au_arm_find(const struct au_run *run, const struct aug_leaf *leaf, int draw, bool undone);
/* What a mixture shows of its image k. */
const struct au_arm_key *au_arm_find_seen(const struct au_run *run, const struct aug_leaf *leaf, int k);

/* traced.c: chooses the traced images, by the seed. */
AUG_CHECKED enum aug_status au_run_trace(struct au_run *run, struct aug_error *err);
/* How many traced images stand in rows first_row .. end_row - 1; *first: the number of the first. */
size_t au_traced_between(const struct au_run *run, size_t first_row, size_t end_row, size_t *first);
bool au_is_traced(const struct au_run *run, size_t row);
struct au_trace_bench { /* of one worker */
    struct aug_image proxy, turned;
};
void au_trace_bench_release(struct au_trace_bench *bench);
/* Traces of image `row` as an arm shows it; out: AU_TRACE_ROW values. */
AUG_CHECKED enum aug_status au_trace_image(const struct au_run *run, const struct au_arm_key *arm, size_t row,
                                           const struct aug_image *image, const struct aug_image *shown,
                                           struct au_trace_bench *bench, float *out, struct aug_error *err);

/* doses.c: the fixed strengths of a signed range, if it is the only one of the leaf and its labels are not swapped. */
struct au_unit_doses {
    double low, high;
    size_t count;
    double strength[AU_DOSES_MAX];
    const struct aug_leaf *leaf[AU_DOSES_MAX]; /* whose arms they are */
};
void au_unit_doses(const struct au_run *run, const struct au_unit *unit, struct au_unit_doses *out);

/* evidence.c: the findings of a unit, into the store. */
AUG_CHECKED enum aug_status au_run_keep(struct au_run *run, const struct au_unit *unit, struct aug_error *err);
/* evidence.c: does `asks` say yes of any class as the findings of a measured unit judge it? */
AUG_CHECKED enum aug_status au_unit_asks(const struct au_run *run, const struct au_unit *unit,
                                         bool (*asks)(const struct au_judged_class *judged), bool *any,
                                         struct aug_error *err);
/* second.c: if a loss of the measured unit is open or would convict, lets the second learner read its images too. Thread-safe for distinct units. */
AUG_CHECKED enum aug_status au_second_ask(struct au_run *run, struct au_unit *unit, struct aug_error *err);
/* networks.c: lets small networks read what stayed open, where the effort allows it. */
AUG_CHECKED enum aug_status au_run_networks(struct au_run *run, struct aug_error *err);

/* mixed.c: is there anything to mix, and if so with whom, always within a part of the setting. */
bool au_run_mixes(const struct au_run *run);
AUG_CHECKED enum aug_status au_run_mix(struct au_run *run, struct aug_error *err);
struct au_mixture_bench { /* of one worker */
    struct aug_image other[AUG_MIX_MAX];
    size_t other_row[AUG_MIX_MAX]; /* 1 + row of which `other` is the image; 0: of none */
    struct au_mixer mixer;
};
void au_mixture_bench_release(struct au_mixture_bench *bench);
/* The image that an arm of a mixing leaf shows for a row whose own image is `own`. */
AUG_CHECKED enum aug_status au_show_mixture(const struct au_run *run, const struct au_arm_key *arm, size_t row,
                                            const struct aug_image *own, struct au_mixture_bench *bench,
                                            struct aug_image *out, struct aug_error *err);
/* Image k > 0 of the mixture of a row in draw 0, and shares of the label as they are stated. */
size_t au_mixed_row(const struct au_run *run, size_t row, int k);
AUG_CHECKED enum aug_status au_mixed_shares(const struct au_run *run, const struct aug_leaf *leaf, size_t row,
                                            double *share, struct aug_error *err);
struct au_mixture { /* who, which shares, and a label drawn by them: as struct au_mixed wants it */
    int count;
    uint32_t *row, *label;
    float *share;
};
/* Released by au_mixture_release, also when it fails. */
AUG_CHECKED enum aug_status au_mixture_describe(const struct au_run *run, const struct aug_leaf *leaf,
                                                struct au_mixture *out, struct aug_error *err);
void au_mixture_release(struct au_mixture *mixture);

/* basis.c: the feature bases from a sample of the clean images. */
AUG_CHECKED enum aug_status au_run_bases(struct au_run *run, struct aug_error *err);
/* Raw features of one image into out[space], au_raw_count(space, channels) floats each. */
AUG_CHECKED enum aug_status au_raw_features(const struct au_run *run, const struct aug_image *image,
                                            float *const out[AU_SPACE_COUNT], struct aug_error *err);
size_t au_raw_count(enum au_space space, int channels);

/* weight.c: chooses run->histogram_weight and scales the histogram columns of the sample's main features (made with weight 1) by it. */
AUG_CHECKED enum aug_status au_choose_weight(struct au_run *run, float *main, size_t raw_count, const uint32_t *sample,
                                             size_t sample_count, struct aug_error *err);

/* plan.c: units and arms, and what the store already has. */
AUG_CHECKED enum aug_status au_run_plan(struct au_run *run, const struct aug_pipeline *pipeline, struct aug_error *err);

/* evidence.c: measures every unit that is not known. */
AUG_CHECKED enum aug_status au_run_evidence(struct au_run *run, struct aug_error *err);

/* measured.c: a view of the data with at most `most` images, whole clusters by the seed, as many of each class as there are or the others have (of
 * a cluster that is more than a tenth of what is taken of its class, images from all over it);
 * of all its images where that many would leave some class with fewer than decide anything. Strings and lists are borrowed from `data`. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_measured_take(const struct aug_dataset *data, size_t most, uint64_t seed,
                                             struct aug_dataset *out, struct aug_error *err);

/* work.c: what there is to do in an audit (with_audit) or a prediction alone, and what of it an audit does. */
struct aug_work_size au_work_size(const struct aug_dataset *data, const struct aug_pipeline *pipeline, bool with_audit);
struct aug_work au_work_of(const struct aug_audit_options *options, const struct aug_dataset *data,
                           const struct aug_pipeline *pipeline);
/* work.c: what a prediction does, with its verdicts; *verdicts: does it hold them? */
struct aug_work au_work_of_prediction(const struct aug_predict_options *options, const struct aug_dataset *data,
                                      const struct aug_pipeline *pipeline, bool *verdicts);

/* independence.c: how many independent images there are. After the measuring. */
AUG_CHECKED enum aug_status au_run_independence(struct au_run *run, struct aug_independence *out,
                                                struct aug_error *err);

/* result.c: judges, draws the pictures, and fills `out`, whose arena is the run's. */
AUG_CHECKED enum aug_status au_run_result(struct au_run *run, const struct aug_pipeline *pipeline,
                                          struct aug_audit *out, struct aug_error *err);

/* pictures.c */
AUG_CHECKED enum aug_status au_run_pictures(struct au_run *run, const struct au_unit *units, size_t unit_count,
                                            struct aug_transform_result *result, struct aug_error *err);

/* Tells the caller's progress function; AUG_CANCELLED when it says stop. One thread at a time. */
AUG_CHECKED enum aug_status au_run_progress(const struct au_run *run, const char *what, size_t done, size_t total,
                                            struct aug_error *err);

#endif
