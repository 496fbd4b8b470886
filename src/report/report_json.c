/* SPDX-License-Identifier: Apache-2.0
 * report_json.c - every number, for programs: schema augaudit-report/1 (share/augaudit-report-1.schema.json). */
#include "core/json_write.h"
#include "json_change.h"
#include "writers.h"

static void write_number(struct au_json *json, const char *key, const struct aug_number *number)
{
    au_json_object(json, key);
    json->compact = true;
    au_json_number(json, "estimate", number->estimate);
    au_json_number(json, "low", number->low);
    au_json_number(json, "high", number->high);
    au_json_string(json, "method", number->method);
    au_json_string(json, "grade", aug_grade_name(number->grade));
    au_json_end_object(json);
    json->compact = false;
}

/* Percentage points of accuracy; only where a prediction was asked for. */
static void write_change(struct au_json *json, bool has_change, const struct aug_change *change)
{
    if (has_change) au_json_change(json, "change", change);
}

static void write_deciding(struct au_json *json, const struct aug_audit *audit, const struct aug_deciding *d)
{
    if (!d->rule) {
        au_json_string(json, "decided_by", NULL);
        return;
    }
    au_json_object(json, "decided_by");
    json->compact = true;
    au_json_string(json, "rule", d->rule);
    au_json_string(json, "number", d->number);
    if (d->number) {
        au_json_number(json, "estimate", d->value.estimate);
        au_json_number(json, "low", d->value.low);
        au_json_number(json, "high", d->value.high);
        au_json_number(json, "margin", d->margin);
        au_json_string(json, "grade", aug_grade_name(d->value.grade));
        au_json_string(json, "class", d->class_index < 0 ? NULL : au_class_name(audit, d->class_index));
        au_json_string(json, "at", d->at);
    }
    au_json_end_object(json);
    json->compact = false;
}

static void write_evidence(struct au_json *json, size_t count, const struct aug_evidence *evidence)
{
    au_json_object(json, "evidence");
    for (size_t i = 0; i < count; i++) write_number(json, evidence[i].name, &evidence[i].number);
    au_json_end_object(json);
}

/* null where nothing measured speaks against it, or nothing was decided. */
static void write_counter(struct au_json *json, const struct aug_audit *audit, const struct aug_counter *counter)
{
    if (!counter->number) {
        au_json_null(json, "counter");
        return;
    }
    au_json_object(json, "counter");
    json->compact = true;
    au_json_string(json, "number", counter->number);
    au_json_number(json, "estimate", counter->value.estimate);
    au_json_number(json, "low", counter->value.low);
    au_json_number(json, "high", counter->value.high);
    au_json_number(json, "margin", counter->margin);
    au_json_string(json, "grade", aug_grade_name(counter->value.grade));
    au_json_string(json, "class", au_class_name(audit, counter->class_index));
    au_json_string(json, "sentence", counter->sentence);
    au_json_end_object(json);
    json->compact = false;
}

/* Only where it is undecided. */
static void write_need(struct au_json *json, const struct aug_audit *audit, const struct aug_need *need)
{
    if (need->kind == AUG_NEED_NOTHING) return;
    au_json_object(json, "need");
    json->compact = true;
    au_json_string(json, "kind", aug_need_name(need->kind));
    au_json_string(json, "class", au_class_name(audit, need->class_index));
    if (need->kind == AUG_NEED_IMAGES) au_json_unsigned(json, "images_needed", need->images_needed);
    else au_json_null(json, "images_needed");
    au_json_string(json, "tier", need->is_offered ? aug_effort_name(need->tier) : NULL);
    au_json_string(json, "sentence", need->sentence);
    au_json_end_object(json);
    json->compact = false;
}

/* Ids of those that a class rests on. */
static void write_rests_on(struct au_json *json, const struct aug_audit *audit, const struct aug_class_result *result)
{
    au_json_list(json, "assumptions");
    json->compact = true;
    for (size_t i = 0; i < audit->assumption_count; i++)
        if (result->assumptions & (1u << i)) au_json_string(json, NULL, audit->assumptions[i].id);
    au_json_end_list(json);
    json->compact = false;
}

/* Those that the labels of a transform rest on: which classes, and how. */
static void write_touched(struct au_json *json, const struct aug_audit *audit,
                          const struct aug_transform_result *result)
{
    au_json_list(json, "assumptions");
    for (size_t i = 0; i < audit->assumption_count; i++) {
        if (!(result->assumptions & (1u << i))) continue;
        au_json_object(json, NULL);
        json->compact = true;
        au_json_string(json, "id", audit->assumptions[i].id);
        au_json_string(json, "how", audit->assumptions[i].touched);
        au_json_list(json, "classes");
        for (size_t k = 0; k < result->class_count; k++)
            if (result->classes[k].assumptions & (1u << i)) au_json_string(json, NULL, result->classes[k].name);
        au_json_end_list(json);
        au_json_end_object(json);
        json->compact = false;
    }
    au_json_end_list(json);
}

