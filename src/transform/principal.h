/* SPDX-License-Identifier: Apache-2.0
 * principal.h - the three principal colours of an image.
 */
#ifndef AU_PRINCIPAL_H
#define AU_PRINCIPAL_H

#include <augaudit/image.h>

struct au_principal {
    double mean[3];          /* levels */
    double covariance[3][3]; /* levels squared, divided by the number of pixels */
    double variance[3];      /* eigenvalues of the covariance, largest first */
    double axis
        [3]
        [3]; /* axis[k] is the unit eigenvector of variance[k]; its sign is that of its largest component: positive */
};

/* `image` has three channels. Jacobi's rotations (1846), which reach full precision for 3 x 3. */
void au_principal(const struct aug_image *image, struct au_principal *out);

#endif
