/* SPDX-License-Identifier: Apache-2.0
 * fixture.c - the made-up audit: numbers from a formula, sentences as the real one would write them. */
#include "fixture.h"

#include <math.h>
#include <string.h>

#include "fixture_parts.h"

/* Repeatable noise in -1..1. */
static double wobble(int a, int b)
{
    return sin(12.9898 * a + 78.233 * b + 3.1);
}

static struct aug_evidence number(const char *name, double estimate, double width, const char *method,
                                  enum aug_grade grade)
{
    return (struct aug_evidence){name, {estimate, estimate - width, estimate + width, method, grade}};
}

/* What one class is made of: its harm, and whom it collides with (-1: nobody). */
struct story {
    int class_index, partner;
    enum aug_label label;
    double loss, conflict, landing;
    const char *reason;
};

static void measure(struct au_arena *arena, struct aug_class_result *result, const struct story *story, int seed,
                    bool has_undo)
{
    struct aug_evidence *evidence = fixture_room(arena, 12, sizeof *evidence);
    const double width = 0.012 + 0.008 * fabs(wobble(seed, story->class_index));
    size_t count = 0;
    evidence[count++] = number("recoverability_loss", story->loss + (has_undo ? 0.06 : 0), width,
                               "cluster-t, one-sided 95 %", AUG_GRADE_CERTIFIED);
    if (has_undo)
        evidence[count++] = number("undone_loss", story->loss, width, "cluster-t, one-sided 95 %", AUG_GRADE_CERTIFIED);
    evidence[count++] = number("conflict", story->conflict, width * 0.6, "plug-in, cluster bootstrap",
                               AUG_GRADE_ESTIMATED);
    const struct aug_evidence landing = number("landing", story->landing, width, "Wilson, Bonferroni",
                                               AUG_GRADE_SUSPECTED);
    evidence[count++] = landing;
    static const char *const curve[] = {"conflict_at_p10", "conflict_at_p25", "conflict_at_p75", "conflict_at_p90"};
    for (int i = 0; i < 4; i++)
        evidence[count++] = number(curve[i], story->conflict * (0.1 + 0.4 * i), width * 0.6, "plug-in",
                                   AUG_GRADE_ESTIMATED);
    const double reached = story->conflict > 0.02 ? 0.2 : 1;
    if (story->conflict + width * 0.6 > 0.02)
        evidence[count++] = (struct aug_evidence){"margin_probability",
                                                  {reached, 0.15, 1, "crossing", AUG_GRADE_ESTIMATED}};
    evidence[count] = number("retrained_excess", story->conflict, 0.02, "paired, cluster-t", AUG_GRADE_ESTIMATED);
    if (story->class_index == 7) evidence[count].number.low = -1; /* an unknown bound */
    result->evidence = evidence;
    result->evidence_count = count + 1;
    result->label = story->label;
    result->reason = story->reason;
    result->deciding = (struct aug_deciding){.rule = story->label == AUG_LABEL_BROKEN ? "collision" : "survives",
                                             .number = "landing",
                                             .value = landing.number,
                                             .margin = 0.05,
                                             .class_index = story->class_index};
    result->assumptions = story->label == AUG_LABEL_BROKEN ? 3 : story->label == AUG_LABEL_KEPT ? 6 : 2;
    if (story->label != AUG_LABEL_UNDECIDED)
        result->counter = (struct aug_counter){"conflict", evidence[1].number, 0.02, story->class_index,
                                               "Most against it: conflict stays small."};
    else
        result->need = (struct aug_need){.kind = AUG_NEED_IMAGES,
                                         .class_index = story->class_index,
                                         .images_needed = 150,
                                         .sentence = "About 150 independent images would decide."};
    if (story->partner < 0) return;
    int *partners = fixture_room(arena, 1, sizeof *partners);
    *partners = story->partner;
    result->collides_with = partners;
    result->collides_count = 1;
}

