/* SPDX-License-Identifier: Apache-2.0
 * adequacy.c - can the main learner tell the classes apart on clean images? (methods.md F12, revision R8)
 *
 * What a learner cannot see it can neither clear nor accuse: to one that is blind to colour, grey changes nothing about red and green lamps.
 * An absolute limit on the error would block every hard data set, so the measure is relative: another embedding that separates the pair clearly
 * better, or a pair that is read like a coin toss. */
#include <math.h>

#include "core/memory.h"
#include "setting.h"

static const double margin = 0.05; /* points of confusion that matter */
static const double z = 1.645;     /* one-sided 5 % */

/* Share of class k that each class is read as. */
static void read_shares(const struct au_setting *s, const float *scores, size_t k, double *share)
{
    const size_t from = s->class_start[k], to = s->class_start[k + 1];
    for (size_t c = 0; c < s->classes; c++) share[c] = 0;
    for (size_t at = from; at < to; at++)
        share[au_largest(scores + s->by_class[at] * s->classes, s->classes)] += 1 / (double)(to - from);
}

static double error_of(double share, double clusters)
{
    return sqrt(fmax(share * (1 - share), 1 / clusters) / clusters);
}

/* Is `better` clearly less than half of `worse`, by more than the margin? */
static bool clearly_better(double better, double worse, double clusters)
{
    const double gap = worse - fmax(2 * better, margin);
    return gap > z * error_of(worse, clusters);
}

/* Neither direction of the pair is read better than a coin would. */
static bool is_coin(const double *share, size_t k, size_t c, double clusters)
{
    return share[c] > margin && share[k] - share[c] < margin && share[k] + share[c] > 0.5 && clusters > 1;
}

static void compare_class(struct au_setting *s, size_t k, double *main, double *other)
{
    const double clusters = (double)s->class_clusters[k];
    s->blind_to[k] = s->blind_space[k] = -1;
    if (clusters < 2) return;
    read_shares(s, s->space[AU_SPACE_MAIN].scores, k, main);
    for (size_t c = 0; c < s->classes; c++)
        if (c != k && s->blind_to[k] < 0 && is_coin(main, k, c, clusters)) s->blind_to[k] = (int32_t)c;
    for (int space = AU_SPACE_MAIN + 1; space < AU_SPACE_COUNT; space++) {
        read_shares(s, s->space[space].scores, k, other);
        for (size_t c = 0; c < s->classes; c++) {
            const bool also_reads_own = other[k] > main[k] - margin;
            if (c == k || s->blind_space[k] >= 0 || !also_reads_own || !clearly_better(other[c], main[c], clusters)) continue;
            s->blind_to[k] = (int32_t)c;
            s->blind_space[k] = space;
        }
    }
}

enum aug_status au_setting_compare(struct au_setting *s, struct aug_error *err)
{
    double *main = au_alloc(s->classes, sizeof *main), *other = au_alloc(s->classes, sizeof *other);
    s->blind_to = au_alloc(s->classes, sizeof *s->blind_to);
    s->blind_space = au_alloc(s->classes, sizeof *s->blind_space);
    const bool complete = main && other && s->blind_to && s->blind_space;
    for (size_t k = 0; complete && k < s->classes; k++) compare_class(s, k, main, other);
    au_free(other);
    au_free(main);
    return complete ? AUG_OK : au_no_memory(err, "the comparison of the learners");
}
