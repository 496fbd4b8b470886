/* SPDX-License-Identifier: Apache-2.0
 * prediction.h - a prediction as text and as JSON.
 */
#ifndef CLI_PREDICTION_H
#define CLI_PREDICTION_H

#include <stdio.h>

#include <augaudit/predict.h>

void prediction_text(FILE *out, const struct aug_prediction *result);
void prediction_json(FILE *out, const struct aug_prediction *result);

#endif
