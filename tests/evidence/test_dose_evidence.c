/* SPDX-License-Identifier: Apache-2.0
 * test_dose_evidence.c - on points whose classes are known: a range along what says nothing is favoured, one along what says the class is not. */
#include <math.h>
#include <string.h>

#include "cloud.h"

static struct aug_error err;

struct walk {
    const struct cloud *cloud;
    int axis;
    double strength[4];
};

static enum aug_status load(void *context, int draw, bool undone, float *const out[AU_SPACE_COUNT], struct aug_error *e)
{
    (void)draw, (void)undone, (void)e;
    const struct cloud *c = ((const struct walk *)context)->cloud;
    for (int space = 0; space < AU_SPACE_COUNT; space++)
        if (out[space]) memcpy(out[space], c->clean, c->count * CLOUD_DIMENSIONS * sizeof(float));
    return AUG_OK;
}

static enum aug_status load_dose(void *context, size_t dose, float *out, struct aug_error *e)
{
    (void)e;
    const struct walk *w = context;
    memcpy(out, w->cloud->clean, w->cloud->count * CLOUD_DIMENSIONS * sizeof(float));
    for (size_t i = 0; i < w->cloud->count; i++)
        out[i * CLOUD_DIMENSIONS + (size_t)w->axis] += (float)w->strength[dose];
    return AUG_OK;
}

static struct au_dose_evidence measured(struct walk *walk, const struct au_dose_source *doses)
{
    const struct au_arm_source source = {.context = walk, .load = load, .probability = 0.5, .doses = doses};
    struct au_findings f = {0};
    CHECK_OK(au_measure(&walk->cloud->setting, &source, &f, &err));
    const struct au_dose_evidence e = f.dose_evidence;
    au_findings_release(&f);
    return e;
}

/* Steps of 1.5 and 3 along an axis. */
static struct au_dose_evidence walk_along(struct cloud *c, int axis)
{
    struct walk walk = {c, axis, {-3, -1.5, 1.5, 3}};
    struct au_dose_source doses = {.low = -3, .high = 3, .count = 4, .load = load_dose};
    memcpy(doses.strength, walk.strength, sizeof walk.strength);
    return measured(&walk, &doses);
}

TEST(F31_labels_favour_a_range_along_what_does_not_matter_and_refuse_one_along_the_class)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.per_class = 400, .apart = 1.5, .is_symmetric = true, .seed = 5}, &c);
    const struct au_dose_evidence other = walk_along(&c, 3), class = walk_along(&c, 0);
    CHECK(other.count == 3 && other.low[1] == -1.5 && other.high[1] == 1.5 && other.low[2] == -3);
    CHECK(other.evidence[0] == class.evidence[0] && other.rows == 800);
    CHECK_SAY(au_dose_evidence_best(&other) == 2 && 800 * (other.evidence[2] - other.evidence[0]) > 2,
              "evidence %g, %g, %g along an axis that says nothing", other.evidence[0], other.evidence[1],
              other.evidence[2]);
    CHECK_SAY(au_dose_evidence_best(&class) == 0 && class.evidence[2] < class.evidence[0] - 0.03,
              "evidence %g, %g, %g along the axis of the classes", class.evidence[0], class.evidence[1],
              class.evidence[2]);
    cloud_release(&c);
}

/* Half a turn either way is one picture: measured once or twice, it weighs the same. */
TEST(F31_half_a_turn_stands_at_both_ends_of_a_circle)
{
    struct cloud c;
    cloud_make(&(struct cloud_plan){.per_class = 100, .apart = 1.5, .is_symmetric = true, .seed = 6}, &c);
    struct au_dose_evidence e[2];
    for (int twice = 0; twice < 2; twice++) {
        struct walk walk = {&c, 3, {-1.5, 1.5, 3, 3}};
        struct au_dose_source doses = {
            .low = -3, .high = 3, .count = 3 + (size_t)twice, .strength = {-1.5, 1.5, 3, -3}, .load = load_dose};
        e[twice] = measured(&walk, &doses);
        CHECK(e[twice].count == 3 && e[twice].low[2] == -3 && e[twice].high[2] == 3);
    }
    CHECK_SAY(fabs(e[0].evidence[2] - e[1].evidence[2]) < 1e-6, "%g once, %g twice", e[0].evidence[2],
              e[1].evidence[2]);
    cloud_release(&c);
}

/* Of thousands of images of one class and three of another those that are asked may all be of one: nothing is to be explained. */
TEST(images_of_one_class_favour_no_range)
{
    extern const struct au_probe au_probe_dose_evidence;
    struct cloud c;
    cloud_make(&(struct cloud_plan){.per_class = 50, .seed = 7}, &c);
    struct walk walk = {&c, 3, {-1.5, 1.5, 0, 0}};
    const struct au_dose_source doses = {
        .low = -1.5, .high = 1.5, .count = 2, .strength = {-1.5, 1.5}, .load = load_dose};
    const struct au_arm_source source = {.context = &walk, .load = load, .doses = &doses};
    const struct au_scores scores = {.setting = &c.setting, .source = &source};
    struct au_findings f = {0};
    CHECK_OK(au_probe_dose_evidence.measure(&scores, &f, &err));
    CHECK(f.dose_evidence.count == 2);
    f.dose_evidence.count = 0;
    for (size_t i = 0; i < c.count; i++) c.setting.label[i] = 0;
    CHECK_OK(au_probe_dose_evidence.measure(&scores, &f, &err));
    CHECK(f.dose_evidence.count == 0);
    cloud_release(&c);
}
