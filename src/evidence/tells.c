/* SPDX-License-Identifier: Apache-2.0
 * tells.c - borders, lost detail and coding grids of transformed images beside clean ones: counts and means, no learner. (methods.md F27, F28) */
#include <math.h>

#include "core/memory.h"
#include "image/jpeg_round.h"
#include "probe.h"
#include "stats/rank.h"

struct tracks { /* traces of the traced images, row by row */
    const struct au_setting *setting;
    const float *clean;
    float *moved, *undone; /* undone: NULL where there is none */
    double *values;
    uint32_t *cluster;
    struct au_cluster_sum *sums;
};

typedef double (*trace_fn)(const float *moved, const float *clean);

static double moved_has_border(const float *moved, const float *clean)
{
    (void)clean;
    return au_trace_has_border(moved);
}

static double moved_is_copied(const float *moved, const float *clean)
{
    (void)clean;
    return au_trace_is_copied(moved);
}

static double turn_traced(const float *moved, const float *clean)
{
    (void)clean;
    return moved[AU_TRACE_TURN] > 0;
}

static double grid_moved(const float *moved, const float *clean)
{
    (void)clean;
    return moved[AU_TRACE_TURN] >= AU_JPEG_GRID_MOVED;
}

static double detail_of(const float *traces)
{
    return ((double)traces[AU_TRACE_DETAIL_X] + (double)traces[AU_TRACE_DETAIL_Y]) / 2;
}

static double detail_change(const float *moved, const float *clean)
{
    return detail_of(moved) - detail_of(clean);
}

static double recoded_change(const float *moved, const float *clean)
{
    return (double)(moved[AU_TRACE_RESIDUAL] - clean[AU_TRACE_RESIDUAL]) / 255;
}

static bool was_recoded(const float *traces)
{
    return traces[AU_TRACE_RESIDUAL] >= 0;
}

/* Mean over the traced images, or those of them that were recoded. */
static struct au_stat mean_of(const struct tracks *t, const float *moved, trace_fn value, bool recoded_only)
{
    const struct au_traced *traced = &t->setting->traced;
    size_t n = 0;
    for (size_t i = 0; i < traced->count; i++) {
        const float *a = moved + i * AU_TRACE_ROW, *b = t->clean + i * AU_TRACE_ROW;
        if (recoded_only && !(was_recoded(a) && was_recoded(b))) continue;
        t->values[n] = value(a, b);
        t->cluster[n++] = t->setting->cluster[traced->rows[i]];
    }
    const struct au_mean mean = au_cluster_mean(t->values, t->cluster, NULL, n, t->sums);
    return (struct au_stat){mean.mean, mean.se};
}

/* Median of one trace over the transformed images for which `holds`. */
static double median_where(const struct tracks *t, bool (*holds)(const float *traces), enum au_trace which)
{
    size_t n = 0;
    for (size_t i = 0; i < t->setting->traced.count; i++)
        if (holds(t->moved + i * AU_TRACE_ROW)) t->values[n++] = (double)t->moved[i * AU_TRACE_ROW + which];
    return n ? au_nth(t->values, n, n / 2) : 0;
}

/* Mann and Whitney: the share of (clean, transformed) pairs in which the clean one has more detail, ties half. */
static enum aug_status detail_auc(const struct tracks *t, double *auc, struct aug_error *err)
{
    const size_t n = t->setting->traced.count;
    double *both = au_alloc(2 * n, sizeof *both);
    uint32_t *order = au_alloc(2 * n, sizeof *order);
    double below = 0, won = 0;
    if (both && order) {
        for (size_t i = 0; i < n; i++) both[i] = detail_of(t->clean + i * AU_TRACE_ROW);
        for (size_t i = 0; i < n; i++) both[n + i] = detail_of(t->moved + i * AU_TRACE_ROW);
        au_order(both, 2 * n, order);
        for (size_t from = 0, to; from < 2 * n; from = to) {
            double clean = 0, moved = 0;
            for (to = from; to < 2 * n && both[order[to]] <= both[order[from]]; to++)
                *(order[to] < n ? &clean : &moved) += 1;
            won += clean * (below + moved / 2);
            below += moved;
        }
        *auc = won / ((double)n * (double)n);
    }
    const bool complete = both && order;
    au_free(order);
    au_free(both);
    return complete ? AUG_OK : au_no_memory(err, "the detail of images");
}

