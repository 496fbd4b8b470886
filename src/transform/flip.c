/* SPDX-License-Identifier: Apache-2.0
 * flip.c - mirrors, transposes and quarter turns: pixels are moved, none is changed or lost. */
#include <augaudit/transform.h>

#include "core/random.h"

#include "family.h"
#include "orient.h"
#include "param_rows.h"

static enum aug_status mirror_horizontal(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                         struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    return au_orient(in, AU_ORIENT_H, out, err);
}

static enum aug_status unmirror_horizontal(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                           int original_width, int original_height, struct aug_image *out,
                                           struct aug_error *err)
{
    (void)original_width, (void)original_height;
    return mirror_horizontal(params, draw, in, out, err);
}

static enum aug_status mirror_vertical(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                       struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    return au_orient(in, AU_ORIENT_V, out, err);
}

static enum aug_status unmirror_vertical(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                         int original_width, int original_height, struct aug_image *out,
                                         struct aug_error *err)
{
    (void)original_width, (void)original_height;
    return mirror_vertical(params, draw, in, out, err);
}

static enum aug_status transpose(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    return au_orient(in, AU_ORIENT_T, out, err);
}

static enum aug_status untranspose(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                   int original_width, int original_height, struct aug_image *out,
                                   struct aug_error *err)
{
    (void)original_width, (void)original_height;
    return transpose(params, draw, in, out, err);
}

struct d4_draw {
    int group_element; /* enum au_orient */
};

static const char *const group_elements[] = {"e", "r90", "r180", "r270", "v", "hvt", "h", "t", NULL};

static const struct aug_param d4_draws[] = {
    AUG_CHOICE(struct d4_draw, group_element, 0, group_elements, "Which of the eight ways the image is laid."),
    {0},
};

static enum aug_status d4_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                               struct aug_draw *draw, struct aug_error *err)
{
    (void)params, (void)in, (void)err;
    ((struct d4_draw *)(void *)draw)->group_element = au_rng_integer(rng, 0, AU_ORIENT_COUNT - 1);
    return AUG_OK;
}

static enum aug_status flip_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                 struct aug_draw *draw, struct aug_error *err)
{
    static const enum au_orient flips[] = {AU_ORIENT_H, AU_ORIENT_V, AU_ORIENT_R180};
    (void)params, (void)in, (void)err;
    ((struct d4_draw *)(void *)draw)->group_element = (int)flips[au_rng_integer(rng, 0, 2)];
    return AUG_OK;
}

static enum au_orient d4_element(const struct aug_draw *draw)
{
    return (enum au_orient)((const struct d4_draw *)(const void *)draw)->group_element;
}

static enum aug_status d4_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return au_orient(in, d4_element(draw), out, err);
}

static enum aug_status d4_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                               int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    return au_orient(in, au_orient_inverse(d4_element(draw)), out, err);
}

struct turn_draw {
    int factor; /* quarter turns counter-clockwise */
};

static const struct aug_param turn_draws[] = {
    AUG_INT(struct turn_draw, factor, 0, 0, 3, "Quarter turns, counter-clockwise."),
    {0},
};

static enum aug_status turn_draw(const void *params, const struct aug_image *in, struct au_rng *rng,
                                 struct aug_draw *draw, struct aug_error *err)
{
    (void)params, (void)in, (void)err;
    ((struct turn_draw *)(void *)draw)->factor = au_rng_integer(rng, 0, 3);
    return AUG_OK;
}

static enum aug_status turn_apply(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                  struct aug_image *out, struct aug_error *err)
{
    (void)params;
    return au_orient(in, au_orient_turn(((const struct turn_draw *)(const void *)draw)->factor), out, err);
}

static enum aug_status turn_undo(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                                 int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)original_width, (void)original_height;
    return au_orient(in, au_orient_turn(-((const struct turn_draw *)(const void *)draw)->factor), out, err);
}

static enum aug_status copy(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                            struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw;
    return aug_image_copy(in, out, err);
}

static enum aug_status uncopy(const void *params, const struct aug_draw *draw, const struct aug_image *in,
                              int original_width, int original_height, struct aug_image *out, struct aug_error *err)
{
    (void)params, (void)draw, (void)original_width, (void)original_height;
    return aug_image_copy(in, out, err);
}

#define CLAIM_MIRROR                                                                                             \
    {                                                                                                            \
        .asserts = "A picture and its mirror image (left and right exchanged) deserve the same label.",          \
        .unless = "A class has a handedness, or its mirror image is another class.",                             \
        .victims = "Text, the letters b and d, the digits 2 and 5, left and right arrows, turn signs, hands, "   \
                   "organs in medical images.",                                                                  \
        .places = "Boxes, masks and key points are mirrored with the pixels; key points with a side, such as a " \
                  "left eye, must be renamed.",                                                                  \
        .moves = AUG_MOVES_WITH_PIXELS,                                                                          \
    }
#define CLAIM_UPSIDE_DOWN                                                                                       \
    {                                                                                                           \
        .asserts = "A picture with top and bottom exchanged deserves the same label.",                          \
        .unless = "A class is told by which end is up, or its reflection is another class.",                    \
        .victims = "The digits 6 and 9, the letters b and p, up and down arrows, traffic lights, faces, "       \
                   "anything that gravity keeps upright.",                                                      \
        .places = "Boxes, masks and key points are reflected with the pixels.", .moves = AUG_MOVES_WITH_PIXELS, \
    }
