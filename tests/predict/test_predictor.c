/* SPDX-License-Identifier: Apache-2.0
 * test_predictor.c - from image files to changes: laws that hold for any numbers. */
#include <math.h>
#include <string.h>

#include "bars.h"
#include "check.h"
#include "core/memory.h"
#include "predict/predictor.h"

enum { CLASSES = BARS_CLASSES, EACH = 10, CHANGES = 1 + CLASSES, SPECS = 5 };

static struct aug_error err;
static const char *const specs[SPECS] = {"identity", "hflip", "rotate:+-30", "gray", "hflip|invert"};

struct asked {
    struct aug_pipeline pipeline;
    struct au_question questions[SPECS];
    struct aug_change changes[SPECS][CHANGES];
};

static void prepare(struct asked *a, double probability)
{
    *a = (struct asked){0};
    CHECK_OK(aug_pipeline_specs(specs, SPECS, 1, &a->pipeline, &err));
    for (int i = 0; i < SPECS; i++)
        a->questions[i] = (struct au_question){{.leaf = &a->pipeline.leaves[i]}, probability, a->changes[i], false};
}

static const struct way {
    int looks, further, trainings;
} ways[] = {{2, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}};
#define EVERY(w) (const struct way *w = ways; w < ways + sizeof ways / sizeof *ways; w++)

static struct au_predict_how how(uint64_t seed, int threads, const struct way *way)
{
    return (struct au_predict_how){seed, threads, way->looks, way->further, way->trainings, 80};
}

static void check_the_identity_changes_exactly_nothing_and_a_mirror_changes_something(const struct way *way)
{
    struct aug_dataset data = bars_make(EACH);
    struct asked a;
    prepare(&a, .5);
    CHECK_OK(au_predict(&data, (struct au_predict_how[]){how(1, 1, way)}, a.questions, SPECS, NULL, &err));
    for (int k = 0; k < CHANGES; k++) {
        CHECK(a.changes[0][k].estimate == 0 && a.changes[0][k].low == 0 && a.changes[0][k].high == 0);
        CHECK(a.changes[1][k].low < a.changes[1][k].estimate && a.changes[1][k].estimate < a.changes[1][k].high);
    }
    CHECK(a.changes[1][0].estimate != 0);
    for (int i = 0; i < SPECS; i++) CHECK(a.questions[i].is_answered);
    aug_pipeline_release(&a.pipeline);
    aug_dataset_release(&data);
}

TEST(the_identity_changes_exactly_nothing_and_a_mirror_changes_something)
{
    for
        EVERY(way) check_the_identity_changes_exactly_nothing_and_a_mirror_changes_something(way);
}

static void check_numbers_depend_on_neither_threads_nor_what_else_is_asked(const struct way *way)
{
    struct aug_dataset data = bars_make(EACH);
    struct asked one, many, alone;
    prepare(&one, .5);
    prepare(&many, .5);
    prepare(&alone, .5);
    many.questions[0].probability = .25;
    CHECK_OK(au_predict(&data, (struct au_predict_how[]){how(3, 1, way)}, one.questions, SPECS, NULL, &err));
    CHECK_OK(au_predict(&data, (struct au_predict_how[]){how(3, 3, way)}, many.questions, SPECS, NULL, &err));
    CHECK_OK(au_predict(&data, (struct au_predict_how[]){how(3, 2, way)}, alone.questions + 2, 1, NULL, &err));
    CHECK(memcmp(one.changes, many.changes, sizeof one.changes) == 0);
    CHECK(memcmp(one.changes[2], alone.changes[2], sizeof one.changes[2]) == 0);
    aug_pipeline_release(&one.pipeline);
    aug_pipeline_release(&many.pipeline);
    aug_pipeline_release(&alone.pipeline);
    aug_dataset_release(&data);
}

TEST(numbers_depend_on_neither_threads_nor_what_else_is_asked)
{
    for
        EVERY(way) check_numbers_depend_on_neither_threads_nor_what_else_is_asked(way);
}

