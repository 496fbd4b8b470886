/* SPDX-License-Identifier: Apache-2.0
 * temperature.h - the temperature at which scores are best read as probabilities (Guo and others, ICML 2017).
 */
#ifndef AU_TEMPERATURE_H
#define AU_TEMPERATURE_H

#include "change.h"

/* The factor t in [1/32, 4] with the least log loss of softmax(t * scores), to about a thousandth. `scratch`: rows doubles. */
double au_fit_temperature(const struct au_readings *r, const float *scores, double *scratch);

#endif
