/* SPDX-License-Identifier: Apache-2.0
 * test_mixing.c - mixtures against the slow and obvious definition: weights, boxes, cells, shares, and what is seen of each picture. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <augaudit/transform.h>

#include "check.h"
#include "core/random.h"

static struct aug_error err;

enum { WIDTH = 37, HEIGHT = 29 };

static struct aug_image flat(uint8_t value)
{
    struct aug_image image = {0};
    CHECK_OK(aug_image_resize_storage(&image, WIDTH, HEIGHT, 3, &err));
    memset(image.pixels, value, image.stride * HEIGHT);
    return image;
}

static struct aug_image noise(uint64_t seed)
{
    struct aug_image image = flat(0);
    struct au_rng rng;
    au_rng_start(&rng, seed, 8);
    for (size_t i = 0; i < image.stride * HEIGHT; i++) image.pixels[i] = (uint8_t)au_rng_integer(&rng, 0, 255);
    return image;
}

struct mixed {
    const struct aug_transform *t;
    void *params;
    struct aug_draw draw;
    double share[AUG_MIX_MAX];
};

static struct mixed draw(const char *name, double alpha, uint64_t number)
{
    struct mixed m = {.t = aug_transform_find(name)};
    struct aug_image frame = flat(0);
    struct au_rng rng;
    CHECK_SAY(m.t && m.t->mixing, "%s does not mix", name);
    m.params = calloc(1, m.t->params_bytes);
    aug_transform_defaults(m.t, m.params);
    if (alpha > 0) memcpy((char *)m.params + m.t->params[0].offset, &alpha, sizeof alpha);
    au_rng_start(&rng, 31, number);
    CHECK_OK(m.t->draw(m.params, &frame, &rng, &m.draw, &err));
    m.t->mixing->shares(m.params, &m.draw, WIDTH, HEIGHT, m.share);
    aug_image_release(&frame);
    return m;
}

static const char *const names[] = {"mixup", "cutmix", "mosaic", "MixUp", "Mosaic"};
#define NAMES (sizeof names / sizeof *names)

TEST(shares_are_shares_and_add_up_to_one)
{
    for (size_t i = 0; i < NAMES; i++)
        for (uint64_t number = 0; number < 200; number++) {
            struct mixed m = draw(names[i], 0, number);
            double sum = 0;
            for (int k = 0; k < m.t->mixing->count; k++) {
                CHECK_SAY(m.share[k] >= 0 && m.share[k] <= 1, "%s: share %g", names[i], m.share[k]);
                sum += m.share[k];
            }
            CHECK_SAY(fabs(sum - 1) < 1e-12, "%s: shares add up to %g", names[i], sum);
            free(m.params);
        }
}

/* Beta(a, a) has mean 1/2 and variance 1 / (4 (2a + 1)); its weight on both ends grows as a falls. */
TEST(the_weight_has_the_mean_and_variance_of_its_law)
{
    static const double alphas[] = {0.05, 0.4, 1, 5};
    enum { DRAWS = 20000 };
    for (size_t i = 0; i < 4; i++) {
        double sum = 0, squares = 0;
        for (uint64_t number = 0; number < DRAWS; number++) {
            struct mixed m = draw("mixup", alphas[i], number);
            sum += m.share[0];
            squares += (m.share[0] - 0.5) * (m.share[0] - 0.5);
            free(m.params);
        }
        const double variance = 1 / (4 * (2 * alphas[i] + 1));
        CHECK_SAY(fabs(sum / DRAWS - 0.5) < 0.015, "alpha %g: mean %g", alphas[i], sum / DRAWS);
        CHECK_SAY(fabs(squares / DRAWS / variance - 1) < 0.03, "alpha %g: variance %g, not %g", alphas[i],
                  squares / DRAWS, variance);
    }
}

