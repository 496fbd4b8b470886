/* SPDX-License-Identifier: Apache-2.0
 * intent.c - an intent file to one ruling for every transform of a pipeline and every class: the most specific row counts. */
#include <augaudit/intent.h>

#include <string.h>

#include "core/arena.h"
#include "core/file.h"
#include "core/memory.h"
#include "core/node.h"
#include "core/text.h"
#include "pipeline/mix.h"
#include "ruling.h"

#define FILE_BYTES_MAX ((size_t)16 * 1024 * 1024)

/* How closely a row names a leaf; a class of its own counts half a step. */
enum { NAMES_NOT = -1, NAMES_ALL = 0, NAMES_NAME = 2, NAMES_LEAF = 4, OWN_CLASS = 1 };

struct reading {
    struct au_ruling_names names;
    const struct aug_pipeline *pipeline;
    struct au_arena arena;
    struct aug_ruling *rulings;
    int *rank; /* of each ruling; the closer row counts */
    const char **unused;
    size_t unused_count;
};

static int closeness(const char *key, const struct aug_leaf *leaf)
{
    if (strcmp(key, "*") == 0) return NAMES_ALL;
    if (strcmp(key, leaf->spec) == 0 || (leaf->path && strcmp(key, leaf->path) == 0)) return NAMES_LEAF;
    return strcmp(key, leaf->name) == 0 ? NAMES_NAME : NAMES_NOT;
}

static void say_ruling(const struct reading *r, const struct aug_ruling *ruling, char out[200])
{
    struct au_text text = {0};
    au_text_puts(&text, aug_ruling_name(ruling->kind));
    if (ruling->kind == AUG_RULING_SWAP)
        au_text_printf(&text, " with \"%s\"", r->names.data->class_names[ruling->swap_with]);
    out[0] = '\0';
    if (!text.failed) strncat(out, text.bytes, 199);
    au_text_release(&text);
}

static enum aug_status contradiction(const struct reading *r, size_t leaf, int k, const struct aug_ruling *a,
                                     const struct aug_ruling *b, struct aug_error *err)
{
    char first[200], second[200];
    say_ruling(r, a, first);
    say_ruling(r, b, second);
    return aug_fail(err, AUG_BAD_INPUT,
                    "%s:%d:%d: contradicts line %d: under %.60s the class \"%.60s\" is %s there and %s here; "
                    "expected one ruling",
                    r->names.file, b->line, b->column, a->line, r->pipeline->leaves[leaf].spec,
                    r->names.data->class_names[k], first, second);
}

static bool same_ruling(const struct aug_ruling *a, const struct aug_ruling *b)
{
    return a->kind == b->kind && a->swap_with == b->swap_with;
}

static enum aug_status put(struct reading *r, size_t leaf, int k, const struct aug_ruling *ruling, int rank,
                           struct aug_error *err)
{
    const size_t at = leaf * (size_t)r->names.data->class_count + (size_t)k;
    struct aug_ruling *old = &r->rulings[at];
    if (old->kind != AUG_RULING_NONE && rank < r->rank[at]) return AUG_OK;
    if (old->kind != AUG_RULING_NONE && rank == r->rank[at] && !same_ruling(old, ruling))
        return contradiction(r, leaf, k, old, ruling, err);
    *old = *ruling;
    r->rank[at] = rank;
    return AUG_OK;
}

/* A swap speaks for both classes. */
static enum aug_status put_row(struct reading *r, size_t leaf, const struct au_ruling_row *row, int close,
                               struct aug_error *err)
{
    if (row->class_index == AU_ALL_CLASSES) {
        for (int k = 0; k < r->names.data->class_count; k++) AUG_TRY(put(r, leaf, k, &row->ruling, close, err));
        return AUG_OK;
    }
    AUG_TRY(put(r, leaf, row->class_index, &row->ruling, close + OWN_CLASS, err));
    if (row->ruling.kind != AUG_RULING_SWAP) return AUG_OK;
    struct aug_ruling back = row->ruling;
    back.swap_with = row->class_index;
    return put(r, leaf, row->ruling.swap_with, &back, close + OWN_CLASS, err);
}

static enum aug_status apply_row(struct reading *r, const char *transform, const struct au_ruling_row *row,
                                 struct aug_error *err)
{
    for (size_t i = 0; i < r->pipeline->leaf_count; i++) {
        const int close = closeness(transform, &r->pipeline->leaves[i]);
        if (close != NAMES_NOT) AUG_TRY(put_row(r, i, row, close, err));
    }
    return AUG_OK;
}

