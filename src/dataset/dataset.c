/* SPDX-License-Identifier: Apache-2.0
 * dataset.c - opens a folder of labelled images step by step and puts the result together. */
#include <stdlib.h>
#include <string.h>

#include "core/hash.h"
#include "core/memory.h"
#include "core/text.h"
#include "dataset_internal.h"

#define BAD_SHARE_MAX 20 /* one in so many */
#define BAD_NAMED 3

static enum aug_status too_many_bad(const struct au_opening *o, size_t bad_count, struct aug_error *err)
{
    struct au_text text = {0};
    size_t named = 0;
    for (size_t i = 0; i < o->count && named < BAD_NAMED; i++)
        if (o->decoded[i].bad) au_text_printf(&text, "%s%s", named++ ? "; " : "", o->decoded[i].bad);
    enum aug_status status = au_text_status(&text, err);
    if (status == AUG_OK)
        status = aug_fail(err, AUG_BAD_INPUT, "%s: %zu of %zu image files are bad, more than 5 %%: %s%s", o->dir,
                          bad_count, o->count, text.bytes, bad_count > BAD_NAMED ? "; ..." : "");
    au_text_release(&text);
    return status;
}

static enum aug_status copy_sentence(struct au_opening *o, const struct au_found *found, const char *sentence,
                                     struct aug_bad_file *to, struct aug_error *err)
{
    to->below = found->below;
    to->why = au_arena_strdup(&o->arena, sentence);
    return to->why ? AUG_OK : au_no_memory(err, "a sentence on an image");
}

struct sorting { /* of bad and damaged files from good ones */
    bool *keep;
    struct aug_bad_file *bad, *warnings;
    size_t bad_count, warning_count;
};

static enum aug_status sort_out(struct au_opening *o, struct sorting *s, struct aug_error *err)
{
    for (size_t i = 0; i < o->count; i++) {
        struct au_decoded *d = &o->decoded[i];
        s->keep[i] = !d->bad;
        if (d->bad) AUG_TRY(copy_sentence(o, &o->found[i], d->bad, &s->bad[s->bad_count++], err));
        if (d->warning) AUG_TRY(copy_sentence(o, &o->found[i], d->warning, &s->warnings[s->warning_count++], err));
    }
    if (s->bad_count * BAD_SHARE_MAX > o->count) return too_many_bad(o, s->bad_count, err);
    return AUG_OK;
}

static void free_sentences(struct au_opening *o)
{
    for (size_t i = 0; o->decoded && i < o->count; i++) {
        au_free(o->decoded[i].bad);
        au_free(o->decoded[i].warning);
        o->decoded[i].bad = o->decoded[i].warning = NULL;
    }
}

static enum aug_status drop_bad(struct au_opening *o, struct aug_dataset *out, struct aug_error *err)
{
    size_t bad = 0, warned = 0;
    for (size_t i = 0; i < o->count; i++) bad += o->decoded[i].bad != NULL, warned += o->decoded[i].warning != NULL;
    struct sorting s = {
        .keep = au_alloc(o->count, sizeof *s.keep),
        .bad = au_arena_alloc(&o->arena, bad + 1, sizeof *s.bad),
        .warnings = au_arena_alloc(&o->arena, warned + 1, sizeof *s.warnings),
    };
    enum aug_status status = s.keep && s.bad && s.warnings ? AUG_OK : au_no_memory(err, "a list of bad files");
    if (status == AUG_OK) status = sort_out(o, &s, err);
    free_sentences(o);
    if (status == AUG_OK) status = au_dataset_keep(o, s.keep, err);
    au_free(s.keep);
    out->bad = s.bad;
    out->bad_count = s.bad_count;
    out->warnings = s.warnings;
    out->warning_count = s.warning_count;
    return status;
}

static enum aug_status check_classes(const struct au_opening *o, struct aug_error *err)
{
    if (o->count == 0) return aug_fail(err, AUG_BAD_INPUT, "%s: no images in its class folders", o->dir);
    for (size_t i = 1; i < o->count; i++)
        if (o->found[i].class_index != o->found[0].class_index) return AUG_OK;
    return aug_fail(err, AUG_BAD_INPUT, "%s: only the class \"%s\" has images; at least two classes are needed", o->dir,
                    o->class_names[o->found[0].class_index]);
}

static enum aug_status make_samples(struct au_opening *o, struct aug_dataset *out, struct aug_error *err)
{
    struct aug_sample *samples = au_arena_alloc(&o->arena, o->count, sizeof *samples);
    if (!samples) return au_no_memory(err, "a list of images");
    for (size_t i = 0; i < o->count; i++) {
        const struct au_found *f = &o->found[i];
        const struct au_decoded *d = &o->decoded[i];
        /* The root is the smallest index of its cluster, so it has its number already. */
        const uint32_t root = au_cluster_root(o, (uint32_t)i);
        const int cluster = root == i ? out->cluster_count++ : samples[root].cluster;
        samples[i] = (struct aug_sample){
            .path = f->path,
            .below = f->below,
            .class_index = f->class_index,
            .cluster = cluster,
            .width = d->width,
            .height = d->height,
            .channels = d->channels,
            .block_width = d->coding.block_width,
            .block_height = d->coding.block_height,
            .quality = d->coding.quality,
            .content = {d->content[0], d->content[1]},
        };
    }
    out->samples = samples;
    out->sample_count = o->count;
    return AUG_OK;
}

