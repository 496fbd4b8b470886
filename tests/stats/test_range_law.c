/* SPDX-License-Identifier: Apache-2.0
 * test_range_law.c - shares of draws, against counting. */
#include <math.h>
#include <stdlib.h>

#include "check.h"
#include "core/random.h"
#include "stats/range_law.h"

TEST(of_a_uniform_range_the_part_outside_lies_beyond)
{
    const struct au_range_law law = {-180, 180, 0, 1};
    CHECK(fabs(au_range_share_beyond(&law, -45, 45) - 0.75) < 1e-12);
    CHECK(fabs(au_range_share_beyond(&law, 0, 90) - 0.75) < 1e-12);
    CHECK(au_range_share_beyond(&law, -270, 270) == 0 && au_range_share_beyond(&law, 200, 270) == 1);
    CHECK(au_range_share_beyond(&law, NAN, NAN) == 1);
    CHECK(isnan(au_range_share_beyond(&(struct au_range_law){0, 1, 0, 0}, 0, 1)));
    CHECK(au_range_share_beyond(&(struct au_range_law){5, 5, 0, 1}, 5, 5) == 0);
}

TEST(of_whole_and_odd_numbers_those_outside_are_counted)
{
    CHECK(fabs(au_range_share_beyond(&(struct au_range_law){1, 3, 1, 1}, 1, 2) - 1. / 3) < 1e-12);
    CHECK(fabs(au_range_share_beyond(&(struct au_range_law){3, 7, 2, 1}, 3, 4.5) - 2. / 3) < 1e-12);
}

/* A shift takes two values, and is beyond if either is. */
TEST(an_image_lies_beyond_if_any_of_its_values_does)
{
    const struct au_range_law law = {-4, 4, 1, 2};
    struct au_rng rng;
    int beyond = 0;
    au_rng_start(&rng, 5, 5);
    for (int i = 0; i < 20000; i++)
        beyond += abs(au_rng_integer(&rng, -4, 4)) > 2 || abs(au_rng_integer(&rng, -4, 4)) > 2;
    CHECK_SAY(fabs(beyond / 20000. - au_range_share_beyond(&law, -2, 2)) < 0.015, "%g counted, %g by formula (seed 5)",
              beyond / 20000., au_range_share_beyond(&law, -2, 2));
}
