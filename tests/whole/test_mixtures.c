/* SPDX-License-Identifier: Apache-2.0
 * test_mixtures.c - mixtures whose answer is known by construction: objects in a corner, sums of two classes that are a third one, evidence that
 * adds up, and mixtures that keep the label of their first picture. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "check.h"
#include "core/random.h"
#include "drawn.h"
#include "small_set.h"

static struct aug_error err;

enum { SIDE = 32 };

typedef double (*light_fn)(int kind, int x, int y, struct au_rng *rng); /* 0 .. 1 */

static void write_picture(const char *dir, int kind, int number, light_fn light)
{
    struct aug_image image = {0};
    struct au_rng rng, noise;
    CHECK_OK(aug_image_resize_storage(&image, SIDE, SIDE, 1, &err));
    au_rng_start(&noise, (uint64_t)kind + 40, (uint64_t)number);
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            au_rng_start(&rng, (uint64_t)kind + 1, (uint64_t)number); /* one jitter a picture */
            const double value = 20 + 200 * light(kind, x, y, &rng) + 6 * au_rng_normal(&noise);
            image.pixels[(size_t)y * image.stride + (size_t)x] = (uint8_t)fmax(0, fmin(255, value));
        }
    drawn_keep(dir, kind, number, &image);
}

static struct small_audit audited(int kinds, int images, light_fn light, const char *const *specs, size_t count)
{
    const char *dir = check_folder();
    for (int kind = 0; kind < kinds; kind++)
        for (int i = 0; i < images; i++) write_picture(dir, kind, i, light);
    const struct small_audit r = small_set_run(dir, &(struct aug_dataset_options){.clusters = AUG_CLUSTERS_NONE}, specs,
                                               count, &(struct aug_audit_options){.seed = 1});
    for (size_t t = 0; t < r.audit.transform_count; t++) {
        printf("%s: %s\n", r.audit.transforms[t].spec, r.audit.transforms[t].sentence);
        for (size_t k = 0; k < r.audit.transforms[t].class_count; k++)
            printf("  %s %s: %s\n", r.audit.transforms[t].classes[k].name,
                   aug_label_name(r.audit.transforms[t].classes[k].label), r.audit.transforms[t].classes[k].reason);
    }
    return r;
}

/* What tells the class stands in the upper left corner, on a sixteenth of the picture: a ring, a cross, a bar. */
static double in_the_corner(int kind, int x, int y, struct au_rng *rng)
{
    const double dx = x - 4.5 - au_rng_uniform(rng), dy = y - 4.5 - au_rng_uniform(rng);
    if (fabs(dx) > 4 || fabs(dy) > 4) return 0.2;
    const double far = hypot(dx, dy);
    const bool bright = kind == 0 ? far > 2 && far < 4 : kind == 1 ? fabs(fabs(dx) - fabs(dy)) < 1 : fabs(dy) < 1.2;
    return bright ? 1 : 0.2;
}

TEST(cutmix_on_objects_in_a_corner_gives_labels_for_what_is_not_seen)
{
    static const char *const specs[] = {"cutmix:1"};
    struct small_audit r = audited(3, 200, in_the_corner, specs, 1);
    const struct aug_transform_result *t = &r.audit.transforms[0];
    for (size_t k = 0; k < 3; k++) {
        const struct aug_class_result *c = &t->classes[k];
        printf("%s: gap %.3f, difference %.3f, overstated %.3f, judged %.2f\n", c->name,
               small_set_number(c, "share_gap"), small_set_number(c, "share_difference"),
               small_set_number(c, "share_overstated"), small_set_number(c, "share_judged"));
        CHECK_SAY(c->label == AUG_LABEL_BROKEN && strcmp(c->deciding.rule, "mixture_misstated") == 0, "%s: %s", c->name,
                  c->reason);
    }
    CHECK_SAY(t->verdict == AUG_VERDICT_REMOVE, "%s", t->sentence);
    small_set_release(&r);
}

/* A bar on the left, a bar on the right, or both, with what one has more the other has less: a mean of the first two is a third. */
static double bars(int kind, int x, int y, struct au_rng *rng)
{
    const double left = 7 + 2 * au_rng_uniform(rng), right = 22 + 2 * au_rng_uniform(rng);
    const bool is_left = fabs(x - left) < 2 && y > 3 && y < 28, is_right = fabs(x - right) < 2 && y > 3 && y < 28;
    const double share = kind == 0 ? 1 : kind == 1 ? 0 : 0.25 + 0.5 * au_rng_uniform(rng);
    return is_left ? share : is_right ? 1 - share : 0;
}

