/* SPDX-License-Identifier: Apache-2.0
 * pipeline.c - a file to a pipeline: its syntax by the first character, its format by its keys. */
#include <augaudit/pipeline.h>

#include <string.h>

#include "core/file.h"
#include "core/memory.h"
#include "format.h"

#define FILE_BYTES_MAX ((size_t)16 * 1024 * 1024)

static const struct au_format *const formats[] = {
#define FORMAT(name) &au_format_##name,
#include "formats.inc"
#undef FORMAT
};

static const size_t format_count = sizeof formats / sizeof *formats;

size_t aug_format_count(void)
{
    return format_count;
}

const char *aug_format_name(size_t i)
{
    return i < format_count ? formats[i]->name : NULL;
}

const char *aug_format_about(size_t i)
{
    return i < format_count ? formats[i]->about : NULL;
}

/* JSON files start with a bracket; a YAML file that does is flow style, which no library writes. */
static enum au_node_format guess_syntax(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const bool is_mark = (unsigned char)text[i] >= 0x80; /* a byte order mark */
        if (!is_mark && !strchr(" \t\r\n", text[i]))
            return text[i] == '{' || text[i] == '[' ? AU_NODE_JSON : AU_NODE_YAML;
    }
    return AU_NODE_YAML;
}

static enum aug_status unknown_format(const struct au_node *root, const char *name, struct aug_error *err)
{
    AUG_TRY(au_foreign_root(root, name, err));
    if (root->kind != AU_NODE_MAP)
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s:%d:%d: not a pipeline: %s where a map with \"__version__\" and \"transform\" was expected",
                        name, root->line, root->column, au_node_kind_name(root->kind));
    return aug_fail(err, AUG_BAD_INPUT,
                    "%s:%d:%d: not a pipeline that augaudit knows: no key \"transform\" (its first key is \"%.60s\"); "
                    "`augaudit list` shows the formats",
                    name, root->line, root->column, root->count ? root->children[0]->key : "");
}

static enum aug_status read_text(struct au_building *b, const char *text, size_t length, struct aug_pipeline *out,
                                 struct aug_error *err)
{
    const enum au_node_format syntax = guess_syntax(text, length);
    const struct au_node *root = NULL;
    AUG_TRY(au_foreign_text(text, length, b->source, err));
    AUG_TRY(au_node_read(text, length, syntax, b->source, &b->arena, &root, err));
    for (size_t i = 0; i < format_count; i++) {
        if (formats[i]->syntax != syntax || !formats[i]->recognise(root)) continue;
        const char *library = NULL;
        AUG_TRY(formats[i]->read(b, root, &library, err));
        return au_building_finish(b, formats[i]->name, library, out, err);
    }
    return unknown_format(root, b->source, err);
}

enum aug_status aug_pipeline_parse(const char *text, size_t length, const char *name, struct aug_pipeline *out,
                                   struct aug_error *err)
{
    struct au_building b = {.source = name};
    const enum aug_status status = read_text(&b, text, length, out, err);
    au_arena_release(&b.arena);
    return status;
}

enum aug_status aug_pipeline_read(const char *path, struct aug_pipeline *out, struct aug_error *err)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    AUG_TRY(au_file_read(path, FILE_BYTES_MAX, &bytes, &size, err));
    const enum aug_status status = aug_pipeline_parse((const char *)bytes, size, path, out, err);
    au_free(bytes);
    return status;
}
