/* SPDX-License-Identifier: Apache-2.0
 * presets.c - well-known recipes, written as SPECs so that they can be read, copied and changed.
 *
 * Crops are shares of the image instead of pixels, because the same recipe must make sense for 28 and for 2,000 pixels.
 * Where `trivial` differs from torchvision's TrivialAugmentWide: strengths are continuous instead of 31 steps; shears are
 * uniform in the angle (44.7 degrees is the arctangent of 0.99); Posterize leaves out the step of 8 bits, which changes
 * nothing; Sharpness is its sharpening half. */
#include <string.h>

#include "building.h"
#include "core/memory.h"
#include "core/text.h"
#include "spec_named.h"

#define PRESET_ROWS_MAX 16

struct row {
    const char *spec;
    double p;
};

struct preset {
    const char *name, *about;
    bool is_choice; /* one of the rows, else all of them, each with its p */
    struct row rows[PRESET_ROWS_MAX + 1];
};

#define TRIVIAL(spec)  \
    {                  \
        spec, 1.0 / 14 \
    }
#define JITTER(what) "ColorJitter:" what

static const struct preset presets[] = {
    {"alexnet",
     "Krizhevsky, Sutskever, Hinton 2012: a random crop of 224 pixels out of 256 (here the same share of any image, "
     "scaled back) and a horizontal flip.",
     false,
     {{"crop:area=[0.765625,0.765625]", 1}, {"hflip", 0.5}}},
    {"imagenet",
     "The usual ImageNet training: RandomResizedCrop of 8 to 100 % of the area (here without the change of "
     "aspect, scaled back), horizontal flip, ColorJitter 0.4.",
     false,
     {{"crop:0.08", 1},
      {"hflip", 0.5},
      {JITTER("brightness=[0.6,1.4],contrast=[0.6,1.4],saturation=[0.6,1.4],hue=[0,0]"), 1}}},
    {"trivial",
     "TrivialAugment Wide (Muller and Hutter 2021): one of 14 operations, strength uniform up to torchvision's maximum.",
     true,
     {TRIVIAL("identity"), TRIVIAL("Affine:scale=[1,1],rotate=[0,0],shear={x: [-44.7,44.7], y: [0,0]},interpolation=0"),
      TRIVIAL("Affine:scale=[1,1],rotate=[0,0],shear={x: [0,0], y: [-44.7,44.7]},interpolation=0"),
      TRIVIAL("Affine:scale=[1,1],rotate=[0,0],translate_px={x: [-32,32], y: [0,0]},interpolation=0"),
      TRIVIAL("Affine:scale=[1,1],rotate=[0,0],translate_px={x: [0,0], y: [-32,32]},interpolation=0"),
      TRIVIAL("Rotate:limit=[-135,135],interpolation=0,border_mode=0"),
      TRIVIAL(JITTER("brightness=[0.01,1.99],contrast=[1,1],saturation=[1,1],hue=[0,0]")),
      TRIVIAL(JITTER("brightness=[1,1],contrast=[1,1],saturation=[0.01,1.99],hue=[0,0]")),
      TRIVIAL(JITTER("brightness=[1,1],contrast=[0.01,1.99],saturation=[1,1],hue=[0,0]")),
      TRIVIAL("Sharpen:alpha=[0,0.99],lightness=[1,1]"), TRIVIAL("Posterize:num_bits=[2,7]"),
      TRIVIAL("Solarize:threshold_range=[0,1]"), TRIVIAL("AutoContrast:method=pil"), TRIVIAL("Equalize:mode=pil")}},
};

static const size_t preset_count = sizeof presets / sizeof *presets;

size_t aug_preset_count(void)
{
    return preset_count;
}

const char *aug_preset_name(size_t i)
{
    return i < preset_count ? presets[i].name : NULL;
}

const char *aug_preset_about(size_t i)
{
    return i < preset_count ? presets[i].about : NULL;
}

static enum aug_status make_choice(struct au_building *b, const struct preset *preset, struct aug_error *err)
{
    struct au_tree *tree = au_arena_alloc(&b->arena, 1 + b->count, sizeof *tree);
    if (!tree) return au_no_memory(err, "the tree of a preset");
    *tree = (struct au_tree){.rule = AU_RULE_ONE, .p = 1, .count = b->count, .children = tree + 1};
    for (size_t i = 0; i < b->count; i++)
        tree->children[i] = (struct au_tree){.rule = AU_RULE_LEAF, .p = preset->rows[i].p};
    b->tree = tree;
    return AUG_OK;
}

static enum aug_status build(struct au_building *b, const struct preset *preset, struct aug_pipeline *out,
                             struct aug_error *err)
{
    for (const struct row *row = preset->rows; row->spec; row++) AUG_TRY(au_spec_add(b, row->spec, row->p, err));
    if (preset->is_choice) AUG_TRY(make_choice(b, preset, err));
    return au_building_finish(b, "preset", NULL, out, err);
}

static enum aug_status unknown_preset(const char *name, struct aug_error *err)
{
    for (size_t i = 0; i < preset_count; i++)
        if (au_text_distance(name, presets[i].name, 2) <= 2)
            return aug_fail(err, AUG_BAD_INPUT, "there is no preset \"%.60s\"; did you mean \"%s\"?", name,
                            presets[i].name);
    return aug_fail(err, AUG_BAD_INPUT, "there is no preset \"%.60s\"; `augaudit list` shows them", name);
}

enum aug_status aug_pipeline_preset(const char *name, struct aug_pipeline *out, struct aug_error *err)
{
    const struct preset *preset = NULL;
    for (size_t i = 0; i < preset_count; i++)
        if (strcmp(presets[i].name, name) == 0) preset = &presets[i];
    if (!preset) return unknown_preset(name, err);
    struct au_building b = {.source = preset->name};
    const enum aug_status status = build(&b, preset, out, err);
    au_arena_release(&b.arena);
    return status;
}
