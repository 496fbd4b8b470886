/* SPDX-License-Identifier: Apache-2.0
 * rulings.c - the user's rulings beside what was measured. */
#include "rulings.h"

#include "core/memory.h"
#include "touched.h"

struct apply { /* one class whose ruling is applied */
    const struct au_judgement_input *in;
    struct au_arena *arena;
    struct au_judged_class *c;
    const struct au_judged_class *unswapped;
    size_t k;
};

static const char *name_of(const struct apply *a, int k)
{
    return a->in->class_names[k];
}

static const char *const rule_names[] = {"ruled_broken", "ruled_kept"};

const char *au_ruling_rule_name(size_t i)
{
    return i < sizeof rule_names / sizeof *rule_names ? rule_names[i] : NULL;
}

/* What the data said is now what speaks against the ruling. */
static void counter(struct au_judged_class *c, enum aug_label ruled)
{
    const struct aug_deciding *d = &c->deciding;
    const bool agrees = c->label == ruled || !d->number;
    c->counter = agrees ? (struct aug_counter){.class_index = -1}
                        : (struct aug_counter){d->number, d->value, d->margin, d->class_index,
                                               c->label == AUG_LABEL_KEPT ? "By the data alone it is kept."
                                                                          : "By the data alone it is open."};
    c->counter_reach = 0;
}

static void decide(struct au_judged_class *c, enum aug_label label)
{
    counter(c, label);
    c->need = (struct aug_need){0};
    c->touched = AU_TOUCHES(6);
    c->label = label;
    c->cause = AU_CAUSE_RULING;
    c->deciding = (struct aug_deciding){.rule = rule_names[label == AUG_LABEL_KEPT],
                                        .class_index = c->deciding.class_index};
}

static void change_label(struct apply *a)
{
    const bool is_measured = a->c->cause != AU_CAUSE_NOT_AUDITED;
    a->c->reason = au_arena_printf(a->arena, "Broken by your ruling (%s:%d): the label changes. %s%s", a->in->intent,
                                   a->c->ruling.line, is_measured ? "By the data alone: " : "Nothing was measured.",
                                   is_measured ? a->c->reason : "");
    decide(a->c, AUG_LABEL_BROKEN);
}

static const char *agreement(enum aug_label label)
{
    return label == AUG_LABEL_KEPT ? "says the same"
           : label == AUG_LABEL_BROKEN
               ? "says otherwise, but this was measured inside the support of the data and stands"
               : "cannot decide this: the question lies inside the support of the data";
}

static void keep_label(struct apply *a)
{
    struct au_judged_class *c = a->c;
    const char *kind = aug_ruling_name(c->ruling.kind);
    const char *note = c->ruling.kind == AUG_RULING_EQUIVARIANT ? ", for a class label the same as invariant," : "";
    if (c->label == AUG_LABEL_UNDECIDED && c->off_support) {
        c->reason = au_arena_printf(
            a->arena, "Kept by your ruling (%s:%d, %s), where the data cannot tell. By the data alone: %s",
            a->in->intent, c->ruling.line, kind, c->reason);
        decide(c, AUG_LABEL_KEPT);
    } else if (c->cause != AU_CAUSE_NOT_AUDITED) {
        c->reason = au_arena_printf(a->arena, "%s Your ruling (%s:%d, %s)%s %s.", c->reason, a->in->intent,
                                    c->ruling.line, kind, note, agreement(c->label));
    }
}

static const char *without(enum aug_label label)
{
    return label == AUG_LABEL_KEPT ? "kept" : label == AUG_LABEL_BROKEN ? "broken" : "open";
}

static void swap_label(struct apply *a)
{
    if (a->c->cause == AU_CAUSE_NOT_AUDITED) return; /* the word stays for programs */
    struct au_judged_class *c = a->c;
    const char *own = name_of(a, (int)a->k), *other = name_of(a, c->ruling.swap_with);
    c->has_unswapped = a->unswapped != NULL;
    c->unswapped = a->unswapped ? a->unswapped->label : AUG_LABEL_UNDECIDED;
    c->reason = au_arena_printf(a->arena, "With the swap of %s and %s that you declared (%s:%d): %s Without it: %s.",
                                own, other, a->in->intent, c->ruling.line, c->reason, without(c->unswapped));
}

static void apply_one(struct apply *a)
{
    switch (a->c->ruling.kind) {
    case AUG_RULING_NONE: return;
    case AUG_RULING_INVARIANT:
    case AUG_RULING_EQUIVARIANT: keep_label(a); return;
    case AUG_RULING_SWAP: swap_label(a); return;
    case AUG_RULING_CHANGES: change_label(a); return;
    }
}

enum aug_status au_rulings_apply(const struct au_judgement_input *in, const struct au_judged_class *unswapped,
                                 struct au_arena *arena, struct au_judged_class *classes, struct aug_error *err)
{
    for (size_t k = 0; in->rulings && k < in->findings->classes; k++) {
        struct apply a = {in, arena, &classes[k], unswapped ? &unswapped[k] : NULL, k};
        classes[k].ruling = in->rulings[k];
        apply_one(&a);
        if (!classes[k].reason) return au_no_memory(err, "the reason of a label");
    }
    return AUG_OK;
}

/* ---- the transform ---- */

#define NAMED_MAX 6