static void fill_classes(struct au_arena *arena, struct aug_transform_result *out, const struct story *stories,
                         size_t story_count, int seed, bool has_undo)
{
    struct aug_class_result *classes = fixture_room(arena, FIXTURE_CLASSES, sizeof *classes);
    for (int c = 0; c < FIXTURE_CLASSES; c++) {
        const struct story quiet = {c,
                                    -1,
                                    AUG_LABEL_KEPT,
                                    0.012 * wobble(seed, c),
                                    0.006 * wobble(c, seed),
                                    0.004,
                                    "Loss and conflict stay below their margins, upper bound 1.9 %."};
        classes[c] = (struct aug_class_result){
            .name = fixture_class_names[c], .images = 120 - 3 * (size_t)c, .clusters = 100 - 2 * (size_t)c};
        measure(arena, &classes[c], &quiet, seed, has_undo);
    }
    for (size_t i = 0; i < story_count; i++)
        measure(arena, &classes[stories[i].class_index], &stories[i], seed, has_undo);
    out->classes = classes;
    out->class_count = FIXTURE_CLASSES;
}

static const struct story flip_stories[] = {
    {1, 2, AUG_LABEL_BROKEN, 0.004, 0.31, 0.94, "94 % of its mirrored images are read as arrow_right, at least 91 %."},
    {2, 1, AUG_LABEL_BROKEN, 0.008, 0.28, 0.92, "92 % of its mirrored images are read as arrow_left, at least 88 %."},
    {4, 5, AUG_LABEL_BROKEN, 0.011, 0.16, 0.71, "71 % of its mirrored images are read as d, at least 64 %."},
    {5, 4, AUG_LABEL_BROKEN, 0.002, 0.14, 0.68, "68 % of its mirrored images are read as b, at least 61 %."},
    {8, -1, AUG_LABEL_UNDECIDED, 0.034, 0.015, 0.03, "The interval of the conflict reaches over its margin: 3.1 %."},
};

static const struct story turn_stories[] = {
    {13, 11, AUG_LABEL_BROKEN, 0.02, 0.21, 0.55, "At strength 180 it becomes nine: 55 % of its images, at least 47 %."},
    {11, 13, AUG_LABEL_BROKEN, 0.03, 0.19, 0.51, "At strength 180 it becomes six: 51 % of its images, at least 42 %."},
    {0, 3, AUG_LABEL_BROKEN, 0.01, 0.33, 0.89, "At strength 180 it becomes arrow_up: 89 % of its images."},
    {3, 0, AUG_LABEL_BROKEN, 0.01, 0.35, 0.90, "At strength 180 it becomes arrow_down: 90 % of its images."},
    {1, 2, AUG_LABEL_BROKEN, 0.01, 0.34, 0.91, "At strength 180 it becomes arrow_right: 91 % of its images."},
    {2, 1, AUG_LABEL_BROKEN, 0.01, 0.32, 0.87, "At strength 180 it becomes arrow_left: 87 % of its images."},
    {15, -1, AUG_LABEL_UNDECIDED, 0.04, 0.018, 0.02,
     "The bound of the loss, 5.8 %, is above the margin; about 90 more images would settle it."},
};

static const struct story gray_stories[] = {
    {9, 10, AUG_LABEL_BROKEN, 0.48, 0.02, 0.33,
     "Half of its images can no longer be told from lamp_red by any learner."},
    {10, 9, AUG_LABEL_BROKEN, 0.46, 0.03, 0.31,
     "Half of its images can no longer be told from lamp_green by any learner."},
};

static struct aug_picture_row picture(struct au_arena *arena, int class_index, int nearest_class, int shape,
                                      int size_px, const char *caption)
{
    struct aug_picture_row row = {.class_index = class_index, .nearest_class = nearest_class, .caption = caption};
    row.original = fixture_png(arena, shape, size_px, &row.original_size);
    row.transformed = fixture_png(arena, shape ^ 1, size_px, &row.transformed_size);
    if (nearest_class >= 0) row.nearest = fixture_png(arena, shape ^ 1, size_px, &row.nearest_size);
    return row;
}

static const struct aug_remark flip_remarks[] = {
    {"off_manifold", "A third of its images look like no image of any class."}};
static const char *const flip_tells[] = {
    "12 % of the images are JPEG files whose block grid starts elsewhere: a network can read the transform off it."};

