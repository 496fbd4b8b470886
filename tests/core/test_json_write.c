/* SPDX-License-Identifier: Apache-2.0
 * test_json_write.c - what is written is strict JSON that reads back; numbers are shortest. */
#include "core/json_write.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/node.h"
#include "core/random.h"

TEST(a_document_looks_like_this)
{
    struct au_text text = {0};
    struct au_json json = {.out = &text};
    au_json_object(&json, NULL);
    au_json_string(&json, "name", "a \"b\"\\\n\t\x01\x7f/");
    au_json_string(&json, "none", NULL);
    au_json_list(&json, "numbers");
    au_json_number(&json, NULL, 0.1);
    au_json_number(&json, NULL, NAN);
    au_json_number(&json, NULL, -INFINITY);
    au_json_whole(&json, NULL, INT64_MIN);
    au_json_unsigned(&json, NULL, UINT64_MAX);
    au_json_end_list(&json);
    au_json_object(&json, "empty");
    au_json_end_object(&json);
    au_json_list(&json, "also");
    au_json_end_list(&json);
    au_json_bool(&json, "yes", true);
    au_json_null(&json, "nil");
    au_json_end_object(&json);
    static const char expected[] =
        "{\n \"name\": \"a \\\"b\\\"\\\\\\n\\t\\u0001\\u007f/\",\n \"none\": null,\n \"numbers\": [\n  0.1,\n  null,\n  null,\n"
        "  -9223372036854775808,\n  18446744073709551615\n ],\n \"empty\": {},\n \"also\": [],\n \"yes\": true,\n \"nil\": null\n}\n";
    CHECK_SAY(strcmp(text.bytes, expected) == 0, "%s", text.bytes);
    au_text_release(&text);
}

TEST(a_compact_document_is_one_line)
{
    struct au_text text = {0};
    struct au_json json = {.out = &text, .compact = true};
    au_json_object(&json, NULL);
    au_json_list(&json, "a");
    au_json_whole(&json, NULL, 1);
    au_json_whole(&json, NULL, 2);
    au_json_end_list(&json);
    au_json_bool(&json, "b", false);
    au_json_end_object(&json);
    CHECK_SAY(strcmp(text.bytes, "{\"a\": [1, 2], \"b\": false}") == 0, "%s", text.bytes);
    au_text_release(&text);
}

#define DEEPEST 32

struct made { /* a random document, and the values in it in order */
    struct au_rng rng;
    struct au_json json;
    double numbers[4000];
    char strings[4000][12];
    size_t number_count, string_count;
};

