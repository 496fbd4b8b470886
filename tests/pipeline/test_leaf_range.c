/* SPDX-License-Identifier: Apache-2.0
 * test_leaf_range.c - how the values of a leaf's range are drawn. */
#include <string.h>

#include "check.h"
#include "pipeline/strata.h"

static struct aug_error err;

static bool range_of(const char *spec, const char *param, struct au_leaf_range *out)
{
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_specs(&spec, 1, 1, &pipeline, &err));
    const bool found = au_leaf_range(&pipeline.leaves[0], param, out);
    aug_pipeline_release(&pipeline);
    return found;
}

TEST(a_range_says_how_its_values_are_drawn)
{
    struct au_leaf_range r;
    CHECK(range_of("rotate:+-15", "angle", &r) && r.low == -15 && r.high == 15 && r.step == 0 && r.draws == 1);
    CHECK(r.is_signed && r.is_only);
    CHECK(range_of("shift:+-2px", "limit_px", &r) && r.step == 1 && r.draws == 2 && r.is_signed);
    CHECK(range_of("Blur:blur_limit=[3,7]", "blur_limit", &r) && r.low == 3 && r.high == 7 && r.step == 2 &&
          !r.is_signed);
    CHECK(range_of("PlanckianJitter", "temperature_limit", &r) && r.draws == 0);
    CHECK(range_of("ShiftScaleRotate", "rotate_limit", &r) && !r.is_only);
    CHECK(!range_of("rotate:+-15|hflip", "angle", &r) && !range_of("rotate:+-15", "degrees", &r));
}
