/* SPDX-License-Identifier: Apache-2.0
 * bars.h - a small set to predict on: slanted bars, low, in the middle or high, on noise, of three sizes.
 */
#ifndef BARS_H
#define BARS_H

#include <augaudit/dataset.h>

enum { BARS_CLASSES = 3 };

/* `each` images a class in a folder of the test. Release it. */
struct aug_dataset bars_make(int each);

#endif