/* Fine in a file that serves several pipelines, if it names a transform that exists. */
static enum aug_status find_elsewhere(const char *key, bool *is_known, struct aug_error *err)
{
    struct aug_pipeline probe = {0};
    *is_known = strcmp(key, "*") == 0 || aug_transform_find(key) || aug_known_find(key);
    if (*is_known) return AUG_OK;
    const enum aug_status status = aug_pipeline_specs(&key, 1, 1, &probe, err);
    *is_known = status == AUG_OK;
    aug_pipeline_release(&probe);
    return status == AUG_NO_MEMORY ? status : AUG_OK;
}

static enum aug_status unknown_transform(const struct reading *r, const struct au_node *node, struct aug_error *err)
{
    const char *nearest = aug_transform_suggest(node->key);
    int best = 4;
    for (size_t i = 0; i < r->pipeline->leaf_count; i++) {
        const int distance = au_text_distance(node->key, r->pipeline->leaves[i].spec, 3);
        if (distance < best) best = distance, nearest = r->pipeline->leaves[i].spec;
    }
    if (nearest)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: unknown transform \"%.60s\"; did you mean \"%s\"?",
                        r->names.file, node->line, node->column, node->key, nearest);
    return aug_fail(err, AUG_BAD_INPUT,
                    "%s:%d:%d: unknown transform \"%.60s\"; expected a SPEC, a name, a path of the pipeline, or \"*\"",
                    r->names.file, node->line, node->column, node->key);
}

static enum aug_status check_transform(struct reading *r, const struct au_node *node, struct aug_error *err)
{
    for (size_t i = 0; i < r->pipeline->leaf_count; i++)
        if (closeness(node->key, &r->pipeline->leaves[i]) != NAMES_NOT) return AUG_OK;
    bool is_known = false;
    AUG_TRY(find_elsewhere(node->key, &is_known, err));
    if (!is_known) return unknown_transform(r, node, err);
    r->unused[r->unused_count] = au_arena_strdup(&r->arena, node->key);
    return r->unused[r->unused_count++] ? AUG_OK : au_no_memory(err, "an intent");
}

static enum aug_status read_row(struct reading *r, const char *transform, const char *key, const struct au_node *value,
                                struct aug_error *err)
{
    struct au_ruling_row row;
    AUG_TRY(au_ruling_read(&r->names, key, value, &row, err));
    return apply_row(r, transform, &row, err);
}

static enum aug_status read_transform(struct reading *r, const struct au_node *node, struct aug_error *err)
{
    AUG_TRY(check_transform(r, node, err));
    if (node->kind == AU_NODE_STRING) return read_row(r, node->key, "*", node, err);
    if (node->kind != AU_NODE_MAP)
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s:%d:%d: %s under \"%.60s\"; expected one ruling, or a map from classes to rulings",
                        r->names.file, node->line, node->column, au_node_kind_name(node->kind), node->key);
    for (size_t i = 0; i < node->count; i++)
        AUG_TRY(read_row(r, node->key, node->children[i]->key, node->children[i], err));
    return AUG_OK;
}

/* A swap needs both sides: a closer row about the other class alone contradicts it. */
static enum aug_status check_swaps(const struct reading *r, struct aug_error *err)
{
    const size_t classes = (size_t)r->names.data->class_count;
    for (size_t i = 0; i < r->pipeline->leaf_count; i++)
        for (size_t k = 0; k < classes; k++) {
            const struct aug_ruling *own = &r->rulings[i * classes + k];
            if (own->kind != AUG_RULING_SWAP) continue;
            if (au_leaf_mixing(&r->pipeline->leaves[i]) && !au_leaf_keeps_label(&r->pipeline->leaves[i]))
                return aug_fail(
                    err, AUG_BAD_INPUT,
                    "%s:%d:%d: %.60s shares the label of several images, under which no swap can be measured; "
                    "expected another ruling",
                    r->names.file, own->line, own->column, r->pipeline->leaves[i].spec);
            const struct aug_ruling *other = &r->rulings[i * classes + (size_t)own->swap_with];
            if (other->kind != AUG_RULING_SWAP || other->swap_with != (int)k)
                return contradiction(r, i, own->swap_with, &(struct aug_ruling){AUG_RULING_SWAP, (int)k, own->line, 0},
                                     other, err);
        }
    return AUG_OK;
}

