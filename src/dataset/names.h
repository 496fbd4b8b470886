/* SPDX-License-Identifier: Apache-2.0
 * names.h - sequences: do file names like 00012_00003.ppm name groups of dependent images? The names propose, the pixels decide.
 *
 * A *naming* cuts a part off a file's path; files of a class that share the rest are a group. Names of one *shape* (00012_ is #_) stand or
 * fall together. Names that say nothing about pixels make the images of a class exchangeable, so shuffling the images of each class among
 * its groups tests them exactly (stats/randomisation.h). Where groups were accepted already, a coarser naming is judged by one image of each.
 */
#ifndef AU_NAMES_H
#define AU_NAMES_H

#include "dataset_internal.h"

struct au_member { /* an image under one naming */
    uint64_t shape, group;
    uint64_t luck; /* a random order that only the path decides */
    uint32_t class_index, cluster, index;
};

struct au_names_test {
    double p;           /* exact, of "the names say nothing" */
    double correlation; /* of two images of one group: 1 - their mean distance / that of two groups of the same class */
    bool is_possible;   /* false: no class has two groups of two */
};

/* `members`: all of one shape, sorted by class, group and luck, one for each cluster. Decodes at most 512 of them; a file that cannot be decoded
 * is like no other. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_names_test(const struct au_opening *o, const struct au_member *members, size_t count,
                                          struct au_names_test *out, struct aug_error *err);

#endif