TEST(mixup_is_the_weighted_mean_of_every_value)
{
    struct aug_image a = noise(1), b = noise(2), out = {0};
    const struct aug_image *const pictures[] = {&a, &b};
    for (uint64_t number = 0; number < 10; number++) {
        struct mixed m = draw("mixup", 1, number);
        CHECK_OK(m.t->mixing->mix(m.params, &m.draw, pictures, &out, &err));
        for (size_t i = 0; i < out.stride * HEIGHT; i++)
            CHECK(fabs(out.pixels[i] - (m.share[0] * a.pixels[i] + m.share[1] * b.pixels[i])) <= 0.5001);
        free(m.params);
    }
    aug_image_release(&a);
    aug_image_release(&b);
    aug_image_release(&out);
}

/* Pixels of one value, as a share of the frame, and the smallest box around them. */
static double share_of(const struct aug_image *image, uint8_t value, int box[4])
{
    int count = 0;
    box[0] = WIDTH, box[1] = HEIGHT, box[2] = box[3] = -1;
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            if (image->pixels[(size_t)y * image->stride + 3 * (size_t)x] != value) continue;
            count++;
            box[0] = x < box[0] ? x : box[0], box[1] = y < box[1] ? y : box[1];
            box[2] = x > box[2] ? x : box[2], box[3] = y > box[3] ? y : box[3];
        }
    return count / (double)(WIDTH * HEIGHT);
}

TEST(cutmix_pastes_one_box_whose_area_is_the_share_of_its_label)
{
    struct aug_image a = flat(10), b = flat(200), out = {0};
    const struct aug_image *const pictures[] = {&a, &b};
    for (uint64_t number = 0; number < 100; number++) {
        int box[4];
        struct mixed m = draw("cutmix", 1, number);
        CHECK_OK(m.t->mixing->mix(m.params, &m.draw, pictures, &out, &err));
        const double share = share_of(&out, 200, box);
        CHECK_SAY(fabs(share - m.share[1]) < 1e-12, "area %g, share %g", share, m.share[1]);
        const int area = share > 0 ? (box[2] - box[0] + 1) * (box[3] - box[1] + 1) : 0;
        CHECK_SAY(fabs(area - share * WIDTH * HEIGHT) < 1e-6, "what was pasted is no box");
        free(m.params);
    }
    aug_image_release(&a);
    aug_image_release(&b);
    aug_image_release(&out);
}

TEST(a_mosaic_shows_four_pictures_around_its_centre_each_with_the_share_of_its_label_and_the_first_largest)
{
    for (size_t which = 2; which < NAMES; which += 2) {
        struct aug_image flats[AUG_MIX_MAX] = {flat(10), flat(60), flat(120), flat(240)}, out = {0};
        const struct aug_image *const pictures[] = {&flats[0], &flats[1], &flats[2], &flats[3]};
        for (uint64_t number = 0; number < 60; number++) {
            struct mixed m = draw(names[which], 0, number);
            unsigned corners = 0;
            CHECK_OK(m.t->mixing->mix(m.params, &m.draw, pictures, &out, &err));
            for (int k = 0; k < AUG_MIX_MAX; k++) {
                int box[4];
                const double share = share_of(&out, flats[k].pixels[0], box);
                CHECK_SAY(fabs(share - m.share[k]) < 1e-12, "cell %d: area %g, share %g", k, share, m.share[k]);
                CHECK(box[0] == 0 || box[2] == WIDTH - 1);
                CHECK(box[1] == 0 || box[3] == HEIGHT - 1);
                CHECK_SAY(share <= m.share[0], "picture %d has %g of the frame, the first %g", k, share, m.share[0]);
                corners |= 1u << (2 * (box[3] == HEIGHT - 1) + (box[2] == WIDTH - 1));
            }
            CHECK_SAY(corners == 15, "corners %x are taken", corners);
            free(m.params);
        }
        for (int k = 0; k < AUG_MIX_MAX; k++) aug_image_release(&flats[k]);
        aug_image_release(&out);
    }
}

