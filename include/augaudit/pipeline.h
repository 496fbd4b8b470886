/* SPDX-License-Identifier: Apache-2.0
 * pipeline.h - a tree of transforms, read from the file that a training script already has.
 *
 * Three sources: a file (Albumentations 2.0.8 JSON, YAML or to_dict), a preset, or SPECs from the command line.
 * A pipeline is flattened into *leaves* in reading order, each with its effective firing probability: the share of
 * images to which that leaf is applied, by the rules of the release that wrote the file.
 * Thread-safety: a const pipeline may be used from any number of threads.
 */
#ifndef AUGAUDIT_PIPELINE_H
#define AUGAUDIT_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/image.h>
#include <augaudit/transform.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One part of a composed transform `a|b`, or the only part of a plain one. */
struct aug_part {
    const struct aug_transform *transform;
    void *params;       /* transform->params_bytes bytes, owned by the pipeline */
    double probability; /* of this part when the leaf runs: 1 for a single part, 1/2 in `a|b` */
};

struct aug_leaf {
    const char *spec;        /* the SPEC verbatim; for files the canonical text, e.g. "Rotate:limit=[-15,15]" */
    const char *path;        /* JSON pointer into the file ("/transform/transforms/0"), NULL for a SPEC */
    int line, column;        /* 1-based place in the file, 0 for a SPEC */
    const char *name;        /* the library's class name ("Rotate"); for a SPEC its word ("rotate") */
    double own_probability;  /* `p` as stored */
    double fires;            /* effective probability, 0..1 */
    const char *params_text; /* the parameters as stored, canonical JSON object */
    size_t part_count;       /* 0: known, but cannot be applied yet (report undecided, reason not_audited) */
    const struct aug_part *parts;
    const char *not_applied; /* part_count 0: one sentence why, and what to do */
    const void *strata;      /* internal: read with aug_leaf_stratum */
};

struct aug_pipeline {
    const char *source;  /* file name, preset name, or "command line" */
    const char *format;  /* "albumentations-json" ..., "preset", "spec" */
    const char *library; /* "albumentations 2.0.8", NULL when unknown */
    size_t leaf_count;
    const struct aug_leaf *leaves;
    void *owner; /* internal */
};

/* Reads a pipeline file, recognised by content. Fails with AUG_BAD_INPUT and file:line:column for anything that is not
 * a valid pipeline: unknown transform names (with the nearest known name), unknown or ill-typed parameters, probabilities outside
 * 0..1, missing keys, duplicate keys, over-deep nesting; AUG_UNSUPPORTED for other libraries' files and for releases
 * whose dialect is not read yet (named in the message, with what to do). Limit: 16 MB. */
AUG_API AUG_CHECKED enum aug_status aug_pipeline_read(const char *path, struct aug_pipeline *out,
                                                      struct aug_error *err);
/* The same from memory; `name` is used in messages and as source. */
AUG_API AUG_CHECKED enum aug_status aug_pipeline_parse(const char *text, size_t length, const char *name,
                                                       struct aug_pipeline *out, struct aug_error *err);
/* A preset by name (`alexnet`, `imagenet`, `trivial`). */
AUG_API AUG_CHECKED enum aug_status aug_pipeline_preset(const char *name, struct aug_pipeline *out,
                                                        struct aug_error *err);
/* SPECs: `hflip`, `rotate:+-15`, `shift:+-2px`, `a|b`, or `Rotate:limit=[-15,15],border_mode=0`. `fires` is set to `probability`
 * (1 when the user gave none). Messages carry the SPEC and the offset of the error within it. */
AUG_API AUG_CHECKED enum aug_status aug_pipeline_specs(const char *const *specs, size_t count, double probability,
                                                       struct aug_pipeline *out, struct aug_error *err);
AUG_API void aug_pipeline_release(struct aug_pipeline *pipeline);

AUG_API size_t aug_preset_count(void);
AUG_API const char *aug_preset_name(size_t i);
AUG_API const char *aug_preset_about(size_t i);
AUG_API size_t aug_format_count(void);
AUG_API const char *aug_format_name(size_t i);
AUG_API const char *aug_format_about(size_t i);
AUG_API size_t aug_spec_word_count(void); /* `hflip`, `rotate` ... */
AUG_API const char *aug_spec_word(size_t i);
AUG_API const char *aug_spec_word_about(size_t i); /* with its argument: "rotate:D or rotate:+-D, degrees" */

