/* SPDX-License-Identifier: Apache-2.0
 * fixture_parts.c - a made-up data set with hostile names, and how an audit of it was made. */
#include "fixture_parts.h"

#include <stdlib.h>

const char *const fixture_class_names[FIXTURE_CLASSES] = {
    "arrow_down",
    "arrow_left",
    "arrow_right",
    "arrow_up",
    "b",
    "d",
    "disc",
    "eight",
    FIXTURE_HOSTILE,
    "lamp_green",
    "lamp_red",
    "nine",
    "octagon",
    "six",
    "車両進入禁止の標識",
    "a_very_long_class_name_that_somebody_made_from_a_sentence_\xff_and_a_path",
};

void *fixture_room(struct au_arena *arena, size_t count, size_t size)
{
    void *block = au_arena_alloc(arena, count, size);
    if (!block) abort();
    return block;
}

void fixture_dataset(struct au_arena *arena, struct aug_audit *audit)
{
    static const struct aug_bad_file bad[] = {
        {"six/<img src=x onerror=alert(1)>.png", "The file ends after 12 bytes; a PNG has a header of 33."},
        {"disc/\xff\xfe.jpg", "Truncated; the lower third is grey. Used all the same."}};
    size_t *images = fixture_room(arena, FIXTURE_CLASSES, sizeof *images),
           *clusters = fixture_room(arena, FIXTURE_CLASSES, sizeof *clusters);
    double *effective = fixture_room(arena, FIXTURE_CLASSES, sizeof *effective);
    for (size_t c = 0; c < FIXTURE_CLASSES; c++) {
        images[c] = 120 - 3 * c, clusters[c] = 100 - 2 * c;
        effective[c] = c == 1 ? 30.5 : 110 - 3.0 * (double)c;
    }
    static const struct aug_grouping groupings[] = {
        {"before the last number", "six/<b>00012_00003.ppm", 200, 0.46, 0.0005, true},
        {"in the folder below the class", "six/a/1.png", 12, 0.03, 0.4, false}};
    audit->data_dir = "data/signs & lamps";
    audit->image_count = 1560, audit->found_count = 1561, audit->cluster_count = 1360;
    audit->bad_count = 1, audit->warning_count = 1, audit->bad_named = 2, audit->bad = bad;
    audit->duplicate_count = 12, audit->duplicates_across_classes = 3;
    audit->class_count = FIXTURE_CLASSES, audit->class_names = fixture_class_names;
    audit->class_images = images, audit->class_clusters = clusters;
    audit->independence = (struct aug_independence){.correlation = 0.31,
                                                    .effective = 1180.4,
                                                    .class_effective = effective,
                                                    .thin_count = 1,
                                                    .near_duplicate_count = 7,
                                                    .near_across_classes = 2,
                                                    .grouping_count = 2,
                                                    .groupings = groupings};
}

void fixture_making(struct aug_audit *audit)
{
    static const char *const names[] = {"libfyaml", "libjpeg-turbo", "OpenBLAS", "SQLite"};
    static const char *const versions[] = {"0.7.12", "2.1.5", "0.3.21", "3.40.1"};
    static const struct aug_assumption assumptions[] = {
        {"A1", "Looks decided.", "Inside the data's support the label of an image is what images like it are called.",
         "Conflict is over-called."},
        {"A2", "Rates were measured.", "The audited images are a fair sample of what the model will meet.",
         "Every rate is about the wrong population."},
        {"A4", "Learners may have missed something.", "The learner tells the classes apart on clean images.",
         "Losses and conflicts may go unseen; such classes are undecided."}};
    audit->seed = 18446744073709551615u;
    audit->pipeline_source = "train.json", audit->pipeline_format = "albumentations-json";
    audit->pipeline_library = "albumentations 2.0.8";
    static const char *const unused[] = {"vflip & <co>"};
    audit->intent_source = "rulings.json";
    audit->intent_unused = unused, audit->intent_unused_count = 1;
    audit->clean_error = 0.0312, audit->learner = "RFF-ridge on HOG, colour and pixels, 5-fold cross-fitted";
    audit->assumption_count = 3, audit->assumptions = assumptions;
    audit->version = "0.1.0", audit->library_count = 4;
    audit->library_names = names, audit->library_versions = versions;
    audit->seconds_total = 12.34, audit->seconds_features = 7.5, audit->seconds_evidence = 4.1;
    audit->threads = 2, audit->instruction_set = "avx2", audit->units_computed = 80, audit->units_reused = 16;
}
