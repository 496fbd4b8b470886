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

/* confusion[k * classes + c]: share of class k that is read as c. */
static void confuse(const struct au_setting *s, const float *scores, double *confusion)
{
    for (size_t i = 0; i < s->classes * s->classes; i++) confusion[i] = 0;
    for (size_t row = 0; row < s->count; row++) {
        const size_t k = s->label[row], read = au_largest(scores + row * s->classes, s->classes);
        confusion[k * s->classes + read] += 1 / (double)(s->class_start[k + 1] - s->class_start[k]);
    }
}

/* Of the images of k that are read as k or c, the share read as c. */
static double one_way(const double *confusion, size_t classes, size_t k, size_t c)
{
    const double wrong = confusion[k * classes + c], right = confusion[k * classes + k];
    return wrong + right > 0 ? wrong / (wrong + right) : 0.5;
}

/* Balanced over both directions, so that a learner that calls everything k does not pass for one that knows k. */
static double pair_error(const double *confusion, size_t classes, size_t k, size_t c)
{
    return (one_way(confusion, classes, k, c) + one_way(confusion, classes, c, k)) / 2;
}

/* Error of "it is read as k" as a test of k against c, both alike frequent. A rare class that is read as frequent ones is seldom confused by pairs (no c is
 * read as k), yet what is read right in 7 % of its images cannot be seen to lose more than 7 points. Nought where c is read worse by half: then
 * that is the fault of c. */
static double detection_error(const double *confusion, size_t classes, size_t k, size_t c)
{
    const double right = confusion[k * classes + k];
    if (confusion[c * classes + c] < right / 2) return 0;
    return (1 - right + confusion[c * classes + k]) / 2;
}

static double spread(const struct au_setting *s, double error, size_t k, size_t c)
{
    const double a = (double)s->class_clusters[k], b = (double)s->class_clusters[c];
    return sqrt(fmax(error * (1 - error), 1 / fmin(a, b)) * (1 / a + 1 / b) / 4);
}

/* Is `better` below half of `worse`, by more than the margin and by more than chance? */
static bool clearly_better(double better, double worse, double sd)
{
    return worse - fmax(2 * better, margin) > z * sd;
}

static void call_blind(struct au_setting *s, size_t k, size_t to, int space, double error)
{
    s->blind_to[k] = (int32_t)to;
    s->blind_space[k] = space;
    s->blind_error[k] = error;
}

static bool can_be_compared(const struct au_setting *s, size_t k, size_t c)
{
    return c != k && s->class_clusters[k] > 1 && s->class_clusters[c] > 1;
}

/* The class that k is told from worst, if no better than a coin would. */
static void compare_with_coin(struct au_setting *s, const double *confusion, size_t k)
{
    double worst = AU_BLIND_ERROR;
    for (size_t c = 0; c < s->classes; c++) {
        if (!can_be_compared(s, k, c)) continue;
        const double error = fmax(pair_error(confusion, s->classes, k, c),
                                  detection_error(confusion, s->classes, k, c));
        if (error > worst) call_blind(s, k, c, -1, worst = error);
    }
}

struct readings { /* confusion of each reader; NULL: it was not asked */
    double *of[AU_READERS];
};

static void compare_readers(struct au_setting *s, const struct readings *readings, size_t k, size_t c)
{
    const double main = pair_error(readings->of[AU_READER_MAIN], s->classes, k, c);
    const double sd = spread(s, main, k, c);
    const int last = s->blind_to[k] >= 0 ? AU_READERS
                                         : AU_READER_SECOND; /* a network on features names, and calls nobody blind */
    for (int reader = AU_READER_MAIN + 1; main > AU_POOR_ERROR && reader < last; reader++)
        if (readings->of[reader] && clearly_better(pair_error(readings->of[reader], s->classes, k, c), main, sd))
            call_blind(s, k, c, reader, main);
}

static void find_hardest(struct au_setting *s, const struct readings *readings, size_t k)
{
    struct au_adequacy *a = &s->adequacy[k];
    double worst = -1;
    *a = (struct au_adequacy){.hardest = s->blind_to[k]};
    for (size_t c = 0; s->blind_to[k] < 0 && c < s->classes; c++) {
        const double error = can_be_compared(s, k, c) ? pair_error(readings->of[AU_READER_MAIN], s->classes, k, c) : -1;
        if (error <= worst) continue;
        worst = error;
        a->hardest = (int32_t)c;
    }
    for (int reader = 0; a->hardest >= 0 && reader < AU_READERS; reader++) {
        if (!readings->of[reader]) continue;
        a->error[reader] = pair_error(readings->of[reader], s->classes, k, (size_t)a->hardest);
        a->asked |= 1u << reader;
    }
}

static void compare_all(struct au_setting *s, const struct readings *readings)
{
    for (size_t k = 0; k < s->classes; k++) {
        s->blind_to[k] = s->blind_space[k] = -1;
        compare_with_coin(s, readings->of[AU_READER_MAIN], k);
        const bool is_blind = s->blind_to[k] >= 0;
        if (is_blind) compare_readers(s, readings, k, (size_t)s->blind_to[k]);
        for (size_t c = 0; c < s->classes && !is_blind && s->blind_to[k] < 0; c++)
            if (can_be_compared(s, k, c)) compare_readers(s, readings, k, c);
        find_hardest(s, readings, k);
    }
}

static bool some_pair_is_poor(const struct au_setting *s, const double *confusion)
{
    for (size_t k = 0; k < s->classes; k++)
        for (size_t c = 0; c < k; c++)
            if (can_be_compared(s, k, c) && pair_error(confusion, s->classes, k, c) > AU_POOR_ERROR) return true;
    return false;
}

/* The second learner costs a training, so it is asked only where the first may be blind. */
static enum aug_status read_all(struct au_setting *s, struct readings *readings, struct aug_error *err)
{
    for (int space = 0; space < AU_SPACE_COUNT; space++) confuse(s, s->space[space].scores, readings->of[space]);
    if (some_pair_is_poor(s, readings->of[AU_READER_MAIN])) {
        readings->of[AU_READER_SECOND] = au_alloc(s->classes * s->classes, sizeof(double));
        if (!readings->of[AU_READER_SECOND]) return au_no_memory(err, "the comparison of the learners");
        AUG_TRY(au_setting_second(s, err));
        confuse(s, s->second_scores, readings->of[AU_READER_SECOND]);
    }
    compare_all(s, readings);
    return AUG_OK;
}

enum aug_status au_setting_compare(struct au_setting *s, struct aug_error *err)
{
    struct readings readings = {{NULL}};
    bool complete = true;
    for (int i = 0; i < AU_SPACE_COUNT; i++)
        complete = (readings.of[i] = au_alloc(s->classes * s->classes, sizeof(double))) && complete;
    s->blind_to = au_alloc(s->classes, sizeof *s->blind_to);
    s->blind_space = au_alloc(s->classes, sizeof *s->blind_space);
    s->blind_error = au_alloc(s->classes, sizeof *s->blind_error);
    s->adequacy = au_alloc(s->classes, sizeof *s->adequacy);
    complete = complete && s->blind_to && s->blind_space && s->blind_error && s->adequacy;
    const enum aug_status status = complete ? read_all(s, &readings, err)
                                            : au_no_memory(err, "the comparison of the learners");
    for (int i = 0; i < AU_READERS; i++) au_free(readings.of[i]);
    return status;
}
