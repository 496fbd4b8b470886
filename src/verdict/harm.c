/* SPDX-License-Identifier: Apache-2.0
 * harm.c - the harm to one class under one transform. */
#include "harm.h"

#include <math.h>

static double share(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static struct au_range larger(struct au_range a, struct au_range b)
{
    return (struct au_range){fmax(a.estimate, b.estimate), fmax(a.low, b.low), fmax(a.high, b.high)};
}

static struct au_range range_of(struct au_stat stat, double clusters)
{
    return (struct au_range){stat.mean, au_case_low(stat, clusters), au_case_high(stat, clusters)};
}

/* Undone, where that loses less: the rest was the learner's weakness. */
static struct au_range loss_of(const struct au_case *c)
{
    return c->can_undo && c->undone_loss < c->loss ? (struct au_range){c->undone_loss, c->undone_low, c->undone_high}
                                                   : (struct au_range){c->loss, c->loss_low, c->loss_high};
}

static struct au_range landing_of(const struct au_case *c, double clusters)
{
    if (c->hit_count == 0) return (struct au_range){0, 0, 0};
    return larger(range_of(c->strongest->landing[0], clusters), range_of(c->strongest->landing[1], clusters));
}

struct au_range au_harm_of(const struct au_case *c)
{
    const struct au_class_findings *own = &c->findings->of_class[c->class_index];
    if (own->images == 0) return (struct au_range){0, 0, 1};
    struct au_range most = larger(loss_of(c), range_of(own->conflict[AU_P_HALF], own->clusters));
    most = larger(most, landing_of(c, own->clusters));
    return (struct au_range){share(most.estimate), share(most.low), share(most.high)};
}
