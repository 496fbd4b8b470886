/* SPDX-License-Identifier: Apache-2.0
 * strata.c - a range is judged as a whole and at fixed strengths: over +-180 degrees the collision of 6 and 9 at 180 drowns. */
#include "strata.h"

#include <math.h>
#include <string.h>

#include "building.h"
#include "core/json_write.h"
#include "core/memory.h"
#include "spec_named.h"
#include "spec_words.h"
#include "transform/params.h"

/* ---- values ---- */

static bool is_whole(double value)
{
    return value == floor(value);
}

static bool is_odd(double value)
{
    return fmod(fabs(value), 2) == 1;
}

static void add(double value, double neutral, bool whole, double values[AU_STRATA_MAX], size_t *count)
{
    if (whole) value = round(value);
    if (value == neutral || *count == AU_STRATA_MAX) return;
    for (size_t i = 0; i < *count; i++)
        if (values[i] == value) return;
    values[(*count)++] = value;
}

/* Between two odd kernel sizes the middle is odd too. */
static double middle(struct aug_range range)
{
    const double mean = range.low / 2 + range.high / 2;
    if (range.low >= 1 && is_odd(range.low) && is_odd(range.high)) return 2 * floor(mean / 2) + 1;
    return mean;
}

static size_t around(struct aug_range range, double neutral, bool whole, double values[AU_STRATA_MAX])
{
    size_t count = 0;
    add(range.low, neutral, whole, values, &count);
    add((range.low + neutral) / 2, neutral, whole, values, &count);
    add((range.high + neutral) / 2, neutral, whole, values, &count);
    add(range.high, neutral, whole, values, &count);
    return count;
}

/* 0 changes nothing in an amount, 1 in a share or factor; of 0..1 nobody can tell (Solarize inverts all from 0 on, nothing from 1). */
static double neutral_end(struct aug_range range)
{
    const bool at_0 = range.low == 0 || range.high == 0, at_1 = range.low == 1 || range.high == 1;
    return at_0 == at_1 ? NAN : at_0 ? 0 : 1;
}

size_t au_strata_values(struct aug_range range, bool whole, double values[AU_STRATA_MAX])
{
    static const double turns[] = {180, 135, -135, 90, -90, 45, -45};
    size_t count = 0;
    if (!isfinite(range.low) || !isfinite(range.high) || !(range.low < range.high)) return 0;
    if (range.low <= -180 && range.high >= 180) {
        memcpy(values, turns, sizeof turns);
        return sizeof turns / sizeof *turns;
    }
    if (range.low < 0 && range.high > 0) return around(range, 0, whole, values);
    if (range.low < 1 && range.low > 0 && range.high > 1) return around(range, 1, whole, values);
    const double neutral = neutral_end(range);
    const bool by_ones = whole || (is_whole(range.low) && is_whole(range.high) && range.high - range.low > 1);
    add(range.low, neutral, whole, values, &count);
    add(middle(range), neutral, by_ones, values, &count);
    add(range.high, neutral, whole, values, &count);
    return count;
}

size_t au_strata_circle(struct aug_range range, double turn, int parts, bool whole, double values[AU_STRATA_MAX])
{
    const double step = turn / parts, reach = fmax(fabs(range.low), fabs(range.high));
    size_t count = 0;
    if (!isfinite(reach) || !(range.low < range.high) || reach < step) return au_strata_values(range, whole, values);
    const bool both_ends = range.high - range.low < turn;
    for (int i = parts / 2; i > 0; i--)
        for (int sign = 1; sign >= -1; sign -= 2) {
            const double value = sign * i * step;
            const bool seen = i == parts / 2 && sign < 0 && !both_ends; /* half a turn either way is the same */
            if (!seen && value >= range.low && value <= range.high) add(value, 0, whole, values, &count);
        }
    if (!both_ends) return count;
    add(range.low, 0, whole, values, &count);
    add(range.high, 0, whole, values, &count);
    return count;
}

