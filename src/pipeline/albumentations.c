/* SPDX-License-Identifier: Apache-2.0
 * albumentations.c - files of Albumentations 2.0: {"__version__": .., "transform": node}, or the node alone.
 *
 * The parameters of all 2.0 releases are written alike; SomeOf draws differently before 2.0.6. */
#include <string.h>

#include "albumentations_leaf.h"
#include "container.h"
#include "core/memory.h"
#include "format.h"

#define OLDEST_PATCH 0
#define UNIFORM_SOME_PATCH 6
#define NEWEST_PATCH 8

/* One reading of a file. */
struct file {
    struct au_building *b;
    int patch; /* of release 2.0.x */
};

struct release {
    int parts[3];
};

/* ---- release ---- */

static bool parse_release(const char *text, struct release *release)
{
    *release = (struct release){{0}};
    for (int i = 0; i < 3; i++) {
        int digits = 0;
        for (; *text >= '0' && *text <= '9'; text++, digits++) {
            if (digits == 4) return false;
            release->parts[i] = release->parts[i] * 10 + (*text - '0');
        }
        if (digits == 0) return false;
        if (i < 2 && *text++ != '.') return false;
    }
    return true;
}

static int compare_release(const struct release *r, int major, int minor, int patch)
{
    const int wanted[3] = {major, minor, patch};
    for (int i = 0; i < 3; i++)
        if (r->parts[i] != wanted[i]) return r->parts[i] < wanted[i] ? -1 : 1;
    return 0;
}

static enum aug_status wrong_release(const struct au_node *version, const char *source, bool is_old,
                                     struct aug_error *err)
{
    return aug_fail(err, AUG_UNSUPPORTED, AU_WRONG_RELEASE, source, version->line, version->column,
                    is_old ? "Albumentations" : "AlbumentationsX", 20, version->text);
}

static enum aug_status read_release(struct file *file, const struct au_node *version, const char **library,
                                    struct aug_error *err)
{
    const char *source = file->b->source;
    struct release release;
    if (version->kind != AU_NODE_STRING || !parse_release(version->text, &release))
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: \"__version__\" must be a release such as \"2.0.8\"", source,
                        version->line, version->column);
    if (compare_release(&release, 2, 0, OLDEST_PATCH) < 0) return wrong_release(version, source, true, err);
    if (compare_release(&release, 2, 0, NEWEST_PATCH) > 0) return wrong_release(version, source, false, err);
    file->patch = release.parts[2];
    *library = au_arena_printf(&file->b->arena, "albumentations %s", version->text);
    return *library ? AUG_OK : au_no_memory(err, "the name of the library");
}

/* ---- nodes ---- */

static enum aug_status read_node(struct file *file, const struct au_node *node, const char *path, bool some_channels,
                                 struct au_tree *tree, struct aug_error *err);

/* "albumentations.augmentations.blur.Blur" is "Blur"; names of other packages stay whole. */
static const char *class_name(const char *full)
{
    const char *dot = strrchr(full, '.');
    return strncmp(full, "albumentations.", 15) == 0 ? dot + 1 : full;
}

static enum aug_status find_class(const struct file *file, const struct au_node *node, const char **name,
                                  struct aug_error *err)
{
    const char *source = file->b->source;
    if (node->kind != AU_NODE_MAP)
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s:%d:%d: %s where a transform was expected: a map with "
                        "\"__class_fullname__\"",
                        source, node->line, node->column, au_node_kind_name(node->kind));
    if (node->count == 0)
        return aug_fail(
            err, AUG_BAD_INPUT,
            "%s:%d:%d: an empty map where a transform was expected: Albumentations writes it for a transform "
            "that it cannot save; take that transform out of the pipeline",
            source, node->line, node->column);
    const struct au_node *value = au_node_find(node, "__class_fullname__");
    if (!value)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: a transform without \"__class_fullname__\"", source, node->line,
                        node->column);
    if (value->kind != AU_NODE_STRING || value->length == 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: \"__class_fullname__\" must be a name, not %s", source,
                        value->line, value->column,
                        value->kind == AU_NODE_STRING ? "empty" : au_node_kind_name(value->kind));
    *name = class_name(value->text);
    return AUG_OK;
}

static enum aug_status check_record(const struct file *file, const struct au_node *node, struct aug_error *err)
{
    const struct au_node *mark = au_node_find(node, "applied");
    if (!mark) mark = au_node_find(node, "params");
    if (!mark) return AUG_OK;
    return aug_fail(
        err, AUG_UNSUPPORTED,
        "%s:%d:%d: \"%s\" makes this the record of one call (the \"replay\" of ReplayCompose), not a pipeline; "
        "save the pipeline itself with A.save",
        file->b->source, mark->line, mark->column, mark->key);
}