static enum aug_status find_transforms(const struct reading *r, const struct au_node *root, const struct au_node **out,
                                       struct aug_error *err)
{
    *out = root->kind == AU_NODE_MAP ? au_node_find(root, "transforms") : NULL;
    for (size_t i = 0; *out && i < root->count; i++)
        if (root->children[i] != *out)
            return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: unknown key \"%.60s\"; expected \"transforms\" alone",
                            r->names.file, root->children[i]->line, root->children[i]->column, root->children[i]->key);
    if (*out && (*out)->kind == AU_NODE_MAP) return AUG_OK;
    const struct au_node *at = *out ? *out : root;
    return aug_fail(err, AUG_BAD_INPUT,
                    "%s:%d:%d: not an intent: expected a map \"transforms\" from transforms to rulings", r->names.file,
                    at->line, at->column);
}

/* YAML takes a bare * for a reference to something named before. */
static enum aug_status check_stars(const char *text, size_t length, const char *file, struct aug_error *err)
{
    int line = 1, column = 1;
    for (size_t at = 0; at < length; at++, column++) {
        const bool starts = at == 0 || strchr(" \n\t{,", text[at - 1]);
        if (text[at] == '*' && starts && at + 1 < length && strchr(" :", text[at + 1]))
            return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: write \"*\" in quotes: YAML reads a bare * otherwise", file,
                            line, column);
        if (text[at] == '\n') line++, column = 0;
    }
    return AUG_OK;
}

static enum aug_status read_all(struct reading *r, const char *text, size_t length, struct aug_error *err)
{
    const size_t cells = r->pipeline->leaf_count * (size_t)r->names.data->class_count;
    const struct au_node *root = NULL, *transforms = NULL;
    char *mended = au_arena_strndup(&r->arena, text, length);
    r->rulings = au_arena_alloc(&r->arena, cells, sizeof *r->rulings);
    r->rank = au_arena_alloc(&r->arena, cells, sizeof *r->rank);
    if (!mended || !r->rulings || !r->rank) return au_no_memory(err, "an intent");
    for (size_t i = 0; i < cells; i++) r->rulings[i].swap_with = -1;
    au_ruling_mend_swaps(mended, length);
    AUG_TRY(check_stars(mended, length, r->names.file, err));
    AUG_TRY(au_node_read(mended, length, AU_NODE_YAML, r->names.file, &r->arena, &root, err));
    AUG_TRY(find_transforms(r, root, &transforms, err));
    r->unused = au_arena_alloc(&r->arena, transforms->count, sizeof *r->unused);
    if (!r->unused) return au_no_memory(err, "an intent");
    for (size_t i = 0; i < transforms->count; i++) AUG_TRY(read_transform(r, transforms->children[i], err));
    return check_swaps(r, err);
}

static enum aug_status hand_over(struct reading *r, struct aug_intent *out, struct aug_error *err)
{
    const char *source = au_arena_strdup(&r->arena, r->names.file);
    struct au_arena *owner = au_arena_alloc(&r->arena, 1, sizeof *owner);
    if (!source || !owner) return au_no_memory(err, "an intent");
    *owner = r->arena;
    *out = (struct aug_intent){.source = source,
                               .leaf_count = r->pipeline->leaf_count,
                               .class_count = (size_t)r->names.data->class_count,
                               .rulings = r->rulings,
                               .unused_count = r->unused_count,
                               .unused = r->unused,
                               .owner = owner};
    return AUG_OK;
}

enum aug_status aug_intent_parse(const char *text, size_t length, const char *name, const struct aug_dataset *data,
                                 const struct aug_pipeline *pipeline, struct aug_intent *out, struct aug_error *err)
{
    struct reading r = {.names = {name, data}, .pipeline = pipeline};
    enum aug_status status = read_all(&r, text, length, err);
    if (status == AUG_OK) status = hand_over(&r, out, err);
    if (status != AUG_OK) au_arena_release(&r.arena);
    return status;
}

enum aug_status aug_intent_read(const char *path, const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                                struct aug_intent *out, struct aug_error *err)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    AUG_TRY(au_file_read(path, FILE_BYTES_MAX, &bytes, &size, err));
    const enum aug_status status = aug_intent_parse((const char *)bytes, size, path, data, pipeline, out, err);
    au_free(bytes);
    return status;
}

void aug_intent_release(struct aug_intent *intent)
{
    if (intent->owner) {
        struct au_arena arena = *(struct au_arena *)intent->owner;
        au_arena_release(&arena);
    }
    *intent = (struct aug_intent){0};
}
