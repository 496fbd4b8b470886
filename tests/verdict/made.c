/* SPDX-License-Identifier: Apache-2.0
 * made.c - findings made by hand. */
#include "made.h"

#include "check.h"

#define PAIRS 4

struct au_findings made_harmless(size_t classes)
{
    struct au_findings f = {0};
    struct aug_error err;
    CHECK_OK(au_findings_make(classes, PAIRS, &f, &err));
    f.two_sample_error = 0.2;
    for (int p = 0; p < AU_P_GRID; p++) f.probability[p] = (double[]){0.1, 0.25, 0.5, 0.75, 0.9, 0.5}[p];
    for (size_t k = 0; k < classes; k++) {
        struct au_class_findings *c = &f.of_class[k];
        c->images = c->clusters = 400;
        c->clean_error = 0.02;
        c->blind_to = c->blind_space = c->adequacy.hardest = -1;
        for (int a = 0; a < AU_ARM_COUNT; a++) c->lost[a] = (struct au_stat){0.002, 0.002};
        c->lost[AU_ARM_CLEAN] = (struct au_stat){0.3, 0.02};
        c->own[0] = c->own[1] = c->own_clean[0] = c->own_clean[1] = 0.9;
    }
    return f;
}

struct au_pair_findings made_collision(int from, int to)
{
    return (struct au_pair_findings){.from = from,
                                     .to = to,
                                     .landing = {{0.6, 0.02}, {0.5, 0.02}},
                                     .plug_in_harm = {0.1, 0.01},
                                     .pooled_harm = {0.1, 0.01},
                                     .directed = {0.6, 0.02},
                                     .example = {-1, -1},
                                     .nearest = {-1, -1}};
}

void made_add_collision(struct au_findings *f, int from, int to)
{
    f->pairs[f->pair_count++] = made_collision(from, to);
    f->of_class[from].own[0] = f->of_class[from].own[1] = 0.05;
}
