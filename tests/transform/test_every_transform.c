/* SPDX-License-Identifier: Apache-2.0
 * test_every_transform.c - loops over the whole list: laws, undo, sizes, input left alone, kernels agree. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "core/hash.h"
#include "pictures.h"
#include "transform/params.h"

#define ROUNDS 4 /* the first with default parameters */
#define SEED 20260101

/* One application: what the bodies below look at. */
struct trial {
    const struct aug_transform *t;
    void *params;
    struct aug_draw draw;
    struct aug_image in, out;
    struct au_rng rng; /* as it was before the draw */
    char what[160];
};

typedef void (*trial_fn)(struct trial *trial, void *context);

static enum aug_status draw_and_apply(struct trial *trial, struct au_rng rng, struct aug_image *out,
                                      struct aug_error *err)
{
    memset(&trial->draw, 0, sizeof trial->draw);
    if (trial->t->draw) AUG_TRY(trial->t->draw(trial->params, &trial->in, &rng, &trial->draw, err));
    return trial->t->apply(trial->params, &trial->draw, &trial->in, out, err);
}

static bool run_trial(struct trial *trial, trial_fn body, void *context)
{
    struct aug_error err = {0};
    const enum aug_status status = draw_and_apply(trial, trial->rng, &trial->out, &err);
    CHECK_SAY(status == AUG_OK || status == AUG_BAD_INPUT || status == AUG_UNSUPPORTED, "%s: %s", trial->what,
              err.message);
    CHECK_SAY(status == AUG_OK || strlen(err.message) > 20, "%s is refused without a reason", trial->what);
    if (status == AUG_OK && body) body(trial, context);
    aug_image_release(&trial->out);
    return status == AUG_OK;
}

static int try_sizes(struct trial *trial, struct au_rng *rng, int round, trial_fn body, void *context)
{
    int done = 0;
    for (const struct picture_size *size = picture_sizes; size->width; size++)
        for (int channels = 1; channels <= 3; channels += 2) {
            trial->params = picture_params(trial->t, rng, round);
            trial->in = picture_random(rng, size->width, size->height, channels, (size_t)au_rng_integer(rng, 0, 5));
            trial->rng = *rng;
            snprintf(trial->what, sizeof trial->what, "%s round %d at %dx%dx%d", trial->t->name, round, size->width,
                     size->height, channels);
            done += run_trial(trial, body, context);
            CHECK_SAY(picture_guard_holds(&trial->in), "%s writes beside its input", trial->what);
            picture_release(&trial->in);
            free(trial->params);
        }
    return done;
}

static void for_every_transform(trial_fn body, void *context)
{
    for (size_t i = 0; i < aug_transform_count(); i++) {
        struct trial trial = {.t = aug_transform_at(i)};
        struct au_rng rng;
        int done = 0;
        au_rng_start(&rng, SEED, i);
        for (int round = 0; round < ROUNDS; round++) done += try_sizes(&trial, &rng, round, body, context);
        CHECK_SAY(done > 0, "%s was never applied", trial.t->name);
    }
}

/* ---- sizes and input ---- */

static void keeps_form(struct trial *trial, void *context)
{
    (void)context;
    const struct aug_image *in = &trial->in, *out = &trial->out;
    CHECK_SAY(out->pixels && out->width > 0 && out->height > 0, "%s gives no image", trial->what);
    CHECK_SAY(out->channels == in->channels || au_param_find(trial->t->params, "num_output_channels"),
              "%s gives %d channels", trial->what, out->channels);
    CHECK_SAY(out->width <= AUG_IMAGE_MAX_SIDE && out->height <= AUG_IMAGE_MAX_SIDE, "%s grows too far", trial->what);
    if (!(trial->t->flags & AUG_TRANSFORM_CHANGES_SIZE))
        CHECK_SAY(out->width == in->width && out->height == in->height, "%s changes the size", trial->what);
    if (trial->t->flags & AUG_TRANSFORM_COLOUR_ONLY && in->channels == 1)
        CHECK_SAY(picture_same(in, out), "%s changes a grey image", trial->what);
}

TEST(every_transform_gives_an_image_of_the_declared_form)
{
    for_every_transform(keeps_form, NULL);
}

