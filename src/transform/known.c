/* SPDX-License-Identifier: Apache-2.0
 * known.c - transforms that libraries have and this build cannot apply yet: what they do and what they claim. */
#include <augaudit/transform.h>

#include <string.h>

static const struct aug_known known[] = {
    {
        "ElasticTransform",
        "Bends the image by a smooth random field of displacements.",
        {"A picture drawn with a shaky hand deserves the same label.",
         "Shape is told from exact straightness, proportion or small strokes.",
         "Calibration targets, text in small print, measurements, faces at high strength.",
         "Boxes, masks and key points move with the pixels; boxes are only hulls of what was bent.",
         AUG_MOVES_AND_DROPS},
    },
};

size_t aug_known_count(void)
{
    return sizeof known / sizeof *known;
}

const struct aug_known *aug_known_at(size_t i)
{
    return i < aug_known_count() ? &known[i] : NULL;
}

const struct aug_known *aug_known_find(const char *name)
{
    for (size_t i = 0; i < aug_known_count(); i++)
        if (strcmp(known[i].name, name) == 0) return &known[i];
    return NULL;
}
