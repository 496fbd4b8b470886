/* SPDX-License-Identifier: Apache-2.0
 * test_mixed.c - the probes of mixtures on readings made by hand, whose numbers can be worked out on paper. */
#include <math.h>
#include <string.h>

#include "cloud.h"
#include "core/memory.h"

enum { CLASSES = 4, PER_CLASS = 80, COUNT = CLASSES * PER_CLASS };

extern const struct au_probe au_probe_misplaced, au_probe_intrusion, au_probe_mixing;
static struct aug_error err;

/* Image i is number i / CLASSES of class i % CLASSES, and mixed with an image of every class in turn. */
struct scene {
    struct cloud cloud;
    struct au_scores scores;
    struct au_arm_source source;
    struct au_mixed mixed;
    uint32_t row[COUNT * 4], label[COUNT];
    float share[COUNT * 4];
    bool hidden[2][4]; /* image k of every mixture, for the main embedding and for small pixels */
    struct au_findings findings;
};

static uint32_t class_of(size_t row)
{
    return (uint32_t)(row % CLASSES);
}

static uint32_t partner_class(size_t row)
{
    return (uint32_t)((row + row / CLASSES) % CLASSES);
}

static float *matrix(void)
{
    return au_alloc(COUNT * CLASSES, sizeof(float));
}

static void open_scene_of(struct scene *s, int images, size_t per_cluster, double apart)
{
    *s = (struct scene){0};
    cloud_make(
        &(struct cloud_plan){
            .classes = CLASSES, .per_class = PER_CLASS, .per_cluster = per_cluster, .apart = apart, .seed = 41},
        &s->cloud);
    for (size_t i = 0; i < COUNT; i++) {
        const uint32_t other = (uint32_t)((i / CLASSES + 1) % PER_CLASS * CLASSES) + partner_class(i);
        const uint32_t twin = (uint32_t)((i / CLASSES + 2) % PER_CLASS * CLASSES);
        const uint32_t four[4] = {(uint32_t)i, twin + class_of(i), other, twin + partner_class(i)};
        for (int k = 0; k < images; k++) {
            s->row[i * (size_t)images + (size_t)k] = images == 4 ? four[k] : k == 0 ? (uint32_t)i : other;
            s->share[i * (size_t)images + (size_t)k] = 1 / (float)images;
        }
        s->label[i] = class_of(i);
    }
    s->mixed = (struct au_mixed){.count = images, .row = s->row, .share = s->share, .label = s->label};
    s->source = (struct au_arm_source){.mixed = &s->mixed};
    s->scores = (struct au_scores){.setting = &s->cloud.setting,
                                   .source = &s->source,
                                   .moved_label = s->label,
                                   .read = {NULL, matrix(), matrix()},
                                   .mixed_pixels = matrix(),
                                   .clean_by_own = matrix(),
                                   .clean_by_pooled = matrix(),
                                   .seen_clean = au_alloc(COUNT, sizeof(float)),
                                   .nearest = au_alloc(COUNT, sizeof(uint32_t))};
    for (int space = 0; space < AU_SPACE_COUNT; space++) {
        s->scores.landed[space] = au_alloc(COUNT, sizeof(int32_t));
        for (size_t i = 0; i < COUNT; i++) s->scores.landed[space][i] = (int32_t)class_of(i);
    }
    CHECK_OK(au_findings_make(CLASSES, 0, &s->findings, &err));
}

static void open_scene(struct scene *s, int images)
{
    open_scene_of(s, images, 1, 5);
}

static void close_scene(struct scene *s)
{
    au_scores_release(&s->scores);
    au_findings_release(&s->findings);
    cloud_release(&s->cloud);
}

/* Scores that become the probability `own` of class k and equal ones of the others. */
static void say(float *scores, size_t row, uint32_t k, double own)
{
    for (uint32_t c = 0; c < CLASSES; c++)
        scores[row * CLASSES + c] = (float)((c == k ? own : (1 - own) / (CLASSES - 1)) - 1. / CLASSES);
}

static float *clean_of(struct scene *s)
{
    return s->cloud.setting.space[AU_SPACE_MAIN].scores;
}

static bool near(double value, double known)
{
    return fabs(value - known) < 1e-3;
}

/* Clean images get .7 of their class. Of two classes at .6 and .4 that alone misplaces 1 - .46 - .34 = .2 of the label, of one class .3; a learner that
 * says .25 everywhere misplaces .5 and .75. */