#define CLAIM_NONE                                                                                             \
    {                                                                                                          \
        .asserts = "Nothing: the image is left as it is.", .unless = "It is never false.", .victims = "None.", \
        .places = "Boxes, masks and key points stay where they are.", .moves = AUG_MOVES_NOTHING,              \
    }

#define MIRROR_HORIZONTAL                                                                   \
    .about = "Exchanges left and right.", .claim = CLAIM_MIRROR, .law = AUG_LAW_INVOLUTION, \
    .flags = AUG_TRANSFORM_EXACT_UNDO, .apply = mirror_horizontal, .undo = unmirror_horizontal
#define MIRROR_VERTICAL                                                                          \
    .about = "Exchanges top and bottom.", .claim = CLAIM_UPSIDE_DOWN, .law = AUG_LAW_INVOLUTION, \
    .flags = AUG_TRANSFORM_EXACT_UNDO, .apply = mirror_vertical, .undo = unmirror_vertical
#define LEAVE                                                                            \
    .about = "Leaves the image as it is.", .claim = CLAIM_NONE, .law = AUG_LAW_IDENTITY, \
    .flags = AUG_TRANSFORM_EXACT_UNDO, .apply = copy, .undo = uncopy

#define ANY_OF_EIGHT                                                                                                 \
    .about = "Lays the image in one of the eight ways that map a square onto itself, each equally likely.",          \
    .claim = {.asserts = "A picture deserves the same label however it is turned by quarter turns and mirrored.",    \
              .unless =                                                                                              \
                  "A class has an upright direction or a handedness: it is right for views from straight above, "    \
                  "for tissue and for textures.",                                                                    \
              .victims = "Text, the digits 6 and 9, arrows, traffic signs, faces, everyday photographs.",            \
              .places = "Boxes, masks and key points move with the pixels; width and height may change places.",     \
              .moves = AUG_MOVES_WITH_PIXELS},                                                                       \
    .law = AUG_LAW_BIJECTION, .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_EXACT_UNDO | AUG_TRANSFORM_CHANGES_SIZE, \
    .draws = d4_draws, .draw = d4_draw, .apply = d4_apply, .undo = d4_undo

static const struct aug_transform transforms[] = {
    {.name = "HorizontalFlip", MIRROR_HORIZONTAL},
    {.name = "hflip", MIRROR_HORIZONTAL},
    {.name = "VerticalFlip", MIRROR_VERTICAL},
    {.name = "vflip", MIRROR_VERTICAL},
    {
        .name = "Transpose",
        .about = "Exchanges rows and columns: mirrors at the diagonal from top left to bottom right.",
        .claim = {.asserts = "A picture mirrored at its diagonal deserves the same label.",
                  .unless = "A class has an upright direction or a handedness, or its reflection is another class.",
                  .victims = "Text, digits, arrows (left becomes up), traffic signs, faces, scenes with a horizon.",
                  .places =
                      "Boxes, masks and key points are reflected with the pixels; width and height change places.",
                  .moves = AUG_MOVES_WITH_PIXELS},
        .law = AUG_LAW_INVOLUTION,
        .flags = AUG_TRANSFORM_EXACT_UNDO | AUG_TRANSFORM_CHANGES_SIZE,
        .apply = transpose,
        .undo = untranspose,
    },
    {.name = "D4", ANY_OF_EIGHT},
    {.name = "SquareSymmetry", ANY_OF_EIGHT},
    {
        .name = "Flip",
        .about = "Exchanges left and right, top and bottom, or both, each equally likely.",
        .claim = {.asserts = "A picture deserves the same label after either mirroring, or after a half turn.",
                  .unless = "A class has an upright direction or a handedness.",
                  .victims = "Text, the digits 2, 5, 6 and 9, arrows, traffic signs, faces, everyday photographs.",
                  .places = "Boxes, masks and key points are reflected with the pixels.",
                  .moves = AUG_MOVES_WITH_PIXELS},
        .law = AUG_LAW_INVOLUTION,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_EXACT_UNDO,
        .draws = d4_draws,
        .draw = flip_draw,
        .apply = d4_apply,
        .undo = d4_undo,
    },
    {
        .name = "RandomRotate90",
        .about = "Turns the image by 0, 1, 2 or 3 quarter turns, each equally likely.",
        .claim = {.asserts = "A picture deserves the same label after any number of quarter turns.",
                  .unless = "A class is told by which side is up, or one class turned is another class.",
                  .victims =
                      "The digits 6 and 9, the letters N and Z, arrows, traffic signs, faces, scenes with a horizon.",
                  .places = "Boxes, masks and key points turn with the pixels; width and height may change places.",
                  .moves = AUG_MOVES_WITH_PIXELS},
        .law = AUG_LAW_BIJECTION,
        .flags = AUG_TRANSFORM_RANDOM | AUG_TRANSFORM_EXACT_UNDO | AUG_TRANSFORM_CHANGES_SIZE,
        .draws = turn_draws,
        .draw = turn_draw,
        .apply = turn_apply,
        .undo = turn_undo,
    },
    {.name = "NoOp", LEAVE},
    {.name = "identity", LEAVE},
    {0},
};

const struct aug_family au_family_flip = {"flip", transforms};
