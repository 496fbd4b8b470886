/* SPDX-License-Identifier: Apache-2.0
 * near.c - pictures of one scene that are no copies: encoded again, brightened, cut or moved a little.
 *
 * Each image's nearest neighbour is looked for among those that share a cell of one of several random grids (locality-sensitive hashing: M.
 * Datar, N. Immorlica, P. Indyk, V. Mirrokni 2004), in n log n. The pair is joined when it is closer than an encoder's noise, or when chance
 * cannot explain it: if images lie locally evenly on D dimensions, and K of R references lie within r, then n/R * K * (d/r)^D others
 * lie within d. D is measured around each of the two (E. Levina, P. Bickel 2004, "Maximum likelihood estimation of intrinsic dimension").
 * Thin strokes that all look alike have many near neighbours and few dimensions, and stay apart. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/random.h"
#include "core/workers.h"
#include "dataset_internal.h"

#define GRIDS 12
#define BLOCKS 16 /* of 4 x 4 values: what the grids look at */
#define BLOCK_SIDE 4
#define AXES_MAX 16
#define CELL 0.7 /* in units of the pictures' length 1 */
#define COMPARED 8
#define SAME 0.001f /* encoders' noise; the nearest two different digits of MNIST are 0.005 apart, clothes 0.0046 */
#define FAR 0.15f
#define REFERENCES_MAX 4096
#define FEW_REFERENCES 256
#define CROWD 2.5f /* with a reference nearer than that no dimension below 40 makes chance unlikely enough */
#define NEIGHBOURS 20
#define FALSE_JOINS 0.01 /* expected in the whole set */

struct cell { /* an image in one grid */
    uint64_t key;
    float order; /* within the cell */
    uint32_t index;
};

struct partner { /* nearest image found */
    uint32_t index;
    float distance;
    bool is_near;
};

struct near {
    const struct au_opening *opening;
    uint32_t *images; /* distinct and not flat */
    uint32_t image_count;
    uint32_t *references; /* some of them, shuffled */
    uint32_t reference_count;
    struct partner *partners; /* per image of the opening */
};

static const struct au_thumb *thumb_of(const struct near *n, uint32_t image)
{
    return &n->opening->decoded[image].thumb;
}

static float distance_of(const struct near *n, uint32_t a, uint32_t b)
{
    return au_thumb_distance(thumb_of(n, a), thumb_of(n, b));
}

static int compare_cells(const void *a, const void *b)
{
    const struct cell *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    if (x->order != y->order) return x->order < y->order ? -1 : 1;
    return x->index < y->index ? -1 : x->index > y->index;
}

/* Coordinates of a picture on the orthonormal block means. */
static void blocks_of(const struct au_thumb *thumb, float out[BLOCKS])
{
    memset(out, 0, BLOCKS * sizeof *out);
    for (int i = 0; i < AU_THUMB_COUNT; i++) {
        const int x = i % AU_THUMB_SIDE / BLOCK_SIDE, y = i / AU_THUMB_SIDE / BLOCK_SIDE;
        out[y * (AU_THUMB_SIDE / BLOCK_SIDE) + x] += (float)thumb->values[i];
    }
    for (int b = 0; b < BLOCKS; b++) out[b] *= thumb->scale / BLOCK_SIDE;
}

struct grid {
    float axes[AXES_MAX + 1][BLOCKS], offset[AXES_MAX]; /* the last axis orders */
    int axis_count;
};

static void make_grid(struct grid *grid, uint32_t image_count, uint64_t number)
{
    struct au_rng rng;
    au_rng_start(&rng, number, au_hash64("near duplicates", 15, 0));
    grid->axis_count = 4 + (int)(log2(image_count) / 3);
    for (int a = 0; a <= grid->axis_count; a++)
        for (int b = 0; b < BLOCKS; b++) grid->axes[a][b] = (float)au_rng_normal(&rng);
    for (int a = 0; a < grid->axis_count; a++) grid->offset[a] = (float)au_rng_uniform(&rng);
}

static float along(const float axis[BLOCKS], const float blocks[BLOCKS])
{
    float sum = 0;
    for (int b = 0; b < BLOCKS; b++) sum += axis[b] * blocks[b];
    return sum;
}

static struct cell cell_of(const struct grid *grid, const struct au_thumb *thumb, uint32_t index)
{
    float blocks[BLOCKS];
    int32_t place[AXES_MAX] = {0};
    blocks_of(thumb, blocks);
    for (int a = 0; a < grid->axis_count; a++)
        place[a] = (int32_t)floorf(along(grid->axes[a], blocks) / (float)CELL + grid->offset[a]);
    return (struct cell){au_hash64(place, sizeof place, 0), along(grid->axes[grid->axis_count], blocks), index};
}

