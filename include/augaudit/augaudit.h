/* SPDX-License-Identifier: Apache-2.0
 * augaudit.h - everything: audit the augmentations of a training pipeline as claims about labels.
 *
 *     error.h      status values and messages         pipeline.h   trees of transforms, SPECs, presets
 *     image.h      pixels and image files             evidence.h   numbers with intervals and grades
 *     dataset.h    labelled folders                   verdict.h    the words an audit ends with
 *     sample.h     the built-in sample set            audit.h      run an audit
 *     transform.h  transforms and their claims        report.h     write it as text, JSON, HTML
 *     predict.h    what training would gain or lose   show.h       contact sheets
 */
#ifndef AUGAUDIT_AUGAUDIT_H
#define AUGAUDIT_AUGAUDIT_H

#include <augaudit/audit.h>
#include <augaudit/dataset.h>
#include <augaudit/effort.h>
#include <augaudit/error.h>
#include <augaudit/evidence.h>
#include <augaudit/image.h>
#include <augaudit/intent.h>
#include <augaudit/pipeline.h>
#include <augaudit/predict.h>
#include <augaudit/report.h>
#include <augaudit/sample.h>
#include <augaudit/show.h>
#include <augaudit/transform.h>
#include <augaudit/verdict.h>

#ifdef __cplusplus
extern "C" {
#endif

#define AUG_VERSION "0.1.0"

/* Version of the library that is running, as "0.1.0". */
AUG_API const char *aug_version(void);

/* OpenBLAS picks its kernels while it is loaded, by maker and model of the processor, and takes a processor with AVX-512 that is newer than
 * itself for one without: half the speed. This is the value of the environment variable OPENBLAS_CORETYPE that a program should have been
 * started with; NULL when OpenBLAS has chosen well, or was told what to choose. */
AUG_API const char *aug_openblas_coretype(void);

#ifdef __cplusplus
}
#endif
#endif
