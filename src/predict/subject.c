/* SPDX-License-Identifier: Apache-2.0
 * subject.c - a leaf is called once, a pipeline again and again until it does something. */
#include "subject.h"

#define TRIES 64      /* what runs more rarely is mixed in so rarely that an idle call does no harm */
#define STEP 0x10000u /* between the numbers of an image's draws and of their repetitions */

double au_subject_reach(const struct au_subject *s, double probability)
{
    const double reach = s->pipeline ? probability * (1 - aug_pipeline_idle(s->pipeline)) : probability;
    return reach < 1 ? reach : 1;
}

enum aug_status au_subject_apply(const struct au_subject *s, const struct aug_image *in, uint64_t seed,
                                 uint64_t image_key, uint32_t draw_number, struct aug_image *out, struct aug_error *err)
{
    bool ran = false;
    if (s->leaf) return aug_leaf_apply(s->leaf, in, seed, image_key, draw_number, out, NULL, NULL, err);
    for (uint32_t i = 0; !ran && i < TRIES; i++)
        AUG_TRY(aug_pipeline_apply(s->pipeline, in, seed, image_key, draw_number + i * STEP, out, &ran, err));
    return AUG_OK;
}