/* What the stories say, as a learner of clean images reads it. */
static void add_confusion(struct au_arena *arena, struct aug_transform_result *out)
{
    struct aug_confusion_cell *cells = fixture_room(arena, 2 * out->class_count, sizeof *cells);
    for (size_t c = 0; c < out->class_count; c++) {
        const struct aug_class_result *class = &out->classes[c];
        if (class->collides_count == 0) continue;
        cells[out->confusion_count++] = (struct aug_confusion_cell){(int)c, (int)c, -0.5 - 0.01 * (double)(c % 40)};
        cells[out->confusion_count++] = (struct aug_confusion_cell){(int)c, class->collides_with[0], 0.45};
    }
    out->confusion = cells;
}

static void add_flip(struct au_arena *arena, struct aug_transform_result *out)
{
    *out = (struct aug_transform_result){
        .spec = "HorizontalFlip",
        .path = "/transform/transforms/0",
        .name = "HorizontalFlip",
        .claim = "A picture and its mirror image deserve the same label.",
        .claim_unless = "The class has a handedness: text, digits, arrows, road signs that point somewhere.",
        .fires = 0.5,
        .verdict = AUG_VERDICT_RESTRICT,
        .sentence = "Mirrored, 4 of 16 classes turn into another class: arrow_left and arrow_right, b and d.",
        .advice = "Mirror only the classes that have no handedness, or swap the labels of each pair.",
        .tell_count = 1,
        .tells = flip_tells,
        .remark_count = 1,
        .remarks = flip_remarks};
    fill_classes(arena, out, flip_stories, sizeof flip_stories / sizeof *flip_stories, 1, false);
    add_confusion(arena, out);
    out->counter = (struct aug_counter){.number = "pooled_harm",
                                        .margin = 0.02,
                                        .class_index = 1,
                                        .sentence = "arrow_left: Most against it: retrained, only 0.4 points."};
    struct aug_class_result *open = (struct aug_class_result *)(uintptr_t)&out->classes[8];
    open->need = (struct aug_need){.kind = AUG_NEED_IMAGES,
                                   .class_index = 8,
                                   .images_needed = 260,
                                   .sentence = "About 260 independent images would decide."};
    struct aug_class_result *ruled = (struct aug_class_result *)(uintptr_t)&out->classes[6];
    ruled->by_ruling = ruled->has_unswapped = true;
    ruled->unswapped = AUG_LABEL_BROKEN;
    out->deciding = out->classes[1].deciding;
    for (int c = 0; c < FIXTURE_CLASSES; c++) out->assumptions |= out->classes[c].assumptions;
    out->deciding.rule = "restrict_some";
    out->deciding.at = "HorizontalFlip:<p>=1";
    struct aug_evidence *whole = fixture_room(arena, 2, sizeof *whole);
    whole[0] = number("two_sample_error", 0.41, 0.02, "cross-fitted, Wilson", AUG_GRADE_CERTIFIED);
    whole[1] = number("unchanged_share", 0.001, 0.001, "exact count", AUG_GRADE_CERTIFIED);
    out->evidence = whole;
    out->evidence_count = 2;
    struct aug_picture_row *rows = fixture_room(arena, 3, sizeof *rows);
    rows[0] = picture(arena, 1, 2, 0, 32,
                      "arrow_left becomes arrow_right: its nearest image after the transform is an arrow_right.");
    rows[1] = picture(arena, 4, 5, 2, 32, "b becomes d: its nearest image after the transform is a d.");
    rows[2] = picture(arena, 8, -1, 0, 200, "No other class is near " FIXTURE_HOSTILE ".");
    out->pictures = rows;
    out->picture_count = 3;
}

