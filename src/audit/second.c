/* SPDX-License-Identifier: Apache-2.0
 * second.c - where a transform would convict by a loss, or leaves one open, a second learner reads its images too (evidence/second.h). */
#include <pthread.h>
#include <string.h>

#include "core/memory.h"
#include "units.h"

#define DRAWS 2 /* more would take more memory than the measuring did */

static bool is_about_loss(const struct au_judged_class *c)
{
    const char *number = c->deciding.number;
    const bool loss = number && (strcmp(number, "recoverability_loss") == 0 || strcmp(number, "undone_loss") == 0);
    return c->cause == AU_CAUSE_LOST || (c->cause == AU_CAUSE_WIDTH && loss);
}

static bool can_be_read(const struct au_unit *unit)
{
    const struct au_findings *f = &unit->findings;
    return !unit->is_stratum && !f->mixing.images && !f->has_second && !f->not_measured && f->unchanged < 1;
}

static enum aug_status load_draws(const struct au_run *run, const struct au_unit *unit, float *draws[DRAWS],
                                  size_t *count, struct aug_error *err)
{
    for (*count = 0; *count < DRAWS; (*count)++) {
        const struct au_arm_key *arm = au_arm_find(run, unit->leaf, (int)*count, false);
        if (!arm) return AUG_OK;
        draws[*count] = au_alloc(run->data->sample_count * run->components[AU_SPACE_MAIN], sizeof(float));
        if (!draws[*count]) return au_no_memory(err, "the images of a second learner");
        AUG_TRY(au_arm_load(run, arm, (float *const[AU_SPACE_COUNT]){draws[*count]}, NULL, err));
    }
    return AUG_OK;
}

static enum aug_status learn_clean(struct au_run *run, struct aug_error *err)
{
    static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&one_at_a_time);
    const enum aug_status status = au_setting_second(&run->setting, err);
    pthread_mutex_unlock(&one_at_a_time);
    return status;
}

static enum aug_status read(struct au_run *run, struct au_unit *unit, struct aug_error *err)
{
    float *draws[DRAWS] = {NULL};
    size_t count = 0;
    enum aug_status status = load_draws(run, unit, draws, &count, err);
    if (status == AUG_OK)
        status = au_second_read(&run->setting, (const float *const *)draws, count, &unit->findings, err);
    for (size_t d = 0; d < DRAWS; d++) au_free(draws[d]);
    return status;
}

enum aug_status au_second_ask(struct au_run *run, struct au_unit *unit, struct aug_error *err)
{
    bool open = false;
    if (can_be_read(unit)) AUG_TRY(au_unit_asks(run, unit, is_about_loss, &open, err));
    if (!open) return AUG_OK;
    AUG_TRY(learn_clean(run, err));
    return read(run, unit, err);
}
