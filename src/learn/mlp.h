/* SPDX-License-Identifier: Apache-2.0
 * mlp.h - a small neural network on features: one layer of max(0, x), a softmax, and Adam.
 *
 * A second opinion beside the ridge of ridge.h, of another kind: it learns its own features where the ridge has random ones. Weights start normal with
 * variance 2/inputs, images are shuffled anew every epoch, both by the seed and by counting, so that the same input gives the same bytes; the rate falls as
 * half a cosine (Kingma and Ba 2015; decoupled decay: Loshchilov and Hutter 2019). One thread; thread-safe for distinct networks.
 */
#ifndef AU_MLP_H
#define AU_MLP_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

struct au_mlp { /* {0} is empty */
    size_t inputs, hidden, classes;
    float scale; /* of the inputs: to mean square 1 */
    float *
        values; /* weights of the first layer (inputs x hidden), its shifts, of the second (hidden x classes), its shifts */
};

struct au_mlp_lesson {
    const float *const *draws; /* versions of all images, each rows x inputs, seen by turns */
    size_t draw_count, inputs, classes;
    const uint32_t *rows; /* those to learn from ... */
    size_t row_count;
    const uint32_t *label; /* ... by row number */
    uint64_t seed;
};

/* Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_mlp_train(const struct au_mlp_lesson *lesson, struct au_mlp *out, struct aug_error *err);
void au_mlp_release(struct au_mlp *mlp);

/* scores (by row number, x classes) of `row_count` rows of x, before the softmax. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_mlp_score(const struct au_mlp *mlp, const float *x, const uint32_t *rows,
                                         size_t row_count, float *scores, struct aug_error *err);

#endif
