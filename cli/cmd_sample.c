/* SPDX-License-Identifier: Apache-2.0
 * cmd_sample.c - `augaudit sample`: write the drawn sample set. */
#include <stdio.h>
#include <sys/stat.h>

#include <augaudit/augaudit.h>

#include "command.h"
#include "json.h"
#include "output.h"

struct sample {
    long images;
    uint64_t seed;
    bool json, quiet;
};

static void print_json(const struct sample *sample, const char *dir)
{
    struct json json = {.out = stdout};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "augaudit-sample/1");
    json_text(&json, "dir", dir);
    json_number(&json, "images_per_class", (double)sample->images);
    json_open(&json, "classes", '[');
    for (int k = 0; k < aug_sample_class_count(); k++) json_text(&json, NULL, aug_sample_class_name(k));
    json_close(&json, ']');
    json_close(&json, '}');
}

static int run(const void *values, const struct operands *operands)
{
    const struct sample *sample = values;
    struct aug_error err = {0};
    if (operands->count == 0) return usage_error(&command_sample, "sample needs a DIR to write to");
    const char *dir = operands->items[0];
    struct stat info;
    if (stat(dir, &info) == 0 && !S_ISDIR(info.st_mode))
        return usage_error(&command_sample, "%s: there is a file of this name; expected a folder", dir);
    if (aug_sample_write(dir, (int)sample->images, sample->seed, &err) != AUG_OK) return library_error(&err);
    if (sample->json) print_json(sample, dir);
    else
        say(sample->quiet, "Wrote %d classes with %ld images each below %s", aug_sample_class_count(), sample->images,
            dir);
    return EXIT_FINE;
}

static const struct option options[] = {
    WHOLE_OPTION(struct sample, images, "images", 'n', "N", "120", "Images of each class.", .min = 1, .max = 1000000),
    SEED_OPTION(struct sample, seed, "Seed of the drawing; the same seed gives the same bytes."),
    SWITCH_OPTION(struct sample, json, "json", 0, "Say what was written as JSON."),
    SWITCH_OPTION(struct sample, quiet, "quiet", 'q', "Say nothing on stderr; errors are shown."),
    {0},
};

static const char *const details[] = {
    "Small signs and glyphs, drawn by the tool itself with changes of place, size, slant, stroke, light, noise and background. "
    "What flips, turns, loss of colour and changes of hue do to them is known, so that a first report can be checked by eye.",
    "Files that are there already are replaced; others are left alone.",
    NULL,
};

static const char *const examples[] = {
    "augaudit sample signs",
    "augaudit sample signs --images 30 --seed 7",
    NULL,
};

const struct command command_sample = {
    .name = "sample",
    .about = "Write a small labelled image set to try the tool on.",
    .usage = "DIR [options]",
    .details = details,
    .examples = examples,
    .operand = "DIR",
    .operand_completion = COMPLETES_FOLDER,
    .operands_max = 1,
    .options = options,
    .values_bytes = sizeof(struct sample),
    .run = run,
};
