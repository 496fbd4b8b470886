/* SPDX-License-Identifier: Apache-2.0
 * artefact.c - how well transformed images are told from clean ones, how much of that the transform taken back explains, and whether clean
 * images of some class look processed already. (methods.md F27)
 *
 * Everything is Youden's J = share taken rightly for transformed minus share taken wrongly, at equal priors: 1 - 2 error, a lower bound of the
 * total variation between the two.
 */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "leak.h"
#include "probe.h"

struct views { /* of the traced images */
    const struct au_setting *setting;
    struct au_apart moved[AU_SIGHT_COUNT], undone[AU_SIGHT_COUNT];
    float *votes[4]; /* two comparisons, each of two versions */
    double *values;
    uint32_t *cluster;
    struct au_cluster_sum *sums;
};

static size_t count_of(const struct views *v)
{
    return v->setting->traced.count;
}

static struct au_stat mean_of(const struct views *v)
{
    const struct au_mean mean = au_cluster_mean(v->values, v->cluster, NULL, count_of(v), v->sums);
    return (struct au_stat){mean.mean, mean.se};
}

/* votes[2 slot], votes[2 slot + 1]: of `a` and of `b`. */
static enum aug_status tell(struct views *v, const struct au_apart *a, const struct au_apart *b, int slot,
                            struct au_stat *out, struct aug_error *err)
{
    float *votes_a = v->votes[2 * slot], *votes_b = v->votes[2 * slot + 1];
    AUG_TRY(au_apart_votes(a, b, votes_a, votes_b, err));
    for (size_t i = 0; i < count_of(v); i++) v->values[i] = (double)(votes_b[i] - votes_a[i]);
    *out = mean_of(v);
    return AUG_OK;
}

/* J of the second comparison over J of the first, with the linearised error of a ratio. */
static struct au_stat ratio(struct views *v, double whole, double part)
{
    const double share = part / whole;
    for (size_t i = 0; i < count_of(v); i++)
        v->values[i] = ((double)(v->votes[3][i] - v->votes[2][i]) - share * (double)(v->votes[1][i] - v->votes[0][i])) /
                       whole;
    return (struct au_stat){fmin(1, fmax(0, share)), mean_of(v).se};
}

static enum aug_status copy_with_folds(const struct au_apart *from, const uint8_t *fold, struct au_apart *out,
                                       struct aug_error *err)
{
    float *z = au_alloc(from->count * from->size, sizeof *z);
    if (z) memcpy(z, from->z, from->count * from->size * sizeof *z);
    return au_apart_make(z, from->count, from->size, fold, out, err);
}

/* Where there are few classes, a processed one is so large a part of the clean images that a learner calls processing clean; then every class is
 * read by a learner of the others. votes[0] as before. */
static enum aug_status vote_across_classes(struct views *v, struct aug_error *err)
{
    const struct au_setting *s = v->setting;
    const size_t n = count_of(v);
    struct au_apart clean = {0}, moved = {0};
    uint8_t *fold = au_alloc(n, 1);
    enum aug_status status = fold ? AUG_OK : au_no_memory(err, "the classes of traced images");
    for (size_t i = 0; fold && i < n; i++) fold[i] = (uint8_t)s->label[s->traced.rows[i]];
    if (status == AUG_OK) status = copy_with_folds(&s->traced.seen[AU_SIGHT_TRACES], fold, &clean, err);
    if (status == AUG_OK) status = copy_with_folds(&v->moved[AU_SIGHT_TRACES], fold, &moved, err);
    if (status == AUG_OK) status = au_apart_votes(&clean, &moved, v->votes[0], NULL, err);
    au_apart_release(&moved);
    au_apart_release(&clean);
    au_free(fold);
    return status;
}

/* Clean images that are taken for transformed ones, class by class: votes[0]. */
static enum aug_status leak(const struct views *v, double independent, struct au_tells *out, struct aug_error *err)
{
    const struct au_setting *s = v->setting;
    double *ones = au_alloc(2 * s->classes, sizeof *ones), *all = ones + s->classes;
    if (!ones) return au_no_memory(err, "the classes of traced images");
    for (size_t i = 0; i < s->traced.count; i++) {
        const uint32_t k = s->label[s->traced.rows[i]];
        ones[k] += (double)v->votes[0][i];
        all[k] += 1;
    }
    const struct au_leak found = au_leak_of(ones, all, s->classes, independent);
    out->leak_bits = found.bits;
    out->leak_p = found.p;
    out->leak_class = found.strongest;
    out->leak_there = found.there;
    out->leak_elsewhere = found.elsewhere;
    au_free(ones);
    return AUG_OK;
}

