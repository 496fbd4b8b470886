/* SPDX-License-Identifier: Apache-2.0
 * prediction.c - the ranking, the pipeline as a whole and the stack, as text and as JSON (schema augaudit-prediction/1,
 * share/augaudit-prediction-1.schema.json). */
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

#define BROKEN_NAMED 4

static void put_verdict(FILE *out, const struct aug_prediction *result, const struct aug_predicted *item)
{
    if (!item->is_judged) return;
    fprintf(out, "  %s", aug_verdict_name(item->verdict));
    for (size_t k = 0; k < item->broken_count && k < BROKEN_NAMED; k++)
        fprintf(out, "%s%s", k == 0 ? ": breaks " : ", ", result->class_names[item->broken[k]]);
    if (item->broken_count > BROKEN_NAMED) fprintf(out, " and %zu more", item->broken_count - BROKEN_NAMED);
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
        fprintf(out, "%c %-*s  ", item->is_recommended ? '+' : ' ', width, item->spec);
        if (item->is_known) {
            put_interval(out, &item->change);
            put_worst_class(out, result, item->classes);
        } else {
            fprintf(out, "not predicted. %s", item->why_not);
        }
        put_verdict(out, result, item);
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

static void put_steps(FILE *out, const struct aug_prediction *result)
{
    if (!result->steps) return;
    if (result->step_count == 0) fputs("\nNo stack: no transform gains without breaking a label.\n", out);
    else
        fputs(
            "\nThe best stack, step by step: what adding the transform gains; the stack with it; the sum of its members alone.\n",
            out);
    for (size_t i = 0; i < result->step_count; i++) {
        const struct aug_stack_step *step = &result->steps[i];
        fprintf(out, "%s %-*s  ", step->is_taken ? "+" : " ", width_of(result), step->spec);
        put_interval(out, &step->gain);
        fputs("   ", out);
        put_interval(out, &step->change);
        fprintf(out, "   sum %+.2f%s\n", step->sum.estimate, step->is_taken ? "" : "   not added: it may gain nothing");
    }
}

void prediction_text(FILE *out, const struct aug_prediction *result)
{
    const bool is_judged = result->count > 0 && result->transforms[0].is_judged;
    fputs("Predicted change of accuracy on clean images when a network is trained with the transform: points,\n", out);
    fputs(
        is_judged
            ? "90 % interval; the class that fares worst; the audit's verdict. +: the interval lies above 0, and no label is broken.\n\n"
            : "90 % interval; last the class that fares worst.\n\n",
        out);
    put_ranking(out, result);
    put_whole(out, result);
    put_steps(out, result);
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

static void put_judgement(struct json *json, const struct aug_prediction *result, const struct aug_predicted *item)
{
    if (!item->is_judged) return;
    json_text(json, "verdict", aug_verdict_name(item->verdict));
    json_open(json, "broken", '[');
    for (size_t k = 0; k < item->broken_count; k++) json_text(json, NULL, result->class_names[item->broken[k]]);
    json_close(json, ']');
    json_number(json, "undecided", (double)item->undecided_count);
    json_switch(json, "is_recommended", item->is_recommended);
}

static void put_transform(struct json *json, const struct aug_prediction *result, const struct aug_predicted *item)
{
    json_open(json, NULL, '{');
    json_text(json, "spec", item->spec);
    json_text(json, "name", item->name);
    json_number(json, "probability", item->probability);
    json_switch(json, "is_known", item->is_known);
    put_judgement(json, result, item);
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

static void put_json_steps(struct json *json, const struct aug_prediction *result)
{
    if (!result->steps) return;
    json_open(json, "stack", '[');
    for (size_t i = 0; i < result->step_count; i++) {
        const struct aug_stack_step *step = &result->steps[i];
        json_open(json, NULL, '{');
        json_text(json, "spec", step->spec);
        json_number(json, "tried", (double)step->tried);
        put_change(json, "alone", &step->alone);
        put_change(json, "sum", &step->sum);
        put_change(json, "gain", &step->gain);
        put_change(json, "change", &step->change);
        json_switch(json, "is_taken", step->is_taken);
        json_close(json, '}');
    }
    json_close(json, ']');
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
    put_json_steps(&json, result);
    json_close(&json, '}');
}
