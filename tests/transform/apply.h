/* SPDX-License-Identifier: Apache-2.0
 * apply.h - one transform by name, with parameters and drawn values as JSON text: for tests that compare with an oracle. */
#ifndef TEST_APPLY_H
#define TEST_APPLY_H

#include <stdint.h>

#include <augaudit/transform.h>

struct applied {
    const struct aug_transform *t;
    union {
        unsigned char bytes[1024];
        double align;
    } params;
    struct aug_draw draw;
};

/* Draws with `seed`, then overwrites the drawn values that `draws` names (NULL: none) and applies. Fails the test on any error. */
void apply_named(const char *name, const char *params, const char *draws, uint64_t seed, const struct aug_image *in,
                 struct aug_image *out, struct applied *applied);
/* The same, giving the status instead. */
enum aug_status try_named(const char *name, const char *params, const char *draws, uint64_t seed,
                          const struct aug_image *in, struct aug_image *out, struct applied *applied,
                          struct aug_error *err);
void undo_applied(const struct applied *applied, const struct aug_image *in, struct aug_image *out);

static inline int value_at(const struct aug_image *image, int x, int y, int c)
{
    return image->pixels[(size_t)y * image->stride + (size_t)(x * image->channels + c)];
}

/* Largest difference, and the share of values that differ. */
struct distance {
    int most;
    double share;
};
struct distance distance_between(const struct aug_image *a, const struct aug_image *b);

/* Compares every value with what `oracle` says of it; at most `limit` levels off, and off at all for at most `share` of the values. */
typedef double (*oracle_fn)(const struct aug_image *in, int x, int y, int c, const void *context);
void compare_with_oracle(const char *what, const struct aug_image *in, const struct aug_image *out, oracle_fn oracle,
                         const void *context, int limit, double share);

#endif
