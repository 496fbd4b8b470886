/* SPDX-License-Identifier: Apache-2.0
 * effort.c - the table of what work there is and what it costs, in seconds on two cores of the reference machine. */
#include <augaudit/effort.h>

#include <math.h>

#include "predict/rows.h"
#include "predict/training.h"
#include "stack.h"

/* ---- what it costs ---- */

static double pictures(const struct aug_work_size *s)
{
    return (double)(s->images < AU_PREDICT_IMAGES_MAX ? s->images : AU_PREDICT_IMAGES_MAX);
}

static double questions(const struct aug_work_size *s)
{
    return (double)(s->transforms + s->questions);
}

static double audit_cost(const struct aug_work_size *s)
{
    return s->measurements > 0 ? 1e-4 * (double)s->images * (double)s->measurements + 1 : 0;
}

static double look_cost(const struct aug_work_size *s, double transforms)
{
    const double share = pictures(s) / AU_PREDICT_IMAGES_MAX;
    return (0.8 * share * share + 0.2 * share) * (transforms + 1);
}

/* A core trains 9,000 pictures of 32 x 32 x 3 in a second, and 14,000 of 28 x 28. Two folds show each image once an epoch. */
static double epochs_cost(const struct aug_work_size *s, double trainings, double first, double epochs)
{
    const double values = s->values ? (double)s->values : 32 * 32 * 3;
    const double seen = pictures(s) < 1280 ? 1280 : pictures(s); /* training.c: a least number of steps */
    return seen * (2.9e-5 + 8.7e-9 * values) * (first + epochs * trainings);
}

static double training_cost(const struct aug_work_size *s, double transforms)
{
    return (AU_TRAINING_FOLDS - 1) * epochs_cost(s, transforms + AU_TRAINING_REPEATS, 0, AU_TRAINING_EPOCHS);
}

static double views_cost(const struct aug_work *work, const struct aug_work_size *s, double transforms)
{
    return work->prediction_looks * look_cost(s, transforms) +
           work->prediction_further *
               epochs_cost(s, transforms + AU_FURTHER_REPEATS, AU_FIRST_EPOCHS, AU_FURTHER_EPOCHS) +
           work->prediction_trainings * training_cost(s, transforms);
}

/* Each question takes two networks, as that of a training does. Of the transforms as configured about six in ten leave something open or would convict
 * by a loss, of the fixed strengths one in twenty would: counted on mnist and cifar10, 12 transforms with 25 strengths. */
static double network_cost(const struct aug_work_size *s)
{
    const double strengths = s->measurements > s->transforms ? (double)(s->measurements - s->transforms) : 0;
    return epochs_cost(s, .6 * (double)s->transforms + .05 * strengths + AU_FURTHER_REPEATS, 0, AU_TRAINING_EPOCHS);
}

#define STEPS (AU_STACK_MAX - 1) /* the first is in the ranking */

static double cost(const struct aug_work *work, const struct aug_work_size *s)
{
    const double stack = work->stack_tries > 0 ? STEPS * views_cost(work, s, work->stack_tries) : 0;
    return audit_cost(s) + views_cost(work, s, questions(s)) + stack + work->networks * network_cost(s);
}

/* ---- the pieces ---- */

static void add_nothing(struct aug_work *work)
{
    (void)work;
}

static void add_look(struct aug_work *work)
{
    work->prediction_looks++;
}

static void add_further(struct aug_work *work)
{
    work->prediction_further++;
}

/* Networks from the start say all that those trained further say. */
static void add_training(struct aug_work *work)
{
    work->prediction_further = 0;
    work->prediction_trainings++;
}

static void add_network(struct aug_work *work)
{
    work->networks++;
}

static void add_tries(struct aug_work *work)
{
    work->stack_tries += work->stack_tries > 0 ? 2 : 3;
}

enum kind { AUDIT, PREDICTION, STACK };

struct piece {
    const char *name, *about;
    enum kind kind;
    int from;   /* 0: every effort, 1: default and thorough, 2: thorough only */
    bool spare; /* quick and thorough go without it where the ranking would take too long */
    void (*add)(struct aug_work *work);
};

static const struct piece pieces[] = {
    {"audit", "Features, losses, conflicts and landings of every transform and strength.", AUDIT, 0, false,
     add_nothing},
    {"look 1", "A prediction by a kernel: one draw of filters, folds and transforms.", PREDICTION, 0, false, add_look},
    {"stack 1", "The best stack: three more steps, three transforms tried at each.", STACK, 0, false, add_tries},
    {"further 1", "Small networks, trained further with each transform.", PREDICTION, 0, true, add_further},
    {"further 2", "Other networks, averaged with the first.", PREDICTION, 1, false, add_further},
    {"look 2", "A second draw of the kernel's filters, folds and transforms.", PREDICTION, 1, false, add_look},
    {"training 1", "Networks trained with each transform from the start, in place of those trained further.",
     PREDICTION, 2, false, add_training},
    {"training 2", "Other networks, averaged with the first.", PREDICTION, 2, true, add_training},
    {"stack 2", "Two more tried at each step.", STACK, 1, false, add_tries},
    {"network", "Small convolutional networks for transforms that stay open and for losses that would convict.", AUDIT,
     2, false, add_network},
};
#define PIECES (sizeof pieces / sizeof *pieces)

static bool is_wanted(const struct piece *p, bool predict, const struct aug_work_size *size)
{
    if (p->kind == STACK) return predict && size->stack;
    return p->kind == PREDICTION ? predict : size->measurements > 0;
}

static bool is_taken(const struct piece *p, const struct aug_work *with, double budget_units,
                     const struct aug_work_size *size)
{
    static const int tier[AUG_EFFORT_COUNT] = {1, 0, 2, 2};
    static const double enough_units[AUG_EFFORT_COUNT] = {HUGE_VAL, 120, 1500, HUGE_VAL}; /* of a ranking */
    if (with->effort == AUG_EFFORT_BUDGET) return with->units <= budget_units;
    if (p->spare && views_cost(with, size, questions(size)) > enough_units[with->effort]) return false;
    return p->from <= tier[with->effort];
}

struct aug_work aug_work_plan(enum aug_effort effort, double budget_units, bool predict,
                              const struct aug_work_size *size)
{
    struct aug_work work = {.effort = effort};
    bool is_first = true;
    for (size_t i = 0; i < PIECES; i++) {
        struct aug_work with = work;
        if (!is_wanted(&pieces[i], predict, size)) continue;
        pieces[i].add(&with);
        with.units = cost(&with, size);
        is_first = is_first || (pieces[i].kind == STACK && work.stack_tries == 0); /* who asks for a stack gets one */
        if (is_first || is_taken(&pieces[i], &with, budget_units, size)) work = with;
        is_first = false;
    }
    return work;
}

size_t aug_work_count(void)
{
    return PIECES;
}

const char *aug_work_name(size_t i)
{
    return i < PIECES ? pieces[i].name : NULL;
}

const char *aug_work_about(size_t i)
{
    return i < PIECES ? pieces[i].about : NULL;
}

const char *aug_effort_name(enum aug_effort effort)
{
    static const char *const names[AUG_EFFORT_COUNT] = {"default", "quick", "thorough", "budget"};
    return effort >= 0 && effort < AUG_EFFORT_COUNT ? names[effort] : "default";
}
