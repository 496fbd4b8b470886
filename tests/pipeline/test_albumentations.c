/* SPDX-License-Identifier: Apache-2.0
 * test_albumentations.c - real files and own ones against what they are known to mean; refusals and their places. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/file.h"
#include "core/memory.h"
#include "pipeline_tools.h"

#define OWN AUG_SOURCE_DIR "/tests/data/pipelines"

/* ---- expected leaves ---- */

/* [0, 2] is "<root>/transforms/0/transforms/2". */
static void pointer_of(const struct au_node *path, const char *root, char *out, size_t size)
{
    int at = snprintf(out, size, "%s", root);
    for (size_t i = 0; i < path->count; i++)
        at += snprintf(out + at, size - (size_t)at, "/transforms/%d", (int)path->children[i]->number);
}

static void check_leaf(const char *file, const struct aug_leaf *leaf, const struct au_node *expected)
{
    char pointer[256], bare[256];
    pointer_of(au_node_find(expected, "path"), "/transform", pointer, sizeof pointer);
    pointer_of(au_node_find(expected, "path"), "", bare, sizeof bare);
    CHECK_SAY(strcmp(leaf->path, pointer) == 0 || strcmp(leaf->path, bare) == 0, "%s: %s is not %s", file, leaf->path,
              pointer);
    const char *name = au_node_find(expected, "class")->text;
    CHECK_SAY(strcmp(leaf->name, name) == 0, "%s %s: %s is not %s", file, pointer, leaf->name, name);
    CHECK_SAY(fabs(leaf->own_probability - au_node_find(expected, "p")->number) < 1e-12, "%s %s: p", file, pointer);
    const double fires = au_node_find(expected, "p_effective")->number;
    CHECK_SAY(fabs(leaf->fires - fires) < 1e-9, "%s %s: fires %.12f, expected %.12f", file, pointer, leaf->fires,
              fires);
    struct tool_nodes params = tool_parse_nodes(leaf->params_text);
    CHECK_SAY(tool_same_value(params.root, au_node_find(expected, "params")), "%s %s: params %s", file, pointer,
              leaf->params_text);
    tool_free(&params);
    CHECK(leaf->line >= 1 && leaf->column >= 1);
    CHECK_SAY((leaf->part_count == 1) == (leaf->not_applied == NULL), "%s %s", file, pointer);
    CHECK(strncmp(leaf->spec, name, strlen(name)) == 0);
}

static void check_file(const char *path, const char *expected_path)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_read(path, &pipeline, &err));
    struct tool_nodes expected = tool_read_nodes(expected_path);
    const struct au_node *leaves = au_node_find(expected.root, "leaves");
    CHECK_SAY(pipeline.leaf_count == leaves->count, "%s: %zu leaves, expected %zu", path, pipeline.leaf_count,
              leaves->count);
    for (size_t i = 0; i < leaves->count; i++) check_leaf(path, &pipeline.leaves[i], leaves->children[i]);
    tool_free(&expected);
    aug_pipeline_release(&pipeline);
}

static void check_own(const char *file, const char *expected)
{
    char path[512], expected_path[512];
    snprintf(path, sizeof path, "%s/%s", OWN, file);
    snprintf(expected_path, sizeof expected_path, "%s/%s.expected.json", OWN, expected);
    check_file(path, expected_path);
}

TEST(json_yaml_and_to_dict_of_one_pipeline_mean_the_same)
{
    check_own("nested.json", "nested");
    check_own("nested.yaml", "nested");
    check_own("nested.to_dict.json", "nested");
}

TEST(the_root_may_be_one_transform_with_its_module_path)
{
    check_own("root_leaf.json", "root_leaf");
}

TEST(the_node_may_stand_without_an_envelope)
{
    check_own("bare.json", "bare");
}