static void random_string(struct au_rng *rng, char out[12])
{
    static const char *const parts[] = {
        "a", "\"", "\\", "\n", "\x01", "\x7f", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80", "/"};
    out[0] = '\0';
    for (int i = au_rng_integer(rng, 0, 2); i > 0; i--) strcat(out, parts[au_rng_integer(rng, 0, 9)]);
}

static double random_number(struct au_rng *rng)
{
    const uint64_t bits = au_rng_u64(rng);
    double value;
    memcpy(&value, &bits, sizeof value);
    switch (au_rng_integer(rng, 0, 3)) {
    case 0: return isfinite(value) ? value : 0;
    case 1: return au_rng_integer(rng, -1000, 1000);
    case 2: return au_rng_integer(rng, -1000, 1000) / 100.0;
    default: return au_rng_uniform(rng);
    }
}

static void random_value(struct made *made, const char *key, int depth)
{
    const int kind = depth >= 6 ? 0 : au_rng_integer(&made->rng, 0, 3);
    if (kind <= 1 && made->number_count < 4000 && made->string_count < 4000) {
        double *number = &made->numbers[made->number_count];
        char *string = made->strings[made->string_count];
        if (kind == 0) {
            *number = random_number(&made->rng);
            made->number_count++;
            au_json_number(&made->json, key, *number);
        } else {
            random_string(&made->rng, string);
            made->string_count++;
            au_json_string(&made->json, key, string);
        }
        return;
    }
    if (kind == 2) au_json_object(&made->json, key);
    else au_json_list(&made->json, key);
    const int children = au_rng_integer(&made->rng, 0, 5);
    for (int i = 0; i < children; i++) {
        char name[16];
        snprintf(name, sizeof name, "k%d", i);
        random_value(made, kind == 2 ? name : NULL, depth + 1);
    }
    if (kind == 2) au_json_end_object(&made->json);
    else au_json_end_list(&made->json);
}

static void compare_value(const struct made *made, const struct au_node *node, size_t *numbers, size_t *strings)
{
    if (node->kind == AU_NODE_NUMBER) {
        const double want = made->numbers[(*numbers)++];
        CHECK_SAY(node->number == want, "%s is not %.17g", node->text, want);
    }
    if (node->kind == AU_NODE_STRING) CHECK(strcmp(node->text, made->strings[(*strings)++]) == 0);
    for (size_t i = 0; i < node->count; i++) compare_value(made, node->children[i], numbers, strings);
}

TEST(random_documents_read_back_value_by_value)
{
    static struct made made;
    au_rng_start(&made.rng, 99, 0);
    size_t compared = 0;
    for (int round = 0; round < 300; round++) {
        struct au_text text = {0};
        struct au_arena arena = {0};
        struct aug_error err = {0};
        const struct au_node *root = NULL;
        size_t numbers = 0, strings = 0;
        made.json = (struct au_json){.out = &text, .compact = round % 2};
        made.number_count = made.string_count = 0;
        au_json_list(&made.json, NULL);
        random_value(&made, NULL, 0);
        au_json_end_list(&made.json);
        CHECK_OK(au_node_read(text.bytes, text.length, AU_NODE_JSON, "written", &arena, &root, &err));
        compare_value(&made, root, &numbers, &strings);
        CHECK(numbers == made.number_count && strings == made.string_count);
        compared += numbers + strings;
        au_arena_release(&arena);
        au_text_release(&text);
    }
    CHECK(compared > 1000 && au_memory_live() == 0);
}

TEST(bytes_that_are_not_utf8_become_replacement_characters)
{
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"a\xff"
         "b",
         "a\xEF\xBF\xBD"
         "b"},
        {"\xc3", "\xEF\xBF\xBD"},                                                 /* cut */
        {"\xc0\xaf", "\xEF\xBF\xBD\xEF\xBF\xBD"},                                 /* overlong */
        {"\xed\xa0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},                 /* surrogate */
        {"\xf4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, /* beyond U+10FFFF */
        {"\xe2\x82\xac\x80", "\xe2\x82\xac\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct au_text text = {0};
        struct au_json json = {.out = &text};
        char expected[64];
        snprintf(expected, sizeof expected, "\"%s\"", cases[i].out);
        au_json_string(&json, NULL, cases[i].in);
        CHECK_SAY(strcmp(text.bytes, expected) == 0, "case %d: %s", (int)i, text.bytes);
        au_text_release(&text);
    }
}

static int digits_of(const char *text)
{
    int digits = 0;
    for (; *text && *text != 'e'; text++) digits += *text >= '0' && *text <= '9';
    return digits;
}

/* With %.*e at every length: the shortest that reads back has as many digits, apart from zeros that only hold places. */
TEST(numbers_are_shortest_and_read_back)
{
    static const struct {
        double value;
        const char *text;
    } known[] = {{0, "0"},
                 {-0.0, "0"},
                 {180, "180"},
                 {-1, "-1"},
                 {0.1, "0.1"},
                 {0.3, "0.3"},
                 {1e15, "1e+15"},
                 {123456789, "123456789"},
                 {5e-324, "5e-324"},
                 {1.0 / 3, "0.3333333333333333"},
                 {1.7976931348623157e308, "1.7976931348623157e+308"}};
    char buffer[32], shorter[40];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        CHECK_SAY(strcmp(au_number_text(known[i].value, buffer), known[i].text) == 0, "%s, want %s", buffer,
                  known[i].text);
    struct au_rng rng;
    au_rng_start(&rng, 100, 0);
    for (int i = 0; i < 20000; i++) {
        const double value = random_number(&rng);
        au_number_text(value, buffer);
        CHECK_SAY(strtod(buffer, NULL) == value, "%s is not %.17g", buffer, value);
        const bool plain = !strchr(buffer, 'e') && fabs(value) >= 1;
        const int digits = digits_of(buffer);
        if (plain && !strchr(buffer, '.')) continue; /* whole numbers are written out */
        if (fabs(value) < 1 || digits < 2) continue;
        snprintf(shorter, sizeof shorter, "%.*e", digits - 2, value);
        CHECK_SAY(strtod(shorter, NULL) != value, "%s could be %s", buffer, shorter);
    }
}

TEST(numbers_do_not_ask_the_locale)
{
    static const char *const locales[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "ps_AF.UTF-8", "de_DE.utf8"};
    char kept[128], buffer[32];
    snprintf(kept, sizeof kept, "%s", setlocale(LC_ALL, NULL));
    bool any = false, same = true;
    for (size_t i = 0; i < sizeof locales / sizeof *locales; i++) {
        if (!setlocale(LC_ALL, locales[i])) continue;
        any = true;
        struct au_text text = {0};
        struct aug_error err = {0};
        au_text_printf(&text, "%.1f", 0.5);
        same = same && strcmp(text.bytes, "0.5") == 0 && aug_fail(&err, AUG_IO, "%g", 0.5) == AUG_IO &&
               strcmp(err.message, "0.5") == 0;
        au_text_release(&text);
        same = same && strcmp(au_number_text(0.1, buffer), "0.1") == 0 &&
               strcmp(au_number_text(2.5e-7, buffer), "2.5e-07") == 0;
    }
    setlocale(LC_ALL, kept);
    CHECK(same);
    if (!any) check_skip("no locale with a decimal comma on this machine");
}

TEST(nesting_goes_to_32_levels)
{
    struct au_text text = {0};
    struct au_json json = {.out = &text, .compact = true};
    for (int i = 0; i < DEEPEST; i++) au_json_list(&json, NULL);
    for (int i = 0; i < DEEPEST; i++) au_json_end_list(&json);
    CHECK(text.length == 2 * DEEPEST && text.bytes[DEEPEST - 1] == '[' && text.bytes[DEEPEST] == ']');
    au_text_release(&text);
}
