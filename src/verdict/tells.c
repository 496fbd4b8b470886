/* SPDX-License-Identifier: Apache-2.0
 * tells.c - numbers and sentences about how a transformed image can be told from a clean one. */
#include "tells.h"

#include <math.h>

#include "core/memory.h"
#include "core/text.h"
#include "stats/cluster.h"

static const double alpha = 0.05;
static const double worth_saying =
    0.05; /* the margin of a loss: fewer images than that make no difference to training */
/* methods.md F27: an AUC of 0.6, which two normal laws reach at J = 0.14. */
static const double telling_auc = 0.60, telling_j = 0.14, telling_bits = 0.01;
static const double mostly = 0.50, leak_difference = 0.75, leak_alpha = 0.001;

static const char cluster_t[] = "cluster-t, one-sided 95 % bounds";

struct list {
    const struct au_tells *tells;
    struct aug_evidence *items;
    size_t count;
};

static void add(struct list *list, const char *name, double estimate, double low, double high, const char *method,
                enum aug_grade grade)
{
    list->items[list->count++] = (struct aug_evidence){
        name, {estimate, fmin(low, estimate), fmax(high, estimate), method, grade}};
}

static void add_count(struct list *list, const char *name, double value, const char *method)
{
    add(list, name, value, value, value, method, AUG_GRADE_CERTIFIED);
}

static struct au_mean mean_of(const struct au_tells *tells, struct au_stat stat)
{
    return (struct au_mean){stat.mean, stat.se, (size_t)tells->clusters, (size_t)tells->images};
}

static double low_of(const struct au_tells *tells, struct au_stat stat)
{
    return au_bound_low(mean_of(tells, stat), alpha);
}

static double high_of(const struct au_tells *tells, struct au_stat stat)
{
    return au_bound_high(mean_of(tells, stat), alpha);
}

static void add_share(struct list *list, const char *name, struct au_stat stat)
{
    add(list, name, stat.mean, fmax(0, low_of(list->tells, stat)), fmin(1, high_of(list->tells, stat)), cluster_t,
        AUG_GRADE_ESTIMATED);
}

/* From the mean of logarithms to a share lost. */
static double lost(double log_change)
{
    return 1 - exp(log_change);
}

static void add_lost(struct list *list, const char *name, struct au_stat log_change)
{
    add(list, name, lost(log_change.mean), lost(high_of(list->tells, log_change)),
        lost(low_of(list->tells, log_change)), "geometric mean over images, cluster-t, one-sided 95 % bounds",
        AUG_GRADE_ESTIMATED);
}

static void add_jpeg(struct list *list)
{
    const struct au_tells *t = list->tells;
    if (t->jpeg_share <= 0) return;
    add_count(list, "jpeg_share", t->jpeg_share, "count");
    add_share(list, "jpeg_grid_moved", t->grid_moved);
    add_share(list, "jpeg_turn_share", t->turn_traced);
    if (t->recoded_images < 1) return;
    add(list, "jpeg_recoding", t->recoded.mean, t->recoded.mean - 2 * t->recoded.se,
        t->recoded.mean + 2 * t->recoded.se, "mean over at most 64 images, two standard errors", AUG_GRADE_ESTIMATED);
}

static const char youden[] = "cross-fitted ridge, 1 - 2 error; cluster-t, one-sided 95 % bounds";

static void add_told(struct list *list, const char *name, struct au_stat stat)
{
    add(list, name, stat.mean, fmax(-1, low_of(list->tells, stat)), fmin(1, high_of(list->tells, stat)), youden,
        AUG_GRADE_ESTIMATED);
}

/* Is there enough to be told that a share of it means something? */
static bool is_told(const struct au_tells *t)
{
    return low_of(t, t->told) > worth_saying;
}

static void add_apart(struct list *list, const struct au_findings *f)
{
    const struct au_tells *t = list->tells;
    add_told(list, "told_by_traces", t->told_by_traces);
    add_told(list, "told_apart", t->told);
    if (f->exact_undo) add_count(list, "artefact_told", 0, "exact: the transform taken back is the clean image");
    else if (t->has_undone) add_told(list, "artefact_told", t->told_sham);
    if (t->has_undone) add_told(list, "claim_told", t->told_beyond);
    if (f->exact_undo && is_told(t))
        add_count(list, "artefact_share", 0, "exact: the transform taken back is the clean image");
    else if (t->has_undone && is_told(t)) add_share(list, "artefact_share", t->artefact_share);
    add(list, "class_leak_bits", t->leak_bits, 0, fmax(1, t->leak_bits), "plug-in, Miller and Madow's correction",
        AUG_GRADE_SUSPECTED);
}

