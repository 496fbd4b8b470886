/* SPDX-License-Identifier: Apache-2.0
 * example.c - a whole audit through the public door, as a user of the library would write it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/augaudit.h>

static bool ask_nothing(void *context, const char *what, size_t done, size_t total)
{
    (void)what, (void)done, (void)total;
    ++*(int *)context;
    return true;
}

static bool stop_at_once(void *context, const char *what, size_t done, size_t total)
{
    (void)context, (void)what, (void)done, (void)total;
    return false;
}

static enum aug_status judge(const struct aug_dataset *data, const struct aug_pipeline *pipeline, struct aug_error *err)
{
    struct aug_audit audit = {0};
    int calls = 0;
    const struct aug_audit_options options = {
        .seed = 7, .threads = 1, .progress = ask_nothing, .progress_context = &calls};
    AUG_TRY(aug_audit_run(data, pipeline, &options, &audit, err));
    for (size_t i = 0; i < audit.transform_count; i++)
        printf("%s: %s\n", audit.transforms[i].spec, aug_verdict_name(audit.transforms[i].verdict));
    const bool complete = calls > 0 && audit.transform_count == 2 && audit.class_count == 3;
    aug_audit_release(&audit);
    return complete ? AUG_OK : aug_fail(err, AUG_BAD_INPUT, "the audit is not complete");
}

static enum aug_status cancel(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                              struct aug_error *err)
{
    struct aug_audit audit = {0};
    struct aug_error cancelled = {0};
    const struct aug_audit_options options = {.progress = stop_at_once};
    if (aug_audit_run(data, pipeline, &options, &audit, &cancelled) == AUG_CANCELLED) return AUG_OK;
    aug_audit_release(&audit);
    return aug_fail(err, AUG_BAD_INPUT, "the audit was not cancelled");
}

static enum aug_status work(const char *dir, struct aug_dataset *data, struct aug_pipeline *pipeline,
                            struct aug_error *err)
{
    const char *const specs[] = {"hflip", "rotate:+-15"};
    const struct aug_dataset_options options = {.only_classes = "arrow_left,arrow_right,disc"};
    AUG_TRY(aug_sample_write(dir, 12, 7, err));
    AUG_TRY(aug_dataset_open(dir, &options, data, err));
    AUG_TRY(aug_pipeline_specs(specs, 2, 1, pipeline, err));
    AUG_TRY(judge(data, pipeline, err));
    return cancel(data, pipeline, err);
}

int main(void)
{
    char dir[] = "/tmp/augaudit-api-XXXXXX", command[64];
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_error err = {0};
    if (!mkdtemp(dir)) return 3;
    const bool same_version = strcmp(aug_version(), AUG_VERSION) == 0;
    const bool passed = work(dir, &data, &pipeline, &err) == AUG_OK && same_version;
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
    snprintf(command, sizeof command, "rm -rf '%s'", dir);
    if (system(command) != 0) return 3;
    printf("%s%s%d passed, %d failed, 0 skipped\n", err.message, passed ? "" : "\n", passed, !passed);
    return passed ? 0 : 1;
}
