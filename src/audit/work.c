/* SPDX-License-Identifier: Apache-2.0
 * work.c - counts what there is to do, and decides whether an audit predicts without being asked, and a prediction audits. */
#include "predict/rows.h"
#include "units.h"

/* An audit that costs no more than this in all predicts by itself. */
#define UNASKED_UNITS_MAX 200

struct aug_work_size au_work_size(const struct aug_dataset *data, const struct aug_pipeline *pipeline, bool with_audit)
{
    int width = 0, height = 0, channels = 0;
    au_picture_size(data, &width, &height, &channels);
    struct aug_work_size size = {.images = data->sample_count,
                                 .classes = (size_t)data->class_count,
                                 .values = (size_t)(width * height * channels)};
    for (size_t i = 0; i < pipeline->leaf_count; i++) {
        const struct aug_leaf *leaf = &pipeline->leaves[i];
        if (leaf->part_count == 0) continue;
        size.transforms++;
        size.measurements += 1 + aug_leaf_stratum_count(leaf) + aug_leaf_beyond_count(leaf);
    }
    size.questions = au_asks_about_whole(pipeline);
    if (with_audit) size.questions += au_pair_questions(pipeline);
    else size.measurements = 0;
    return size;
}

/* SPECs without a probability say what is asked of labels, not how training mixes them. */
static bool mixture_is_known(const struct aug_audit_options *options, const struct aug_pipeline *pipeline)
{
    return options->probability > 0 || (pipeline->leaf_count > 0 && pipeline->leaves[0].path);
}

struct aug_work au_work_of(const struct aug_audit_options *options, const struct aug_dataset *data,
                           const struct aug_pipeline *pipeline)
{
    const struct aug_work_size size = au_work_size(data, pipeline, true);
    const enum aug_effort effort = options->budget_units > 0 ? AUG_EFFORT_BUDGET : options->effort;
    const bool may = options->predict == AUG_PREDICT_ALWAYS ||
                     (options->predict == AUG_PREDICT_AUTO && mixture_is_known(options, pipeline));
    const struct aug_work work = aug_work_plan(effort, options->budget_units, may, &size);
    const bool unasked = options->predict == AUG_PREDICT_AUTO &&
                         (effort == AUG_EFFORT_DEFAULT || effort == AUG_EFFORT_QUICK) && !(options->probability > 0);
    if (!unasked || work.units < UNASKED_UNITS_MAX) return work;
    return aug_work_plan(effort, options->budget_units, false, &size);
}

static double verdict_units(const struct aug_dataset *data, const struct aug_pipeline *pipeline)
{
    struct aug_work_size size = au_work_size(data, pipeline, true);
    if (size.images > AU_PREDICT_IMAGES_MAX) size.images = AU_PREDICT_IMAGES_MAX;
    return aug_work_plan(AUG_EFFORT_QUICK, 0, false, &size).units;
}

/* A prediction comes first: a budget that does not hold both buys no verdicts, but to a stack, which is not built without. */
struct aug_work au_work_of_prediction(const struct aug_predict_options *o, const struct aug_dataset *data,
                                      const struct aug_pipeline *pipeline, bool *verdicts)
{
    const enum aug_effort effort = o->budget_units > 0 ? AUG_EFFORT_BUDGET : o->effort;
    struct aug_work_size size = au_work_size(data, pipeline, false);
    size.stack = o->stack;
    const double audit = verdict_units(data, pipeline);
    struct aug_work with = aug_work_plan(effort, o->budget_units - audit, true, &size);
    with.units += audit;
    *verdicts = !o->skip_verdicts && (effort != AUG_EFFORT_BUDGET || o->stack || with.units <= o->budget_units);
    return *verdicts ? with : aug_work_plan(effort, o->budget_units, true, &size);
}