/* Parameters that go round, the unit of a full turn, and into how many parts it is cut. */
static const struct circle {
    const char *transform, *param;
    double turn;
    int parts;
} circles[] = {
    {"hue", "degrees", 360, 6},
    {"HueSaturationValue", "hue_shift_limit", 180, 6},
    {"ColorJitter", "hue", 1, 6},
    {"rotate", "angle", 360, 8},
    {"Rotate", "limit", 360, 8},
    {"SafeRotate", "limit", 360, 8},
    {"ShiftScaleRotate", "rotate_limit", 360, 8},
    {"Affine", "rotate", 360, 8},
};

static const struct circle *circle_of(const struct aug_transform *t, const struct aug_param *row)
{
    for (size_t i = 0; i < sizeof circles / sizeof *circles; i++)
        if (strcmp(circles[i].transform, t->name) == 0 && strcmp(circles[i].param, row->name) == 0) return &circles[i];
    return NULL;
}

static size_t values_of(const struct aug_transform *t, const struct aug_param *row, struct aug_range range,
                        double values[AU_STRATA_MAX])
{
    const struct circle *circle = circle_of(t, row);
    const bool whole = au_word_is_whole(t, row);
    return circle ? au_strata_circle(range, circle->turn, circle->parts, whole, values)
                  : au_strata_values(range, whole, values);
}

static bool is_own_view(const struct aug_transform *t, const struct aug_param *row, double value)
{
    const struct circle *circle = circle_of(t, row);
    return circle && fabs(value) >= circle->turn / circle->parts;
}

/* Transforms that draw among a few outcomes: each is judged by itself, as the SPEC that does the same. */
static const struct outcomes {
    const char *transform;
    const char *specs[AU_STRATA_MAX];
} outcomes[] = {
    {"RandomRotate90", {"rotate:90", "rotate:180", "rotate:270"}},
    {"Flip", {"hflip", "vflip", "rotate:180"}},
    {"D4", {"rotate:90", "rotate:180", "rotate:270", "hflip", "vflip", "Transpose"}},
    {"SquareSymmetry", {"rotate:90", "rotate:180", "rotate:270", "hflip", "vflip", "Transpose"}},
};

/* ---- how values are drawn ---- */

/* Ranges that are not uniform, or hold whole or odd numbers, or of which an image takes two values. */
static const struct drawn {
    const char *transform, *param;
    double step;
    int draws;
} drawn_otherwise[] = {
    {"shift", "limit_px", 1, 2},
    {"Blur", "blur_limit", 2, 1},
    {"MedianBlur", "blur_limit", 2, 1},
    {"MotionBlur", "blur_limit", 2, 1},
    {"ImageCompression", "quality_range", 1, 1},
    {"CoarseDropout", "num_holes_range", 1, 1},
    {"Posterize", "num_bits", 1, 1},
    {"RandomSizedCrop", "min_max_height", 1, 1},
    {"PlanckianJitter", "temperature_limit", 0, 0},
    {"MultiplicativeNoise", "multiplier", 0, 0},
    {"Affine", "scale.x", 0, 0},
};

bool au_leaf_range(const struct aug_leaf *leaf, const char *param, struct au_leaf_range *out)
{
    if (leaf->part_count != 1) return false;
    const struct aug_transform *t = leaf->parts[0].transform;
    const struct aug_param *row = au_param_find(t->params, param);
    struct aug_range range;
    if (!row || row->kind != AUG_PARAM_RANGE) return false;
    memcpy(&range, (const unsigned char *)leaf->parts[0].params + row->offset, sizeof range);
    *out = (struct au_leaf_range){.low = range.low,
                                  .high = range.high,
                                  .step = au_word_is_whole(t, row) ? 1 : 0,
                                  .draws = 1,
                                  .is_signed = range.low < 0 && range.high > 0,
                                  .is_only = t->strata && !t->strata[1]};
    for (size_t i = 0; i < sizeof drawn_otherwise / sizeof *drawn_otherwise; i++) {
        const struct drawn *d = &drawn_otherwise[i];
        if (strcmp(d->transform, t->name) != 0 || strcmp(d->param, row->name) != 0) continue;
        out->step = d->step;
        out->draws = d->draws;
    }
    if (out->step != 2) return true;
    out->low = (int)out->low | 1; /* as blur.c draws */
    out->high = (int)out->high | 1;
    return true;
}

