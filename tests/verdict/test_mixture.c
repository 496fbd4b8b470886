/* SPDX-License-Identifier: Apache-2.0
 * test_mixture.c - findings of mixtures made by hand: nothing but all signs together clears, and each sign alone keeps a class open or breaks it. */
#include <string.h>

#include "check.h"
#include "core/memory.h"
#include "made.h"
#include "verdict/judge.h"
#include "verdict/mixture.h"

enum { CLASSES = 4 };
static const char *const names[CLASSES] = {"a", "b", "c", "d"};
static struct aug_error err;

static struct au_findings made_fair(uint32_t images, bool hides)
{
    struct au_findings f = made_harmless(CLASSES);
    f.mixing = (struct au_mixing){.images = images, .hides = hides};
    for (size_t k = 0; k < CLASSES; k++) {
        struct au_class_findings *c = &f.of_class[k];
        memset(c->lost, 0, sizeof c->lost); /* not measured of mixtures */
        memset(c->own, 0, sizeof c->own);
        c->mixing = (struct au_class_mixing){.skill = 1,
                                             .worst_with = (int32_t)(k + 1) % CLASSES,
                                             .worst_clusters = 60,
                                             .fewest = 40,
                                             .fewest_with = (int32_t)(k + 1) % CLASSES,
                                             .judged = 0.95,
                                             .told_clusters = 300,
                                             .difference = {0.08, 0.005},
                                             .gap = {0.05, 0.005},
                                             .overstated = {0.01, 0.005}};
    }
    return f;
}

static struct au_judgement judge(const struct au_findings *f, struct au_arena *arena)
{
    struct au_judgement j = {0};
    CHECK_OK(au_judge(&(struct au_judgement_input){.name = "T", .class_names = names, .findings = f}, arena, &j, &err));
    for (size_t k = 0; k < CLASSES; k++) {
        const struct aug_deciding *d = &j.classes[k].deciding;
        CHECK_SAY(strncmp(d->rule, "mixture_", 8) == 0, "%s: %s", d->rule, j.classes[k].reason);
        CHECK(strcmp(aug_rule_find(d->rule)->result, aug_label_name(j.classes[k].label)) == 0);
        CHECK_SAY(!d->number || aug_evidence_about(d->number), "%s", d->number);
        CHECK((j.classes[k].label == AUG_LABEL_UNDECIDED) == (j.classes[k].need.sentence != NULL));
    }
    return j;
}

TEST(a_mixture_is_kept_when_every_sign_is_inside_its_margin)
{
    for (int hides = 0; hides < 2; hides++)
        for (uint32_t images = 2; images <= 4; images += 2) {
            struct au_arena arena = {0};
            struct au_findings f = made_fair(images, hides);
            const struct au_judgement j = judge(&f, &arena);
            CHECK_SAY(j.verdict == AUG_VERDICT_KEEP &&
                          strcmp(j.deciding.rule ? j.deciding.rule : "", "fair_mixture") == 0,
                      "%s", j.sentence);
            for (size_t k = 0; k < CLASSES; k++)
                CHECK_SAY(j.classes[k].label == AUG_LABEL_KEPT && j.classes[k].counter.sentence, "%s",
                          j.classes[k].reason);
            au_findings_release(&f);
            au_arena_release(&arena);
        }
}

