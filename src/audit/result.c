/* SPDX-License-Identifier: Apache-2.0
 * result.c - judges every transform and lays the answer out for the reports. */
#include <augaudit/augaudit.h>

#include <string.h>

#include "assumptions.h"
#include "core/memory.h"
#include "libraries.h"
#include "pipeline/strata.h"
#include "units.h"
#include "verdict/insights.h"
#include "verdict/judge.h"
#include "verdict/ranges.h"
#include "verdict/tells.h"

#define BAD_NAMED 100

struct layout {
    struct au_run *run;
    const struct aug_pipeline *pipeline;
    struct aug_audit *out;
    struct au_findings counts; /* images and clusters of each class: for what was not measured */
};

/* ---- the data ---- */

static const char *copy(struct au_run *run, const char *text, bool *complete)
{
    const char *made = text ? au_arena_strdup(&run->arena, text) : NULL;
    if (text && !made) *complete = false;
    return made;
}

static enum aug_status lay_out_bad(struct layout *l, struct aug_error *err)
{
    const struct aug_dataset *data = l->run->data;
    const size_t all = data->bad_count + data->warning_count, named = all < BAD_NAMED ? all : BAD_NAMED;
    struct aug_bad_file *bad = au_arena_alloc(&l->run->arena, named, sizeof *bad);
    bool complete = bad != NULL;
    for (size_t i = 0; complete && i < named; i++) {
        const struct aug_bad_file *from = i < data->bad_count ? &data->bad[i] : &data->warnings[i - data->bad_count];
        bad[i] = (struct aug_bad_file){copy(l->run, from->below, &complete), copy(l->run, from->why, &complete)};
    }
    l->out->bad = bad;
    l->out->bad_named = named;
    return complete ? AUG_OK : au_no_memory(err, "the list of bad files");
}

static enum aug_status lay_out_classes(struct layout *l, struct aug_error *err)
{
    struct au_run *run = l->run;
    const size_t classes = (size_t)run->data->class_count;
    const char **names = au_arena_alloc(&run->arena, classes, sizeof *names);
    size_t *images = au_arena_alloc(&run->arena, classes, sizeof *images);
    size_t *clusters = au_arena_alloc(&run->arena, classes, sizeof *clusters);
    bool complete = names && images && clusters;
    for (size_t k = 0; complete && k < classes; k++) {
        names[k] = copy(run, run->data->class_names[k], &complete);
        images[k] = run->setting.class_start[k + 1] - run->setting.class_start[k];
        clusters[k] = run->setting.class_clusters[k];
    }
    if (!complete) return au_no_memory(err, "the classes of an audit");
    l->out->class_count = run->data->class_count;
    l->out->class_names = names;
    l->out->class_images = images;
    l->out->class_clusters = clusters;
    return au_findings_counts(classes, images, clusters, &l->counts, err);
}

static enum aug_status lay_out_data(struct layout *l, struct aug_error *err)
{
    const struct aug_dataset *data = l->run->data;
    struct aug_audit *out = l->out;
    bool complete = true;
    out->seed = l->run->options->seed;
    out->data_dir = copy(l->run, data->dir, &complete);
    out->image_count = data->sample_count;
    out->found_count = data->found_count;
    out->bad_count = data->bad_count;
    out->warning_count = data->warning_count;
    out->cluster_count = (size_t)data->cluster_count;
    for (size_t i = 0; i < data->duplicate_count; i++)
        out->duplicates_across_classes += data->duplicates[i].across_classes &&
                                          data->duplicates[i].kind != AUG_DUPLICATE_NEAR;
    out->pipeline_source = copy(l->run, l->pipeline->source, &complete);
    out->pipeline_format = copy(l->run, l->pipeline->format, &complete);
    out->pipeline_library = copy(l->run, l->pipeline->library, &complete);
    if (!complete) return au_no_memory(err, "the result of an audit");
    AUG_TRY(lay_out_classes(l, err));
    AUG_TRY(au_run_independence(l->run, &out->independence, err));
    out->duplicate_count = data->duplicate_count - out->independence.near_duplicate_count;
    return lay_out_bad(l, err);
}

