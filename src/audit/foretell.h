/* SPDX-License-Identifier: Apache-2.0
 * foretell.h - what training would do: the questions that a pipeline stands for, asked with the store behind them.
 */
#ifndef AU_FORETELL_H
#define AU_FORETELL_H

#include <augaudit/intent.h>
#include <augaudit/predict.h>

#include "core/arena.h"
#include "predict/predictor.h"
#include "store/store.h"

struct au_prediction_job {
    const struct aug_dataset *data;
    struct au_store *store; /* NULL: none */
    uint64_t seed;
    int threads, looks, further, trainings;
    const struct aug_pipeline *pipeline;
    double probability;              /* of SPECs; 0: 1/2 */
    bool without_pairs;              /* ask nothing of pairs */
    const struct aug_intent *intent; /* leaves under a swap are not asked about; NULL: none */
    bool (*progress)(void *context, const char *what, size_t done, size_t total);
    void *progress_context;
};

/* plan.c: the probability with which a leaf is mixed in: its own in a file, else `share`, or 1/2 for 0. */
double au_mixture_probability(const struct aug_leaf *leaf, double share);
/* Can the predictor be asked about leaf i? Not about one that cannot be applied, exchanges labels, or mixes several images. */
bool au_is_askable(const struct au_prediction_job *job, size_t leaf);
/* Why a leaf has no answer, a sentence: static text. */
const char *au_no_answer(const struct au_prediction_job *job, size_t leaf);

/* asking.c: au_predict_contrasts; every piece comes from the store where it is there, and goes there as soon as it is made. */
AUG_CHECKED enum aug_status au_ask(const struct au_prediction_job *job, struct au_question *questions, size_t count,
                                   struct au_contrast *contrasts, size_t contrast_count, struct aug_error *err);

struct au_forecast {            /* of a pipeline, in an arena; {0} is empty */
    struct aug_change *changes; /* leaf by leaf: all images, then class by class */
    bool *known;                /* per leaf */
    bool has_whole;
    struct aug_whole_change whole;
    size_t pair_count;
    const struct aug_pair_change *pairs;
};

/* foretell.c: every leaf that can be applied, a file or preset as a whole, and pairs of SPECs against their parts. */
AUG_CHECKED enum aug_status au_foretell(const struct au_prediction_job *job, struct au_arena *arena,
                                        struct au_forecast *out, struct aug_error *err);
/* Does that take a question besides those about leaves and pairs? */
bool au_asks_about_whole(const struct aug_pipeline *pipeline);

/* pairs.c: for every SPEC `a|b` of the pipeline that holds a and b too, what they do to each other. Each part is asked about once more, at the dose
 * that it has in the pair. */
struct au_pairing {
    const struct au_prediction_job *job;
    struct au_pair {
        size_t both, part[2];
    } * pairs;
    size_t count;
    struct aug_leaf *singles; /* parts of some pair, each once */
    size_t *single_of;        /* per leaf of the pipeline: its place in singles */
    size_t single_count;
    struct aug_change *alone;              /* single by single */
    const struct au_question *alone_asked; /* the first question about a single */
};
AUG_CHECKED enum aug_status au_pairs_find(const struct au_prediction_job *job, struct au_arena *arena,
                                          struct au_pairing *out, struct aug_error *err);
/* Writes single_count questions. */
void au_pairs_ask(struct au_pairing *pairing, struct au_question *questions);
/* After the answers. */
AUG_CHECKED enum aug_status au_pairs_compare(const struct au_pairing *pairing, struct au_arena *arena,
                                             struct au_forecast *forecast, struct aug_error *err);
size_t au_pair_questions(const struct aug_pipeline *pipeline);

#endif