static void write_remarks(struct au_json *json, size_t count, const struct aug_remark *remarks)
{
    au_json_list(json, "remarks");
    for (size_t i = 0; i < count; i++) {
        au_json_object(json, NULL);
        au_json_string(json, "about", remarks[i].about);
        au_json_string(json, "text", remarks[i].text);
        au_json_end_object(json);
    }
    au_json_end_list(json);
}

/* Only where the user ruled. */
static void write_ruling(struct au_json *json, const struct aug_audit *audit, const struct aug_class_result *result)
{
    if (result->ruling.kind == AUG_RULING_NONE) return;
    au_json_object(json, "ruling");
    json->compact = true;
    au_json_string(json, "kind", aug_ruling_name(result->ruling.kind));
    if (result->ruling.kind == AUG_RULING_SWAP)
        au_json_string(json, "with", au_class_name(audit, result->ruling.swap_with));
    au_json_whole(json, "line", result->ruling.line);
    au_json_bool(json, "decided", result->by_ruling);
    if (result->has_unswapped) au_json_string(json, "label_without", aug_label_name(result->unswapped));
    au_json_end_object(json);
    json->compact = false;
}

static void write_class(struct au_json *json, const struct aug_audit *audit, const struct aug_class_result *result)
{
    au_json_object(json, NULL);
    au_json_string(json, "name", result->name);
    au_json_unsigned(json, "images", result->images);
    au_json_unsigned(json, "clusters", result->clusters);
    au_json_string(json, "label", aug_label_name(result->label));
    au_json_string(json, "reason", result->reason);
    write_deciding(json, audit, &result->deciding);
    write_counter(json, audit, &result->counter);
    write_need(json, audit, &result->need);
    write_rests_on(json, audit, result);
    write_change(json, result->has_change, &result->change);
    write_ruling(json, audit, result);
    au_json_list(json, "collides_with");
    json->compact = true;
    for (size_t i = 0; i < result->collides_count; i++)
        au_json_string(json, NULL, au_class_name(audit, result->collides_with[i]));
    au_json_end_list(json);
    json->compact = false;
    write_evidence(json, result->evidence_count, result->evidence);
    write_remarks(json, result->remark_count, result->remarks);
    au_json_end_object(json);
}

static void write_shares(struct au_json *json, const char *key, const double *shares, size_t count)
{
    au_json_list(json, key);
    json->compact = true;
    for (size_t i = 0; i < count; i++) au_json_number(json, NULL, shares[i]);
    au_json_end_list(json);
    json->compact = false;
}

static void write_confusion(struct au_json *json, const struct aug_audit *audit,
                            const struct aug_transform_result *result)
{
    au_json_list(json, "confusion");
    for (size_t i = 0; i < result->confusion_count; i++) {
        au_json_object(json, NULL);
        json->compact = true;
        au_json_string(json, "from", au_class_name(audit, result->confusion[i].from));
        au_json_string(json, "to", au_class_name(audit, result->confusion[i].to));
        au_json_number(json, "share", result->confusion[i].share);
        au_json_end_object(json);
        json->compact = false;
    }
    au_json_end_list(json);
}

static void write_dose(struct au_json *json, const struct aug_transform_result *result,
                       const struct aug_dose_point *point)
{
    au_json_object(json, NULL);
    au_json_string(json, "param", point->param);
    au_json_number(json, "strength", point->strength);
    au_json_bool(json, "beyond", point->beyond);
    au_json_string(json, "spec", point->spec);
    au_json_list(json, "labels");
    json->compact = true;
    for (size_t c = 0; c < result->class_count; c++) au_json_string(json, NULL, aug_label_name(point->labels[c]));
    au_json_end_list(json);
    json->compact = false;
    write_shares(json, "harm", point->harm, result->class_count);
    write_shares(json, "harm_low", point->harm_low, result->class_count);
    write_shares(json, "harm_high", point->harm_high, result->class_count);
    au_json_end_object(json);
}

static void write_pair(struct au_json *json, const char *key, double low, double high)
{
    au_json_list(json, key);
    json->compact = true;
    au_json_number(json, NULL, low);
    au_json_number(json, NULL, high);
    au_json_end_list(json);
    json->compact = false;
}

