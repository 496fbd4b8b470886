/* SPDX-License-Identifier: Apache-2.0
 * cmd_audit.c - `augaudit audit`: measure, judge, report. */
#include <stdio.h>
#include <string.h>

#include <augaudit/augaudit.h>

#include "command.h"
#include "effort.h"
#include "output.h"
#include "progress.h"
#include "source.h"

struct audit {
    struct source source;
    struct effort effort;
    const char *json, *html, *store, *intent;
    bool no_timing, predict, no_predict;
};

static bool is_stdout(const char *path)
{
    return path && strcmp(path, "-") == 0;
}

static int check_outputs(const struct audit *audit)
{
    const char *const names[] = {"json", "html", "store"}, *const paths[] = {audit->json, audit->html, audit->store};
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < i; j++)
            if (paths[i] && paths[j] && strcmp(paths[i], paths[j]) == 0)
                return usage_error(&command_audit, "--%s and --%s both name \"%s\"", names[j], names[i], paths[i]);
        const int code = output_place(names[i], paths[i]);
        if (code) return code;
    }
    if (is_stdout(audit->store)) return usage_error(&command_audit, "--store needs a file, not standard output");
    return 0;
}

static int print_report(const struct aug_audit *result, const char *name, const struct aug_report_options *options)
{
    struct aug_error err = {0};
    char *text = NULL;
    size_t length = 0;
    if (aug_report_render(result, name, options, &text, &length, &err) != AUG_OK) return library_error(&err);
    output_write(text, length);
    aug_bytes_free(text);
    return 0;
}

static int write_report(const struct audit *audit, const struct aug_audit *result, const char *name, const char *path)
{
    struct aug_error err = {0};
    const struct aug_report_options options = {.skip_timing = audit->no_timing};
    if (!path) return 0;
    if (is_stdout(path)) return print_report(result, name, &options);
    if (aug_report_write(result, name, &options, path, &err) != AUG_OK) return library_error(&err);
    say(audit->source.quiet, "The %s report is %s", name, path);
    return 0;
}

static int write_reports(const struct audit *audit, const struct aug_audit *result)
{
    const struct aug_report_options options = {.colour = output_colour(), .columns = output_columns()};
    int code = 0;
    if (!is_stdout(audit->json) && !is_stdout(audit->html)) code = print_report(result, "text", &options);
    const int json_code = write_report(audit, result, "json", audit->json);
    const int html_code = write_report(audit, result, "html", audit->html);
    return code ? code : json_code ? json_code : html_code;
}

static int failed(const struct audit *audit, const struct aug_error *err)
{
    if (err->status != AUG_CANCELLED || !progress_stopped()) return library_error(err);
    if (audit->store)
        fprintf(stderr, "augaudit: stopped; %s keeps what is finished: the same command goes on from there\n",
                audit->store);
    else fprintf(stderr, "augaudit: stopped; with --store FILE the next run would go on from here\n");
    return EXIT_STOPPED;
}

static enum aug_status measure_with(const struct audit *audit, const struct aug_dataset *data,
                                    const struct aug_pipeline *pipeline, const struct aug_intent *intent,
                                    struct progress *progress, struct aug_audit *result, struct aug_error *err)
{
    const struct aug_audit_options options = {
        .seed = audit->source.seed,
        .threads = (int)audit->source.threads,
        .store = audit->store,
        .probability = audit->source.share,
        .effort = effort_of(&audit->effort),
        .budget_units = audit->effort.budget,
        .intent = intent->owner ? intent : NULL,
        .predict = audit->predict      ? AUG_PREDICT_ALWAYS
                   : audit->no_predict ? AUG_PREDICT_NEVER
                                       : AUG_PREDICT_AUTO,
        .progress = progress_report,
        .progress_context = progress,
    };
    const enum aug_status status = aug_audit_run(data, pipeline, &options, result, err);
    progress_end(progress);
    return status;
}

static enum aug_status measure(const struct audit *audit, const struct aug_dataset *data,
                               const struct aug_pipeline *pipeline, struct progress *progress, struct aug_audit *result,
                               struct aug_error *err)
{
    struct aug_intent intent = {0};
    if (audit->intent) AUG_TRY(aug_intent_read(audit->intent, data, pipeline, &intent, err));
    const enum aug_status status = measure_with(audit, data, pipeline, &intent, progress, result, err);
    aug_intent_release(&intent);
    return status;
}

static int conclude(const struct audit *audit, const struct aug_audit *result)
{
    const int code = write_reports(audit, result);
    return code ? code : aug_audit_found_broken(result) ? EXIT_BROKEN : EXIT_FINE;
}

