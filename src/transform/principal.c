/* SPDX-License-Identifier: Apache-2.0
 * principal.c - mean, covariance and eigenvectors of an image's colours. */
#include "principal.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "pixels.h"

static void measure(const struct aug_image *image, struct au_principal *out)
{
    uint64_t sum[3] = {0}, product[3][3] = {{0}};
    const double pixels = (double)image->width * image->height;
    for (int y = 0; y < image->height; y++) {
        const uint8_t *pixel = au_row(image, y);
        for (int x = 0; x < image->width; x++, pixel += 3)
            for (int i = 0; i < 3; i++) {
                sum[i] += pixel[i];
                for (int k = 0; k <= i; k++) product[i][k] += (uint64_t)pixel[i] * pixel[k];
            }
    }
    for (int i = 0; i < 3; i++) out->mean[i] = (double)sum[i] / pixels;
    for (int i = 0; i < 3; i++)
        for (int k = 0; k <= i; k++)
            out->covariance[i][k] = out->covariance[k][i] = (double)product[i][k] / pixels -
                                                            out->mean[i] * out->mean[k];
}

/* Rotates the plane of i and k so that a[i][k] becomes 0; the rows of v turn along. */
static void rotate(double a[3][3], double v[3][3], int i, int k)
{
    if (a[i][k] == 0) return;
    const double theta = (a[k][k] - a[i][i]) / (2 * a[i][k]);
    const double t = (theta < 0 ? -1 : 1) / (fabs(theta) + sqrt(theta * theta + 1));
    const double c = 1 / sqrt(t * t + 1), s = t * c;
    for (int n = 0; n < 3; n++) {
        const double left = a[n][i], right = a[n][k];
        a[n][i] = c * left - s * right;
        a[n][k] = s * left + c * right;
    }
    for (int n = 0; n < 3; n++) {
        const double upper = a[i][n], lower = a[k][n], v_upper = v[i][n], v_lower = v[k][n];
        a[i][n] = c * upper - s * lower;
        a[k][n] = s * upper + c * lower;
        v[i][n] = c * v_upper - s * v_lower;
        v[k][n] = s * v_upper + c * v_lower;
    }
}

static void point_forward(double axis[3])
{
    int largest = 0;
    for (int i = 1; i < 3; i++)
        if (fabs(axis[i]) > fabs(axis[largest])) largest = i;
    if (axis[largest] < 0)
        for (int i = 0; i < 3; i++) axis[i] = -axis[i];
}

void au_principal(const struct aug_image *image, struct au_principal *out)
{
    double a[3][3], v[3][3] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
    measure(image, out);
    memcpy(a, out->covariance, sizeof a);
    for (int sweep = 0; sweep < 12; sweep++) {
        rotate(a, v, 0, 1);
        rotate(a, v, 0, 2);
        rotate(a, v, 1, 2);
    }
    int order[3] = {0, 1, 2};
    for (int i = 0; i < 2; i++)
        for (int k = i + 1; k < 3; k++)
            if (a[order[k]][order[k]] > a[order[i]][order[i]]) {
                const int kept = order[i];
                order[i] = order[k];
                order[k] = kept;
            }
    for (int i = 0; i < 3; i++) {
        out->variance[i] = fmax(a[order[i]][order[i]], 0);
        memcpy(out->axis[i], v[order[i]], sizeof v[0]);
        point_forward(out->axis[i]);
    }
}
