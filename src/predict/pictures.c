/* SPDX-License-Identifier: Apache-2.0
 * pictures.c - deals images to folds, decodes them at the size that views work at, and shows them transformed. */
#include "pictures.h"

#include "core/memory.h"
#include "core/workers.h"
#include "image/resize.h"

#define BLOCK 64 /* pictures that a worker takes at once */

static size_t sample_of(const struct au_pictures *p, size_t at)
{
    return p->rows->sample[p->order[at]];
}

static enum aug_status to_size(const struct au_pictures *p, const struct aug_image *image, float *out,
                               struct aug_error *err)
{
    return au_image_to_float_area(image, p->width, p->height, p->channels, out, err);
}

static enum aug_status decode_block(void *context, size_t block, int worker, struct aug_error *err)
{
    const struct au_pictures *p = context;
    const size_t end = (block + 1) * BLOCK < p->rows->count ? (block + 1) * BLOCK : p->rows->count;
    struct au_easel easel = {0};
    enum aug_status status = AUG_OK;
    (void)worker;
    for (size_t i = block * BLOCK; status == AUG_OK && i < end; i++) {
        status = au_pictures_open(p, i, &easel, err);
        if (status == AUG_OK) status = to_size(p, &easel.image, p->clean + i * p->size, err);
    }
    au_easel_release(&easel);
    return status;
}

static enum aug_status make(struct au_pictures *p, uint32_t view, int threads, bool *able, struct aug_error *err)
{
    const size_t count = p->rows->count;
    p->order = au_alloc(count, sizeof *p->order);
    p->label = au_alloc(count, sizeof *p->label);
    if (!p->order || !p->label) return au_no_memory(err, "the images of a prediction");
    AUG_TRY(au_rows_deal(p->rows, p->seed, view, p->folds, p->order, p->fold_rows, err));
    *able = p->rows->classes >= 2;
    for (size_t f = 0; f < p->folds; f++) *able = *able && p->fold_rows[f] >= AU_PREDICT_IMAGES_MIN;
    if (!*able) return AUG_OK;
    for (size_t i = 0; i < count; i++) p->label[i] = p->rows->label[p->order[i]];
    au_picture_size(p->data, &p->width, &p->height, &p->channels);
    p->size = (size_t)(p->width * p->height * p->channels);
    p->clean = au_alloc(count * p->size, sizeof *p->clean);
    if (!p->clean) return au_no_memory(err, "the images of a prediction");
    return au_workers_run(threads, (count + BLOCK - 1) / BLOCK, decode_block, p, err);
}

enum aug_status au_pictures_make(const struct aug_dataset *data, const struct au_rows *rows, uint64_t seed,
                                 uint32_t view, size_t folds, int threads, struct au_pictures *out, bool *able,
                                 struct aug_error *err)
{
    struct au_pictures p = {.data = data, .rows = rows, .seed = seed, .folds = folds};
    *able = false;
    const enum aug_status status = make(&p, view, threads, able, err);
    if (status == AUG_OK && *able) *out = p;
    else au_pictures_release(&p);
    return status;
}

void au_pictures_forget(struct au_pictures *p)
{
    au_free(p->clean);
    p->clean = NULL;
}

void au_pictures_release(struct au_pictures *p)
{
    au_free(p->order);
    au_free(p->label);
    au_free(p->clean);
    *p = (struct au_pictures){0};
}

void au_easel_release(struct au_easel *easel)
{
    aug_image_release(&easel->image);
    aug_image_release(&easel->transformed);
}

enum aug_status au_pictures_open(const struct au_pictures *p, size_t at, struct au_easel *easel, struct aug_error *err)
{
    return aug_dataset_image(p->data, sample_of(p, at), &easel->image, err);
}

enum aug_status au_pictures_show(const struct au_pictures *p, const struct au_subject *subject, size_t at,
                                 uint32_t draw, struct au_easel *easel, float *out, struct aug_error *err)
{
    const uint64_t content = p->data->samples[sample_of(p, at)].content[1];
    AUG_TRY(au_subject_apply(subject, &easel->image, p->seed, content, draw, &easel->transformed, err));
    return to_size(p, &easel->transformed, out, err);
}