static int run(const void *values, const struct operands *operands)
{
    const struct audit *audit = values;
    struct progress progress;
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_audit result = {0};
    struct aug_error err = {0};
    (void)operands;
    int code = source_check(&command_audit, &audit->source);
    if (!code) code = effort_check(&command_audit, &audit->effort);
    if (!code && audit->predict && audit->no_predict)
        code = usage_error(&command_audit, "--predict and --no-predict do not go together");
    if (!code) code = source_readable(&command_audit, "intent", audit->intent);
    if (!code) code = check_outputs(audit);
    if (code) return code;
    progress_start(&progress, audit->source.quiet);
    enum aug_status status = source_open(&audit->source, &progress, &data, &pipeline, &err);
    if (status == AUG_OK) status = measure(audit, &data, &pipeline, &progress, &result, &err);
    code = status == AUG_OK ? conclude(audit, &result) : failed(audit, &err);
    aug_audit_release(&result);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
    return code;
}

static const struct option options[] = {
    SOURCE_OPTIONS(struct audit),
    SHARE_OPTION(
        struct audit, source.share, "p", 0, "P", NULL,
        "How often a --transform is applied in training, above 0 and at most 1, where that matters. A claim itself "
        "is always judged on images that were transformed."),
    CLUSTER_OPTIONS(struct audit),
    TEXT_OPTION(struct audit, json, "json", 'j', "FILE", NULL, "Write every number as JSON; - is standard output.",
                .completes = COMPLETES_FILE),
    TEXT_OPTION(struct audit, html, "html", 'o', "FILE", NULL,
                "Write one self-contained page with pictures and charts; - is standard output.",
                .completes = COMPLETES_FILE),
    TEXT_OPTION(struct audit, store, "store", 's', "FILE", NULL,
                "Keep features and results in this file, made if missing. The next run reuses them, also after a stop.",
                .completes = COMPLETES_FILE),
    SWITCH_OPTION(
        struct audit, predict, "predict", 0,
        "Predict what training with each transform would do to accuracy on clean images, in percentage points with a 90 % "
        "interval, over all classes and for each. Done unasked where the mixture is known (--p, or a pipeline) and cheap enough."),
    SWITCH_OPTION(struct audit, no_predict, "no-predict", 0, "Predict nothing."),
    TEXT_OPTION(
        struct audit, intent, "intent", 0, "FILE", NULL,
        "What you rule about labels, in YAML or JSON: per transform and class invariant, equivariant, swap(a,b) or "
        "changes. See below.",
        .completes = COMPLETES_FILE),
    EFFORT_OPTIONS(struct audit),
    SWITCH_OPTION(
        struct audit, no_timing, "no-timing", 0,
        "Leave run times, thread count and instruction set out of JSON and HTML, so that equal runs give equal bytes."),
    {0},
};

static const char *const details[] = {
    "Each transform of the pipeline claims that it keeps the label of every class. The audit applies it to the images, measures "
    "what becomes unrecognisable and what lands on another class, and gives each transform a verdict and each class a label: "
    "kept, broken or undecided. A table goes to standard output, worst news first.",
    "Give one source: --pipeline, --preset, or one or more --transform.",
    "With --intent you say what you mean by a transform. The file holds a map \"transforms\" from a SPEC, a name, a path in the "
    "pipeline file or \"*\" to rulings by class: `hflip: { \"33\": swap(33,34), \"12\": changes, \"*\": invariant }`.",
    "invariant: the label stays; that decides where the data cannot tell, off their support; a conflict that was measured stands, and the "
    "report names both. equivariant: the same for a class label, on record. swap(a,b): transformed images of a count as b and "
    "those of b as a, and everything is measured again so; a wrong swap comes out broken. changes: the label does not survive, by "
    "your ruling. The closest row counts: transform before class, SPEC or path before name before \"*\".",
    "The exit status is 1 when a claim is broken, so that a script can stop on it; 0 when none is.",
    NULL,
};

static const char *const examples[] = {
    "augaudit audit --data signs --pipeline train.json --html report.html\nThe pipeline that a training script saved with A.save().",
    "augaudit audit --data signs -t hflip -t 'rotate:+-15' -t 'hue:+-20'\nThree transforms, one by one.",
    "augaudit audit --data signs -t hflip --intent intent.yaml\nA mirrored \"keep right\" is a \"keep left\": judge it with the labels exchanged.",
    "augaudit audit --data tracks --preset imagenet --cluster-by '([^/]+/[0-9]+)_' --store tracks.sqlite\n"
    "Frames of one track count as one; the work is kept for the next run.",
    NULL,
};

const struct command command_audit = {
    .name = "audit",
    .about = "Measure what every transform of a pipeline does to the labels of your images.",
    .usage = "--data DIR --pipeline FILE [options]\n--data DIR --preset NAME [options]\n"
             "--data DIR --transform SPEC [--transform SPEC ...] [options]",
    .details = details,
    .examples = examples,
    .options = options,
    .is_heavy = true,
    .values_bytes = sizeof(struct audit),
    .run = run,
};