TEST(M1_a_misplaced_label_is_what_the_mixture_misplaces_beyond_its_images_by_themselves)
{
    struct scene s;
    open_scene(&s, 2);
    for (size_t i = 0; i < COUNT; i++) {
        s.share[2 * i] = 0.6f, s.share[2 * i + 1] = 0.4f;
        say(clean_of(&s), i, class_of(i), 0.7);
        say(s.scores.read[AU_ARM_OWN], i, 0, 0.25);
        for (uint32_t c = 0; c < CLASSES; c++) {
            const double first = c == class_of(i), second = c == partner_class(i);
            s.scores.read[AU_ARM_POOLED][i * CLASSES + c] = (float)(0.1 + 0.6 * (0.6 * first + 0.4 * second) - 0.25);
            s.scores.mixed_pixels[i * CLASSES + c] = (float)(0.6 * first + 0.4 * second - 0.25);
        }
    }
    CHECK_OK(au_probe_misplaced.measure(&s.scores, &s.findings, &err));
    for (int k = 0; k < CLASSES; k++) {
        const struct au_class_mixing *m = &s.findings.of_class[k].mixing;
        CHECK_SAY(near(m->misplaced[0].mean, 0.75 * 0.3 + 0.25 * 0.45), "by mixtures %g", m->misplaced[0].mean);
        CHECK_SAY(near(m->misplaced[1].mean, 0), "by one that adds up %g", m->misplaced[1].mean);
        CHECK_SAY(near(m->misplaced[2].mean, -(0.75 * 0.2 + 0.25 * 0.3)), "by one that is sure %g",
                  m->misplaced[2].mean);
        CHECK_SAY(near(m->skill, (0.7 - 0.25) / 0.75), "skill %g", m->skill);
    }
    close_scene(&s);
}

/* Mixtures of 0 (first) with 1 are read as 2: 20 of the 80 of class 0. In 5 of them the image of 1 is read as 2 by itself. */
static void read_some_as_third(struct scene *s)
{
    size_t found = 0;
    for (size_t i = 0; i < COUNT; i++) say(clean_of(s), i, class_of(i), 0.7);
    for (size_t i = 0; i < COUNT; i++) {
        const bool third = class_of(i) == 0 && partner_class(i) == 1;
        say(s->scores.read[AU_ARM_OWN], i, third ? 2 : class_of(i), 0.9);
        say(s->scores.mixed_pixels, i, third ? 2 : class_of(i), 0.9);
        if (third && found++ < 5) say(clean_of(s), s->row[2 * i + 1], 2, 0.9);
    }
    CHECK(found == 20);
}

TEST(M2_a_third_class_is_one_of_no_image_and_as_which_no_image_is_read_and_its_worst_pair_is_named)
{
    struct scene s;
    open_scene(&s, 2);
    read_some_as_third(&s);
    CHECK_OK(au_probe_intrusion.measure(&s.scores, &s.findings, &err));
    for (int k = 0; k < CLASSES; k++) {
        const struct au_class_mixing *m = &s.findings.of_class[k].mixing;
        CHECK_SAY(near(m->third[0].mean, k == 0 ? 15. / 80 : 0) && near(m->third[1].mean, m->third[0].mean), "%d: %g",
                  k, m->third[0].mean);
        CHECK_SAY(m->fewest == 20 && m->fewest_with == k, "%d: %g with %d", k, m->fewest, m->fewest_with);
        if (k > 1) continue;
        CHECK_SAY(m->worst_with == 1 - k && near(m->worst_third.mean, 15. / 40) && m->worst_clusters == 40,
                  "%d: %g with %d", k, m->worst_third.mean, m->worst_with);
    }
    close_scene(&s);
}

TEST(M2_the_better_learner_of_a_pair_counts_and_a_class_that_never_met_another_evenly_is_told)
{
    struct scene s;
    open_scene(&s, 2);
    read_some_as_third(&s);
    for (size_t i = 0; i < COUNT; i++) {
        say(s.scores.mixed_pixels, i, class_of(i), 0.9);
        if (class_of(i) + partner_class(i) == 5) s.share[2 * i] = 0.9f, s.share[2 * i + 1] = 0.1f; /* 2 and 3 */
    }
    CHECK_OK(au_probe_intrusion.measure(&s.scores, &s.findings, &err));
    for (int k = 0; k < CLASSES; k++) {
        const struct au_class_mixing *m = &s.findings.of_class[k].mixing;
        CHECK_SAY(m->worst_third.mean <= 0, "%d: %g", k, m->worst_third.mean);
        CHECK_SAY(m->fewest == (k > 1 ? 0 : 20), "%d: %g", k, m->fewest);
    }
    close_scene(&s);
}

/* Five clusters of 16 images a class: mixtures of 0 and 1 have first images of ten, but of either class no more than five. */
TEST(M2_mixtures_of_a_pair_count_the_clusters_of_the_class_that_has_fewer)
{
    struct scene s;
    open_scene_of(&s, 2, 16, 5);
    read_some_as_third(&s);
    CHECK_OK(au_probe_intrusion.measure(&s.scores, &s.findings, &err));
    const struct au_class_mixing *m = &s.findings.of_class[0].mixing;
    CHECK_SAY(m->worst_with == 1 && m->worst_clusters == 5, "%g clusters with %d", m->worst_clusters, m->worst_with);
    close_scene(&s);
}

