/* SPDX-License-Identifier: Apache-2.0
 * leaf.c - draws, applies and undoes the parts of a leaf.
 *
 * Every part has its own random stream, named by what it is for, so that no thread, order or other leaf can move it. */
#include <assert.h>
#include <string.h>

#include <augaudit/pipeline.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/random.h"
#include "mix.h"

static struct au_rng stream(const struct aug_leaf *leaf, const struct au_occasion *occasion, size_t part)
{
    const uint64_t what[4] = {occasion->image_key, au_hash64(leaf->spec, strlen(leaf->spec), 0), occasion->draw_number,
                              part};
    struct au_rng rng;
    au_rng_start(&rng, occasion->seed, au_hash64(what, sizeof what, 0));
    return rng;
}

/* Does the part run, and with which values? */
static enum aug_status draw_part(const struct aug_leaf *leaf, const struct au_occasion *occasion, size_t i,
                                 const struct aug_image *in, struct aug_draw *draw, bool *runs, struct aug_error *err)
{
    const struct aug_part *part = &leaf->parts[i];
    struct au_rng rng = stream(leaf, occasion, i);
    *runs = au_rng_uniform(&rng) < part->probability;
    memset(draw, 0, sizeof *draw);
    if (!*runs || !part->transform->draw) return AUG_OK;
    return part->transform->draw(part->params, in, &rng, draw, err);
}

enum aug_status au_leaf_draw(const struct aug_leaf *leaf, const struct au_occasion *occasion,
                             const struct aug_image *in, struct aug_draw *draw, struct aug_error *err)
{
    bool runs;
    return draw_part(leaf, occasion, 0, in, draw, &runs, err);
}

static enum aug_status check_leaf(const struct aug_leaf *leaf, struct aug_error *err)
{
    if (leaf->part_count > 0) return AUG_OK;
    return aug_fail(err, AUG_UNSUPPORTED, "%s", leaf->not_applied ? leaf->not_applied : "A transform without parts.");
}

/* Two images that take turns: what the parts so far made is in `now`. */
struct turn {
    struct aug_image *now, *next;
};

static void take_turn(struct turn *turn)
{
    struct aug_image *made = turn->next;
    turn->next = turn->now;
    turn->now = made;
}

static enum aug_status apply_parts(const struct aug_leaf *leaf, const struct au_occasion *occasion,
                                   const struct aug_image *in, struct turn *turn, struct aug_draw *keep_draws,
                                   bool *ran, bool *any_ran, struct aug_error *err)
{
    const struct aug_image *now = in;
    for (size_t i = 0; i < leaf->part_count; i++) {
        const struct aug_part *part = &leaf->parts[i];
        struct aug_draw draw;
        bool runs;
        AUG_TRY(draw_part(leaf, occasion, i, now, &draw, &runs, err));
        if (keep_draws) keep_draws[i] = draw;
        if (ran) ran[i] = runs;
        if (!runs) continue;
        AUG_TRY(part->transform->apply(part->params, &draw, now, turn->next, err));
        take_turn(turn);
        now = turn->now;
        *any_ran = true;
    }
    return AUG_OK;
}

static void swap_images(struct aug_image *a, struct aug_image *b)
{
    const struct aug_image kept = *a;
    *a = *b;
    *b = kept;
}

enum aug_status aug_leaf_apply(const struct aug_leaf *leaf, const struct aug_image *in, uint64_t seed,
                               uint64_t image_key, uint32_t draw_number, struct aug_image *out,
                               struct aug_draw *keep_draws, bool *ran, struct aug_error *err)
{
    AUG_TRY(check_leaf(leaf, err));
    const struct au_occasion occasion = {seed, image_key, draw_number};
    struct aug_image other = {0};
    struct turn turn = {.now = &other, .next = out};
    bool any_ran = false;
    enum aug_status status = apply_parts(leaf, &occasion, in, &turn, keep_draws, ran, &any_ran, err);
    if (status == AUG_OK && !any_ran) status = aug_image_copy(in, out, err);
    else if (turn.now == &other && any_ran) swap_images(out, &other);
    aug_image_release(&other);
    return status;
}