/* ---- leaves ---- */

/* `rotate:45` where that says all of it, else `Name:limit=[45,45],...`. */
static enum aug_status stratum_text(struct au_arena *arena, const struct aug_transform *t, const void *params,
                                    const struct aug_param *row, double value, const char **text, struct aug_error *err)
{
    char number[32];
    const char *word = NULL;
    AUG_TRY(au_canonical_text(arena, t, params, text, err));
    AUG_TRY(au_word_fixed_text(arena, t, row, value, &word, err));
    au_number_text(value, number);
    const char *alone = au_arena_printf(arena, "%s:%s=[%s,%s]", t->name, row->name, number, number);
    if (!alone) return au_no_memory(err, "the strata of a transform");
    if (word && strcmp(alone, *text) == 0) *text = word;
    return AUG_OK;
}

/* The leaf with one range narrowed to one value. */
static enum aug_status make_one(struct au_arena *arena, const struct aug_leaf *leaf, const struct aug_param *row,
                                double value, struct au_stratum *stratum, struct aug_error *err)
{
    const struct aug_transform *t = leaf->parts[0].transform;
    struct aug_part *part = au_arena_alloc(arena, 1, sizeof *part);
    unsigned char *params = au_arena_alloc(arena, 1, t->params_bytes);
    if (!part || !params) return au_no_memory(err, "the strata of a transform");
    memcpy(params, leaf->parts[0].params, t->params_bytes);
    const struct aug_range fixed = {value, value};
    memcpy(params + row->offset, &fixed, sizeof fixed);
    *part = (struct aug_part){t, params, 1};
    stratum->strength = value;
    stratum->param = row->name;
    stratum->own_view = is_own_view(t, row, value);
    stratum->leaf = *leaf;
    stratum->leaf.parts = part;
    stratum->leaf.strata = NULL;
    return stratum_text(arena, t, params, row, value, &stratum->leaf.spec, err);
}

static enum aug_status make_row(struct au_arena *arena, const struct aug_leaf *leaf, const char *name,
                                struct au_strata *strata, struct aug_error *err)
{
    const struct aug_transform *t = leaf->parts[0].transform;
    const struct aug_param *row = au_param_find(t->params, name);
    if (!row || row->kind != AUG_PARAM_RANGE) return AUG_OK;
    struct aug_range range;
    double values[AU_STRATA_MAX];
    memcpy(&range, (const unsigned char *)leaf->parts[0].params + row->offset, sizeof range);
    const size_t count = values_of(t, row, range, values);
    for (size_t i = 0; i < count && strata->count < AU_STRATA_MAX; i++)
        AUG_TRY(make_one(arena, leaf, row, values[i], &strata->items[strata->count++], err));
    return AUG_OK;
}

/* How far a range may be tried: the parameter's limits, and half a circle. */
static double reach_of(const struct aug_transform *t, const struct aug_param *row, double value)
{
    const struct circle *circle = circle_of(t, row);
    const double wanted = 1.5 * value, half = circle ? circle->turn / 2 : INFINITY;
    const double inside = fmax(-half, fmin(half, fmax(row->min, fmin(row->max, wanted))));
    return au_word_is_whole(t, row) ? trunc(inside) : inside;
}

static enum aug_status make_beyond(struct au_arena *arena, const struct aug_leaf *leaf, const char *name,
                                   struct au_strata *strata, struct aug_error *err)
{
    const struct aug_transform *t = leaf->parts[0].transform;
    const struct aug_param *row = au_param_find(t->params, name);
    struct aug_range range;
    if (strata->beyond_count > 0 || !row || row->kind != AUG_PARAM_RANGE) return AUG_OK;
    memcpy(&range, (const unsigned char *)leaf->parts[0].params + row->offset, sizeof range);
    if (!(range.low < 0 && range.high > 0)) return AUG_OK;
    const double ends[] = {range.low, range.high};
    for (int i = 0; i < 2; i++) {
        const double value = reach_of(t, row, ends[i]);
        if (fabs(value) <= fabs(ends[i])) continue;
        AUG_TRY(make_one(arena, leaf, row, value, &strata->beyond[strata->beyond_count++], err));
    }
    if (strata->beyond_count < 2) strata->beyond_count = 0; /* a range is widened on both sides or not at all */
    return AUG_OK;
}

