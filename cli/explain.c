/* SPDX-License-Identifier: Apache-2.0
 * explain.c - what a transform claims, in words, for people and as JSON. */
#include "explain.h"

#include <string.h>

#include <augaudit/augaudit.h>

#include "param_text.h"
#include "wrap.h"

#define INDENT 13

struct law_row {
    const char *name, *sentence;
};

static const struct law_row laws[] = {
    [AUG_LAW_NONE] = {"none", NULL},
    [AUG_LAW_IDENTITY] = {"identity", "It changes nothing."},
    [AUG_LAW_INVOLUTION] = {"involution", "Applied twice with the same draw it gives the original back."},
    [AUG_LAW_BIJECTION] = {"bijection", "It can be undone exactly: nothing is lost."},
    [AUG_LAW_IDEMPOTENT] = {"idempotent", "Applying the same draw a second time changes nothing more."},
    [AUG_LAW_VALUEWISE] = {"valuewise", "Each pixel's result depends on that pixel alone."},
    [AUG_LAW_CONSTANT_KEPT] = {"constant_kept", "An image of one colour keeps that colour inside the frame."},
};

const char *law_sentence(enum aug_law law)
{
    return (unsigned)law < sizeof laws / sizeof *laws ? laws[law].sentence : NULL;
}

const char *law_name(enum aug_law law)
{
    return (unsigned)law < sizeof laws / sizeof *laws ? laws[law].name : "none";
}

static const char *word_about(const char *name)
{
    for (size_t i = 0; i < aug_spec_word_count(); i++)
        if (strcmp(aug_spec_word(i), name) == 0) return aug_spec_word_about(i);
    return NULL;
}

bool explain_find(const char *name, struct explained *out)
{
    const struct aug_transform *transform = aug_transform_find(name);
    const struct aug_known *known = aug_known_find(name);
    if (transform) *out = (struct explained){transform->name, transform->about, &transform->claim, transform, NULL};
    else if (known) *out = (struct explained){known->name, known->about, &known->claim, NULL, NULL};
    else return false;
    out->word_about = word_about(name);
    return true;
}

static void put(FILE *out, const char *label, const char *text)
{
    if (text && *text) wrap_labelled(out, label, text, 0, INDENT);
}

static const char *undo_sentence(const struct aug_transform *t)
{
    if (!t->undo) return "No: what it does to an image cannot be taken back.";
    if (t->flags & AUG_TRANSFORM_EXACT_UNDO) return "Yes, exactly: nothing in the image is lost.";
    return "Partly: what left the frame, was clipped or was blurred by resampling is lost.";
}

static void put_param(FILE *out, const struct aug_param *row)
{
    char value[PARAM_TEXT_MAX], allowed[PARAM_TEXT_MAX], line[2 * PARAM_TEXT_MAX + 160];
    param_default_text(row, value);
    param_allowed_text(row, allowed);
    snprintf(line, sizeof line, "%s = %s%s%s%s%s", row->name, value, *allowed || row->optional ? "  (" : "", allowed,
             row->optional ? (*allowed ? "; may be null" : "may be null") : "", *allowed || row->optional ? ")" : "");
    fputs("  ", out);
    wrap(out, line, 2, 6);
    fputs("      ", out);
    wrap(out, row->about, 6, 6);
}

static void put_params(FILE *out, const struct aug_transform *t)
{
    if (!t->params || !t->params->name) return;
    fputs("\nParameters, with their defaults:\n", out);
    for (const struct aug_param *row = t->params; row->name; row++) put_param(out, row);
}

void explain_print(FILE *out, const struct explained *explained)
{
    const struct aug_transform *t = explained->transform;
    const struct aug_claim *claim = explained->claim;
    fprintf(out, "%s\n", explained->name);
    fputs("  ", out);
    wrap(out, explained->about, 2, 2);
    fputc('\n', out);
    put(out, "Claims", claim->asserts);
    put(out, "False when", claim->unless);
    put(out, "Victims", claim->victims);
    put(out, "Places", claim->places);
    if (t) put(out, "Law", law_sentence(t->law));
    if (t) put(out, "Undone", undo_sentence(t));
    if (t && t->flags & AUG_TRANSFORM_COLOUR_ONLY) put(out, "Grey", "An image without colour comes back unchanged.");
    if (t && t->flags & AUG_TRANSFORM_CHANGES_SIZE) put(out, "Size", "It may change the size of the image.");
    put(out, "As a SPEC", explained->word_about);
    if (t) put_params(out, t);
    else put(out, "Note", "This build reads it but cannot apply it yet: an audit reports it as undecided.");
}

static void put_param_json(struct json *json, const struct aug_param *row)
{
    char text[PARAM_TEXT_MAX];
    json_open(json, NULL, '{');
    json_text(json, "name", row->name);
    json_text(json, "kind", param_kind_name(row->kind));
    param_default_text(row, text);
    json_text(json, "default", text);
    param_allowed_text(row, text);
    json_text(json, "allowed", text);
    json_text(json, "about", row->about);
    json_close(json, '}');
}

static void put_transform_json(struct json *json, const struct aug_transform *t)
{
    json_text(json, "law", law_name(t->law));
    json_switch(json, "random", (t->flags & AUG_TRANSFORM_RANDOM) != 0);
    json_switch(json, "can_undo", t->undo != NULL);
    json_switch(json, "undo_is_exact", (t->flags & AUG_TRANSFORM_EXACT_UNDO) != 0);
    json_switch(json, "preprocessing", (t->flags & AUG_TRANSFORM_PREPROCESSING) != 0);
    json_switch(json, "changes_size", (t->flags & AUG_TRANSFORM_CHANGES_SIZE) != 0);
    json_switch(json, "colour_only", (t->flags & AUG_TRANSFORM_COLOUR_ONLY) != 0);
    json_open(json, "parameters", '[');
    for (const struct aug_param *row = t->params; row && row->name; row++) put_param_json(json, row);
    json_close(json, ']');
}

void explain_json(struct json *json, const struct explained *explained)
{
    static const char *const moves[] = {"nothing", "with_pixels", "and_drops"};
    const struct aug_claim *claim = explained->claim;
    json_open(json, NULL, '{');
    json_text(json, "name", explained->name);
    json_text(json, "about", explained->about);
    json_switch(json, "applied", explained->transform != NULL);
    json_open(json, "claim", '{');
    json_text(json, "asserts", claim->asserts);
    json_text(json, "unless", claim->unless);
    json_text(json, "victims", claim->victims);
    json_text(json, "places", claim->places);
    json_text(json, "moves", (unsigned)claim->moves < 3 ? moves[claim->moves] : "unknown");
    json_close(json, '}');
    json_text(json, "spec", explained->word_about);
    if (explained->transform) put_transform_json(json, explained->transform);
    json_close(json, '}');
}
