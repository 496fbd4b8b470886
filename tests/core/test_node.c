/* SPDX-License-Identifier: Apache-2.0
 * test_node.c - JSON and YAML into nodes: what is read, what is refused, and where. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/arena.h"
#include "core/memory.h"
#include "core/node.h"
#include "core/number.h"

struct reading {
    struct au_arena arena;
    const struct au_node *root;
    struct aug_error err;
    enum aug_status status;
};

static struct reading read_bytes(const char *text, size_t length, enum au_node_format format)
{
    struct reading r = {0};
    r.status = au_node_read(text, length, format, "f", &r.arena, &r.root, &r.err);
    return r;
}

static struct reading read_text(const char *text, enum au_node_format format)
{
    return read_bytes(text, strlen(text), format);
}

/* The start of the message of a refusal: "f:LINE:COLUMN: words". */
struct refusal {
    const char *text, *message;
};

static void check_refused(enum au_node_format format, const struct refusal *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct reading r = read_text(cases[i].text, format);
        CHECK_SAY(r.status == AUG_BAD_INPUT, "<%s> was not refused", cases[i].text);
        CHECK_SAY(strncmp(r.err.message, cases[i].message, strlen(cases[i].message)) == 0,
                  "<%s> gave \"%s\", expected \"%s\"", cases[i].text, r.err.message, cases[i].message);
        au_arena_release(&r.arena);
    }
}

TEST(json_refuses_what_json_is_not_and_says_where)
{
    static const struct refusal cases[] = {
        {"{\"a\": 1,\n \"a\": 2}", "f:2:2: the key \"a\""},
        {"NaN", "f:1:1: not valid JSON"},
        {"[1, NaN]", "f:1:5: not valid JSON"},
        {"Infinity", "f:1:1: not valid JSON"},
        {"01", "f:1:1: not valid JSON"},
        {"-01", "f:1:1: not valid JSON"},
        {"+1", "f:1:1: not valid JSON"},
        {".5", "f:1:1: not valid JSON"},
        {"1.", "f:1:1: not valid JSON"},
        {"1e", "f:1:1: not valid JSON"},
        {"tru", "f:1:1: not valid JSON"},
        {"True", "f:1:1: not valid JSON"},
        {"'a'", "f:1:1: not valid JSON"},
        {"{a: 1}", "f:1:2: not valid JSON"},
        {"[1] # why", "f:1:5: not valid JSON"},
        {"[1] 2", "f:1:5: not valid JSON"},
        {"[1]\n[2]", "f:2:1: not valid JSON"},
        {"[1,]", "f:1:3: not valid JSON"},
        {"[1 2]", "f:1:2: not valid JSON"},
        {"{\"a\":}", "f:1:6: not valid JSON"},
        {"{\"a\":[1}", "f:1:8: not valid JSON"},
        {"", "f:1:1: the file is empty"},
        {" \n ", "f:1:1: the file is empty"},
        {"\"\\ud800\"", "f:1:1: not valid JSON"},
        {"[\"abc", "f:1:2: not valid JSON"},
        {"\"a\tb\"", "f:1:3: not valid JSON"},
        {"[1,\n \"\xff\"]", "f:2:3: byte 0xFF is not UTF-8"},
        {"\"\xc0\x80\"", "f:1:2: byte 0xC0 is not UTF-8"},
        {"\"\xed\xa0\x80\"", "f:1:2: byte 0xED is not UTF-8"},
        {"\"\xe2\x82\"", "f:1:2: byte 0xE2 is not UTF-8"},
        {"\"a\x01\"", "f:1:3: control character 0x01"},
        {"\"\\u0000\"", "f:1:1: a string with a NUL"},
        {"{\"a\\u0000b\": 1}", "f:1:2: a key with a NUL"},
        {"[1e400]", "f:1:2: the number 1e400 is too large"},
        {"[-1e400]", "f:1:2: the number -1e400 is too large"},
        {"&a 1", "f:1:1: not valid JSON"},
        {"*a", "f:1:1: not valid JSON"},
        {"!!str 1", "f:1:1: not valid JSON"},
        {"--- 1", "f:1:1: not valid JSON"},
    };
    check_refused(AU_NODE_JSON, cases, sizeof cases / sizeof *cases);
}

