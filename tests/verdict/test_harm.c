/* SPDX-License-Identifier: Apache-2.0
 * test_harm.c - harm with its bounds. */
#include "check.h"
#include "verdict/harm.h"

enum { CLUSTERS = 400 };

TEST(harm_is_the_largest_of_loss_conflict_and_landing_where_it_collides)
{
    struct au_pair_findings pair = {.landing = {{0.4, 0.01}, {0.3, 0.01}}};
    struct au_class_findings own = {.images = CLUSTERS, .clusters = CLUSTERS};
    own.conflict[AU_P_HALF] = (struct au_stat){0.1, 0.01};
    const struct au_findings f = {.classes = 1, .of_class = &own};
    struct au_case c = {.findings = &f, .loss = 0.2, .loss_low = 0.15, .loss_high = 0.25, .strongest = &pair};
    CHECK(au_harm_of(&c).estimate == 0.2 && au_harm_of(&c).low == 0.15 && au_harm_of(&c).high == 0.25);
    c.can_undo = true;
    c.undone_loss = 0.01;
    CHECK(au_harm_of(&c).estimate == 0.1 && au_harm_of(&c).high > 0.1);
    c.hit_count = 1;
    const struct au_range harm = au_harm_of(&c);
    CHECK_SAY(harm.estimate == 0.4 && harm.low > 0.37 && harm.high < 0.43, "%g %g %g", harm.low, harm.estimate,
              harm.high);
    own.images = 0;
    CHECK(au_harm_of(&c).low == 0 && au_harm_of(&c).high == 1);
}