size_t au_tells_evidence(const struct au_findings *f, struct aug_evidence *out)
{
    const struct au_tells *t = &f->tells;
    struct list list = {t, out, 0};
    if (!t->is_known) return 0;
    add_share(&list, "border_share", t->border);
    add_share(&list, "border_share_clean", t->border_clean);
    if (t->border.mean > 0) add_count(&list, "border_depth_px", t->border_depth_px, "median, count");
    add_share(&list, "copied_edge_share", t->copied);
    add_share(&list, "copied_edge_share_clean", t->copied_clean);
    add_lost(&list, "detail_lost", t->detail);
    if (t->has_undone) add_lost(&list, "detail_lost_undone", t->detail_undone);
    add(&list, "detail_auc", t->detail_auc, t->detail_auc, t->detail_auc, "Mann and Whitney", AUG_GRADE_ESTIMATED);
    add_jpeg(&list);
    add_apart(&list, f);
    return list.count;
}

size_t au_shortcut_evidence(struct au_stat accuracy, double prior, double clusters, struct aug_evidence *out)
{
    const struct au_tells whole = {.clusters = clusters};
    struct list list = {&whole, out, 0};
    add(&list, "trace_accuracy", accuracy.mean, fmax(0, low_of(&whole, accuracy)), fmin(1, high_of(&whole, accuracy)),
        "cross-fitted ridge; cluster-t, one-sided 95 % bounds", AUG_GRADE_ESTIMATED);
    add_count(&list, "trace_prior", prior, "count");
    return list.count;
}

/* ---- sentences ---- */

struct story {
    const struct au_findings *f;
    const char *const *class_names;
};

typedef void (*say_fn)(const struct story *s, struct au_text *text);

struct tell {
    bool (*holds)(const struct au_tells *t);
    say_fn say;
};

static struct au_stat difference(struct au_stat a, struct au_stat b)
{
    return (struct au_stat){a.mean - b.mean, hypot(a.se, b.se)};
}

static bool tells_by_border(const struct au_tells *t)
{
    return low_of(t, difference(t->border, t->border_clean)) > worth_saying;
}

static bool tells_by_copies(const struct au_tells *t)
{
    return low_of(t, difference(t->copied, t->copied_clean)) > worth_saying;
}

static bool tells_by_lost_detail(const struct au_tells *t)
{
    return t->detail_auc > telling_auc && lost(high_of(t, t->detail)) > worth_saying;
}

static bool tells_by_added_detail(const struct au_tells *t)
{
    return 1 - t->detail_auc > telling_auc && lost(low_of(t, t->detail)) < -worth_saying;
}

static bool tells_by_grid(const struct au_tells *t)
{
    return low_of(t, t->grid_moved) > worth_saying;
}

static bool tells_by_table(const struct au_tells *t)
{
    return low_of(t, difference(t->turn_traced, t->grid_moved)) > worth_saying;
}

static void say_border(const struct story *s, struct au_text *text)
{
    const struct au_tells *t = &s->f->tells;
    const char *colour = t->border_level <= 0     ? "a black border"
                         : t->border_level >= 255 ? "a white border"
                                                  : "a border of one colour";
    au_text_printf(
        text,
        "%.0f %% of the transformed images have %s, typically %.0f pixel%s deep, and %.0f %% of the clean ones: "
        "a network can read the transform off the border. %s",
        100 * t->border.mean, colour, t->border_depth_px, t->border_depth_px > 1 ? "s" : "", 100 * t->border_clean.mean,
        t->border_level >= 255 ? "Values are clipped there: a smaller strength clips less."
                               : "Fill it from the image (border_mode reflect).");
}

static void say_copies(const struct story *s, struct au_text *text)
{
    const struct au_tells *t = &s->f->tells;
    au_text_printf(
        text,
        "%.0f %% of the transformed images end in a mirrored or repeated edge, typically %.0f pixels deep, and "
        "%.0f %% of the clean ones: that tells less than a border of one colour, but it tells.",
        100 * t->copied.mean, t->copied_depth_px, 100 * t->copied_clean.mean);
}

static void say_lost_detail(const struct story *s, struct au_text *text)
{
    const struct au_tells *t = &s->f->tells;
    const double undone = lost(t->detail_undone.mean);
    au_text_printf(
        text,
        "Transformed images have %.0f %% less fine detail; of a clean and a transformed one the sharper one is "
        "the clean one in %.0f %% of the cases, so a network can read the transform off the sharpness.",
        100 * lost(t->detail.mean), 100 * t->detail_auc);
    if (t->has_undone && 2 * undone > lost(t->detail.mean))
        au_text_printf(text, " Taken back, they still have %.0f %% less: that is resampling, not what is claimed.",
                       100 * undone);
}

