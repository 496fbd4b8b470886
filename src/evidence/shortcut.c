/* SPDX-License-Identifier: Apache-2.0
 * shortcut.c - can the class of clean images be read off what processing left in them? (methods.md F27) */
#include "core/memory.h"
#include "setting.h"
#include "stats/cluster.h"

/* How many of the traced images have the most frequent class. */
static double largest_share(const uint32_t *label, size_t count, size_t classes)
{
    double most = 0;
    for (uint32_t k = 0; k < classes; k++) {
        double of_class = 0;
        for (size_t i = 0; i < count; i++) of_class += label[i] == k;
        most = of_class > most ? of_class : most;
    }
    return most / (double)count;
}

struct reading {
    uint32_t *label, *read, *cluster;
    double *right;
    struct au_cluster_sum *sums;
};

static enum aug_status read_with(struct au_setting *s, const struct reading *r, struct aug_error *err)
{
    const struct au_traced *t = &s->traced;
    for (size_t i = 0; i < t->count; i++) {
        r->label[i] = s->label[t->rows[i]];
        r->cluster[i] = s->cluster[t->rows[i]];
    }
    AUG_TRY(au_apart_classes(&t->seen[AU_SIGHT_TRACES], r->label, s->classes, r->read, err));
    for (size_t i = 0; i < t->count; i++) r->right[i] = r->read[i] == r->label[i];
    const struct au_mean mean = au_cluster_mean(r->right, r->cluster, NULL, t->count, r->sums);
    s->trace_accuracy = (struct au_stat){mean.mean, mean.se};
    s->trace_prior = largest_share(r->label, t->count, s->classes);
    return AUG_OK;
}

enum aug_status au_setting_shortcut(struct au_setting *s, struct aug_error *err)
{
    const size_t count = s->traced.count;
    const struct reading r = {au_alloc(count, sizeof(uint32_t)), au_alloc(count, sizeof(uint32_t)),
                              au_alloc(count, sizeof(uint32_t)), au_alloc(count, sizeof(double)),
                              au_alloc(s->count, sizeof(struct au_cluster_sum))};
    const bool complete = r.label && r.read && r.cluster && r.right && r.sums;
    const enum aug_status status = complete ? read_with(s, &r, err) : au_no_memory(err, "the traces of classes");
    au_free(r.sums);
    au_free(r.right);
    au_free(r.cluster);
    au_free(r.read);
    au_free(r.label);
    return status;
}
