/* SPDX-License-Identifier: Apache-2.0
 * landing.c - what does a transformed image look like to somebody who knows clean images only? (methods.md F6, revision R3) */
#include <augaudit/error.h>

#include <math.h>

#include "core/memory.h"
#include "probe.h"

_Static_assert(AU_SPACES == AU_SPACE_COUNT, "findings keep one landing per embedding");

static const double worth_a_cue = 0.30;  /* colours alone are weak evidence */
static const double worth_a_pair = 0.03; /* R3: below this landing a pair is not looked at */

struct question { /* context of the mean functions */
    const struct au_scores *scores;
    enum au_space space;
    int32_t from, to;
    int32_t counts_as;    /* T(from) */
    float *clean, *other; /* probabilities of one row: scratch */
};

static double landed_more(const void *context, size_t row)
{
    const struct question *q = context;
    const int32_t before = q->scores->setting->space[q->space].landed[row], after = q->scores->landed[q->space][row];
    return (double)(after == q->to) - (double)(before == q->to);
}

static double landed_after(const void *context, size_t row)
{
    const struct question *q = context;
    return q->scores->landed[q->space][row] == q->to ? 1 : 0;
}

static double landed_before(const void *context, size_t row)
{
    const struct question *q = context;
    return q->scores->setting->space[q->space].landed[row] == q->to ? 1 : 0;
}

/* Beyond what clean images with the same label do: the very images, or, under a swap, those of the other class. */
static struct au_stat landing(const struct question *q, struct au_mean_scratch *means)
{
    const struct au_setting *s = q->scores->setting;
    if (q->counts_as == q->from) return au_class_mean(s, (size_t)q->from, landed_more, q, means);
    const struct au_stat after = au_class_mean(s, (size_t)q->from, landed_after, q, means),
                         before = au_class_mean(s, (size_t)q->counts_as, landed_before, q, means);
    return (struct au_stat){after.mean - before.mean, hypot(after.se, before.se)};
}

/* w (eta_T - eta)[what T(from) counts as] on a clean image of `to`. */
static double plug_in_harm(const void *context, size_t row)
{
    const struct question *q = context;
    const struct au_setting *s = q->scores->setting;
    au_probabilities(s->space[AU_SPACE_MAIN].scores + row * s->classes, s->classes, q->clean);
    au_probabilities(q->scores->clean_by_own + row * s->classes, s->classes, q->other);
    return (double)(q->scores->seen_clean[row] * (q->other[q->counts_as] - q->clean[q->counts_as]));
}

static double pooled_harm(const void *context, size_t row)
{
    const struct question *q = context;
    const struct au_setting *s = q->scores->setting;
    au_probabilities(s->space[AU_SPACE_MAIN].scores + row * s->classes, s->classes, q->clean);
    au_probabilities(q->scores->clean_by_pooled + row * s->classes, s->classes, q->other);
    return (double)(q->other[q->counts_as] - q->clean[q->counts_as]);
}

static double directed(const void *context, size_t row)
{
    const struct question *q = context;
    const struct au_setting *s = q->scores->setting;
    const size_t own = au_largest(q->scores->clean_by_own + row * s->classes, s->classes);
    const size_t clean = au_largest(s->space[AU_SPACE_MAIN].scores + row * s->classes, s->classes);
    return (double)(own == (size_t)q->counts_as) - (double)(clean == (size_t)q->counts_as);
}

static double share_landed(const struct au_setting *s, const int32_t *landed, size_t k, int32_t where)
{
    const size_t from = s->class_start[k], to = s->class_start[k + 1];
    size_t count = 0;
    for (size_t at = from; at < to; at++) count += landed[s->by_class[at]] == where;
    return to > from ? (double)count / (double)(to - from) : 0;
}

static void own_landing(const struct au_scores *x, size_t k, struct au_class_findings *c)
{
    const struct au_setting *s = x->setting;
    for (int space = 0; space < AU_SPACE_COUNT; space++) {
        c->own[space] = share_landed(s, x->landed[space], k, (int32_t)au_counts_as(x, k));
        c->own_clean[space] = share_landed(s, s->space[space].landed, k, (int32_t)k);
    }
    c->off_data = share_landed(s, x->landed[AU_SPACE_MAIN], k, AU_NO_CLASS);
}

static void add_landed(const struct au_setting *s, int space, const int32_t *landed, size_t k, double sign,
                       double *excess)
{
    const size_t from = s->class_start[k], to = s->class_start[k + 1];
    for (size_t at = from; at < to; at++) {
        const int32_t where = landed[s->by_class[at]];
        if (where >= 0) excess[AU_SPACE_COUNT * (size_t)where + (size_t)space] += sign / (double)(to - from);
    }
}