/* A place that is drawn makes a fixed transform random. */
static bool is_placed_at_random(const struct trial *trial)
{
    const struct aug_param *row = au_param_find(trial->t->params, "position");
    if (!row) row = au_param_find(trial->t->params, "pad_position");
    return row &&
           strcmp(row->choices[*(const int *)(const void *)((const char *)trial->params + row->offset)], "random") == 0;
}

static void repeats(struct trial *trial, void *context)
{
    (void)context;
    struct aug_error err = {0};
    struct aug_image again = {0}, copy = {0};
    CHECK_OK(aug_image_copy(&trial->in, &copy, &err));
    CHECK_OK(trial->t->apply(trial->params, &trial->draw, &trial->in, &again, &err));
    CHECK_SAY(picture_same(&trial->out, &again), "%s: the same draw gives another image", trial->what);
    CHECK_SAY(picture_same(&trial->in, &copy), "%s changes its input", trial->what);
    struct au_rng other;
    au_rng_start(&other, SEED + 1, 5);
    if (!(trial->t->flags & AUG_TRANSFORM_RANDOM) && !is_placed_at_random(trial) &&
        draw_and_apply(trial, other, &again, &err) == AUG_OK)
        CHECK_SAY(picture_same(&trial->out, &again), "%s is declared fixed, but another draw gives another image",
                  trial->what);
    aug_image_release(&again);
    aug_image_release(&copy);
}

TEST(every_transform_is_a_function_of_its_draw_and_leaves_its_input_alone)
{
    for_every_transform(repeats, NULL);
}

/* ---- undo ---- */

static void undoes(struct trial *trial, void *context)
{
    (void)context;
    struct aug_error err = {0};
    struct aug_image back = {0};
    const bool exact = trial->t->flags & AUG_TRANSFORM_EXACT_UNDO;
    CHECK_SAY(trial->t->undo || !exact, "%s declares an exact undo and has none", trial->t->name);
    if (!trial->t->undo) return;
    CHECK_OK(trial->t->undo(trial->params, &trial->draw, &trial->out, trial->in.width, trial->in.height, &back, &err));
    CHECK_SAY(back.width == trial->in.width && back.height == trial->in.height && back.channels == trial->in.channels,
              "%s: undo gives %d x %d", trial->what, back.width, back.height);
    if (exact || trial->t->law == AUG_LAW_BIJECTION)
        CHECK_SAY(picture_same(&back, &trial->in), "%s: undo does not give the original", trial->what);
    aug_image_release(&back);
}

TEST(every_undo_gives_the_original_size_and_every_exact_one_the_original)
{
    for_every_transform(undoes, NULL);
}

/* ---- laws ---- */

static void law_of_repetition(struct trial *trial, struct aug_image *twice)
{
    struct aug_error err = {0};
    const enum aug_law law = trial->t->law;
    if (law == AUG_LAW_IDENTITY) CHECK_SAY(picture_same(&trial->in, &trial->out), "%s is no identity", trial->what);
    if (law != AUG_LAW_INVOLUTION && law != AUG_LAW_IDEMPOTENT) return;
    CHECK_OK(trial->t->apply(trial->params, &trial->draw, &trial->out, twice, &err));
    if (law == AUG_LAW_INVOLUTION)
        CHECK_SAY(picture_same(&trial->in, twice), "%s twice is not the original", trial->what);
    else CHECK_SAY(picture_same(&trial->out, twice), "%s twice is not the same as once", trial->what);
}

/* Another value at one pixel changes the output at that pixel only. */
static void law_of_values(struct trial *trial, struct aug_image *changed)
{
    struct aug_error err = {0};
    const int channels = trial->in.channels, x = trial->in.width / 2, y = trial->in.height / 3;
    uint8_t *pixel = trial->in.pixels + (size_t)y * trial->in.stride + (size_t)(x * channels);
    for (int c = 0; c < channels; c++) pixel[c] ^= 0x55;
    CHECK_OK(trial->t->apply(trial->params, &trial->draw, &trial->in, changed, &err));
    for (int c = 0; c < channels; c++) pixel[c] ^= 0x55;
    for (int v = 0; v < trial->out.height; v++)
        for (int i = 0; i < trial->out.width * channels; i++)
            CHECK_SAY((v == y && i / channels == x) || trial->out.pixels[(size_t)v * trial->out.stride + (size_t)i] ==
                                                           changed->pixels[(size_t)v * changed->stride + (size_t)i],
                      "%s: a pixel acts on another one", trial->what);
}

