/* SPDX-License-Identifier: Apache-2.0
 * independence.c - in words: how many images are really independent, and why. */
#include "writers.h"

#define NAMED 3

static void put_worth(struct au_text *out, const struct aug_audit *audit)
{
    char images[32], clusters[32], effective[32];
    au_text_printf(out, "%s images in %s cluster%s are worth about %s independent ones.",
                   au_count_text(audit->image_count, images), au_count_text(audit->cluster_count, clusters),
                   audit->cluster_count == 1 ? "" : "s",
                   au_count_text((size_t)(audit->independence.effective + 0.5), effective));
}

static double worth_share(const struct aug_audit *audit, int class_index)
{
    return audit->class_images[class_index] > 0
               ? audit->independence.class_effective[class_index] / (double)audit->class_images[class_index]
               : 1;
}

/* The class with the smallest share among those with a share above `above`, or of the same share and a later index; -1: none. */
static int next_thinnest(const struct aug_audit *audit, double above, int after)
{
    int best = -1;
    for (int c = 0; c < audit->class_count; c++) {
        const double share = worth_share(audit, c);
        if (share < above || (share == above && c <= after)) continue;
        if (best < 0 || share < worth_share(audit, best)) best = c;
    }
    return best;
}

static void put_thin(struct au_text *out, const struct aug_audit *audit)
{
    const size_t thin = audit->independence.thin_count;
    char number[32];
    if (thin == 0) return;
    au_text_printf(out,
                   " Warning: %s class%s worth less than a third of %s images, so that little can be decided on %s: ",
                   au_count_text(thin, number), thin == 1 ? " is" : "es are", thin == 1 ? "its" : "their",
                   thin == 1 ? "it" : "them");
    double share = -1;
    for (size_t i = 0, at = (size_t)-1; i < thin && i < NAMED; i++) {
        const int c = next_thinnest(audit, share, (int)at);
        if (c < 0) break;
        share = worth_share(audit, c), at = (size_t)c;
        au_text_printf(out, "%s%s (%zu images, %zu cluster%s)", i ? ", " : "", audit->class_names[c],
                       audit->class_images[c], audit->class_clusters[c], audit->class_clusters[c] == 1 ? "" : "s");
    }
    au_text_puts(out, thin > NAMED ? " ..." : ".");
}

static void put_names(struct au_text *out, const struct aug_independence *independence)
{
    for (size_t i = 0; i < independence->grouping_count; i++) {
        const struct aug_grouping *g = &independence->groupings[i];
        char groups[32];
        if (!g->accepted) continue;
        au_text_printf(
            out,
            " What file names say %s (as in %s) names %s groups, and the pixels confirm it: two images of a group correlate by %.2f.",
            g->about, g->example, au_count_text(g->groups, groups), g->correlation);
    }
}

static void put_near(struct au_text *out, const struct aug_independence *independence)
{
    char pairs[32], across[32];
    const size_t near = independence->near_duplicate_count;
    if (near == 0) return;
    au_text_printf(out, " %s pair%s of images show%s the same scene", au_count_text(near, pairs), near == 1 ? "" : "s",
                   near == 1 ? "s" : "");
    if (independence->near_across_classes > 0)
        au_text_printf(out, ", %s of them under two labels", au_count_text(independence->near_across_classes, across));
    au_text_puts(out, ".");
}

void au_independence_text(const struct aug_audit *audit, struct au_text *out)
{
    if (audit->cluster_count == audit->image_count || !audit->independence.class_effective) return;
    put_worth(out, audit);
    put_names(out, &audit->independence);
    put_near(out, &audit->independence);
    put_thin(out, audit);
}
