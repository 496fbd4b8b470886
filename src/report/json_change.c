/* SPDX-License-Identifier: Apache-2.0
 * json_change.c - predicted changes as JSON. */
#include "json_change.h"

void au_json_change(struct au_json *json, const char *key, const struct aug_change *change)
{
    au_json_object(json, key);
    json->compact = true;
    au_json_number(json, "estimate", change->estimate);
    au_json_number(json, "low", change->low);
    au_json_number(json, "high", change->high);
    au_json_string(json, "grade", aug_grade_name(AUG_GRADE_ESTIMATED));
    au_json_end_object(json);
    json->compact = false;
}

void au_json_pairs(struct au_json *json, const struct aug_audit *audit)
{
    if (audit->pair_count == 0) return;
    au_json_list(json, "pairs");
    for (size_t i = 0; i < audit->pair_count; i++) {
        const struct aug_pair_change *pair = &audit->pairs[i];
        au_json_object(json, NULL);
        au_json_string(json, "first", pair->first);
        au_json_string(json, "second", pair->second);
        au_json_change(json, "first_alone", &pair->first_alone);
        au_json_change(json, "second_alone", &pair->second_alone);
        au_json_change(json, "sum", &pair->sum);
        au_json_change(json, "together", &pair->together);
        au_json_change(json, "interaction", &pair->interaction);
        au_json_end_object(json);
    }
    au_json_end_list(json);
}

void au_json_pipeline_change(struct au_json *json, const struct aug_audit *audit)
{
    const struct aug_whole_change *whole = &audit->whole;
    if (!audit->has_whole) return;
    if (!whole->is_known) au_json_string(json, "why_no_change", whole->why_not);
    if (!whole->is_known) return;
    au_json_change(json, "change", &whole->change);
    au_json_list(json, "classes");
    for (int k = 0; k < audit->class_count; k++) {
        au_json_object(json, NULL);
        au_json_string(json, "name", audit->class_names[k]);
        au_json_change(json, "change", &whole->classes[k]);
        au_json_end_object(json);
    }
    au_json_end_list(json);
}
