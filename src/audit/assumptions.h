/* SPDX-License-Identifier: Apache-2.0
 * assumptions.h - what the audit takes for granted.
 */
#ifndef AU_ASSUMPTIONS_H
#define AU_ASSUMPTIONS_H

#include <augaudit/audit.h>

/* Static storage. */
const struct aug_assumption *au_assumptions(size_t *count);

#endif
