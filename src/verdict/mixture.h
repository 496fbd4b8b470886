/* SPDX-License-Identifier: Apache-2.0
 * mixture.h - rules for mixtures of several images whose label is shared: conditions, sentences and deciding numbers of their rows in the table of
 * class_rules.c (docs/methods.md, Mixtures).
 *
 * A class is judged by the mixtures whose first image is of it. Broken: they become a third class, or their label does not say what is seen. Kept: every one
 * of the signs is inside its margin by its upper bound. Mixtures that keep the label of their first image are judged like any transformed image.
 */
#ifndef AU_MIXTURE_H
#define AU_MIXTURE_H

#include "case.h"
#include "core/text.h"
#include "judge.h"

#define AU_MARGIN_THIRD 0.05      /* mixtures of a class that are a third one: as much as may be lost */
#define AU_MARGIN_PAIR 0.25       /* even mixtures of two classes that are a third one */
#define AU_MARGIN_SHARE 0.15      /* between shares of the label and of what is seen (methods.md section 7) */
#define AU_MARGIN_OVERSTATED 0.05 /* the same: mixtures with a label for what is hardly seen */
#define AU_JUDGED_MIN 0.80        /* of the mixtures must be read before a class is cleared */

bool au_is_mixture(const struct au_findings *findings);

/* One condition of a kept label. */
struct au_mixture_sign {
    const char *number; /* name of the evidence */
    double estimate, low, high, margin;
};
#define AU_MIXTURE_SIGNS 6
/* Those that were measured; returns how many. */
size_t au_mixture_signs(const struct au_case *c, struct au_mixture_sign signs[AU_MIXTURE_SIGNS]);

/* Third classes of the class's mixtures into the case: hits and suspects. */
void au_mixture_collide(struct au_case *c);

/* ---- conditions ---- */
bool au_mixture_intrudes(const struct au_case *c);
bool au_mixture_misstates(const struct au_case *c);
bool au_mixture_is_suspected(const struct au_case *c);
bool au_mixture_is_blind(const struct au_case *c);
bool au_mixture_is_fair(const struct au_case *c);

/* ---- sentences ---- */
struct au_class_story { /* a case and the words to tell it */
    const struct au_case *c;
    const char *const *class_names;
    struct au_text *text;
};
void au_mixture_say_intrusion(const struct au_class_story *s);
void au_mixture_say_misstated(const struct au_class_story *s);
void au_mixture_say_suspicion(const struct au_class_story *s);
void au_mixture_say_fair(const struct au_class_story *s);
void au_mixture_say_open(const struct au_class_story *s);

/* ---- deciding numbers ---- */
void au_mixture_decide_intrusion(const struct au_case *c, struct aug_deciding *out);
void au_mixture_decide_misstated(const struct au_case *c, struct aug_deciding *out);
void au_mixture_decide_suspicion(const struct au_case *c, struct aug_deciding *out);
void au_mixture_decide_fair(const struct au_case *c, struct aug_deciding *out); /* what came nearest to its margin */
void au_mixture_decide_open(
    const struct au_case *c,
    struct aug_deciding *out); /* what lies farthest beyond its margin; nothing where a count is too small */

/* How many independent images of the class would bring every sign inside, were the estimates right; 0: no number would. */
double au_mixture_groups_needed(const struct au_case *c);

/* Evidence of the class, in the order of a report; room for AU_MIXTURE_NUMBERS. Returns how many. */
#define AU_MIXTURE_NUMBERS 14
size_t au_mixture_evidence(const struct au_findings *findings, size_t class_index, struct aug_evidence *items);

#endif
