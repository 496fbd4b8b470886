/* SPDX-License-Identifier: Apache-2.0
 * information.c - how many bits about the label are in the image, and how many does the transform leave?
 *
 * V-information (Xu, Zhao, Song, Stewart, Ermon 2020; image by image: Ethayarajh, Choi, Swayamdipta 2022; methods.md F1): the family V reads
 * p(k) ~ prior(k) exp(slope (score(k) - prior(k) + 1/K)) off the scores of the ridge, mixed with a thousandth of the prior. Slope 0 ignores the image,
 * so knowing it never costs a learner that calibrates well. The slope, and which arm reads transformed images, are chosen on the other half of the images. */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "probe.h"

#define FIT_ROWS 2000 /* enough for one slope */
#define STEPS 12
#define SLOPE_MAX 200.0
static const double ignorance = 0.001;

struct
    law { /* of labels: who is what, and per class its share and where the scores of a learner that knows nothing stand */
    const uint32_t *label;
    double *share, *centre;
};

struct reader { /* one arm */
    const float *scores;
    const struct law *law;
    double slope[2], bits[2]; /* for the rows of each half, learned on the other; what it finds there */
};

struct desk { /* scratch of one call */
    const struct au_setting *setting;
    double *odds;         /* per class */
    double *clean, *kept; /* per row: pointwise information */
};

/* Fills desk->odds with exp(odds - largest); returns their sum. */
static double open_odds(const struct desk *d, const struct law *law, const float *scores, double slope)
{
    const size_t classes = d->setting->classes;
    double largest = -INFINITY, sum = 0;
    for (size_t k = 0; k < classes; k++) {
        d->odds[k] = slope * ((double)scores[k] - law->centre[k]);
        largest = law->share[k] > 0 ? fmax(largest, d->odds[k]) : largest;
    }
    for (size_t k = 0; k < classes; k++) sum += d->odds[k] = law->share[k] * exp(fmin(0, d->odds[k] - largest));
    return sum;
}

/* log2 of the probability of the label over its share. */
static double bits_of(const struct desk *d, const struct reader *r, double slope, size_t row)
{
    const size_t label = r->law->label[row];
    const double sum = open_odds(d, r->law, r->scores + row * d->setting->classes, slope);
    return log2((1 - ignorance) * d->odds[label] / sum / r->law->share[label] + ignorance);
}

/* First and second derivative of the log likelihood of one row by the slope. */
static void differentiate(const struct desk *d, const struct reader *r, double slope, size_t row, double *first,
                          double *second)
{
    const size_t classes = d->setting->classes, label = r->law->label[row];
    const float *own = r->scores + row * classes;
    const double sum = open_odds(d, r->law, own, slope);
    double mean = 0, square = 0;
    for (size_t k = 0; k < classes; k++) {
        const double place = (double)own[k] - r->law->centre[k], p = d->odds[k] / sum;
        mean += p * place;
        square += p * place * place;
    }
    *first += (double)own[label] - r->law->centre[label] - mean;
    *second += square - mean * mean;
}

struct rows { /* at most FIT_ROWS rows of a half, spread evenly */
    uint32_t row[FIT_ROWS];
    size_t count;
};

static void choose_rows(const struct au_setting *s, int half, struct rows *out)
{
    size_t all = 0, seen = 0;
    for (size_t i = 0; i < s->count; i++) all += s->part[i] % 2 == half;
    const size_t wanted = all < FIT_ROWS ? all : FIT_ROWS;
    out->count = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->part[i] % 2 != half) continue;
        if (seen++ * wanted / all >= out->count && out->count < wanted) out->row[out->count++] = (uint32_t)i;
    }
}

/* Newton's method: the log likelihood is concave in the slope. */
static double fit_slope(const struct desk *d, const struct reader *reader, const struct rows *rows)
{
    double slope = 5;
    for (int step = 0; step < STEPS; step++) {
        double first = 0, second = 0;
        for (size_t i = 0; i < rows->count; i++) differentiate(d, reader, slope, rows->row[i], &first, &second);
        const double next = fmin(fmax(slope + first / fmax(second, 1e-9), slope / 4), fmin(4 * slope + 1, SLOPE_MAX));
        if (fabs(next - slope) < 1e-4 * slope) break;
        slope = next;
    }
    return slope;
}

static void calibrate(const struct desk *d, const struct rows rows[2], struct reader *reader)
{
    for (int half = 0; half < 2; half++) {
        const struct rows *other = &rows[1 - half];
        reader->slope[half] = fit_slope(d, reader, other);
        reader->bits[half] = 0;
        for (size_t i = 0; i < other->count; i++)
            reader->bits[half] += bits_of(d, reader, reader->slope[half], other->row[i]);
    }
}