/* Sharing labels smooths clean images of class 2 from .7 to .4: that pulls 0 and 1 no more than 3, and accuses nobody. */
TEST(M2_a_pair_lands_in_a_third_class_and_smoothing_alone_is_no_harm)
{
    static const double pulled[CLASSES] = {0.25, 0.25, 0.4, 0.1};
    struct scene s;
    open_scene(&s, 2);
    read_some_as_third(&s);
    for (size_t i = 0; i < COUNT; i++) {
        if (class_of(i) < 2 && partner_class(i) < 2 && class_of(i) != partner_class(i))
            s.scores.landed[AU_SPACE_MAIN][i] = 2;
        s.scores.seen_clean[i] = 1;
        say(clean_of(&s), i, class_of(i), 0.7);
        say(s.scores.clean_by_own, i, class_of(i), 0.4);
        for (size_t c = 0; c < CLASSES; c++) s.scores.clean_by_pooled[i * CLASSES + c] = (float)(pulled[c] - 0.25);
    }
    CHECK_OK(au_probe_intrusion.measure(&s.scores, &s.findings, &err));
    size_t found = 0;
    for (uint32_t i = 0; i < s.findings.pair_count; i++) {
        const struct au_pair_findings *p = &s.findings.pairs[i];
        if (p->with < 0) continue;
        found++;
        CHECK(p->from + p->with == 1 && p->to == 2 && p->images == 40 && p->clusters == 40);
        CHECK(near(p->landing[0].mean, 1) && near(p->landing[1].mean, 0) && near(p->home[0], 0) && near(p->home[1], 1));
        CHECK_SAY(near(p->plug_in_harm.mean, 0), "smoothing harms by %g", p->plug_in_harm.mean);
        CHECK_SAY(near(p->pooled_harm.mean, 0.3), "the pull harms by %g", p->pooled_harm.mean);
    }
    CHECK(found == 2);
    close_scene(&s);
}

/* ---- what is seen ---- */

static enum aug_status load_seen(void *context, int k, float *const out[AU_SPACE_COUNT], struct aug_error *e)
{
    const struct scene *s = context;
    (void)e;
    for (int space = 0; space <= AU_SPACE_PIXELS; space++)
        for (size_t i = 0; out[space] && i < COUNT; i++)
            for (size_t d = 0; d < CLOUD_DIMENSIONS; d++)
                out[space][i * CLOUD_DIMENSIONS + d] =
                    s->hidden[space][k]
                        ? 0
                        : s->cloud.clean[s->row[i * (size_t)s->mixed.count + (size_t)k] * CLOUD_DIMENSIONS + d];
    return AUG_OK;
}

static void check_shares(int images, int hidden_to_edges, int hidden_to_pixels, double difference, double gap,
                         double overstated)
{
    struct scene s;
    open_scene(&s, images);
    s.mixed.load_seen = load_seen;
    s.mixed.context = &s;
    if (hidden_to_edges >= 0) s.hidden[0][hidden_to_edges] = true;
    if (hidden_to_pixels >= 0) s.hidden[1][hidden_to_pixels] = true;
    CHECK_OK(au_probe_mixing.measure(&s.scores, &s.findings, &err));
    CHECK(s.findings.mixing.hides);
    for (int k = 0; k < CLASSES; k++) {
        const struct au_class_mixing *m = &s.findings.of_class[k].mixing;
        CHECK_SAY(m->judged > 0.95 && m->told_clusters > 50 && m->told_clusters <= 60, "judged %g, of %g", m->judged,
                  m->told_clusters);
        CHECK_SAY(fabs(m->difference.mean - difference) < 0.06, "difference %g", m->difference.mean);
        CHECK_SAY(fabs(m->gap.mean - gap) < 0.06, "gap %g", m->gap.mean);
        CHECK_SAY(fabs(m->overstated.mean - overstated) < 0.1, "overstated %g", m->overstated.mean);
    }
    close_scene(&s);
}

TEST(M3_shares_of_the_label_are_held_against_shares_of_what_is_seen)
{
    check_shares(2, -1, -1, 0, 0, 0);
    check_shares(2, 0, 0, 0.5, 0.5, 1);
}

TEST(M3_what_one_learner_sees_and_the_other_denies_clears_nothing_and_accuses_nobody)
{
    check_shares(2, 0, 1, 0.5, -0.5, 1);
}

/* Of two images of the class one is hidden: half of the label for a third of what is seen. */
TEST(M3_images_of_one_class_share_their_shares)
{
    check_shares(4, 1, 1, 1. / 6, 1. / 6, 0);
}

TEST(M3_mixtures_of_images_that_no_learner_knows_are_not_judged)
{
    struct scene s;
    open_scene_of(&s, 2, 1, 0);
    s.mixed.load_seen = load_seen;
    s.mixed.context = &s;
    CHECK_OK(au_probe_mixing.measure(&s.scores, &s.findings, &err));
    for (int k = 0; k < CLASSES; k++)
        CHECK_SAY(s.findings.of_class[k].mixing.judged < 0.2, "judged %g", s.findings.of_class[k].mixing.judged);
    close_scene(&s);
}
