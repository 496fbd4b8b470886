/* SPDX-License-Identifier: Apache-2.0
 * cmd_show.c - `augaudit show`: a contact sheet of what a pipeline does to the user's own images. */
#include <stdio.h>
#include <string.h>

#include <augaudit/augaudit.h>

#include "command.h"
#include "json.h"
#include "output.h"
#include "progress.h"
#include "source.h"

struct show {
    struct source source;
    const char *html, *png;
    long images, draws, cell;
    bool json;
};

static int check_outputs(const struct show *show)
{
    if (!show->html && !show->png)
        return usage_error(&command_show, "nothing to write: give --html FILE or --png FILE");
    if (show->html && show->png && strcmp(show->html, show->png) == 0)
        return usage_error(&command_show, "--html and --png both name \"%s\"", show->html);
    if (show->json && ((show->html && strcmp(show->html, "-") == 0) || (show->png && strcmp(show->png, "-") == 0)))
        return usage_error(&command_show, "--json writes to standard output, and so does -; give a file name");
    const int code = output_place("html", show->html);
    return code ? code : output_place("png", show->png);
}

static enum aug_status put(const char *path, const void *bytes, size_t size, struct aug_error *err)
{
    if (strcmp(path, "-") != 0) return output_file(path, bytes, size, err);
    output_write(bytes, size);
    return AUG_OK;
}

static enum aug_status write_html(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                  const struct aug_show_options *options, const char *path, struct aug_error *err)
{
    char *text = NULL;
    size_t length = 0;
    AUG_TRY(aug_show_html(data, pipeline, options, &text, &length, err));
    const enum aug_status status = put(path, text, length, err);
    aug_bytes_free(text);
    return status;
}

static enum aug_status write_encoded(const struct aug_image *sheet, const char *path, struct aug_error *err)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    AUG_TRY(aug_image_encode_png(sheet, &bytes, &size, err));
    const enum aug_status status = put(path, bytes, size, err);
    aug_bytes_free(bytes);
    return status;
}

static enum aug_status write_png(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                 const struct aug_show_options *options, const char *path, struct aug_error *err)
{
    struct aug_image sheet = {0};
    enum aug_status status = aug_show_image(data, pipeline, options, &sheet, err);
    if (status == AUG_OK) status = write_encoded(&sheet, path, err);
    aug_image_release(&sheet);
    return status;
}

static void print_json(const struct show *show, const struct aug_dataset *data, const struct aug_pipeline *pipeline)
{
    struct json json = {.out = stdout};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "augaudit-show/1");
    json_text(&json, "data", data->dir);
    json_number(&json, "images", (double)data->sample_count);
    json_text(&json, "pipeline", pipeline->source);
    json_number(&json, "transforms", (double)pipeline->leaf_count);
    json_text(&json, "html", show->html);
    json_text(&json, "png", show->png);
    json_close(&json, '}');
}

static int write_sheets(const struct show *show, const struct aug_dataset *data, const struct aug_pipeline *pipeline)
{
    struct aug_error err = {0};
    const struct aug_show_options options = {
        .seed = show->source.seed, .images = (int)show->images, .draws = (int)show->draws, .cell_px = (int)show->cell};
    enum aug_status status = AUG_OK;
    if (show->html) status = write_html(data, pipeline, &options, show->html, &err);
    if (status == AUG_OK && show->png) status = write_png(data, pipeline, &options, show->png, &err);
    if (status != AUG_OK) return library_error(&err);
    if (show->json) print_json(show, data, pipeline);
    else if (show->html) say(show->source.quiet, "The page is %s", show->html);
    if (!show->json && show->png) say(show->source.quiet, "The picture is %s", show->png);
    return EXIT_FINE;
}

static int run(const void *values, const struct operands *operands)
{
    const struct show *show = values;
    struct source source = show->source;
    struct progress progress;
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_error err = {0};
    (void)operands;
    source.clusters = "none"; /* looking needs no independence */
    int code = source_check(&command_show, &source);
    if (!code) code = check_outputs(show);
    if (code) return code;
    progress_start(&progress, show->source.quiet);
    const enum aug_status status = source_open(&source, &progress, &data, &pipeline, &err);
    code = status == AUG_OK ? write_sheets(show, &data, &pipeline) : library_error(&err);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
    return code;
}

static const struct option options[] = {
    SOURCE_OPTIONS(struct show),
    TEXT_OPTION(struct show, html, "html", 'o', "FILE", NULL,
                "Write a page with names and drawn values; - is standard output.", .completes = COMPLETES_FILE),
    TEXT_OPTION(struct show, png, "png", 0, "FILE", NULL, "Write the sheet as one picture without text.",
                .completes = COMPLETES_FILE),
    WHOLE_OPTION(struct show, images, "images", 'n', "N", "8", "Rows: one image each, the classes in turn.", .min = 1,
                 .max = 1000),
    WHOLE_OPTION(struct show, draws, "draws", 0, "N", "3", "How often a random transform is drawn.", .min = 1,
                 .max = 100),
    WHOLE_OPTION(struct show, cell, "cell", 0, "PX", "96", "Side of a picture in pixels.", .min = 8, .max = 1024),
    SWITCH_OPTION(struct show, json, "json", 0, "Say what was written as JSON."),
    {0},
};

static const char *const details[] = {
    "One row for each image, one column for the original and one for each transform. Nothing is measured: this is for looking.",
    NULL,
};

static const char *const examples[] = {
    "augaudit show --data signs --pipeline train.json --html show.html",
    "augaudit show --data signs -t 'rotate:+-45' --draws 8 --png turns.png",
    NULL,
};

const struct command command_show = {
    .name = "show",
    .about = "Show what a pipeline does to your own images, on one sheet.",
    .usage = "--data DIR --pipeline FILE --html FILE [options]\n--data DIR --transform SPEC --png FILE [options]",
    .details = details,
    .examples = examples,
    .options = options,
    .values_bytes = sizeof(struct show),
    .run = run,
};