static void write_range(struct au_json *json, const struct aug_transform_result *result,
                        const struct aug_range_result *range)
{
    au_json_object(json, NULL);
    au_json_string(json, "param", range->param);
    au_json_number(json, "neutral", range->neutral);
    write_pair(json, "readable", range->readable_low, range->readable_high);
    write_pair(json, "safe", range->safe_low, range->safe_high);
    au_json_string(json, "safe_grade", aug_grade_name(AUG_GRADE_CERTIFIED)); /* Learn then Test */
    au_json_number(json, "draws_beyond", range->draws_beyond);
    write_pair(json, "evidence", range->evidence_low, range->evidence_high);
    au_json_number(json, "evidence_gain", range->evidence_gain);
    au_json_number(json, "evidence_lost", range->evidence_lost);
    write_pair(json, "reaches", range->reaches_low, range->reaches_high);
    au_json_string(json, "reaches_grade", aug_grade_name(AUG_GRADE_ESTIMATED));
    au_json_list(json, "class_safe");
    for (size_t c = 0; c < result->class_count; c++)
        write_pair(json, NULL, range->class_safe_low[c], range->class_safe_high[c]);
    au_json_end_list(json);
    au_json_string(json, "sentence", range->sentence);
    au_json_end_object(json);
}

static void write_transform(struct au_json *json, const struct aug_audit *audit,
                            const struct aug_transform_result *result)
{
    au_json_object(json, NULL);
    au_json_string(json, "spec", result->spec);
    au_json_string(json, "path", result->path);
    au_json_string(json, "name", result->name);
    au_json_string(json, "claim", result->claim);
    au_json_string(json, "claim_unless", result->claim_unless);
    au_json_number(json, "fires", result->fires);
    au_json_string(json, "verdict", aug_verdict_name(result->verdict));
    au_json_string(json, "sentence", result->sentence);
    au_json_string(json, "advice", result->advice);
    write_deciding(json, audit, &result->deciding);
    write_counter(json, audit, &result->counter);
    write_touched(json, audit, result);
    au_json_list(json, "tells");
    for (size_t i = 0; i < result->tell_count; i++) au_json_string(json, NULL, result->tells[i]);
    au_json_end_list(json);
    write_change(json, result->has_change, &result->change);
    write_evidence(json, result->evidence_count, result->evidence);
    write_remarks(json, result->remark_count, result->remarks);
    au_json_list(json, "classes");
    for (size_t c = 0; c < result->class_count; c++) write_class(json, audit, &result->classes[c]);
    au_json_end_list(json);
    au_json_list(json, "dose");
    for (size_t i = 0; i < result->dose_count; i++) write_dose(json, result, &result->dose[i]);
    au_json_end_list(json);
    au_json_list(json, "ranges");
    for (size_t i = 0; i < result->range_count; i++) write_range(json, result, &result->ranges[i]);
    au_json_end_list(json);
    write_confusion(json, audit, result);
    au_json_end_object(json);
}

static void write_versions(struct au_json *json, const struct aug_audit *audit)
{
    au_json_object(json, "versions");
    au_json_string(json, "augaudit", audit->version);
    au_json_object(json, "libraries");
    for (size_t i = 0; i < audit->library_count; i++)
        au_json_string(json, audit->library_names[i], audit->library_versions[i]);
    au_json_end_object(json);
    au_json_end_object(json);
}

static void write_dataset_classes(struct au_json *json, const struct aug_audit *audit)
{
    au_json_list(json, "classes");
    for (int c = 0; c < audit->class_count; c++) {
        au_json_object(json, NULL);
        json->compact = true;
        au_json_string(json, "name", audit->class_names[c]);
        au_json_unsigned(json, "images", audit->class_images[c]);
        au_json_unsigned(json, "clusters", audit->class_clusters[c]);
        au_json_number(json, "effective", audit->independence.class_effective[c]);
        au_json_end_object(json);
        json->compact = false;
    }
    au_json_end_list(json);
}

static void write_groupings(struct au_json *json, const struct aug_independence *independence)
{
    au_json_list(json, "file_names");
    for (size_t i = 0; i < independence->grouping_count; i++) {
        const struct aug_grouping *g = &independence->groupings[i];
        au_json_object(json, NULL);
        au_json_string(json, "about", g->about);
        au_json_string(json, "example", g->example);
        au_json_unsigned(json, "groups", g->groups);
        au_json_number(json, "correlation", g->correlation);
        au_json_number(json, "p_value", g->p_value);
        au_json_bool(json, "accepted", g->accepted);
        au_json_end_object(json);
    }
    au_json_end_list(json);
}

static void write_independence(struct au_json *json, const struct aug_independence *independence)
{
    au_json_object(json, "independence");
    au_json_number(json, "effective", independence->effective);
    au_json_number(json, "correlation", independence->correlation);
    au_json_unsigned(json, "thin_classes", independence->thin_count);
    au_json_unsigned(json, "near_duplicates", independence->near_duplicate_count);
    au_json_unsigned(json, "near_duplicates_across_classes", independence->near_across_classes);
    write_groupings(json, independence);
    au_json_end_object(json);
}

