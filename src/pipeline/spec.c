/* SPDX-License-Identifier: Apache-2.0
 * spec.c - SPECs: `rotate:+-15`, `Rotate:limit=[-15,15],border_mode=0`, and parts of these joined by `|`. */
#include <stdio.h>
#include <string.h>

#include "building.h"
#include "core/memory.h"
#include "core/text.h"
#include "spec_named.h"
#include "spec_words.h"
#include "transform/params.h"

#define SPEC_BYTES_MAX 4096
#define LABEL_BYTES 120

/* One part of a SPEC on its way to a struct aug_part. */
struct reader {
    struct au_building *b;
    const char *spec, *label;
};

/* ---- splitting ---- */

static size_t part_end(const char *spec, size_t start)
{
    return au_spec_stop(spec, start, strlen(spec), '|');
}

static size_t count_parts(const char *spec)
{
    size_t count = 1;
    for (size_t at = part_end(spec, 0); spec[at]; at = part_end(spec, at + 1)) count++;
    return count;
}

/* ---- one part ---- */

/* Lower case means a word of this language; class names are second best. */
static const char *suggest(const char *name)
{
    const char *nearest = NULL;
    int best = 3;
    for (size_t i = 0; name[0] >= 'a' && name[0] <= 'z' && i < aug_spec_word_count(); i++) {
        const int distance = au_text_distance(name, aug_spec_word(i), best - 1);
        if (distance >= best) continue;
        best = distance;
        nearest = aug_spec_word(i);
    }
    return nearest ? nearest : aug_transform_suggest(name);
}

static enum aug_status unknown_word(const struct reader *r, const char *name, size_t start, struct aug_error *err)
{
    if (strcmp(name, "sham") == 0)
        return aug_fail(err, AUG_UNSUPPORTED,
                        "%s:1:%zu: sham is a control of the retraining tables, not a transform to be audited", r->label,
                        start + 1);
    const char *nearest = suggest(name);
    if (nearest)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: unknown transform \"%.60s\"; did you mean \"%s\"?", r->label,
                        start + 1, name, nearest);
    return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: unknown transform \"%.60s\"; `augaudit list` shows them", r->label,
                    start + 1, name);
}

static enum aug_status read_params(const struct reader *r, const struct aug_transform *t, const struct au_spec_at *at,
                                   bool has_colon, void *params, struct aug_error *err)
{
    const struct au_node *map = NULL;
    const struct au_word *word = au_word_find(t->name, strlen(t->name));
    const bool named = memchr(at->spec + at->start, '=', at->end - at->start) != NULL;
    if (word && !named) AUG_TRY(au_word_argument(word, at, &r->b->arena, &map, err));
    else if (has_colon) AUG_TRY(au_named_arguments(at, &r->b->arena, &map, err));
    return map ? au_params_set(t, params, map, r->label, err) : AUG_OK;
}

/* A known transform that cannot be applied leaves `part` empty. */
static enum aug_status read_part(const struct reader *r, size_t start, size_t end, struct aug_part *part,
                                 const char **name, struct aug_error *err)
{
    const char *colon = memchr(r->spec + start, ':', end - start);
    const size_t name_end = colon ? (size_t)(colon - r->spec) : end;
    const struct au_spec_at at = {r->label, r->spec, colon ? name_end + 1 : end, end};
    if (name_end == start)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: a transform was expected here", r->label, start + 1);
    *name = au_arena_strndup(&r->b->arena, r->spec + start, name_end - start);
    if (!*name) return au_no_memory(err, "a SPEC");
    part->transform = aug_transform_find(*name);
    if (!part->transform) return aug_known_find(*name) ? AUG_OK : unknown_word(r, *name, start, err);
    if (colon && at.start == at.end)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: an argument was expected after the colon", r->label, end + 1);
    AUG_TRY(au_building_params(r->b, part->transform, &part->params, err));
    return read_params(r, part->transform, &at, colon != NULL, part->params, err);
}

enum aug_status au_spec_part(struct au_arena *arena, const char *spec, struct aug_part *part, struct aug_error *err)
{
    const char *name = NULL;
    struct au_building b = {.arena = *arena, .source = spec};
    const struct reader r = {&b, spec, spec};
    const enum aug_status status = read_part(&r, 0, strlen(spec), part, &name, err);
    part->probability = 1;
    *arena = b.arena;
    return status;
}

/* ---- one SPEC ---- */

