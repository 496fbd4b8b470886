/* SPDX-License-Identifier: Apache-2.0
 * scan.c - walks the class folders and lists the image files. */
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "core/memory.h"
#include "dataset_internal.h"
#include "image/codec.h"

struct listing {
    struct au_arena arena;
    struct au_folder_entry *entries;
    size_t count;
};

static enum aug_status list(const char *path, struct listing *l, struct aug_error *err)
{
    *l = (struct listing){0};
    return au_folder_list(path, &l->arena, &l->entries, &l->count, err);
}

static char *joined(struct au_arena *arena, const char *folder, const char *name)
{
    return au_arena_printf(arena, "%s/%s", folder, name);
}

/* By its name's ending; else by its first bytes, where what cannot be read is no image. */
static bool is_image(struct au_arena *scratch, const char *folder, const char *name)
{
    if (au_codec_of_name(name)) return true;
    uint8_t head[AU_CODEC_HEAD_BYTES];
    size_t size;
    const char *path = joined(scratch, folder, name);
    return path && au_file_head(path, head, sizeof head, &size, NULL) == AUG_OK && au_codec_of_bytes(head, size);
}

struct visited { /* folders of one class that were walked already */
    uint64_t (*ids)[2];
    size_t count, capacity;
};

/* *is_new: the folder was not there yet. */
static enum aug_status visit(struct visited *v, uint64_t device, uint64_t inode, bool *is_new, struct aug_error *err)
{
    *is_new = false;
    for (size_t i = 0; i < v->count; i++)
        if (v->ids[i][0] == device && v->ids[i][1] == inode) return AUG_OK;
    if (v->count == v->capacity) {
        const size_t capacity = v->capacity ? 2 * v->capacity : 16;
        uint64_t(*grown)[2] = au_grow(v->ids, v->count * sizeof *grown, capacity, sizeof *grown);
        if (!grown) return au_no_memory(err, "a list of folders");
        v->ids = grown;
        v->capacity = capacity;
    }
    v->ids[v->count][0] = device;
    v->ids[v->count++][1] = inode;
    *is_new = true;
    return AUG_OK;
}

static enum aug_status visit_path(struct visited *v, const char *path, struct aug_error *err)
{
    uint64_t device, inode;
    bool is_new;
    AUG_TRY(au_folder_identity(path, &device, &inode, err));
    return visit(v, device, inode, &is_new, err);
}

static enum aug_status add_found(struct au_opening *o, const char *folder, const char *name, int class_index,
                                 struct aug_error *err)
{
    if (o->count == o->capacity) {
        const size_t capacity = o->capacity ? 2 * o->capacity : 256;
        struct au_found *grown = au_grow(o->found, o->count * sizeof *grown, capacity, sizeof *grown);
        if (!grown) return au_no_memory(err, "a list of images");
        o->found = grown;
        o->capacity = capacity;
    }
    const char *path = joined(&o->arena, folder, name);
    if (!path) return au_no_memory(err, "a file name");
    if (o->count >= UINT32_MAX) return aug_fail(err, AUG_UNSUPPORTED, "%s: more than 2^32 images", o->dir);
    o->found[o->count++] = (struct au_found){path, path + strlen(o->dir) + 1, class_index, 0};
    return AUG_OK;
}

static enum aug_status walk(struct au_opening *o, const char *folder, int class_index, struct visited *v,
                            struct aug_error *err);

static enum aug_status walk_listed(struct au_opening *o, const char *folder, int class_index, struct visited *v,
                                   struct listing *l, struct aug_error *err)
{
    for (size_t i = 0; i < l->count; i++) {
        const struct au_folder_entry *e = &l->entries[i];
        if (!e->is_folder) {
            if (is_image(&l->arena, folder, e->name)) AUG_TRY(add_found(o, folder, e->name, class_index, err));
            continue;
        }
        bool is_new;
        AUG_TRY(visit(v, e->device, e->inode, &is_new, err));
        if (!is_new) continue;
        const char *path = joined(&l->arena, folder, e->name);
        if (!path) return au_no_memory(err, "a folder name");
        AUG_TRY(walk(o, path, class_index, v, err));
    }
    return AUG_OK;
}

static enum aug_status walk(struct au_opening *o, const char *folder, int class_index, struct visited *v,
                            struct aug_error *err)
{
    struct listing l;
    enum aug_status status = list(folder, &l, err);
    if (status == AUG_OK) status = walk_listed(o, folder, class_index, v, &l, err);
    au_arena_release(&l.arena);
    return status;
}

/* A link back to DIR, to the split or to the class itself is a loop; one to another class is followed. */
static enum aug_status walk_class(struct au_opening *o, const char *above, const char *name, int class_index,
                                  struct aug_error *err)
{
    struct visited v = {0};
    char *path = joined(&o->arena, above, name);
    if (!path) return au_no_memory(err, "a folder name");
    enum aug_status status = visit_path(&v, o->dir, err);
    if (status == AUG_OK) status = visit_path(&v, above, err);
    if (status == AUG_OK) status = visit_path(&v, path, err);
    if (status == AUG_OK) status = walk(o, path, class_index, &v, err);
    au_free(v.ids);
    return status;
}