TEST(canonical_texts_do_not_depend_on_the_format_and_read_back)
{
    struct aug_error err = {0};
    struct aug_pipeline json = {0}, yaml = {0};
    CHECK_OK(aug_pipeline_read(OWN "/nested.json", &json, &err));
    CHECK_OK(aug_pipeline_read(OWN "/nested.yaml", &yaml, &err));
    CHECK(strcmp(json.format, "albumentations-json") == 0 && strcmp(yaml.format, "albumentations-yaml") == 0);
    CHECK(strcmp(json.library, "albumentations 2.0.8") == 0 && strcmp(json.source, OWN "/nested.json") == 0);
    for (size_t i = 0; i < json.leaf_count; i++) {
        const struct aug_leaf *leaf = &json.leaves[i];
        CHECK_SAY(strcmp(leaf->spec, yaml.leaves[i].spec) == 0, "%s is not %s", leaf->spec, yaml.leaves[i].spec);
        struct aug_pipeline again = tool_spec(leaf->spec);
        const struct aug_leaf *read = &again.leaves[0];
        CHECK(strcmp(read->name, leaf->name) == 0);
        if (leaf->part_count && leaf->parts[0].transform->params_bytes)
            CHECK_SAY(memcmp(leaf->parts[0].params, read->parts[0].params, leaf->parts[0].transform->params_bytes) == 0,
                      "%s reads back differently", leaf->spec);
        aug_pipeline_release(&again);
    }
    aug_pipeline_release(&json);
    aug_pipeline_release(&yaml);
}

TEST(a_leaf_knows_its_line_and_column)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_read(OWN "/nested.json", &pipeline, &err));
    CHECK(pipeline.leaves[0].line == 3 && pipeline.leaves[0].column == 5);
    CHECK(strcmp(pipeline.leaves[0].path, "/transform/transforms/0/transforms/0") == 0);
    CHECK(pipeline.leaves[2].line == 6 && pipeline.leaves[2].column == 7);
    aug_pipeline_release(&pipeline);
}

TEST(what_cannot_be_applied_is_kept_with_a_sentence)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_read(OWN "/nested.json", &pipeline, &err));
    const struct aug_leaf *elastic = &pipeline.leaves[8], *channel = &pipeline.leaves[9];
    CHECK(elastic->part_count == 0 && strstr(elastic->not_applied, "ElasticTransform is known"));
    CHECK_SAY(strcmp(elastic->spec, "ElasticTransform:alpha=60,sigma=6") == 0, "%s", elastic->spec);
    CHECK(channel->part_count == 0 && strstr(channel->not_applied, "SelectiveChannelTransform"));
    aug_pipeline_release(&pipeline);
}

/* ---- real files ---- */

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text), m = strlen(end);
    return n >= m && strcmp(text + n - m, end) == 0;
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static bool is_data(const char *name)
{
    return ends_with(name, ".expected.json") || ends_with(name, ".md");
}

TEST(every_real_file_of_2_0_8_reads_as_its_library_ran_it)
{
    const char *folder = check_shared("reference/pipelines");
    if (!folder) check_skip("no ../shared here");
    struct aug_error err = {0};
    struct au_arena arena = {0};
    struct au_folder_entry *entries = NULL;
    size_t count = 0, read = 0;
    char root[1024];
    snprintf(root, sizeof root, "%s", folder);
    CHECK_OK(au_folder_list(root, &arena, &entries, &count, &err));
    for (size_t i = 0; i < count; i++) {
        const char *name = entries[i].name;
        if (!starts_with(name, "a208_") || is_data(name) || ends_with(name, ".applied.json")) continue;
        char path[2048], expected[2048];
        snprintf(path, sizeof path, "%s/%s", root, name);
        snprintf(expected, sizeof expected, "%s/%.*s.expected.json", root, (int)strcspn(name, "."), name);
        check_file(path, expected);
        read++;
    }
    CHECK_SAY(read >= 20, "%zu files", read);
    au_arena_release(&arena);
}