TEST(yaml_refuses_what_no_pipeline_needs_and_says_where)
{
    static const struct refusal cases[] = {
        {"a: 1\na: 2\n", "f:2:1: the key \"a\""},
        {"b: {c: 1, d: 2, c: 3, d: 4}\n", "f:1:17: the key \"c\""},
        {"a: 1\n\tb: 2\n", "f:1:4: not valid YAML"},
        {"a:\n\t- 1\n", "f:2:1: not valid YAML"},
        {"a: &x 1\nb: *x\n", "f:1:4: anchors"},
        {"b:\n- *x\n", "f:2:3: aliases"},
        {"*x : 1\n", "f:1:1: aliases"},
        {"a: !foo b\n", "f:1:4: tags"},
        {"a: !!python/tuple [1, 2]\n", "f:1:4: tags"},
        {"!!map {a: 1}\n", "f:1:1: tags"},
        {"? [1]\n: 2\n", "f:1:3: a list or map as a key"},
        {"{a: 1}: 2\n", "f:1:1: a list or map as a key"},
        {"a: 1\n---\nb: 2\n", "f:2:1: a second document"},
        {"%YAML 1.2\n---\na: 1\n", "f:1:1: directives"},
        {"a: 1\n...\n%%%%", "f:3:1: directives"},
        {"# nothing\n", "f:1:1: the file is empty"},
        {" \n", "f:1:1: the file is empty"},
        {"a: [1\n", "f:2:1: not valid YAML"},
        {"a: 'x\n", "f:1:4: not valid YAML"},
        {"a: @x\n", "f:1:4: not valid YAML"},
        {"a: 1e999\n", "f:1:4: the number 1e999 is too large"},
        {"a: \"\\0\"\n", "f:1:4: a string with a NUL"},
    };
    check_refused(AU_NODE_YAML, cases, sizeof cases / sizeof *cases);
}

static char *repeated(const char *unit, size_t count, const char *middle, const char *closing)
{
    const size_t size = count * (strlen(unit) + strlen(closing)) + strlen(middle) + 1;
    char *text = calloc(size, 1);
    CHECK(text != NULL);
    char *at = text;
    for (size_t i = 0; i < count; i++) memcpy(at, unit, strlen(unit)), at += strlen(unit);
    memcpy(at, middle, strlen(middle)), at += strlen(middle);
    for (size_t i = 0; i < count; i++) memcpy(at, closing, strlen(closing)), at += strlen(closing);
    return text;
}

TEST(nesting_is_read_to_64_levels_and_refused_beyond_in_both_formats)
{
    for (int format = AU_NODE_JSON; format <= AU_NODE_YAML; format++) {
        char *deep = repeated("[", 64, "1", "]"), *deeper = repeated("[", 65, "1", "]");
        struct reading ok = read_text(deep, (enum au_node_format)format);
        CHECK_SAY(ok.status == AUG_OK, "%s", ok.err.message);
        struct reading no = read_text(deeper, (enum au_node_format)format);
        CHECK(no.status == AUG_BAD_INPUT);
        CHECK_SAY(strcmp(no.err.message, "f:1:65: lists and maps nested deeper than 64") == 0, "%s", no.err.message);
        au_arena_release(&ok.arena);
        au_arena_release(&no.arena);
        free(deep);
        free(deeper);
    }
}

TEST(a_hundred_thousand_levels_are_refused_without_a_crash)
{
    static const char *const openings[] = {"[", "{\"a\":", "[", "- ", "{a: "};
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        char *text = repeated(openings[i], 100000, "", "");
        struct reading r = read_text(text, i < 2 ? AU_NODE_JSON : AU_NODE_YAML);
        CHECK(r.status == AUG_BAD_INPUT);
        CHECK_SAY(strncmp(r.err.message, "f:1:", 4) == 0 || strncmp(r.err.message, "f:2:1", 5) == 0, "%s",
                  r.err.message);
        au_arena_release(&r.arena);
        free(text);
    }
}

TEST(an_alias_bomb_is_refused_at_its_first_anchor)
{
    struct reading r = read_text("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", AU_NODE_YAML);
    CHECK(r.status == AUG_BAD_INPUT);
    CHECK(strncmp(r.err.message, "f:1:4: anchors", 14) == 0);
    au_arena_release(&r.arena);
}

TEST(files_over_16_megabytes_or_a_million_values_are_refused)
{
    const size_t size = (size_t)16 * 1024 * 1024 + 1;
    char *text = malloc(size + 1);
    CHECK(text != NULL);
    memset(text, ' ', size);
    text[size] = '\0';
    struct reading r = read_bytes(text, size, AU_NODE_JSON);
    CHECK(r.status == AUG_BAD_INPUT && strstr(r.err.message, "16 MB"));
    free(text);
    char *many = repeated("1,", 1000001, "", "");
    many[0] = '[';
    many[1] = '1', many[2] = ',', many[3] = '1';
    struct reading s = read_text(many, AU_NODE_JSON);
    CHECK_SAY(s.status == AUG_BAD_INPUT && strstr(s.err.message, "1,000,000 values"), "%s", s.err.message);
    au_arena_release(&s.arena);
    free(many);
}

