/* SPDX-License-Identifier: Apache-2.0
 * test_readings.c - published readings of people and networks (O22), and key points (O21), have the rulings that are known of them. */
#include <math.h>
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "verdict/judge.h"
#include "verdict/readings.h"

static struct aug_error err;

/* R. Geirhos et al. 2018, raw data of 16 classes: people, a network trained on untouched images, one trained on this distortion; per cent. */
static const struct published {
    const char *name;
    double people_clean, people, naive_clean, naive, trained_clean, trained;
    enum au_reading expected;
    bool is_needed, for_people;
} published[] = {
    {"rotation 90", 84.8, 78.5, 85.7, 36.5, 89.4, 89.0, AU_READING_VALID, true, false},
    {"rotation 180", 84.8, 76.4, 85.7, 53.5, 89.4, 89.4, AU_READING_VALID, true, false},
    {"rotation 270", 84.8, 79.1, 85.7, 37.0, 89.4, 88.2, AU_READING_VALID, true, false},
    {"low-pass 40", 84.8, 7.7, 85.7, 6.6, 89.4, 11.8, AU_READING_LOST, true, true},
    {"low-pass 10", 84.8, 31.3, 85.7, 14.8, 89.4, 66.0, AU_READING_RECOVERABLE, true, true},
    {"noise 0.9", 84.8, 6.0, 85.7, 6.2, 89.4, 39.4, AU_READING_LOST, true, true},
    {"contrast 1 %", 84.8, 8.3, 85.7, 7.3, 92.8, 58.5, AU_READING_RECOVERABLE, true, true},
    {"contrast 10 %", 84.8, 76.0, 85.7, 27.2, 92.8, 92.8, AU_READING_VALID, true, false},
    {"grey", 88.5, 86.6, 96.7, 87.8, 90.6, 95.6, AU_READING_VALID, true, false},
};
#define PUBLISHED (sizeof published / sizeof *published)

static struct au_readings readings_of(const struct published *p)
{
    return (struct au_readings){
        p->people_clean / 100, p->people / 100, p->naive_clean / 100, p->naive / 100, p->trained_clean / 100,
        p->trained / 100,      0.0625};
}

TEST(O22_turned_pictures_are_valid_and_needed_and_low_pass_noise_and_contrast_go_to_people)
{
    for (size_t i = 0; i < PUBLISHED; i++) {
        const struct published *p = &published[i];
        const struct au_readings r = readings_of(p);
        const struct au_readings_ruling ruling = au_rule_readings(&r);
        CHECK_SAY(ruling.reading == p->expected, "%s: %s", p->name, ruling.sentence);
        CHECK_SAY(ruling.is_needed == p->is_needed && ruling.for_people == p->for_people, "%s: need %d, for people %d",
                  p->name, ruling.is_needed, ruling.for_people);
    }
}

TEST(O22_one_per_cent_contrast_is_recoverable_and_not_preserved)
{
    const struct au_readings r = readings_of(&published[6]);
    CHECK_SAY(strstr(au_rule_readings(&r).sentence, "recoverable, not preserved"), "%s", au_rule_readings(&r).sentence);
}

TEST(O22_where_nobody_asked_people_a_lost_label_is_flagged_for_them)
{
    for (size_t i = 0; i < PUBLISHED; i++) {
        struct au_readings r = readings_of(&published[i]);
        const bool lost = published[i].trained_clean - published[i].trained > 5;
        r.people = r.people_clean = NAN;
        const struct au_readings_ruling ruling = au_rule_readings(&r);
        CHECK_SAY(ruling.reading == (lost ? AU_READING_ASK_PEOPLE : AU_READING_VALID) && ruling.for_people == lost,
                  "%s: %s", published[i].name, ruling.sentence);
    }
    struct au_readings weak = {0.9, 0.88, 0.9, 0.2, 0.9, 0.3, 0.1};
    CHECK(au_rule_readings(&weak).reading == AU_READING_PEOPLE_ONLY);
    weak.trained = weak.trained_clean = NAN;
    CHECK(au_rule_readings(&weak).reading == AU_READING_PEOPLE_ONLY);
    weak.people = NAN;
    CHECK(au_rule_readings(&weak).reading == AU_READING_ASK_PEOPLE);
}

/* The same accuracies as findings of 16 classes. */
static struct au_findings findings_of(const struct published *p)
{
    struct au_findings f = {0};
    CHECK_OK(au_findings_make(16, 1, &f, &err));
    f.two_sample_error = 0.01;
    f.clean_error = 1 - p->trained_clean / 100;
    for (int i = 0; i < AU_P_GRID; i++) f.probability[i] = (double[]){0.1, 0.25, 0.5, 0.75, 0.9, 0.5}[i];
    for (int k = 0; k < 16; k++) {
        struct au_class_findings *c = &f.of_class[k];
        c->images = c->clusters = 400;
        c->clean_error = f.clean_error;
        c->blind_to = c->blind_space = c->adequacy.hardest = -1;
        for (int a = 0; a < AU_ARM_COUNT; a++)
            c->lost[a] = (struct au_stat){(p->trained_clean - p->trained) / 100, 0.01};
        c->lost[AU_ARM_CLEAN] = (struct au_stat){(p->naive_clean - p->naive) / 100, 0.02};
        c->own[0] = c->own[1] = c->own_clean[0] = c->own_clean[1] = p->trained / 100;
    }
    return f;
}

TEST(O22_the_rules_keep_turned_pictures_as_needed_and_clear_nothing_that_only_a_trained_network_half_reads)
{
    static const char *const names[16] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                          "i", "j", "k", "l", "m", "n", "o", "p"};
    for (size_t i = 0; i < PUBLISHED; i++) {
        struct au_arena arena = {0};
        struct au_judgement j = {0};
        struct au_findings f = findings_of(&published[i]);
        const struct au_judgement_input in = {.name = "T", .class_names = names, .findings = &f};
        CHECK_OK(au_judge(&in, &arena, &j, &err));
        const bool keeps = published[i].expected == AU_READING_VALID;
        for (int k = 0; k < 16; k++)
            CHECK_SAY(j.classes[k].label == (keeps ? AUG_LABEL_KEPT : AUG_LABEL_BROKEN), "%s %s is %s: %s",
                      published[i].name, names[k], aug_label_name(j.classes[k].label), j.classes[k].reason);
        CHECK_SAY(j.verdict == (keeps ? AUG_VERDICT_KEEP : AUG_VERDICT_REMOVE), "%s: %s", published[i].name,
                  j.sentence);
        au_findings_release(&f);
        au_arena_release(&arena);
    }
}

TEST(O21_a_flip_without_exchange_is_a_bug_to_remove_and_a_right_one_is_kept)
{
    CHECK(au_rule_keypoints(&(struct au_keypoint_check){1, 0.99, 1, 200, 200}, true).verdict == AUG_VERDICT_REMOVE);
    CHECK(au_rule_keypoints(&(struct au_keypoint_check){0.52, 0.46, 0.58, 200, 200}, true).verdict == AUG_VERDICT_KEEP);
    CHECK(au_rule_keypoints(&(struct au_keypoint_check){0.52, 0.46, 0.58, 200, 200}, false).verdict ==
          AUG_VERDICT_REMOVE);
    CHECK(au_rule_keypoints(&(struct au_keypoint_check){0.5, 0, 1, 10, 10}, true).verdict == AUG_VERDICT_UNDECIDED);
    CHECK(au_rule_keypoints(&(struct au_keypoint_check){0.8, 0.75, 0.85, 200, 200}, true).verdict ==
          AUG_VERDICT_UNDECIDED);
}
