/* SPDX-License-Identifier: Apache-2.0
 * transform.h - the image transforms that augaudit can apply, and what each of them claims.
 *
 * A transform is one row of a table: name, parameters, claim, law, and three functions: `draw` picks one set of
 * resolved values, `apply` uses them, `undo` (where one exists) takes them back. Names and parameters are those
 * of Albumentations 2.0.8 (`Rotate`, `limit`), so that a pipeline file needs no translation; the transforms of
 * the SPEC language that differ in rounding or border have their own rows (`brightness`, `shift` ...).
 * Thread-safety: tables are constant; apply and undo are pure functions of their arguments.
 */
#ifndef AUGAUDIT_TRANSFORM_H
#define AUGAUDIT_TRANSFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>
#include <augaudit/image.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- parameters: one table row is parser, validator, default, help, documentation and fuzz range ---- */

struct aug_range {
    double low, high;
};

#define AUG_LIST_MAX 9 /* a 3 x 3 matrix */
struct aug_numbers {   /* a number or a short list of numbers, as `fill: 0` or `fill: [0, 0, 0]` */
    double values[AUG_LIST_MAX];
    int count;
};

enum aug_param_kind {
    AUG_PARAM_NUMBER,  /* double */
    AUG_PARAM_INTEGER, /* int */
    AUG_PARAM_SWITCH,  /* bool */
    AUG_PARAM_CHOICE,  /* int: index into `choices` */
    AUG_PARAM_RANGE,   /* struct aug_range; a single number a is read as (-a, a) when `symmetric`, else as (a, a) */
    AUG_PARAM_NUMBERS, /* struct aug_numbers; a row with `choices` also takes one of those words, stored as count = -1 - its index */
    AUG_PARAM_NOTED /* any value: accepted and shown, not used; no field (masks' fill, derived copies of other parameters) */
};

struct aug_param {
    const char *name; /* "pair.low" is the key `low` of the map `pair` */
    enum aug_param_kind kind;
    size_t offset;                    /* of the field in the parameter struct */
    double default_low, default_high; /* RANGE: both; else default_low */
    double min, max;
    bool symmetric;
    bool optional;              /* null is accepted and means the default */
    const char *const *choices; /* CHOICE: spellings, NULL-terminated */
    const char *about;          /* a full sentence, with the unit */
};

/* ---- claims ---- */

enum aug_moves {                        /* what a transform does to labels that have a place in the image */
                 AUG_MOVES_NOTHING,     /* boxes, masks and key points stay where they are */
                 AUG_MOVES_WITH_PIXELS, /* they move along with the pixels */
                 AUG_MOVES_AND_DROPS    /* they move along, and may leave the frame or be covered */
};

struct aug_claim {
    const char *asserts; /* "A picture and its mirror image deserve the same label." */
    const char *unless;  /* when it is false: "The class has a handedness ..." */
    const char *victims; /* typical victims: "text, digits (2 and 5), arrows, 'turn left' signs" */
    const char *places;  /* what it does to boxes, masks and key points, one sentence */
    enum aug_moves moves;
};

/* The law a transform obeys on every image; tests loop over it. */
enum aug_law {
    AUG_LAW_NONE,
    AUG_LAW_IDENTITY,     /* changes nothing */
    AUG_LAW_INVOLUTION,   /* twice with the same draw is the original */
    AUG_LAW_BIJECTION,    /* undo(apply(x)) == x exactly */
    AUG_LAW_IDEMPOTENT,   /* applying the same draw again changes nothing more */
    AUG_LAW_VALUEWISE,    /* each output value depends on the input values at its own pixel only */
    AUG_LAW_CONSTANT_KEPT /* an image of one colour keeps that colour (inside the frame) */
};

enum aug_transform_flag {
    AUG_TRANSFORM_RANDOM = 1,     /* two draws differ */
    AUG_TRANSFORM_EXACT_UNDO = 2, /* undo loses nothing: no information can be destroyed */
    AUG_TRANSFORM_PREPROCESSING =
        4, /* Normalize, ToTensorV2, ToFloat: a fixed change of scale or type, not an augmentation */
    AUG_TRANSFORM_CHANGES_SIZE = 8,
    AUG_TRANSFORM_COLOUR_ONLY = 16 /* an image with one channel comes back unchanged */
};