/* What a value became, as text: kind, place, and value. */
static void describe(const struct au_node *node, char *out, size_t size)
{
    struct au_text text = {0};
    au_node_write(node, &text);
    snprintf(out, size, "%s %d:%d %s", au_node_kind_name(node->kind), node->line, node->column, text.bytes);
    au_text_release(&text);
}

TEST(every_value_of_a_json_file_has_its_kind_and_place)
{
    static const char text[] = "{\"a\": [1, \"x\", true],\n"
                               " \"\xc3\xa9\": {\"c\": -1.5e3, \"n\": null},\n"
                               "  \"e\": [], \"f\": {} }";
    struct reading r = read_text(text, AU_NODE_JSON);
    CHECK_SAY(r.status == AUG_OK, "%s", r.err.message);
    const struct au_node *a = au_node_find(r.root, "a"), *e = au_node_find(r.root, "\xc3\xa9");
    const struct au_node *values[] = {r.root,
                                      a,
                                      a->children[0],
                                      a->children[1],
                                      a->children[2],
                                      e,
                                      au_node_find(e, "c"),
                                      au_node_find(e, "n"),
                                      au_node_find(r.root, "e"),
                                      au_node_find(r.root, "f")};
    static const char *const expected[] = {
        "a map 1:1 {\"a\":[1,\"x\",true],\"\xc3\xa9\":{\"c\":-1500,\"n\":null},\"e\":[],\"f\":{}}",
        "a list 1:7 [1,\"x\",true]",
        "a number 1:8 1",
        "a string 1:11 \"x\"",
        "true or false 1:16 true",
        "a map 2:7 {\"c\":-1500,\"n\":null}",
        "a number 2:13 -1500",
        "null 2:26 null",
        "a list 3:8 []",
        "a map 3:17 {}"};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
        char got[256];
        describe(values[i], got, sizeof got);
        CHECK_SAY(strcmp(got, expected[i]) == 0, "got <%s>, expected <%s>", got, expected[i]);
    }
    CHECK(au_node_find(r.root, "b") == NULL && au_node_find(a, "b") == NULL && au_node_find(NULL, "b") == NULL);
    au_arena_release(&r.arena);
}

TEST(every_value_of_a_yaml_file_has_its_kind_and_place)
{
    static const char text[] = "t:\n- p: 0.5\n  limit:\n  - -15.0\n  - 1.0e-05\n- {q: , r: 'x'}\n- \"y\"\n";
    struct reading r = read_text(text, AU_NODE_YAML);
    CHECK_SAY(r.status == AUG_OK, "%s", r.err.message);
    const struct au_node *t = au_node_find(r.root, "t"), *first = t->children[0], *second = t->children[1];
    const struct au_node *limit = au_node_find(first, "limit");
    const struct au_node *values[] = {r.root,
                                      t,
                                      first,
                                      au_node_find(first, "p"),
                                      limit,
                                      limit->children[0],
                                      limit->children[1],
                                      second,
                                      au_node_find(second, "q"),
                                      au_node_find(second, "r"),
                                      t->children[2]};
    static const char *const starts[] = {
        "a map 1:1 ",        "a list 2:1 ",        "a map 2:3 ", "a number 2:6 0.5", "a list 4:3 [-15,1e-05]",
        "a number 4:5 -15",  "a number 5:5 1e-05", "a map 6:3 ", "null 6:4 null",    "a string 6:12 \"x\"",
        "a string 7:3 \"y\""};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        char got[256];
        describe(values[i], got, sizeof got);
        CHECK_SAY(strncmp(got, starts[i], strlen(starts[i])) == 0, "got <%s>, expected <%s>", got, starts[i]);
    }
    au_arena_release(&r.arena);
}

struct scalar_case {
    const char *text;
    enum au_node_kind kind;
    double number;
    bool whole;
};