static enum aug_status hash_all(struct aug_dataset *out, struct aug_error *err)
{
    struct au_hasher *hasher = au_hasher_new();
    if (!hasher) return au_no_memory(err, "the data set's key");
    for (int i = 0; i < out->class_count; i++) au_hasher_text(hasher, out->class_names[i]);
    for (size_t i = 0; i < out->sample_count; i++) {
        const struct aug_sample *s = &out->samples[i];
        const uint64_t words[4] = {s->content[0], s->content[1], (uint64_t)s->class_index, (uint64_t)s->cluster};
        au_hasher_add(hasher, words, sizeof words);
    }
    au_hasher_finish(hasher, out->content);
    au_hasher_free(hasher);
    return AUG_OK;
}

static enum aug_status put_together(struct au_opening *o, struct aug_dataset *out, struct aug_error *err)
{
    out->dir = o->dir;
    out->class_names = o->class_names;
    out->class_count = o->class_count;
    out->found_count = o->found_count;
    AUG_TRY(make_samples(o, out, err));
    struct aug_duplicate *duplicates = au_arena_alloc(&o->arena, o->duplicate_count + 1, sizeof *duplicates);
    struct au_arena *owner = au_alloc(1, sizeof *owner);
    enum aug_status status = duplicates && owner ? hash_all(out, err) : au_no_memory(err, "a data set");
    if (status != AUG_OK) {
        au_free(owner);
        return status;
    }
    memcpy(duplicates, o->duplicates, o->duplicate_count * sizeof *duplicates);
    out->duplicates = duplicates;
    out->duplicate_count = o->duplicate_count;
    out->groupings = o->groupings;
    out->grouping_count = o->grouping_count;
    *owner = o->arena;
    o->arena = (struct au_arena){0};
    out->owner = owner;
    return AUG_OK;
}

static enum aug_status open_steps(const char *dir, struct au_opening *o, struct aug_dataset *out, struct aug_error *err)
{
    size_t length = strlen(dir);
    while (length > 1 && dir[length - 1] == '/') length--;
    o->dir = au_arena_strndup(&o->arena, dir, length);
    if (!o->dir) return au_no_memory(err, "a folder name");
    AUG_TRY(au_dataset_scan(o, err));
    AUG_TRY(check_classes(o, err));
    AUG_TRY(au_dataset_cluster(o, err));
    AUG_TRY(au_dataset_names(o, err));
    AUG_TRY(au_dataset_choose(o, err));
    AUG_TRY(au_dataset_decode(o, err));
    AUG_TRY(drop_bad(o, out, err));
    AUG_TRY(check_classes(o, err));
    AUG_TRY(au_dataset_duplicates(o, err));
    AUG_TRY(au_dataset_near(o, err));
    return put_together(o, out, err);
}

enum aug_status aug_dataset_open(const char *dir, const struct aug_dataset_options *options, struct aug_dataset *out,
                                 struct aug_error *err)
{
    static const struct aug_dataset_options defaults = {0};
    struct au_opening o = {.options = options ? options : &defaults};
    *out = (struct aug_dataset){0};
    const enum aug_status status = open_steps(dir, &o, out, err);
    free_sentences(&o);
    au_free(o.found);
    au_free(o.decoded);
    au_free(o.duplicates);
    au_arena_release(&o.arena);
    if (status != AUG_OK) *out = (struct aug_dataset){0};
    return status;
}

void aug_dataset_release(struct aug_dataset *dataset)
{
    struct au_arena *owner = dataset->owner;
    if (owner) au_arena_release(owner);
    au_free(owner);
    *dataset = (struct aug_dataset){0};
}

enum aug_status aug_dataset_image(const struct aug_dataset *dataset, size_t i, struct aug_image *out,
                                  struct aug_error *err)
{
    if (i >= dataset->sample_count)
        return aug_fail(err, AUG_BAD_INPUT, "image %zu of a data set of %zu", i, dataset->sample_count);
    const struct aug_sample *s = &dataset->samples[i];
    uint64_t content[2];
    AUG_TRY(au_dataset_read(s->path, s->below, out, NULL, NULL, err));
    au_content_of(out, content);
    if (content[0] != s->content[0] || content[1] != s->content[1])
        return aug_fail(err, AUG_BAD_INPUT, "%s: the file has changed since the data set was opened", s->path);
    return AUG_OK;
}
