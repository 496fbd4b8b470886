/* SPDX-License-Identifier: Apache-2.0
 * test_parity_geometry.c - geometric transforms against the outputs of Albumentations 2.0.8. */
#include "check.h"
#include "parity.h"

static const struct parity_op ops[] = {
    {"HorizontalFlip", true, NULL, 5},
    {"VerticalFlip", true, NULL, 5},
    {"Transpose", true, NULL, 5},
    {"D4", false, NULL, 8},
    {"RandomRotate90", false, NULL, 8},
    {"Rotate", true, NULL, 39},
    {"SafeRotate", true, NULL, 6},
    {"Affine", true, NULL, 17},
    {"ShiftScaleRotate", true, NULL, 2},
    {"Perspective", false, NULL, 20},
    {"Crop", true, NULL, 2},
    {"CenterCrop", true, NULL, 6},
    {"RandomCrop", false, NULL, 2},
    {"RandomCropFromBorders", false, NULL, 2},
    {"RandomResizedCrop", false, NULL, 3},
    {"CropAndPad", true, NULL, 4},
    {"Pad", true, NULL, 12},
    {"PadIfNeeded", true, NULL, 12},
    {"Resize", true, NULL, 32},
    {"RandomScale", true, NULL, 2},
    {"LongestMaxSize", true, NULL, 3},
    {"SmallestMaxSize", true, NULL, 3},
    {0},
};

TEST(geometric_transforms_give_what_albumentations_gives)
{
    parity_run(ops);
}