static enum aug_status make_outcome(struct au_arena *arena, const char *spec, const struct aug_leaf *leaf,
                                    struct au_stratum *stratum, struct aug_error *err)
{
    struct aug_part *part = au_arena_alloc(arena, 1, sizeof *part);
    if (!part) return au_no_memory(err, "the outcomes of a transform");
    AUG_TRY(au_spec_part(arena, spec, part, err));
    *stratum = (struct au_stratum){.leaf = *leaf, .own_view = true};
    stratum->leaf.spec = spec;
    stratum->leaf.params_text = "{}";
    stratum->leaf.parts = part;
    stratum->leaf.strata = NULL;
    return AUG_OK;
}

static enum aug_status make_outcomes(struct au_arena *arena, struct aug_leaf *leaf, struct aug_error *err)
{
    const struct outcomes *found = NULL;
    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
        if (strcmp(outcomes[i].transform, leaf->parts[0].transform->name) == 0) found = &outcomes[i];
    if (!found) return AUG_OK;
    struct au_strata *strata = au_arena_alloc(arena, 1, sizeof *strata);
    if (!strata) return au_no_memory(err, "the outcomes of a transform");
    while (strata->count < AU_STRATA_MAX && found->specs[strata->count]) {
        AUG_TRY(make_outcome(arena, found->specs[strata->count], leaf, &strata->items[strata->count], err));
        strata->count++;
    }
    leaf->strata = strata;
    return AUG_OK;
}

enum aug_status au_strata_make(struct au_arena *arena, struct aug_leaf *leaf, struct aug_error *err)
{
    leaf->strata = NULL;
    if (leaf->part_count != 1) return AUG_OK;
    if (!leaf->parts[0].transform->strata) return make_outcomes(arena, leaf, err);
    struct au_strata *strata = au_arena_alloc(arena, 1, sizeof *strata);
    if (!strata) return au_no_memory(err, "the strata of a transform");
    for (const char *const *name = leaf->parts[0].transform->strata; *name; name++)
        AUG_TRY(make_row(arena, leaf, *name, strata, err));
    for (const char *const *name = leaf->parts[0].transform->strata; *name; name++)
        AUG_TRY(make_beyond(arena, leaf, *name, strata, err));
    leaf->strata = strata;
    return AUG_OK;
}

size_t aug_leaf_stratum_count(const struct aug_leaf *leaf)
{
    const struct au_strata *strata = leaf->strata;
    return strata ? strata->count : 0;
}

const struct aug_leaf *aug_leaf_stratum(const struct aug_leaf *leaf, size_t i, double *strength)
{
    const struct au_strata *strata = leaf->strata;
    if (!strata || i >= strata->count) return NULL;
    if (strength) *strength = strata->items[i].strength;
    return &strata->items[i].leaf;
}

const char *aug_leaf_stratum_param(const struct aug_leaf *leaf, size_t i)
{
    const struct au_strata *strata = leaf->strata;
    return strata && i < strata->count ? strata->items[i].param : NULL;
}

bool aug_leaf_stratum_is_own_view(const struct aug_leaf *leaf, size_t i)
{
    const struct au_strata *strata = leaf->strata;
    return strata && i < strata->count && strata->items[i].own_view;
}

size_t aug_leaf_beyond_count(const struct aug_leaf *leaf)
{
    const struct au_strata *strata = leaf->strata;
    return strata ? strata->beyond_count : 0;
}

const struct aug_leaf *aug_leaf_beyond(const struct aug_leaf *leaf, size_t i, double *strength, const char **param)
{
    const struct au_strata *strata = leaf->strata;
    if (!strata || i >= strata->beyond_count) return NULL;
    *strength = strata->beyond[i].strength;
    *param = strata->beyond[i].param;
    return &strata->beyond[i].leaf;
}