/* Harm that grows with the strength towards the full harm of the stories; the hidden rest stays small. */
static void add_doses(struct au_arena *arena, struct aug_transform_result *out)
{
    static const double strengths[] = {-180, -135, -90, -45, -20, 0, 20, 45, 90, 135, 180};
    const size_t count = sizeof strengths / sizeof *strengths;
    struct aug_dose_point *points = fixture_room(arena, count, sizeof *points);
    for (size_t i = 0; i < count; i++) {
        double *harm = fixture_room(arena, out->class_count, sizeof *harm),
               *low = fixture_room(arena, out->class_count, sizeof *low),
               *high = fixture_room(arena, out->class_count, sizeof *high);
        enum aug_label *labels = fixture_room(arena, out->class_count, sizeof *labels);
        for (size_t c = 0; c < out->class_count; c++) {
            const double share = fabs(strengths[i]) / 180;
            const double full = out->classes[c].label == AUG_LABEL_BROKEN ? 0.5 + 0.4 * wobble(3, (int)c) : 0.03;
            harm[c] = fabs(full) * share * share + 0.004 * fabs(wobble((int)i, (int)c));
            low[c] = fmax(0, harm[c] - 0.03 - 0.1 * share);
            high[c] = fmin(1, harm[c] + 0.03 + 0.05 * share);
            labels[c] = harm[c] > 0.12 ? AUG_LABEL_BROKEN : harm[c] > 0.05 ? AUG_LABEL_UNDECIDED : AUG_LABEL_KEPT;
        }
        points[i] = (struct aug_dose_point){
            "limit",
            strengths[i],
            fabs(strengths[i]) > 150,
            au_arena_printf(arena, "Rotate:limit=[%d,%d]", (int)strengths[i], (int)strengths[i]),
            labels,
            harm,
            low,
            high};
    }
    out->dose = points;
    out->dose_count = count;
}

static void add_ranges(struct au_arena *arena, struct aug_transform_result *out)
{
    struct aug_range_result *range = fixture_room(arena, 1, sizeof *range);
    double *low = fixture_room(arena, out->class_count, sizeof *low),
           *high = fixture_room(arena, out->class_count, sizeof *high);
    for (size_t c = 0; c < out->class_count; c++) {
        low[c] = c % 2 ? NAN : -20;
        high[c] = c % 2 ? NAN : 45;
    }
    *range = (struct aug_range_result){.param = "limit",
                                       .safe_low = -20,
                                       .safe_high = 20,
                                       .class_safe_low = low,
                                       .class_safe_high = high,
                                       .readable_low = -180,
                                       .readable_high = 180,
                                       .draws_beyond = 0.89,
                                       .evidence_low = -20,
                                       .evidence_high = 20,
                                       .evidence_gain = 0.25,
                                       .evidence_lost = 0.4,
                                       .reaches_low = NAN,
                                       .reaches_high = 38.5,
                                       .sentence = "From -20 to 20 at most 5 % of the labels are lost."};
    out->ranges = range;
    out->range_count = 1;
}

static void add_turn(struct au_arena *arena, struct aug_transform_result *out)
{
    *out = (struct aug_transform_result){
        .spec =
            "Rotate:border_mode=0,crop_border=false,fill=[114,114,114],interpolation=1,limit=[-180,180],rotate_method=largest_box",
        .path = "/transform/transforms/1/transforms/0",
        .name = "Rotate",
        .claim = "Turning a picture about its centre leaves its label as it was.",
        .claim_unless = "Up has a meaning: digits 6 and 9, arrows, letters such as n and u.",
        .fires = 0.1667,
        .verdict = AUG_VERDICT_NARROW,
        .sentence = "It is safe up to 20 degrees; at 45 degrees and beyond 6 of 16 classes turn into another.",
        .advice = "Set limit to 20."};
    fill_classes(arena, out, turn_stories, sizeof turn_stories / sizeof *turn_stories, 2, true);
    add_doses(arena, out);
    add_ranges(arena, out);
    struct aug_picture_row *rows = fixture_room(arena, 1, sizeof *rows);
    rows[0] = picture(arena, 13, 11, 2, 28, "six becomes nine: its nearest image after the transform is a nine.");
    out->pictures = rows;
    out->picture_count = 1;
}

static void add_gray(struct au_arena *arena, struct aug_transform_result *out)
{
    *out = (struct aug_transform_result){.spec = "ToGray:method=weighted_average",
                                         .path = "/transform/transforms/2",
                                         .name = "ToGray",
                                         .claim = "Colour does not matter for the label.",
                                         .claim_unless = "Colour is the only difference between two classes.",
                                         .fires = 1,
                                         .verdict = AUG_VERDICT_REMOVE,
                                         .sentence = "Without colour lamp_green and lamp_red are the same picture.",
                                         .advice = "Remove it."};
    fill_classes(arena, out, gray_stories, sizeof gray_stories / sizeof *gray_stories, 4, false);
}

