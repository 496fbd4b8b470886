/* SPDX-License-Identifier: Apache-2.0
 * folders.h - files below the folder of the test at hand.
 */
#ifndef TEST_FOLDERS_H
#define TEST_FOLDERS_H

#include <augaudit/image.h>

extern char root[128];

/* root becomes an empty folder. */
void fresh(void);
/* Folders in between are made. */
void put_bytes(const char *below, const void *bytes, size_t size);
void put_png(const char *below, const struct aug_image *image);

#endif