TEST(yaml_plain_scalars_follow_the_core_schema)
{
    static const struct scalar_case cases[] = {
        {"yes", AU_NODE_STRING, 0, false},
        {"no", AU_NODE_STRING, 0, false},
        {"on", AU_NODE_STRING, 0, false},
        {"~", AU_NODE_NULL, 0, false},
        {"null", AU_NODE_NULL, 0, false},
        {"true", AU_NODE_BOOL, 1, false},
        {"False", AU_NODE_BOOL, 0, false},
        {"12", AU_NODE_NUMBER, 12, true},
        {"+12", AU_NODE_NUMBER, 12, true},
        {"-0", AU_NODE_NUMBER, 0, true},
        {"0x1F", AU_NODE_NUMBER, 31, true},
        {"0o17", AU_NODE_NUMBER, 15, true},
        {"1e3", AU_NODE_NUMBER, 1000, false},
        {".5", AU_NODE_NUMBER, 0.5, false},
        {"1.", AU_NODE_NUMBER, 1, false},
        {".inf", AU_NODE_NUMBER, INFINITY, false},
        {"-.inf", AU_NODE_NUMBER, -INFINITY, false},
        {"1_000", AU_NODE_STRING, 0, false},
        {"2.0.8", AU_NODE_STRING, 0, false},
        {"0x", AU_NODE_STRING, 0, false},
        {"e3", AU_NODE_STRING, 0, false},
        {".", AU_NODE_STRING, 0, false},
        {"'12'", AU_NODE_STRING, 0, false},
        {"\"true\"", AU_NODE_STRING, 0, false},
        {"12:30", AU_NODE_STRING, 0, false},
        {"123456789012345678901234567890", AU_NODE_NUMBER, 123456789012345678901234567890.0, true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct reading r = read_text(cases[i].text, AU_NODE_YAML);
        CHECK_SAY(r.status == AUG_OK, "%s: %s", cases[i].text, r.err.message);
        CHECK_SAY(r.root->kind == cases[i].kind, "%s is %s", cases[i].text, au_node_kind_name(r.root->kind));
        if (r.root->kind == AU_NODE_NUMBER)
            CHECK_SAY(r.root->number == cases[i].number && r.root->whole == cases[i].whole, "%s is %g", cases[i].text,
                      r.root->number);
        if (r.root->kind == AU_NODE_BOOL) CHECK(r.root->truth == (cases[i].number != 0));
        au_arena_release(&r.arena);
    }
    struct reading r = read_text(".nan", AU_NODE_YAML);
    CHECK(r.status == AUG_OK && r.root->kind == AU_NODE_NUMBER && isnan(r.root->number));
    au_arena_release(&r.arena);
}

TEST(a_byte_order_mark_is_skipped_and_places_do_not_move)
{
    struct reading r = read_text("\xEF\xBB\xBF[1]", AU_NODE_JSON);
    CHECK_SAY(r.status == AUG_OK, "%s", r.err.message);
    CHECK(r.root->children[0]->line == 1 && r.root->children[0]->column == 2);
    au_arena_release(&r.arena);
}

TEST(canonical_text_reads_back_to_itself)
{
    static const char text[] = "{\"a\":[1,-0.25,1e-05,\"q\\\"\\\\\\n\xc3\xa9\",null,true],\"b\":{\"c\":{}}}";
    struct reading first = read_text(text, AU_NODE_JSON);
    CHECK_SAY(first.status == AUG_OK, "%s", first.err.message);
    struct au_text once = {0};
    au_node_write(first.root, &once);
    CHECK_SAY(strcmp(once.bytes, text) == 0, "%s", once.bytes);
    au_text_release(&once);
    au_arena_release(&first.arena);
}

TEST(every_allocation_of_the_reader_may_fail)
{
    static const char text[] = "{\"a\": [1, 2, {\"b\": \"c\"}], \"d\": null}";
    for (size_t n = 1; n < 1000; n++) {
        const size_t before = au_memory_live();
        au_memory_fail_at(n);
        struct reading r = read_text(text, AU_NODE_JSON);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        CHECK_SAY(r.status == (failed ? AUG_NO_MEMORY : AUG_OK), "allocation %zu: %s", n, r.err.message);
        au_arena_release(&r.arena);
        CHECK(au_memory_live() == before);
        if (!failed) return;
    }
    CHECK(false);
}

TEST(numbers_have_one_grammar)
{
    static const char *const good[] = {"0", "-1", "+1.5", ".5", "5.", "1e3", "1E+3", "-2.5e-10"};
    static const char *const bad[] = {"",    "-",   ".",  "e3", "1e",  "1e+", "0x10",
                                      "nan", "inf", "1 ", " 1", "1,5", "--1", "1.2.3"};
    double value = 0;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        CHECK_SAY(au_number_parse(good[i], strlen(good[i]), &value), "%s", good[i]);
        CHECK_SAY(value == strtod(good[i], NULL), "%s", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        CHECK_SAY(!au_number_parse(bad[i], strlen(bad[i]), &value), "%s", bad[i]);
    CHECK(au_number_shape("12", 2).whole && !au_number_shape("1.0", 3).whole && au_number_shape("+1", 2).plus);
}
