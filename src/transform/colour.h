/* SPDX-License-Identifier: Apache-2.0
 * colour.h - one pixel from RGB to another colour space and back.
 *
 * The 8-bit spaces are those of OpenCV's cvtColor (hue 0..179), because Albumentations passes through them and what they lose is part
 * of the transform. Formulas: Smith, "Color gamut transform pairs", SIGGRAPH 1978 (HSV); ITU-R BT.601 (luma, YCrCb);
 * CIE 15:2004 with the sRGB curve and D65 white (Lab).
 */
#ifndef AU_COLOUR_H
#define AU_COLOUR_H

#include <stdint.h>

#include <augaudit/image.h>

/* (9798 R + 19235 G + 3735 B) / 32768, rounded: .299 .587 .114 */
static inline uint8_t au_luma(const uint8_t rgb[3])
{
    return (uint8_t)((9798 * rgb[0] + 19235 * rgb[1] + 3735 * rgb[2] + 16384) >> 15);
}

/* Mean of the rounded luma of every pixel; of a grey image the mean. */
double au_luma_mean(const struct aug_image *image);

/* Quotients that 8-bit hue and saturation are made with: fill once, use for many pixels. */
struct au_hsv {
    int saturation[256], hue[256];
};
void au_hsv_prepare(struct au_hsv *hsv);
/* hsv[]: hue 0..179 (two degrees a step), saturation and value 0..255. */
void au_hsv_from_rgb(const struct au_hsv *quotients, const uint8_t rgb[3], uint8_t hsv[3]);
void au_hsv_to_rgb(const uint8_t hsv[3], uint8_t rgb[3]);

/* Turns the hue by `degrees` without passing through 8 bits; greys stay. */
void au_hue_turn(const uint8_t in[3], uint8_t out[3], double degrees);

/* Luma and the two differences, 14-bit fixed point: ycc[0] = Y, [1] = Cr, [2] = Cb. */
void au_ycc_from_rgb(const uint8_t rgb[3], uint8_t ycc[3]);
void au_ycc_to_rgb(const uint8_t ycc[3], uint8_t rgb[3]);

/* Fixed-point tables of OpenCV's 8-bit Lab: linear light of every sRGB byte in 1/2040, and the cube root that Lab is made with
 * in 1/32768. Fill once. The scheme is followed to the bit because what uses the result (CLAHE) magnifies a step. */
#define AU_LAB_ROOTS 3072
struct au_lab {
    uint16_t linear[256], root[AU_LAB_ROOTS];
};
void au_lab_prepare(struct au_lab *lab);
/* lab[0] = L * 255 / 100, lab[1] = a + 128, lab[2] = b + 128, rounded. */
void au_lab_from_rgb(const struct au_lab *light, const uint8_t rgb[3], uint8_t lab[3]);
void au_lab_to_rgb(const uint8_t lab[3], uint8_t rgb[3]);

#endif
