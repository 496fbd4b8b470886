/* SPDX-License-Identifier: Apache-2.0
 * unapplied.c - a transform that is known but cannot be applied: undecided, unless the user rules. */
#include "core/memory.h"
#include "judge.h"
#include "needs.h"
#include "rulings.h"

static const char reason[] = "not_audited"; /* a word, not a sentence: programs look for it */

static enum aug_status judge_classes(const struct au_judgement_input *in, struct au_arena *arena,
                                     struct au_judged_class *classes, struct aug_error *err)
{
    for (size_t k = 0; k < in->findings->classes; k++) {
        classes[k] = (struct au_judged_class){.label = AUG_LABEL_UNDECIDED,
                                              .cause = AU_CAUSE_NOT_AUDITED,
                                              .reason = reason,
                                              .deciding = {.class_index = -1},
                                              .counter = {.class_index = -1}};
        AUG_TRY(au_need_unmeasured((int)k, arena, &classes[k].need, err));
    }
    return au_rulings_apply(in, NULL, arena, classes, err);
}

static enum aug_verdict verdict_of(const struct au_judgement_input *in, const struct au_judged_class *classes)
{
    double images = 0, broken = 0;
    for (size_t k = 0; k < in->findings->classes; k++) {
        images += in->findings->of_class[k].images;
        broken += classes[k].label == AUG_LABEL_BROKEN ? in->findings->of_class[k].images : 0;
    }
    return broken == 0 ? AUG_VERDICT_UNDECIDED : broken > 0.5 * images ? AUG_VERDICT_REMOVE : AUG_VERDICT_RESTRICT;
}

enum aug_status au_judge_unapplied(const struct au_judgement_input *in, const char *why, struct au_arena *arena,
                                   struct au_judgement *out, struct aug_error *err)
{
    struct au_text text = {0};
    *out = (struct au_judgement){.deciding = {.class_index = -1}, .counter = {.class_index = -1}};
    out->classes = au_arena_alloc(arena, in->findings->classes, sizeof *out->classes);
    if (!out->classes) return au_no_memory(err, "the labels of a transform");
    AUG_TRY(judge_classes(in, arena, out->classes, err));
    out->verdict = verdict_of(in, out->classes);
    au_text_printf(&text, "Not audited: %s", why ? why : "this build cannot apply it.");
    au_rulings_say(in, out->classes, &text);
    out->sentence = text.failed ? NULL : au_arena_strndup(arena, text.bytes, text.length);
    out->advice = out->verdict == AUG_VERDICT_UNDECIDED
                      ? "Judge it by hand with the claim above until it can be applied."
                      : "Do not apply it to the classes whose label it changes.";
    au_text_release(&text);
    return out->sentence ? AUG_OK : au_no_memory(err, "the sentence of a verdict");
}
