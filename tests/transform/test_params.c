/* SPDX-License-Identifier: Apache-2.0
 * test_params.c - parameters from a file's values: every kind, and every refusal with its place and a suggestion. */
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "pictures.h"
#include "transform/params.h"

/* Takes the blanks after commas and colons out. */
static void tighten(char *text)
{
    char *to = text;
    for (const char *from = text; *from; from++)
        if (!(*from == ' ' && from > text && (from[-1] == ',' || from[-1] == ':'))) *to++ = *from;
    *to = 0;
}

/* Reads `json` into fresh default parameters; the canonical text of what differs, or the message. Static storage. */
static const char *read_back(const char *name, const char *json)
{
    static char answer[2048];
    struct au_arena arena = {0};
    struct aug_error err = {0};
    struct au_text text = {0};
    struct au_rng rng;
    const struct au_node *map;
    const struct aug_transform *t = aug_transform_find(name);
    au_rng_start(&rng, 1, 1);
    void *params = picture_params(t, &rng, 0);
    CHECK_OK(au_node_read(json, strlen(json), AU_NODE_JSON, "t.json", &arena, &map, &err));
    if (au_params_set(t, params, map, "t.json", &err) == AUG_OK) au_params_write(t, params, false, &text);
    strncpy(answer, text.bytes ? text.bytes : err.message, sizeof answer - 1);
    if (answer[0] == '{') tighten(answer);
    au_text_release(&text);
    au_arena_release(&arena);
    free(params);
    return answer;
}

static void expect(const char *name, const char *json, const char *wanted)
{
    const char *answer = read_back(name, json);
    CHECK_SAY(strcmp(answer, wanted) == 0, "%s %s gives %s", name, json, answer);
}

static void expect_part(const char *name, const char *json, const char *wanted)
{
    const char *answer = read_back(name, json);
    CHECK_SAY(strstr(answer, wanted), "%s %s gives %s", name, json, answer);
}

TEST(every_kind_of_parameter_is_read_and_written)
{
    expect("Rotate", "{\"limit\": [-15, 15.5], \"p\": 0.5, \"interpolation\": 2}",
           "{\"limit\":[-15,15.5],\"interpolation\":2}");
    expect("Rotate", "{\"limit\": 30, \"crop_border\": true}", "{\"limit\":[-30,30],\"crop_border\":true}");
    expect("RandomResizedCrop", "{\"scale\": 0.5, \"size\": [224, 100]}", "{\"size\":[224,100],\"scale\":[0.5,0.5]}");
    expect("PadIfNeeded", "{\"position\": \"top_left\", \"min_width\": 3, \"pad_height_divisor\": null}",
           "{\"min_width\":3,\"position\":\"top_left\"}");
    expect("Pad", "{\"padding\": [1, 2, 3, 4], \"fill\": [9, 8, 7]}", "{\"padding\":[1,2,3,4],\"fill\":[9,8,7]}");
    expect("Rotate", "{\"limit\": [-90, 90], \"fill\": null, \"mask_interpolation\": 0, \"fill_mask\": [1, 2]}", "{}");
}

TEST(null_inside_a_list_is_kept_only_where_it_has_a_meaning)
{
    expect("LongestMaxSize", "{\"max_size\": null, \"max_size_hw\": [640, null]}", "{\"max_size_hw\":[640,null]}");
    expect_part("RandomResizedCrop", "{\"size\": [224, null]}", "'size' wants a number, here is null");
}

TEST(maps_of_x_and_y_are_one_value_of_the_file)
{
    const char *both = "{\"scale\":{\"x\":[0.9,1.1],\"y\":[0.9,1.1]}}";
    expect("Affine", "{\"scale\": {\"x\": [0.9, 1.1], \"y\": [0.9, 1.1]}, \"translate_percent\": null}", both);
    expect("Affine", "{\"scale\": [0.9, 1.1]}", both);
    expect("Affine", "{\"shear\": {\"y\": 3}}", "{\"shear\":{\"x\":[0,0],\"y\":[-3,3]}}");
    expect_part("Affine", "{\"shear\": {\"z\": 3}}", "t.json:1:17: Affine has no parameter 'shear.z'");
}

TEST(refusals_name_place_parameter_and_what_was_expected)
{
    expect("Rotate", "{\n  \"limt\": 3}", "t.json:2:11: Rotate has no parameter 'limt'; did you mean 'limit'?");
    expect_part("Rotate", "{\"wholly_other\": 3}",
                "Rotate has no parameter 'wholly_other'; `augaudit explain Rotate` lists them.");
    expect_part("Rotate", "{\"limit\": \"much\"}",
                "t.json:1:11: Rotate: parameter 'limit' wants a number, here is a string");
    expect_part("Rotate", "{\"limit\": [1, 2, 3]}", "wants two numbers, here are 3");
    expect_part("Rotate", "{\"limit\": [9, -9]}", "wants the smaller number first");
    expect_part("Rotate", "{\"limit\": 1000}", "is 1000, allowed are -360 to 360");
    expect_part("Rotate", "{\"limit\": null}", "must not be null");
    expect_part("Rotate", "{\"interpolation\": 1.5}", "wants a whole number, here is 1.5");
    expect_part("Rotate", "{\"crop_border\": 1}", "wants true or false");
    expect_part("PadIfNeeded", "{\"position\": \"middle\"}", "is middle, allowed are 'center', 'top_left'");
    expect_part("PadIfNeeded", "{\"position\": [1]}", "is a list, allowed are");
    expect_part("Pad", "{\"padding\": [1,2,3,4,5,6,7,8,9,10]}", "takes at most 9 numbers");
    expect_part("Pad", "{\"padding\": []}", "wants a number or a list of numbers");
    expect_part("HorizontalFlip", "{\"limit\": 1}", "HorizontalFlip has no parameter 'limit'");
    expect_part("Rotate", "[1]", "the parameters of Rotate must be a map of names, here is a list");
}

/* What is written in full reads back to the same bytes, for every transform. */
TEST(parameters_survive_writing_and_reading)
{
    for (size_t i = 0; i < aug_transform_count(); i++) {
        const struct aug_transform *t = aug_transform_at(i);
        struct au_rng rng;
        au_rng_start(&rng, 3, i);
        for (int round = 0; round < 5; round++) {
            struct au_text once = {0}, twice = {0};
            struct au_arena arena = {0};
            struct aug_error err = {0};
            const struct au_node *map;
            void *a = picture_params(t, &rng, round), *b = picture_params(t, &rng, 0);
            au_params_write(t, a, true, &once);
            CHECK_OK(au_node_read(once.bytes, once.length, AU_NODE_JSON, "t.json", &arena, &map, &err));
            CHECK_SAY(au_params_set(t, b, map, "t.json", &err) == AUG_OK, "%s: %s", once.bytes, err.message);
            au_params_write(t, b, true, &twice);
            CHECK_SAY(strcmp(once.bytes, twice.bytes) == 0, "%s: %s becomes %s", t->name, once.bytes, twice.bytes);
            au_text_release(&once);
            au_text_release(&twice);
            au_arena_release(&arena);
            free(a);
            free(b);
        }
    }
}
