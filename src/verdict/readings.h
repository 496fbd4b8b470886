/* SPDX-License-Identifier: Apache-2.0
 * readings.h - rulings on what stands outside the class tables: people's readings beside learners', and key points.
 *
 * Recoverable is not preserved: a network trained on images at 1 % contrast reads 58 % of them, people 8 % (R. Geirhos et al. 2018, raw data; chance 6 %).
 * Learners can say that a label is still in the image; whether people would still call it so only people can say, on a blind sheet.
 * Pure functions; thread-safe.
 */
#ifndef AU_READINGS_H
#define AU_READINGS_H

#include <stdbool.h>

#include <augaudit/verdict.h>

#include "evidence/keypoints.h"

struct au_readings {               /* accuracies, 0..1; NaN: not measured */
    double people_clean, people;   /* on untouched, on transformed images */
    double naive_clean, naive;     /* of a learner that never saw the transform */
    double trained_clean, trained; /* of a learner trained on it */
    double chance;
};

enum au_reading {
    AU_READING_VALID,       /* learners keep the label, and people too where they were asked */
    AU_READING_ASK_PEOPLE,  /* learners lose it and nobody asked people */
    AU_READING_RECOVERABLE, /* learners read at least half of it, people do not: no longer the label that people gave */
    AU_READING_PEOPLE_ONLY, /* people read it, learners do not: a weakness of the learners */
    AU_READING_LOST         /* neither */
};

struct au_readings_ruling {
    enum au_reading reading;
    bool is_needed;  /* the learner that never saw the transform loses more than 2 points: training lacks it */
    bool for_people; /* someone should look at the images */
    const char *sentence;
};

/* Kept by learners: at most 5 points or a tenth of the accuracy above chance lost (the margins of class_rules.c). Kept by people, and recoverable: at
 * least half of the accuracy above chance is left. NaN for the trained learner: AU_READING_ASK_PEOPLE, or what people say. */
struct au_readings_ruling au_rule_readings(const struct au_readings *readings);

struct au_keypoints_ruling {
    enum aug_verdict verdict; /* remove, keep or undecided */
    const char *sentence;
};

/* On a reflection. remove: exchanging twice is not nothing, or coordinates alone give the transformed labels away (lower bound of the AUC > 0.9: with left
 * and right exchanged it is 1/2); keep: they do not (upper bound < 0.75); else undecided. */
struct au_keypoints_ruling au_rule_keypoints(const struct au_keypoint_check *check, bool exchange_returns);

#endif