static void write_params(const struct aug_leaf *leaf, const char *const *names, struct au_text *text)
{
    if (leaf->part_count == 1) {
        au_params_write(leaf->parts[0].transform, leaf->parts[0].params, true, text);
        return;
    }
    for (size_t i = 0; i < leaf->part_count; i++) {
        au_text_printf(text, "%s{\"%s\": ", i ? ", " : "[", names[i]);
        au_params_write(leaf->parts[i].transform, leaf->parts[i].params, true, text);
        au_text_puts(text, "}");
    }
    au_text_puts(text, leaf->part_count ? "]" : "{}");
}

static enum aug_status set_params_text(struct au_building *b, struct aug_leaf *leaf, const char *const *names,
                                       struct aug_error *err)
{
    struct au_text text = {0};
    write_params(leaf, names, &text);
    return au_keep_text(&b->arena, &text, &leaf->params_text, err);
}

/* Mixing stands alone, with parameters that can be followed; else the leaf is one that is not applied. */
static enum aug_status check_mixing(const struct reader *r, struct aug_leaf *leaf, const char *const *names,
                                    struct aug_error *err)
{
    for (size_t i = 0; i < leaf->part_count; i++) {
        const char *why = au_mixing_refuses(leaf, i);
        if (why) return au_building_not_applied(r->b, leaf, names[i], why, err);
    }
    return AUG_OK;
}

static enum aug_status read_parts(const struct reader *r, struct aug_leaf *leaf, size_t count, struct aug_error *err)
{
    struct aug_part *parts = au_arena_alloc(&r->b->arena, count, sizeof *parts);
    const char *names[AUG_PARTS_MAX] = {0}, *known = NULL;
    if (!parts) return au_no_memory(err, "a SPEC");
    size_t start = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t end = part_end(r->spec, start);
        parts[i].probability = count == 1 ? 1 : 0.5;
        AUG_TRY(read_part(r, start, end, &parts[i], &names[i], err));
        if (!parts[i].transform && !known) known = names[i];
        start = end + 1;
    }
    leaf->name = count == 1 ? names[0] : leaf->spec;
    leaf->parts = parts;
    leaf->part_count = count;
    if (known) AUG_TRY(au_building_not_applied(r->b, leaf, known, AU_REASON_KNOWN, err));
    else AUG_TRY(check_mixing(r, leaf, names, err));
    return set_params_text(r->b, leaf, names, err);
}

static enum aug_status check_length(const struct reader *r, size_t *count, struct aug_error *err)
{
    if (strlen(r->spec) == 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:1: a transform was expected here, such as hflip or rotate:+-15",
                        r->label);
    if (strlen(r->spec) > SPEC_BYTES_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:1: a SPEC has at most %d bytes", r->label, SPEC_BYTES_MAX);
    *count = count_parts(r->spec);
    if (*count > AUG_PARTS_MAX)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:1: %zu parts, at most %d can be composed", r->label, *count,
                        AUG_PARTS_MAX);
    return AUG_OK;
}

enum aug_status au_spec_add(struct au_building *b, const char *spec, double probability, struct aug_error *err)
{
    char label[LABEL_BYTES];
    snprintf(label, sizeof label, strlen(spec) > 80 ? "SPEC '%.77s...'" : "SPEC '%s'", spec);
    const struct reader r = {b, spec, label};
    size_t count = 0;
    struct aug_leaf *leaf = NULL;
    AUG_TRY(check_length(&r, &count, err));
    AUG_TRY(au_building_add(b, &leaf, err));
    leaf->spec = au_arena_strdup(&b->arena, spec);
    if (!leaf->spec) return au_no_memory(err, "a SPEC");
    leaf->own_probability = probability;
    leaf->fires = probability;
    return read_parts(&r, leaf, count, err);
}

static enum aug_status read_specs(struct au_building *b, const char *const *specs, size_t count, double probability,
                                  struct aug_pipeline *out, struct aug_error *err)
{
    if (count == 0) return aug_fail(err, AUG_BAD_INPUT, "no transform given, expected at least one SPEC such as hflip");
    if (!(probability >= 0 && probability <= 1))
        return aug_fail(err, AUG_BAD_INPUT, "the probability is %g, expected 0..1", probability);
    for (size_t i = 0; i < count; i++) AUG_TRY(au_spec_add(b, specs[i], probability, err));
    return au_building_finish(b, "spec", NULL, out, err);
}

enum aug_status aug_pipeline_specs(const char *const *specs, size_t count, double probability, struct aug_pipeline *out,
                                   struct aug_error *err)
{
    struct au_building b = {.source = "command line"};
    const enum aug_status status = read_specs(&b, specs, count, probability, out, err);
    au_arena_release(&b.arena);
    return status;
}
