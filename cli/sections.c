/* SPDX-License-Identifier: Apache-2.0
 * sections.c - the library's lists under one roof. */
#include "sections.h"

#include <string.h>

#include <augaudit/augaudit.h>

static const char *transform_name(size_t i)
{
    return aug_transform_at(i)->name;
}

static const char *transform_about(size_t i)
{
    return aug_transform_at(i)->about;
}

static const char *known_name(size_t i)
{
    return aug_known_at(i)->name;
}

static const char *known_about(size_t i)
{
    return aug_known_at(i)->about;
}

static const char *number_name(size_t i)
{
    return aug_evidence_note_at(i)->name;
}

static const char *number_about(size_t i)
{
    return aug_evidence_note_at(i)->about;
}

static const char *rule_name(size_t i)
{
    return aug_rule_at(i)->name;
}

static const char *rule_about(size_t i)
{
    return aug_rule_at(i)->about;
}

static const struct section sections[] = {
    {"transforms", "Applied and judged", aug_transform_count, transform_name, transform_about},
    {"known", "Read and explained, but not applied yet: reported as undecided", aug_known_count, known_name,
     known_about},
    {"words", "Words of --transform", aug_spec_word_count, aug_spec_word, aug_spec_word_about},
    {"presets", "Recipes for --preset", aug_preset_count, aug_preset_name, aug_preset_about},
    {"formats", "Pipeline files for --pipeline", aug_format_count, aug_format_name, aug_format_about},
    {"codecs", "Image files that are read, by content", aug_codec_count, aug_codec_name, aug_codec_endings},
    {"reports", "Forms of the report", aug_report_count, aug_report_name, aug_report_about},
    {"numbers", "Measured for every class or transform", aug_evidence_note_count, number_name, number_about},
    {"rules", "What gives labels to classes and verdicts to transforms; the first that holds", aug_rule_count,
     rule_name, rule_about},
};

const struct section *section_at(size_t i)
{
    return i < sizeof sections / sizeof *sections ? &sections[i] : NULL;
}

const struct section *section_find(const char *name)
{
    for (size_t i = 0; section_at(i); i++)
        if (strcmp(sections[i].name, name) == 0) return &sections[i];
    return NULL;
}
