/* SPDX-License-Identifier: Apache-2.0
 * intent.h - what the user rules about labels, where data cannot know or should not decide.
 *
 * A file in YAML or JSON names transforms, classes and rulings:
 *
 *     transforms:
 *       hflip:                     # a SPEC, a transform's name, its path in the pipeline file, or "*": all
 *         "33": swap(33,34)        # a mirrored 33 is a 34, and a mirrored 34 is a 33: one row is enough for both
 *         "12": changes            # a mirrored 12 is no 12, whatever the data say
 *         "*": invariant           # all other classes keep their label
 *       rotate:+-15: equivariant   # short for { "*": equivariant }
 *
 * invariant    The label stays. Decides where the data cannot (off their support, or too few images); a conflict that was measured
 *              stands, and the report names both.
 * equivariant  The label moves along with the image, as a box does. A class label has nowhere to move: the same as invariant, on record.
 * swap(a,b)    Transformed images of a count as b and those of b as a; everything is measured again with labels mapped so.
 *              swap(b) under the class a means the same.
 * changes      The label does not survive: the class is broken by ruling.
 *
 * The most specific row counts: transform before class, a SPEC or path before a name before "*". Rows that contradict each other are refused.
 * Thread-safety: a const intent may be used from any number of threads.
 */
#ifndef AUGAUDIT_INTENT_H
#define AUGAUDIT_INTENT_H

#include <stddef.h>

#include <augaudit/dataset.h>
#include <augaudit/error.h>
#include <augaudit/pipeline.h>

#ifdef __cplusplus
extern "C" {
#endif

enum aug_ruling_kind {
    AUG_RULING_NONE,
    AUG_RULING_INVARIANT,
    AUG_RULING_EQUIVARIANT,
    AUG_RULING_SWAP,
    AUG_RULING_CHANGES
};
#define AUG_RULING_COUNT 5
AUG_API const char *aug_ruling_name(enum aug_ruling_kind kind);  /* "none" "invariant" "equivariant" "swap" "changes" */
AUG_API const char *aug_ruling_about(enum aug_ruling_kind kind); /* a sentence */

struct aug_ruling {
    enum aug_ruling_kind kind;
    int swap_with;    /* SWAP: index of the other class; else -1 */
    int line, column; /* of the row that decided; 0: none */
};

struct aug_intent {
    const char *source; /* file name */
    size_t leaf_count, class_count;
    const struct aug_ruling *rulings; /* leaf by leaf in pipeline order, class by class */
    size_t unused_count;              /* transforms of the file that the pipeline does not hold */
    const char *const *unused;
    void *owner; /* internal */
};

/* Reads a file for this data set and pipeline. The caller releases `out`. Fails with AUG_BAD_INPUT and file:line:column for anything but rulings
 * on known transforms and classes of the data set: unknown names (with the nearest one), a swap of a class with itself, of "*" or under a third class,
 * rows that contradict each other; AUG_IO, AUG_NO_MEMORY. Limit: 16 MB. */
AUG_API AUG_CHECKED enum aug_status aug_intent_read(const char *path, const struct aug_dataset *data,
                                                    const struct aug_pipeline *pipeline, struct aug_intent *out,
                                                    struct aug_error *err);
/* The same from memory; `name` is used in messages and as source. */
AUG_API AUG_CHECKED enum aug_status aug_intent_parse(const char *text, size_t length, const char *name,
                                                     const struct aug_dataset *data,
                                                     const struct aug_pipeline *pipeline, struct aug_intent *out,
                                                     struct aug_error *err);
AUG_API void aug_intent_release(struct aug_intent *intent);

#ifdef __cplusplus
}
#endif
#endif
