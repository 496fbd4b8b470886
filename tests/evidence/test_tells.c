/* SPDX-License-Identifier: Apache-2.0
 * test_tells.c - traces made by hand, whose tells are known. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "core/random.h"
#include "evidence/probe.h"
#include "image/jpeg_round.h"

enum { N = 400, CLASSES = 2 };

struct hand { /* traces of N images: clean, transformed, taken back */
    float clean[N][AU_TRACE_ROW], moved[N][AU_TRACE_ROW], undone[N][AU_TRACE_ROW];
};

static struct aug_error err;

static enum aug_status load(void *context, bool undone, float *out, struct aug_error *e)
{
    (void)e;
    const struct hand *h = context;
    memcpy(out, undone ? h->undone : h->moved, sizeof h->moved);
    return AUG_OK;
}

static void start(struct hand *h)
{
    memset(h, 0, sizeof *h);
    for (int i = 0; i < N; i++)
        h->clean[i][AU_TRACE_RESIDUAL] = h->moved[i][AU_TRACE_RESIDUAL] = h->undone[i][AU_TRACE_RESIDUAL] = -1;
}

static const struct au_probe *probe(void)
{
    for (size_t i = 0; i < au_probe_count(); i++)
        if (strcmp(au_probe_at(i)->name, "tells") == 0) return au_probe_at(i);
    check_failed(__FILE__, __LINE__, "no probe of that name");
}

/* per_cluster images in a row share a cluster. */
static struct au_tells tells_of(const struct hand *h, uint32_t per_cluster, bool can_undo)
{
    uint32_t label[N], cluster[N], rows[N];
    for (uint32_t i = 0; i < N; i++) label[i] = i % CLASSES, cluster[i] = i / per_cluster, rows[i] = i;
    struct au_setting s = {0};
    CHECK_OK(au_setting_start(N, CLASSES, label, cluster, 3, 1, &s, &err));
    float *clean = au_alloc(N * AU_TRACE_ROW, sizeof *clean);
    memcpy(clean, h->clean, sizeof h->clean);
    CHECK_OK(au_setting_trace(&s, rows, N, clean, &err));
    struct hand copy = *h;
    const struct au_arm_source source = {.context = &copy, .load_traces = load, .can_undo = can_undo};
    const struct au_scores scores = {.setting = &s, .source = &source};
    struct au_findings f = {0};
    CHECK_OK(probe()->measure(&scores, &f, &err));
    au_setting_release(&s);
    return f.tells;
}

TEST(border_shares_and_depths_are_counted)
{
    struct hand h;
    start(&h);
    for (int i = 0; i < N; i++) {
        h.clean[i][AU_TRACE_BORDER_SHARE] = i % 10 == 0 ? 1 : 0.02f;
        h.moved[i][AU_TRACE_BORDER_SHARE] = i % 4 ? 0.3f : 0.05f;
        h.moved[i][AU_TRACE_BORDER_DEPTH] = i % 4 ? (float)(i % 5) : 90;
        h.moved[i][AU_TRACE_BORDER_LEVEL] = i % 4 ? 7 : 200;
        h.moved[i][AU_TRACE_COPIED_DEPTH] = i % 2 ? 6 : 0;
    }
    const struct au_tells t = tells_of(&h, 1, false);
    CHECK(t.is_known && t.images == N && t.clusters == N && !t.has_undone);
    CHECK_SAY(t.border.mean == 0.75 && fabs(t.border_clean.mean - 0.1) < 1e-12, "%g and %g", t.border.mean,
              t.border_clean.mean);
    CHECK(fabs(t.border.se - sqrt(0.75 * 0.25 / (N - 1))) < 1e-9);
    CHECK_SAY(t.border_depth_px == 2 && t.border_level == 7, "depth %g, level %g", t.border_depth_px, t.border_level);
    CHECK(t.copied.mean == 0.5 && t.copied_clean.mean == 0 && t.copied_depth_px == 6);
    CHECK(t.jpeg_share == 0 && t.recoded_images == 0);
}

