/* SPDX-License-Identifier: Apache-2.0
 * test_spec.c - the SPEC language: every word, every table of the truth, every way to be wrong. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/memory.h"
#include "pipeline_tools.h"
#include "transform/params.h"

struct meaning {
    const char *spec, *name, *params; /* what au_params_write says of all parameters */
};

/* By README of the truth tables, "The transforms, exactly". */
static const struct meaning meanings[] = {
    {"hflip", "hflip", "{}"},
    {"vflip", "vflip", "{}"},
    {"identity", "identity", "{}"},
    {"invert", "invert", "{}"},
    {"gray", "gray", "{}"},
    {"rotate:180", "rotate", "{\"angle\": [180, 180]}"},
    {"rotate:-45", "rotate", "{\"angle\": [-45, -45]}"},
    {"rotate:+-15", "rotate", "{\"angle\": [-15, 15]}"},
    {"shift:+-2px", "shift", "{\"limit_px\": [-2, 2]}"},
    {"shift:-2px", "shift", "{\"limit_px\": [-2, -2]}"},
    {"brightness:+-0.2", "brightness", "{\"amount\": [-0.2, 0.2]}"},
    {"contrast:+-0.5", "contrast", "{\"amount\": [-0.5, 0.5]}"},
    {"hue:120", "hue", "{\"degrees\": [120, 120]}"},
    {"hue:+-20", "hue", "{\"degrees\": [-20, 20]}"},
    {"saturate:+-0.5", "saturate", "{\"amount\": [-0.5, 0.5]}"},
    {"swap:RG", "swap", "{\"channels\": \"RG\"}"},
    {"noise:0.8", "noise", "{\"amount\": 0.8}"},
    {"blur:0.7", "blur", "{\"sigma_px\": 0.7}"},
    {"cutout:20px", "cutout", "{\"side_px\": 20}"},
    {"crop:0.5", "crop", "{\"area\": [0.5, 1]}"},
    {"zoomout:2", "zoomout", "{\"factor\": [1, 2]}"},
    {"mixup:0.4", "mixup", "{\"alpha\": 0.4, \"labels\": \"shared\"}"},
    {"cutmix:1", "cutmix", "{\"alpha\": 1, \"labels\": \"shared\"}"},
    {"mosaic", "mosaic",
     "{\"grid_yx\": [2, 2], \"center_range\": [0.3, 0.7], \"fit_mode\": \"cover\", \"labels\": \"shared\"}"},
    {"rotate:angle=[3,4]", "rotate", "{\"angle\": [3, 4]}"},
};

TEST(every_spec_of_the_truth_language_means_what_it_says)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++) {
        struct aug_pipeline pipeline = tool_spec(meanings[i].spec);
        const struct aug_leaf *leaf = &pipeline.leaves[0];
        struct au_text text = {0};
        CHECK(pipeline.leaf_count == 1 && leaf->part_count == 1);
        CHECK(strcmp(leaf->spec, meanings[i].spec) == 0 && strcmp(leaf->name, meanings[i].name) == 0);
        CHECK(leaf->path == NULL && leaf->line == 0 && leaf->parts[0].probability == 1 && leaf->fires == 1);
        CHECK(strcmp(leaf->parts[0].transform->name, meanings[i].name) == 0);
        au_params_write(leaf->parts[0].transform, leaf->parts[0].params, true, &text);
        CHECK_SAY(strcmp(text.bytes, meanings[i].params) == 0, "%s is %s, expected %s", meanings[i].spec, text.bytes,
                  meanings[i].params);
        CHECK(strcmp(leaf->params_text, text.bytes) == 0);
        au_text_release(&text);
        aug_pipeline_release(&pipeline);
    }
}

TEST(every_word_has_a_transform_of_its_name_and_an_example_above)
{
    for (size_t i = 0; i < aug_spec_word_count(); i++) {
        const char *word = aug_spec_word(i), *about = aug_spec_word_about(i);
        bool shown = false;
        for (size_t j = 0; j < sizeof meanings / sizeof *meanings; j++)
            shown = shown || strcmp(meanings[j].name, word) == 0;
        CHECK_SAY(aug_transform_find(word) != NULL, "no transform %s", word);
        CHECK_SAY(shown, "no example of %s", word);
        CHECK_SAY(strncmp(about, word, strlen(word)) == 0 && about[strlen(about) - 1] == '.', "%s", about);
    }
    CHECK(aug_spec_word(aug_spec_word_count()) == NULL && aug_spec_word_about(aug_spec_word_count()) == NULL);
}

