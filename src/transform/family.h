/* SPDX-License-Identifier: Apache-2.0
 * family.h - what one line of families.inc stands for: a file with a table of transforms.
 *
 * A family file ends with `const struct aug_family au_family_NAME = {"NAME", transforms};` where the table ends with a
 * row whose name is NULL. Nothing else has to be registered: lists, help, tests and documentation loop over the tables.
 */
#ifndef AU_FAMILY_H
#define AU_FAMILY_H

#include <augaudit/transform.h>

struct aug_family {
    const char *name;                       /* "flip": the file's name without its ending */
    const struct aug_transform *transforms; /* ends with a row whose name is NULL */
};

#define FAMILY(name) extern const struct aug_family au_family_##name;
#include "families.inc"
#undef FAMILY

#endif
