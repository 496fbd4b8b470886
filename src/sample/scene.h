/* SPDX-License-Identifier: Apache-2.0
 * scene.h - one picture of the sample set before it is turned: what stands on it, in which colours, in front of what, in what light.
 *
 * Everything is drawn from a generator, in an order that does not depend on the subject's class, so that the red and the green lamp made
 * from the same generator differ in nothing but hue. Colours are in [0,1]. The laws of all nuisances but the subject itself are the
 * same under flips and quarter turns, and under a turn of all hues except the lamps'.
 */
#ifndef AU_SCENE_H
#define AU_SCENE_H

#include "core/random.h"
#include "shape.h"

#define AU_SCENE_SIDE 32

enum au_subject { AU_ARROW_RIGHT, AU_DISC, AU_SIX, AU_B, AU_LAMP_RED, AU_LAMP_GREEN, AU_OCTAGON };

struct au_colour {
    double r, g, b;
};

enum { AU_BACKGROUND_GRID = 10 };

struct au_scene {
    enum au_subject subject;
    /* pose: point of the subject = turn * (pixel - centre) */
    double centre_x, centre_y, turn[2][2], pixels_per_unit;
    /* subject */
    double half_stroke, rim, glyph_scale;
    int filled_head, round_plate, lamp_place;
    struct au_colour plate, glyph, edge, lamp, unlit, housing;
    /* background */
    struct au_colour ground[2], beyond;
    double grid[AU_BACKGROUND_GRID][AU_BACKGROUND_GRID], grid_step, horizon[3];
    int has_horizon;
    /* light and camera */
    double light_x, light_y, contrast, offset, blur_sigma, noise, colour_noise;
};

void au_scene_make(struct au_scene *scene, enum au_subject subject, struct au_rng *rng);
/* The colour at a point of the picture (pixels, 0..32), edges softened over `soft` pixels; before light and camera. */
struct au_colour au_scene_at(const struct au_scene *scene, double x, double y, double soft);
/* .299 R + .587 G + .114 B */
double au_luma(struct au_colour c);

#endif