/* As it was really built: small sets have fewer components and features. */
static enum aug_status describe_learner(struct au_run *run, const char **out, struct aug_error *err)
{
    const struct au_basis *basis = &run->setting.space[AU_SPACE_MAIN].basis;
    *out = run->has_setting
               ? au_arena_printf(&run->arena,
                                 "ridge on %zu random Fourier features of %zu principal components of HOG and colour, "
                                 "colour histogram weight %g, %d folds of whole clusters",
                                 basis->fourier_count, basis->count, (double)run->histogram_weight, AU_FOLDS)
               : "none: there was too little, or too much, to train on; the clean error is not measured";
    return *out ? AUG_OK : au_no_memory(err, "the description of the learner");
}

static enum aug_status lay_out_shortcut(struct layout *l, struct aug_error *err)
{
    const struct au_setting *s = &l->run->setting;
    struct aug_evidence *numbers = au_arena_alloc(&l->run->arena, AU_TELLS_NUMBERS_MAX, sizeof *numbers);
    if (!numbers) return au_no_memory(err, "the evidence of a data set");
    l->out->data_evidence = numbers;
    if (s->traced.count > 0)
        l->out->data_evidence_count = au_shortcut_evidence(s->trace_accuracy, s->trace_prior,
                                                           (double)l->out->cluster_count, numbers);
    return AUG_OK;
}

static enum aug_status lay_out_method(struct layout *l, struct aug_error *err)
{
    struct aug_audit *out = l->out;
    out->clean_error = l->run->has_setting ? l->run->setting.clean_error : 1;
    AUG_TRY(lay_out_shortcut(l, err));
    AUG_TRY(describe_learner(l->run, &out->learner, err));
    out->version = aug_version();
    out->assumptions = au_assumptions(&out->assumption_count);
    return au_libraries(&l->run->arena, &out->library_names, &out->library_versions, &out->library_count, err);
}

/* ---- one transform ---- */

static enum aug_status lay_out_class(struct layout *l, const struct au_findings *f, size_t k,
                                     const struct au_judged_class *judged, struct aug_class_result *out,
                                     struct aug_error *err)
{
    int *partners = au_arena_alloc(&l->run->arena, judged->partner_count, sizeof *partners);
    if (!partners) return au_no_memory(err, "the partners of a class");
    for (size_t i = 0; i < judged->partner_count; i++) partners[i] = judged->partners[i];
    bool complete = true;
    *out = (struct aug_class_result){
        .name = l->out->class_names[k],
        .images = l->out->class_images[k],
        .clusters = l->out->class_clusters[k],
        .label = judged->label,
        .reason = judged->reason,
        .deciding = judged->deciding,
        .counter = judged->counter,
        .need = judged->need,
        .assumptions = judged->touched,
        .ruling = judged->ruling,
        .by_ruling = judged->cause == AU_CAUSE_RULING,
        .has_unswapped = judged->has_unswapped,
        .unswapped = judged->unswapped,
        .collides_count = judged->partner_count,
        .collides_with = partners,
    };
    out->deciding.at = copy(l->run, judged->deciding.at, &complete);
    if (!complete) return au_no_memory(err, "the reason of a label");
    if (!f) return AUG_OK;
    AUG_TRY(au_class_evidence(f, k, &out->evidence, &out->evidence_count, &l->run->arena, err));
    return au_remarks(f, k, &out->remarks, &out->remark_count, &l->run->arena, err);
}

static enum aug_status lay_out_labels(struct layout *l, const struct au_findings *f,
                                      const struct au_judged_class *judged, struct aug_transform_result *out,
                                      struct aug_error *err)
{
    struct aug_class_result *classes = au_arena_alloc(&l->run->arena, (size_t)l->out->class_count, sizeof *classes);
    if (!classes) return au_no_memory(err, "the classes of a transform");
    for (size_t k = 0; k < (size_t)l->out->class_count; k++)
        AUG_TRY(lay_out_class(l, f, k, &judged[k], &classes[k], err));
    for (size_t k = 0; k < (size_t)l->out->class_count; k++) out->assumptions |= classes[k].assumptions;
    out->classes = classes;
    out->class_count = (size_t)l->out->class_count;
    return AUG_OK;
}