static bool has_black_border(const char *name)
{
    return strcmp(name, "rotate") == 0 || strcmp(name, "shift") == 0 || strcmp(name, "zoomout") == 0;
}

/* A mirrored border leaves nothing but the one colour; a black border may take some of it. */
static void law_of_one_colour(struct trial *trial, struct aug_image *out)
{
    struct aug_error err = {0};
    struct aug_image plain = picture_plain(trial->in.width, trial->in.height, trial->in.channels, 201);
    const struct aug_param *border = au_param_find(trial->t->params, "border_mode");
    if (border) *(int *)(void *)((char *)trial->params + border->offset) = 4;
    struct aug_draw draw = trial->draw;
    struct au_rng rng = trial->rng;
    if (trial->t->draw) CHECK_OK(trial->t->draw(trial->params, &plain, &rng, &draw, &err));
    CHECK_OK(trial->t->apply(trial->params, &draw, &plain, out, &err));
    for (int y = 0; y < out->height; y++)
        for (int i = 0; i < out->width * out->channels; i++) {
            const int value = out->pixels[(size_t)y * out->stride + (size_t)i];
            CHECK_SAY(value == 201 || (has_black_border(trial->t->name) && value < 201),
                      "%s makes %d of the colour 201", trial->what, value);
        }
    picture_release(&plain);
}

static void obeys(struct trial *trial, void *context)
{
    (void)context;
    struct aug_image other = {0};
    law_of_repetition(trial, &other);
    if (trial->t->law == AUG_LAW_VALUEWISE) law_of_values(trial, &other);
    if (trial->t->law == AUG_LAW_CONSTANT_KEPT) law_of_one_colour(trial, &other);
    aug_image_release(&other);
}

TEST(every_transform_obeys_the_law_it_declares)
{
    for_every_transform(obeys, NULL);
}

/* ---- kernels: the same bytes from a process with scalar kernels ---- */

static void add_bytes(struct trial *trial, void *context)
{
    struct au_hasher *hasher = context;
    au_hasher_text(hasher, trial->what);
    for (int y = 0; y < trial->out.height; y++)
        au_hasher_add(hasher, trial->out.pixels + (size_t)y * trial->out.stride,
                      (size_t)trial->out.width * (size_t)trial->out.channels);
}

static void hash_of_everything(uint64_t hash[2])
{
    struct au_hasher *hasher = au_hasher_new();
    CHECK(hasher);
    for_every_transform(add_bytes, hasher);
    au_hasher_finish(hasher, hash);
    au_hasher_free(hasher);
}

TEST(every_transform_gives_the_same_bytes_with_scalar_and_vector_kernels)
{
    uint64_t mine[2], scalar[2] = {0};
    char program[2048] = "", command[4096];
    const char *answer = getenv("AUG_TEST_HASH_FILE");
    hash_of_everything(mine);
    if (answer) {
        FILE *file = fopen(answer, "wb");
        CHECK(file && fwrite(mine, sizeof mine, 1, file) == 1 && fclose(file) == 0);
        return;
    }
    if (readlink("/proc/self/exe", program, sizeof program - 1) < 1)
        check_skip("this system does not name its programs");
    const char *folder = check_folder();
    snprintf(command, sizeof command,
             "AUG_KERNELS=scalar AUG_TEST_HASH_FILE='%s/hash' '%s' with_scalar_and_vector >/dev/null 2>&1", folder,
             program);
    CHECK(system(command) == 0);
    snprintf(command, sizeof command, "%s/hash", folder);
    FILE *file = fopen(command, "rb");
    CHECK(file && fread(scalar, sizeof scalar, 1, file) == 1 && fclose(file) == 0);
    CHECK(mine[0] == scalar[0] && mine[1] == scalar[1]);
}
