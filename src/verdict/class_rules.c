/* SPDX-License-Identifier: Apache-2.0
 * class_rules.c - the policy for one class as one ordered table: first match wins. */
#include <math.h>

#include "case.h"
#include "core/memory.h"
#include "counter.h"
#include "deciding.h"
#include "harm.h"
#include "insights.h"
#include "judge.h"
#include "mixture.h"
#include "needs.h"
#include "rulings.h"
#include "touched.h"

typedef bool (*holds_fn)(const struct au_case *c);
typedef void (*say_fn)(const struct au_class_story *s);

struct rule {
    const char *name; /* rule_notes.c */
    holds_fn holds;
    enum aug_label label;
    enum au_cause cause;
    say_fn say;
    void (*decide)(const struct au_case *c, struct aug_deciding *out);
};

/* ---- conditions ---- */

static bool no_images(const struct au_case *c)
{
    return c->findings->of_class[c->class_index].images == 0;
}

static bool few(const struct au_case *c)
{
    return c->is_few;
}

static bool not_measured(const struct au_case *c)
{
    return c->findings->not_measured;
}

static bool is_mixture(const struct au_case *c)
{
    return au_is_mixture(c->findings);
}

static bool unchanged(const struct au_case *c)
{
    return c->findings->unchanged > 0.999 && c->counts_as == c->class_index;
}

static bool rescaling_only(const struct au_case *c)
{
    return c->findings->is_preprocessing && unchanged(c);
}

static bool collides(const struct au_case *c)
{
    return c->hit_count > 0;
}

/* Lost beyond the margin and beyond a tenth of what there is to lose, and more draws an image do not mend it (R2). A learner that is hardly
 * better than chance on clean images has nothing to lose and proves nothing. */
static bool lost(const struct au_case *c)
{
    return c->room > 0.10 && c->loss_low > AU_MARGIN_LOSS && c->loss_low / c->room > 0.10 &&
           c->loss > 0.7 * c->first_loss;
}

static bool lost_for_good(const struct au_case *c)
{
    const bool undoing_fails = c->undone_low > AU_MARGIN_LOSS && c->undone_low / c->room > 0.10;
    return lost(c) && (!c->can_undo || undoing_fails);
}

/* Recall that survives only because unreadable images are given this label (R4). */
static bool kept_by_default(const struct au_case *c)
{
    return c->precision_lost > 0.10 && c->precision_lost > 2 * fmax(0, c->loss);
}

static bool default_label(const struct au_case *c)
{
    return !c->can_undo && c->room > 0.10 && kept_by_default(c) && c->precision_lost > 0.20 &&
           c->findings->of_class[c->class_index].own[0] < 0.1;
}

static bool perhaps_default_label(const struct au_case *c)
{
    return !c->can_undo && kept_by_default(c);
}

static bool suspected(const struct au_case *c)
{
    return c->suspect_count > 0;
}

/* F12: what the learner cannot see on clean images it cannot clear. */
static bool blind(const struct au_case *c)
{
    return c->blind_to >= 0;
}

static bool no_conflict(const struct au_case *c)
{
    return c->conflict_upper < AU_MARGIN_CONFLICT || c->seen_upper < AU_MARGIN_CONFLICT;
}

static bool survives(const struct au_case *c)
{
    return !lost(c) && !kept_by_default(c) && c->loss_upper < AU_MARGIN_LOSS && no_conflict(c);
}

static bool survives_undone(const struct au_case *c)
{
    return c->can_undo && c->undone_upper < AU_MARGIN_LOSS && no_conflict(c);
}

static bool always(const struct au_case *c)
{
    (void)c;
    return true;
}

/* ---- sentences ---- */

static double points(double share)
{
    return 100 * share;
}

static void name_partners(const struct au_class_story *s, const int *partners, size_t count)
{
    for (size_t i = 0; i < count && i < 4; i++)
        au_text_printf(s->text, "%s%s", i == 0 ? "" : i + 1 == count ? " and " : ", ", s->class_names[partners[i]]);
    if (count > 4) au_text_printf(s->text, " and %zu more", count - 4);
}

static void say_no_images(const struct au_class_story *s)
{
    au_text_puts(s->text, "No image of this class was audited.");
}

