/* SPDX-License-Identifier: Apache-2.0
 * test_second_reader.c - what the main embedding loses, a learner of small pixels is asked about. */
#include <math.h>
#include <string.h>

#include "cloud.h"

static struct aug_error err;

struct drowning { /* normal noise over everything that these embeddings show */
    const struct cloud *cloud;
    bool drowned[AU_SPACE_COUNT];
};

static enum aug_status load(void *context, int draw, bool undone, float *const out[AU_SPACE_COUNT], struct aug_error *e)
{
    const struct drowning *d = context;
    (void)undone, (void)e;
    for (int space = 0; space < AU_SPACE_COUNT; space++)
        for (size_t i = 0; out[space] && i < d->cloud->count * CLOUD_DIMENSIONS; i++)
            out[space][i] = d->drowned[space] ? 4 * (float)cloud_normal(d->cloud, i, draw, space) : d->cloud->clean[i];
    return AUG_OK;
}

static struct au_findings measure(bool main, bool pixels)
{
    struct cloud c;
    struct au_findings f = {0};
    cloud_make(&(struct cloud_plan){.classes = 3, .apart = 5, .seed = 31}, &c);
    struct drowning d = {&c, {main, pixels, main}};
    const struct au_arm_source source = {.context = &d, .load = load, .probability = 0.5};
    CHECK_OK(au_measure(&c.setting, &source, &f, &err));
    cloud_release(&c);
    return f;
}

TEST(a_learner_of_small_pixels_reads_what_the_main_embedding_lost_and_is_no_better_where_both_lost_it)
{
    for (int both = 0; both < 2; both++) {
        struct au_findings f = measure(true, both);
        CHECK(f.has_pixels);
        for (uint32_t k = 0; k < f.classes; k++) {
            const struct au_class_findings *c = &f.of_class[k];
            CHECK_SAY(c->lost[AU_ARM_OWN].mean > 0.3, "the main learner lost %g", c->lost[AU_ARM_OWN].mean);
            CHECK_SAY(both ? c->pixels_lost.mean > 0.3 : c->pixels_lost.mean < 0.03 && c->pixels_precision_lost < 0.03,
                      "the second lost %g, of precision %g", c->pixels_lost.mean, c->pixels_precision_lost);
        }
        au_findings_release(&f);
    }
}

TEST(a_learner_of_small_pixels_is_not_asked_where_nothing_is_lost)
{
    struct au_findings f = measure(false, true);
    CHECK(!f.has_pixels && f.of_class[0].pixels_lost.se <= 0);
    au_findings_release(&f);
}