/* What 2.0.8 itself refuses, or what this release draws by another rule. */
static enum aug_status check_container(const struct file *file, const struct au_container *container,
                                       const struct au_node *node, const struct au_tree *tree, struct aug_error *err)
{
    double weights = 0;
    for (size_t i = 0; i < tree->count; i++) weights += tree->children[i].p;
    if (tree->rule == AU_RULE_ONE && tree->count > 0 && weights <= 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: every child of this OneOf has p = 0, so none can be chosen",
                        file->b->source, node->line, node->column);
    if (tree->rule == AU_RULE_SOME && file->patch < UNIFORM_SOME_PATCH)
        return aug_fail(err, AUG_UNSUPPORTED,
                        "%s:%d:%d: %s of Albumentations 2.0.%d draws by another rule than 2.0.6 and later; save the "
                        "pipeline again with 2.0.8",
                        file->b->source, node->line, node->column, container->name, file->patch);
    return AUG_OK;
}

static enum aug_status read_children(struct file *file, const struct au_container *container,
                                     const struct au_node *node, const char *path, bool some_channels,
                                     struct au_tree *tree, struct aug_error *err)
{
    const struct au_node *list = au_node_find(node, "transforms");
    if (!list || list->kind != AU_NODE_LIST)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: %s has no list \"transforms\"", file->b->source,
                        list ? list->line : node->line, list ? list->column : node->column, container->name);
    tree->children = au_arena_alloc(&file->b->arena, list->count, sizeof *tree->children);
    if (!tree->children) return au_no_memory(err, "a list of transforms");
    tree->count = list->count;
    for (size_t i = 0; i < list->count; i++) {
        const char *child_path = au_arena_printf(&file->b->arena, "%s/transforms/%zu", path, i);
        if (!child_path) return au_no_memory(err, "the path of a transform");
        AUG_TRY(read_node(file, list->children[i], child_path, some_channels, &tree->children[i], err));
    }
    return check_container(file, container, node, tree, err);
}

static enum aug_status read_node(struct file *file, const struct au_node *node, const char *path, bool some_channels,
                                 struct au_tree *tree, struct aug_error *err)
{
    const char *name = NULL;
    AUG_TRY(find_class(file, node, &name, err));
    AUG_TRY(check_record(file, node, err));
    const struct au_container *container = au_container_find(name);
    if (!container) {
        tree->rule = AU_RULE_LEAF;
        return au_albumentations_leaf(file->b, node, name, path, some_channels, &tree->p, err);
    }
    AUG_TRY(au_container_read(container, node, file->b->source, tree, err));
    return read_children(file, container, node, path, some_channels || container->some_channels, tree, err);
}

/* ---- the file ---- */

static enum aug_status set_fires(struct au_building *b, const struct au_tree *tree, struct aug_error *err)
{
    double *fires = au_arena_alloc(&b->arena, b->count, sizeof *fires);
    if (!fires) return au_no_memory(err, "the probabilities of the transforms");
    au_tree_fires(tree, fires);
    for (struct au_leaf_item *item = b->first; item; item = item->next) item->leaf.fires = *fires++;
    return AUG_OK;
}

static enum aug_status check_envelope(const struct file *file, const struct au_node *root, struct aug_error *err)
{
    for (size_t i = 0; i < root->count; i++) {
        const struct au_node *value = root->children[i];
        if (strcmp(value->key, "__version__") == 0 || strcmp(value->key, "transform") == 0) continue;
        return aug_fail(
            err, AUG_BAD_INPUT,
            "%s:%d:%d: unknown key \"%.60s\" beside \"transform\"; Albumentations writes \"__version__\" and "
            "\"transform\" only",
            file->b->source, value->line, value->column, value->key);
    }
    return AUG_OK;
}

static bool recognise(const struct au_node *root)
{
    return au_node_find(root, "transform") || au_node_find(root, "__class_fullname__") ||
           au_node_find(root, "__version__");
}

static enum aug_status read_root(struct au_building *b, const struct au_node *root, const char **library,
                                 struct aug_error *err)
{
    struct file file = {b, NEWEST_PATCH};
    const struct au_node *version = au_node_find(root, "__version__"), *node = root;
    const bool is_bare = au_node_find(root, "__class_fullname__") != NULL;
    *library = NULL;
    if (version && !is_bare) AUG_TRY(read_release(&file, version, library, err));
    if (!is_bare) {
        node = au_node_find(root, "transform");
        if (!node)
            return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: no key \"transform\" beside \"__version__\"", b->source,
                            root->line, root->column);
        AUG_TRY(check_envelope(&file, root, err));
    }
    struct au_tree *tree = au_arena_alloc(&b->arena, 1, sizeof *tree);
    if (!tree) return au_no_memory(err, "the tree of the pipeline");
    AUG_TRY(read_node(&file, node, is_bare ? "" : "/transform", false, tree, err));
    b->tree = tree;
    return set_fires(b, tree, err);
}

const struct au_format au_format_albumentations_json = {
    "albumentations-json",
    "Albumentations 2.0 as JSON: A.save(pipeline, \"train.json\"), or json.dump of A.to_dict(pipeline).", AU_NODE_JSON,
    recognise, read_root};

const struct au_format au_format_albumentations_yaml = {
    "albumentations-yaml", "Albumentations 2.0 as YAML: A.save(pipeline, \"train.yaml\", data_format=\"yaml\").",
    AU_NODE_YAML, recognise, read_root};