static enum aug_status lay_out_doses(struct layout *l, const struct au_judgement *j, struct aug_transform_result *out,
                                     struct aug_error *err)
{
    const size_t classes = (size_t)l->out->class_count, count = j->dose_count;
    struct aug_dose_point *doses = au_arena_alloc(&l->run->arena, count, sizeof *doses);
    if (!doses) return au_no_memory(err, "a dose curve");
    for (size_t i = 0; i < count; i++) {
        enum aug_label *labels = au_arena_alloc(&l->run->arena, classes, sizeof *labels);
        double *harm = au_arena_alloc(&l->run->arena, classes, sizeof *harm);
        double *low = au_arena_alloc(&l->run->arena, classes, sizeof *low);
        double *high = au_arena_alloc(&l->run->arena, classes, sizeof *high);
        const char *spec = au_arena_strdup(&l->run->arena, j->doses[i].spec);
        const char *param = au_arena_strdup(&l->run->arena, j->doses[i].param);
        if (!labels || !harm || !low || !high || !spec || !param) return au_no_memory(err, "a dose curve");
        for (size_t k = 0; k < classes; k++) {
            labels[k] = j->doses[i].classes[k].label;
            harm[k] = j->doses[i].classes[k].harm.estimate;
            low[k] = j->doses[i].classes[k].harm.low;
            high[k] = j->doses[i].classes[k].harm.high;
        }
        doses[i] = (struct aug_dose_point){param, j->doses[i].strength, j->doses[i].beyond, spec, labels, harm, low,
                                           high};
    }
    out->dose = doses;
    out->dose_count = count;
    return AUG_OK;
}

static enum aug_status lay_out_confusion(struct layout *l, const struct au_findings *f,
                                         struct aug_transform_result *out, struct aug_error *err)
{
    struct aug_confusion_cell *cells = au_arena_alloc(&l->run->arena, f->confusion.count, sizeof *cells);
    if (!cells) return au_no_memory(err, "the confusion of the classes");
    for (uint32_t i = 0; i < f->confusion.count; i++) {
        const struct au_confusion_cell *from = &f->confusion.cells[i];
        cells[i] = (struct aug_confusion_cell){from->from, from->to, (double)from->share};
    }
    out->confusion = cells;
    out->confusion_count = f->confusion.count;
    return AUG_OK;
}

static const struct au_findings *findings_of(const struct layout *l, size_t unit)
{
    if (!l->run->has_setting) return &l->counts;
    return &l->run->units[l->run->units[unit].same_as].findings;
}

static void add_rulings(const struct layout *l, size_t i, struct au_judgement_input *in)
{
    const struct aug_intent *intent = l->run->options->intent;
    if (!intent) return;
    in->rulings = intent->rulings + i * intent->class_count;
    in->intent = intent->source;
    if (l->run->unswapped[i] != AU_NO_UNIT) in->unswapped = findings_of(l, l->run->unswapped[i]);
}

/* Of each parameter whose range is judged at fixed strengths, how its values are drawn. */
static enum aug_status add_laws(struct layout *l, size_t i, struct au_judgement_input *in, struct aug_error *err)
{
    const struct aug_leaf *leaf = &l->pipeline->leaves[i];
    struct au_param_law *laws = au_arena_alloc(&l->run->arena, in->stratum_count + 1, sizeof *laws);
    if (!laws) return au_no_memory(err, "the strengths of a transform");
    in->laws = laws;
    for (size_t j = 0; j < in->stratum_count; j++) {
        struct au_leaf_range range;
        const char *param = in->strata[j].param;
        const bool known = in->law_count > 0 && param && strcmp(laws[in->law_count - 1].param, param) == 0;
        if (!param || known || !au_leaf_range(leaf, param, &range)) continue;
        laws[in->law_count++] = (struct au_param_law){param, {range.low, range.high, range.step, range.draws}};
    }
    return AUG_OK;
}