TEST(images_of_one_cluster_count_once)
{
    struct hand h;
    start(&h);
    for (int i = 0; i < N; i++) h.moved[i][AU_TRACE_BORDER_SHARE] = i / 20 % 2 ? 1.0f : 0.0f;
    const struct au_tells alone = tells_of(&h, 1, false), together = tells_of(&h, 20, false);
    CHECK(together.clusters == N / 20);
    CHECK_SAY(together.border.se > 4 * alone.border.se, "errors %g and %g", together.border.se, alone.border.se);
}

/* The obvious definition: all pairs. */
static double pairs_won(const struct hand *h)
{
    double won = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            const double a = ((double)h->clean[i][AU_TRACE_DETAIL_X] + (double)h->clean[i][AU_TRACE_DETAIL_Y]) / 2;
            const double b = ((double)h->moved[j][AU_TRACE_DETAIL_X] + (double)h->moved[j][AU_TRACE_DETAIL_Y]) / 2;
            won += a > b ? 1 : a < b ? 0 : 0.5;
        }
    return won / ((double)N * N);
}

TEST(lost_detail_is_the_mean_log_change_and_its_auc_is_that_of_all_pairs)
{
    struct hand h;
    struct au_rng rng;
    start(&h);
    au_rng_start(&rng, 5, 5);
    for (int i = 0; i < N; i++) {
        const float detail = (float)au_rng_integer(&rng, 0, 6) / 4;
        h.clean[i][AU_TRACE_DETAIL_X] = detail + 0.5f, h.clean[i][AU_TRACE_DETAIL_Y] = detail - 0.5f;
        h.moved[i][AU_TRACE_DETAIL_X] = detail - 0.25f, h.moved[i][AU_TRACE_DETAIL_Y] = detail - 0.75f;
        h.undone[i][AU_TRACE_DETAIL_X] = h.undone[i][AU_TRACE_DETAIL_Y] = detail - (float)(i % 2);
    }
    const struct au_tells t = tells_of(&h, 1, true);
    CHECK_SAY(fabs(t.detail.mean + 0.5) < 1e-6 && t.detail.se < 1e-6, "change %g +- %g", t.detail.mean, t.detail.se);
    CHECK(t.has_undone && fabs(t.detail_undone.mean + 0.5) < 1e-6 && t.detail_undone.se > 0.02);
    CHECK_SAY(fabs(t.detail_auc - pairs_won(&h)) < 1e-12, "AUC %g, pairs %g", t.detail_auc, pairs_won(&h));
    CHECK(t.detail_auc > 0.6);
}

TEST(jpeg_files_moved_grids_and_residuals_are_counted_over_those_that_were_recoded)
{
    struct hand h;
    start(&h);
    for (int i = 0; i < N; i++) {
        h.clean[i][AU_TRACE_BLOCK] = i < 300 ? (i % 2 ? 16.0f : 8.0f) : 0;
        h.moved[i][AU_TRACE_TURN] = i < 100 ? AU_JPEG_GRID_MOVED : i < 120 ? AU_JPEG_TABLE_TURNED : AU_JPEG_UNTOLD;
        if (i >= 60) continue;
        h.clean[i][AU_TRACE_RESIDUAL] = 0.51f;
        h.moved[i][AU_TRACE_RESIDUAL] = 3.06f;
    }
    const struct au_tells t = tells_of(&h, 1, false);
    CHECK(fabs(t.jpeg_share - 0.75) < 1e-9 && t.block_px == 16 && t.recoded_images == 60);
    CHECK_SAY(fabs(t.grid_moved.mean - 0.25) < 1e-9 && fabs(t.turn_traced.mean - 0.3) < 1e-9, "%g and %g",
              t.grid_moved.mean, t.turn_traced.mean);
    CHECK_SAY(fabs(t.recoded.mean - 0.01) < 1e-6, "%g", t.recoded.mean);
}
