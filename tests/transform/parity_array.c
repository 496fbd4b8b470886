/* SPDX-License-Identifier: Apache-2.0
 * parity_array.c - a small reader of .npy files (NumPy format 1.0 and 2.0). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "parity.h"

static double value_at(const unsigned char *bytes, const char *type)
{
    int32_t i4;
    int64_t i8;
    float f4;
    double f8;
    if (strcmp(type, "u1") == 0 || strcmp(type, "b1") == 0) return *bytes;
    if (strcmp(type, "i4") == 0) return memcpy(&i4, bytes, 4), i4;
    if (strcmp(type, "i8") == 0) return memcpy(&i8, bytes, 8), (double)i8;
    if (strcmp(type, "f4") == 0) return memcpy(&f4, bytes, 4), f4;
    return memcpy(&f8, bytes, 8), f8;
}

static bool read_shape(const char *header, struct parity_array *array)
{
    const char *at = strstr(header, "'shape': (");
    if (!at) return false;
    at += strlen("'shape': (");
    array->count = 1;
    while (*at && *at != ')') {
        char *end;
        const unsigned long side = strtoul(at, &end, 10);
        if (end == at || array->dimensions == 4) return false;
        array->shape[array->dimensions++] = side;
        array->count *= side;
        for (at = end; *at == ',' || *at == ' '; at++) continue;
    }
    return true;
}

static bool read_values(FILE *file, const char *type, struct parity_array *array)
{
    const size_t size = (size_t)(type[1] - '0');
    unsigned char bytes[8];
    array->values = calloc(array->count + 1, sizeof *array->values);
    for (size_t i = 0; array->values && i < array->count; i++) {
        if (fread(bytes, size, 1, file) != 1) return false;
        array->values[i] = value_at(bytes, type);
    }
    return array->values != NULL;
}

static bool read_file(FILE *file, struct parity_array *array)
{
    unsigned char start[12];
    char header[1024] = "", type[3] = "";
    if (fread(start, 10, 1, file) != 1 || memcmp(start, "\x93NUMPY", 6) != 0) return false;
    size_t length = start[8] + 256u * start[9];
    if (start[6] > 1 && fread(start + 10, 2, 1, file) != 1) return false;
    if (length >= sizeof header || fread(header, length, 1, file) != 1) return false;
    const char *at = strstr(header, "'descr': '");
    if (!at || strlen(at) < 13 || strstr(header, "'fortran_order': True")) return false;
    memcpy(type, at + 11, 2);
    return strstr("b1 u1 i4 i8 f4 f8", type) && read_shape(header, array) && read_values(file, type, array);
}

bool parity_array_read(const char *name, struct parity_array *array)
{
    char below[512];
    memset(array, 0, sizeof *array);
    snprintf(below, sizeof below, "reference/parity/%s", name);
    const char *path = check_shared(below);
    FILE *file = path ? fopen(path, "rb") : NULL;
    if (!file) return false;
    const bool good = read_file(file, array);
    fclose(file);
    if (!good) parity_array_release(array);
    return good;
}

void parity_array_release(struct parity_array *array)
{
    free(array->values);
    memset(array, 0, sizeof *array);
}
