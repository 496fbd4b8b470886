/* SPDX-License-Identifier: Apache-2.0
 * versions.c - asks the codec libraries who they are. */
#include "versions.h"

#include <spng.h>
#include <tiffvers.h>

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)

const char *au_image_png_version(void)
{
    return spng_version_string();
}

const char *au_image_tiff_version(void)
{
    return TEXT(TIFFLIB_VERSION);
}
