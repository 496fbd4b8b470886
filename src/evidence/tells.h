/* SPDX-License-Identifier: Apache-2.0
 * tells.h - how a transformed image can be told from a clean one although the claim says nothing of it: numbers about one transform.
 *
 * A network that can read "this was transformed" off a border or off resampling may keep apart what the transform says belongs together, and if
 * only some classes are transformed it may read the class there. Shares and differences as everywhere: means with cluster-robust errors.
 */
#ifndef AU_TELLS_H
#define AU_TELLS_H

#include <stdint.h>

#include "image/traces.h"
#include "learn/cue.h"
#include "stat.h"

/* What is kept of an image beside its traces. */
enum au_codec_trace {
    AU_TRACE_BLOCK = AU_TRACE_COUNT, /* longer side of the blocks of a JPEG file, in pixels; 0: another format */
    AU_TRACE_TURN, /* enum au_jpeg_turned: it was flipped or turned as a whole, and a JPEG of this size shows that */
    AU_TRACE_RESIDUAL, /* mean |difference| to its own recoding as the file was coded, 0 .. 255; -1: not measured */
    AU_TRACE_CUES,     /* features of single cues (learn/cue.h); of images that were taken back they are 0 */
    AU_TRACE_ROW = AU_TRACE_CUES + AU_CUE_FLOATS
};

/* With pixels at hand, at most so many images are traced, and of at most so many JPEG files the recoding. */
#define AU_TRACED_MAX 2000
#define AU_RECODED_MAX 64

struct au_tells {
    uint32_t is_known;
    double images, clusters; /* traced */
    /* borders */
    struct au_stat border, border_clean;  /* share of images with a border of one colour */
    double border_depth_px, border_level; /* medians over transformed images that have one */
    struct au_stat copied, copied_clean;  /* share with mirrored or repeated edges */
    double copied_depth_px;
    /* resampling: log of detail after over before, image by image; after taking the transform back */
    struct au_stat detail, detail_undone;
    double detail_auc; /* chance that a clean image has more detail than a transformed one of another picture */
    uint32_t has_undone;
    /* JPEG */
    double block_px;            /* longest side of a block, over the images */
    double jpeg_share;          /* of the images */
    struct au_stat grid_moved;  /* share of all images that are JPEGs whose grid was moved by a flip or turn */
    struct au_stat turn_traced; /* the same, and those whose quantisation table lies on its side */
    struct au_stat recoded;     /* extra difference of transformed images to their recoding, in 255ths ... */
    double recoded_clean;       /* ... beyond this of clean ones */
    double recoded_images;      /* 0: not measured */
    /* told apart: J = 1 - 2 error of a classifier of clean and transformed images (artefact.c) */
    struct au_stat told_by_traces; /* by traces alone */
    struct au_stat told;           /* by traces and the main embedding */
    struct au_stat told_sham;      /* clean and taken back */
    struct au_stat told_beyond;    /* taken back and transformed */
    struct au_stat artefact_share; /* told_sham / told, at most 1 */
    /* clean images taken for transformed ones, by traces alone (leak.h) */
    double leak_bits, leak_p, leak_there, leak_elsewhere;
    int32_t leak_class; /* -1: none */
    uint32_t reserved;
};

#endif
