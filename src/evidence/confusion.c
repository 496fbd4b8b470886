/* SPDX-License-Identifier: Apache-2.0
 * confusion.c - what does the transform make of each class, to the eyes of somebody who knows clean images only?
 *
 * A picture of the need, not a proof of harm: what this learner misreads another one may well recover (recovery.c). */
#include "confusion.h"

#include <math.h>

#include "core/memory.h"
#include "probe.h"

static void add_readings(const struct au_setting *s, const float *scores, size_t k, double weight, double *row)
{
    for (size_t at = s->class_start[k]; at < s->class_start[k + 1]; at++)
        row[au_largest(scores + s->by_class[at] * s->classes, s->classes)] += weight;
}

/* row[to]: share of T(k) read as `to`, minus the same of clean images. */
static void confuse(const struct au_scores *x, size_t k, double *row)
{
    const struct au_setting *s = x->setting;
    const double images = (double)(s->class_start[k + 1] - s->class_start[k]);
    for (size_t to = 0; to < s->classes; to++) row[to] = 0;
    add_readings(s, x->read[AU_ARM_CLEAN], k, 1 / images, row);
    add_readings(s, s->space[AU_SPACE_MAIN].scores, k, -1 / images, row);
}

static size_t largest_change(const double *row, size_t classes)
{
    size_t best = 0;
    for (size_t to = 1; to < classes; to++)
        if (fabs(row[to]) > fabs(row[best])) best = to;
    return best;
}

/* Takes the largest changes out of `row`. */
static void keep(double *row, size_t classes, size_t k, struct au_confusion *out)
{
    for (int kept = 0; kept < AU_CONFUSION_PER_CLASS; kept++) {
        const size_t to = largest_change(row, classes);
        if (fabs(row[to]) < AU_CONFUSION_LEAST) return;
        out->cells[out->count++] = (struct au_confusion_cell){(int32_t)k, (int32_t)to, (float)row[to]};
        row[to] = 0;
    }
}

static enum aug_status measure(const struct au_scores *x, struct au_findings *f, struct aug_error *err)
{
    const size_t classes = x->setting->classes;
    double *row = au_alloc(classes, sizeof *row);
    f->confusion.cells = au_alloc(classes * AU_CONFUSION_PER_CLASS, sizeof *f->confusion.cells);
    const bool complete = row && f->confusion.cells;
    for (size_t k = 0; complete && k < classes; k++) {
        confuse(x, k, row);
        keep(row, classes, k, &f->confusion);
    }
    au_free(row);
    return complete ? AUG_OK : au_no_memory(err, "the confusion of the classes");
}

const struct au_probe au_probe_confusion = {
    "confusion", "What are transformed images read as by somebody who knows clean images only?", measure};
