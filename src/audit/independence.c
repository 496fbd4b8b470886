/* SPDX-License-Identifier: Apache-2.0
 * independence.c - how many independent images a class really has (methods F35). */
#include <math.h>
#include <string.h>

#include "core/memory.h"
#include "stats/design.h"
#include "units.h"

#define THIN 3 /* images for each independent one: intervals are 1.7 times as wide as their number suggests */

/* Probability that the cross-fitted clean learner does not give to the true class, less the class's mean. */
static bool fill_losses(const struct au_setting *s, double *losses)
{
    float *row = au_alloc(s->classes, sizeof *row);
    for (size_t i = 0; row && i < s->count; i++) {
        au_probabilities(s->space[AU_SPACE_MAIN].scores + i * s->classes, s->classes, row);
        losses[i] = 1 - (double)row[s->label[i]];
    }
    for (size_t k = 0; row && k < s->classes; k++) {
        double sum = 0;
        for (size_t j = s->class_start[k]; j < s->class_start[k + 1]; j++) sum += losses[s->by_class[j]];
        for (size_t j = s->class_start[k]; j < s->class_start[k + 1]; j++)
            losses[s->by_class[j]] -= sum / (double)(s->class_start[k + 1] - s->class_start[k]);
    }
    au_free(row);
    return row != NULL;
}

static enum aug_status measure_correlation(const struct au_run *run, double *out, struct aug_error *err)
{
    const struct au_setting *s = &run->setting;
    double *losses = au_alloc(s->count, sizeof *losses);
    struct au_cluster_sum *sums = au_alloc((size_t)run->data->cluster_count, sizeof *sums);
    const bool complete = losses && sums && fill_losses(s, losses);
    if (complete) *out = fmax(au_design_of(losses, s->cluster, NULL, s->count, sums).correlation, 0);
    au_free(losses);
    au_free(sums);
    return complete ? AUG_OK : au_no_memory(err, "the correlation within clusters");
}

/* Size of the cluster that an image is in, on average over the images of a class; `sizes` all zero, and left so. */
static double cluster_size(const struct au_setting *s, size_t k, uint32_t *sizes)
{
    const size_t first = s->class_start[k], end = s->class_start[k + 1];
    double sum = 0;
    for (size_t j = first; j < end; j++) sizes[s->local_cluster[j]]++;
    for (size_t j = first; j < end; j++) sum += sizes[s->local_cluster[j]];
    for (size_t j = first; j < end; j++) sizes[s->local_cluster[j]] = 0;
    return end > first ? sum / (double)(end - first) : 1;
}

static enum aug_status count_classes(struct au_run *run, struct aug_independence *out, struct aug_error *err)
{
    const struct au_setting *s = &run->setting;
    double *effective = au_arena_alloc(&run->arena, s->classes, sizeof *effective);
    uint32_t *sizes = au_alloc(s->clusters_max + 1, sizeof *sizes);
    for (size_t k = 0; effective && sizes && k < s->classes; k++) {
        const double images = (double)(s->class_start[k + 1] - s->class_start[k]);
        effective[k] = images / au_design_effect(cluster_size(s, k, sizes), out->correlation);
        out->effective += effective[k];
        out->thin_count += effective[k] * THIN < images;
    }
    out->class_effective = effective;
    const bool complete = effective && sizes;
    au_free(sizes);
    return complete ? AUG_OK : au_no_memory(err, "the number of independent images");
}

static enum aug_status copy_groupings(struct au_run *run, struct aug_independence *out, struct aug_error *err)
{
    const size_t count = run->data->grouping_count;
    struct aug_grouping *groupings = au_arena_alloc(&run->arena, count, sizeof *groupings);
    bool complete = groupings != NULL;
    for (size_t i = 0; complete && i < count; i++) {
        groupings[i] = run->data->groupings[i];
        groupings[i].about = au_arena_strdup(&run->arena, groupings[i].about);
        groupings[i].example = au_arena_strdup(&run->arena, groupings[i].example);
        complete = groupings[i].about && groupings[i].example;
    }
    out->groupings = groupings;
    out->grouping_count = count;
    return complete ? AUG_OK : au_no_memory(err, "what file names say");
}

enum aug_status au_run_independence(struct au_run *run, struct aug_independence *out, struct aug_error *err)
{
    const struct aug_dataset *data = run->data;
    *out = (struct aug_independence){.correlation = 1};
    for (size_t i = 0; i < data->duplicate_count; i++) {
        if (data->duplicates[i].kind != AUG_DUPLICATE_NEAR) continue;
        out->near_duplicate_count++;
        out->near_across_classes += data->duplicates[i].across_classes;
    }
    if (run->has_setting) AUG_TRY(measure_correlation(run, &out->correlation, err));
    AUG_TRY(count_classes(run, out, err));
    return copy_groupings(run, out, err);
}
