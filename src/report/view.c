/* SPDX-License-Identifier: Apache-2.0
 * view.c - the audit as people read it: worst first, counted, in words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "writers.h"

enum au_tone au_tone_of_label(enum aug_label label)
{
    return label == AUG_LABEL_BROKEN ? AU_TONE_BROKEN : label == AUG_LABEL_KEPT ? AU_TONE_HOLDS : AU_TONE_UNDECIDED;
}

const char *au_tone_word(enum au_tone tone)
{
    static const char *const words[] = {"broken", "undecided", "neutral", "kept"};
    return words[tone];
}

const char *au_tone_sign(enum au_tone tone)
{
    static const char *const signs[] = {"✗", "?", "–", "✓"};
    return signs[tone];
}

const struct aug_class_result *au_view_class(const struct au_view_transform *transform, size_t place)
{
    return &transform->result->classes[transform->classes[place].index];
}

const struct aug_number *au_class_number(const struct aug_class_result *result, const char *name)
{
    for (size_t i = 0; i < result->evidence_count; i++)
        if (strcmp(result->evidence[i].name, name) == 0) return &result->evidence[i].number;
    return NULL;
}

const char *au_class_name(const struct aug_audit *audit, int index)
{
    return index >= 0 && index < audit->class_count ? audit->class_names[index] : "?";
}

/* Undone loss, where measured, stands in for the raw one: the rest was the learner's weakness (methods-revision R2). */
static double harm_of(const struct aug_class_result *result)
{
    const struct aug_number *undone = au_class_number(result, "undone_loss");
    const struct aug_number *numbers[] = {undone ? undone : au_class_number(result, "recoverability_loss"),
                                          au_class_number(result, "conflict"), au_class_number(result, "landing")};
    double harm = 0;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (numbers[i] && numbers[i]->estimate > harm) harm = numbers[i]->estimate;
    return harm;
}

static int label_rank(enum aug_label label)
{
    return label == AUG_LABEL_BROKEN ? 0 : label == AUG_LABEL_UNDECIDED ? 1 : 2;
}

static int by_harm(const void *left, const void *right)
{
    const struct au_view_class *a = left, *b = right;
    if (a->label != b->label) return label_rank(a->label) - label_rank(b->label);
    if (a->harm != b->harm) return a->harm > b->harm ? -1 : 1;
    return (a->index > b->index) - (a->index < b->index);
}

static int by_news(const void *left, const void *right)
{
    const struct au_view_transform *a = left, *b = right;
    const int ranks = aug_verdict_rank(a->result->verdict) - aug_verdict_rank(b->result->verdict);
    if (ranks != 0) return ranks;
    if (a->broken != b->broken) return a->broken > b->broken ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

static enum au_tone tone_of(const struct au_view_transform *transform)
{
    switch (transform->result->verdict) {
    case AUG_VERDICT_REMOVE:
    case AUG_VERDICT_RESTRICT:
    case AUG_VERDICT_NARROW:
    case AUG_VERDICT_LOWER_P: return AU_TONE_BROKEN;
    case AUG_VERDICT_UNDECIDED: return transform->broken ? AU_TONE_BROKEN : AU_TONE_UNDECIDED;
    case AUG_VERDICT_COSTLY:
    case AUG_VERDICT_REDUNDANT: return AU_TONE_NEUTRAL;
    case AUG_VERDICT_KEEP:
    case AUG_VERDICT_WIDEN: break;
    }
    return AU_TONE_HOLDS;
}

static enum aug_status look_at(const struct aug_transform_result *result, size_t number, struct au_arena *arena,
                               struct au_view_transform *out, struct aug_error *err)
{
    struct au_view_class *classes = au_arena_alloc(arena, result->class_count + 1, sizeof *classes);
    if (!classes) return au_no_memory(err, "the order of the classes");
    *out = (struct au_view_transform){.result = result, .number = number, .classes = classes};
    for (size_t i = 0; i < result->class_count; i++) {
        const enum aug_label label = result->classes[i].label;
        classes[i] = (struct au_view_class){i, label, harm_of(&result->classes[i])};
        out->broken += label == AUG_LABEL_BROKEN;
        out->undecided += label == AUG_LABEL_UNDECIDED;
        out->kept += label == AUG_LABEL_KEPT;
    }
    qsort(classes, result->class_count, sizeof *classes, by_harm);
    out->tone = tone_of(out);
    return AUG_OK;
}

static enum aug_status fill_view(struct au_view *view, struct aug_error *err)
{
    const struct aug_audit *audit = view->audit;
    struct au_view_transform *transforms = au_arena_alloc(&view->arena, audit->transform_count + 1, sizeof *transforms);
    if (!transforms) return au_no_memory(err, "the order of the transforms");
    for (size_t i = 0; i < audit->transform_count; i++) {
        AUG_TRY(look_at(&audit->transforms[i], i + 1, &view->arena, &transforms[i], err));
        view->broken += transforms[i].tone == AU_TONE_BROKEN;
        view->undecided += transforms[i].tone == AU_TONE_UNDECIDED;
    }
    view->count = audit->transform_count;
    view->holding = view->count - view->broken - view->undecided;
    qsort(transforms, view->count, sizeof *transforms, by_news);
    view->transforms = transforms;
    return AUG_OK;
}

enum aug_status au_view_make(const struct aug_audit *audit, struct au_view *view, struct aug_error *err)
{
    *view = (struct au_view){.audit = audit};
    const enum aug_status status = fill_view(view, err);
    if (status != AUG_OK) au_view_release(view);
    return status;
}

void au_view_release(struct au_view *view)
{
    au_arena_release(&view->arena);
    *view = (struct au_view){0};
}

char *au_count_text(size_t count, char buffer[32])
{
    char digits[24];
    const int length = snprintf(digits, sizeof digits, "%zu", count);
    int at = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0) buffer[at++] = ',';
        buffer[at++] = digits[i];
    }
    buffer[at] = '\0';
    return buffer;
}

/* Whole per cents from 10 on, one decimal below, by integers so that no locale can change the point. */
char *au_percent_text(double share, char buffer[32])
{
    const double size = share < 0 ? -share : share;
    const char *minus = share < 0 ? "−" : "";
    const long long tenths = (long long)(size * 1000 + 0.5);
    if (size == 0) snprintf(buffer, 32, "0 %%");
    else if (tenths == 0) snprintf(buffer, 32, share < 0 ? "0 %%" : "<0.1 %%");
    else if (tenths >= 100) snprintf(buffer, 32, "%s%lld %%", minus, (tenths + 5) / 10);
    else snprintf(buffer, 32, "%s%lld.%lld %%", minus, tenths / 10, tenths % 10);
    return buffer;
}

char *au_headline(const struct au_view *view, struct au_arena *arena)
{
    const char *plural = view->count == 1 ? "" : "s";
    if (view->count == 0) return au_arena_strdup(arena, "There was no transform to audit");
    if (view->broken > 0)
        return au_arena_printf(arena, "%zu of %zu transform%s break%s labels", view->broken, view->count, plural,
                               view->broken == 1 ? "s" : "");
    if (view->undecided > 0)
        return au_arena_printf(arena, "No transform breaks labels, %zu of %zu %s undecided", view->undecided,
                               view->count, view->undecided == 1 ? "is" : "are");
    if (view->count == 1) return au_arena_strdup(arena, "The one transform keeps every label");
    return au_arena_printf(arena, "All %zu transforms keep every label", view->count);
}
