/* SPDX-License-Identifier: Apache-2.0
 * counter.c - the strongest sign against a label. */
#include "counter.h"

#include <math.h>
#include <string.h>

#include "case.h"
#include "core/memory.h"
#include "mixture.h"

#define SIGNS_MAX 12

struct sign {
    const char *number;
    double estimate, low, high, margin;
    double told;  /* the bound that the sentence tells */
    double reach; /* over its margin: 1 is at it */
};

struct signs {
    const struct au_case *c;
    const struct au_class_findings *own;
    struct sign items[SIGNS_MAX];
    size_t count;
};

static void add(struct signs *s, const char *number, double estimate, double low, double high, double margin,
                double told)
{
    if (s->count < SIGNS_MAX)
        s->items[s->count++] = (struct sign){number, estimate, low, high, margin, told, told / margin};
}

static void add_stat(struct signs *s, const char *number, struct au_stat stat, double clusters, double margin)
{
    add(s, number, stat.mean, au_case_low(stat, clusters), au_case_high(stat, clusters), margin, stat.mean);
}

static double clusters_of(const struct au_case *c, int k)
{
    return c->findings->of_class[k].clusters;
}

/* ---- against a kept label: what would break it ---- */

/* A pair is suspected when landing and directed harm both pass their margins, so the weaker of the two is how near it comes. */
static double suspicion(const struct au_pair_findings *p)
{
    const double landing = fmax(p->landing[0].mean, p->landing[1].mean);
    return fmin(landing / AU_SUSPECT_LANDING, p->directed.mean / AU_MARGIN_DIRECTED);
}

static const struct au_pair_findings *most_suspicious(const struct au_case *c)
{
    const struct au_pair_findings *best = NULL;
    for (uint32_t i = 0; i < c->findings->pair_count; i++) {
        const struct au_pair_findings *p = &c->findings->pairs[i];
        if ((size_t)p->from == c->class_index && (!best || suspicion(p) > suspicion(best))) best = p;
    }
    return best;
}

static void add_suspicion(struct signs *s)
{
    static const char *const names[] = {"landing", "landing_pixels"};
    const struct au_pair_findings *p = most_suspicious(s->c);
    if (!p) return;
    const int space = p->landing[1].mean > p->landing[0].mean;
    if (suspicion(p) == p->directed.mean / AU_MARGIN_DIRECTED)
        add_stat(s, "directed_harm", p->directed, clusters_of(s->c, p->to), AU_MARGIN_DIRECTED);
    else add_stat(s, names[space], p->landing[space], s->own->clusters, AU_SUSPECT_LANDING);
}

static void against_kept(struct signs *s)
{
    const struct au_case *c = s->c;
    const struct au_stat conflict = s->own->conflict[AU_P_HALF], excess = s->own->excess;
    if (c->can_undo && !c->findings->exact_undo)
        add(s, "undone_loss", c->undone_loss, c->undone_low, c->undone_upper, AU_MARGIN_LOSS, c->undone_upper);
    if (!c->can_undo ||
        c->loss_upper < AU_MARGIN_LOSS) /* else the loss was the learner's weakness: undone it is none */
        add(s, "recoverability_loss", c->loss, c->loss_low, c->loss_upper, AU_MARGIN_LOSS, c->loss_upper);
    add(s, "conflict", conflict.mean, au_case_low(conflict, s->own->clusters), c->conflict_upper, AU_MARGIN_CONFLICT,
        c->conflict_upper);
    add_stat(s, "retrained_excess", excess, s->own->clusters, AU_MARGIN_CONFLICT);
    add(s, "precision_loss", c->precision_lost, c->precision_lost, c->precision_lost, AU_MARGIN_PRECISION,
        c->precision_lost);
    add_suspicion(s);
}

/* ---- against a broken label: the signs of a collision or a loss that say least ---- */

