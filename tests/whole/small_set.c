/* SPDX-License-Identifier: Apache-2.0
 * small_set.c - drawn images on disk, and an audit of them as text. */
#include "small_set.h"

#include <stdio.h>
#include <string.h>

#include "check.h"
#include "core/file.h"
#include "core/random.h"

static void write_class(const char *dir, int class_index, int images)
{
    struct aug_error err = {0};
    char folder[512], path[600];
    snprintf(folder, sizeof folder, "%s/%s", dir, aug_sample_class_name(class_index));
    CHECK_OK(au_folder_make(folder, &err));
    struct aug_image image = {0};
    for (int i = 0; i < images; i++) {
        uint8_t *png = NULL;
        size_t size = 0;
        CHECK_OK(aug_sample_draw(class_index, i, 3, &image, &err));
        CHECK_OK(aug_image_encode_png(&image, &png, &size, &err));
        snprintf(path, sizeof path, "%s/%04d.png", folder, i);
        CHECK_OK(au_file_write(path, png, size, &err));
        aug_bytes_free(png);
    }
    aug_image_release(&image);
}

static uint8_t shade(const int size[3], int kind, int x, int number, struct au_rng *rng)
{
    const bool is_dark = kind < 2 && (2 * x < size[0]) == (kind == 0);
    const int noise = number < 0 ? 0 : (int)au_rng_integer(rng, 0, 40);
    return (uint8_t)((is_dark ? 40 : 160) + noise);
}

void small_set_picture(const char *dir, const char *class_name, const char *name, const int size[3], int kind,
                       int number)
{
    struct aug_error err = {0};
    struct aug_image image = {0};
    struct au_rng rng;
    uint8_t *png = NULL;
    size_t bytes = 0;
    char folder[1024], path[1400];
    snprintf(folder, sizeof folder, "%s/%s", dir, class_name);
    CHECK_OK(au_folder_make(folder, &err));
    CHECK_OK(aug_image_resize_storage(&image, size[0], size[1], size[2], &err));
    au_rng_start(&rng, (uint64_t)(kind + 1), (uint64_t)(number + 1));
    const size_t row = (size_t)size[0] * (size_t)size[2];
    for (size_t i = 0; i < row * (size_t)size[1]; i++)
        image.pixels[i] = shade(size, kind, (int)(i % row) / size[2], number, &rng);
    CHECK_OK(aug_image_encode_png(&image, &png, &bytes, &err));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    CHECK_OK(au_file_write(path, png, bytes, &err));
    aug_bytes_free(png);
    aug_image_release(&image);
}

void small_set_write_shuffled(const char *dir, int folders, int images)
{
    struct aug_error err = {0};
    struct aug_image image = {0};
    struct au_rng rng;
    char path[700];
    au_rng_start(&rng, 17, 0);
    for (int i = 0; i < folders * images; i++) {
        uint8_t *png = NULL;
        size_t size = 0;
        snprintf(path, sizeof path, "%s/c%d", dir, i % folders);
        CHECK_OK(au_folder_make(path, &err));
        CHECK_OK(aug_sample_draw(au_rng_integer(&rng, 0, aug_sample_class_count() - 1), i, 3, &image, &err));
        CHECK_OK(aug_image_encode_png(&image, &png, &size, &err));
        snprintf(path, sizeof path, "%s/c%d/%04d.png", dir, i % folders, i);
        CHECK_OK(au_file_write(path, png, size, &err));
        aug_bytes_free(png);
    }
    aug_image_release(&image);
}

static bool wanted(const char *const *classes, const char *name)
{
    if (!classes) return true;
    for (; *classes; classes++)
        if (strcmp(*classes, name) == 0) return true;
    return false;
}

void small_set_write(const char *dir, const char *const *classes, int images)
{
    for (int k = 0; k < aug_sample_class_count(); k++)
        if (wanted(classes, aug_sample_class_name(k))) write_class(dir, k, images);
}

static enum aug_status render(const struct aug_audit *audit, char **json, struct aug_error *err)
{
    size_t length = 0;
    return aug_report_render(audit, "json", &(struct aug_report_options){.skip_timing = true}, json, &length, err);
}

enum aug_status small_set_audit(const char *dir, const char *const *specs, size_t spec_count,
                                const struct aug_audit_options *options, char **json, struct aug_error *err)
{
    struct aug_dataset data = {0};
    struct aug_pipeline pipeline = {0};
    struct aug_audit audit = {0};
    const struct aug_dataset_options how = {.seed = options->seed, .threads = options->threads};
    enum aug_status status = aug_dataset_open(dir, &how, &data, err);
    if (status == AUG_OK) status = aug_pipeline_specs(specs, spec_count, 1, &pipeline, err);
    if (status == AUG_OK) status = aug_audit_run(&data, &pipeline, options, &audit, err);
    if (status == AUG_OK && json) status = render(&audit, json, err);
    aug_audit_release(&audit);
    aug_pipeline_release(&pipeline);
    aug_dataset_release(&data);
    return status;
}

struct small_audit small_set_run(const char *dir, const struct aug_dataset_options *data_options,
                                 const char *const *specs, size_t spec_count, const struct aug_audit_options *options)
{
    struct aug_error err = {0};
    struct small_audit a = {0};
    CHECK_OK(aug_dataset_open(dir, data_options, &a.data, &err));
    CHECK_OK(aug_pipeline_specs(specs, spec_count, 1, &a.pipeline, &err));
    CHECK_OK(aug_audit_run(&a.data, &a.pipeline, options, &a.audit, &err));
    return a;
}

void small_set_release(struct small_audit *a)
{
    aug_audit_release(&a->audit);
    aug_pipeline_release(&a->pipeline);
    aug_dataset_release(&a->data);
}

double small_set_number(const struct aug_class_result *c, const char *name)
{
    for (size_t i = 0; i < c->evidence_count; i++)
        if (strcmp(c->evidence[i].name, name) == 0) return c->evidence[i].number.estimate;
    check_failed(__FILE__, __LINE__, "%s has no number %s", c->name, name);
}

const struct aug_class_result *small_set_class(const struct aug_transform_result *t, const char *name)
{
    for (size_t k = 0; k < t->class_count; k++)
        if (strcmp(t->classes[k].name, name) == 0) return &t->classes[k];
    check_failed(__FILE__, __LINE__, "%s has no class %s", t->spec, name);
}
