/* SPDX-License-Identifier: Apache-2.0
 * needs.c - what would decide an undecided class. */
#include "needs.h"

#include <math.h>

#include "case.h"
#include "core/memory.h"
#include "mixture.h"

#define GROUPS_MAX 1e6 /* more is no advice */

/* How many independent groups would bring a bound to the other side of its margin, were the estimate right: widths shrink with the root of the
 * number. 0: none would. */
static double groups_for(double groups, double estimate, double bound, double margin)
{
    const bool is_upper = bound > estimate;
    if (is_upper ? estimate >= margin : estimate <= margin) return 0;
    const double ratio = (bound - estimate) / (margin - (is_upper ? fmax(estimate, 0) : estimate));
    const double needed = ceil(groups * ratio * ratio);
    return needed > groups && needed < GROUPS_MAX ? needed : 0;
}

static double groups_of(const struct au_case *c)
{
    return c->findings->of_class[c->class_index].clusters;
}

static bool loss_is_open(const struct au_case *c)
{
    const double upper = c->can_undo ? fmin(c->undone_upper, c->loss_upper) : c->loss_upper;
    return upper >= AU_MARGIN_LOSS;
}

static double groups_for_width(const struct au_case *c)
{
    if (au_is_mixture(c->findings)) return au_mixture_groups_needed(c);
    if (!loss_is_open(c)) return groups_for(groups_of(c), c->conflict, c->conflict_upper, AU_MARGIN_CONFLICT);
    const double loss = c->can_undo ? c->undone_loss : c->loss;
    const double upper = c->can_undo ? fmin(c->undone_upper, c->loss_upper) : c->loss_upper;
    return groups_for(groups_of(c), loss, upper, AU_MARGIN_LOSS);
}

struct wanted { /* images of one class; groups 0: none would decide */
    int class_index;
    double groups, factor; /* factor: over what there is */
};

static struct wanted wanted_for(const struct au_case *c, int k, struct au_stat stat, double margin)
{
    const double groups = c->findings->of_class[k].clusters, low = au_case_low_at(stat, groups, c->tail);
    if (low > margin) return (struct wanted){k, groups, 1};
    const double needed = groups_for(groups, stat.mean, low, margin);
    return (struct wanted){k, needed, needed / groups};
}

/* A suspicion becomes a collision when landing, directed harm and one of the two harms are all beyond their margins for sure (class_rules). Were the
 * estimates right, so many images of the class that lacks most would do; none would where an estimate stands inside. */
static struct wanted wanted_for_suspicion(const struct au_case *c)
{
    const struct au_pair_findings *p = c->strongest;
    const struct au_class_findings *own = &c->findings->of_class[c->class_index];
    if (!p || au_is_mixture(c->findings) || p->landing[0].mean <= own->own[0] || p->landing[1].mean <= own->own[1])
        return (struct wanted){0};
    const int space = p->landing[1].mean > p->landing[0].mean;
    const struct wanted plug_in = wanted_for(c, p->to, p->plug_in_harm, AU_MARGIN_ROUNDING),
                        pooled = wanted_for(c, p->to, p->pooled_harm, AU_MARGIN_CONFLICT);
    const bool by_plug_in = plug_in.groups > 0 && (pooled.groups == 0 || plug_in.groups <= pooled.groups);
    const struct wanted all[] = {wanted_for(c, (int)c->class_index, p->landing[space], AU_MARGIN_LANDING),
                                 wanted_for(c, p->to, p->directed, AU_MARGIN_DIRECTED), by_plug_in ? plug_in : pooled};
    struct wanted most = all[0];
    for (int i = 0; i < 3; i++) {
        if (all[i].groups == 0) return (struct wanted){0};
        if (all[i].factor > most.factor) most = all[i];
    }
    return most.factor > 1 ? most : (struct wanted){0};
}

/* Networks read again whether a loss is one; they say nothing about collisions, nor (yet) of mixtures. */
static bool networks_would_help(const struct au_case *c, enum au_cause cause)
{
    const bool asks_for_a_loss = cause == AU_CAUSE_WIDTH ? loss_is_open(c)
                                                         : cause == AU_CAUSE_SUSPICION && !c->strongest;
    return asks_for_a_loss && !c->findings->mixing.images && !c->findings->has_network;
}

static struct aug_need images(struct wanted wanted)
{
    return (struct aug_need){
        .kind = AUG_NEED_IMAGES, .class_index = wanted.class_index, .images_needed = (size_t)wanted.groups};
}

static struct wanted wanted_of(const struct au_case *c, enum au_cause cause)
{
    if (cause == AU_CAUSE_SUSPICION) return wanted_for_suspicion(c);
    const double groups = cause == AU_CAUSE_FEW ? AU_FEW_IMAGES : cause == AU_CAUSE_WIDTH ? groups_for_width(c) : 0;
    return (struct wanted){(int)c->class_index, groups, 0};
}

static struct aug_need choose(const struct au_case *c, const struct au_judged_class *judged)
{
    struct aug_need need = {.kind = AUG_NEED_LEARNER, .class_index = (int)c->class_index, .tier = AUG_EFFORT_THOROUGH};
    const struct wanted wanted = wanted_of(c, judged->cause);
    if (wanted.groups > 0) return images(wanted);
    need.is_offered = networks_would_help(c, judged->cause);
    if (judged->cause == AU_CAUSE_NOT_AUDITED || (!need.is_offered && judged->off_support)) need.kind = AUG_NEED_RULING;
    return need;
}

static const char *tell_images(const struct au_case *c, const struct aug_need *need, const char *name,
                               struct au_arena *arena)
{
    if (c->is_few)
        return au_arena_printf(arena, "At least %d images of %s in %d independent groups would allow a statement.",
                               AU_FEW_IMAGES, name, AU_FEW_CLUSTERS);
    return au_arena_printf(arena, "About %zu independent images of %s would decide, there are %.0f.",
                           need->images_needed, name, c->findings->of_class[need->class_index].clusters);
}

static const char *tell(const struct au_case *c, const struct aug_need *need, const char *const *names,
                        struct au_arena *arena)
{
    switch (need->kind) {
    case AUG_NEED_NOTHING: break;
    case AUG_NEED_IMAGES: return tell_images(c, need, names[need->class_index], arena);
    case AUG_NEED_LEARNER:
        return au_arena_strdup(
            arena, need->is_offered ? "A stronger learner would decide: --thorough lets small networks read it."
                                    : "A stronger learner than augaudit has would decide; if the pictures show that "
                                      "the label changes, say so with --intent.");
    case AUG_NEED_RULING:
        return au_arena_strdup(arena, "Only a ruling can decide: look at the pictures, and give --intent.");
    }
    return au_arena_strdup(arena, "");
}

enum aug_status au_need_find(const struct au_case *c, const char *const *class_names, struct au_arena *arena,
                             struct au_judged_class *out, struct aug_error *err)
{
    if (out->label != AUG_LABEL_UNDECIDED) return AUG_OK;
    out->need = choose(c, out);
    out->need.sentence = tell(c, &out->need, class_names, arena);
    return out->need.sentence ? AUG_OK : au_no_memory(err, "what would decide a label");
}

enum aug_status au_need_unmeasured(int class_index, struct au_arena *arena, struct aug_need *out, struct aug_error *err)
{
    *out = (struct aug_need){.kind = AUG_NEED_RULING, .class_index = class_index};
    out->sentence = au_arena_strdup(arena, "Only a ruling can decide until the transform can be applied: judge it by "
                                           "its claim, and give --intent.");
    return out->sentence ? AUG_OK : au_no_memory(err, "what would decide a label");
}