static void say_added_detail(const struct story *s, struct au_text *text)
{
    const struct au_tells *t = &s->f->tells;
    au_text_printf(
        text,
        "Transformed images have %.0f %% more fine detail; of a clean and a transformed one the rougher one is "
        "the transformed one in %.0f %% of the cases, so a network can read the transform off the grain.",
        -100 * lost(t->detail.mean), 100 * (1 - t->detail_auc));
}

static void say_grid(const struct story *s, struct au_text *text)
{
    const struct au_tells *t = &s->f->tells;
    au_text_printf(
        text,
        "%.0f %% of the images are JPEG files that were flipped or turned although their size is no multiple "
        "of the coding block, so their block grid starts elsewhere: a network can read the transform off the "
        "grid. Cut the images to multiples of %.0f pixels on the right and at the bottom before it.",
        100 * t->grid_moved.mean, t->block_px);
}

static void say_table(const struct story *s, struct au_text *text)
{
    const struct au_tells *t = &s->f->tells;
    au_text_printf(
        text,
        "%.0f %% of the images are JPEG files whose rows and columns changed places, and JPEG does not treat the "
        "two alike: a weak tell, which only scaling the images down takes away.",
        100 * (t->turn_traced.mean - t->grid_moved.mean));
}

static bool tells_by_artefact(const struct au_tells *t)
{
    return t->has_undone && is_told(t) && low_of(t, t->artefact_share) > mostly;
}

/* A class whose own look passes for processing, or an original that stands out among processed ones: both show as a large difference. */
static bool leaks(const struct au_tells *t)
{
    return t->leak_class >= 0 && t->told_by_traces.mean > telling_j && t->leak_bits > telling_bits &&
           t->leak_p < leak_alpha && fabs(t->leak_there - t->leak_elsewhere) > leak_difference;
}

static void say_artefact(const struct story *s, struct au_text *text)
{
    const struct au_tells *t = &s->f->tells;
    au_text_printf(
        text,
        "A classifier tells %.0f %% of transformed and clean images apart, and when the transform is taken back "
        "it still tells %.0f %%: most of what it sees is border, resampling and rounding, not what is claimed. A "
        "network may learn to recognise the processing instead of the invariance.",
        50 * (1 + t->told.mean), 50 * (1 + t->told_sham.mean));
}

static void say_leak(const struct story *s, struct au_text *text)
{
    const struct au_tells *t = &s->f->tells;
    const char *name = s->class_names[t->leak_class];
    if (t->leak_there > t->leak_elsewhere)
        au_text_printf(
            text,
            "Clean images of %s look as if this had been done to them already: %.0f %% pass for processed ones, "
            "of the other classes %.0f %% (%.2f bits about the class).",
            name, 100 * t->leak_there, 100 * t->leak_elsewhere, t->leak_bits);
    else
        au_text_printf(
            text,
            "Clean images of all classes but %s look as if this had been done to them already: %.0f %% pass for "
            "processed ones, of %s %.0f %% (%.2f bits about the class).",
            name, 100 * t->leak_elsewhere, name, 100 * t->leak_there, t->leak_bits);
    au_text_puts(text, " If the classes were processed differently, a network can read the class off that: process all "
                       "alike.");
}

static const struct tell tells[] = {
    {leaks, say_leak},
    {tells_by_border, say_border},
    {tells_by_copies, say_copies},
    {tells_by_lost_detail, say_lost_detail},
    {tells_by_added_detail, say_added_detail},
    {tells_by_grid, say_grid},
    {tells_by_table, say_table},
    {tells_by_artefact, say_artefact},
};
#define TELLS (sizeof tells / sizeof *tells)

static const char *sentence(const struct tell *tell, const struct story *s, struct au_arena *arena)
{
    struct au_text text = {0};
    tell->say(s, &text);
    const char *made = text.failed ? NULL : au_arena_strndup(arena, text.bytes, text.length);
    au_text_release(&text);
    return made;
}

enum aug_status au_tells_sentences(const struct au_findings *f, const char *const *class_names, const char *const **out,
                                   size_t *count, struct au_arena *arena, struct aug_error *err)
{
    const struct story s = {f, class_names};
    const char **list = au_arena_alloc(arena, TELLS, sizeof *list);
    if (!list) return au_no_memory(err, "the tells of a transform");
    *out = list;
    *count = 0;
    for (size_t i = 0; i < TELLS && f->tells.is_known; i++) {
        if (!tells[i].holds(&f->tells)) continue;
        list[*count] = sentence(&tells[i], &s, arena);
        if (!list[(*count)++]) return au_no_memory(err, "the tells of a transform");
    }
    return AUG_OK;
}
