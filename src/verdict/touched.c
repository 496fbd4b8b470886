/* SPDX-License-Identifier: Apache-2.0
 * touched.c - which assumptions a label rests on. */
#include "touched.h"

#include "case.h"

/* From this share of images on that are typical of no class, a cleared label is one that nothing in the data could contradict. */
static const double off_data_that_matters = 0.10;

static bool measured(const struct au_case *c, const struct au_judged_class *j)
{
    const bool is_unchanged = j->label == AUG_LABEL_KEPT && c->findings->unchanged > 0.999;
    return j->cause != AU_CAUSE_FEW && j->cause != AU_CAUSE_NOT_AUDITED && !is_unchanged;
}

static bool by_looks(const struct au_case *c, const struct au_judged_class *j)
{
    (void)c;
    return j->cause == AU_CAUSE_COLLISION || j->cause == AU_CAUSE_SUSPICION;
}

static bool by_what_learners_see(const struct au_case *c, const struct au_judged_class *j)
{
    return measured(c, j) && !by_looks(c, j);
}

static bool by_losses(const struct au_case *c, const struct au_judged_class *j)
{
    return by_what_learners_see(c, j) && j->cause != AU_CAUSE_BLIND;
}

static bool unlike_the_data(const struct au_case *c, const struct au_judged_class *j)
{
    const double off_data = c->findings->of_class[c->class_index].off_data;
    return measured(c, j) && j->label == AUG_LABEL_KEPT && off_data >= off_data_that_matters;
}

typedef bool (*touches_fn)(const struct au_case *c, const struct au_judged_class *judged);

/* In the order of src/audit/assumptions.c, which says in words what this says in code. */
static const touches_fn touches[] = {by_looks, measured, by_losses, by_what_learners_see, measured, unlike_the_data};

unsigned au_touched(const struct au_case *c, const struct au_judged_class *judged)
{
    unsigned touched = 0;
    for (unsigned i = 0; i < sizeof touches / sizeof *touches; i++)
        if (touches[i](c, judged)) touched |= AU_TOUCHES(i + 1);
    return touched;
}
