/* SPDX-License-Identifier: Apache-2.0
 * prediction.c - the ranking and the pipeline as a whole, as text and as JSON. */
#include "prediction.h"

#include <string.h>

#include <augaudit/augaudit.h>

#include "json.h"

/* ---- text ---- */

static void put_interval(FILE *out, const struct aug_change *change)
{
    fprintf(out, "%+6.2f  (%+6.2f .. %+6.2f)", change->estimate, change->low, change->high);
}

static void put_worst_class(FILE *out, const struct aug_prediction *result, const struct aug_change *classes)
{
    size_t worst = 0;
    for (size_t k = 1; k < result->class_count; k++)
        if (classes[k].estimate < classes[worst].estimate) worst = k;
    fprintf(out, "  %s %+.1f", result->class_names[worst], classes[worst].estimate);
}

static int width_of(const struct aug_prediction *result)
{
    size_t width = 9;
    for (size_t i = 0; i < result->count; i++)
        if (strlen(result->transforms[i].spec) > width) width = strlen(result->transforms[i].spec);
    return (int)width;
}

static void put_ranking(FILE *out, const struct aug_prediction *result)
{
    const int width = width_of(result);
    for (size_t i = 0; i < result->count; i++) {
        const struct aug_predicted *item = &result->transforms[i];
        fprintf(out, "%-*s  ", width, item->spec);
        if (item->is_known) {
            put_interval(out, &item->change);
            put_worst_class(out, result, item->classes);
        } else {
            fprintf(out, "not predicted. %s", item->why_not);
        }
        fputc('\n', out);
    }
}

static void put_whole(FILE *out, const struct aug_prediction *result)
{
    if (!result->has_whole) return;
    fputs("\nThe pipeline as it is: ", out);
    if (result->whole.is_known) {
        put_interval(out, &result->whole.change);
        put_worst_class(out, result, result->whole.classes);
    } else {
        fprintf(out, "not predicted. %s", result->whole.why_not);
    }
    fputc('\n', out);
}

void prediction_text(FILE *out, const struct aug_prediction *result)
{
    fputs("Predicted change of accuracy on clean images when a network is trained with the transform: points,\n"
          "90 % interval; last the class that fares worst.\n\n",
          out);
    put_ranking(out, result);
    put_whole(out, result);
}

/* ---- JSON ---- */

static void put_change(struct json *json, const char *key, const struct aug_change *change)
{
    json_open(json, key, '{');
    json_number(json, "estimate", change->estimate);
    json_number(json, "low", change->low);
    json_number(json, "high", change->high);
    json_text(json, "grade", aug_grade_name(AUG_GRADE_ESTIMATED));
    json_close(json, '}');
}

static void put_classes(struct json *json, const struct aug_prediction *result, const struct aug_change *classes)
{
    json_open(json, "classes", '[');
    for (size_t k = 0; k < result->class_count; k++) {
        json_open(json, NULL, '{');
        json_text(json, "name", result->class_names[k]);
        put_change(json, "change", &classes[k]);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static void put_transform(struct json *json, const struct aug_prediction *result, const struct aug_predicted *item)
{
    json_open(json, NULL, '{');
    json_text(json, "spec", item->spec);
    json_text(json, "name", item->name);
    json_number(json, "probability", item->probability);
    json_switch(json, "is_known", item->is_known);
    if (item->is_known) {
        put_change(json, "change", &item->change);
        put_classes(json, result, item->classes);
    } else {
        json_text(json, "why_no_change", item->why_not);
    }
    json_close(json, '}');
}

static void put_json_whole(struct json *json, const struct aug_prediction *result)
{
    if (!result->has_whole) return;
    json_open(json, "pipeline", '{');
    if (result->whole.is_known) {
        put_change(json, "change", &result->whole.change);
        put_classes(json, result, result->whole.classes);
    } else {
        json_text(json, "why_no_change", result->whole.why_not);
    }
    json_close(json, '}');
}

void prediction_json(FILE *out, const struct aug_prediction *result)
{
    struct json json = {.out = out};
    json_open(&json, NULL, '{');
    json_text(&json, "schema", "augaudit-prediction/1");
    json_number(&json, "images", (double)result->image_count);
    json_text(&json, "effort", aug_effort_name(result->work.effort));
    json_number(&json, "looks", result->work.prediction_looks);
    json_number(&json, "further", result->work.prediction_further);
    json_number(&json, "trainings", result->work.prediction_trainings);
    put_json_whole(&json, result);
    json_open(&json, "transforms", '[');
    for (size_t i = 0; i < result->count; i++) put_transform(&json, result, &result->transforms[i]);
    json_close(&json, ']');
    json_close(&json, '}');
}
