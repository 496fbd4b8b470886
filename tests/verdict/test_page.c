/* SPDX-License-Identifier: Apache-2.0
 * test_page.c - docs/methods.md has a place for every number and every rule, and the notes follow the tables. */
#include <stdio.h>
#include <string.h>

#include <augaudit/evidence.h>

#include "check.h"
#include "core/file.h"
#include "core/memory.h"
#include "verdict/judge.h"

static struct aug_error err;

static char *methods(void)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    CHECK_OK(au_file_read(AUG_SOURCE_DIR "/docs/methods.md", 1 << 22, &bytes, &size, &err));
    char *text = au_alloc(size + 1, 1);
    CHECK(text);
    memcpy(text, bytes, size);
    au_free(bytes);
    return text;
}

static void check_has(const char *page, const char *before, const char *word, const char *after)
{
    char wanted[256];
    snprintf(wanted, sizeof wanted, "%s%s%s", before, word, after);
    CHECK_SAY(strstr(page, wanted), "docs/methods.md has no %s", wanted);
}

TEST(every_number_is_named_in_the_methods_and_every_label_of_its_source_has_an_anchor)
{
    char *page = methods();
    CHECK(aug_evidence_note_count() > 20 && !aug_evidence_note_at(aug_evidence_note_count()));
    for (size_t i = 0; i < aug_evidence_note_count(); i++) {
        const struct aug_evidence_note *note = aug_evidence_note_at(i);
        check_has(page, "`", note->name, "`");
        char section[AUG_SECTION_BYTES];
        for (const char *label = note->source; label; label = strstr(label, ", ") ? strstr(label, ", ") + 2 : NULL)
            check_has(page, "<a id=\"", strchr(aug_methods_section(label, section), '#') + 1, "\"></a>");
        CHECK(aug_evidence_about(note->name) == note);
    }
    au_free(page);
}

TEST(every_anchor_of_the_methods_is_there_once)
{
    char *page = methods();
    for (const char *at = page; (at = strstr(at, "<a id=")) != NULL; at++) {
        char anchor[64];
        snprintf(anchor, sizeof anchor, "%.*s", (int)(strchr(at, '>') - at + 1), at);
        CHECK_SAY(!strstr(at + 1, anchor), "%s is there twice", anchor);
    }
    au_free(page);
}

TEST(a_section_is_named_by_the_first_label_of_a_source)
{
    char section[AUG_SECTION_BYTES], twice[2 * AUG_SECTION_BYTES];
    CHECK(strcmp(aug_methods_section("R1c, F7", section), "docs/methods.md#r1c") == 0);
    memset(twice, 'A', sizeof twice - 1);
    twice[sizeof twice - 1] = 0;
    CHECK(strlen(aug_methods_section(twice, section)) == AUG_SECTION_BYTES - 1);
}

TEST(every_rule_is_explained_in_the_order_of_the_tables_and_has_its_place_in_the_methods)
{
    char *page = methods();
    size_t classes = 0;
    while (au_class_rule_name(classes)) classes++;
    for (size_t i = 0; i < aug_rule_count(); i++) {
        const struct aug_rule_note *note = aug_rule_at(i);
        const char *name = i < classes ? au_class_rule_name(i) : au_transform_rule_name(i - classes);
        CHECK_SAY(name && strcmp(name, note->name) == 0, "%s stands where %s is due", note->name, name ? name : "none");
        CHECK_SAY(note->about[strlen(note->about) - 1] == '.', "%s is no sentence", note->about);
        check_has(page, "`", note->name, "`");
        check_has(page, "<a id=\"rule-", note->name, "\"></a>");
        CHECK(aug_rule_find(note->name) == note);
    }
    CHECK(!au_transform_rule_name(aug_rule_count() - classes) && !aug_rule_at(aug_rule_count()));
    CHECK(!aug_rule_find("nothing") && !aug_evidence_about("nothing"));
    au_free(page);
}