static void say_few(const struct au_class_story *s)
{
    const struct au_class_findings *own = &s->c->findings->of_class[s->c->class_index];
    au_text_printf(s->text, "Too few to tell: %.0f images in %.0f independent groups", own->images, own->clusters);
    if (s->c->hit_count + s->c->suspect_count > 0) {
        au_text_puts(s->text, "; it may collide with ");
        name_partners(s, s->c->hit_count ? s->c->hits : s->c->suspects,
                      s->c->hit_count ? s->c->hit_count : s->c->suspect_count);
    }
    au_text_puts(s->text, ".");
}

static void say_not_measured(const struct au_class_story *s)
{
    au_text_puts(
        s->text,
        "Not measured: so many images times so many classes do not fit into memory; --max-images or --only-classes "
        "would make it possible.");
}

static void say_unchanged(const struct au_class_story *s)
{
    au_text_puts(s->text, "The transform changes no pixel of these images.");
}

static void say_rescaling(const struct au_class_story *s)
{
    au_text_puts(s->text, "It only rescales values, which the first layer of any network can undo exactly.");
}

static void say_swapped_collision(const struct au_class_story *s)
{
    const char *counts_as = s->class_names[s->c->counts_as];
    au_text_printf(s->text, "Counted as %s it looks like ", counts_as);
    name_partners(s, s->c->hits, s->c->hit_count);
    au_text_printf(s->text,
                   ": up to %.0f %% of the transformed images are read as, and look typical of, that class, and "
                   "training on them makes clean images of it read as %s.",
                   points(s->c->strongest_landing), counts_as);
}

static void say_collision(const struct au_class_story *s)
{
    if (s->c->counts_as != s->c->class_index) {
        say_swapped_collision(s);
        return;
    }
    au_text_puts(s->text, "It becomes ");
    name_partners(s, s->c->hits, s->c->hit_count);
    au_text_printf(
        s->text,
        ": up to %.0f %% of the transformed images are read as, and look typical of, the other class, and training "
        "on them makes clean images of that class read as this one.",
        points(s->c->strongest_landing));
}

static void say_lost(const struct au_class_story *s)
{
    au_text_printf(
        s->text,
        "What the label rests on is lost: the best learner that trained on transformed images still loses %.1f points "
        "(at least %.1f)",
        points(s->c->loss), points(s->c->loss_low));
    if (s->c->can_undo)
        au_text_printf(s->text, ", and %.1f points stay lost after the transform is taken back",
                       points(s->c->undone_loss));
    else if (s->c->findings->has_many) au_text_puts(s->text, ", and more draws an image do not mend it");
    au_text_puts(s->text, ".");
}

static void say_default(const struct au_class_story *s)
{
    au_text_printf(
        s->text,
        "Its recall is kept only because unreadable images are given this label: of the images read as this class, "
        "%.0f points fewer are right, and %.0f %% look like it.",
        points(s->c->precision_lost), points(s->c->findings->of_class[s->c->class_index].own[0]));
}

static void say_suspicion(const struct au_class_story *s)
{
    au_text_puts(s->text, "It may collide with ");
    name_partners(s, s->c->suspects, s->c->suspect_count);
    au_text_printf(
        s->text,
        ": up to %.0f %% of the transformed images look like that class, but not all signs of a collision agree.",
        points(s->c->strongest_landing));
}

static void say_blind(const struct au_class_story *s)
{
    static const char *const spaces[AU_READERS] = {"", "small pixels tell them apart", "colours alone tell them apart",
                                                   "a small neural network on the same features tells them apart", ""};
    au_text_printf(s->text, "The learner cannot tell it from %s on clean images", s->class_names[s->c->blind_to]);
    if (s->c->blind_space > 0) au_text_printf(s->text, " although %s", spaces[s->c->blind_space]);
    const struct au_class_findings *own = &s->c->findings->of_class[s->c->class_index];
    const double by_networks = own->adequacy.error[AU_READER_NETWORKS];
    if (own->adequacy.asked >> AU_READER_NETWORKS & 1)
        au_text_printf(s->text, " (small networks from pixels confuse the two in %.0f %% of the cases)",
                       points(by_networks));
    au_text_puts(s->text, ", so it can neither clear nor accuse.");
}