static void against_collision(struct signs *s)
{
    const struct au_pair_findings *p = s->c->strongest;
    const double to = clusters_of(s->c, p->to);
    add_stat(s, "landing", p->landing[0], s->own->clusters, AU_MARGIN_LANDING);
    add_stat(s, "landing_pixels", p->landing[1], s->own->clusters, AU_MARGIN_LANDING);
    add_stat(s, "directed_harm", p->directed, to, AU_MARGIN_DIRECTED);
    add_stat(s, "plug_in_harm", p->plug_in_harm, to, AU_MARGIN_CONFLICT);
    add_stat(s, "pooled_harm", p->pooled_harm, to, AU_MARGIN_CONFLICT);
    add_stat(s, "conflict", s->own->conflict[AU_P_HALF], s->own->clusters, AU_MARGIN_CONFLICT);
}

static void against_loss(struct signs *s)
{
    const struct au_case *c = s->c;
    if (c->can_undo && !c->findings->exact_undo)
        add(s, "undone_loss", c->undone_loss, c->undone_low, c->undone_high, AU_MARGIN_LOSS, c->undone_loss);
    add(s, "recoverability_loss", c->loss, c->loss_low, c->loss_high, AU_MARGIN_LOSS, c->loss);
    add(s, "precision_loss", c->precision_lost, c->precision_lost, c->precision_lost, AU_MARGIN_PRECISION,
        c->precision_lost);
    add_stat(s, "conflict", s->own->conflict[AU_P_HALF], s->own->clusters, AU_MARGIN_CONFLICT);
    if (c->findings->has_pixels) add_stat(s, "pixels_loss", s->own->pixels_lost, s->own->clusters, AU_MARGIN_LOSS);
    if (c->findings->has_second) add_stat(s, "second_loss", s->own->second_lost, s->own->clusters, AU_MARGIN_LOSS);
    if (c->findings->has_network) add_stat(s, "network_loss", s->own->network_lost, s->own->clusters, AU_MARGIN_LOSS);
}

/* ---- mixtures ---- */

static void against_fair_mixture(struct signs *s)
{
    struct au_mixture_sign signs[AU_MIXTURE_SIGNS];
    const size_t count = au_mixture_signs(s->c, signs);
    for (size_t i = 0; i < count; i++)
        add(s, signs[i].number, signs[i].estimate, signs[i].low, signs[i].high, signs[i].margin, signs[i].high);
}

static void against_intrusion(struct signs *s)
{
    const struct au_pair_findings *p = s->c->strongest;
    const double margin = p->with >= 0 ? AU_MARGIN_PAIR : AU_MARGIN_THIRD;
    add_stat(s, p->with >= 0 ? "pair_intrusion" : "intrusion", p->landing[0], p->clusters, margin);
    add_stat(s, p->with >= 0 ? "pair_intrusion_pixels" : "intrusion_pixels", p->landing[1], p->clusters, margin);
    add_stat(s, "third_class", s->own->mixing.third[0], s->own->clusters, AU_MARGIN_THIRD);
    add_stat(s, "conflict", s->own->conflict[AU_P_HALF], s->own->clusters, AU_MARGIN_CONFLICT);
}

static void against_misstated(struct signs *s)
{
    add_stat(s, "share_difference", s->own->mixing.difference, s->own->mixing.told_clusters, AU_MARGIN_SHARE);
    add_stat(s, "share_overstated", s->own->mixing.overstated, s->own->mixing.told_clusters, AU_MARGIN_OVERSTATED);
    add_stat(s, "conflict", s->own->conflict[AU_P_HALF], s->own->clusters, AU_MARGIN_CONFLICT);
}

static void collect_mixture(struct signs *s, const struct au_judged_class *judged)
{
    if (judged->label == AUG_LABEL_KEPT) against_fair_mixture(s);
    else if (judged->cause == AU_CAUSE_COLLISION) against_intrusion(s);
    else if (judged->cause == AU_CAUSE_LOST) against_misstated(s);
}

