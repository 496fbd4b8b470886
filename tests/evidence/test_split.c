/* SPDX-License-Identifier: Apache-2.0
 * test_split.c - losses on images that taught nobody. */
#include "cloud.h"

static void drown(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    for (int d = 0; d < CLOUD_DIMENSIONS; d++) to[d] = from[d] + (float)(6 * cloud_normal(c, row, draw, d));
}

TEST(a_fifth_of_the_clusters_are_tried_and_only_what_is_destroyed_is_lost)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.apart = 4, .per_class = 200, .seed = 61}, &c);
    struct au_findings stay = cloud_measure(&c, cloud_stay, false), lost = cloud_measure(&c, drown, false);
    for (uint32_t k = 0; k < 2; k++) {
        const struct au_split *kept = &stay.of_class[k].split, *gone = &lost.of_class[k].split;
        CHECK_SAY(kept->clusters == 40 && gone->clusters == 40, "%g and %g trials", kept->clusters, gone->clusters);
        CHECK_SAY(kept->losses <= 1 && kept->is_whole, "%g lost by doing nothing", kept->losses);
        CHECK_SAY(gone->losses > 8 && gone->losses < 30, "%g of 40 lost to noise", gone->losses);
    }
    au_findings_release(&stay);
    au_findings_release(&lost);
    cloud_release(&c);
}

TEST(frames_of_one_track_are_one_trial_with_their_mean_loss)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.apart = 4, .per_class = 200, .per_cluster = 4, .seed = 62}, &c);
    struct au_findings f = cloud_measure(&c, drown, false);
    CHECK_SAY(f.of_class[0].split.clusters == 10, "%g trials", f.of_class[0].split.clusters);
    CHECK(!f.of_class[0].split.is_whole && f.of_class[0].split.losses > 1 && f.of_class[0].split.losses < 9);
    au_findings_release(&f);
    cloud_release(&c);
}