static void add_unknown(struct au_arena *arena, struct aug_transform_result *out)
{
    *out = (struct aug_transform_result){
        .spec = "ElasticTransform:alpha=300",
        .path = "/transform/transforms/3",
        .name = "ElasticTransform",
        .claim = "Small local stretching leaves the label as it was.",
        .claim_unless = "Shape is measured, not just recognised.",
        .fires = 0.2,
        .verdict = AUG_VERDICT_UNDECIDED,
        .sentence = "Not audited: augaudit reads ElasticTransform but cannot apply it yet.",
        .advice = ""};
    struct aug_class_result *classes = fixture_room(arena, FIXTURE_CLASSES, sizeof *classes);
    for (int c = 0; c < FIXTURE_CLASSES; c++)
        classes[c] = (struct aug_class_result){.name = fixture_class_names[c],
                                               .images = 100,
                                               .clusters = 100,
                                               .label = AUG_LABEL_UNDECIDED,
                                               .reason = "not_audited"};
    out->classes = classes;
    out->class_count = FIXTURE_CLASSES;
}

static void add_quiet(struct au_arena *arena, struct aug_transform_result *out, const char *spec,
                      enum aug_verdict verdict, const char *sentence, int seed)
{
    *out = (struct aug_transform_result){.spec = spec,
                                         .name = "brightness",
                                         .fires = 1,
                                         .verdict = verdict,
                                         .claim = "The same scene under other light is the same thing.",
                                         .claim_unless = "Brightness itself is the label: day and night.",
                                         .sentence = sentence,
                                         .advice = ""};
    fill_classes(arena, out, NULL, 0, seed, false);
}

/* Predictions for two transforms and their classes; the others have none. */
static void add_changes(struct aug_transform_result *transform, double estimate)
{
    struct aug_class_result *classes = (struct aug_class_result *)(uintptr_t)transform->classes;
    transform->has_change = true;
    transform->change = (struct aug_change){estimate, estimate - 1, estimate + 1.5};
    for (size_t c = 0; c < transform->class_count; c++) {
        classes[c].has_change = true;
        const double own = estimate + 3 * wobble((int)c, (int)(10 * estimate));
        classes[c].change = (struct aug_change){own, own - 2, own + 1.5};
    }
}

static void add_pairs(struct au_arena *arena, struct aug_audit *audit)
{
    static const char *const specs[] = {"hflip", "blur:2", "shift:+-4px", "HorizontalFlip:<p>=1"};
    static const double interactions[] = {0.3, -2.5, 1.4};
    struct aug_pair_change *pairs = fixture_room(arena, 3, sizeof *pairs);
    for (int i = 0; i < 3; i++) {
        const double sum = 0.5 * i, both = sum + interactions[i];
        pairs[i] = (struct aug_pair_change){.first = specs[i],
                                            .second = specs[i + 1],
                                            .first_alone = {0.25 * i, -1, 2},
                                            .second_alone = {0.25 * i, -1, 2},
                                            .sum = {sum, sum - 1, sum + 1},
                                            .together = {both, both - 1, both + 1},
                                            .interaction = {interactions[i], interactions[i] - 1, interactions[i] + 1}};
    }
    audit->pairs = pairs;
    audit->pair_count = 3;
}

static void add_whole(struct au_arena *arena, struct aug_audit *audit)
{
    struct aug_change *classes = fixture_room(arena, FIXTURE_CLASSES, sizeof *classes);
    for (int c = 0; c < FIXTURE_CLASSES; c++) classes[c] = (struct aug_change){-1.5 - c, -3 - c, c};
    audit->has_whole = true;
    audit->whole = (struct aug_whole_change){.is_known = true, .change = {-1.9, -3.1, -0.7}, .classes = classes};
}

