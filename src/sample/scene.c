/* SPDX-License-Identifier: Apache-2.0
 * scene.c - chooses and composes a picture. */
#include "scene.h"

#include <math.h>

#define DEGREE 0.017453292519943295

double au_luma(struct au_colour c)
{
    return 0.299 * c.r + 0.587 * c.g + 0.114 * c.b;
}

static struct au_colour scaled(struct au_colour c, double by)
{
    return (struct au_colour){c.r * by, c.g * by, c.b * by};
}

static struct au_colour mixed(struct au_colour a, struct au_colour b, double share_b)
{
    return (struct au_colour){a.r + (b.r - a.r) * share_b, a.g + (b.g - a.g) * share_b, a.b + (b.b - a.b) * share_b};
}

/* One channel of a hue (degrees) with saturation 1 and value 1; `shift` 0 for red, 240 for green, 120 for blue. */
static double hue_channel(double hue, double shift)
{
    const double turn = fmod(hue + shift + 720, 360), away = turn > 180 ? 360 - turn : turn;
    return fmin(1, fmax(0, 2 - away / 60));
}

static struct au_colour from_hsv(double hue, double saturation, double value)
{
    const struct au_colour pure = {hue_channel(hue, 0), hue_channel(hue, 240), hue_channel(hue, 120)};
    return scaled(mixed((struct au_colour){1, 1, 1}, pure, saturation), value);
}

static struct au_colour any_hue(struct au_rng *rng, double least_saturation, double most_saturation, double darkest,
                                double brightest)
{
    const double hue = au_rng_between(rng, 0, 360);
    const double saturation = au_rng_between(rng, least_saturation, most_saturation);
    return from_hsv(hue, saturation, au_rng_between(rng, darkest, brightest));
}

/* Inverse of scale * rotation * slant * stretch. */
static void make_pose(struct au_scene *s, struct au_rng *rng)
{
    const double angle = au_rng_between(rng, -12, 12) * DEGREE, slant = au_rng_between(rng, -0.12, 0.12);
    const double scale = au_rng_between(rng, 11.3, 14.2), stretch = au_rng_between(rng, 0.92, 1.08);
    s->centre_x = AU_SCENE_SIDE / 2.0 + au_rng_between(rng, -2, 2);
    s->centre_y = AU_SCENE_SIDE / 2.0 + au_rng_between(rng, -2, 2);
    s->pixels_per_unit = scale;
    const double a = cos(angle) / scale, b = sin(angle) / scale;
    s->turn[0][0] = (a + slant * b) / stretch, s->turn[0][1] = (b - slant * a) / stretch;
    s->turn[1][0] = -b * stretch, s->turn[1][1] = a * stretch;
}

/* Light on dark as often as dark on light, never by less than about 0.3 in value, whatever the hue. */
static void make_colours(struct au_scene *s, struct au_rng *rng)
{
    const struct au_colour light = any_hue(rng, 0, 0.25, 0.82, 1), dark = any_hue(rng, 0.2, 1, 0.08, 0.5);
    const int swap = au_rng_u32(rng) & 1;
    s->plate = swap ? dark : light;
    s->glyph = swap ? light : dark;
    s->edge = mixed(s->glyph, s->plate, au_rng_between(rng, 0, 0.3));
    s->rim = au_rng_between(rng, 0.08, 0.16);
    s->round_plate = au_rng_u32(rng) & 1;
    s->half_stroke = au_rng_between(rng, 0.13, 0.21);
    s->filled_head = au_rng_u32(rng) & 1;
    s->glyph_scale = au_rng_between(rng, 0.56, 0.66);
}

/* Both lamps take their luminance from the same draw; only the hue tells them apart. */
static void make_lamp(struct au_scene *s, struct au_rng *rng)
{
    const double hue = au_rng_between(rng, -10, 10) + (s->subject == AU_LAMP_GREEN ? 120 : 0);
    const double whiteness = au_rng_between(rng, 0.08, 0.25), red = au_rng_between(rng, 0.65, 0.9);
    const double luma = red * (0.299 + 0.701 * whiteness);
    const struct au_colour full = from_hsv(hue, 1 - whiteness, 1);
    s->lamp = scaled(full, luma / au_luma(full));
    s->lamp_place = au_rng_integer(rng, -1, 1);
    s->housing = scaled((struct au_colour){1, 1, 1}, au_rng_between(rng, 0.04, 0.12));
    s->unlit = scaled((struct au_colour){1, 1, 1}, au_rng_between(rng, 0.15, 0.22));
}

static void make_background(struct au_scene *s, struct au_rng *rng)
{
    s->ground[0] = any_hue(rng, 0, 0.55, 0.2, 0.9);
    s->ground[1] = mixed(s->ground[0], any_hue(rng, 0, 0.55, 0.2, 0.9), au_rng_between(rng, 0.2, 0.8));
    s->beyond = any_hue(rng, 0, 0.4, 0.3, 0.95);
    s->grid_step = au_rng_between(rng, 4, 16);
    for (int y = 0; y < AU_BACKGROUND_GRID; y++)
        for (int x = 0; x < AU_BACKGROUND_GRID; x++) s->grid[y][x] = au_rng_uniform(rng);
    const double angle = au_rng_between(rng, 0, 360) * DEGREE;
    s->has_horizon = au_rng_uniform(rng) < 0.4;
    s->horizon[0] = cos(angle), s->horizon[1] = sin(angle), s->horizon[2] = au_rng_between(rng, -12, 12);
}