/* One number of class 0 that is not measured well enough, each in its turn. */
static void spoil(struct au_class_findings *c, int which)
{
    struct au_class_mixing *m = &c->mixing;
    switch (which) {
    case 0: m->misplaced[0] = m->misplaced[1] = m->misplaced[2] = (struct au_stat){0.045, 0.01}; break;
    case 1: m->third[0] = m->third[1] = (struct au_stat){0.04, 0.02}; break;
    case 2: m->worst_third = (struct au_stat){0.2, 0.05}; break;
    case 3: m->fewest = 19; break;
    case 4: m->judged = 0.7; break;
    case 5: m->difference = (struct au_stat){0.14, 0.02}; break;
    case 6: m->overstated = (struct au_stat){0.045, 0.01}; break;
    case 7: c->conflict[AU_P_HALF] = c->excess = c->conflict_soft = c->seen = (struct au_stat){0.01, 0.02}; break;
    case 8: m->skill = 0.1; break;
    case 9: c->blind_to = 1; break;
    case 10: m->worst_third = (struct au_stat){0.15, 0}, m->worst_clusters = 20; break;
    case 11: m->difference = (struct au_stat){0.12, 0}, m->overstated.mean = 0, m->told_clusters = 60; break;
    default: m->gap = (struct au_stat){0.16, 0.03}; break;
    }
}

TEST(each_sign_that_is_not_sure_leaves_its_class_open)
{
    for (int which = 0; which <= 12; which++) {
        struct au_arena arena = {0};
        struct au_findings f = made_fair(2, true);
        if (which == 8) f.of_class[0].mixing.misplaced[0].se = 0.004; /* enough for a learner that is sure */
        if (which == 8)
            f.of_class[0].mixing.misplaced[1] = f.of_class[0].mixing.misplaced[2] = f.of_class[0].mixing.misplaced[0];
        spoil(&f.of_class[0], which);
        const struct au_judgement j = judge(&f, &arena);
        CHECK_SAY(j.classes[0].label == AUG_LABEL_UNDECIDED, "sign %d: %s", which, j.classes[0].reason);
        CHECK_SAY(!j.classes[0].off_support, "sign %d: a ruling would clear it", which);
        CHECK_SAY(!j.classes[0].need.is_offered, "sign %d: %s", which, j.classes[0].need.sentence);
        CHECK_SAY(j.verdict == AUG_VERDICT_UNDECIDED, "sign %d: %s", which, j.sentence);
        for (size_t k = 1; k < CLASSES; k++) CHECK(j.classes[k].label == AUG_LABEL_KEPT);
        au_findings_release(&f);
        au_arena_release(&arena);
    }
}

/* One learner that reads the label proves that it is there, and what cannot be told from clean images cannot draw them away. */
TEST(a_sign_that_one_learner_clears_is_cleared)
{
    for (int which = 0; which < 4; which++) {
        struct au_arena arena = {0};
        struct au_findings f = made_fair(2, true);
        struct au_class_findings *c = &f.of_class[0];
        const struct au_stat bad = {0.3, 0.02};
        if (which == 0) c->mixing.misplaced[0] = c->mixing.misplaced[1] = bad;
        if (which == 1) c->mixing.misplaced[1] = c->mixing.misplaced[2] = bad;
        if (which == 2) c->mixing.third[0] = bad;
        if (which == 3) c->conflict[AU_P_HALF] = c->excess = c->conflict_soft = (struct au_stat){0.01, 0.02};
        const struct au_judgement j = judge(&f, &arena);
        CHECK_SAY(j.classes[0].label == AUG_LABEL_KEPT, "sign %d: %s", which, j.classes[0].reason);
        au_findings_release(&f);
        au_arena_release(&arena);
    }
}

/* Of 400 images, .04 +- .02 against .05: up to .04 + 1.65 sqrt(.02^2 + (1.5/400)^2) = .0736, 3.36 times too far, so 3.36^2 as many. */
TEST(an_open_mixture_needs_as_many_images_as_would_narrow_its_widest_sign_and_none_beyond_a_margin)
{
    struct au_arena arena = {0};
    struct au_findings f = made_fair(2, false);
    f.of_class[0].mixing.third[0] = f.of_class[0].mixing.third[1] = (struct au_stat){0.04, 0.02};
    f.of_class[1].mixing.third[0] = f.of_class[1].mixing.third[1] = (struct au_stat){0.06, 0.02};
    const struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.classes[0].need.images_needed > 4400 && j.classes[0].need.images_needed < 4600, "%zu are needed",
              j.classes[0].need.images_needed);
    CHECK(j.classes[1].label == AUG_LABEL_UNDECIDED && j.classes[1].need.kind != AUG_NEED_IMAGES);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_mixture_that_cannot_be_told_from_clean_images_is_not_called_redundant)
{
    struct au_arena arena = {0};
    struct au_findings f = made_fair(2, false);
    f.two_sample_error = 0.5;
    const struct au_judgement j = judge(&f, &arena);
    CHECK_SAY(j.verdict == AUG_VERDICT_KEEP, "%s", j.sentence);
    au_findings_release(&f);
    au_arena_release(&arena);
}