static void add_cues(const struct au_class_story *s)
{
    if (s->c->cue_count == 0) return;
    au_text_puts(s->text, " Its colours alone now point to ");
    name_partners(s, s->c->cues, s->c->cue_count);
    au_text_puts(s->text, ": as a cue, colour is invalidated; ");
    const int telling = au_name_cues(s->c->findings, s->c->class_index, AU_CUE_TELLS, s->text);
    au_text_puts(s->text, telling == 0   ? "shape or position still tells."
                          : telling == 1 ? " still tells."
                                         : " still tell.");
}

static const char *how_conflict_is_bounded(const struct au_case *c)
{
    return c->conflict_upper < AU_MARGIN_CONFLICT ? "training with it costs clean images"
                                                  : "clean images taken for transformed ones are";
}

static double conflict_bound(const struct au_case *c)
{
    return c->conflict_upper < AU_MARGIN_CONFLICT ? c->conflict_upper : c->seen_upper;
}

static void say_survives(const struct au_class_story *s)
{
    au_text_printf(
        s->text, "The label survives: at most %.1f points are lost on transformed images, and %s at most %.1f points.",
        points(fmax(0, s->c->loss_upper)), how_conflict_is_bounded(s->c), points(fmax(0, conflict_bound(s->c))));
    add_cues(s);
}

static void say_survives_undone(const struct au_class_story *s)
{
    au_text_printf(
        s->text, "The label survives: taking the transform back loses at most %.1f points, and %s at most %.1f points.",
        points(fmax(0, s->c->undone_upper)), how_conflict_is_bounded(s->c), points(fmax(0, conflict_bound(s->c))));
    add_cues(s);
}

static void say_open(const struct au_class_story *s)
{
    const struct au_case *c = s->c;
    const double loss_upper = c->can_undo ? fmin(c->undone_upper, c->loss_upper) : c->loss_upper;
    if (loss_upper >= AU_MARGIN_LOSS)
        au_text_printf(s->text, "Open: up to %.1f points may be lost (margin %.0f).", points(loss_upper),
                       points(AU_MARGIN_LOSS));
    else
        au_text_printf(s->text, "Open: training with it may cost clean images up to %.1f points (margin %.0f).",
                       points(c->conflict_upper), points(AU_MARGIN_CONFLICT));
}

static const struct rule rules[] = {
    {"no_images", no_images, AUG_LABEL_UNDECIDED, AU_CAUSE_FEW, say_no_images, au_decide_nothing},
    {"few", few, AUG_LABEL_UNDECIDED, AU_CAUSE_FEW, say_few, au_decide_nothing},
    {"not_measured", not_measured, AUG_LABEL_UNDECIDED, AU_CAUSE_NOT_AUDITED, say_not_measured, au_decide_nothing},
    {"mixture_intrusion", au_mixture_intrudes, AUG_LABEL_BROKEN, AU_CAUSE_COLLISION, au_mixture_say_intrusion,
     au_mixture_decide_intrusion},
    {"mixture_misstated", au_mixture_misstates, AUG_LABEL_BROKEN, AU_CAUSE_LOST, au_mixture_say_misstated,
     au_mixture_decide_misstated},
    {"mixture_suspected", au_mixture_is_suspected, AUG_LABEL_UNDECIDED, AU_CAUSE_SUSPICION, au_mixture_say_suspicion,
     au_mixture_decide_suspicion},
    {"mixture_blind", au_mixture_is_blind, AUG_LABEL_UNDECIDED, AU_CAUSE_BLIND, say_blind, au_decide_blind},
    {"mixture_fair", au_mixture_is_fair, AUG_LABEL_KEPT, AU_CAUSE_NONE, au_mixture_say_fair, au_mixture_decide_fair},
    {"mixture_open", is_mixture, AUG_LABEL_UNDECIDED, AU_CAUSE_WIDTH, au_mixture_say_open, au_mixture_decide_open},
    {"rescaling", rescaling_only, AUG_LABEL_KEPT, AU_CAUSE_NONE, say_rescaling, au_decide_unchanged},
    {"unchanged", unchanged, AUG_LABEL_KEPT, AU_CAUSE_NONE, say_unchanged, au_decide_unchanged},
    {"collision", collides, AUG_LABEL_BROKEN, AU_CAUSE_COLLISION, say_collision, au_decide_landing},
    {"lost", lost_for_good, AUG_LABEL_BROKEN, AU_CAUSE_LOST, say_lost, au_decide_loss},
    {"default_label", default_label, AUG_LABEL_BROKEN, AU_CAUSE_LOST, say_default, au_decide_precision},
    {"perhaps_default", perhaps_default_label, AUG_LABEL_UNDECIDED, AU_CAUSE_SUSPICION, say_default,
     au_decide_precision},
    {"suspected", suspected, AUG_LABEL_UNDECIDED, AU_CAUSE_SUSPICION, say_suspicion, au_decide_landing},
    {"blind", blind, AUG_LABEL_UNDECIDED, AU_CAUSE_BLIND, say_blind, au_decide_blind},
    {"survives", survives, AUG_LABEL_KEPT, AU_CAUSE_NONE, say_survives, au_decide_survival},
    {"survives_undone", survives_undone, AUG_LABEL_KEPT, AU_CAUSE_NONE, say_survives_undone, au_decide_survival_undone},
    {"open", always, AUG_LABEL_UNDECIDED, AU_CAUSE_WIDTH, say_open, au_decide_open},
};