static void measure_files(const struct tracks *t, struct au_tells *out)
{
    for (size_t i = 0; i < t->setting->traced.count; i++) {
        const double block = (double)t->clean[i * AU_TRACE_ROW + AU_TRACE_BLOCK];
        out->jpeg_share += block > 0 ? 1 / (double)t->setting->traced.count : 0;
        out->block_px = fmax(out->block_px, block);
    }
}

static double count_recoded(const struct tracks *t)
{
    double count = 0;
    for (size_t i = 0; i < t->setting->traced.count; i++) count += was_recoded(t->moved + i * AU_TRACE_ROW);
    return count;
}

static double recoded_clean(const float *moved, const float *clean)
{
    (void)moved;
    return (double)clean[AU_TRACE_RESIDUAL] / 255;
}

static double count_clusters(const struct tracks *t)
{
    for (size_t i = 0; i < t->setting->traced.count; i++) {
        t->values[i] = 0;
        t->cluster[i] = t->setting->cluster[t->setting->traced.rows[i]];
    }
    return (double)au_cluster_mean(t->values, t->cluster, NULL, t->setting->traced.count, t->sums).clusters;
}

static enum aug_status compare(const struct tracks *t, struct au_tells *out, struct aug_error *err)
{
    *out = (struct au_tells){.is_known = 1, .has_undone = t->undone != NULL};
    out->images = (double)t->setting->traced.count;
    out->clusters = count_clusters(t);
    out->border = mean_of(t, t->moved, moved_has_border, false);
    out->border_clean = mean_of(t, t->clean, moved_has_border, false);
    out->border_depth_px = median_where(t, au_trace_has_border, AU_TRACE_BORDER_DEPTH);
    out->border_level = median_where(t, au_trace_has_border, AU_TRACE_BORDER_LEVEL);
    out->copied = mean_of(t, t->moved, moved_is_copied, false);
    out->copied_clean = mean_of(t, t->clean, moved_is_copied, false);
    out->copied_depth_px = median_where(t, au_trace_is_copied, AU_TRACE_COPIED_DEPTH);
    out->detail = mean_of(t, t->moved, detail_change, false);
    if (t->undone) out->detail_undone = mean_of(t, t->undone, detail_change, false);
    measure_files(t, out);
    out->turn_traced = mean_of(t, t->moved, turn_traced, false);
    out->grid_moved = mean_of(t, t->moved, grid_moved, false);
    out->recoded_images = count_recoded(t);
    out->recoded = mean_of(t, t->moved, recoded_change, true);
    out->recoded_clean = mean_of(t, t->moved, recoded_clean, true).mean;
    return detail_auc(t, &out->detail_auc, err);
}

static enum aug_status load_and_compare(const struct au_scores *x, struct tracks *t, struct au_tells *out,
                                        struct aug_error *err)
{
    const struct au_arm_source *source = x->source;
    AUG_TRY(source->load_traces(source->context, false, t->moved, err));
    if (t->undone) AUG_TRY(source->load_traces(source->context, true, t->undone, err));
    return compare(t, out, err);
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    const size_t n = s->traced.count;
    if (!x->source->load_traces || n == 0) return AUG_OK;
    const bool has_undone = x->source->can_undo && !x->source->undo_is_exact;
    struct tracks t = {.setting = s, .clean = s->traced.clean};
    t.moved = au_alloc(n * AU_TRACE_ROW, sizeof *t.moved);
    t.undone = has_undone ? au_alloc(n * AU_TRACE_ROW, sizeof *t.undone) : NULL;
    t.values = au_alloc(n, sizeof *t.values);
    t.cluster = au_alloc(n, sizeof *t.cluster);
    t.sums = au_alloc(s->count, sizeof *t.sums);
    const bool complete = t.moved && (t.undone || !has_undone) && t.values && t.cluster && t.sums;
    const enum aug_status status = complete ? load_and_compare(x, &t, &f->tells, err)
                                            : au_no_memory(err, "the traces of images");
    au_free(t.sums);
    au_free(t.cluster);
    au_free(t.values);
    au_free(t.undone);
    au_free(t.moved);
    return status;
}

const struct au_probe au_probe_tells = {
    "tells", "Can a transformed image be told by a border, by lost detail or by the grid of its file?", measure};