static void offer(struct near *n, uint32_t image, uint32_t other, float distance)
{
    struct partner *p = &n->partners[image];
    if (distance < p->distance || (distance == p->distance && other < p->index))
        *p = (struct partner){.index = other, .distance = distance};
}

static void look_in_grid(struct near *n, struct cell *cells, uint64_t number)
{
    struct grid grid;
    make_grid(&grid, n->image_count, number);
    for (uint32_t i = 0; i < n->image_count; i++) cells[i] = cell_of(&grid, thumb_of(n, n->images[i]), n->images[i]);
    qsort(cells, n->image_count, sizeof *cells, compare_cells);
    for (uint32_t i = 0; i < n->image_count; i++)
        for (uint32_t k = i + 1; k < n->image_count && k <= i + COMPARED && cells[k].key == cells[i].key; k++) {
            const float d = distance_of(n, cells[i].index, cells[k].index);
            if (d > FAR) continue;
            offer(n, cells[i].index, cells[k].index, d);
            offer(n, cells[k].index, cells[i].index, d);
        }
}

/* Squared distances (halved) from `image` to its nearest references, ascending; the partner and itself left out. */
static uint32_t nearest_references(const struct near *n, uint32_t image, uint32_t partner, float out[NEIGHBOURS])
{
    uint32_t count = 0;
    for (uint32_t r = 0; r < n->reference_count; r++) {
        const uint32_t other = n->references[r];
        if (other == image || other == partner) continue;
        const float d = distance_of(n, image, other);
        if (count == NEIGHBOURS && d >= out[count - 1]) continue;
        uint32_t at = count < NEIGHBOURS ? count++ : NEIGHBOURS - 1;
        for (; at > 0 && out[at - 1] > d; at--) out[at] = out[at - 1];
        out[at] = d;
    }
    return count;
}

/* Images, other than the partner, that an even spread would put as near as the partner. */
static double expected_as_near(const struct near *n, uint32_t image, const struct partner *partner)
{
    float near[NEIGHBOURS];
    double logs = 0;
    if (nearest_references(n, image, partner->index, near) < NEIGHBOURS) return 1;
    const float last = near[NEIGHBOURS - 1];
    if (near[0] <= partner->distance) return 1;
    for (int i = 0; i < NEIGHBOURS - 1; i++) logs += log((double)(last / near[i]));
    const double half_dimension = (NEIGHBOURS - 1) / logs; /* of squared distances */
    return (double)n->image_count / n->reference_count * NEIGHBOURS *
           pow((double)(partner->distance / last), half_dimension);
}

/* Most images end here: some of a few references is nearly as near as the partner. */
static bool is_crowded(const struct near *n, uint32_t image, const struct partner *partner)
{
    for (uint32_t r = 0; r < n->reference_count && r < FEW_REFERENCES; r++) {
        const uint32_t other = n->references[r];
        if (other == image || other == partner->index) continue;
        if (distance_of(n, image, other) < CROWD * partner->distance) return true;
    }
    return false;
}

static bool is_chance(const struct near *n, uint32_t image, const struct partner *partner)
{
    return is_crowded(n, image, partner) || expected_as_near(n, image, partner) * n->image_count > FALSE_JOINS;
}

static enum aug_status body(void *context, size_t index, int worker, struct aug_error *err)
{
    const struct near *n = context;
    const uint32_t image = n->images[index];
    struct partner *p = &n->partners[image], back = *p;
    (void)worker, (void)err;
    if (p->distance > FAR) return AUG_OK;
    back.index = image;
    p->is_near = p->distance <= SAME || (!is_chance(n, image, p) && !is_chance(n, p->index, &back));
    return AUG_OK;
}

struct pair {
    float distance;
    uint32_t first, second;
};

static int compare_pairs(const void *a, const void *b)
{
    const struct pair *x = a, *y = b;
    if (x->distance != y->distance) return x->distance < y->distance ? -1 : 1;
    if (x->first != y->first) return x->first < y->first ? -1 : 1;
    return x->second < y->second ? -1 : x->second > y->second;
}

static uint32_t pairs_of(const struct near *n, struct pair *pairs)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < n->image_count; i++) {
        const uint32_t image = n->images[i];
        const struct partner *p = &n->partners[image];
        const bool is_mutual = p->is_near && n->partners[p->index].is_near && n->partners[p->index].index == image;
        if (!p->is_near || (is_mutual && p->index < image)) continue;
        pairs[count++] = (struct pair){p->distance, image < p->index ? image : p->index,
                                       image < p->index ? p->index : image};
    }
    if (count > 1) qsort(pairs, count, sizeof *pairs, compare_pairs);
    return count;
}

