/* SPDX-License-Identifier: Apache-2.0
 * versions.h - versions of the image libraries in use, for the report.
 */
#ifndef AU_VERSIONS_H
#define AU_VERSIONS_H

/* Static storage, filled on the first call. */
const char *au_image_png_version(void);
const char *au_image_tiff_version(void); /* one line */

#endif