static void write_dataset(struct au_json *json, const struct aug_audit *audit)
{
    au_json_object(json, "dataset");
    au_json_string(json, "dir", audit->data_dir);
    au_json_unsigned(json, "images", audit->image_count);
    au_json_unsigned(json, "found", audit->found_count);
    au_json_unsigned(json, "clusters", audit->cluster_count);
    au_json_unsigned(json, "duplicates", audit->duplicate_count);
    au_json_unsigned(json, "duplicates_across_classes", audit->duplicates_across_classes);
    au_json_unsigned(json, "bad_count", audit->bad_count);
    au_json_unsigned(json, "warning_count", audit->warning_count);
    au_json_list(json, "bad");
    for (size_t i = 0; i < audit->bad_named; i++) {
        au_json_object(json, NULL);
        au_json_string(json, "file", audit->bad[i].below);
        au_json_string(json, "why", audit->bad[i].why);
        au_json_end_object(json);
    }
    au_json_end_list(json);
    write_independence(json, &audit->independence);
    write_evidence(json, audit->data_evidence_count, audit->data_evidence);
    write_dataset_classes(json, audit);
    au_json_end_object(json);
}

static void write_pipeline(struct au_json *json, const struct aug_audit *audit)
{
    au_json_object(json, "pipeline");
    au_json_string(json, "source", audit->pipeline_source);
    au_json_string(json, "format", audit->pipeline_format);
    au_json_string(json, "library", audit->pipeline_library);
    au_json_pipeline_change(json, audit);
    au_json_end_object(json);
}

static void write_intent(struct au_json *json, const struct aug_audit *audit)
{
    if (!audit->intent_source) return;
    au_json_object(json, "intent");
    au_json_string(json, "source", audit->intent_source);
    au_json_list(json, "unused");
    for (size_t i = 0; i < audit->intent_unused_count; i++) au_json_string(json, NULL, audit->intent_unused[i]);
    au_json_end_list(json);
    au_json_end_object(json);
}

static void write_work(struct au_json *json, const struct aug_work *work)
{
    au_json_object(json, "work");
    json->compact = true;
    au_json_string(json, "effort", aug_effort_name(work->effort));
    au_json_whole(json, "networks", work->networks);
    au_json_whole(json, "prediction_looks", work->prediction_looks);
    au_json_whole(json, "prediction_further", work->prediction_further);
    au_json_whole(json, "prediction_trainings", work->prediction_trainings);
    au_json_number(json, "units", work->units);
    au_json_end_object(json);
    json->compact = false;
}

static void write_assumptions(struct au_json *json, const struct aug_audit *audit)
{
    au_json_list(json, "assumptions");
    for (size_t i = 0; i < audit->assumption_count; i++) {
        au_json_object(json, NULL);
        au_json_string(json, "id", audit->assumptions[i].id);
        au_json_string(json, "touched", audit->assumptions[i].touched);
        au_json_string(json, "text", audit->assumptions[i].text);
        au_json_string(json, "if_false", audit->assumptions[i].if_false);
        au_json_end_object(json);
    }
    au_json_end_list(json);
}

static void write_timing(struct au_json *json, const struct aug_audit *audit)
{
    au_json_object(json, "timing");
    au_json_number(json, "seconds_total", audit->seconds_total);
    au_json_number(json, "seconds_features", audit->seconds_features);
    au_json_number(json, "seconds_evidence", audit->seconds_evidence);
    if (audit->seconds_predict > 0) au_json_number(json, "seconds_predict", audit->seconds_predict);
    au_json_whole(json, "threads", audit->threads);
    au_json_string(json, "instruction_set", audit->instruction_set);
    au_json_unsigned(json, "units_computed", audit->units_computed);
    au_json_unsigned(json, "units_reused", audit->units_reused);
    au_json_end_object(json);
}

enum aug_status au_report_json(const struct aug_audit *audit, const struct aug_report_options *options,
                               struct au_text *out, struct aug_error *err)
{
    (void)err;
    struct au_json json = {.out = out};
    au_json_object(&json, NULL);
    au_json_string(&json, "schema", "augaudit-report/1");
    au_json_unsigned(&json, "seed", audit->seed);
    write_versions(&json, audit);
    write_dataset(&json, audit);
    write_pipeline(&json, audit);
    au_json_string(&json, "learner", audit->learner);
    au_json_number(&json, "clean_error", audit->clean_error);
    write_intent(&json, audit);
    write_work(&json, &audit->work);
    write_assumptions(&json, audit);
    au_json_list(&json, "transforms");
    for (size_t i = 0; i < audit->transform_count; i++) write_transform(&json, audit, &audit->transforms[i]);
    au_json_end_list(&json);
    au_json_pairs(&json, audit);
    if (!options->skip_timing) write_timing(&json, audit);
    au_json_end_object(&json);
    return AUG_OK;
}
