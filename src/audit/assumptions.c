/* SPDX-License-Identifier: Apache-2.0
 * assumptions.c - what the audit takes for granted (methods.md section 1); listed in every report, and named where a label rests on them
 * (verdict/touched.c). */
#include "assumptions.h"

static const struct aug_assumption assumptions[] = {
    {"A1", "What images look like was taken for their label.",
     "Inside the support of the data, the label of an image is what images that look like it are labelled.",
     "Conflicts are over-called where context that is not in the image decides the label."},
    {"A2", "Rates were measured on these images.",
     "The audited images are an independent sample of what the model will meet.",
     "Every rate is about the wrong population."},
    {"A3", "Losses on clean and on transformed images were compared.",
     "Label noise is the same for an image and its transformed version.",
     "Losses are biased; differences to clean images cancel the common part only."},
    {"A4", "Learners may have missed what they cannot see on clean images.",
     "The features, or the small learners on them, separate the classes that matter on clean images.",
     "Collisions and losses can be invisible; the clean error in this report says how well they separate."},
    {"A5", "Bounds were made by counting clusters.",
     "Images of different clusters are independent; near-duplicates and frames of one sequence share a cluster.",
     "All intervals are too short. Give --cluster-by where file names tell."},
    {"A6",
     "Transformed images are unlike any in the data, so that nothing there could contradict the label; or the user ruled.",
     "Off the support of the data no measurement can know a label: there the label is assumed to be kept.",
     "A transform that makes images unlike any in the data may be kept although a person would rule otherwise; look at the pictures."},
};

const struct aug_assumption *au_assumptions(size_t *count)
{
    *count = sizeof assumptions / sizeof *assumptions;
    return assumptions;
}