bool aug_leaf_can_undo(const struct aug_leaf *leaf)
{
    for (size_t i = 0; i < leaf->part_count; i++)
        if (!leaf->parts[i].transform->undo) return false;
    return leaf->part_count > 0;
}

bool aug_leaf_undo_is_exact(const struct aug_leaf *leaf)
{
    for (size_t i = 0; i < leaf->part_count; i++)
        if (!(leaf->parts[i].transform->flags & AUG_TRANSFORM_EXACT_UNDO)) return false;
    return aug_leaf_can_undo(leaf);
}

/* ---- undo ---- */

/* What the way forward was: which parts ran, with which values, on images of which size. */
struct way {
    struct aug_draw draws[AUG_PARTS_MAX];
    bool ran[AUG_PARTS_MAX];
    int widths[AUG_PARTS_MAX], heights[AUG_PARTS_MAX];
};

/* Sizes and draws of later parts may hang on what earlier parts made, so the way is walked again. */
static enum aug_status walk(const struct aug_leaf *leaf, const struct au_occasion *occasion,
                            const struct aug_image *original, struct turn *turn, struct way *way, struct aug_error *err)
{
    const struct aug_image *now = original;
    for (size_t i = 0; i < leaf->part_count; i++) {
        way->widths[i] = now->width;
        way->heights[i] = now->height;
        AUG_TRY(draw_part(leaf, occasion, i, now, &way->draws[i], &way->ran[i], err));
        if (!way->ran[i] || i + 1 == leaf->part_count) continue;
        AUG_TRY(leaf->parts[i].transform->apply(leaf->parts[i].params, &way->draws[i], now, turn->next, err));
        take_turn(turn);
        now = turn->now;
    }
    return AUG_OK;
}

static enum aug_status walk_back(const struct aug_leaf *leaf, const struct aug_image *transformed,
                                 const struct way *way, struct turn *turn, bool *any_ran, struct aug_error *err)
{
    const struct aug_image *now = transformed;
    for (size_t i = leaf->part_count; i-- > 0;) {
        const struct aug_part *part = &leaf->parts[i];
        if (!way->ran[i]) continue;
        AUG_TRY(
            part->transform->undo(part->params, &way->draws[i], now, way->widths[i], way->heights[i], turn->next, err));
        take_turn(turn);
        now = turn->now;
        *any_ran = true;
    }
    return AUG_OK;
}

static enum aug_status undo(const struct aug_leaf *leaf, const struct aug_image *transformed,
                            const struct aug_image *original, const struct au_occasion *occasion, struct aug_image *out,
                            struct aug_image *other, struct way *way, struct aug_error *err)
{
    struct turn turn = {.now = other, .next = out};
    bool any_ran = false;
    AUG_TRY(walk(leaf, occasion, original, &turn, way, err));
    turn = (struct turn){.now = other, .next = out};
    AUG_TRY(walk_back(leaf, transformed, way, &turn, &any_ran, err));
    if (!any_ran) return aug_image_copy(transformed, out, err);
    if (turn.now == other) swap_images(out, other);
    return AUG_OK;
}

enum aug_status aug_leaf_undo(const struct aug_leaf *leaf, const struct aug_image *transformed,
                              const struct aug_image *original, uint64_t seed, uint64_t image_key, uint32_t draw_number,
                              struct aug_image *out, struct aug_error *err)
{
    AUG_TRY(check_leaf(leaf, err));
    if (!aug_leaf_can_undo(leaf))
        return aug_fail(err, AUG_UNSUPPORTED, "%s cannot be undone: it has no inverse", leaf->spec);
    assert(leaf->part_count <= AUG_PARTS_MAX);
    const struct au_occasion occasion = {seed, image_key, draw_number};
    struct aug_image other = {0};
    struct way *way = au_alloc(1, sizeof *way);
    const enum aug_status status = way ? undo(leaf, transformed, original, &occasion, out, &other, way, err)
                                       : au_no_memory(err, "undoing");
    au_free(way);
    aug_image_release(&other);
    return status;
}