/* How much more class k lands in each class than clean images with its label (excess[to], the embeddings side by side). */
static void landing_row(const struct au_scores *x, size_t k, double *excess)
{
    const struct au_setting *s = x->setting;
    for (size_t i = 0; i < AU_SPACE_COUNT * s->classes; i++) excess[i] = 0;
    for (int space = 0; space < AU_SPACE_COUNT; space++) {
        add_landed(s, space, x->landed[space], k, 1, excess);
        add_landed(s, space, s->space[space].landed, au_counts_as(x, k), -1, excess);
    }
}

static bool is_candidate(const double *excess, size_t counts_as, size_t to)
{
    const double *e = excess + AU_SPACE_COUNT * to;
    return counts_as != to &&
           (e[AU_SPACE_MAIN] > worth_a_pair || e[AU_SPACE_PIXELS] > worth_a_pair || e[AU_SPACE_COLOUR] > worth_a_cue);
}

/* The first two rows of the class that landed there: for the pictures. */
static void find_examples(const struct question *q, struct au_pair_findings *pair)
{
    const struct au_setting *s = q->scores->setting;
    size_t found = 0;
    pair->example[0] = pair->example[1] = pair->nearest[0] = pair->nearest[1] = -1;
    for (size_t at = s->class_start[q->from]; at < s->class_start[q->from + 1] && found < 2; at++) {
        const uint32_t row = s->by_class[at];
        if (q->scores->landed[AU_SPACE_MAIN][row] != q->to) continue;
        pair->example[found] = (int32_t)row;
        pair->nearest[found++] = (int32_t)q->scores->nearest[row];
    }
}

static struct au_pair_findings measure_pair(struct question *q, struct au_mean_scratch *means)
{
    const struct au_setting *s = q->scores->setting;
    struct au_pair_findings pair = {.from = q->from, .to = q->to, .with = -1};
    for (int space = 0; space < AU_SPACE_COUNT; space++) {
        q->space = (enum au_space)space;
        pair.landing[space] = landing(q, means);
    }
    pair.plug_in_harm = au_class_mean(s, (size_t)q->to, plug_in_harm, q, means);
    pair.pooled_harm = au_class_mean(s, (size_t)q->to, pooled_harm, q, means);
    pair.directed = au_class_mean(s, (size_t)q->to, directed, q, means);
    find_examples(q, &pair);
    return pair;
}

enum aug_status au_add_pair(struct au_findings *f, struct au_pair_findings pair, struct aug_error *err)
{
    if ((f->pair_count & (f->pair_count - 1)) == 0) { /* full at powers of two */
        const size_t bytes = f->pair_count * sizeof pair;
        struct au_pair_findings *grown = au_grow(f->pairs, bytes, f->pair_count ? 2 * f->pair_count : 1, sizeof pair);
        if (!grown) return au_no_memory(err, "the pairs of colliding classes");
        f->pairs = grown;
    }
    f->pairs[f->pair_count++] = pair;
    return AUG_OK;
}

static enum aug_status measure_class(struct question *q, size_t k, double *excess, struct au_mean_scratch *means,
                                     struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = q->scores->setting;
    q->from = (int32_t)k;
    q->counts_as = (int32_t)au_counts_as(q->scores, k);
    own_landing(q->scores, k, &f->of_class[k]);
    landing_row(q->scores, k, excess);
    for (size_t to = 0; to < s->classes; to++) {
        if (!is_candidate(excess, (size_t)q->counts_as, to)) continue;
        q->to = (int32_t)to;
        AUG_TRY(au_add_pair(f, measure_pair(q, means), err));
    }
    return AUG_OK;
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    struct question q = {
        .scores = x, .clean = au_alloc(s->classes, sizeof(float)), .other = au_alloc(s->classes, sizeof(float))};
    double *excess = au_alloc(AU_SPACE_COUNT * s->classes, sizeof *excess);
    struct au_mean_scratch means = {0};
    enum aug_status status = au_mean_scratch_make(s, &means, err);
    if (!q.clean || !q.other || !excess) status = au_no_memory(err, "the landing probe");
    for (size_t k = 0; status == AUG_OK && k < s->classes; k++) status = measure_class(&q, k, excess, &means, f, err);
    au_mean_scratch_release(&means);
    au_free(excess);
    au_free(q.other);
    au_free(q.clean);
    return status;
}

const struct au_probe au_probe_landing = {
    "landing", "Which class does a transformed image look like to somebody who knows clean images only?", measure};
