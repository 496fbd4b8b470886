/* SPDX-License-Identifier: Apache-2.0
 * about.c - what each evidence number means: the one table that probes, reports and documentation share. */
#include <augaudit/evidence.h>

#include <stdio.h>
#include <string.h>

static const struct aug_evidence_note abouts[] = {
    {"unchanged_share", "Share of images in which the transform changed no pixel.", "O1"},
    {"need",
     "Accuracy lost on transformed images by a learner that saw clean images only; says what training lacks, "
     "not what the transform breaks.",
     "F4"},
    {"recoverability_loss",
     "Accuracy lost on transformed images by the best of the learners that may have seen the "
     "transform: what is gone for good, as far as these learners can tell.",
     "F4"},
    {"pixels_loss",
     "Accuracy lost on transformed images by a learner of clean and transformed images that sees 16 x 16 pixels, against the main learner on clean "
     "images: a second learner, where the main one may lose too much.",
     "F4"},
    {"network_loss",
     "Accuracy lost on transformed images by small convolutional networks that were trained on transformed images only, "
     "against such networks on clean images: a second learner, for what stayed open.",
     "F4"},
    {"second_loss",
     "Accuracy lost on transformed images by a small neural network on features that was trained on transformed images only, "
     "against the better of it and the audit's learner on clean images: a second learner, where a loss was open or would "
     "convict.",
     "F4, R8"},
    {"undone_loss",
     "Accuracy lost after the transform was taken back with the values that were drawn: what border, "
     "clipping and resampling destroyed.",
     "R2"},
    {"precision_loss", "How much less often an image read as this class really is one, after the transform.", "R4"},
    {"conflict",
     "Predicted loss of clean accuracy when half of the training images are transformed: the plug-in bias "
     "of augmented training.",
     "F7"},
    {"conflict_soft", "The same in probability of the true class instead of right or wrong.", "F7, R1c"},
    {"conflict_at_p", "The same at the probability that the pipeline or --p asks for.", "F7"},
    {"conflict_at_p10", "The same when a tenth of the training images are transformed.", "F7"},
    {"conflict_at_p25", "The same when a quarter of the training images are transformed.", "F7"},
    {"conflict_at_p75", "The same when three quarters of the training images are transformed.", "F7"},
    {"conflict_at_p90", "The same when nine tenths of the training images are transformed.", "F7"},
    {"retrained_excess",
     "Measured loss of clean accuracy of a learner trained on clean and transformed images "
     "together, capacity cost included.",
     "F9, R6"},
    {"seen_as_transformed",
     "Share of clean images that a two-sample classifier takes for transformed ones; near 0 means "
     "that transformed images live elsewhere and cannot conflict.",
     "F3, F15"},
    {"two_sample_error", "Error of the classifier that tells clean from transformed images; 0.5 means that it cannot.",
     "F15"},
    {"landing",
     "Share of transformed images that are read as, and typical of, the other class, beyond the same "
     "share of clean images.",
     "F6"},
    {"landing_pixels", "The same in the pixel embedding.", "F6"},
    {"own_landing", "Share of transformed images still read as, and typical of, their own class.", "F6"},
    {"directed_harm",
     "Share of clean images of the other class that a learner trained on transformed images only "
     "reads as this class, beyond its base rate.",
     "R3"},
    {"plug_in_harm",
     "How far training with the transform would move clean images of the other class towards this one, in probability, "
     "by the plug-in formula.",
     "F7, R3"},
    {"pooled_harm", "The same for the learner trained on clean and transformed images, capacity cost included.",
     "F9, R3"},
    {"misplaced_label",
     "Share of the label of mixtures that a learner of mixtures gives to the wrong classes, less what a clean learner misplaces on the images by themselves; of "
     "mixtures whose first image is of the class.",
     "M1"},
    {"third_class",
     "Share of mixtures that a learner of mixtures reads as a third class: one of none of their images, as which none of them is read by itself.",
     "M2"},
    {"third_class_pair", "The same share of the even mixtures with that class for which it may be largest.", "M2"},
    {"intrusion", "Share of mixtures that a clean learner reads as a third class of which they are typical.", "M2, F6"},
    {"intrusion_pixels", "The same by the second embedding, of small pixels.", "M2, F6"},
    {"pair_intrusion",
     "Share of the even mixtures with that class for which it is largest that become the one third class that most of them become.",
     "M2, F6"},
    {"pair_intrusion_pixels", "The same by the second embedding, of small pixels.", "M2, F6"},
    {"share_difference",
     "Half the sum of differences between the shares of the label and of what is seen, as one learner reads it; errors of reading make it too large.",
     "M3"},
    {"share_gap",
     "The same by two learners, of which one says which images have too much label and the other how much; errors of reading make it too small.",
     "M3"},
    {"share_overstated",
     "Share of mixtures in which an image has more than 0.3 of the label and less than 0.1 of what is seen.", "M3"},
    {"share_judged", "Share of mixtures whose images both learners know, so that they can say what is seen.", "M3"},
    {"off_data",
     "Share of transformed images that are typical of no class: off the data, where only a ruling can say "
     "what the label is.",
     "F6"},
    {"bits_clean",
     "Bits that clean images tell about the class beyond the shares of the classes, as far as the audit's learner finds "
     "them.",
     "F1"},
    {"bits_kept", "The same in transformed images, by whichever learner finds most there.", "F1"},
    {"bits_lost", "Bits that the transform takes, image by image: those of the clean image minus those kept.", "F1"},
    {"typical_p",
     "Mean conformal p-value of transformed images in their own class: 0.5 where they are as typical as clean ones, 0 "
     "where all are odder than any.",
     "F17"},
    {"atypical_own",
     "Share of transformed images that are odder than 95 % of the clean images of their class; 0.05 for clean images.",
     "F17"},
    {"off_manifold",
     "Share of transformed images that are odder than 95 % of the images of every class: like no image of the data.",
     "F17, F18"},
    {"off_manifold_clean", "The same share of the same images before the transform: what chance gives.", "F17, F18"},
    {"off_manifold_more", "The difference of the two, image by image.", "F17, F18"},
    {"gain_own",
     "By how much transformed images bring the nearest image of the own class closer to unseen clean images, as a share "
     "of the distance.",
     "F20"},
    {"gain_other", "The same for the nearest image of another class.", "F20"},
    {"gain_ratio",
     "Gain of the own class over gain of the others: above 1 the transform fills gaps within classes, below 0.9 it fills "
     "those between them.",
     "F20"},
    {"worth", "Gain of the own class over the gain that as many new real images would give.", "F20"},
    {"neighbour_change",
     "Change of the accuracy of reading unseen images by their nearest neighbour when transformed images are added; a fall "
     "counts only where the gain ratio is below 0.9.",
     "F20"},
    {"real_change", "The same when as many new real images are added instead.", "F20"},
    {"overlap",
     "Twice the error of the two-sample classifier: at most this share of transformed and clean images is alike.",
     "F5, F15"},
    {"redundancy",
     "Share of what the transform makes that the data already has: the least of the overlap, the share that is typical, "
     "and the accuracy that a learner keeps who never saw it.",
     "F5, F17"},
    {"cue_colour",
     "Skill of reading the class of clean images by which colours they have, wherever these are, and by nothing else: 0 is "
     "guessing, 1 is perfect.",
     "C1"},
    {"cue_colour_kept",
     "The same for a learner of clean and transformed images, which reads both: what the transform leaves of the cue.",
     "C1"},
    {"cue_colour_misleads",
     "How far colour says the opposite: transformed images are read as another class, and clean images of that class as this "
     "one by who learned from transformed ones; the smaller of the two shares, beyond what is read so anyway.",
     "C1"},
    {"cue_shape_misleads", "How far shape says the opposite.", "C1"},
    {"cue_texture_misleads", "How far texture says the opposite.", "C1"},
    {"cue_position_misleads", "How far position says the opposite.", "C1"},
    {"cue_shape", "Skill by edges and their places in the grey image alone.", "C1"},
    {"cue_shape_kept", "What the transform leaves of shape as a cue.", "C1"},
    {"cue_texture", "Skill by edges and which edges stand next to each other, wherever they are, alone.", "C1"},
    {"cue_texture_kept", "What the transform leaves of texture as a cue.", "C1"},
    {"cue_position", "Skill by where it is light and where dark alone.", "C1"},
    {"cue_position_kept", "What the transform leaves of position as a cue.", "C1"},
    {"margin_probability",
     "The probability at which the predicted loss of clean accuracy first reaches the margin of 2 points, by the estimate, "
     "the upper bound (low) and the lower bound (high); 1 if it never does.",
     "F7"},
    {"pair_error",
     "Error of the audit's learner between this class and the one that it cannot tell it from, or confuses it with most, on "
     "clean images; 0.5 is a coin.",
     "F12"},
    {"pair_error_pixels", "The same by a learner of small pixels.", "F12"},
    {"pair_error_colour", "The same by a learner of colours without places.", "F12"},
    {"pair_error_networks",
     "The same by small convolutional networks from pixels, where a thorough audit asked them about the transform.",
     "F12, R8"},
    {"pair_error_second", "The same by a small neural network on the features of the audit's learner.", "F12, R8"},
    {"clean_error", "Cross-fitted error of the audit's learner on clean images.", "F4"},
    {"border_share", "Share of transformed images of which a tenth of the edge has one and the same colour.", "F27"},
    {"border_share_clean", "The same share of clean images.", "F27"},
    {"border_depth_px", "How many pixels inward that colour goes on; median over the transformed images that have it.",
     "F27"},
    {"copied_edge_share",
     "Share of transformed images with an edge of two pixels or more that mirrors or repeats the pixels next to it.",
     "F27"},
    {"copied_edge_share_clean", "The same share of clean images.", "F27"},
    {"detail_lost",
     "Share of fine detail (second differences against first ones) that is lost inside the transformed image.", "F27"},
    {"detail_lost_undone",
     "The same after the transform was taken back: resampling, border and rounding, which nobody claims.", "F27"},
    {"detail_auc",
     "How often the sharper one of a clean and a transformed image is the clean one; 0.5 means that sharpness tells "
     "nothing.",
     "F27"},
    {"evidence_gain",
     "How much more probable the labels are, in nats an image, for features averaged over the best of the measured ranges "
     "than for clean images: a second opinion on how wide a range may be, from images that nobody held out.",
     "F31"},
    {"evidence_reach", "The end of that range farther from 0; 0 where clean images alone explain the labels best.",
     "F31"},
    {"told_by_traces",
     "How well clean and transformed images are told apart by traces of processing alone (borders, detail, grids): 0 not "
     "at all, 1 always.",
     "F27"},
    {"told_apart", "The same by traces and the main embedding together.", "F27"},
    {"artefact_told",
     "The same for clean images and images in which the transform was taken back: what tells without any claim.",
     "F27"},
    {"claim_told", "The same for images in which the transform was taken back and images in which it was not.", "F27"},
    {"artefact_share", "Share of what tells transformed images from clean ones that is left after taking it back.",
     "F27"},
    {"class_leak_bits",
     "Bits about the class in whether a clean image passes for a processed one: above 0.01 the classes may have been "
     "processed differently.",
     "F27, O10"},
    {"trace_accuracy",
     "How often the class of a clean image is read off traces of processing alone; above the prior a network has a "
     "shortcut, unless the classes differ so by nature.",
     "F27"},
    {"trace_prior", "Share of the most frequent class, which guessing reaches.", "F27"},
    {"jpeg_share", "Share of the images that are JPEG files.", "F28"},
    {"jpeg_grid_moved",
     "Share of the images that are JPEG files whose block grid was moved by a flip or turn, because their size is no "
     "multiple of the block.",
     "F28"},
    {"jpeg_turn_share",
     "The same, and those in which a turn laid the quantisation table on its side, which is not symmetric.", "F28"},
    {"jpeg_recoding",
     "By how much of the range of values a transformed JPEG image differs from itself coded anew as its file was, beyond "
     "the same of the clean image; near 0 means that it could be a file.",
     "F28"},
};

size_t aug_evidence_note_count(void)
{
    return sizeof abouts / sizeof *abouts;
}

const struct aug_evidence_note *aug_evidence_note_at(size_t i)
{
    return i < aug_evidence_note_count() ? &abouts[i] : NULL;
}

const struct aug_evidence_note *aug_evidence_about(const char *name)
{
    for (size_t i = 0; i < aug_evidence_note_count(); i++)
        if (strcmp(abouts[i].name, name) == 0) return &abouts[i];
    return NULL;
}

char *aug_methods_section(const char *source, char buffer[AUG_SECTION_BYTES])
{
    int length = snprintf(buffer, AUG_SECTION_BYTES, "docs/methods.md#");
    for (; *source && *source != ',' && length + 1 < AUG_SECTION_BYTES; source++)
        buffer[length++] = (char)(*source >= 'A' && *source <= 'Z' ? *source - 'A' + 'a' : *source);
    buffer[length] = '\0';
    return buffer;
}
