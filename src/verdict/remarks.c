/* SPDX-License-Identifier: Apache-2.0
 * remarks.c - what the explaining numbers say, where they say something. */
#include <math.h>

#include "case.h"
#include "core/memory.h"
#include "core/text.h"
#include "insights.h"

struct subject {
    const struct au_findings *findings;
    size_t class_index; /* or AU_ALL_CLASSES */
    const struct au_insight *insight;
    double clusters;
};

/* Writes a sentence, or nothing. */
typedef void (*say_fn)(const struct subject *s, struct au_text *text);

static double percent(double share)
{
    return 100 * share;
}

static double low(struct au_stat stat, double clusters)
{
    return au_bound_low((struct au_mean){stat.mean, stat.se, (size_t)clusters, 0}, 0.05);
}

static bool is_about_all(const struct subject *s)
{
    return s->class_index == AU_ALL_CLASSES;
}

static void say_redundancy(const struct subject *s, struct au_text *text)
{
    const struct au_redundancy r = au_redundancy(s->findings, s->class_index);
    if (!s->insight->has_overlap || !s->insight->has_typicality || !r.is_redundant) return;
    if (s->findings->unchanged >= 1) au_text_puts(text, "Your data already contains it: no pixel changes.");
    else
        au_text_printf(
            text,
            "Your data already contains it: nothing tells its images from yours, they are as typical of their "
            "class, and a learner that never saw it loses nothing (about %.0f %% of its views are there, at least %.0f %%).",
            percent(r.estimate), percent(r.low));
}

static const double bits_worth_a_word = 0.05;

static void say_information(const struct subject *s, struct au_text *text)
{
    const struct au_insight *in = s->insight;
    if (!in->has_information || low(in->bits_lost, s->clusters) < bits_worth_a_word) return;
    au_text_printf(text, "Of the %.2f bits that %s tell about %s, %.2f are left after it.", in->bits_clean.mean,
                   is_about_all(s) ? "clean images" : "its clean images", is_about_all(s) ? "the class" : "their class",
                   fmax(0, in->bits_kept.mean));
}

static const double off_worth_a_word = 0.10;

static void say_typicality(const struct subject *s, struct au_text *text)
{
    const struct au_insight *in = s->insight;
    if (!in->has_typicality || low(in->off_manifold_more, s->clusters) < off_worth_a_word) return;
    au_text_printf(
        text,
        "%.0f %% of its images look like no image of any class (of clean images %.0f %%): there the data cannot "
        "say what the label is, only you can.",
        percent(in->off_manifold.mean), percent(in->off_manifold_clean));
}

static void say_coverage(const struct subject *s, struct au_text *text)
{
    const struct au_insight *in = s->insight;
    if (!is_about_all(s) || au_redundancy(s->findings, s->class_index).is_redundant)
        return; /* no gap where it is in the data */
    switch (au_coverage_kind(in, s->clusters)) {
    case AU_COVERAGE_UNKNOWN: return;
    case AU_COVERAGE_GAP:
        au_text_printf(
            text,
            "It fills a gap: it brings unseen images of a class nearer by %.0f %% of what as many new real images "
            "would, and other classes less than that (ratio %.2f).",
            percent(in->worth.mean), in->gain_ratio.mean);
        return;
    case AU_COVERAGE_CONFUSER:
        au_text_printf(
            text,
            "It brings other classes nearer than the own one (ratio %.2f), and who reads unseen images by their "
            "nearest neighbour gets %.1f points worse.",
            in->gain_ratio.mean, -percent(in->neighbour_change.mean));
        return;
    case AU_COVERAGE_NOTHING:
        au_text_puts(text, "It brings unseen images no nearer: what it makes is in the data already, or far from it.");
        return;
    case AU_COVERAGE_MIXED:
        au_text_printf(text,
                       "It brings unseen images of a class nearer by %.0f %% of what as many new real images would",
                       percent(in->worth.mean));
        if (in->has_ratio)
            au_text_printf(text, ", and other classes %s (ratio %.2f)",
                           in->gain_ratio.mean < 1 ? "more than that" : "less than that", in->gain_ratio.mean);
        au_text_puts(text, ".");
    }
}

static void say_cues(const struct subject *s, struct au_text *text)
{
    const struct au_findings *f = s->findings;
    const int invalid = au_name_cues(f, s->class_index, AU_CUE_INVALID, NULL);
    if (invalid == 0) return;
    au_text_puts(text, "Of what tells the label, ");
    au_name_cues(f, s->class_index, AU_CUE_INVALID, text);
    au_text_puts(text, invalid == 1 ? " is invalidated; " : " are invalidated; ");
    const int telling = au_name_cues(f, s->class_index, AU_CUE_TELLS, text);
    au_text_puts(text, telling == 0   ? "no other cue was seen to tell."
                       : telling == 1 ? " still tells."
                                      : " still tell.");
}

static void say_margin(const struct subject *s, struct au_text *text)
{
    if (is_about_all(s)) return;
    const struct aug_number p = au_margin_probability(s->findings, s->class_index);
    if (s->findings->unchanged >= 1 || p.estimate >= 1) return;
    au_text_printf(
        text,
        "Training with it is predicted to cost this class %.0f points of clean accuracy from p = %.2f on (by the "
        "upper bound from %.2f on).",
        percent(AU_MARGIN_CONFLICT), p.estimate, p.low);
}

static const struct topic {
    const char *about; /* name of the number that it is about: evidence/about.c */
    say_fn say;
} topics[] = {
    {"cue_colour_kept", say_cues},  {"redundancy", say_redundancy},   {"margin_probability", say_margin},
    {"bits_lost", say_information}, {"off_manifold", say_typicality}, {"worth", say_coverage},
};
#define TOPICS (sizeof topics / sizeof *topics)

static struct subject subject_of(const struct au_findings *f, size_t k)
{
    struct subject s = {f, k, k == AU_ALL_CLASSES ? &f->insight : &f->of_class[k].insight, 0};
    for (uint32_t c = 0; c < f->classes; c++)
        if (k == AU_ALL_CLASSES || k == c) s.clusters += f->of_class[c].clusters;
    return s;
}

enum aug_status au_remarks(const struct au_findings *f, size_t k, const struct aug_remark **out, size_t *count,
                           struct au_arena *arena, struct aug_error *err)
{
    struct aug_remark *remarks = au_arena_alloc(arena, TOPICS, sizeof *remarks);
    const struct subject s = subject_of(f, k);
    if (!remarks) return au_no_memory(err, "the remarks on a transform");
    *out = remarks;
    *count = 0;
    for (size_t i = 0; i < TOPICS && !f->not_measured && s.clusters >= 2; i++) {
        struct au_text text = {0};
        au_text_puts(&text, "");
        topics[i].say(&s, &text);
        const char *said = text.failed ? NULL : au_arena_strndup(arena, text.bytes, text.length);
        au_text_release(&text);
        if (!said) return au_no_memory(err, "the remarks on a transform");
        if (*said) remarks[(*count)++] = (struct aug_remark){topics[i].about, said};
    }
    return AUG_OK;
}