static uint32_t leader_of(uint32_t *leaders, uint32_t i)
{
    while (leaders[i] != i) i = leaders[i] = leaders[leaders[i]];
    return i;
}

/* Groups of near-duplicates, each known by its first image. */
struct groups {
    uint32_t *leaders;
    float *reach; /* of a leader: its farthest image, in roots of distances, at most */
};

/* No chains: an image is no farther from the first of its group than a pair's length (or an encoder's noise) twice. */
static bool join_groups(const struct near *n, struct groups *g, const struct pair *pair)
{
    const uint32_t one = leader_of(g->leaders, pair->first), two = leader_of(g->leaders, pair->second);
    const uint32_t leader = one < two ? one : two, led = one < two ? two : one;
    const float reach = sqrtf(distance_of(n, leader, led)) + g->reach[led];
    if (leader == led || reach > 2 * sqrtf(fmaxf(pair->distance, SAME))) return false;
    g->leaders[led] = leader;
    g->reach[leader] = fmaxf(g->reach[leader], reach);
    return true;
}

static void join_pairs(struct au_opening *o, const struct near *n, const struct pair *pairs, uint32_t count,
                       struct groups *g)
{
    for (uint32_t i = 0; i < o->count; i++) g->leaders[i] = i, g->reach[i] = 0;
    for (uint32_t i = 0; i < count; i++) { /* nearest first */
        const struct pair *p = &pairs[i];
        if (!join_groups(n, g, p)) continue;
        const bool across = o->found[p->first].class_index != o->found[p->second].class_index;
        o->duplicates[o->duplicate_count++] = (struct aug_duplicate){p->first, p->second, AUG_DUPLICATE_NEAR, across};
        au_cluster_join(o, p->first, p->second);
    }
}

static void choose_images(struct near *n)
{
    const struct au_opening *o = n->opening;
    struct au_rng rng;
    for (uint32_t i = 0; i < o->count; i++) n->partners[i].distance = 2 * FAR; /* nobody yet */
    for (size_t i = 0; i < o->duplicate_count; i++)
        if (o->duplicates[i].kind == AUG_DUPLICATE_EXACT) n->partners[o->duplicates[i].second].distance = -1;
    for (uint32_t i = 0; i < o->count; i++)
        if (n->partners[i].distance > 0 && thumb_of(n, i)->scale > 0) n->images[n->image_count++] = i;
    memcpy(n->references, n->images, n->image_count * sizeof *n->references);
    au_rng_start(&rng, 1, au_hash64("references", 10, 0));
    au_rng_shuffle(&rng, n->references, n->image_count);
    n->reference_count = n->image_count < REFERENCES_MAX ? n->image_count : REFERENCES_MAX;
}

static enum aug_status find(struct au_opening *o, struct near *n, struct cell *cells, struct pair *pairs,
                            struct groups *groups, struct aug_error *err)
{
    choose_images(n);
    for (uint64_t g = 0; g < GRIDS && n->image_count > 1; g++) look_in_grid(n, cells, g);
    AUG_TRY(au_workers_run(o->options->threads, n->image_count, body, n, err));
    const uint32_t count = pairs_of(n, pairs);
    join_pairs(o, n, pairs, count, groups);
    return AUG_OK;
}

enum aug_status au_dataset_near(struct au_opening *o, struct aug_error *err)
{
    if (o->options->clusters != AUG_CLUSTERS_AUTO) return AUG_OK;
    struct near n = {.opening = o};
    n.images = au_alloc(o->count, sizeof *n.images);
    n.references = au_alloc(o->count, sizeof *n.references);
    n.partners = au_alloc(o->count, sizeof *n.partners);
    struct cell *cells = au_alloc(o->count, sizeof *cells);
    struct pair *pairs = au_alloc(o->count, sizeof *pairs);
    struct groups groups = {au_alloc(o->count, sizeof *groups.leaders), au_alloc(o->count, sizeof *groups.reach)};
    enum aug_status status = AUG_OK;
    if (n.images && n.references && n.partners && cells && pairs && groups.leaders && groups.reach)
        status = find(o, &n, cells, pairs, &groups, err);
    else status = au_no_memory(err, "comparing images");
    au_free(n.images);
    au_free(n.references);
    au_free(n.partners);
    au_free(cells);
    au_free(pairs);
    au_free(groups.leaders);
    au_free(groups.reach);
    return status;
}
