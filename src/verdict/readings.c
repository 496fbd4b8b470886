/* SPDX-License-Identifier: Apache-2.0
 * readings.c - who still reads the label? */
#include "readings.h"

#include <math.h>

#include "case.h"

#define MARGIN_NEED 0.02
#define LOST_SHARE 0.1
#define HALF 0.5
#define AUC_BUG 0.9
#define AUC_FINE 0.75

/* Share of the accuracy above chance that is left; NaN if it was not measured. */
static double left(double clean, double now, double chance)
{
    return clean > chance ? (now - chance) / (clean - chance) : NAN;
}

static enum au_reading read(const struct au_readings *r)
{
    const double learners = left(r->trained_clean, r->trained, r->chance),
                 people = left(r->people_clean, r->people, r->chance);
    const bool kept = r->trained_clean - r->trained <= AU_MARGIN_LOSS || learners >= 1 - LOST_SHARE;
    if (isnan(people)) return kept ? AU_READING_VALID : AU_READING_ASK_PEOPLE;
    if (people >= HALF) return kept ? AU_READING_VALID : AU_READING_PEOPLE_ONLY;
    return kept || learners >= HALF ? AU_READING_RECOVERABLE : AU_READING_LOST;
}

struct au_readings_ruling au_rule_readings(const struct au_readings *readings)
{
    static const char *const sentences[] = {
        [AU_READING_VALID] = "The label is still read.",
        [AU_READING_ASK_PEOPLE] = "Learners lose the label; people should be asked whether they do too.",
        [AU_READING_RECOVERABLE] =
            "A learner recovers the label, but people no longer read it: recoverable, not preserved.",
        [AU_READING_PEOPLE_ONLY] = "People still read the label and learners do not: a stronger learner may.",
        [AU_READING_LOST] = "Neither learners nor people read the label.",
    };
    const enum au_reading reading = read(readings);
    return (struct au_readings_ruling){.reading = reading,
                                       .is_needed = readings->naive_clean - readings->naive > MARGIN_NEED,
                                       .for_people = reading != AU_READING_VALID,
                                       .sentence = sentences[reading]};
}

struct au_keypoints_ruling au_rule_keypoints(const struct au_keypoint_check *check, bool exchange_returns)
{
    if (!exchange_returns)
        return (struct au_keypoints_ruling){
            AUG_VERDICT_REMOVE,
            "Exchanging the indices twice is not nothing, so they are no pairs of left and right: a bug."};
    if (check->low > AUC_BUG)
        return (struct au_keypoints_ruling){
            AUG_VERDICT_REMOVE,
            "Coordinates alone tell mirrored key points from untouched ones: left and right were not exchanged, a bug."};
    if (check->high < AUC_FINE)
        return (struct au_keypoints_ruling){AUG_VERDICT_KEEP, "Mirrored key points look like untouched ones."};
    return (struct au_keypoints_ruling){
        AUG_VERDICT_UNDECIDED, "Too few label vectors, or poses that lean: coordinates tell some mirrored key points."};
}