/* Contrast and offset keep [0,1] within itself, and light adds at most a tenth, so that hardly anything is clipped and luminances stay equal. */
static void make_light(struct au_scene *s, struct au_rng *rng)
{
    const double angle = au_rng_between(rng, 0, 360) * DEGREE, strength = au_rng_between(rng, 0, 0.28);
    s->light_x = strength * cos(angle), s->light_y = strength * sin(angle);
    s->contrast = au_rng_between(rng, 0.6, 1);
    s->offset = au_rng_between(rng, 0, 1 - s->contrast);
    s->blur_sigma = au_rng_between(rng, 0.25, 0.8);
    s->noise = au_rng_between(rng, 0.004, 0.03);
    s->colour_noise = au_rng_between(rng, 0.002, 0.012);
}

void au_scene_make(struct au_scene *s, enum au_subject subject, struct au_rng *rng)
{
    *s = (struct au_scene){.subject = subject};
    make_pose(s, rng);
    make_colours(s, rng);
    make_lamp(s, rng);
    make_background(s, rng);
    make_light(s, rng);
}

static double smooth(double t)
{
    return t * t * (3 - 2 * t);
}

/* Value noise: a lattice of random values, smoothly interpolated. */
static double texture(const struct au_scene *s, double x, double y)
{
    const double u = fmin(fmax(x / s->grid_step, 0), AU_BACKGROUND_GRID - 1.001);
    const double v = fmin(fmax(y / s->grid_step, 0), AU_BACKGROUND_GRID - 1.001);
    const int i = (int)u, j = (int)v;
    const double a = smooth(u - i), b = smooth(v - j);
    const double top = s->grid[j][i] + (s->grid[j][i + 1] - s->grid[j][i]) * a;
    const double bottom = s->grid[j + 1][i] + (s->grid[j + 1][i + 1] - s->grid[j + 1][i]) * a;
    return top + (bottom - top) * b;
}

/* How much of a point a shape covers, given the distance in units of the subject. */
static double cover(const struct au_scene *s, double distance, double soft)
{
    return fmin(1, fmax(0, 0.5 - distance * s->pixels_per_unit / soft));
}

static struct au_colour paint(const struct au_scene *s, struct au_colour under, struct au_colour over, double distance,
                              double soft)
{
    return mixed(under, over, cover(s, distance, soft));
}

static struct au_colour background(const struct au_scene *s, double x, double y, double soft)
{
    const struct au_colour ground = mixed(s->ground[0], s->ground[1], texture(s, x, y));
    if (!s->has_horizon) return ground;
    const double half = AU_SCENE_SIDE / 2.0;
    const double side = s->horizon[0] * (x - half) + s->horizon[1] * (y - half) - s->horizon[2];
    return mixed(ground, s->beyond, fmin(1, fmax(0, 0.5 + side / soft)));
}

static double glyph_distance(const struct au_scene *s, struct au_point p)
{
    const struct au_point q = {p.x / s->glyph_scale, p.y / s->glyph_scale};
    switch (s->subject) {
    case AU_ARROW_RIGHT: return s->glyph_scale * au_shape_arrow(q, s->half_stroke, s->filled_head);
    case AU_SIX: return s->glyph_scale * au_shape_six(q, s->half_stroke);
    case AU_B: return s->glyph_scale * au_shape_b(q, s->half_stroke);
    default: return s->glyph_scale * au_shape_circle(q, 0.45 + 2 * s->half_stroke);
    }
}

static struct au_colour on_plate(const struct au_scene *s, struct au_colour c, struct au_point p, double soft)
{
    const double plate = s->round_plate ? au_shape_circle(p, 1) : au_shape_round_box(p, 0.92, 0.92, 0.2);
    c = paint(s, c, s->plate, plate, soft);
    c = paint(s, c, s->edge, fabs(plate + s->rim) - 0.3 * s->rim, soft);
    return paint(s, c, s->glyph, glyph_distance(s, p), soft);
}

static struct au_colour on_octagon(const struct au_scene *s, struct au_colour c, struct au_point p, double soft)
{
    const double outline = au_shape_octagon(p, 0.97);
    c = paint(s, c, s->plate, outline, soft);
    return paint(s, c, s->glyph, outline + 1.3 * s->rim, soft);
}

/* The glow spreads over the housing; everything that shines has the lamp's colour, so that it scales with its luminance. */
static struct au_colour on_housing(const struct au_scene *s, struct au_colour c, struct au_point p, double soft)
{
    const double outline = au_shape_round_box(p, 0.5, 1.08, 0.2), step = 0.66, radius = 0.29;
    c = paint(s, c, (struct au_colour){0.8, 0.8, 0.8}, outline, soft);
    c = paint(s, c, s->housing, outline + 0.08, soft);
    const double lit = au_shape_circle((struct au_point){p.x, p.y - s->lamp_place * step}, 0),
                 glow = 0.35 * exp(-pow(fmax(lit - radius, 0) / 0.13, 2));
    c = mixed(c, s->lamp, glow * cover(s, outline + 0.08, soft));
    for (int place = -1; place <= 1; place++) {
        const struct au_point q = {p.x, p.y - place * step};
        c = paint(s, c, place == s->lamp_place ? s->lamp : s->unlit, au_shape_circle(q, radius), soft);
    }
    return c;
}

struct au_colour au_scene_at(const struct au_scene *s, double x, double y, double soft)
{
    const double dx = x - s->centre_x, dy = y - s->centre_y;
    const struct au_point p = {s->turn[0][0] * dx + s->turn[0][1] * dy, s->turn[1][0] * dx + s->turn[1][1] * dy};
    const struct au_colour c = background(s, x, y, soft);
    if (s->subject == AU_LAMP_RED || s->subject == AU_LAMP_GREEN) return on_housing(s, c, p, soft);
    return s->subject == AU_OCTAGON ? on_octagon(s, c, p, soft) : on_plate(s, c, p, soft);
}
