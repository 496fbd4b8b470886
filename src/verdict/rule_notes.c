/* SPDX-License-Identifier: Apache-2.0
 * rule_notes.c - when each rule holds, in a sentence; the tables of rules know the names. */
#include <augaudit/verdict.h>

#include <string.h>

static const struct aug_rule_note notes[] = {
    {"no_images", "undecided", "No image of the class was audited."},
    {"few", "undecided",
     "The class has fewer than 50 images, or fewer than 5 groups that are independent of each other."},
    {"not_measured", "undecided", "So many images times so many classes do not fit into memory."},
    {"mixture_intrusion", "broken",
     "Mixtures become a third class, one of none of their images: more than a quarter of the even mixtures with one class, or more than 5 % of all, are read as and look "
     "typical of it, a learner of mixtures agrees, and training with them draws clean images of it away; all beyond chance."},
    {"mixture_misstated", "broken",
     "More than 15 % of the shared label, on average and beyond chance, belong to another image than the one that shows."},
    {"mixture_suspected", "undecided", "One of the two by estimate, but not beyond chance or not by all signs."},
    {"mixture_blind", "undecided", "The learner cannot tell the class from another one on clean images."},
    {"mixture_fair", "kept",
     "By upper bounds a learner of mixtures misplaces at most 5 % of the shared label, at most 5 % of all mixtures and a quarter of the even ones with any one class are read as "
     "a third class, the label differs from what is seen by at most 15 %, and training costs clean images at most 2 points."},
    {"mixture_open", "undecided", "Some of these bounds are too wide, or too few mixtures were seen."},
    {"rescaling", "kept", "The transform only rescales values, which the first layer of a network undoes."},
    {"unchanged", "kept", "The transform changes no pixel in more than 99.9 % of the images."},
    {"collision", "broken",
     "More than 5 % of the transformed images land on another class, clean images of that class are read as this one by a learner of "
     "transformed images, and training with them does harm; all beyond chance."},
    {"lost", "broken",
     "The best learner that saw transformed images loses more than 5 points and more than a tenth of what there is to lose, more "
     "draws do not mend it, and taking the transform back does not either."},
    {"default_label", "broken",
     "The class keeps its recall only because unreadable images are given its label: its precision falls by more than 20 points and "
     "hardly any image still looks like it."},
    {"perhaps_default", "undecided",
     "The same, with a precision that falls by 10 to 20 points, or images that still look like the class."},
    {"suspected", "undecided", "More than 3 % land on another class, but not all signs of a collision agree."},
    {"blind", "undecided",
     "The learner cannot tell the class from another one on clean images, so that it can neither clear nor accuse."},
    {"survives", "kept",
     "At most 5 points are lost on transformed images, and training with them costs clean images at most 2; by upper bounds."},
    {"survives_undone", "kept", "The same with the loss that remains after the transform was taken back."},
    {"open", "undecided", "The intervals are too wide for any other rule."},
    {"ruled_broken", "broken", "The user ruled (--intent) that the transform changes the label of the class."},
    {"ruled_kept", "kept",
     "The user ruled (--intent) that the label stays, and the question lies off the support of the data, or the class has too few images: "
     "nothing measured speaks against it."},
    {"only_rescales", "keep", "It only rescales values and makes no claim about labels."},
    {"none_measured", "undecided", "Images times classes do not fit into memory."},
    {"all_few", "undecided", "No class has the 50 images in 5 independent groups that a claim about it needs."},
    {"no_change", "redundant", "It changes no pixel in more than 99.9 % of the images."},
    {"narrow_range", "narrow", "Some class is broken, and at weaker strengths of one parameter none is."},
    {"remove_most", "remove", "Classes with more than half of the images are broken."},
    {"restrict_some", "restrict", "Some classes are broken, with at most half of the images."},
    {"lower_probability", "lower_p",
     "Nothing is broken or suspected; at probability 1/2 the conflict of some class may exceed 2 points, at a smaller one that of none."},
    {"mostly_open", "undecided", "Nothing is broken, but classes with enough images are open."},
    {"narrow_strong_end", "narrow",
     "Every class keeps its label over the range, but at fixed strengths near its end some do not."},
    {"costs_accuracy", "costly",
     "Labels survive, but a learner trained with it loses more than half a point on clean images."},
    {"data_has_it", "redundant",
     "A classifier can hardly tell transformed images from clean ones, and a learner that never saw the transform loses less than 2 points."},
    {"room_to_widen", "widen",
     "Half as far again beyond the range every class keeps its label, and a learner that never saw it loses more than 2 points there."},
    {"fair_mixture", "keep",
     "The shared label of the mixtures of every class with enough images says what is seen, and none of the rules above holds."},
    {"keep_all", "keep", "Every class with enough images keeps its label, and none of the other rules holds."},
};

size_t aug_rule_count(void)
{
    return sizeof notes / sizeof *notes;
}

const struct aug_rule_note *aug_rule_at(size_t i)
{
    return i < aug_rule_count() ? &notes[i] : NULL;
}

const struct aug_rule_note *aug_rule_find(const char *name)
{
    for (size_t i = 0; i < aug_rule_count(); i++)
        if (strcmp(notes[i].name, name) == 0) return &notes[i];
    return NULL;
}