TEST(composed_specs_are_one_leaf_with_parts_of_one_half)
{
    struct aug_pipeline pipeline = tool_spec("hflip|rotate:+-30|Blur:blur_limit=[3,7]|cutout:14px");
    const struct aug_leaf *leaf = &pipeline.leaves[0];
    static const char *const names[] = {"hflip", "rotate", "Blur", "cutout"};
    CHECK(pipeline.leaf_count == 1 && leaf->part_count == 4 && aug_leaf_stratum_count(leaf) == 0);
    for (size_t i = 0; i < 4; i++)
        CHECK(leaf->parts[i].probability == 0.5 && strcmp(leaf->parts[i].transform->name, names[i]) == 0);
    CHECK(strcmp(leaf->name, leaf->spec) == 0);
    aug_pipeline_release(&pipeline);
}

TEST(a_probability_reaches_every_spec)
{
    static const char *const specs[] = {"hflip", "gray|invert"};
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_specs(specs, 2, 0.25, &pipeline, &err));
    CHECK(pipeline.leaf_count == 2 && pipeline.leaves[0].fires == 0.25 && pipeline.leaves[1].fires == 0.25);
    CHECK(strcmp(pipeline.source, "command line") == 0 && strcmp(pipeline.format, "spec") == 0);
    aug_pipeline_release(&pipeline);
    static const double wrong[] = {-0.1, 1.1, NAN, INFINITY};
    for (size_t i = 0; i < 4; i++) CHECK(aug_pipeline_specs(specs, 2, wrong[i], &pipeline, &err) == AUG_BAD_INPUT);
    CHECK(aug_pipeline_specs(specs, 0, 1, &pipeline, &err) == AUG_BAD_INPUT);
}

TEST(a_transform_by_name_takes_its_parameters_as_flow_yaml)
{
    struct aug_pipeline pipeline = tool_spec("Rotate:limit=[-15, 15],border_mode=0,fill=[1,2,3]");
    const struct aug_leaf *leaf = &pipeline.leaves[0];
    struct tool_nodes params = tool_parse_nodes(leaf->params_text);
    const struct au_node *limit = au_node_find(params.root, "limit"), *fill = au_node_find(params.root, "fill");
    CHECK(limit->children[0]->number == -15 && limit->children[1]->number == 15 && fill->children[2]->number == 3);
    tool_free(&params);
    aug_pipeline_release(&pipeline);
    pipeline = tool_spec("Affine:scale={x: [0.5, 1], y: 1},shear={\"x\":[0,0]}");
    CHECK(strcmp(pipeline.leaves[0].name, "Affine") == 0);
    aug_pipeline_release(&pipeline);
}

TEST(a_known_transform_is_kept_though_it_cannot_be_applied)
{
    for (size_t i = 0; i < aug_known_count(); i++) {
        const char *name = aug_known_at(i)->name;
        if (aug_transform_find(name)) continue;
        char composed[128];
        struct aug_pipeline pipeline = tool_spec(name);
        CHECK(pipeline.leaves[0].part_count == 0 && strstr(pipeline.leaves[0].not_applied, name));
        aug_pipeline_release(&pipeline);
        snprintf(composed, sizeof composed, "hflip|%s", name);
        pipeline = tool_spec(composed);
        CHECK(pipeline.leaves[0].part_count == 0 && strstr(pipeline.leaves[0].not_applied, name));
        aug_pipeline_release(&pipeline);
    }
}

struct refusal {
    const char *spec, *start, *part;
};