const char *au_class_rule_name(size_t i)
{
    static const size_t count = sizeof rules / sizeof *rules;
    return i < count ? rules[i].name : au_ruling_rule_name(i - count);
}

/* Undecided for want of images, or because the transformed images live where no clean ones do: nothing that a ruling would contradict. */
static bool is_off_support(const struct au_case *c, enum au_cause cause)
{
    if (c->hit_count + c->suspect_count > 0) return false;
    return cause == AU_CAUSE_FEW || (cause == AU_CAUSE_WIDTH && no_conflict(c) && !is_mixture(c));
}

static void copy_partners(const struct au_case *c, struct au_judged_class *out)
{
    for (size_t i = 0; i < c->hit_count && out->partner_count < AU_JUDGED_PARTNERS; i++)
        out->partners[out->partner_count++] = c->hits[i];
    for (size_t i = 0; i < c->suspect_count && out->partner_count < AU_JUDGED_PARTNERS; i++)
        out->partners[out->partner_count++] = c->suspects[i];
    for (size_t i = 0; i < c->cue_count && out->partner_count < AU_JUDGED_PARTNERS; i++)
        out->partners[out->partner_count++] = c->cues[i];
}

enum aug_status au_judge_class(const struct au_findings *findings, const struct au_overview *overview,
                               size_t class_index, const char *const *class_names, struct au_arena *arena,
                               struct au_judged_class *out, struct aug_error *err)
{
    struct au_case c;
    au_case_make(findings, overview, class_index, &c);
    const struct rule *rule = rules;
    while (!rule->holds(&c)) rule++;
    struct au_text text = {0};
    rule->say(&(struct au_class_story){&c, class_names, &text});
    *out = (struct au_judged_class){.label = rule->label,
                                    .cause = rule->cause,
                                    .strong_suspicion = c.suspects_outweigh,
                                    .harm = au_harm_of(&c),
                                    .off_support = rule->label == AUG_LABEL_UNDECIDED &&
                                                   is_off_support(&c, rule->cause)};
    copy_partners(&c, out);
    rule->decide(&c, &out->deciding);
    out->deciding.rule = rule->name;
    out->deciding.class_index = (int)class_index;
    out->touched = au_touched(&c, out);
    enum aug_status status = au_counter_find(&c, arena, out, err);
    if (status == AUG_OK) status = au_need_find(&c, class_names, arena, out, err);
    if (status == AUG_OK && out->need.sentence) au_text_printf(&text, " %s", out->need.sentence);
    out->reason = text.failed ? NULL : au_arena_strndup(arena, text.bytes, text.length);
    au_text_release(&text);
    return status != AUG_OK ? status : out->reason ? AUG_OK : au_no_memory(err, "the reason of a label");
}
