/* SPDX-License-Identifier: Apache-2.0
 * effort.c - the table of what work there is and what it costs, in seconds on two cores of the reference machine. */
#include <augaudit/effort.h>

#include "predict/rows.h"
#include "predict/training.h"

static double audit_cost(const struct aug_work_size *s)
{
    return 1e-4 * (double)s->images * (double)s->measurements + 1;
}

static double pictures(const struct aug_work_size *s)
{
    return (double)(s->images < AU_PREDICT_IMAGES_MAX ? s->images : AU_PREDICT_IMAGES_MAX);
}

static double look_cost(const struct aug_work_size *s)
{
    const double share = pictures(s) / AU_PREDICT_IMAGES_MAX;
    return (0.8 * share * share + 0.2 * share) * (double)(s->transforms + 1);
}

/* A core trains 9,000 pictures of 32 x 32 x 3 in a second, and 14,000 of 28 x 28. Three trainings are without any transform. */
static double epochs_cost(const struct aug_work_size *s, double first, double epochs)
{
    const double values = s->values ? (double)s->values : 32 * 32 * 3;
    const double seen = pictures(s) < 1280 ? 1280 : pictures(s); /* training.c: a least number of steps */
    return seen * (2.9e-5 + 8.7e-9 * values) * (first + epochs * (double)(s->transforms + 3));
}

static double further_cost(const struct aug_work_size *s)
{
    return epochs_cost(s, AU_FIRST_EPOCHS, AU_FURTHER_EPOCHS);
}

static double training_cost(const struct aug_work_size *s)
{
    return epochs_cost(s, 0, AU_TRAINING_EPOCHS);
}

/* A third of the transforms leave something open; the fixed strengths that would convict by a loss are not counted beforehand. */
static double network_cost(const struct aug_work_size *s)
{
    return training_cost(s) / 3;
}

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

static void add_training(struct aug_work *work)
{
    work->prediction_trainings++;
}

static void add_network(struct aug_work *work)
{
    work->networks++;
}

#define TRIES 3
#define MORE_TRIES 2
#define STEPS 3 /* after the first, which the ranking is */

static void add_tries(struct aug_work *work)
{
    work->stack_tries += TRIES;
}

static void add_more_tries(struct aug_work *work)
{
    work->stack_tries += MORE_TRIES;
}

/* With the views that were chosen before. */
static double stack_cost(const struct aug_work *work, const struct aug_work_size *s)
{
    struct aug_work_size step = *s;
    step.transforms = work->stack_tries > 0 ? MORE_TRIES : TRIES;
    return STEPS * (work->prediction_looks * look_cost(&step) + work->prediction_further * further_cost(&step) +
                    work->prediction_trainings * training_cost(&step));
}

enum kind { AUDIT, PREDICTION, STACK };

struct piece {
    const char *name, *about;
    enum kind kind;
    int from; /* 0: every effort, 1: default and thorough, 2: thorough only */
    void (*add)(struct aug_work *work);
    double (*cost)(const struct aug_work_size *size); /* NULL: stack_cost */
};

static const struct piece pieces[] = {
    {"audit", "Features, losses, conflicts and landings of every transform and strength.", AUDIT, 0, add_nothing,
     audit_cost},
    {"look 1", "A prediction by a kernel: one draw of filters, folds and transforms.", PREDICTION, 0, add_look,
     look_cost},
    {"further 1", "Small networks, trained further with each transform.", PREDICTION, 0, add_further, further_cost},
    {"further 2", "Other networks, averaged with the first.", PREDICTION, 1, add_further, further_cost},
    {"look 2", "A second draw of the kernel's filters, folds and transforms.", PREDICTION, 1, add_look, look_cost},
    {"training 1", "Networks trained with each transform from the start.", PREDICTION, 2, add_training, training_cost},
    {"training 2", "Other networks, averaged with the first.", PREDICTION, 2, add_training, training_cost},
    {"training 3", "Other networks again.", PREDICTION, 2, add_training, training_cost},
    {"stack 1", "The best stack: three more steps, three transforms tried at each.", STACK, 0, add_tries, NULL},
    {"stack 2", "Two more tried at each step.", STACK, 1, add_more_tries, NULL},
    {"network", "Small convolutional networks for transforms that stay open and for losses that would convict.", AUDIT,
     2, add_network, network_cost},
};
#define PIECES (sizeof pieces / sizeof *pieces)

static bool is_wanted(const struct piece *p, bool predict, const struct aug_work_size *size)
{
    if (p->kind == STACK) return predict && size->stack;
    return p->kind == PREDICTION ? predict : size->measurements > 0;
}

#define QUICK_UNITS 120. /* of a prediction */

static bool is_taken(const struct piece *p, enum aug_effort effort, double cost, double left, bool is_first)
{
    static const int tier[AUG_EFFORT_COUNT] = {1, 0, 2, 2};
    if (effort == AUG_EFFORT_QUICK && p->kind == PREDICTION && cost > left) return is_first;
    return is_first || (effort == AUG_EFFORT_BUDGET ? cost <= left : p->from <= tier[effort]);
}

/* Networks from the start say all that those trained further say. */
static void leave_out_further(struct aug_work *work, const struct aug_work_size *size)
{
    if (work->prediction_trainings == 0) return;
    work->units -= work->prediction_further * further_cost(size);
    work->prediction_further = 0;
}

struct aug_work aug_work_plan(enum aug_effort effort, double budget_units, bool predict,
                              const struct aug_work_size *size)
{
    struct aug_work work = {.effort = effort};
    double predicted = 0;
    bool is_first = true;
    for (size_t i = 0; i < PIECES; i++) {
        if (!is_wanted(&pieces[i], predict, size)) continue;
        const double cost = pieces[i].cost ? pieces[i].cost(size) : stack_cost(&work, size);
        if (pieces[i].kind == STACK && work.stack_tries == 0) is_first = true; /* who asks for a stack gets one */
        if (!is_taken(&pieces[i], effort, cost,
                      (effort == AUG_EFFORT_QUICK ? QUICK_UNITS - predicted : budget_units - work.units), is_first))
            continue;
        pieces[i].add(&work);
        work.units += cost;
        predicted += pieces[i].kind == PREDICTION ? cost : 0;
        is_first = false;
    }
    leave_out_further(&work, size);
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
