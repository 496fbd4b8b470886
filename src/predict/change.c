/* SPDX-License-Identifier: Apache-2.0
 * change.c - soft losses, moderated variances, shrinkage, and the method's own error. */
#include "change.h"

#include <math.h>

#include "core/memory.h"

#define TEMPERATURES 17
#define TEMPERATURE_MAX 16.
#define PRIOR_CLUSTERS 20. /* weight of the pooled variance against a class's own */
#define RARE .003          /* se of a class never below .3 images' worth of its count: (.3 / count)^2 */
#define Z90 1.6448536269514722
#define METHOD_FLOOR .003 /* the method's own error of a total: at least so much, */
#define METHOD_ROOM .02   /* and this share of the clean learner's error, */
#define METHOD_SIZE .3    /* and this share of the estimate */
#define METHOD_CLASS 1.6  /* how much larger it is for a class */

static double row_probability(const float *scores, size_t classes, size_t own, double temperature)
{
    double top = scores[0], sum = 0;
    for (size_t k = 1; k < classes; k++)
        if (scores[k] > top) top = scores[k];
    for (size_t k = 0; k < classes; k++) sum += exp(((double)scores[k] - top) * temperature);
    return exp(((double)scores[own] - top) * temperature) / sum;
}

void au_true_probability(const struct au_readings *r, const float *scores, double temperature, double *out)
{
    for (size_t i = 0; i < r->rows; i++)
        out[i] = row_probability(scores + i * r->classes, r->classes, r->label[i], temperature);
}

double au_choose_temperature(const struct au_readings *r, const float *scores, double *scratch)
{
    double best = 1, least = INFINITY;
    for (int t = 0; t < TEMPERATURES; t++) {
        const double temperature = pow(TEMPERATURE_MAX, (double)t / (TEMPERATURES - 1));
        double loss = 0;
        au_true_probability(r, scores, temperature, scratch);
        for (size_t i = 0; i < r->rows; i++) loss -= log(scratch[i] + 1e-9);
        if (loss < least) {
            least = loss;
            best = temperature;
        }
    }
    return best;
}

size_t au_top_class(const float *scores, size_t classes)
{
    size_t top = 0;
    for (size_t k = 1; k < classes; k++)
        if (scores[k] > scores[top]) top = k;
    return top;
}

double au_error_rate(const struct au_readings *r, const float *scores)
{
    size_t wrong = 0;
    for (size_t i = 0; i < r->rows; i++) {
        wrong += au_top_class(scores + i * r->classes, r->classes) != r->label[i];
    }
    return r->rows ? (double)wrong / (double)r->rows : 1;
}

/* ---- classes ---- */

/* Variances of single classes are small where the effect happens to be small, and would draw the common mean to zero: each class's variance
 * between clusters is moderated by the pooled one (Smyth 2004). */
static void moderate(struct au_class_mean *classes, const struct au_mean *means, size_t count)
{
    double pooled = 0, freedom = 0;
    for (size_t k = 0; k < count; k++)
        if (means[k].clusters > 1) {
            const double own = means[k].se * means[k].se * (double)means[k].clusters;
            pooled += own * (double)(means[k].clusters - 1);
            freedom += (double)(means[k].clusters - 1);
        }
    pooled = freedom > 0 ? pooled / freedom : 0;
    for (size_t k = 0; k < count; k++) {
        const double clusters = (double)means[k].clusters, own = means[k].se * means[k].se * clusters;
        classes[k] = (struct au_class_mean){means[k].mean, INFINITY};
        if (means[k].clusters < 2) continue;
        const double moderated = (PRIOR_CLUSTERS * pooled + (clusters - 1) * own) / (PRIOR_CLUSTERS + clusters - 1);
        const double rare = .3 / (double)means[k].count;
        classes[k].variance = moderated / clusters + rare * rare;
    }
}

