/* SPDX-License-Identifier: Apache-2.0
 * sample_internal.h - from a scene to a picture.
 */
#ifndef AU_SAMPLE_INTERNAL_H
#define AU_SAMPLE_INTERNAL_H

#include <augaudit/error.h>
#include <augaudit/image.h>

#include "core/random.h"
#include "scene.h"

/* Draws, blurs, lights and adds noise; 32 x 32 RGB, not turned yet. */
AUG_CHECKED enum aug_status au_sample_render(const struct au_scene *scene, struct au_rng *rng, struct aug_image *out,
                                             struct aug_error *err);

#endif