static enum aug_status compare(struct views *v, struct au_tells *out, struct aug_error *err)
{
    const struct au_traced *t = &v->setting->traced;
    const struct au_apart *sham = v->undone;
    const bool has_all = t->seen[AU_SIGHT_ALL].z != NULL;
    AUG_TRY(tell(v, &t->seen[AU_SIGHT_TRACES], &v->moved[AU_SIGHT_TRACES], 0, &out->told_by_traces, err));
    if (v->setting->classes <= AU_FOLDS) AUG_TRY(vote_across_classes(v, err));
    AUG_TRY(leak(v, out->clusters, out, err));
    if (!has_all) return AUG_OK;
    AUG_TRY(tell(v, &t->seen[AU_SIGHT_ALL], &v->moved[AU_SIGHT_ALL], 0, &out->told, err));
    if (!out->has_undone) return AUG_OK;
    AUG_TRY(tell(v, &t->seen[AU_SIGHT_ALL], &sham[AU_SIGHT_ALL], 1, &out->told_sham, err));
    if (out->told.mean > 0) out->artefact_share = ratio(v, out->told.mean, out->told_sham.mean);
    return tell(v, &sham[AU_SIGHT_ALL], &v->moved[AU_SIGHT_ALL], 1, &out->told_beyond, err);
}

/* Features of one version from its traces, and from the main embedding where there is one. */
static enum aug_status see(const struct au_traced *t, const float *traces, const float *main,
                           struct au_apart views[AU_SIGHT_COUNT], struct aug_error *err)
{
    AUG_TRY(au_traced_see(t, AU_SIGHT_TRACES, traces, NULL, &views[AU_SIGHT_TRACES], err));
    if (!t->seen[AU_SIGHT_ALL].z) return AUG_OK;
    return au_traced_see(t, AU_SIGHT_ALL, traces, main, &views[AU_SIGHT_ALL], err);
}

static enum aug_status look(const struct au_scores *x, struct views *v, float *traces, float *main,
                            struct aug_error *err)
{
    const struct au_arm_source *source = x->source;
    const struct au_traced *t = &x->setting->traced;
    AUG_TRY(source->load_traces(source->context, false, traces, err));
    AUG_TRY(see(t, traces, x->moved[AU_SPACE_MAIN], v->moved, err));
    if (!source->can_undo || source->undo_is_exact) return AUG_OK;
    AUG_TRY(source->load_traces(source->context, true, traces, err));
    if (t->seen[AU_SIGHT_ALL].z)
        AUG_TRY(source->load(source->context, 0, true, (float *const[AU_SPACE_COUNT]){main}, err));
    return see(t, traces, main, v->undone, err);
}

static enum aug_status look_and_compare(const struct au_scores *x, struct views *v, struct au_tells *out,
                                        struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    float *traces = au_alloc(count_of(v) * AU_TRACE_ROW, sizeof *traces);
    float *main = au_alloc(s->count * s->space[AU_SPACE_MAIN].basis.count, sizeof *main);
    enum aug_status status = traces && main ? look(x, v, traces, main, err) : au_no_memory(err, "the traces of images");
    au_free(main);
    au_free(traces);
    if (status == AUG_OK) status = compare(v, out, err);
    return status;
}

static void release(struct views *v)
{
    for (int i = 0; i < AU_SIGHT_COUNT; i++) {
        au_apart_release(&v->moved[i]);
        au_apart_release(&v->undone[i]);
    }
    for (int i = 0; i < 4; i++) au_free(v->votes[i]);
    au_free(v->values);
    au_free(v->cluster);
    au_free(v->sums);
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    const size_t n = s->traced.count;
    if (!x->source->load_traces || n == 0 || x->source->unchanged >= 1) return AUG_OK;
    struct views v = {.setting = s};
    bool complete = true;
    for (int i = 0; i < 4; i++) complete = (v.votes[i] = au_alloc(n, sizeof(float))) && complete;
    v.values = au_alloc(n, sizeof *v.values);
    v.cluster = au_alloc(n, sizeof *v.cluster);
    v.sums = au_alloc(s->count, sizeof *v.sums);
    complete = complete && v.values && v.cluster && v.sums;
    for (size_t i = 0; complete && i < n; i++) v.cluster[i] = s->cluster[s->traced.rows[i]];
    const enum aug_status status = complete ? look_and_compare(x, &v, &f->tells, err)
                                            : au_no_memory(err, "the traces of images");
    release(&v);
    return status;
}

const struct au_probe au_probe_artefact = {
    "artefact", "How much of what tells transformed images apart is artefact, and does clean data carry it already?",
    measure};
