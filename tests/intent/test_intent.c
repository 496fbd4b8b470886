/* SPDX-License-Identifier: Apache-2.0
 * test_intent.c - intent files: which row counts, and what each mistake is called. */
#include <augaudit/intent.h>

#include <string.h>

#include "check.h"
#include "core/memory.h"

static struct aug_error err;
static const char *const class_names[] = {"12", "33", "34", "a,b", "six (upright)"};
enum { K12, K33, K34, KAB, KSIX, CLASSES };
static const struct aug_dataset data = {.class_count = CLASSES, .class_names = class_names};
static const char *const specs[] = {"hflip", "rotate:+-15", "rotate:+-30", "mixup:1"};
enum { HFLIP, R15, R30, MIXUP, SPECS };

static enum aug_status parse(const char *text, struct aug_intent *out)
{
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_specs(specs, SPECS, 1, &pipeline, &err));
    const enum aug_status status = aug_intent_parse(text, strlen(text), "i.yaml", &data, &pipeline, out, &err);
    aug_pipeline_release(&pipeline);
    return status;
}

static struct aug_intent read(const char *text)
{
    struct aug_intent intent = {0};
    CHECK_OK(parse(text, &intent));
    CHECK(intent.leaf_count == SPECS && intent.class_count == CLASSES);
    return intent;
}

static struct aug_ruling at(const struct aug_intent *intent, int leaf, int k)
{
    return intent->rulings[leaf * CLASSES + k];
}

static void check_refused(const char *text, const char *message)
{
    struct aug_intent intent = {0};
    CHECK_SAY(parse(text, &intent) == AUG_BAD_INPUT, "not refused: %s", text);
    CHECK_SAY(strcmp(err.message, message) == 0, "%s", err.message);
    CHECK(!intent.owner);
}

TEST(the_form_of_the_documentation_is_read_also_with_commas_inside_braces)
{
    struct aug_intent i = read(
        "transforms:\n    hflip: { \"33\": swap(33,34), \"34\": swap(33, 34), \"12\": changes, \"*\": invariant }\n");
    CHECK(at(&i, HFLIP, K33).kind == AUG_RULING_SWAP && at(&i, HFLIP, K33).swap_with == K34);
    CHECK(at(&i, HFLIP, K34).kind == AUG_RULING_SWAP && at(&i, HFLIP, K34).swap_with == K33);
    CHECK(at(&i, HFLIP, K12).kind == AUG_RULING_CHANGES && at(&i, HFLIP, K12).swap_with == -1);
    CHECK(at(&i, HFLIP, KAB).kind == AUG_RULING_INVARIANT);
    CHECK(at(&i, R15, K33).kind == AUG_RULING_NONE && at(&i, R15, K33).line == 0);
    CHECK(at(&i, HFLIP, K12).line == 2 && at(&i, HFLIP, K12).column > 10);
    aug_intent_release(&i);
}

TEST(one_row_of_a_swap_speaks_for_both_classes_in_either_spelling)
{
    static const char *const texts[] = {"transforms:\n  hflip:\n    \"33\": swap(33,34)\n",
                                        "transforms:\n  hflip:\n    33: swap(34)\n",
                                        "{\"transforms\": {\"hflip\": {\"34\": \"swap(34, 33)\"}}}"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        struct aug_intent i = read(texts[t]);
        CHECK(at(&i, HFLIP, K33).kind == AUG_RULING_SWAP && at(&i, HFLIP, K33).swap_with == K34);
        CHECK(at(&i, HFLIP, K34).kind == AUG_RULING_SWAP && at(&i, HFLIP, K34).swap_with == K33);
        CHECK(at(&i, HFLIP, K12).kind == AUG_RULING_NONE);
        aug_intent_release(&i);
    }
}

TEST(class_names_with_commas_spaces_and_brackets_can_be_swapped)
{
    struct aug_intent i = read("transforms:\n  hflip:\n    \"a,b\": \"swap(a,b, six (upright))\"\n");
    CHECK(at(&i, HFLIP, KAB).swap_with == KSIX && at(&i, HFLIP, KSIX).swap_with == KAB);
    aug_intent_release(&i);
}

TEST(the_closest_row_counts_spec_before_name_before_all_and_transform_before_class)
{
    struct aug_intent i = read("transforms:\n"
                               "  \"*\": { \"12\": changes, \"*\": invariant }\n"
                               "  rotate: { \"33\": changes }\n"
                               "  rotate:+-15: equivariant\n");
    CHECK(at(&i, HFLIP, K12).kind == AUG_RULING_CHANGES && at(&i, HFLIP, K33).kind == AUG_RULING_INVARIANT);
    CHECK(at(&i, R30, K33).kind == AUG_RULING_CHANGES && at(&i, R30, K34).kind == AUG_RULING_INVARIANT);
    CHECK(at(&i, R15, K33).kind == AUG_RULING_EQUIVARIANT && at(&i, R15, K12).kind == AUG_RULING_EQUIVARIANT);
    aug_intent_release(&i);
}

TEST(a_known_transform_that_the_pipeline_lacks_is_listed_not_refused)
{
    struct aug_intent i = read("transforms: { vflip: invariant, ElasticTransform: changes, hflip: invariant }\n");
    CHECK(i.unused_count == 2 && strcmp(i.unused[0], "vflip") == 0 && strcmp(i.unused[1], "ElasticTransform") == 0);
    aug_intent_release(&i);
}

