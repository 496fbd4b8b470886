/* SPDX-License-Identifier: Apache-2.0
 * cmd_predict.c - `augaudit predict`: what should I add to my pipeline? */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/augaudit.h>

#include "command.h"
#include "effort.h"
#include "output.h"
#include "prediction.h"
#include "progress.h"
#include "source.h"

struct predict {
    struct source source;
    struct effort effort;
    const char *json, *store;
    bool pairs, no_verdicts;
};

static int check_outputs(const struct predict *predict)
{
    if (predict->pairs && predict->no_verdicts)
        return usage_error(&command_predict, "--pairs needs verdicts: what breaks a label is never stacked");
    if (predict->pairs && (predict->source.pipeline || predict->source.preset))
        return usage_error(&command_predict, "--pairs builds a stack of SPECs or of the catalogue, not of a pipeline");
    if (predict->store && strcmp(predict->store, "-") == 0)
        return usage_error(&command_predict, "--store needs a file, not standard output");
    if (predict->json && predict->store && strcmp(predict->json, predict->store) == 0)
        return usage_error(&command_predict, "--json and --store both name \"%s\"", predict->json);
    const int code = output_place("json", predict->json);
    return code ? code : output_place("store", predict->store);
}

static int library_failed(const struct aug_error *err)
{
    if (err->status != AUG_CANCELLED || !progress_stopped()) return library_error(err);
    fprintf(stderr, "augaudit: stopped; with --store FILE what was finished is kept\n");
    return EXIT_STOPPED;
}

static int write_json(const struct predict *predict, const struct aug_prediction *result)
{
    struct aug_error err = {0};
    char *text = NULL;
    size_t length = 0;
    if (strcmp(predict->json, "-") == 0) {
        prediction_json(stdout, result);
        return EXIT_FINE;
    }
    FILE *memory = open_memstream(&text, &length);
    if (memory) prediction_json(memory, result);
    enum aug_status status = AUG_NO_MEMORY;
    if (memory && fclose(memory) == 0) status = output_file(predict->json, text, length, &err);
    free(text);
    if (status == AUG_OK) return EXIT_FINE;
    if (err.status == AUG_OK)
        return library_error(
            &(struct aug_error){.status = AUG_NO_MEMORY, .message = "no memory for the prediction as JSON"});
    return library_error(&err);
}

/* ---- the command ---- */

static enum aug_status ask(const struct predict *predict, const struct source *source, struct progress *progress,
                           struct aug_prediction *result, struct aug_error *err)
{
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    const struct aug_predict_options options = {
        .seed = source->seed,
        .threads = (int)source->threads,
        .store = predict->store,
        .probability = source->share,
        .effort = effort_of(&predict->effort),
        .budget_units = predict->effort.budget,
        .stack = predict->pairs,
        .skip_verdicts = predict->no_verdicts,
        .progress = progress_report,
        .progress_context = progress,
    };
    enum aug_status status = source_open(source, progress, &data, &pipeline, err);
    if (status == AUG_OK) status = aug_predict_run(&data, &pipeline, &options, result, err);
    progress_end(progress);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
    return status;
}

/* Without a pipeline: the whole catalogue. */
static struct texts catalogue(void)
{
    struct texts all = {malloc(aug_catalogue_count() * sizeof *all.items), aug_catalogue_count()};
    for (size_t i = 0; all.items && i < all.count; i++) all.items[i] = aug_catalogue_spec(i);
    return all.items ? all : (struct texts){0};
}

static int predict_source(const struct predict *predict, const struct source *source)
{
    struct progress progress;
    struct aug_prediction result = {0};
    struct aug_error err = {0};
    int code = source_check(&command_predict, source);
    if (!code) code = effort_check(&command_predict, &predict->effort);
    if (!code) code = check_outputs(predict);
    if (code) return code;
    progress_start(&progress, source->quiet);
    if (ask(predict, source, &progress, &result, &err) != AUG_OK) return library_failed(&err);
    if (!predict->json || strcmp(predict->json, "-") != 0) prediction_text(stdout, &result);
    if (predict->json) code = write_json(predict, &result);
    aug_prediction_release(&result);
    return code;
}

static int run(const void *values, const struct operands *operands)
{
    const struct predict *predict = values;
    struct source source = predict->source;
    struct texts all = {0};
    (void)operands;
    if (!source.pipeline && !source.preset && source.transforms.count == 0) source.transforms = all = catalogue();
    const int code = predict_source(predict, &source);
    free(all.items);
    return code;
}

static const struct option options[] = {
    SOURCE_OPTIONS(struct predict),
    SHARE_OPTION(struct predict, source.share, "p", 0, "P", "0.5",
                 "How often a transform is applied in training, above 0 and at most 1. A file or preset has its own."),
    CLUSTER_OPTIONS(struct predict),
    TEXT_OPTION(struct predict, json, "json", 'j', "FILE", NULL, "Write every number as JSON; - is standard output.",
                .completes = COMPLETES_FILE),
    TEXT_OPTION(struct predict, store, "store", 's', "FILE", NULL,
                "Keep results in this file, made if missing. The next run reuses them, also after a stop.",
                .completes = COMPLETES_FILE),
    EFFORT_OPTIONS(struct predict),
    SWITCH_OPTION(
        struct predict, pairs, "pairs", 0,
        "Also build the best stack, of up to four: add the transform that gains most beside those that stand already, as long as the gain is sure. Each step is measured, not summed."),
    SWITCH_OPTION(
        struct predict, no_verdicts, "no-verdicts", 0,
        "Do not audit: say nothing of labels, and recommend nothing. By default that saves about a quarter of the work."),
    {0},
};

static const char *const details[] = {
    "Predicts by how many percentage points accuracy on clean images would change if a convolutional network were trained from "
    "scratch on these images with a transform, against without it. That network is not trained: a kernel, and small networks on "
    "half of the images, stand in for it. The ranking goes to standard output, best first.",
    "Without --pipeline, --preset and --transform a built-in catalogue of transforms and strengths is ranked: what should I add?",
    "Beside each transform stands the verdict of an audit of the same images with the evidence of --quick (and of no more than 5,000 of them): what breaks a label is never "
    "recommended, whatever it gains. A + marks what is: the whole interval lies above 0, and no label is broken. `augaudit audit` says why.",
    "A pipeline file or preset also gets a line of its own: what training with all of it, as it runs, would change.",
    NULL,
};

static const char *const examples[] = {
    "augaudit predict --data signs\nRank the catalogue.",
    "augaudit predict --data signs -t hflip -t 'rotate:+-15' --p 0.3 --json -\nTwo transforms, each applied to three images in ten.",
    "augaudit predict --data signs --pairs --quick\nAnd build the best stack of it.",
    NULL,
};

const struct command command_predict = {
    .name = "predict",
    .about = "Predict what training with each transform would do to accuracy, best first.",
    .usage =
        "--data DIR [options]\n--data DIR --pipeline FILE [options]\n--data DIR --transform SPEC [--transform SPEC ...] [options]",
    .details = details,
    .examples = examples,
    .options = options,
    .is_heavy = true,
    .values_bytes = sizeof(struct predict),
    .run = run,
};
