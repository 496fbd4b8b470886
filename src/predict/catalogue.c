/* SPDX-License-Identifier: Apache-2.0
 * catalogue.c - the built-in list of transforms to rank. */
#include <augaudit/predict.h>

#define SPEC(text) text,
static const char *const specs[] = {
#include "catalogue.inc"
};

size_t aug_catalogue_count(void)
{
    return sizeof specs / sizeof *specs;
}

const char *aug_catalogue_spec(size_t i)
{
    return i < aug_catalogue_count() ? specs[i] : NULL;
}