TEST(every_mistake_is_named_with_its_place_and_what_was_expected)
{
    check_refused("transforms:\n  hflip:\n    \"35\": invariant\n",
                  "i.yaml:3:11: no class \"35\" is audited; did you mean \"33\"?");
    check_refused("transforms:\n  hflip:\n    nothing like it: invariant\n",
                  "i.yaml:3:22: no class \"nothing like it\" is audited; expected one of the 5 classes (the first is "
                  "\"12\") or \"*\" for all");
    check_refused("transforms:\n  hflop: invariant\n",
                  "i.yaml:2:10: unknown transform \"hflop\"; did you mean \"hflip\"?");
    check_refused("transforms:\n  xyzzyplugh: invariant\n",
                  "i.yaml:2:15: unknown transform \"xyzzyplugh\"; expected a SPEC, a name, a path of the pipeline, or "
                  "\"*\"");
    check_refused("transforms:\n  hflip:\n    \"33\": swap(33,33)\n",
                  "i.yaml:3:11: \"33\" cannot be swapped with itself; expected another class, or \"invariant\"");
    check_refused(
        "transforms:\n  hflip:\n    \"12\": swap(33,34)\n",
        "i.yaml:3:11: the row is about \"12\", but swaps \"33\" and \"34\"; expected \"12\" to be one of them");
    check_refused("transforms:\n  hflip:\n    \"33\": swap(33,35)\n",
                  "i.yaml:3:11: no class \"35\" is audited; did you mean \"33\"?");
    check_refused("transforms:\n  hflip:\n    \"*\": swap(33,34)\n",
                  "i.yaml:3:10: a swap belongs to one class, not to \"*\": name the class, as a: swap(a,b)");
    check_refused("transforms:\n  hflip:\n    \"33\": never\n",
                  "i.yaml:3:11: \"never\" is no ruling; expected \"invariant\", \"equivariant\", \"swap(a,b)\" or "
                  "\"changes\"");
    check_refused("transforms:\n  hflip:\n    \"33\": [invariant]\n",
                  "i.yaml:3:11: a list is no ruling; expected \"invariant\", \"equivariant\", \"swap(a,b)\" or "
                  "\"changes\"");
    check_refused("transforms:\n  hflip: 3\n",
                  "i.yaml:2:10: a number under \"hflip\"; expected one ruling, or a map from classes to rulings");
    check_refused("transforms:\n  hflip: { *: invariant }\n",
                  "i.yaml:2:12: write \"*\" in quotes: YAML reads a bare * otherwise");
    check_refused("hflip: invariant\n",
                  "i.yaml:1:1: not an intent: expected a map \"transforms\" from transforms to rulings");
    check_refused("transforms: {}\nmore: 1\n", "i.yaml:2:7: unknown key \"more\"; expected \"transforms\" alone");
}

TEST(a_swap_under_a_shared_label_is_refused_and_any_other_ruling_is_read)
{
    check_refused("transforms:\n  mixup:1:\n    \"33\": swap(33,34)\n",
                  "i.yaml:3:11: mixup:1 shares the label of several images, under which no swap can be measured; "
                  "expected another ruling");
    struct aug_intent i = read("transforms:\n  mixup:1:\n    \"33\": changes\n");
    CHECK(at(&i, MIXUP, K33).kind == AUG_RULING_CHANGES && at(&i, HFLIP, K33).kind == AUG_RULING_NONE);
    aug_intent_release(&i);
}

TEST(contradictions_are_refused_with_both_places)
{
    check_refused(
        "transforms:\n  hflip:\n    \"33\": swap(33,34)\n    \"34\": invariant\n",
        "i.yaml:4:11: contradicts line 3: under hflip the class \"34\" is swap with \"33\" there and invariant "
        "here; expected one ruling");
    check_refused(
        "transforms:\n  hflip:\n    \"34\": invariant\n    \"33\": swap(33,34)\n",
        "i.yaml:4:11: contradicts line 3: under hflip the class \"34\" is invariant there and swap with \"33\" "
        "here; expected one ruling");
    check_refused(
        "transforms:\n  hflip:\n    \"33\": swap(33,34)\n    \"34\": swap(34,12)\n",
        "i.yaml:4:11: contradicts line 3: under hflip the class \"34\" is swap with \"33\" there and swap with "
        "\"12\" here; expected one ruling");
    check_refused("transforms:\n  \"*\":\n    \"33\": swap(33,34)\n  hflip:\n    \"34\": changes\n",
                  "i.yaml:5:11: contradicts line 3: under hflip the class \"34\" is swap with \"33\" there and changes "
                  "here; expected one ruling");
}

TEST(any_allocation_may_fail_and_nothing_leaks)
{
    static const char text[] = "transforms:\n  hflip: { \"33\": swap(33,34), \"*\": invariant }\n  rotate:5: changes\n";
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_specs(specs, SPECS, 1, &pipeline, &err));
    const size_t before = au_memory_live();
    size_t failures = 0;
    for (size_t n = 1; n < 2000; n++) {
        struct aug_intent intent = {0};
        au_memory_fail_at(n);
        const enum aug_status status = aug_intent_parse(text, sizeof text - 1, "i", &data, &pipeline, &intent, &err);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        failures += status == AUG_NO_MEMORY;
        CHECK_SAY(status == (failed ? AUG_NO_MEMORY : AUG_OK), "allocation %zu: status %d", n, (int)status);
        aug_intent_release(&intent);
        CHECK_SAY(au_memory_live() == before, "allocation %zu leaks", n);
        if (!failed) break;
    }
    CHECK(failures >= 2);
    aug_pipeline_release(&pipeline);
}