/* Split folders: no first-level folder holds an image itself, and some folder holds folders. */
static enum aug_status looks_split(const struct au_opening *o, struct listing *first, bool *split,
                                   struct aug_error *err)
{
    *split = false;
    bool deeper = false, images = false;
    for (size_t i = 0; i < first->count && !images; i++) {
        if (!first->entries[i].is_folder) continue;
        struct listing l;
        const char *path = joined(&first->arena, o->dir, first->entries[i].name);
        if (!path) return au_no_memory(err, "a folder name");
        const enum aug_status status = list(path, &l, err);
        for (size_t k = 0; status == AUG_OK && k < l.count && !images; k++) {
            deeper = deeper || l.entries[k].is_folder;
            images = !l.entries[k].is_folder && is_image(&l.arena, path, l.entries[k].name);
        }
        au_arena_release(&l.arena);
        AUG_TRY(status);
    }
    *split = deeper && !images;
    return AUG_OK;
}

struct place { /* a class folder */
    const char *above, *name;
};

struct places {
    struct place *items;
    size_t count, capacity;
};

static enum aug_status add_folders(struct au_opening *o, const char *above, const struct listing *l, struct places *p,
                                   struct aug_error *err)
{
    for (size_t i = 0; i < l->count; i++) {
        if (!l->entries[i].is_folder) continue;
        if (p->count == p->capacity) {
            const size_t capacity = p->capacity ? 2 * p->capacity : 64;
            struct place *grown = au_grow(p->items, p->count * sizeof *grown, capacity, sizeof *grown);
            if (!grown) return au_no_memory(err, "a list of classes");
            p->items = grown;
            p->capacity = capacity;
        }
        const char *name = au_arena_strdup(&o->arena, l->entries[i].name);
        if (!name) return au_no_memory(err, "a class name");
        p->items[p->count++] = (struct place){above, name};
    }
    return AUG_OK;
}

static enum aug_status add_split(struct au_opening *o, const char *name, struct places *p, struct aug_error *err)
{
    const char *above = joined(&o->arena, o->dir, name);
    if (!above) return au_no_memory(err, "a folder name");
    struct listing l;
    enum aug_status status = list(above, &l, err);
    if (status == AUG_OK) status = add_folders(o, above, &l, p, err);
    au_arena_release(&l.arena);
    return status;
}

static enum aug_status find_places(struct au_opening *o, struct places *p, struct aug_error *err)
{
    struct listing first;
    bool split = false;
    enum aug_status status = list(o->dir, &first, err);
    if (status == AUG_OK) status = looks_split(o, &first, &split, err);
    if (status == AUG_OK && !split) status = add_folders(o, o->dir, &first, p, err);
    for (size_t i = 0; status == AUG_OK && split && i < first.count; i++)
        if (first.entries[i].is_folder) status = add_split(o, first.entries[i].name, p, err);
    au_arena_release(&first.arena);
    return status;
}

static int compare_texts(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static enum aug_status name_classes(struct au_opening *o, const struct places *p, struct aug_error *err)
{
    o->class_names = au_arena_alloc(&o->arena, p->count + 1, sizeof *o->class_names);
    if (!o->class_names) return au_no_memory(err, "a list of classes");
    for (size_t i = 0; i < p->count; i++) o->class_names[i] = p->items[i].name;
    if (p->count > 1) qsort(o->class_names, p->count, sizeof *o->class_names, compare_texts);
    for (size_t i = 0; i < p->count; i++)
        if (i == 0 || strcmp(o->class_names[i], o->class_names[o->class_count - 1]) != 0)
            o->class_names[o->class_count++] = o->class_names[i];
    return AUG_OK;
}

static enum aug_status scan_places(struct au_opening *o, struct places *p, struct aug_error *err)
{
    AUG_TRY(find_places(o, p, err));
    if (p->count == 0)
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s: no class folders; expected DIR/<class>/<image> or DIR/<split>/<class>/<image>", o->dir);
    AUG_TRY(name_classes(o, p, err));
    AUG_TRY(au_dataset_only(o, err));
    for (size_t i = 0; i < p->count; i++) {
        const char **at = bsearch(&p->items[i].name, o->class_names, (size_t)o->class_count, sizeof *at, compare_texts);
        if (at) AUG_TRY(walk_class(o, p->items[i].above, p->items[i].name, (int)(at - o->class_names), err));
    }
    return AUG_OK;
}

static int compare_found(const void *a, const void *b)
{
    return strcmp(((const struct au_found *)a)->below, ((const struct au_found *)b)->below);
}

enum aug_status au_dataset_scan(struct au_opening *o, struct aug_error *err)
{
    if (!au_folder_exists(o->dir)) return aug_fail(err, AUG_BAD_INPUT, "%s: no such folder", o->dir);
    struct places p = {0};
    const enum aug_status status = scan_places(o, &p, err);
    au_free(p.items);
    AUG_TRY(status);
    if (o->count > 1) qsort(o->found, o->count, sizeof *o->found, compare_found);
    for (size_t i = 0; i < o->count; i++) o->found[i].parent = (uint32_t)i;
    o->found_count = o->count;
    return AUG_OK;
}