typedef bool (*fits_fn)(const struct au_judged_class *classes, size_t k);

struct names { /* classes, or pairs of classes, that fit */
    const struct au_judgement_input *in;
    const struct au_judged_class *classes;
    fits_fn fits;
    bool in_pairs; /* each told once, at its first class */
};

static bool is_told(const struct names *n, size_t k)
{
    return n->fits(n->classes, k) && (!n->in_pairs || (size_t)n->classes[k].ruling.swap_with > k);
}

static size_t count(const struct names *n)
{
    size_t found = 0;
    for (size_t k = 0; k < n->in->findings->classes; k++) found += is_told(n, k);
    return found;
}

static void put_names(const struct names *n, const char *joint, struct au_text *out)
{
    const size_t all = count(n);
    size_t named = 0;
    for (size_t k = 0; k < n->in->findings->classes && named < NAMED_MAX; k++) {
        if (!is_told(n, k)) continue;
        au_text_printf(out, "%s%s", named == 0 ? "" : named + 1 == all ? " and " : ", ", n->in->class_names[k]);
        if (n->in_pairs) au_text_printf(out, "%s%s", joint, n->in->class_names[n->classes[k].ruling.swap_with]);
        named++;
    }
    if (all > named) au_text_printf(out, " and %zu more", all - named);
}

/* How many of the two classes of a swap have this label; 0 where k is not swapped. */
static int of_pair(const struct au_judged_class *classes, size_t k, enum aug_label label)
{
    if (classes[k].ruling.kind != AUG_RULING_SWAP) return 0;
    return (classes[k].label == label) + (classes[classes[k].ruling.swap_with].label == label);
}

static bool is_needed(const struct au_judged_class *c)
{
    return c->has_unswapped && c->unswapped != AUG_LABEL_KEPT;
}

static bool needs_swap(const struct au_judged_class *classes, size_t k)
{
    return of_pair(classes, k, AUG_LABEL_KEPT) == 2 &&
           (is_needed(&classes[k]) || is_needed(&classes[classes[k].ruling.swap_with]));
}

static bool swap_is_idle(const struct au_judged_class *classes, size_t k)
{
    return of_pair(classes, k, AUG_LABEL_KEPT) == 2 && !needs_swap(classes, k);
}

static bool swap_fails(const struct au_judged_class *classes, size_t k)
{
    return of_pair(classes, k, AUG_LABEL_BROKEN) > 0;
}

static bool swap_is_open(const struct au_judged_class *classes, size_t k)
{
    return of_pair(classes, k, AUG_LABEL_UNDECIDED) > 0 && !swap_fails(classes, k);
}

static bool broken_by_ruling(const struct au_judged_class *classes, size_t k)
{
    return classes[k].cause == AU_CAUSE_RULING && classes[k].label == AUG_LABEL_BROKEN;
}

static bool kept_by_ruling(const struct au_judged_class *classes, size_t k)
{
    return classes[k].cause == AU_CAUSE_RULING && classes[k].label == AUG_LABEL_KEPT;
}

static bool ruling_is_contradicted(const struct au_judged_class *classes, size_t k)
{
    const enum aug_ruling_kind kind = classes[k].ruling.kind;
    return (kind == AUG_RULING_INVARIANT || kind == AUG_RULING_EQUIVARIANT) && classes[k].label == AUG_LABEL_BROKEN;
}

static const struct saying {
    fits_fn fits;
    bool in_pairs;
    const char *before, *after;
} sayings[] = {
    {needs_swap, true, " Valid only with the swap that you declared: ", "; without it these labels are false."},
    {swap_is_idle, true, " With and without the declared swap of ", " nothing breaks: nothing shows that it is right."},
    {swap_fails, true, " The declared swap of ", " is wrong: the label breaks with it."},
    {swap_is_open, true, " With the declared swap of ", " the answer is open."},
    {broken_by_ruling, false, " By your ruling it changes the label of ", "."},
    {kept_by_ruling, false, " By your ruling, where the data cannot tell, it keeps the label of ", "."},
    {ruling_is_contradicted, false, " You ruled that it keeps the label of ",
     "; the data, inside their support, say that it does not."},
};

void au_rulings_say(const struct au_judgement_input *in, const struct au_judged_class *classes, struct au_text *out)
{
    for (size_t i = 0; in->rulings && i < sizeof sayings / sizeof *sayings; i++) {
        const struct names n = {in, classes, sayings[i].fits, sayings[i].in_pairs};
        if (count(&n) == 0) continue;
        au_text_puts(out, sayings[i].before);
        put_names(&n, " with ", out);
        au_text_puts(out, sayings[i].after);
    }
}

void au_rulings_advise(const struct au_judgement_input *in, const struct au_judged_class *classes, struct au_text *out)
{
    const struct names swaps = {in, classes, needs_swap, true}, wrong = {in, classes, swap_fails, true};
    if (!in->rulings) return;
    if (count(&swaps) > 0) {
        au_text_puts(out, " Apply it only together with the label map ");
        put_names(&swaps, " ↔ ", out);
        au_text_puts(out, ": in the pipeline, exchange these labels whenever it fires.");
    }
    if (count(&wrong) > 0) {
        au_text_puts(out, " Take the swap of ");
        put_names(&wrong, " with ", out);
        au_text_puts(out, " back.");
    }
}