TEST(mixup_of_two_classes_whose_mean_is_a_third_one_is_broken_and_names_it)
{
    static const char *const specs[] = {"mixup:1"};
    struct small_audit r = audited(3, 200, bars, specs, 1);
    const struct aug_transform_result *t = &r.audit.transforms[0];
    for (size_t k = 0; k < 2; k++) {
        const struct aug_class_result *c = &t->classes[k];
        printf("%s: pair %.3f, third %.3f, harm %.3f\n", c->name, small_set_number(c, "pair_intrusion"),
               small_set_number(c, "third_class"), small_set_number(c, "plug_in_harm"));
        CHECK_SAY(c->label == AUG_LABEL_BROKEN && strcmp(c->deciding.rule, "mixture_intrusion") == 0, "%s: %s", c->name,
                  c->reason);
        CHECK_SAY(c->collides_count == 1 && c->collides_with[0] == 2, "%s: %s", c->name, c->reason);
    }
    small_set_release(&r);
}

/* Each class has its own place, and a mixture shows both: what is told adds up. */
static double own_place(int kind, int x, int y, struct au_rng *rng)
{
    const double cx = 8 + 16 * (kind % 2) + au_rng_uniform(rng), cy = 8 + 16 * (kind / 2) + au_rng_uniform(rng);
    return hypot(x - cx, y - cy) < 5;
}

TEST(mixup_of_classes_whose_evidence_adds_up_is_not_accused)
{
    static const char *const specs[] = {"mixup:0.4", "mixup:1"};
    struct small_audit r = audited(4, 200, own_place, specs, 2);
    for (size_t i = 0; i < 2; i++)
        for (size_t k = 0; k < 4; k++) {
            const struct aug_class_result *c = &r.audit.transforms[i].classes[k];
            printf("%s %s: misplaced %.3f, third %.3f\n", r.audit.transforms[i].spec, c->name,
                   small_set_number(c, "misplaced_label"), small_set_number(c, "third_class"));
            CHECK_SAY(c->label != AUG_LABEL_BROKEN && c->collides_count == 0, "%s: %s", c->name, c->reason);
            CHECK_SAY(small_set_number(c, "third_class") < 0.10, "%s: %g", c->name, small_set_number(c, "third_class"));
        }
    small_set_release(&r);
}

TEST(a_mixture_that_keeps_the_label_of_its_first_picture_is_never_kept)
{
    static const char *const specs[] = {"mosaic:labels=first", "cutmix:alpha=1,labels=first", "Mosaic:fit_mode=contain",
                                        "mixup:alpha=1,labels=first"};
    struct small_audit r = audited(4, 150, own_place, specs, 4);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < 4; k++) {
            const struct aug_class_result *c = &r.audit.transforms[i].classes[k];
            CHECK_SAY(c->label != AUG_LABEL_KEPT, "%s, %s: %s", r.audit.transforms[i].spec, c->name, c->reason);
            CHECK_SAY(i > 1 || c->label == AUG_LABEL_BROKEN, "%s, %s: %s", r.audit.transforms[i].spec, c->name,
                      c->reason);
        }
    small_set_release(&r);
}

TEST(mixtures_give_the_same_bytes_for_any_threads_and_from_the_store)
{
    static const char *const classes[] = {"disc", "arrow_left", "arrow_right", NULL};
    static const char *const specs[] = {"mixup:1", "cutmix:1", "mosaic", "mosaic:labels=first"};
    char dir[512], store[600], *json[3] = {NULL};
    snprintf(dir, sizeof dir, "%s", check_folder());
    snprintf(store, sizeof store, "%s.sqlite", dir);
    small_set_write(dir, classes, 60);
    for (int i = 0; i < 3; i++) {
        const struct aug_audit_options options = {.seed = 1, .threads = 1 + (i > 0), .store = i > 0 ? store : NULL};
        CHECK_OK(small_set_audit(dir, specs, sizeof specs / sizeof *specs, &options, &json[i], &err));
        CHECK_SAY(strcmp(json[i], json[0]) == 0, "run %d differs", i);
    }
    for (int i = 0; i < 3; i++) aug_bytes_free((uint8_t *)json[i]);
    remove(store);
}
