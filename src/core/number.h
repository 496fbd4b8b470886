/* SPDX-License-Identifier: Apache-2.0
 * number.h - decimal text to double, whatever the locale says.
 */
#ifndef AU_NUMBER_H
#define AU_NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/* What a number looks like: [-+] digits [. digits] [e [-+] digits], at least one digit before the exponent. */
struct au_number_shape {
    bool matches; /* the whole text is such a number */
    bool whole;   /* neither point nor exponent */
    bool plus;    /* a leading + */
};
struct au_number_shape au_number_shape(const char *text, size_t length);

/* Correctly rounded value of a text of that shape (infinite when it is beyond a double). False: not of that shape,
 * longer than 400 characters, or no memory. Thread-safe. */
bool au_number_parse(const char *text, size_t length, double *value);

#endif
