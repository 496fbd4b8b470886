/* SPDX-License-Identifier: Apache-2.0
 * part.c - counts what a part of a data set takes, and lays it out. */
#include "part.h"

#include "core/hash.h"
#include "core/memory.h"

size_t au_part_quota(const size_t *sizes, size_t count, size_t most)
{
    size_t low = 0, high = most;
    while (low < high) {
        const size_t middle = low + (high - low + 1) / 2;
        size_t sum = 0;
        for (size_t i = 0; i < count; i++) sum += sizes[i] < middle ? sizes[i] : middle;
        if (sum <= most) low = middle;
        else high = middle - 1;
    }
    return low;
}

bool au_part_takes(size_t passed, size_t wanted, size_t size)
{
    const uint64_t before = passed, share = wanted;
    return (before + 1) * share / size > before * share / size;
}

static void lay_out(const struct aug_dataset *data, const uint32_t *chosen, int *number, struct aug_sample *samples,
                    struct aug_dataset *out)
{
    out->cluster_count = 0;
    for (size_t i = 0; i < out->sample_count; i++) {
        samples[i] = data->samples[chosen[i]];
        int *met = &number[samples[i].cluster]; /* 0: not yet */
        if (*met == 0) *met = ++out->cluster_count;
        samples[i].cluster = *met - 1;
    }
    uint64_t parts[4] = {data->content[0], data->content[1]};
    au_hash128(chosen, out->sample_count * sizeof *chosen, parts + 2);
    au_hash128(parts, sizeof parts, out->content);
}

enum aug_status au_part_make(const struct aug_dataset *data, const uint32_t *chosen, size_t count,
                             struct aug_dataset *out, struct aug_error *err)
{
    int *number = au_alloc((size_t)data->cluster_count, sizeof *number);
    struct aug_sample *samples = au_alloc(count, sizeof *samples);
    const bool complete = number && samples;
    if (complete) {
        *out = *data;
        out->owner = NULL;
        out->samples = samples;
        out->sample_count = count;
        lay_out(data, chosen, number, samples, out);
    } else {
        au_free(samples);
    }
    au_free(number);
    return complete ? AUG_OK : au_no_memory(err, "a part of the images");
}

void au_part_release(struct aug_dataset *part, const struct aug_dataset *data)
{
    if (part->samples != data->samples) au_free((void *)(uintptr_t)part->samples);
    *part = (struct aug_dataset){0};
}
