/* SPDX-License-Identifier: Apache-2.0
 * traced.h - the images whose pixels are looked at for tells, and the features by which their versions are told apart.
 *
 * Two sights: TRACES is what processing leaves (image/traces.h) without what the picture shows; ALL adds the main embedding, which sees what the
 * transform means to change.
 */
#ifndef AU_TRACED_H
#define AU_TRACED_H

#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#include "learn/apart.h"
#include "learn/embed.h"
#include "tells.h"

enum au_sight { AU_SIGHT_TRACES, AU_SIGHT_ALL, AU_SIGHT_COUNT };

/* Traces by which versions are told apart: all but light and the shares of black and white, which photometric transforms mean to change. */
#define AU_TRACES_READ (AU_TRACE_COUNT - 3)

struct au_traced {  /* {0} is empty; constant once made */
    uint32_t *rows; /* ascending */
    size_t count;
    float *clean;  /* count x AU_TRACE_ROW: traces of the clean images */
    uint8_t *fold; /* per traced image */
    float mean[AU_TRACES_READ], scale[AU_TRACES_READ];
    float main_scale;
    struct au_basis basis[AU_SIGHT_COUNT]; /* of the traces, and of the main embedding */
    struct au_apart seen[AU_SIGHT_COUNT];  /* clean images; ALL empty where there is no main embedding */
};

struct au_traced_input {
    const uint32_t *rows;
    size_t count;
    const uint8_t *part; /* per row of the data: 2 * fold + half */
    const float *main;   /* rows of the data x main_count: projected clean images; NULL: none */
    size_t main_count;
};

/* Takes over `clean`, also when it fails. */
AUG_CHECKED enum aug_status au_traced_make(const struct au_traced_input *input, float *clean, struct au_traced *out,
                                           struct aug_error *err);
void au_traced_release(struct au_traced *traced);

/* Another version of the images: `traces` as `clean` above; `main` as in the input (not used for TRACES). */
AUG_CHECKED enum aug_status au_traced_see(const struct au_traced *traced, enum au_sight sight, const float *traces,
                                          const float *main, struct au_apart *out, struct aug_error *err);

#endif
