/* SPDX-License-Identifier: Apache-2.0
 * colour.c - HSV, YCrCb and Lab of single pixels. */
#include <math.h>

#include "colour.h"
#include "pixels.h"

double au_luma_mean(const struct aug_image *image)
{
    uint64_t sum = 0;
    for (int y = 0; y < image->height; y++) {
        const uint8_t *row = au_row(image, y);
        for (int x = 0; x < image->width; x++) sum += image->channels == 1 ? row[x] : au_luma(row + 3 * (size_t)x);
    }
    return (double)sum / ((double)image->width * image->height);
}

void au_hsv_prepare(struct au_hsv *hsv)
{
    hsv->saturation[0] = hsv->hue[0] = 0;
    for (int v = 1; v < 256; v++) {
        hsv->saturation[v] = (int)lrint((255 << 12) / (double)v);
        hsv->hue[v] = (int)lrint((180 << 12) / (6.0 * v));
    }
}

static int max3(int a, int b, int c)
{
    const int ab = a > b ? a : b;
    return ab > c ? ab : c;
}

static int min3(int a, int b, int c)
{
    const int ab = a < b ? a : b;
    return ab < c ? ab : c;
}

void au_hsv_from_rgb(const struct au_hsv *quotients, const uint8_t rgb[3], uint8_t hsv[3])
{
    const int r = rgb[0], g = rgb[1], b = rgb[2];
    const int value = max3(r, g, b), spread = value - min3(r, g, b);
    const int sixths = value == r ? g - b : value == g ? b - r + 2 * spread : r - g + 4 * spread;
    const int hue = (sixths * quotients->hue[spread] + (1 << 11)) >> 12;
    hsv[0] = (uint8_t)(hue < 0 ? hue + 180 : hue);
    hsv[1] = (uint8_t)((spread * quotients->saturation[value] + (1 << 11)) >> 12);
    hsv[2] = (uint8_t)value;
}

/* Which of {value, low, falling, rising} red, green and blue are in each sixth of the wheel. */
static const uint8_t sixth_parts[6][3] = {{0, 3, 1}, {2, 0, 1}, {1, 0, 3}, {1, 2, 0}, {3, 1, 0}, {0, 1, 2}};

void au_hsv_to_rgb(const uint8_t hsv[3], uint8_t rgb[3])
{
    float position = (float)hsv[0] * (6.0f / 180.0f);
    const float saturation = (float)hsv[1] * (1.0f / 255.0f), value = (float)hsv[2] * (1.0f / 255.0f);
    int sixth = (int)position;
    position -= (float)sixth;
    while (sixth >= 6) sixth -= 6;
    const float parts[4] = {value, value * (1 - saturation), value * (1 - saturation * position),
                            value * (1 - saturation * (1 - position))};
    for (int c = 0; c < 3; c++) rgb[c] = au_round_u8(parts[sixth_parts[sixth][c]] * 255.0f);
}

void au_hue_turn(const uint8_t in[3], uint8_t out[3], double degrees)
{
    const int r = in[0], g = in[1], b = in[2];
    const int value = max3(r, g, b), low = min3(r, g, b), spread = value - low;
    if (spread == 0) {
        out[0] = out[1] = out[2] = (uint8_t)value;
        return;
    }
    const int sixths = value == r ? g - b : value == g ? b - r + 2 * spread : r - g + 4 * spread;
    double position = (double)sixths / spread + degrees / 60.0;
    position -= 6.0 * floor(position / 6.0);
    int sixth = (int)position;
    position -= sixth;
    if (sixth > 5) sixth = 0;
    const double parts[4] = {value, low, value - spread * position, low + spread * position};
    for (int c = 0; c < 3; c++) out[c] = au_round_u8((float)parts[sixth_parts[sixth][c]]);
}