TEST(files_of_other_libraries_and_releases_are_named_and_refused)
{
    const char *folder = check_shared("reference/pipelines");
    if (!folder) check_skip("no ../shared here");
    struct au_arena arena = {0};
    struct au_folder_entry *entries = NULL;
    struct aug_error err = {0};
    size_t count = 0, refused = 0;
    char root[1024];
    snprintf(root, sizeof root, "%s", folder);
    CHECK_OK(au_folder_list(root, &arena, &entries, &count, &err));
    for (size_t i = 0; i < count; i++) {
        const char *name = entries[i].name;
        if (is_data(name) || (starts_with(name, "a208_") && !ends_with(name, ".applied.json"))) continue;
        char path[2048];
        snprintf(path, sizeof path, "%s/%s", root, name);
        struct aug_pipeline pipeline = {0};
        const enum aug_status status = aug_pipeline_read(path, &pipeline, &err);
        CHECK_SAY(status == AUG_UNSUPPORTED, "%s: %s", name, err.message);
        CHECK_SAY(tool_has_place(err.message) && strstr(err.message, "save"), "%s", err.message);
        const bool is_record = ends_with(name, "applied.json");
        const char *release = starts_with(name, "ax")     ? "AlbumentationsX 2.5.1"
                              : starts_with(name, "a131") ? "Albumentations 1.3.1"
                                                          : "";
        CHECK_SAY(is_record ? strstr(err.message, "record") != NULL : strstr(err.message, release) != NULL, "%s",
                  err.message);
        refused++;
    }
    CHECK_SAY(refused >= 60, "%zu files", refused);
    au_arena_release(&arena);
}

/* ---- refusals ---- */

struct refusal {
    const char *text;
    enum aug_status status;
    const char *start, *part; /* of the message */
};

#define LEAF(name, rest) "{\"__class_fullname__\": \"" name "\"" rest "}"
#define FLIP LEAF("HorizontalFlip", ", \"p\": 0.5")
#define BOX(name, rest) "{\"__class_fullname__\": \"" name "\", \"p\": 1.0, \"transforms\": [" rest "]}"
#define FILE_OF(node) "{\"__version__\": \"2.0.8\", \"transform\": " node "}"

