/* SPDX-License-Identifier: Apache-2.0
 * parity.h - compares our transforms with what Albumentations 2.0.8 produced (../shared/reference/parity).
 *
 * A test file has a table of ops and calls parity_run. For each case of cases.jsonl whose `op` is in the table: parameters come
 * from the case's `init`, a draw is made (so that every field is valid), then the draw's fields are overwritten by the case's
 * resolved `params` of the same name, and the output must be as close to the stored one as its `exactness` says.
 */
#ifndef TEST_PARITY_H
#define TEST_PARITY_H

#include <stdbool.h>
#include <stddef.h>

#include <augaudit/transform.h>

#include "core/node.h"

struct parity_case {
    const struct au_node *node; /* the whole line */
    const char *id;
    const struct aug_transform *transform;
    const struct aug_image *input;
    void *params; /* filled from `init` */
};

struct parity_op {
    const char *op;
    bool
        draw_is_fixed; /* the case's ranges leave nothing to chance: our own draw must already equal the resolved `params` */
    /* More to take from the case into params or draw (arrays, other names); may be NULL. False: this case cannot be applied. */
    bool (*fill)(const struct parity_case *c, struct aug_draw *draw);
    int least; /* at least so many cases must have been compared */
};

/* Runs all cases of the table (ends with a row whose op is NULL), prints a line per op, fails the test on a case that is farther from the
 * peer than its `exactness`. Skips the test when this machine has no ../shared. */
void parity_run(const struct parity_op *ops);

/* A .npy file (path below parity/): little-endian b1, u1, i4, i8, f4, f8, C order. */
struct parity_array {
    double *values; /* free with parity_array_release */
    size_t count, shape[4];
    int dimensions;
};
bool parity_array_read(const char *name, struct parity_array *array);
void parity_array_release(struct parity_array *array);

#endif
