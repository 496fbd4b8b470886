/* SPDX-License-Identifier: Apache-2.0
 * test_networks.c - in a thorough audit small networks read again what stayed open or would convict, and nothing else. */
#include <stdio.h>
#include <string.h>

#include <augaudit/augaudit.h>

#include "check.h"
#include "drawn.h"

enum { EACH = 60 };

static struct aug_error err;

static const struct aug_evidence *number(const struct aug_audit *audit, size_t transform, size_t class_index,
                                         const char *name)
{
    const struct aug_class_result *c = &audit->transforms[transform].classes[class_index];
    for (size_t i = 0; i < c->evidence_count; i++)
        if (strcmp(c->evidence[i].name, name) == 0) return &c->evidence[i];
    return NULL;
}

static void put_set(const char *root)
{
    for (int kind = 0; kind < 2; kind++)
        for (int i = 0; i < EACH; i++) drawn_side_bar(root, kind, i, 3, 150, 50);
}

static bool count_networks(void *context, const char *what, size_t done, size_t total)
{
    (void)done;
    if (strcmp(what, "networks") == 0) *(size_t *)context = total;
    return true;
}

/* The range with the swap and without it, and at least the strongest of its strengths 0.8, 0.9 and 1. */
TEST(networks_read_fixed_strengths_that_would_convict_and_ranges_under_a_swap)
{
    static const char *const specs[] = {"GaussNoise:std_range=[0.8,1]"};
    static const char rulings[] = "transforms: { GaussNoise: { a: \"swap(a,b)\" } }\n";
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_intent intent = {0};
    struct aug_audit audit = {0};
    size_t asked = 0;
    const char *root = check_folder();
    put_set(root);
    CHECK_OK(aug_dataset_open(root, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, 1, 1, &pipeline, &err));
    CHECK_OK(aug_intent_parse(rulings, strlen(rulings), "intent.yaml", &data, &pipeline, &intent, &err));
    const struct aug_audit_options options = {.seed = 1,
                                              .threads = 2,
                                              .effort = AUG_EFFORT_THOROUGH,
                                              .predict = AUG_PREDICT_NEVER,
                                              .intent = &intent,
                                              .progress = count_networks,
                                              .progress_context = &asked};
    CHECK_OK(aug_audit_run(&data, &pipeline, &options, &audit, &err));
    CHECK_SAY(asked >= 3 && asked <= 5, "networks were asked about %zu", asked);
    for (size_t k = 0; k < 2; k++) CHECK(number(&audit, 0, k, "network_loss") && number(&audit, 0, k, "second_loss"));
    aug_audit_release(&audit);
    aug_intent_release(&intent);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}

TEST(networks_read_again_what_noise_drowned_and_leave_alone_what_is_clear)
{
    static const char *const specs[] = {"vflip", "noise:2"};
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_audit audits[2];

    char root[128], store[256];
    snprintf(root, sizeof root, "%s", check_folder());
    put_set(root);
    snprintf(store, sizeof store, "%s/kept.sqlite", check_folder());
    CHECK_OK(aug_dataset_open(root, NULL, &data, &err));
    CHECK_OK(aug_pipeline_specs(specs, 2, 1, &pipeline, &err));
    for (int i = 0; i < 2; i++) {
        const struct aug_audit_options options = {
            .seed = 1, .threads = 1 + i, .effort = AUG_EFFORT_THOROUGH, .predict = AUG_PREDICT_NEVER, .store = store};
        CHECK_OK(aug_audit_run(&data, &pipeline, &options, &audits[i], &err));
        for (size_t k = 0; k < 2; k++) {
            CHECK(!number(&audits[i], 0, k, "network_loss"));
            const struct aug_evidence *loss = number(&audits[i], 1, k, "network_loss");
            CHECK(loss && number(&audits[i], 1, k, "second_loss") && !number(&audits[i], 0, k, "second_loss"));
            CHECK_SAY(loss->number.estimate > .05, "%s loses %g under noise", audits[i].class_names[k],
                      loss->number.estimate);
            CHECK(loss->number.estimate == number(&audits[0], 1, k, "network_loss")->number.estimate);
            CHECK(audits[i].transforms[0].classes[k].label == AUG_LABEL_KEPT &&
                  audits[i].transforms[1].classes[k].label != AUG_LABEL_KEPT);
        }
    }
    CHECK(audits[1].units_computed == 0);
    for (int i = 0; i < 2; i++) aug_audit_release(&audits[i]);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
}
