/* SPDX-License-Identifier: Apache-2.0
 * ntk.h - the arc-cosine neural tangent kernel of one hidden layer of rectifiers, on cosines.
 *
 * k(c) = (sqrt(1 - c^2) + 2 (pi - arccos c) c) / pi: Cho and Saul, NIPS 2009 (kernels of order 0 and 1), put together as in Jacot, Gabriel and
 * Hongler, NeurIPS 2018. k(1) = 2, k(0) = 1/pi, k(-1) = 0. No bandwidth to choose. Pure, thread-safe.
 */
#ifndef AU_NTK_H
#define AU_NTK_H

#include <stddef.h>

/* Each of `count` cosines becomes k of it, in place; values beyond -1 and 1 are cut. Absolute error below 1e-6; the same bytes whatever the
 * compiler makes of the loop (arccos by Abramowitz and Stegun 4.4.46, no libm). */
void au_ntk(float *cosines, size_t count);

#endif
