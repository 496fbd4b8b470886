/* SPDX-License-Identifier: Apache-2.0
 * pipeline_tools.c - helpers of the pipeline tests. */
#include "pipeline_tools.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "core/file.h"
#include "core/memory.h"

struct tool_nodes tool_parse_nodes(const char *text)
{
    struct aug_error err = {0};
    struct tool_nodes nodes = {0};
    CHECK_OK(au_node_read(text, strlen(text), AU_NODE_JSON, "nodes", &nodes.arena, &nodes.root, &err));
    return nodes;
}

struct tool_nodes tool_read_nodes(const char *path)
{
    struct aug_error err = {0};
    uint8_t *bytes = NULL;
    size_t size = 0;
    CHECK_OK(au_file_read(path, (size_t)1 << 24, &bytes, &size, &err));
    struct tool_nodes nodes = tool_parse_nodes((const char *)bytes);
    au_free(bytes);
    return nodes;
}

void tool_free(struct tool_nodes *nodes)
{
    au_arena_release(&nodes->arena);
}

bool tool_same_value(const struct au_node *a, const struct au_node *b)
{
    if (!a || !b || a->kind != b->kind || a->count != b->count) return false;
    switch (a->kind) {
    case AU_NODE_NULL: return true;
    case AU_NODE_BOOL: return a->truth == b->truth;
    case AU_NODE_NUMBER: return fabs(a->number - b->number) <= 1e-12 * (1 + fabs(a->number));
    case AU_NODE_STRING: return strcmp(a->text, b->text) == 0;
    case AU_NODE_LIST:
        for (size_t i = 0; i < a->count; i++)
            if (!tool_same_value(a->children[i], b->children[i])) return false;
        return true;
    case AU_NODE_MAP:
        for (size_t i = 0; i < a->count; i++)
            if (!tool_same_value(a->children[i], au_node_find(b, a->children[i]->key))) return false;
        return true;
    }
    return false;
}

struct aug_pipeline tool_spec(const char *spec)
{
    struct aug_error err = {0};
    struct aug_pipeline pipeline = {0};
    CHECK_OK(aug_pipeline_specs(&spec, 1, 1, &pipeline, &err));
    return pipeline;
}

static const char *after_number(const char *s)
{
    if (*s != ':' || !isdigit((unsigned char)s[1])) return NULL;
    s++;
    while (isdigit((unsigned char)*s)) s++;
    return s;
}

bool tool_has_place(const char *message)
{
    for (const char *s = message; *s; s++) {
        const char *second = after_number(s), *end = second ? after_number(second) : NULL;
        if (end && end[0] == ':' && end[1] == ' ') return true;
    }
    return false;
}

struct aug_image tool_image(int width, int height)
{
    struct aug_error err = {0};
    struct aug_image image = {0};
    CHECK_OK(aug_image_resize_storage(&image, width, height, 3, &err));
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width * 3; x++)
            image.pixels[(size_t)y * image.stride + (size_t)x] = (uint8_t)((x * 37 + y * 101 + x * y * 7) % 251);
    return image;
}

bool tool_same_image(const struct aug_image *a, const struct aug_image *b)
{
    if (a->width != b->width || a->height != b->height || a->channels != b->channels) return false;
    const size_t row = (size_t)a->width * (size_t)a->channels;
    for (int y = 0; y < a->height; y++)
        if (memcmp(a->pixels + (size_t)y * a->stride, b->pixels + (size_t)y * b->stride, row) != 0) return false;
    return true;
}
