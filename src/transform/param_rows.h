/* SPDX-License-Identifier: Apache-2.0
 * param_rows.h - rows of a parameter (or draw) table whose field type is checked by the compiler.
 *
 *     static const struct aug_param rotate_params[] = {
 *         AUG_RANGE_(struct rotate, limit, -90, 90, -360, 360, true, "Angle in degrees, counter-clockwise."),
 *         AUG_INT(struct rotate, interpolation, 1, 0, 6, "How pixels are mixed.", .optional = true),
 *         {0},
 *     };
 *
 * The row is named like its field; the NAMED forms give another name, as `scale.x`, which files write as
 * {"scale": {"x": ...}}. After the sentence more members may follow (`.optional = true`). A field of another type than the
 * row's does not compile.
 */
#ifndef AU_PARAM_ROWS_H
#define AU_PARAM_ROWS_H

#include <stddef.h>

#include <augaudit/transform.h>

/* Where `field` sits in `owner`; does not compile unless the field really is a `ctype`. */
#define AUG_FIELD(owner, field, ctype) (offsetof(owner, field) + 0 * sizeof(_Generic(((owner *)0)->field, ctype : 0)))

/* Integers beyond this do not survive a double and a comparison with a table. */
#define AUG_INT_MAX 1000000000.0

#define AUG_NAMED_F64(name_, owner, field, default_, min_, max_, ...)                                                \
    {                                                                                                                \
        .name = name_, .kind = AUG_PARAM_NUMBER, .offset = AUG_FIELD(owner, field, double), .default_low = default_, \
        .min = min_, .max = max_, .about = __VA_ARGS__                                                               \
    }
#define AUG_NAMED_INT(name_, owner, field, default_, min_, max_, ...)                                              \
    {                                                                                                              \
        .name = name_, .kind = AUG_PARAM_INTEGER, .offset = AUG_FIELD(owner, field, int), .default_low = default_, \
        .min = min_, .max = max_, .about = __VA_ARGS__                                                             \
    }
#define AUG_NAMED_SWITCH(name_, owner, field, default_, ...)                                                       \
    {                                                                                                              \
        .name = name_, .kind = AUG_PARAM_SWITCH, .offset = AUG_FIELD(owner, field, bool), .default_low = default_, \
        .max = 1, .about = __VA_ARGS__                                                                             \
    }
#define AUG_NAMED_CHOICE(name_, owner, field, default_, choices_, ...)                                            \
    {                                                                                                             \
        .name = name_, .kind = AUG_PARAM_CHOICE, .offset = AUG_FIELD(owner, field, int), .default_low = default_, \
        .max = (double)(sizeof(choices_) / sizeof *(choices_)) - 2, .choices = choices_, .about = __VA_ARGS__     \
    }
#define AUG_NAMED_RANGE(name_, owner, field, low_, high_, min_, max_, symmetric_, ...)                 \
    {                                                                                                  \
        .name = name_, .kind = AUG_PARAM_RANGE, .offset = AUG_FIELD(owner, field, struct aug_range),   \
        .default_low = low_, .default_high = high_, .min = min_, .max = max_, .symmetric = symmetric_, \
        .about = __VA_ARGS__                                                                           \
    }
/* The default is `count_` times `value_`; no values (count 0) is how a null list is kept. Where value_ is NAN, a
 * null inside the list is kept as NAN; elsewhere it is refused. */
#define AUG_NAMED_NUMBERS(name_, owner, field, count_, value_, min_, max_, ...)                          \
    {                                                                                                    \
        .name = name_, .kind = AUG_PARAM_NUMBERS, .offset = AUG_FIELD(owner, field, struct aug_numbers), \
        .default_low = value_, .default_high = count_, .min = min_, .max = max_, .about = __VA_ARGS__    \
    }

/* Accepted and passed over; no field. */
#define AUG_NOTED(name_, ...)                                                          \
    {                                                                                  \
        .name = name_, .kind = AUG_PARAM_NOTED, .optional = true, .about = __VA_ARGS__ \
    }

#define AUG_F64(owner, field, ...) AUG_NAMED_F64(#field, owner, field, __VA_ARGS__)
#define AUG_INT(owner, field, ...) AUG_NAMED_INT(#field, owner, field, __VA_ARGS__)
#define AUG_SWITCH(owner, field, ...) AUG_NAMED_SWITCH(#field, owner, field, __VA_ARGS__)
#define AUG_CHOICE(owner, field, ...) AUG_NAMED_CHOICE(#field, owner, field, __VA_ARGS__)
#define AUG_RANGE_(owner, field, ...) AUG_NAMED_RANGE(#field, owner, field, __VA_ARGS__)
#define AUG_NUMBERS(owner, field, ...) AUG_NAMED_NUMBERS(#field, owner, field, __VA_ARGS__)

#endif