static enum aug_status judge_measured(struct layout *l, size_t i, struct aug_transform_result *out,
                                      struct aug_error *err)
{
    struct au_run *run = l->run;
    const size_t first = run->leaf_first[i], count = run->leaf_first[i + 1] - first;
    const size_t strata = run->has_setting ? count - 1 : 0;
    struct au_stratum_input *parts = au_arena_alloc(&run->arena, count, sizeof *parts);
    if (!parts) return au_no_memory(err, "the strengths of a transform");
    for (size_t j = 0; j < strata; j++) {
        const struct au_unit *unit = &run->units[first + 1 + j];
        parts[j] = (struct au_stratum_input){
            findings_of(l, first + 1 + j), unit->param, unit->strength, unit->leaf->spec, unit->own_view, unit->beyond};
    }
    struct au_judgement_input in = {.name = l->pipeline->leaves[i].name,
                                    .class_names = l->out->class_names,
                                    .findings = findings_of(l, first),
                                    .strata = parts,
                                    .stratum_count = strata};
    add_rulings(l, i, &in);
    AUG_TRY(add_laws(l, i, &in, err));
    struct au_judgement judgement = {0};
    AUG_TRY(au_judge(&in, &run->arena, &judgement, err));
    out->verdict = judgement.verdict;
    out->sentence = judgement.sentence;
    out->advice = judgement.advice;
    out->deciding = judgement.deciding;
    bool complete = true;
    out->counter = judgement.counter;
    out->deciding.at = copy(run, judgement.deciding.at, &complete);
    if (!complete) return au_no_memory(err, "the sentence of a verdict");
    AUG_TRY(lay_out_labels(l, run->has_setting ? in.findings : NULL, judgement.classes, out, err));
    AUG_TRY(lay_out_doses(l, &judgement, out, err));
    if (run->has_setting) AUG_TRY(au_ranges(&in, &judgement, &run->arena, &out->ranges, &out->range_count, err));
    if (!run->has_setting) return AUG_OK;
    AUG_TRY(lay_out_confusion(l, in.findings, out, err));
    AUG_TRY(au_transform_evidence(in.findings, &out->evidence, &out->evidence_count, &run->arena, err));
    AUG_TRY(au_tells_sentences(in.findings, l->out->class_names, &out->tells, &out->tell_count, &run->arena, err));
    AUG_TRY(au_remarks(in.findings, AU_ALL_CLASSES, &out->remarks, &out->remark_count, &run->arena, err));
    return au_run_pictures(run, &run->units[first], count, out, err);
}

/* Known, but not applied by this build: undecided for every class, never skipped silently. */
static enum aug_status not_audited(struct layout *l, size_t i, struct aug_transform_result *out, struct aug_error *err)
{
    const struct aug_leaf *leaf = &l->pipeline->leaves[i];
    struct au_judgement_input in = {.name = leaf->name, .class_names = l->out->class_names, .findings = &l->counts};
    struct au_judgement judgement = {0};
    add_rulings(l, i, &in);
    AUG_TRY(au_judge_unapplied(&in, leaf->not_applied, &l->run->arena, &judgement, err));
    out->verdict = judgement.verdict;
    out->sentence = judgement.sentence;
    out->advice = judgement.advice;
    out->deciding = judgement.deciding;
    out->counter = judgement.counter;
    return lay_out_labels(l, NULL, judgement.classes, out, err);
}

static void claim_of(const struct aug_leaf *leaf, struct aug_transform_result *out)
{
    const struct aug_known *known = leaf->part_count == 0 ? aug_known_find(leaf->name) : NULL;
    const struct aug_claim *claim = leaf->part_count > 0 ? &leaf->parts[0].transform->claim
                                    : known              ? &known->claim
                                                         : NULL;
    out->claim = claim && claim->asserts ? claim->asserts : "The label stays as it is.";
    out->claim_unless = claim && claim->unless ? claim->unless : "";
    if (au_leaf_keeps_label(leaf))
        out->claim = "A mixture keeps the label of its first picture, whatever the others show.";
    if (leaf->part_count > 1) {
        out->claim = "All of its parts, in any combination, keep the label.";
        out->claim_unless = "Any part breaks it, or two harmless parts do together.";
    }
}