/* ---- words ---- */

static const struct words {
    const char *number, *kept,
        *broken; /* # is the value in points; $ stands where "only" does when the sign disagrees */
} words[] = {
    {"recoverability_loss", "up to # points may be lost on transformed images",
     "the best learner of transformed images loses $# points"},
    {"undone_loss", "up to # points may stay lost after the transform is taken back",
     "$# points stay lost after the transform is taken back"},
    {"pixels_loss", "a learner of small pixels may lose # points", "a learner of small pixels loses $# points"},
    {"second_loss", "a second learner may lose # points", "a second learner loses $# points"},
    {"network_loss", "a small network may lose # points", "a small network loses $# points"},
    {"conflict", "training with it may cost clean images up to # points",
     "training with it is predicted to cost clean images of the class $# points"},
    {"retrained_excess", "a learner trained with it lost # points on clean images",
     "a learner trained with it lost $# points on clean images"},
    {"precision_loss", "of the images read as this class # points fewer are right",
     "of the images read as this class $# points fewer are right"},
    {"landing", "# % of the transformed images look like another class",
     "by shape $# % of the transformed images look like the other class"},
    {"landing_pixels", "by small pixels # % of the transformed images look like another class",
     "by small pixels $# % of the transformed images look like the other class"},
    {"directed_harm", "a learner of transformed images reads # % of the clean images of another class as this one",
     "a learner of transformed images reads $# % of the other class as this one"},
    {"plug_in_harm", "training moves the other class by # points",
     "the plug-in formula moves clean images of the other class by $# points"},
    {"pooled_harm", "training moves the other class by # points",
     "a learner trained with it moves clean images of the other class by $# points"},
    {"misplaced_label", "a learner of mixtures may misplace # % of the shared label", ""},
    {"third_class", "up to # % of the mixtures may be read as a third class",
     "a learner of mixtures reads $# % of them as a third class"},
    {"third_class_pair", "up to # % of the even mixtures with one class may be read as a third class", ""},
    {"share_difference", "up to # % of the label may belong to another image than the one that shows",
     "one learner sees a difference of $# % between the label and what shows"},
    {"share_overstated", "up to # % of the mixtures may have a label for what is hardly seen",
     "in $# % of the mixtures an image with a good part of the label is hardly seen"},
    {"intrusion", "", "by shape $# % of the mixtures look like the third class"},
    {"intrusion_pixels", "", "by small pixels $# % of the mixtures look like a third class"},
    {"pair_intrusion", "", "by shape $# % of the even mixtures look like the third class"},
    {"pair_intrusion_pixels", "", "by small pixels $# % of the even mixtures look like the third class"},
};

/* Minus nought is nought. */
static double points(double share)
{
    const double tenths = nearbyint(1000 * share) / 10;
    return tenths == 0 ? 0 : 100 * share;
}

static void put_words(const char *pattern, double value, bool disagrees, struct au_text *out)
{
    for (const char *at = pattern; *at; at++) {
        if (*at == '#') au_text_printf(out, "%.1f", value);
        else if (*at == '$') au_text_puts(out, disagrees ? "only " : "");
        else au_text_add(out, at, 1);
    }
}

static const char *start_of(const struct sign *sign, bool is_kept)
{
    if (is_kept)
        return sign->reach < 0.25 ? "Nothing measured comes near to breaking it; nearest: "
                                  : "Nearest to breaking it: ";
    return sign->reach < 1 ? "Most against it: " : "No sign disagrees; the weakest: ";
}

static const char *tell(const struct sign *sign, bool is_kept, struct au_arena *arena)
{
    struct au_text text = {0};
    au_text_puts(&text, start_of(sign, is_kept));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].number, sign->number) == 0)
            put_words(is_kept ? words[i].kept : words[i].broken, points(is_kept ? fmax(0, sign->told) : sign->told),
                      sign->reach < 1, &text);
    au_text_printf(&text, " (margin %g).", 100 * sign->margin);
    const char *made = text.failed ? NULL : au_arena_strndup(arena, text.bytes, text.length);
    au_text_release(&text);
    return made;
}