void au_draw_together(struct au_class_mean *classes, size_t count)
{
    double weight = 0, squares = 0, mean = 0, q = 0;
    size_t used = 0;
    for (size_t k = 0; k < count; k++) {
        const double w = 1 / classes[k].variance;
        weight += w;
        squares += w * w;
        mean += w * classes[k].mean;
        used += w > 0;
    }
    if (weight <= 0) return;
    mean /= weight;
    for (size_t k = 0; k < count; k++) q += (classes[k].mean - mean) * (classes[k].mean - mean) / classes[k].variance;
    const double room = weight - squares / weight;
    const double spread = used > 1 && room > 0 ? fmax(0, (q - (double)(used - 1)) / room) : 0;
    for (size_t k = 0; k < count; k++) {
        const double v = classes[k].variance, own = isinf(v) ? 0 : spread + v > 0 ? spread / (spread + v) : 0;
        classes[k].mean = mean + own * (classes[k].mean - mean);
        classes[k].variance = (isinf(v) ? spread : own * v) + 1 / weight;
    }
}

/* ---- everything ---- */

static struct aug_change change_of(double estimate, double variance, double clean_error, double factor)
{
    const double room = METHOD_ROOM * clean_error, size = METHOD_SIZE * estimate;
    const double method = factor * factor * (METHOD_FLOOR * METHOD_FLOOR + room * room + size * size);
    const double half = Z90 * sqrt(variance + method);
    return (struct aug_change){100 * estimate, 100 * (estimate - half), 100 * (estimate + half)};
}

struct bench {
    struct au_mean *means;
    struct au_class_mean *classes;
    struct au_cluster_sum *scratch;
};

static double mean_of(const struct au_readings *r, const double *difference)
{
    double sum = 0;
    for (size_t i = 0; i < r->rows; i++) sum += difference[i] / (double)r->rows;
    return sum;
}

static void class_means(const struct au_readings *r, const double *difference, struct bench *b)
{
    for (size_t k = 0; k < r->classes; k++)
        b->means[k] = au_cluster_mean(difference, r->cluster, r->by_class + r->class_start[k],
                                      r->class_start[k + 1] - r->class_start[k], b->scratch);
    moderate(b->classes, b->means, r->classes);
}

static double variance_of_total(const struct au_readings *r, const struct bench *b)
{
    double variance = 0;
    for (size_t k = 0; k < r->classes; k++) {
        const double share = (double)b->means[k].count / (double)r->rows;
        if (b->means[k].clusters > 1) variance += share * share * b->classes[k].variance;
    }
    return variance;
}

static void fill(const struct au_readings *r, const double *sharp, const double *soft, const struct au_trust *trust,
                 double clean_error, struct bench *b, struct aug_change *out)
{
    const double total = mean_of(r, sharp), level = mean_of(r, soft);
    class_means(r, sharp, b);
    out[0] = change_of(total, variance_of_total(r, b), clean_error, trust->method);
    class_means(r, soft, b);
    au_draw_together(b->classes, r->classes);
    for (size_t k = 0; k < r->classes; k++)
        out[1 + k] = change_of(total + trust->pattern * (b->classes[k].mean - level), b->classes[k].variance,
                               clean_error, trust->method * METHOD_CLASS);
}

enum aug_status au_changes(const struct au_readings *r, const double *sharp, const double *soft,
                           const struct au_trust *trust, double clean_error, struct aug_change *out,
                           struct aug_error *err)
{
    struct bench b = {au_alloc(r->classes, sizeof *b.means), au_alloc(r->classes, sizeof *b.classes),
                      au_alloc(r->cluster_count, sizeof *b.scratch)};
    const bool complete = b.means && b.classes && b.scratch;
    if (complete) fill(r, sharp, soft, trust, clean_error, &b, out);
    au_free(b.means);
    au_free(b.classes);
    au_free(b.scratch);
    return complete ? AUG_OK : au_no_memory(err, "the predicted changes");
}
