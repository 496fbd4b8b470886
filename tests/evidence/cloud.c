/* SPDX-License-Identifier: Apache-2.0
 * cloud.c - draws the clouds and measures transforms of them. */
#include "cloud.h"

#include <string.h>

#include "core/memory.h"
#include "core/random.h"
#include "learn/linalg.h"

enum { FOURIER = 200 };

static struct aug_error err;

static void make_basis(struct au_basis *basis, uint64_t seed)
{
    struct au_rng rng;
    au_rng_start(&rng, seed, 77);
    *basis = (struct au_basis){.input_count = CLOUD_DIMENSIONS, .count = CLOUD_DIMENSIONS, .fourier_count = FOURIER};
    basis->mean = au_alloc(CLOUD_DIMENSIONS, sizeof(float));
    basis->vectors = au_alloc(CLOUD_DIMENSIONS * CLOUD_DIMENSIONS, sizeof(float));
    basis->weights = au_alloc(CLOUD_DIMENSIONS * FOURIER, sizeof(float));
    basis->phases = au_alloc(FOURIER, sizeof(float));
    for (int i = 0; i < CLOUD_DIMENSIONS; i++) basis->vectors[i * CLOUD_DIMENSIONS + i] = 1;
    for (int i = 0; i < CLOUD_DIMENSIONS * FOURIER; i++) basis->weights[i] = (float)(0.25 * au_rng_normal(&rng));
    for (int i = 0; i < FOURIER; i++) basis->phases[i] = (float)au_rng_between(&rng, 0, 6.2831853);
}

static void place(const struct cloud_plan *plan, size_t k, float *point)
{
    if (plan->is_blind && k == 1) k = 0;
    if (!plan->is_symmetric) point[k] += (float)plan->apart;
    else point[0] += (float)(k == 0 ? -plan->apart : plan->apart);
}

static void draw_points(struct cloud *c)
{
    struct au_rng rng;
    au_rng_start(&rng, c->plan.seed, 1);
    for (size_t i = 0; i < c->count; i++) {
        float *point = c->clean + i * CLOUD_DIMENSIONS;
        c->label[i] = (uint32_t)(i % c->plan.classes);
        c->cluster[i] = (uint32_t)(i / c->plan.classes / c->plan.per_cluster * c->plan.classes + c->label[i]);
        for (int d = 0; d < CLOUD_DIMENSIONS; d++) point[d] = (float)au_rng_normal(&rng);
        place(&c->plan, c->label[i], point);
    }
}

static void learn(const struct cloud *c, const float *points, struct au_setting *setting)
{
    au_linalg_start();
    CHECK_OK(au_setting_start(c->count, c->plan.classes, c->label, c->cluster, c->plan.seed, 1, setting, &err));
    for (int space = 0; space < AU_SPACE_COUNT; space++) {
        struct au_basis basis;
        make_basis(&basis, c->plan.seed + (uint64_t)space);
        float *projected = au_alloc(c->count * CLOUD_DIMENSIONS, sizeof(float));
        memcpy(projected, points, c->count * CLOUD_DIMENSIONS * sizeof(float));
        CHECK_OK(au_setting_learn(setting, (enum au_space)space, &basis, projected, &err));
    }
}

void cloud_make(const struct cloud_plan *plan, struct cloud *c)
{
    *c = (struct cloud){.plan = *plan};
    if (c->plan.classes == 0) c->plan.classes = 2;
    if (c->plan.per_class == 0) c->plan.per_class = 300;
    if (c->plan.per_cluster == 0) c->plan.per_cluster = 1;
    c->count = c->plan.classes * c->plan.per_class;
    c->clean = au_alloc(c->count * CLOUD_DIMENSIONS, sizeof(float));
    c->label = au_alloc(c->count, sizeof(uint32_t));
    c->cluster = au_alloc(c->count, sizeof(uint32_t));
    draw_points(c);
    learn(c, c->clean, &c->setting);
    CHECK_OK(au_backdrop_make(&c->setting, &err));
}

void cloud_release(struct cloud *c)
{
    au_setting_release(&c->setting);
    au_free(c->clean);
    au_free(c->label);
    au_free(c->cluster);
}

struct moving {
    const struct cloud *cloud;
    cloud_move_fn move;
};

static enum aug_status load(void *context, int draw, bool undone, float *const out[AU_SPACE_COUNT], struct aug_error *e)
{
    (void)e, (void)undone;
    const struct moving *m = context;
    for (int space = 0; space < AU_SPACE_COUNT; space++)
        for (size_t i = 0; out[space] && i < m->cloud->count; i++)
            m->move(m->cloud, i, draw, m->cloud->clean + i * CLOUD_DIMENSIONS, out[space] + i * CLOUD_DIMENSIONS);
    return AUG_OK;
}

static struct au_findings measure(struct cloud *c, cloud_move_fn move, bool is_random, const uint32_t *counts_as)
{
    struct au_findings findings = {0};
    struct moving moving = {c, move};
    const struct au_arm_source source = {
        .context = &moving, .load = load, .is_random = is_random, .counts_as = counts_as, .probability = 0.5};
    CHECK_OK(au_measure(&c->setting, &source, &findings, &err));
    return findings;
}

struct au_findings cloud_measure(struct cloud *c, cloud_move_fn move, bool is_random)
{
    return measure(c, move, is_random, NULL);
}

struct au_findings cloud_measure_as(struct cloud *c, cloud_move_fn move, const uint32_t *counts_as)
{
    return measure(c, move, false, counts_as);
}

double cloud_pair_error(const struct cloud *c, cloud_move_fn move)
{
    struct au_setting setting = {0};
    float *points = au_alloc(c->count * CLOUD_DIMENSIONS, sizeof *points);
    for (size_t i = 0; i < c->count; i++) {
        const float *from = c->clean + i * CLOUD_DIMENSIONS;
        float *to = points + i * CLOUD_DIMENSIONS;
        if (c->label[i] == 0) move(c, i, 0, from, to);
        else memcpy(to, from, CLOUD_DIMENSIONS * sizeof *to);
    }
    learn(c, points, &setting);
    const double error = setting.clean_error;
    au_setting_release(&setting);
    au_free(points);
    return error;
}

double cloud_normal(const struct cloud *c, size_t row, int draw, int i)
{
    struct au_rng rng;
    au_rng_start(&rng, c->plan.seed + 1000 * (uint64_t)draw + 7, row * CLOUD_DIMENSIONS + (size_t)i + 1000000);
    return au_rng_normal(&rng);
}

void cloud_stay(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    (void)c, (void)row, (void)draw;
    memcpy(to, from, CLOUD_DIMENSIONS * sizeof *to);
}

void cloud_resample(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    (void)from;
    for (int d = 0; d < CLOUD_DIMENSIONS; d++) to[d] = (float)cloud_normal(c, row, draw, d);
    place(&c->plan, c->label[row], to);
}

void cloud_offset(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    cloud_stay(c, row, draw, from, to);
    to[CLOUD_DIMENSIONS - 1] += 9;
}

void cloud_swap(const struct cloud *c, size_t row, int draw, const float *from, float *to)
{
    cloud_stay(c, row, draw, from, to);
    to[0] = from[1];
    to[1] = from[0];
}