static double inside(double value)
{
    return fmax(-1, fmin(1, value));
}

static void put(const struct sign *sign, size_t class_index, struct aug_counter *out)
{
    static const char method[] = "cluster-t, one-sided 95 % bounds, as the rule that it speaks against sees it";
    const double e = inside(fmin(sign->estimate, sign->high));
    out->number = sign->number;
    out->value = (struct aug_number){e, fmin(e, inside(sign->low)), fmax(e, inside(sign->high)), method,
                                     AUG_GRADE_ESTIMATED};
    out->margin = sign->margin;
    out->class_index = (int)class_index;
}

static const struct sign *choose(const struct signs *s, bool is_kept)
{
    const struct sign *best = NULL;
    for (size_t i = 0; i < s->count; i++) {
        const struct sign *sign = &s->items[i];
        if (!best || (is_kept ? sign->reach > best->reach : sign->reach < best->reach)) best = sign;
    }
    return best;
}

enum aug_status au_counter_find(const struct au_case *c, struct au_arena *arena, struct au_judged_class *out,
                                struct aug_error *err)
{
    struct signs s = {.c = c, .own = &c->findings->of_class[c->class_index]};
    const bool is_kept = out->label == AUG_LABEL_KEPT;
    const bool is_unchanged = c->findings->unchanged > 0.999 && c->counts_as == c->class_index;
    if (au_is_mixture(c->findings)) collect_mixture(&s, out);
    else if (is_kept && !is_unchanged) against_kept(&s);
    else if (out->cause == AU_CAUSE_COLLISION) against_collision(&s);
    else if (out->cause == AU_CAUSE_LOST) against_loss(&s);
    const struct sign *sign = choose(&s, is_kept);
    if (!sign) return AUG_OK;
    put(sign, c->class_index, &out->counter);
    out->counter_reach = sign->reach;
    out->counter.sentence = tell(sign, is_kept, arena);
    return out->counter.sentence ? AUG_OK : au_no_memory(err, "the evidence against a label");
}

/* ---- of a transform ---- */

static bool is_against(enum aug_verdict verdict, const struct au_judged_class *c)
{
    const bool accuses = verdict == AUG_VERDICT_REMOVE || verdict == AUG_VERDICT_RESTRICT ||
                         verdict == AUG_VERDICT_NARROW;
    const bool decides = verdict != AUG_VERDICT_UNDECIDED && verdict != AUG_VERDICT_LOWER_P;
    return c->counter.sentence && decides && c->label == (accuses ? AUG_LABEL_BROKEN : AUG_LABEL_KEPT);
}

enum aug_status au_counter_choose(const struct au_judgement_input *in, struct au_arena *arena,
                                  struct au_judgement *judgement, struct aug_error *err)
{
    const struct au_judged_class *best = NULL;
    judgement->counter = (struct aug_counter){.class_index = -1};
    for (size_t k = 0; k < in->findings->classes; k++) {
        const struct au_judged_class *c = &judgement->classes[k];
        if (!is_against(judgement->verdict, c)) continue;
        const bool is_nearer = best && (c->label == AUG_LABEL_KEPT ? c->counter_reach > best->counter_reach
                                                                   : c->counter_reach < best->counter_reach);
        if (!best || is_nearer) best = c;
    }
    if (!best) return AUG_OK;
    judgement->counter = best->counter;
    judgement->counter.sentence = au_arena_printf(arena, "%s: %s", in->class_names[best->counter.class_index],
                                                  best->counter.sentence);
    return judgement->counter.sentence ? AUG_OK : au_no_memory(err, "the evidence against a verdict");
}
