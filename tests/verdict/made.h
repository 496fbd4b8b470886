/* SPDX-License-Identifier: Apache-2.0
 * made.h - findings made by hand, for rules to be tested on. */
#ifndef TEST_MADE_H
#define TEST_MADE_H

#include "verdict/case.h"

/* A transform that harms nobody: 400 images in 400 clusters a class, tight intervals; room for four pairs. Release with au_findings_release. */
struct au_findings made_harmless(size_t classes);
/* `from` becomes `to` by every sign there is. */
struct au_pair_findings made_collision(int from, int to);
/* Adds it, and no transformed image of `from` is typical of its own class. */
void made_add_collision(struct au_findings *findings, int from, int to);

#endif
