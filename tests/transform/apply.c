/* SPDX-License-Identifier: Apache-2.0
 * apply.c - transforms applied by name, images compared with oracles. */
#include "apply.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "core/arena.h"
#include "core/random.h"
#include "transform/params.h"

static void read_json(const char *text, struct au_arena *arena, const struct au_node **node)
{
    struct aug_error err = {0};
    CHECK_OK(au_node_read(text, strlen(text), AU_NODE_JSON, "test", arena, node, &err));
}

static void overwrite_draws(struct applied *applied, const char *draws)
{
    struct au_arena arena = {0};
    struct aug_error err = {0};
    const struct au_node *map;
    read_json(draws, &arena, &map);
    for (size_t i = 0; i < map->count; i++) {
        const struct aug_param *row = au_param_find(applied->t->draws, map->children[i]->key);
        CHECK_SAY(row, "%s draws no %s", applied->t->name, map->children[i]->key);
        CHECK_OK(au_param_set(row, &applied->draw, map->children[i], applied->t->name, "test", &err));
    }
    au_arena_release(&arena);
}

enum aug_status try_named(const char *name, const char *params, const char *draws, uint64_t seed,
                          const struct aug_image *in, struct aug_image *out, struct applied *applied,
                          struct aug_error *err)
{
    struct au_arena arena = {0};
    struct au_rng rng;
    const struct au_node *map;
    memset(applied, 0, sizeof *applied);
    applied->t = aug_transform_find(name);
    CHECK_SAY(applied->t && applied->t->params_bytes <= sizeof applied->params, "no transform %s", name);
    aug_transform_defaults(applied->t, applied->params.bytes);
    read_json(params, &arena, &map);
    CHECK_SAY(au_params_set(applied->t, applied->params.bytes, map, "test", err) == AUG_OK, "%s", err->message);
    au_arena_release(&arena);
    au_rng_start(&rng, seed, 77);
    if (applied->t->draw) AUG_TRY(applied->t->draw(applied->params.bytes, in, &rng, &applied->draw, err));
    if (draws) overwrite_draws(applied, draws);
    return applied->t->apply(applied->params.bytes, &applied->draw, in, out, err);
}

void apply_named(const char *name, const char *params, const char *draws, uint64_t seed, const struct aug_image *in,
                 struct aug_image *out, struct applied *applied)
{
    struct aug_error err = {0};
    CHECK_OK(try_named(name, params, draws, seed, in, out, applied, &err));
}

void undo_applied(const struct applied *applied, const struct aug_image *in, struct aug_image *out)
{
    struct aug_error err = {0};
    CHECK(applied->t->undo);
    CHECK_OK(applied->t->undo(applied->params.bytes, &applied->draw, in, in->width, in->height, out, &err));
}

struct distance distance_between(const struct aug_image *a, const struct aug_image *b)
{
    struct distance d = {0, 0};
    CHECK(a->width == b->width && a->height == b->height && a->channels == b->channels);
    for (int y = 0; y < a->height; y++)
        for (int x = 0; x < a->width; x++)
            for (int c = 0; c < a->channels; c++) {
                const int off = abs(value_at(a, x, y, c) - value_at(b, x, y, c));
                d.most = off > d.most ? off : d.most;
                d.share += off > 0;
            }
    d.share /= (double)a->width * a->height * a->channels;
    return d;
}

void compare_with_oracle(const char *what, const struct aug_image *in, const struct aug_image *out, oracle_fn oracle,
                         const void *context, int limit, double share)
{
    double differing = 0;
    for (int y = 0; y < out->height; y++)
        for (int x = 0; x < out->width; x++)
            for (int c = 0; c < out->channels; c++) {
                const double wanted = oracle(in, x, y, c, context);
                const int clipped = wanted < 0 ? 0 : wanted > 255 ? 255 : (int)floor(wanted + 0.5);
                const int off = abs(value_at(out, x, y, c) - clipped);
                CHECK_SAY(off <= limit, "%s: (%d, %d) channel %d is %d, the oracle says %g", what, x, y, c,
                          value_at(out, x, y, c), wanted);
                differing += off > 0;
            }
    differing /= (double)out->width * out->height * out->channels;
    CHECK_SAY(differing <= share, "%s: %.4f of the values differ from the oracle", what, differing);
}