/* Draws and applies `leaf` to `in`. The draw depends on (seed, image_key, leaf->spec, draw_number) only, never on
 * threads or order. `keep_draws` (may be NULL, leaf->part_count entries) receives the draws, `ran` (may be NULL, likewise) which parts ran. */
AUG_API AUG_CHECKED enum aug_status aug_leaf_apply(const struct aug_leaf *leaf, const struct aug_image *in,
                                                   uint64_t seed, uint64_t image_key, uint32_t draw_number,
                                                   struct aug_image *out, struct aug_draw *keep_draws, bool *ran,
                                                   struct aug_error *err);

#define AUG_PARTS_MAX 32 /* of a leaf */

/* Calls the whole pipeline once on `in`, as its library would: containers choose, leaves run one after the other with their own probabilities. Draws
 * depend on (seed, image_key, draw_number) and the pipeline. *ran (may be NULL): did anything but preprocessing run? Fails: AUG_UNSUPPORTED when a
 * leaf that cannot be applied has its turn (see aug_pipeline_obstacle). */
AUG_API AUG_CHECKED enum aug_status aug_pipeline_apply(const struct aug_pipeline *pipeline, const struct aug_image *in,
                                                       uint64_t seed, uint64_t image_key, uint32_t draw_number,
                                                       struct aug_image *out, bool *ran, struct aug_error *err);
/* Share of images on which nothing but preprocessing runs, 0..1; of a leaf: when it is called. */
AUG_API double aug_pipeline_idle(const struct aug_pipeline *pipeline);
AUG_API double aug_leaf_idle(const struct aug_leaf *leaf);
/* Why it cannot be called: a sentence (the first leaf that may run cannot be applied, or hundreds may run one after the other); NULL: it can. */
AUG_API const char *aug_pipeline_obstacle(const struct aug_pipeline *pipeline);

/* Can every part of the leaf be undone (and exactly, losing nothing)? */
AUG_API bool aug_leaf_can_undo(const struct aug_leaf *leaf);
AUG_API bool aug_leaf_undo_is_exact(const struct aug_leaf *leaf);
/* Undoes what aug_leaf_apply did with the same (seed, image_key, draw_number): parts in reverse order. `original` gives the sizes
 * that the draws need. */
AUG_API AUG_CHECKED enum aug_status aug_leaf_undo(const struct aug_leaf *leaf, const struct aug_image *transformed,
                                                  const struct aug_image *original, uint64_t seed, uint64_t image_key,
                                                  uint32_t draw_number, struct aug_image *out, struct aug_error *err);

/* Fixed strengths inside the ranges of a leaf (methods-revision R5). Stratum i is a leaf of its own whose range is one value;
 * its spec is the canonical text with that value, `*strength` the value. Owned by the pipeline. Count 0 for a fixed leaf. */
AUG_API size_t aug_leaf_stratum_count(const struct aug_leaf *leaf);
AUG_API const struct aug_leaf *aug_leaf_stratum(const struct aug_leaf *leaf, size_t i, double *strength);
/* The parameter whose range stratum i narrows ("limit"); NULL for one outcome of a transform that draws among a few (a quarter turn of
 * RandomRotate90): those have no strength, and `*strength` above is 0. */
/* Strengths half as far again as the ends of the first range that lies around zero: is there room to widen it? Each is a leaf like a stratum. Count 0
 * where there is no such range, or where the parameter's own limits or a full circle leave no room. */
AUG_API size_t aug_leaf_beyond_count(const struct aug_leaf *leaf);
AUG_API const struct aug_leaf *aug_leaf_beyond(const struct aug_leaf *leaf, size_t i, double *strength,
                                               const char **param);
/* Is stratum i a view of its own, as far from the others as from the original (an outcome, or a place on a circle: an angle, a hue)? Else the range
 * only grows in strength, weak strengths are part of it, and the range as a whole is not diluted. */
AUG_API bool aug_leaf_stratum_is_own_view(const struct aug_leaf *leaf, size_t i);
AUG_API const char *aug_leaf_stratum_param(const struct aug_leaf *leaf, size_t i);

#ifdef __cplusplus
}
#endif
#endif