static const struct refusal refusals[] = {
    {FILE_OF(LEAF("HorizontalFlop", ", \"p\": 0.5")), AUG_BAD_INPUT, "f:1:62: ", "did you mean \"HorizontalFlip\"?"},
    {FILE_OF(LEAF("mypackage.Thing", ", \"p\": 0.5")), AUG_BAD_INPUT, "f:1:62: ", "\"mypackage.Thing\""},
    {FILE_OF(LEAF("Qwertzuiop", ", \"p\": 0.5")), AUG_BAD_INPUT, "f:1:62: ", "augaudit list"},
    {FILE_OF(BOX("Compos", "")), AUG_BAD_INPUT, "f:1:62: ", "\"Compose\""},
    {FILE_OF(LEAF("hflip", ", \"p\": 0.5")), AUG_BAD_INPUT, "f:1:62: ", "\"hflip\""},
    {FILE_OF(LEAF("HorizontalFlip", ", \"p\": 1.5")), AUG_BAD_INPUT, "f:1:85: ", "1.5"},
    {FILE_OF(LEAF("HorizontalFlip", ", \"p\": -0.1")), AUG_BAD_INPUT, "f:1:85: ", "0..1"},
    {FILE_OF(LEAF("HorizontalFlip", ", \"p\": \"x\"")), AUG_BAD_INPUT, "f:1:85: ", "a string"},
    {FILE_OF(LEAF("HorizontalFlip", ", \"p\": null")), AUG_BAD_INPUT, "f:1:85: ", "null"},
    {FILE_OF(LEAF("HorizontalFlip", "")), AUG_BAD_INPUT, "f:1:39: ", "no \"p\""},
    {FILE_OF(LEAF("HorizontalFlip", ", \"p\": NaN")), AUG_BAD_INPUT, "f:1:85: ", "JSON"},
    {FILE_OF(LEAF("HorizontalFlip", ", \"p\": 0.5, \"p\": 0.5")), AUG_BAD_INPUT, "f:1:90: ", "a second time"},
    {FILE_OF(LEAF("HorizontalFlip", ", \"p\": 0.5, \"speed\": 1")), AUG_BAD_INPUT, "f:1:99: ", "speed"},
    {FILE_OF(LEAF("Rotate", ", \"p\": 0.5, \"limt\": 1")), AUG_BAD_INPUT, "f:1:90: ", "limit"},
    {FILE_OF(LEAF("Rotate", ", \"p\": 0.5, \"limit\": \"a\"")), AUG_BAD_INPUT, "f:1:91: ", "limit"},
    {FILE_OF(LEAF("Rotate", ", \"p\": 0.5, \"limit\": [-1e9, 1]")), AUG_BAD_INPUT, "f:1:92: ", "limit"},
    {FILE_OF("{}"), AUG_BAD_INPUT, "f:1:39: ", "empty map"},
    {FILE_OF("{\"p\": 1}"), AUG_BAD_INPUT, "f:1:39: ", "__class_fullname__"},
    {FILE_OF("[]"), AUG_BAD_INPUT, "f:1:39: ", "a list"},
    {FILE_OF("7"), AUG_BAD_INPUT, "f:1:39: ", "a number"},
    {FILE_OF("{\"__class_fullname__\": 3}"), AUG_BAD_INPUT, "f:1:62: ", "a number"},
    {FILE_OF("{\"__class_fullname__\": \"\"}"), AUG_BAD_INPUT, "f:1:62: ", "empty"},
    {FILE_OF(LEAF("Compose", ", \"p\": 1")), AUG_BAD_INPUT, "f:1:39: ", "\"transforms\""},
    {FILE_OF(LEAF("Compose", ", \"transforms\": 1")), AUG_BAD_INPUT, "f:1:87: ", "\"transforms\""},
    {FILE_OF(LEAF("Compose", ", \"transforms\": [], \"sed\": 1")), AUG_BAD_INPUT, "f:1:98: ", "\"sed\""},
    {FILE_OF(LEAF("OneOf", ", \"p\": 2, \"transforms\": []")), AUG_BAD_INPUT, "f:1:76: ", "OneOf"},
    {FILE_OF(BOX("OneOf", LEAF("HorizontalFlip", ", \"p\": 0"))), AUG_BAD_INPUT, "f:1:39: ", "p = 0"},
    {FILE_OF(LEAF("SomeOf", ", \"transforms\": [], \"n\": -1")), AUG_BAD_INPUT, "f:1:95: ", "whole number"},
    {FILE_OF(LEAF("SomeOf", ", \"transforms\": [], \"n\": 1.5")), AUG_BAD_INPUT, "f:1:95: ", "whole number"},
    {FILE_OF(LEAF("SomeOf", ", \"transforms\": [], \"replace\": 1")), AUG_BAD_INPUT, "f:1:101: ", "true or false"},
    {"{\"__version__\": \"2.0.8\"}", AUG_BAD_INPUT, "f:1:1: ", "\"transform\""},
    {"{\"__version__\": 2, \"transform\": " FLIP "}", AUG_BAD_INPUT, "f:1:17: ", "2.0.8"},
    {"{\"__version__\": \"new\", \"transform\": " FLIP "}", AUG_BAD_INPUT, "f:1:17: ", "2.0.8"},
    {"{\"__version__\": \"2.0.8\", \"transform\": " FLIP ", \"more\": 1}", AUG_BAD_INPUT, "f:1:99: ", "\"more\""},
    {"{\"__version__\": \"1.4.8\", \"transform\": " FLIP "}", AUG_UNSUPPORTED, "f:1:17: ", "Albumentations 1.4.8"},
    {"{\"__version__\": \"2.0.9\", \"transform\": " FLIP "}", AUG_UNSUPPORTED, "f:1:17: ", "AlbumentationsX 2.0.9"},
    {"{\"__version__\": \"2.0.5\", \"transform\": " BOX("SomeOf", FLIP) "}", AUG_UNSUPPORTED, "f:1:39: ", "SomeOf"},
    {LEAF("HorizontalFlip", ", \"always_apply\": false, \"p\": 0.5"), AUG_UNSUPPORTED, "f:1:58: ", "1.4.8"},
    {LEAF("HorizontalFlip", ", \"p\": 0.5, \"applied\": true, \"params\": {}"), AUG_UNSUPPORTED, "f:1:63: ", "record"},
    {"Compose(\n  Resize()\n)", AUG_UNSUPPORTED, "f:1:1: ", "torchvision"},
    {"import albumentations as A\n", AUG_UNSUPPORTED, "f:1:1: ", "Python"},
    {"hsv_h: 0.1\nfliplr: 0.5\n", AUG_UNSUPPORTED, "f:1:8: ", "Ultralytics"},
    {"{\"class_name\": \"Sequential\", \"config\": {}}", AUG_UNSUPPORTED, "f:1:16: ", "Keras"},
    {"[{\"type\": \"RandomFlip\"}]", AUG_UNSUPPORTED, "f:1:1: ", "MMDetection"},
    {"", AUG_BAD_INPUT, "f:1:1: ", "empty"},
    {"{}", AUG_BAD_INPUT, "f:1:1: ", "augaudit list"},
    {"hello\n", AUG_BAD_INPUT, "f:1:1: ", "a string"},
    {"{\"a\": 1}", AUG_BAD_INPUT, "f:1:1: ", "\"a\""},
    {"transform: &x {p: 1}\n", AUG_BAD_INPUT, "f:1:12: ", "anchors"},
};