TEST(a_mosaic_that_fits_shows_the_whole_picture_with_black_around)
{
    struct mixed m = draw("Mosaic", 0, 3);
    const struct aug_param *row = m.t->params;
    while (strcmp(row->name, "fit_mode") != 0) row++;
    *(int *)(void *)((char *)m.params + row->offset) = 1;
    struct aug_image white = flat(255), out = {0};
    const struct aug_image *const pictures[] = {&white, &white, &white, &white};
    int box[4];
    CHECK_OK(m.t->mixing->mix(m.params, &m.draw, pictures, &out, &err));
    CHECK(share_of(&out, 0, box) > 0.05 && share_of(&out, 255, box) > 0.3);
    aug_image_release(&white);
    aug_image_release(&out);
    free(m.params);
}

TEST(what_is_seen_of_each_picture_with_the_other_behind_it_is_the_mixture)
{
    struct aug_image a = noise(4), b = noise(5), out = {0}, seen = {0};
    const struct aug_image *const pictures[] = {&a, &b};
    for (uint64_t number = 0; number < 20; number++)
        for (int k = 0; k < 2; k++) { /* with the other picture as background */
            struct mixed m = draw("cutmix", 1, number);
            CHECK_OK(m.t->mixing->mix(m.params, &m.draw, pictures, &out, &err));
            CHECK_OK(m.t->mixing->seen(m.params, &m.draw, k, pictures[k], pictures[1 - k], &seen, &err));
            CHECK(memcmp(seen.pixels, out.pixels, out.stride * HEIGHT) == 0);
            free(m.params);
        }
    aug_image_release(&a);
    aug_image_release(&b);
    aug_image_release(&out);
    aug_image_release(&seen);
}

/* Covering a cell cuts off what the shapes of cell and picture leave over, and no more. */
TEST(of_a_picture_that_covers_its_cell_a_window_of_the_cells_shape_is_seen)
{
    struct aug_image white = flat(255), black = flat(0), seen = {0};
    for (uint64_t number = 0; number < 60; number++) {
        struct mixed m = draw("mosaic", 0, number);
        for (int k = 0; k < AUG_MIX_MAX; k++) {
            int box[4];
            CHECK_OK(m.t->mixing->seen(m.params, &m.draw, k, &white, &black, &seen, &err));
            const double share = share_of(&seen, 255, box);
            CHECK_SAY(share > 0.35 && (box[2] - box[0] + 1 >= WIDTH - 1 || box[3] - box[1] + 1 >= HEIGHT - 1),
                      "cell %d shows %g of its picture", k, share);
        }
        free(m.params);
    }
    aug_image_release(&white);
    aug_image_release(&black);
    aug_image_release(&seen);
}

TEST(a_picture_mixed_with_itself_by_mixup_or_cutmix_stays)
{
    struct aug_image a = noise(6), out = {0};
    for (uint64_t number = 0; number < 20; number++)
        for (int which = 0; which < 2; which++) {
            struct mixed m = draw(names[which], 1, number);
            CHECK_OK(m.t->apply(m.params, &m.draw, &a, &out, &err));
            for (size_t i = 0; i < out.stride * HEIGHT; i++) CHECK(abs(a.pixels[i] - out.pixels[i]) <= 1);
            free(m.params);
        }
    aug_image_release(&a);
    aug_image_release(&out);
}

TEST(who_keeps_the_label_of_the_first_picture_says_so)
{
    for (size_t i = 0; i < NAMES; i++) {
        struct mixed m = draw(names[i], 0, 1);
        const bool always = strcmp(names[i], "Mosaic") == 0;
        CHECK_SAY(m.t->mixing->keeps_label(m.params) == always, "%s", names[i]);
        const struct aug_param *row = m.t->params;
        while (row->name && strcmp(row->name, "labels") != 0) row++;
        CHECK_SAY((row->name != NULL) == (names[i][0] == 'm' || names[i][0] == 'c'), "%s", names[i]);
        if (row->name) *(int *)(void *)((char *)m.params + row->offset) = 1;
        CHECK_SAY(m.t->mixing->keeps_label(m.params) == (always || row->name != NULL), "%s", names[i]);
        free(m.params);
    }
}
