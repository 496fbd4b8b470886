/* SPDX-License-Identifier: Apache-2.0
 * fuzz_pipeline.c - any bytes as a pipeline file: what is read must be sound, what is refused must be explained. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/pipeline.h>

#include "core/memory.h"

/* libfyaml 0.7.12 forgets a buffer when a quoted scalar with dozens of escapes turns out to be wrong; not ours to free. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfyaml";
}

static void check(int condition)
{
    if (!condition) abort();
}

static void check_leaf(const struct aug_leaf *leaf)
{
    struct aug_error err = {0};
    check(leaf->spec && leaf->name && leaf->path && leaf->params_text && leaf->line > 0 && leaf->column > 0);
    check(leaf->fires >= -1e-12 && leaf->fires <= 1 + 1e-12);
    check(leaf->part_count == 1 ? leaf->parts && !leaf->not_applied : leaf->not_applied != NULL);
    for (size_t i = 0; i < aug_leaf_stratum_count(leaf); i++) check(aug_leaf_stratum(leaf, i, NULL)->part_count == 1);
    if (leaf->part_count == 0 || strlen(leaf->spec) > 4000) return;
    struct aug_pipeline again = {0};
    check(aug_pipeline_specs(&leaf->spec, 1, 1, &again, &err) == AUG_OK);
    check(memcmp(again.leaves[0].parts[0].params, leaf->parts[0].params, leaf->parts[0].transform->params_bytes) == 0);
    aug_pipeline_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    const enum aug_status status = aug_pipeline_parse((const char *)data, size, "f", &pipeline, &err);
    if (status == AUG_OK)
        for (size_t i = 0; i < pipeline.leaf_count; i++) check_leaf(&pipeline.leaves[i]);
    else check((status == AUG_BAD_INPUT || status == AUG_UNSUPPORTED) && strncmp(err.message, "f:", 2) == 0);
    aug_pipeline_release(&pipeline);
    check(au_memory_live() == 0);
    return 0;
}