static const struct reader *better(const struct reader *a, const struct reader *b, int half)
{
    return !a || b->bits[half] > a->bits[half] ? b : a;
}

static void read_rows(const struct desk *d, const struct reader *clean, const struct reader *arms, size_t arm_count)
{
    const struct au_setting *s = d->setting;
    const struct reader *best[2] = {NULL, NULL};
    for (size_t a = 0; a < arm_count; a++)
        for (int half = 0; half < 2; half++) best[half] = better(best[half], &arms[a], half);
    for (size_t i = 0; i < s->count; i++) {
        const int half = s->part[i] % 2;
        d->clean[i] = bits_of(d, clean, clean->slope[half], i);
        d->kept[i] = bits_of(d, best[half], best[half]->slope[half], i);
    }
}

static double bits_clean(const void *context, size_t row)
{
    return ((const struct desk *)context)->clean[row];
}

static double bits_kept(const void *context, size_t row)
{
    return ((const struct desk *)context)->kept[row];
}

static double bits_lost(const void *context, size_t row)
{
    return bits_clean(context, row) - bits_kept(context, row);
}

static void write_down(const struct desk *d, struct au_mean_scratch *means, struct au_findings *f)
{
    const struct au_setting *s = d->setting;
    for (size_t k = 0; k < s->classes; k++) {
        struct au_insight *in = &f->of_class[k].insight;
        in->has_information = 1;
        in->bits_clean = au_class_mean(s, k, bits_clean, d, means);
        in->bits_kept = au_class_mean(s, k, bits_kept, d, means);
        in->bits_lost = au_class_mean(s, k, bits_lost, d, means);
    }
    f->insight.has_information = 1;
    f->insight.bits_clean = au_overall_mean(s, bits_clean, d, means);
    f->insight.bits_kept = au_overall_mean(s, bits_kept, d, means);
    f->insight.bits_lost = au_overall_mean(s, bits_lost, d, means);
}

static void prepare(const struct au_scores *x, const struct law *clean, const struct law *moved)
{
    const struct au_setting *s = x->setting;
    for (size_t k = 0; k < s->classes; k++) {
        const size_t as = au_counts_as(x, k);
        clean->share[k] = moved->share[as] = (double)(s->class_start[k + 1] - s->class_start[k]) / (double)s->count;
        clean->centre[k] = moved->centre[as] = clean->share[k] - 1 / (double)s->classes;
    }
}

static void inform(const struct au_scores *x, const struct desk *d, const struct law *clean_law,
                   const struct law *moved_law, struct rows rows[2])
{
    struct reader clean = {.scores = x->setting->space[AU_SPACE_MAIN].scores, .law = clean_law}, arms[AU_ARM_COUNT];
    size_t arm_count = 0;
    calibrate(d, rows, &clean);
    for (int a = 0; a < AU_ARM_COUNT; a++)
        if (x->read[a]) arms[arm_count++] = (struct reader){.scores = x->read[a], .law = moved_law};
    for (size_t a = 0; a < arm_count; a++) calibrate(d, rows, &arms[a]);
    read_rows(d, &clean, arms, arm_count);
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const struct au_setting *s = x->setting;
    const size_t k = s->classes;
    if (x->source->is_stratum) return AUG_OK;
    double *of_classes = au_alloc(5 * k, sizeof *of_classes), *of_rows = au_alloc(2 * s->count, sizeof *of_rows);
    struct rows *rows = au_alloc(2, sizeof *rows);
    struct au_mean_scratch means = {0};
    const enum aug_status status = au_mean_scratch_make(s, &means, err);
    const bool complete = of_classes && of_rows && rows && status == AUG_OK;
    for (int half = 0; complete && half < 2; half++) choose_rows(s, half, &rows[half]);
    if (complete && rows[0].count > 0 && rows[1].count > 0) {
        const struct desk desk = {s, of_classes, of_rows, of_rows + s->count};
        const struct law clean = {s->label, of_classes + k, of_classes + 2 * k},
                         moved = {x->moved_label, of_classes + 3 * k, of_classes + 4 * k};
        prepare(x, &clean, &moved);
        inform(x, &desk, &clean, &moved, rows);
        write_down(&desk, &means, f);
    }
    au_mean_scratch_release(&means);
    au_free(rows);
    au_free(of_rows);
    au_free(of_classes);
    return complete ? AUG_OK : au_no_memory(err, "the information probe");
}

const struct au_probe au_probe_information = {
    "information", "How many bits about the label does the transform leave in the image?", measure};
