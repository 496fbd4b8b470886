/* SPDX-License-Identifier: Apache-2.0
 * decode.c - decodes every image once, on all cores, and keeps its size, its hash and what was wrong with it. */
#include <pthread.h>

#include "core/file.h"
#include "core/hash.h"
#include "core/memory.h"
#include "core/workers.h"
#include "dataset_internal.h"

#define PROGRESS_STEP 32

struct decoding {
    struct au_opening *opening;
    struct aug_image *images; /* one a worker */
    pthread_mutex_t lock;
    size_t done;
    bool cancelled;
};

void au_content_of(const struct aug_image *image, uint64_t content[2])
{
    uint64_t parts[5];
    au_hash128(image->pixels, image->stride * (size_t)image->height, parts);
    parts[2] = (uint64_t)image->width;
    parts[3] = (uint64_t)image->height;
    parts[4] = (uint64_t)image->channels;
    au_hash128(parts, sizeof parts, content);
}

static uint64_t scrambled(uint64_t value)
{
    value = (value ^ value >> 32) * UINT64_C(0xd6e8feb86659fd93);
    value = (value ^ value >> 32) * UINT64_C(0xd6e8feb86659fd93);
    return value ^ value >> 32;
}

/* Sums over pixels do not ask where a pixel is. Neighbours in any direction would say more; equal sums are checked later anyway. */
static void invariant_of(const struct aug_image *image, uint64_t invariant[2])
{
    const bool wide = image->width > image->height;
    const uint64_t longer = (uint64_t)(wide ? image->width : image->height);
    const uint64_t shorter = (uint64_t)(wide ? image->height : image->width);
    uint64_t a = 0, b = longer << 32 | shorter << 8 | (uint64_t)image->channels;
    const size_t count = (size_t)image->width * (size_t)image->height;
    const uint8_t *p = image->pixels;
    for (size_t i = 0; i < count; i++) {
        uint64_t pixel = *p++ + UINT64_C(1);
        for (int c = 1; c < image->channels; c++) pixel = pixel << 8 | *p++;
        const uint64_t mixed = scrambled(pixel);
        a += mixed;
        b += mixed * mixed;
    }
    invariant[0] = a;
    invariant[1] = b;
}

enum aug_status au_dataset_read(const char *path, const char *below, struct aug_image *out,
                                struct au_jpeg_coding *coding, struct aug_error *warning, struct aug_error *err)
{
    uint8_t *bytes;
    size_t size;
    AUG_TRY(au_file_read(path, AU_IMAGE_FILE_MAX, &bytes, &size, err));
    const enum aug_status status = aug_image_decode(bytes, size, below, out, warning, err);
    if (coding && !au_jpeg_coding_of(bytes, size, coding)) *coding = (struct au_jpeg_coding){0};
    au_free(bytes);
    return status;
}

static enum aug_status keep_sentence(const struct aug_error *from, char **to, struct aug_error *err)
{
    *to = au_strdup(from->message);
    return *to ? AUG_OK : au_no_memory(err, "a sentence on an image");
}

static enum aug_status decode_one(const struct au_found *found, struct aug_image *image, struct au_decoded *out,
                                  struct aug_error *err)
{
    struct aug_error warning = {0}, wrong = {0};
    const enum aug_status status = au_dataset_read(found->path, found->below, image, &out->coding, &warning, &wrong);
    if (status == AUG_NO_MEMORY) {
        if (err) *err = wrong;
        return status;
    }
    if (status != AUG_OK) return keep_sentence(&wrong, &out->bad, err);
    if (warning.status != AUG_OK) AUG_TRY(keep_sentence(&warning, &out->warning, err));
    out->width = image->width;
    out->height = image->height;
    out->channels = image->channels;
    au_content_of(image, out->content);
    invariant_of(image, out->invariant);
    return au_thumb_make(image, &out->thumb, err);
}

static enum aug_status tell_progress(struct decoding *d, struct aug_error *err)
{
    const struct aug_dataset_options *options = d->opening->options;
    if (!options->progress) return AUG_OK;
    pthread_mutex_lock(&d->lock);
    const size_t done = ++d->done, total = d->opening->count;
    if (!d->cancelled && (done % PROGRESS_STEP == 0 || done == total))
        d->cancelled = !options->progress(options->progress_context, "reading images", done, total);
    const bool cancelled = d->cancelled;
    pthread_mutex_unlock(&d->lock);
    return cancelled ? aug_fail(err, AUG_CANCELLED, "cancelled while reading images") : AUG_OK;
}

static enum aug_status body(void *context, size_t index, int worker, struct aug_error *err)
{
    struct decoding *d = context;
    AUG_TRY(decode_one(&d->opening->found[index], &d->images[worker], &d->opening->decoded[index], err));
    return tell_progress(d, err);
}

enum aug_status au_dataset_decode(struct au_opening *o, struct aug_error *err)
{
    const int workers = au_workers_count(o->options->threads);
    struct decoding d = {.opening = o, .lock = PTHREAD_MUTEX_INITIALIZER};
    o->decoded = au_alloc(o->count, sizeof *o->decoded);
    d.images = au_alloc((size_t)workers, sizeof *d.images);
    enum aug_status status = o->decoded && d.images ? AUG_OK : au_no_memory(err, "reading images");
    if (status == AUG_OK) status = au_workers_run(workers, o->count, body, &d, err);
    for (int i = 0; d.images && i < workers; i++) aug_image_release(&d.images[i]);
    au_free(d.images);
    pthread_mutex_destroy(&d.lock);
    return status;
}
