/* SPDX-License-Identifier: Apache-2.0
 * json_change.h - predicted changes as JSON.
 */
#ifndef AU_JSON_CHANGE_H
#define AU_JSON_CHANGE_H

#include <augaudit/audit.h>

#include "core/json_write.h"

void au_json_change(struct au_json *json, const char *key, const struct aug_change *change);
/* Members of the open object: the list of pairs, and what the pipeline as a whole changes; nothing where they were not asked about. */
void au_json_pairs(struct au_json *json, const struct aug_audit *audit);
void au_json_pipeline_change(struct au_json *json, const struct aug_audit *audit);

#endif