TEST(every_refusal_has_its_place_and_says_what_to_do)
{
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        const struct refusal *r = &refusals[i];
        struct aug_error err = {0};
        struct aug_pipeline pipeline = {0};
        const enum aug_status status = aug_pipeline_parse(r->text, strlen(r->text), "f", &pipeline, &err);
        CHECK_SAY(status == r->status, "%s gave %s: %s", r->text, aug_status_name(status), err.message);
        CHECK_SAY(starts_with(err.message, r->start), "%s gave: %s, expected %s", r->text, err.message, r->start);
        CHECK_SAY(strstr(err.message, r->part) != NULL, "%s gave: %s, expected %s", r->text, err.message, r->part);
    }
}

TEST(releases_2_0_0_to_2_0_8_are_read)
{
    for (int patch = 0; patch <= 8; patch++) {
        char text[256];
        struct aug_error err = {0};
        struct aug_pipeline pipeline = {0};
        snprintf(text, sizeof text, "{\"__version__\": \"2.0.%d\", \"transform\": %s}", patch, FLIP);
        CHECK_OK(aug_pipeline_parse(text, strlen(text), "f", &pipeline, &err));
        CHECK(pipeline.leaf_count == 1 && pipeline.leaves[0].fires == 0.5);
        aug_pipeline_release(&pipeline);
    }
}

TEST(an_empty_pipeline_has_no_leaves)
{
    static const char text[] = FILE_OF(BOX("Compose", ""));
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_parse(text, strlen(text), "f", &pipeline, &err));
    CHECK(pipeline.leaf_count == 0);
    aug_pipeline_release(&pipeline);
    aug_pipeline_release(&pipeline);
}

TEST(every_allocation_of_reading_a_file_may_fail)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    struct aug_error err = {0};
    CHECK_OK(au_file_read(OWN "/nested.json", 1 << 20, &bytes, &size, &err));
    const size_t before = au_memory_live();
    for (size_t n = 1;; n++) {
        struct aug_pipeline pipeline = {0};
        CHECK(n < 100000);
        au_memory_fail_at(n);
        const enum aug_status status = aug_pipeline_parse((const char *)bytes, size, "f", &pipeline, &err);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        CHECK_SAY(status == (failed ? AUG_NO_MEMORY : AUG_OK), "allocation %zu: %s", n, err.message);
        aug_pipeline_release(&pipeline);
        CHECK_SAY(au_memory_live() == before, "allocation %zu leaks", n);
        if (!failed) break;
    }
    au_free(bytes);
}

TEST(formats_have_names_and_sentences)
{
    for (size_t i = 0; i < aug_format_count(); i++) {
        CHECK(aug_format_name(i)[0] && ends_with(aug_format_about(i), "."));
        for (size_t j = 0; j < i; j++) CHECK(strcmp(aug_format_name(i), aug_format_name(j)) != 0);
    }
    CHECK(aug_format_count() >= 2 && aug_format_name(aug_format_count()) == NULL);
}
