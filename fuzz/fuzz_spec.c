/* SPDX-License-Identifier: Apache-2.0
 * fuzz_spec.c - any bytes as a SPEC: what is read is applied to a small image, and its strata must read back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/pipeline.h>

#include "core/memory.h"

#define SIDE 9

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

/* Some transforms are made to grow images; a fuzzer has no time for that. */
static int may_grow(const struct aug_leaf *leaf)
{
    for (size_t i = 0; i < leaf->part_count; i++)
        if (leaf->parts[i].transform->flags & AUG_TRANSFORM_CHANGES_SIZE) return 1;
    return leaf->part_count > 4;
}

static void apply(const struct aug_leaf *leaf)
{
    struct aug_error err = {0};
    struct aug_image in = {0}, out = {0};
    check(aug_image_resize_storage(&in, SIDE, SIDE, 3, &err) == AUG_OK);
    for (size_t i = 0; i < in.stride * SIDE; i++) in.pixels[i] = (uint8_t)(i * 89);
    const enum aug_status status = aug_leaf_apply(leaf, &in, 1, 2, 3, &out, NULL, NULL, &err);
    check(status == AUG_OK || err.message[0]);
    aug_image_release(&in);
    aug_image_release(&out);
}

static void check_strata(const struct aug_leaf *leaf)
{
    for (size_t i = 0; i < aug_leaf_stratum_count(leaf); i++) {
        const struct aug_leaf *stratum = aug_leaf_stratum(leaf, i, NULL);
        struct aug_pipeline again = {0};
        struct aug_error err = {0};
        if (strlen(stratum->spec) > 4000) continue;
        check(aug_pipeline_specs(&stratum->spec, 1, 1, &again, &err) == AUG_OK);
        aug_pipeline_release(&again);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    char *spec = malloc(size + 1);
    if (!spec) return 0;
    if (size) memcpy(spec, data, size);
    spec[size] = '\0';
    const char *const specs[] = {spec};
    const enum aug_status status = aug_pipeline_specs(specs, 1, 1, &pipeline, &err);
    if (status == AUG_OK) {
        check_strata(&pipeline.leaves[0]);
        if (pipeline.leaves[0].part_count > 0 && !may_grow(&pipeline.leaves[0])) apply(&pipeline.leaves[0]);
    } else {
        check((status == AUG_BAD_INPUT || status == AUG_UNSUPPORTED) && err.message[0]);
    }
    aug_pipeline_release(&pipeline);
    free(spec);
    check(au_memory_live() == 0);
    return 0;
}