#define AUG_DRAW_BYTES 256 /* room for the resolved values of one application */

struct aug_draw { /* resolved values; plain data, no pointers */
    union {
        unsigned char bytes[AUG_DRAW_BYTES];
        double align;
    } u;
};

struct au_rng; /* src/core/random.h; outside the library draws come from aug_transform_draw */

/* ---- mixing: one picture made of several, which gets their labels by share ---- */

#define AUG_MIX_MAX 4

/* Pictures handed to these functions have one size and one number of channels; `out` is none of them and gets that size. */
struct aug_mixing {
    int count; /* of pictures: 2 to AUG_MIX_MAX */
    /* Of the label of each picture; they add up to 1. */
    void (*shares)(const void *params, const struct aug_draw *draw, int width, int height, double *share);
    enum aug_status (*mix)(const void *params, const struct aug_draw *draw, const struct aug_image *const *pictures,
                           struct aug_image *out, struct aug_error *err);
    /* What of picture k can be seen in the mixture, at its own place and scale; `background` stands where it cannot. NULL: all of
     * it, as strong as its share. */
    enum aug_status (*seen)(const void *params, const struct aug_draw *draw, int k, const struct aug_image *picture,
                            const struct aug_image *background, struct aug_image *out, struct aug_error *err);
    /* Does the mixture keep the label of its first picture, whatever the shares are? NULL: never, labels are shared. */
    bool (*keeps_label)(const void *params);
    /* Why these parameters cannot be followed, as the end of a sentence; NULL: they can. May be NULL. */
    const char *(*refuse)(const void *params);
};

struct aug_transform {
    const char *name;
    const char *about; /* what it does, a full sentence */
    struct aug_claim claim;
    enum aug_law law;
    unsigned flags;
    size_t params_bytes;
    const struct aug_param *params; /* ends with a row whose name is NULL; NULL: no parameters */
    const struct aug_param
        *draws; /* names of the resolved values in the draw struct, for reports and tests; may be NULL */
    const char *const
        *strata; /* names of RANGE params whose fixed values are judged one by one, strongest first; NULL: none */
    /* Picks resolved values for an image of this size. NULL: nothing to draw. */
    enum aug_status (*draw)(const void *params, const struct aug_image *in, struct au_rng *rng, struct aug_draw *draw,
                            struct aug_error *err);
    /* `out` never aliases `in`; its storage is reused. */
    enum aug_status (*apply)(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                             struct aug_image *out, struct aug_error *err);
    /* Takes T(x) back as far as it can be with the drawn values: what is then missing was lost to the border, to
     * clipping or to resampling. `original_width/height` are those of x. NULL: no inverse exists. */
    enum aug_status (*undo)(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                            int original_width, int original_height, struct aug_image *out, struct aug_error *err);
    /* NULL: a transform of one picture. Else `apply` mixes the picture with itself, and only an audit shows what mixing does. */
    const struct aug_mixing *mixing;
};

AUG_API size_t aug_transform_count(void);
AUG_API const struct aug_transform *aug_transform_at(size_t i);           /* NULL past the end */
AUG_API const struct aug_transform *aug_transform_find(const char *name); /* exact name; NULL if unknown */

/* A name that libraries know but this build cannot apply (`ElasticTransform`, `RandomFog`): a sentence about what it
 * does and its claim, or NULL for a name nobody knows. Listed with aug_known_count / aug_known_at. */
struct aug_known {
    const char *name;
    const char *about;
    struct aug_claim claim;
};
AUG_API const struct aug_known *aug_known_find(const char *name);
AUG_API size_t aug_known_count(void);
AUG_API const struct aug_known *aug_known_at(size_t i);

/* The nearest name among transforms, known names and SPEC words, for "did you mean"; NULL when none is near. */
AUG_API const char *aug_transform_suggest(const char *name);

/* Fills a parameter struct of transform->params_bytes bytes with the defaults of its table. */
AUG_API void aug_transform_defaults(const struct aug_transform *transform, void *params);

#ifdef __cplusplus
}
#endif
#endif