TEST(a_rare_transform_changes_less_than_a_frequent_one_of_the_same_kind)
{
    struct aug_dataset data = bars_make(EACH);
    struct asked rare, often;
    prepare(&rare, .02);
    prepare(&often, .5);
    CHECK_OK(au_predict(&data, &(struct au_predict_how){.seed = 1, .threads = 1, .looks = 2}, rare.questions + 1, 1,
                        NULL, &err));
    CHECK_OK(au_predict(&data, &(struct au_predict_how){.seed = 1, .threads = 1, .looks = 2}, often.questions + 1, 1,
                        NULL, &err));
    CHECK_SAY(fabs(rare.changes[1][0].estimate) < fabs(often.changes[1][0].estimate), "%g rarely, %g often",
              rare.changes[1][0].estimate, often.changes[1][0].estimate);
    aug_pipeline_release(&rare.pipeline);
    aug_pipeline_release(&often.pipeline);
    aug_dataset_release(&data);
}

static void check_too_few_images_leave_the_question_unanswered(const struct way *way)
{
    struct aug_dataset data = bars_make(2);
    struct asked a;
    prepare(&a, .5);
    CHECK_OK(au_predict(&data, (struct au_predict_how[]){how(1, 1, way)}, a.questions, SPECS, NULL, &err));
    for (int i = 0; i < SPECS; i++) CHECK(!a.questions[i].is_answered);
    aug_pipeline_release(&a.pipeline);
    aug_dataset_release(&data);
}

TEST(too_few_images_leave_the_question_unanswered)
{
    for
        EVERY(way) check_too_few_images_leave_the_question_unanswered(way);
}

static enum aug_status refuse(void *context, size_t done, size_t total, struct aug_error *why)
{
    (void)context;
    (void)total;
    return done < 3 ? AUG_OK : aug_fail(why, AUG_CANCELLED, "enough");
}

static void check_a_hook_that_says_stop_stops_it(const struct way *way)
{
    struct aug_dataset data = bars_make(EACH);
    struct asked a;
    const struct au_predict_hooks hooks = {.worked = refuse};
    prepare(&a, .5);
    CHECK(au_predict(&data, (struct au_predict_how[]){how(1, 2, way)}, a.questions, SPECS, &hooks, &err) ==
          AUG_CANCELLED);
    aug_pipeline_release(&a.pipeline);
    aug_dataset_release(&data);
}

TEST(a_hook_that_says_stop_stops_it)
{
    for
        EVERY(way) check_a_hook_that_says_stop_stops_it(way);
}

enum { VIEWS = 6, ROWS = CLASSES * EACH };

struct memory { /* stands for a store */
    struct au_heard heard[SPECS][VIEWS];
    float difference[SPECS][VIEWS][AU_READINGS * ROWS];
    bool is_there[SPECS][VIEWS];
    size_t kept, recalled, stop_at;
};

static size_t place_of(struct au_view view)
{
    return 3 * (size_t)view.number + (size_t)view.kind;
}

static enum aug_status recall(void *context, size_t i, struct au_view view, struct au_heard *heard, bool *found,
                              struct aug_error *why)
{
    struct memory *m = context;
    const size_t at = place_of(view);
    (void)why;
    *found = m->is_there[i][at];
    if (!*found) return AUG_OK;
    m->recalled++;
    memcpy(heard->difference, m->difference[i][at], sizeof m->difference[i][at]);
    heard->clean_error = m->heard[i][at].clean_error;
    heard->changed = m->heard[i][at].changed;
    return AUG_OK;
}

static enum aug_status keep(void *context, size_t i, struct au_view view, const struct au_heard *heard,
                            struct aug_error *why)
{
    struct memory *m = context;
    const size_t at = place_of(view);
    CHECK(heard->rows == ROWS && !m->is_there[i][at]);
    m->is_there[i][at] = true;
    m->heard[i][at] = *heard;
    memcpy(m->difference[i][at], heard->difference, sizeof m->difference[i][at]);
    return ++m->kept == m->stop_at ? aug_fail(why, AUG_CANCELLED, "stopped") : AUG_OK;
}