void au_ycc_from_rgb(const uint8_t rgb[3], uint8_t ycc[3])
{
    const int half = 1 << 13, offset = 128 << 14;
    const int luma = (rgb[0] * 4899 + rgb[1] * 9617 + rgb[2] * 1868 + half) >> 14;
    ycc[0] = (uint8_t)luma;
    ycc[1] = au_clip_int(((rgb[0] - luma) * 11682 + offset + half) >> 14);
    ycc[2] = au_clip_int(((rgb[2] - luma) * 9241 + offset + half) >> 14);
}

void au_ycc_to_rgb(const uint8_t ycc[3], uint8_t rgb[3])
{
    const int half = 1 << 13, luma = ycc[0], red = ycc[1] - 128, blue = ycc[2] - 128;
    rgb[0] = au_clip_int(luma + ((red * 22987 + half) >> 14));
    rgb[1] = au_clip_int(luma + ((blue * -5636 + red * -11698 + half) >> 14));
    rgb[2] = au_clip_int(luma + ((blue * 29049 + half) >> 14));
}

void au_lab_prepare(struct au_lab *lab)
{
    for (int v = 0; v < 256; v++) {
        const double s = v / 255.0;
        lab->linear[v] = (uint16_t)lrint(2040 * (s <= 0.04045 ? s / 12.92 : pow((s + 0.055) / 1.055, 2.4)));
    }
    for (int i = 0; i < AU_LAB_ROOTS; i++) {
        const double t = i / 2040.0;
        lab->root[i] = (uint16_t)lrint(32768 * (t < 0.008856 ? t * 7.787 + 4.0 / 29 : cbrt(t)));
    }
}

/* XYZ of linear light in 1/4096, each divided by that of white (D65). */
static const int16_t lab_weights[3][3] = {{1777, 1541, 778}, {871, 2929, 296}, {73, 448, 3575}};

static int lab_root(const struct au_lab *lab, const uint8_t rgb[3], int which)
{
    const int16_t *w = lab_weights[which];
    const int sum = lab->linear[rgb[0]] * w[0] + lab->linear[rgb[1]] * w[1] + lab->linear[rgb[2]] * w[2];
    return lab->root[(sum + 2048) >> 12];
}

static uint8_t lab_byte(int value)
{
    return au_clip_int((value + 16384) >> 15);
}

void au_lab_from_rgb(const struct au_lab *light, const uint8_t rgb[3], uint8_t lab[3])
{
    const int x = lab_root(light, rgb, 0), y = lab_root(light, rgb, 1), z = lab_root(light, rgb, 2);
    lab[0] = lab_byte(296 * y - (16 * 255 * 32768 + 50) / 100); /* 116 * 2.55 and 16 * 2.55 */
    lab[1] = lab_byte(500 * (x - y) + 128 * 32768);
    lab[2] = lab_byte(200 * (y - z) + 128 * 32768);
}

static float lab_cube(float f)
{
    return f > 6.0f / 29.0f ? f * f * f : (f - 16.0f / 116.0f) / 7.787f;
}

static uint8_t srgb_byte(float linear)
{
    const float clipped = linear > 0 ? linear < 1 ? linear : 1 : 0;
    return au_round_u8(255.0f * (clipped <= 0.0031308f ? 12.92f * clipped : 1.055f * powf(clipped, 1 / 2.4f) - 0.055f));
}

void au_lab_to_rgb(const uint8_t lab[3], uint8_t rgb[3])
{
    const float fy = ((float)lab[0] / 2.55f + 16.0f) / 116.0f;
    const float x = 0.950456f * lab_cube(fy + ((float)lab[1] - 128.0f) / 500.0f), y = lab_cube(fy);
    const float z = 1.088754f * lab_cube(fy - ((float)lab[2] - 128.0f) / 200.0f);
    rgb[0] = srgb_byte(3.240479f * x - 1.537150f * y - 0.498535f * z);
    rgb[1] = srgb_byte(-0.969256f * x + 1.875991f * y + 0.041556f * z);
    rgb[2] = srgb_byte(0.055648f * x - 0.204043f * y + 1.057311f * z);
}