static struct au_pair_findings intrusion(int from, int with, int to)
{
    struct au_pair_findings p = made_collision(from, to);
    p.with = with;
    p.images = p.clusters = 60;
    return p;
}

TEST(a_pair_that_becomes_a_third_class_breaks_both_and_names_it)
{
    struct au_arena arena = {0};
    struct au_findings f = made_fair(2, false);
    f.pairs[f.pair_count++] = intrusion(0, 1, 2);
    f.pairs[f.pair_count++] = intrusion(1, 0, 2);
    const struct au_judgement j = judge(&f, &arena);
    for (int k = 0; k < 2; k++) {
        CHECK_SAY(j.classes[k].label == AUG_LABEL_BROKEN && j.classes[k].cause == AU_CAUSE_COLLISION, "%s",
                  j.classes[k].reason);
        CHECK(j.classes[k].partner_count == 1 && j.classes[k].partners[0] == 2);
        CHECK_SAY(strstr(j.classes[k].reason, k == 0 ? "with b" : "with a"), "%s", j.classes[k].reason);
        CHECK(j.classes[k].counter.sentence);
    }
    CHECK_SAY(j.verdict == AUG_VERDICT_RESTRICT &&
                  strstr(j.sentence, "The shared label is wrong for mixtures of a and b"),
              "%s", j.sentence);
    au_findings_release(&f);
    au_arena_release(&arena);
}

/* Without one of the signs, or inside the margin of a pair, it is a suspicion or nothing; never a proof. */
TEST(an_intrusion_is_not_proven_without_every_sign)
{
    for (int which = 0; which < 4; which++) {
        struct au_arena arena = {0};
        struct au_findings f = made_fair(2, false);
        struct au_pair_findings p = intrusion(0, 1, 2);
        if (which == 0) p.plug_in_harm = p.pooled_harm = (struct au_stat){0, 0.01};
        if (which == 1) p.directed = (struct au_stat){0.2, 0.02};
        if (which == 2) p.landing[0] = p.landing[1] = (struct au_stat){0.2, 0.02};
        if (which == 3) p.home[0] = 0.7;
        f.pairs[f.pair_count++] = p;
        const struct au_judgement j = judge(&f, &arena);
        CHECK_SAY(j.classes[0].label == (which == 2 ? AUG_LABEL_KEPT : AUG_LABEL_UNDECIDED), "sign %d: %s", which,
                  j.classes[0].reason);
        au_findings_release(&f);
        au_arena_release(&arena);
    }
}

