/* SPDX-License-Identifier: Apache-2.0
 * confusion.h - what transformed images of each class are read as by somebody who knows clean images only, and how that differs from clean images.
 */
#ifndef AU_CONFUSION_H
#define AU_CONFUSION_H

#include <stdint.h>

#define AU_CONFUSION_LEAST 0.01   /* smaller changes are left out */
#define AU_CONFUSION_PER_CLASS 12 /* and of each class only its largest changes are kept */

struct au_confusion_cell {
    int32_t from, to;
    float share; /* of `from`: T(x) read as `to`, minus x read as `to` */
};

struct au_confusion { /* {0} is empty: nothing changed; cells by `from`, then largest change first */
    uint32_t count;
    struct au_confusion_cell *cells; /* owned by the findings */
};

#endif
