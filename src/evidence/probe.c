/* SPDX-License-Identifier: Apache-2.0
 * probe.c - the list of probes, and one measurement from features to findings. */
#include "probe.h"

#include "core/memory.h"

#define PROBE(name) extern const struct au_probe au_probe_##name;
#include "probes.inc"
#undef PROBE

static const struct au_probe *const probes[] = {
#define PROBE(name) &au_probe_##name,
#include "probes.inc"
#undef PROBE
};

/* Where several images are mixed only these make sense. */
static const struct au_probe *const of_mixtures[] = {&au_probe_conflict, &au_probe_misplaced, &au_probe_mixing,
                                                     &au_probe_intrusion};

size_t au_probe_count(void)
{
    return sizeof probes / sizeof *probes;
}

const struct au_probe *au_probe_at(size_t i)
{
    return i < au_probe_count() ? probes[i] : NULL;
}

static enum aug_status start(const struct au_setting *s, const struct au_arm_source *source, struct au_findings *f,
                             struct aug_error *err)
{
    AUG_TRY(au_findings_make(s->classes, 0, f, err));
    f->has_many = source->is_random;
    f->has_undo = source->can_undo;
    f->exact_undo = source->undo_is_exact;
    f->is_preprocessing = source->is_preprocessing;
    f->unchanged = source->unchanged;
    f->clean_error = s->clean_error;
    for (size_t k = 0; k < s->classes; k++) {
        f->of_class[k].images = (double)(s->class_start[k + 1] - s->class_start[k]);
        f->of_class[k].clusters = (double)s->class_clusters[k];
        const size_t counts_as = source->counts_as ? source->counts_as[k] : k;
        const size_t blind = s->blind_to && s->blind_to[counts_as] >= 0 ? counts_as : k;
        f->of_class[k].swap = counts_as == k ? 0 : (uint32_t)counts_as + 1;
        f->of_class[k].blind_to = s->blind_to ? s->blind_to[blind] : -1;
        f->of_class[k].blind_space = s->blind_space ? s->blind_space[blind] : -1;
        f->of_class[k].blind_error = s->blind_error ? s->blind_error[blind] : 0;
        f->of_class[k].adequacy = s->adequacy ? s->adequacy[blind] : (struct au_adequacy){.hardest = -1};
    }
    return AUG_OK;
}

static enum aug_status run_probes(const struct au_scores *scores, struct au_findings *f, struct aug_error *err)
{
    const struct au_probe *const *asked = scores->source->mixed ? of_mixtures : probes;
    const size_t count = scores->source->mixed ? sizeof of_mixtures / sizeof *of_mixtures : au_probe_count();
    for (size_t i = 0; i < count; i++) AUG_TRY(asked[i]->measure(scores, f, err));
    return AUG_OK;
}

enum aug_status au_measure(const struct au_setting *setting, const struct au_arm_source *source,
                           struct au_findings *out, struct aug_error *err)
{
    struct au_scores scores = {0};
    struct au_findings findings = {0};
    enum aug_status status = start(setting, source, &findings, err);
    if (status == AUG_OK) status = au_scores_make(setting, source, &scores, err);
    if (status == AUG_OK) status = run_probes(&scores, &findings, err);
    au_scores_release(&scores);
    if (status == AUG_OK) *out = findings;
    else au_findings_release(&findings);
    return status;
}