struct aug_audit fixture_audit(struct au_arena *arena)
{
    struct aug_audit audit = {0};
    struct aug_transform_result *transforms = fixture_room(arena, 6, sizeof *transforms);
    add_quiet(arena, &transforms[0], "brightness:+-0.2", AUG_VERDICT_KEEP,
              "Every class keeps its label, and training gains from it.", 5);
    add_flip(arena, &transforms[1]);
    add_turn(arena, &transforms[2]);
    add_gray(arena, &transforms[3]);
    add_unknown(arena, &transforms[4]);
    add_quiet(arena, &transforms[5], "identity", AUG_VERDICT_REDUNDANT, "It changes nothing that a learner can see.",
              6);
    add_changes(&transforms[0], 0.4);
    add_changes(&transforms[1], -2.3);
    add_pairs(arena, &audit);
    add_whole(arena, &audit);
    audit.transforms = transforms;
    audit.transform_count = 6;
    fixture_dataset(arena, &audit);
    fixture_making(&audit);
    return audit;
}

struct aug_audit fixture_large(struct au_arena *arena, int class_count)
{
    struct aug_audit audit = {0};
    const size_t count = (size_t)class_count;
    fixture_dataset(arena, &audit);
    fixture_making(&audit);
    const char **names = fixture_room(arena, count, sizeof *names);
    size_t *images = fixture_room(arena, count, sizeof *images);
    double *effective = fixture_room(arena, count, sizeof *effective);
    int *partners = fixture_room(arena, 10, sizeof *partners);
    struct aug_class_result *classes = fixture_room(arena, count, sizeof *classes);
    for (int i = 0; i < 10; i++) partners[i] = i;
    for (size_t c = 0; c < count; c++) {
        names[c] = au_arena_printf(arena, "class %zu", c);
        images[c] = 60;
        effective[c] = 60;
        classes[c] = (struct aug_class_result){.name = names[c], .images = 60, .clusters = 60};
        measure(arena, &classes[c],
                &(struct story){(int)c, -1, c % 3 ? AUG_LABEL_KEPT : AUG_LABEL_BROKEN, 0.1, 0.2, 0.3, "Because."}, 1,
                true);
        if (c % 3 == 0) classes[c].collides_with = partners, classes[c].collides_count = 10;
    }
    struct aug_transform_result *transform = fixture_room(arena, 1, sizeof *transform);
    *transform = (struct aug_transform_result){.spec = "hflip",
                                               .name = "hflip",
                                               .claim = "c",
                                               .claim_unless = "u",
                                               .fires = 1,
                                               .verdict = AUG_VERDICT_REMOVE,
                                               .sentence = "Breaks.",
                                               .advice = "Remove it.",
                                               .class_count = count,
                                               .classes = classes};
    add_doses(arena, transform);
    add_confusion(arena, transform);
    audit.class_count = class_count, audit.class_names = names, audit.class_images = images,
    audit.class_clusters = images;
    audit.independence = (struct aug_independence){.effective = 60. * class_count, .class_effective = effective};
    audit.transforms = transform, audit.transform_count = 1;
    return audit;
}

struct aug_audit fixture_many(struct au_arena *arena)
{
    static const char *const specs[] = {"rotate:+-15", "cutout:8px",   "blur:1.5", "brightness:+-0.2",
                                        "zoomout:2",   "hflip|invert", "crop:0.5"};
    static const enum aug_verdict verdicts[] = {AUG_VERDICT_KEEP, AUG_VERDICT_UNDECIDED, AUG_VERDICT_COSTLY,
                                                AUG_VERDICT_REMOVE};
    enum { COUNT = 35 };
    struct aug_audit audit = {0};
    struct aug_transform_result *transforms = fixture_room(arena, COUNT, sizeof *transforms);
    for (int i = 0; i < COUNT; i++) {
        add_quiet(arena, &transforms[i], au_arena_printf(arena, "%s,seed=%d", specs[i % 7], i), verdicts[i % 4],
                  "As one of many.", i);
        add_changes(&transforms[i], i == 11 ? -48.2 : 4 * wobble(i, 2) - 0.1 * i);
    }
    audit.transforms = transforms;
    audit.transform_count = COUNT;
    fixture_dataset(arena, &audit);
    fixture_making(&audit);
    return audit;
}
