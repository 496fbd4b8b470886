/* SPDX-License-Identifier: Apache-2.0
 * small_set.h - data sets and audits that several tests need.
 */
#ifndef AUG_SMALL_SET_H
#define AUG_SMALL_SET_H

#include <augaudit/augaudit.h>

/* Writes some classes of the sample set, `images` of each, into `dir`; NULL: all classes. */
void small_set_write(const char *dir, const char *const *classes, int images);

/* Writes a PNG of this size to dir/class/name, making folders: a dark left (kind 0) or right half (kind 1), or one flat shade (kind 2), with
 * noise that differs by `number`; number < 0: without noise. */
void small_set_picture(const char *dir, const char *class_name, const char *name, const int size[3], int kind,
                       int number);

/* Drawn images dealt to `folders` classes at random, so that labels mean nothing. */
void small_set_write_shuffled(const char *dir, int folders, int images);

/* Audits `dir` and renders JSON without timing (free with aug_bytes_free). Status as of the first call that failed. */
enum aug_status small_set_audit(const char *dir, const char *const *specs, size_t spec_count,
                                const struct aug_audit_options *options, char **json, struct aug_error *err);

struct small_audit {
    struct aug_dataset data;
    struct aug_pipeline pipeline;
    struct aug_audit audit;
};

/* Audits `dir` (data_options NULL: defaults) under SPECs; fails the test when it cannot. End with small_set_release. */
struct small_audit small_set_run(const char *dir, const struct aug_dataset_options *data_options,
                                 const char *const *specs, size_t spec_count, const struct aug_audit_options *options);
void small_set_release(struct small_audit *audit);

/* Estimate of a number of one class; fails the test when it is missing. */
double small_set_number(const struct aug_class_result *c, const char *name);

/* Result of one class; fails the test when it is missing. */
const struct aug_class_result *small_set_class(const struct aug_transform_result *t, const char *name);

#endif