static void lay_out_change(const struct layout *l, size_t i, struct aug_transform_result *out)
{
    const struct au_run *run = l->run;
    if (!run->forecast.known || !run->forecast.known[i]) return;
    const struct aug_change *changes = run->forecast.changes + i * (1 + (size_t)l->out->class_count);
    struct aug_class_result *classes = (struct aug_class_result *)(uintptr_t)
                                           out->classes; /* ours, made by lay_out_labels */
    out->has_change = true;
    out->change = changes[0];
    for (size_t k = 0; k < out->class_count; k++) {
        classes[k].has_change = true;
        classes[k].change = changes[1 + k];
    }
}

/* A mixture that was asked about gets a sentence in place of a figure. */
static enum aug_status tell_no_change(const struct layout *l, const struct aug_leaf *leaf,
                                      struct aug_transform_result *out, struct aug_error *err)
{
    if (!l->run->forecast.known || !au_leaf_mixing(leaf) || out->has_change) return AUG_OK;
    out->advice = au_arena_printf(
        &l->run->arena,
        "%s%sWhat training with it does to accuracy is not predicted: the predictor shows one "
        "image at a time.",
        out->advice, *out->advice ? " " : "");
    return out->advice ? AUG_OK : au_no_memory(err, "the advice on a transform");
}

static enum aug_status lay_out_transform(struct layout *l, size_t i, struct aug_transform_result *out,
                                         struct aug_error *err)
{
    const struct aug_leaf *leaf = &l->pipeline->leaves[i];
    bool complete = true;
    claim_of(leaf, out);
    out->spec = copy(l->run, leaf->spec, &complete);
    out->path = copy(l->run, leaf->path, &complete);
    out->name = copy(l->run, leaf->name, &complete);
    out->fires = leaf->fires;
    if (!complete) return au_no_memory(err, "the result of a transform");
    AUG_TRY(leaf->part_count > 0 ? judge_measured(l, i, out, err) : not_audited(l, i, out, err));
    lay_out_change(l, i, out);
    return tell_no_change(l, leaf, out, err);
}

static enum aug_status lay_out_intent(struct layout *l, struct aug_error *err)
{
    const struct aug_intent *intent = l->run->options->intent;
    bool complete = true;
    if (!intent) return AUG_OK;
    const char **unused = au_arena_alloc(&l->run->arena, intent->unused_count, sizeof *unused);
    for (size_t i = 0; unused && i < intent->unused_count; i++) unused[i] = copy(l->run, intent->unused[i], &complete);
    l->out->intent_source = copy(l->run, intent->source, &complete);
    l->out->intent_unused_count = intent->unused_count;
    l->out->intent_unused = unused;
    return complete && unused ? AUG_OK : au_no_memory(err, "the intent of an audit");
}

static enum aug_status lay_out(struct layout *l, struct aug_error *err)
{
    AUG_TRY(lay_out_data(l, err));
    AUG_TRY(lay_out_method(l, err));
    AUG_TRY(lay_out_intent(l, err));
    const size_t count = l->pipeline->leaf_count;
    struct aug_transform_result *transforms = au_arena_alloc(&l->run->arena, count, sizeof *transforms);
    if (!transforms) return au_no_memory(err, "the result of an audit");
    for (size_t i = 0; i < count; i++) AUG_TRY(lay_out_transform(l, i, &transforms[i], err));
    l->out->transforms = transforms;
    l->out->transform_count = count;
    l->out->has_whole = l->run->forecast.has_whole;
    l->out->whole = l->run->forecast.whole;
    l->out->pairs = l->run->forecast.pairs;
    l->out->pair_count = l->run->forecast.pair_count;
    return AUG_OK;
}

enum aug_status au_run_result(struct au_run *run, const struct aug_pipeline *pipeline, struct aug_audit *out,
                              struct aug_error *err)
{
    struct layout l = {.run = run, .pipeline = pipeline, .out = out};
    const enum aug_status status = lay_out(&l, err);
    au_findings_release(&l.counts);
    return status;
}
