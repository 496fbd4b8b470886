/* SPDX-License-Identifier: Apache-2.0
 * reading.h - the two ways in which held-out scores are read.
 */
#ifndef AU_READING_H
#define AU_READING_H

/* A sharp reading changes like accuracy, and totals are made of it; a soft one, at the calibrated temperature, has less luck in it, and what sets
 * classes apart is made of that. A kernel's are the same. */
enum au_reading { AU_SHARP, AU_SOFT, AU_READINGS };

#endif