static void check_a_stopped_prediction_goes_on(const struct way *way)
{
    struct aug_dataset data = bars_make(EACH);
    const struct au_predict_how ask = how(1, 1, way);
    const size_t pieces = SPECS * (size_t)(way->looks + way->further + way->trainings);
    struct asked fresh, again;
    prepare(&fresh, .5);
    CHECK_OK(au_predict(&data, &ask, fresh.questions, SPECS, NULL, &err));
    for (size_t stop = 1; stop <= pieces; stop += 3) {
        static struct memory m;
        m = (struct memory){.stop_at = stop};
        const struct au_predict_hooks hooks = {.recall = recall, .keep = keep, .context = &m};
        prepare(&again, .5);
        CHECK(au_predict(&data, &ask, again.questions, SPECS, &hooks, &err) == AUG_CANCELLED);
        CHECK(m.kept == stop);
        CHECK_OK(au_predict(&data, &ask, again.questions, SPECS, &hooks, &err));
        CHECK_SAY(m.kept == pieces && m.recalled >= stop, "%zu kept, %zu recalled", m.kept, m.recalled);
        CHECK_SAY(memcmp(fresh.changes, again.changes, sizeof fresh.changes) == 0, "stopped after %zu pieces", stop);
        aug_pipeline_release(&again.pipeline);
    }
    aug_pipeline_release(&fresh.pipeline);
    aug_dataset_release(&data);
}

TEST(a_prediction_stopped_at_any_piece_goes_on_from_there_and_ends_with_the_same_bytes)
{
    for
        EVERY(way) check_a_stopped_prediction_goes_on(way);
}

static void check_any_allocation_may_fail_and_nothing_leaks(const struct way *way)
{
    struct aug_dataset data = bars_make(4);
    struct asked a;
    prepare(&a, .5);
    const size_t before = au_memory_live();
    for (size_t n = 1; n < 100000; n += n < 60 ? 1 : n) {
        au_memory_fail_at(n);
        const enum aug_status status = au_predict(&data, (struct au_predict_how[]){how(1, 1, way)}, a.questions + 1, 1,
                                                  NULL, &err);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        CHECK_SAY(status == (failed ? AUG_NO_MEMORY : AUG_OK), "allocation %zu: status %d", n, (int)status);
        CHECK_SAY(au_memory_live() == before, "allocation %zu leaks", n);
        if (!failed) break;
    }
    aug_pipeline_release(&a.pipeline);
    aug_dataset_release(&data);
}

TEST(any_allocation_may_fail_and_nothing_leaks)
{
    for
        EVERY(way) check_any_allocation_may_fail_and_nothing_leaks(way);
}

/* Of pairs of images; of each class every fold has as many pairs as the others, or one more. */
static void check_deal(const struct au_rows *rows, uint64_t look, size_t folds)
{
    uint32_t order[CLASSES * EACH];
    size_t fold_rows[AU_FOLDS_MAX], seen[CLASSES * EACH] = {0}, at = 0, fold_of[CLASSES * EACH] = {0};
    CHECK_OK(au_rows_deal(rows, 5, look, folds, order, fold_rows, &err));
    for (size_t f = 0; f < folds; f++) {
        size_t of_class[CLASSES] = {0};
        for (size_t i = 0; i < fold_rows[f]; i++, at++) {
            seen[order[at]]++;
            fold_of[order[at]] = f;
            of_class[rows->label[order[at]]]++;
        }
        for (int k = 0; k < CLASSES; k++)
            CHECK(of_class[k] / 2 == EACH / 2 / folds || of_class[k] / 2 == EACH / 2 / folds + 1);
    }
    CHECK(at == CLASSES * EACH);
    for (int i = 0; i < CLASSES * EACH; i++) CHECK(seen[i] == 1 && fold_of[i] == fold_of[i ^ 1]);
}

