/* SPDX-License-Identifier: Apache-2.0
 * network.c - reading a trained network. */
#include "network.h"

#include <math.h>
#include <string.h>

#include "core/memory.h"

#include "pass.h"

#define BATCH 64

void au_network_release(struct au_network *network)
{
    au_free(network->values);
    *network = (struct au_network){0};
}

enum aug_status au_network_scores(const struct au_network *network, const float *pixels, size_t count, float *scores,
                                  struct aug_error *err)
{
    const struct au_network_shape *shape = &network->shape;
    struct au_network_bench bench;
    AUG_TRY(au_network_bench_make(shape, count < BATCH ? count + 1 : BATCH, false, &bench, err));
    const size_t classes = bench.layout.classes;
    const size_t size = (size_t)shape->height * (size_t)shape->width * (size_t)shape->channels;
    for (size_t at = 0; at < count; at += BATCH) {
        const size_t some = count - at < BATCH ? count - at : BATCH;
        for (size_t i = 0; i < some; i++) au_network_put(&bench, i, pixels + (at + i) * size);
        au_network_forward(&bench, network->values, some, false);
        for (size_t i = 0; i < some; i++)
            memcpy(scores + (at + i) * classes, bench.scores + i * bench.layout.class_lanes, classes * sizeof *scores);
    }
    au_network_bench_release(&bench);
    return AUG_OK;
}

void au_network_probabilities(float *scores, size_t count, size_t classes)
{
    for (size_t i = 0; i < count; i++, scores += classes) {
        double sum = 0, top = (double)scores[0];
        for (size_t k = 1; k < classes; k++) top = fmax(top, (double)scores[k]);
        for (size_t k = 0; k < classes; k++) sum += exp((double)scores[k] - top);
        for (size_t k = 0; k < classes; k++) scores[k] = (float)(exp((double)scores[k] - top) / sum);
    }
}