TEST(a_third_class_that_one_pair_proves_and_another_suggests_is_named_once_and_one_that_is_hardly_read_is_none)
{
    struct au_arena arena = {0};
    struct au_findings f = made_fair(2, false);
    f.pairs[0] = intrusion(0, 1, 2);
    f.pairs[1] = intrusion(0, 3, 2);
    f.pairs[1].directed = (struct au_stat){0.2, 0.02};
    f.pairs[2] = intrusion(3, 0, 2);
    f.pairs[2].directed = (struct au_stat){0.1, 0.02};
    f.pair_count = 3;
    const struct au_judgement j = judge(&f, &arena);
    CHECK(j.classes[0].label == AUG_LABEL_BROKEN && j.classes[0].partner_count == 1);
    CHECK_SAY(j.classes[3].label == AUG_LABEL_KEPT, "%s", j.classes[3].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_label_for_what_is_not_seen_is_broken_by_what_two_learners_agree_on)
{
    struct au_arena arena = {0};
    struct au_findings f = made_fair(4, true);
    for (size_t k = 0; k < 3; k++) f.of_class[k].mixing.gap = (struct au_stat){0.25, 0.01};
    const struct au_judgement j = judge(&f, &arena);
    for (size_t k = 0; k < 3; k++)
        CHECK_SAY(j.classes[k].label == AUG_LABEL_BROKEN && j.classes[k].cause == AU_CAUSE_LOST, "%s",
                  j.classes[k].reason);
    CHECK_SAY(j.verdict == AUG_VERDICT_REMOVE, "%s", j.sentence);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(a_label_is_not_called_wrong_by_the_few_mixtures_that_could_be_judged)
{
    for (int few = 0; few < 2; few++) {
        struct au_arena arena = {0};
        struct au_findings f = made_fair(2, true);
        f.of_class[0].mixing.gap = (struct au_stat){0.25, 0.01};
        f.of_class[0].mixing.judged = 0.05;
        f.of_class[0].mixing.told_clusters = few ? 5 : 300;
        const struct au_judgement j = judge(&f, &arena);
        CHECK_SAY(j.classes[0].label == (few ? AUG_LABEL_UNDECIDED : AUG_LABEL_BROKEN), "%s", j.classes[0].reason);
        au_findings_release(&f);
        au_arena_release(&arena);
    }
}

TEST(a_mixture_that_keeps_the_first_label_is_judged_like_any_transform)
{
    struct au_arena arena = {0};
    struct au_findings f = made_harmless(CLASSES);
    f.mixing = (struct au_mixing){.images = 4, .keeps_label = 1};
    CHECK(!au_is_mixture(&f));
    f.of_class[0].lost[AU_ARM_OWN] = f.of_class[0].lost[AU_ARM_POOLED] = (struct au_stat){0.03, 0.05};
    struct au_judgement j = {0};
    CHECK_OK(
        au_judge(&(struct au_judgement_input){.name = "T", .class_names = names, .findings = &f}, &arena, &j, &err));
    CHECK_SAY(strcmp(j.classes[1].deciding.rule, "survives") == 0, "%s", j.classes[1].reason);
    CHECK_SAY(j.classes[0].label == AUG_LABEL_UNDECIDED && !j.classes[0].need.is_offered, "networks are offered: %s",
              j.classes[0].reason);
    au_findings_release(&f);
    au_arena_release(&arena);
}

TEST(evidence_of_mixtures_holds_what_was_measured_and_no_loss_that_was_not)
{
    struct au_arena arena = {0};
    struct au_findings f = made_fair(2, true);
    const struct aug_evidence *items = NULL;
    size_t count = 0, found = 0;
    f.pairs[f.pair_count++] = intrusion(0, 1, 2);
    CHECK_OK(au_class_evidence(&f, 0, &items, &count, &arena, &err));
    static const char *const wanted[] = {"misplaced_label",  "third_class",      "third_class_pair", "intrusion",
                                         "share_difference", "share_gap",        "share_overstated", "share_judged",
                                         "pair_intrusion",   "retrained_excess", "conflict"};
    for (size_t i = 0; i < count; i++) {
        CHECK_SAY(aug_evidence_about(items[i].name), "%s", items[i].name);
        CHECK_SAY(strcmp(items[i].name, "recoverability_loss") != 0 && strcmp(items[i].name, "need") != 0, "%s",
                  items[i].name);
        for (size_t w = 0; w < sizeof wanted / sizeof *wanted; w++) found += strcmp(items[i].name, wanted[w]) == 0;
    }
    CHECK_SAY(found == sizeof wanted / sizeof *wanted, "%zu of the numbers are there", found);
    au_findings_release(&f);
    au_arena_release(&arena);
}
