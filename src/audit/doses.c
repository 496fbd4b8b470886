/* SPDX-License-Identifier: Apache-2.0
 * doses.c - the fixed strengths of a range whose evidence is compared (evidence/dose_evidence.h). */
#include "units.h"

#include "pipeline/strata.h"

/* Of leaf i, if the unit is that leaf as configured. */
static bool is_leaf_of(const struct au_run *run, const struct au_unit *unit, size_t i)
{
    return run->leaf_first[i] < run->leaf_first[i + 1] && &run->units[run->leaf_first[i]] == unit;
}

static const struct au_unit *end_of(const struct au_run *run, const struct au_unit *unit)
{
    for (size_t i = 0; i < run->leaf_count; i++)
        if (is_leaf_of(run, unit, i)) return &run->units[run->leaf_first[i + 1]];
    return unit;
}

void au_unit_doses(const struct au_run *run, const struct au_unit *unit, struct au_unit_doses *out)
{
    struct au_leaf_range range;
    *out = (struct au_unit_doses){.count = 0};
    const struct au_unit *end = unit->is_stratum || unit->counts_as ? unit : end_of(run, unit);
    for (const struct au_unit *stratum = unit + 1; stratum < end && out->count < AU_DOSES_MAX; stratum++) {
        if (!stratum->param || !au_leaf_range(unit->leaf, stratum->param, &range) || !range.is_only || !range.is_signed)
            continue;
        out->low = range.low;
        out->high = range.high;
        out->strength[out->count] = stratum->strength;
        out->leaf[out->count++] = run->units[stratum->same_as].leaf;
    }
}
