/* SPDX-License-Identifier: Apache-2.0
 * test_pairs.c - where a pipeline holds two transforms and both together, an audit with a prediction says what they do to each other. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "small_set.h"

static struct small_audit run(const char *const *specs, size_t count, double probability)
{
    static const char *const classes[] = {"disc", "octagon", "lamp_red", "lamp_green", NULL};
    const struct aug_audit_options options = {
        .seed = 1, .budget_units = 3, .predict = AUG_PREDICT_ALWAYS, .probability = probability};
    const char *dir = check_folder();
    small_set_write(dir, classes, 60);
    return small_set_run(dir, NULL, specs, count, &options);
}

static double half(struct aug_change c)
{
    return (c.high - c.low) / 2;
}

TEST(a_pair_is_compared_with_the_sum_of_its_parts_at_the_dose_that_they_have_in_it)
{
    struct small_audit both = run((const char *const[]){"hflip", "blur:2", "gray|blur:2", "hflip|blur:2"}, 4, 0.8);
    struct small_audit alone = run((const char *const[]){"hflip", "blur:2"}, 2, 0.4);
    CHECK(both.audit.pair_count == 1 && alone.audit.pair_count == 0); /* gray is not there alone */
    const struct aug_pair_change *p = &both.audit.pairs[0];
    CHECK(strcmp(p->first, "hflip") == 0 && strcmp(p->second, "blur:2") == 0);
    CHECK_SAY(fabs(p->first_alone.estimate - alone.audit.transforms[0].change.estimate) < 1e-9,
              "%g at half the dose, not %g", p->first_alone.estimate, alone.audit.transforms[0].change.estimate);
    CHECK(fabs(p->second_alone.estimate - alone.audit.transforms[1].change.estimate) < 1e-9);
    CHECK(p->together.estimate == both.audit.transforms[3].change.estimate);
    CHECK(fabs(p->sum.estimate - p->first_alone.estimate - p->second_alone.estimate) < 1e-9);
    CHECK(fabs(p->interaction.estimate - p->together.estimate + p->sum.estimate) < 1e-9);
    CHECK(half(p->sum) <= half(p->first_alone) + half(p->second_alone) + 1e-9);
    CHECK(half(p->interaction) >= half(p->together) && half(p->interaction) <= half(p->together) + half(p->sum) + 1e-9);
    small_set_release(&alone);
    small_set_release(&both);
}

TEST(identity_changes_nothing_in_a_pair)
{
    struct small_audit r = run((const char *const[]){"identity", "blur:2", "identity|blur:2"}, 3, 0);
    CHECK(r.audit.pair_count == 1);
    CHECK_SAY(r.audit.pairs[0].first_alone.estimate == 0, "%g", r.audit.pairs[0].first_alone.estimate);
    CHECK_SAY(fabs(r.audit.pairs[0].interaction.estimate) <= half(r.audit.pairs[0].interaction), "%g in +-%g",
              r.audit.pairs[0].interaction.estimate, half(r.audit.pairs[0].interaction));
    small_set_release(&r);
}