static const struct refusal refusals[] = {
    {"", "SPEC '':1:1: ", "hflip"},
    {"a||b", "SPEC 'a||b':1:1: ", "unknown transform \"a\""},
    {"hflip||gray", "SPEC 'hflip||gray':1:7: ", "expected here"},
    {"hflip|", "SPEC 'hflip|':1:7: ", "expected here"},
    {"|hflip", "SPEC '|hflip':1:1: ", "expected here"},
    {":5", "SPEC ':5':1:1: ", "expected here"},
    {"hfilp", "SPEC 'hfilp':1:1: ", "did you mean \"hflip\""},
    {"rotat:5", "SPEC 'rotat:5':1:1: ", "did you mean \"rotate\""},
    {"hflip|Rotatee:limit=3", "SPEC 'hflip|Rotatee:limit=3':1:7: ", "did you mean \"Rotate\""},
    {"xylophone", "SPEC 'xylophone':1:1: ", "augaudit list"},
    {"rotate", "SPEC 'rotate':1:7: ", "argument is missing"},
    {"rotate:", "SPEC 'rotate:':1:8: ", "argument was expected"},
    {"rotate:x", "SPEC 'rotate:x':1:8: ", "a number"},
    {"rotate:+-x", "SPEC 'rotate:+-x':1:10: ", "a number"},
    {"rotate:nan", "SPEC 'rotate:nan':1:8: ", "a number"},
    {"rotate:inf", "SPEC 'rotate:inf':1:8: ", "a number"},
    {"rotate:+5", "SPEC 'rotate:+5':1:8: ", "without +"},
    {"rotate:+--5", "SPEC 'rotate:+--5':1:10: ", "0 to 360"},
    {"rotate:1e999", "SPEC 'rotate:1e999':1:8: ", "-360 to 360"},
    {"rotate:400", "SPEC 'rotate:400':1:8: ", "-360 to 360"},
    {"rotate:15deg", "SPEC 'rotate:15deg':1:8: ", "a number"},
    {"rotate: 15", "SPEC 'rotate: 15':1:8: ", "a number"},
    {"shift:+-2", "SPEC 'shift:+-2':1:10: ", "px is missing"},
    {"shift:+-2.5px", "SPEC 'shift:+-2.5px':1:9: ", "whole number"},
    {"cutout:-3px", "SPEC 'cutout:-3px':1:8: ", "0 to"},
    {"cutout:+-3px", "SPEC 'cutout:+-3px':1:8: ", "+- is not possible"},
    {"crop:0", "SPEC 'crop:0':1:6: ", "0.0001 to 1"},
    {"zoomout:0.5", "SPEC 'zoomout:0.5':1:9: ", "1 to"},
    {"swap:RX", "SPEC 'swap:RX':1:6: ", "RG"},
    {"gray:1", "SPEC 'gray:1':1:6: ", "no argument"},
    {"sham:0", "SPEC 'sham:0':1:1: ", "control"},
    {"Rotate:limt=3", "SPEC 'Rotate:limt=3':1:13: ", "limit"},
    {"Rotate:limit=[1,x]", "SPEC 'Rotate:limit=[1,x]':1:17: ", "limit"},
    {"Rotate:limit=[1,2", "SPEC 'Rotate:limit=[1,2':1:18: ", "YAML"},
    {"Rotate:limit=", "SPEC 'Rotate:limit=':1:14: ", "value"},
    {"Rotate:=3", "SPEC 'Rotate:=3':1:8: ", "name=value"},
    {"Rotate:15", "SPEC 'Rotate:15':1:8: ", "name=value"},
    {"Rotate:limit=3,", "SPEC 'Rotate:limit=3,':1:16: ", "name=value"},
    {"Rotate:limit=3,limit=4", "SPEC 'Rotate:limit=3,limit=4':1:16: ", "second time"},
    {"Rotate:limit=&a 3", "SPEC 'Rotate:limit=&a 3':1:14: ", "anchors"},
    {"Rotate:p=0.5", "SPEC 'Rotate:p=0.5':1:8: ", "--p"},
    {"Rotate:limit=1e999", "SPEC 'Rotate:limit=1e999':1:14: ", "too large"},
    {"Rotate:limit=.nan", "SPEC 'Rotate:limit=.nan':1:14: ", "limit"},
};

TEST(every_refused_spec_is_shown_with_the_offset_of_the_error)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const struct refusal *r = &refusals[i];
        struct aug_error err = {0};
        struct aug_pipeline pipeline = {0};
        const enum aug_status status = aug_pipeline_specs(&r->spec, 1, 1, &pipeline, &err);
        CHECK_SAY(status == AUG_BAD_INPUT || strncmp(r->spec, "sham", 4) == 0, "%s gave %s", r->spec,
                  aug_status_name(status));
        CHECK_SAY(strncmp(err.message, r->start, strlen(r->start)) == 0, "%s gave: %s", r->spec, err.message);
        CHECK_SAY(strstr(err.message, r->part) != NULL, "%s gave: %s, expected %s", r->spec, err.message, r->part);
    }
}

