/* SPDX-License-Identifier: Apache-2.0
 * network.h - small convolutional networks, trained from pixels and read; plain data in, plain data out.
 *
 * A network is layers of convolution (odd square kernels, zero padding, no bias), batch normalisation (Ioffe and Szegedy, 2015), max(0, x) and,
 * where asked for, the greatest of each 2 x 2 window; then the average over the picture and one linear layer. It is trained by minimising the
 * cross-entropy of its softmax on batches, by AdamW (Loshchilov and Hutter, 2019) or by gradient descent with Nesterov's momentum
 * (Sutskever et al., 2013), along a rate that rises linearly and falls as a half cosine. It can be read with the exponential average of its
 * weights over steps (Polyak averaging), statistics of the normalisation included.
 *
 * Two trainings with the same seed and number of images start from the same weights, see the images in the same order, and are told the same chance for each view:
 * what they differ in is what `fill` gives them (common random numbers).
 * One training or prediction runs on one thread; distinct ones may run at once. The result is the same on any number of threads, and, but for the
 * last bits of exp, log and cos of the system's library, on any machine (kernel/convolve.h). No step of a training allocates memory.
 */
#ifndef AU_NETWORK_H
#define AU_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <augaudit/error.h>

#define AU_NETWORK_LAYERS_MAX 12
#define AU_NETWORK_FILTERS_MAX 512
#define AU_NETWORK_SIDE_MAX 7
#define AU_NETWORK_CLASSES_MAX 4096
#define AU_NETWORK_PIXELS_MIN 4 /* of either side of an image */
#define AU_NETWORK_PIXELS_MAX 256
#define AU_NETWORK_BATCH_MAX 512

struct au_network_layer {
    int filters; /* 1 .. AU_NETWORK_FILTERS_MAX; multiples of 16 waste nothing */
    int side;    /* of the kernel: 1, 3, 5 or 7; 0: 3 */
    int stride;  /* 1 or 2; 0: 1 */
    bool pool;   /* 2 x 2 windows at the end of the layer; an odd last row or column falls out */
};

struct au_network_shape {
    int height, width, channels, classes;
    int layer_count;
    struct au_network_layer layers[AU_NETWORK_LAYERS_MAX];
};

struct au_network { /* {0} is empty */
    struct au_network_shape shape;
    size_t weight_count;    /* the first of `values`: kernels and the linear layer, which decay */
    size_t parameter_count; /* the first of `values`: weights, gains and shifts, which are trained */
    size_t value_count;     /* and the means and variances of the normalisations */
    float *values;
};

enum au_network_rule { AU_NETWORK_ADAMW, AU_NETWORK_MOMENTUM };

struct au_network_plan { /* zero means what stands in brackets */
    uint64_t seed;
    int batch;     /* images a step, 2 .. AU_NETWORK_BATCH_MAX [64], at most the number of images */
    int steps;     /* [as many as `epochs` need] */
    double epochs; /* [50] times that each image is seen */
    enum au_network_rule rule;
    double rate;          /* highest rate [.003 for AdamW, .05 with momentum] */
    double warm_up;       /* share of the steps in which the rate rises [.1]; negative: none */
    double last_rate;     /* at the last step, as a share of the highest [0] */
    double momentum;      /* [.9], of both rules */
    double second_moment; /* [.999], AdamW */
    double
        weight_decay; /* of weights, a share of the rate a step (AdamW), or added to the gradient (momentum) [.05, .0005]; negative: none */
    double smoothing; /* of targets: share given evenly to all classes [0] */
    double
        average; /* the share that the average of weights keeps in a step, e.g. .998 [0: the last weights are read] */
    const struct au_network *start; /* of the same shape, borrowed: goes on from its weights [random weights by the seed] */
};

struct au_network_view { /* which image is wanted */
    uint32_t image;      /* 0 .. count - 1 */
    uint32_t epoch;      /* how often it was seen before */
    double chance;       /* uniform in [0, 1): transform when it is below p */
    uint64_t stream;     /* for the draws of the transform, see core/random.h; a number of (epoch, image) only */
};

/* Writes height x width x channels floats, about mean 0 and deviation 1, and the target: `classes` shares of sum 1, zero when called. */
typedef enum aug_status (*au_network_fill_fn)(void *context, const struct au_network_view *view, float *pixels,
                                              float *target, struct aug_error *err);

struct au_network_images {
    size_t count; /* at least 2 */
    au_network_fill_fn fill;
    void *context;
};

struct au_network_course { /* what happened, in tenths of the training */
    int steps;
    double loss[10];  /* mean cross-entropy of the batches */
    double right[10]; /* share of images whose largest target had the largest score */
};

/* Fails: AUG_BAD_INPUT (shape, plan, no images, or a loss that is no number), AUG_NO_MEMORY, and whatever fill fails with. `course` may be NULL. */
AUG_CHECKED enum aug_status au_network_train(const struct au_network_shape *shape, const struct au_network_plan *plan,
                                             const struct au_network_images *images, struct au_network *out,
                                             struct au_network_course *course, struct aug_error *err);
void au_network_release(struct au_network *network);

/* Scores before the softmax, count x classes, of count images one after the other. Fails: AUG_NO_MEMORY. */
AUG_CHECKED enum aug_status au_network_scores(const struct au_network *network, const float *pixels, size_t count,
                                              float *scores, struct aug_error *err);
/* Softmax of each row, in place. */
void au_network_probabilities(float *scores, size_t count, size_t classes);

/* Multiply-adds of one image forward; 0 for a shape that training would refuse. A training costs about three times that an image. */
double au_network_cost(const struct au_network_shape *shape);

#endif