TEST(every_row_stands_in_one_fold_clusters_are_whole_and_classes_balanced)
{
    struct aug_dataset data = bars_make(EACH);
    struct aug_sample samples[CLASSES * EACH];
    memcpy(samples, data.samples, sizeof samples);
    for (int i = 0; i < CLASSES * EACH; i++) samples[i].cluster = i / 2;
    struct aug_dataset paired = data;
    paired.samples = samples;
    paired.cluster_count = CLASSES * EACH / 2;
    struct au_rows rows = {0};
    CHECK_OK(au_rows_choose(&paired, 5, &rows, &err));
    for (uint64_t look = 0; look < 3; look++)
        for (size_t folds = 2; folds <= 4; folds++) check_deal(&rows, look, folds);
    au_rows_release(&rows);
    aug_dataset_release(&data);
}

/* What each kind of view says of every image, and more of class 0 and less of class 1. */
static const double level[] = {[AU_VIEW_LOOK] = .02, [AU_VIEW_FURTHER] = -.03, [AU_VIEW_TRAINING] = .05},
                    pattern[] = {[AU_VIEW_LOOK] = .3, [AU_VIEW_FURTHER] = .6, [AU_VIEW_TRAINING] = .9};

static enum aug_status invent(void *context, size_t i, struct au_view view, struct au_heard *heard, bool *found,
                              struct aug_error *why)
{
    (void)context;
    (void)i;
    (void)why;
    for (size_t row = 0; row < ROWS; row++) {
        const double apart = row < EACH ? 1 : row < 2 * EACH ? -1 : 0;
        heard->difference[row] = (float)level[view.kind];
        heard->difference[ROWS + row] = (float)(pattern[view.kind] * apart);
    }
    heard->clean_error = .1;
    heard->changed = *found = true;
    return AUG_OK;
}

TEST(what_a_prediction_rests_on_decides_what_counts_how_much)
{
    const double both = .3 * pattern[AU_VIEW_LOOK] + .7 * .8 * pattern[AU_VIEW_FURTHER],
                 trained = .3 * pattern[AU_VIEW_LOOK] + .7 * .91 * pattern[AU_VIEW_TRAINING];
    const struct {
        struct way way;
        double total, apart;
    } rows[] = {{{1, 0, 0}, level[AU_VIEW_LOOK], .35 * pattern[AU_VIEW_LOOK]},
                {{2, 2, 0}, .5 * level[AU_VIEW_LOOK] + .5 * .8 * level[AU_VIEW_FURTHER], .5 * both},
                {{1, 0, 2}, .4 * level[AU_VIEW_LOOK] + .6 * .91 * level[AU_VIEW_TRAINING], .6 * trained},
                {{1, 1, 1}, .4 * level[AU_VIEW_LOOK] + .6 * .91 * level[AU_VIEW_TRAINING], .6 * trained}};
    struct aug_dataset data = bars_make(EACH);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct au_predict_hooks hooks = {.recall = invent};
        struct asked a;
        prepare(&a, .5);
        CHECK_OK(au_predict(&data, (struct au_predict_how[]){how(1, 1, &rows[i].way)}, a.questions, 1, &hooks, &err));
        const struct aug_change *c = a.changes[0];
        CHECK_SAY(fabs(c[0].estimate - 100 * rows[i].total) < 1e-4, "row %zu: %g", i, c[0].estimate);
        CHECK_SAY(fabs(c[1].estimate - c[0].estimate - 100 * rows[i].apart) < 2 * rows[i].apart &&
                      fabs(c[2].estimate - c[0].estimate + 100 * rows[i].apart) < 2 * rows[i].apart,
                  "row %zu: %g and %g around %g", i, c[1].estimate, c[2].estimate, c[0].estimate);
        aug_pipeline_release(&a.pipeline);
    }
    aug_dataset_release(&data);
}