TEST(long_specs_and_many_parts_are_refused)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    char *spec = calloc(6001, 1);
    CHECK(spec != NULL);
    memset(spec, 'x', 6000);
    CHECK(aug_pipeline_specs((const char *const *)&spec, 1, 1, &pipeline, &err) == AUG_BAD_INPUT);
    CHECK_SAY(strstr(err.message, "4096 bytes") != NULL, "%s", err.message);
    spec[0] = '\0';
    for (size_t i = 0; i < 33; i++) memcpy(spec + 5 * i, i ? "|gray" : " gray", 6);
    const char *parts = spec + 1;
    CHECK(aug_pipeline_specs(&parts, 1, 1, &pipeline, &err) == AUG_BAD_INPUT);
    CHECK_SAY(strstr(err.message, "33 parts") != NULL, "%s", err.message);
    free(spec);
}

/* The first comma-separated fields of a line; none of the tables quotes these. */
static const char *field(char *line, int number)
{
    char *at = line;
    for (int i = 0; i < number && at; i++) {
        at = strchr(at, ',');
        if (at) at++;
    }
    if (at) at[strcspn(at, ",\r\n")] = '\0';
    return at;
}

static void check_table(const char *name, int column)
{
    char below[256];
    snprintf(below, sizeof below, "truth/%s", name);
    const char *path = check_shared(below);
    if (!path) check_skip("no ../shared here");
    struct aug_error err = {0};
    uint8_t *bytes = NULL;
    size_t size = 0, parsed = 0;
    CHECK_OK(au_file_read(path, (size_t)1 << 24, &bytes, &size, &err));
    char *line = strchr((char *)bytes, '\n');
    while (line && line[1]) {
        char *start = line + 1, *next = strchr(start, '\n');
        if (next) *next = '\0';
        const char *spec = field(start, column);
        struct aug_pipeline pipeline = {0};
        const enum aug_status status = aug_pipeline_specs(&spec, 1, 1, &pipeline, &err);
        if (strncmp(spec, "sham:", 5) == 0) CHECK(status == AUG_UNSUPPORTED);
        else CHECK_SAY(status == AUG_OK, "%s: %s", name, err.message);
        parsed++;
        aug_pipeline_release(&pipeline);
        line = next;
    }
    CHECK_SAY(parsed > 20, "%s: %zu lines", name, parsed);
    au_free(bytes);
}

TEST(every_transform_of_the_truth_table_parses)
{
    check_table("truth.csv", 1);
}

TEST(every_transform_of_the_retraining_tables_parses)
{
    check_table("retraining_mnist.csv", 2);
    check_table("retraining_cifar10.csv", 2);
}

TEST(every_transform_reads_back_from_its_canonical_text)
{
    for (size_t i = 0; i < aug_transform_count(); i++) {
        const struct aug_transform *t = aug_transform_at(i);
        if (strcmp(t->name, "rotate") == 0 || (t->name[0] >= 'a' && t->name[0] <= 'z' && t->params)) continue;
        struct aug_pipeline pipeline = tool_spec(t->name);
        CHECK(pipeline.leaves[0].parts[0].transform == t);
        for (size_t k = 0; k < aug_leaf_stratum_count(&pipeline.leaves[0]); k++) {
            const struct aug_leaf *stratum = aug_leaf_stratum(&pipeline.leaves[0], k, NULL);
            struct aug_pipeline again = tool_spec(stratum->spec);
            CHECK_SAY(memcmp(again.leaves[0].parts[0].params, stratum->parts[0].params,
                             stratum->parts[0].transform->params_bytes) == 0,
                      "%s", stratum->spec);
            aug_pipeline_release(&again);
        }
        aug_pipeline_release(&pipeline);
    }
}

TEST(every_allocation_of_a_spec_may_fail)
{
    static const char *const specs[] = {"rotate:+-180", "hflip|Rotate:limit=[-15,15],fill=[1,2,3]", "swap:RG"};
    struct aug_error err = {0};
    const size_t before = au_memory_live();
    for (size_t n = 1;; n++) {
        struct aug_pipeline pipeline = {0};
        CHECK(n < 10000);
        au_memory_fail_at(n);
        const enum aug_status status = aug_pipeline_specs(specs, 3, 1, &pipeline, &err);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        CHECK_SAY(status == (failed ? AUG_NO_MEMORY : AUG_OK), "allocation %zu: %s", n, err.message);
        aug_pipeline_release(&pipeline);
        CHECK(au_memory_live() == before);
        if (!failed) break;
    }
}
