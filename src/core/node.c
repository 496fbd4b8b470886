/* SPDX-License-Identifier: Apache-2.0
 * node.c - libfyaml's events, built into a tree that lives in the caller's arena.
 *
 * Events instead of libfyaml's own documents: they carry the places of maps and lists, cost a seventh of the time, and an
 * alias is refused where it stands instead of being expanded. The stack of open maps and lists is ours and bounded. */
#include "node.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "memory.h"
#include "node_internal.h"

/* A node while its parent is open. */
struct item {
    struct au_node node;
    struct au_node_place key_place;
    struct item *next;
};

struct frame {
    struct item *self, *first, *last;
    const char *key; /* of the value that comes next; NULL: a key comes next (in a map) */
    struct au_node_place key_place;
};

struct builder {
    struct au_node_reading reading;
    struct frame frames[AU_NODE_DEPTH_MAX];
    int depth;
    size_t value_count;
    struct au_node_place last; /* of the latest event that had one */
    struct au_node_place end;  /* of the text */
    struct item *root;
    bool document_done;
};

static enum aug_status refuse(const struct builder *b, struct au_node_place place, struct aug_error *err,
                              const char *what)
{
    return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: %s", b->reading.name, place.line, place.column, what);
}

struct au_node_place au_node_token_place(struct fy_token *token, bool behind_sigil, struct au_node_place fallback)
{
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    if (!mark) return fallback;
    const int column = mark->column + 1 - (behind_sigil && mark->column > 0 ? 1 : 0);
    return (struct au_node_place){mark->line + 1, column};
}

static bool is_quoted(struct fy_token *token)
{
    const enum fy_scalar_style style = fy_token_scalar_style(token);
    return style == FYSS_SINGLE_QUOTED || style == FYSS_DOUBLE_QUOTED;
}

/* ---- places for new values ---- */

static bool key_is_next(const struct builder *b)
{
    return b->depth > 0 && b->frames[b->depth - 1].self->node.kind == AU_NODE_MAP && !b->frames[b->depth - 1].key;
}

static void attach(struct builder *b, struct item *item)
{
    if (b->depth == 0) {
        b->root = item;
        return;
    }
    struct frame *frame = &b->frames[b->depth - 1];
    item->node.key = frame->key;
    item->key_place = frame->key_place;
    frame->key = NULL;
    if (frame->last) frame->last->next = item;
    else frame->first = item;
    frame->last = item;
    frame->self->node.count++;
}

static enum aug_status new_item(struct builder *b, struct au_node_place place, struct item **item,
                                struct aug_error *err)
{
    if (++b->value_count > AU_NODE_COUNT_MAX) return refuse(b, place, err, "more than 1,000,000 values in one file");
    *item = au_arena_alloc(b->reading.arena, 1, sizeof **item);
    if (!*item) return au_no_memory(err, "a value of the file");
    (*item)->node.line = place.line;
    (*item)->node.column = place.column;
    return AUG_OK;
}

/* ---- events ---- */

static enum aug_status no_extras(struct builder *b, struct fy_token *anchor, struct fy_token *tag,
                                 struct aug_error *err)
{
    if (anchor)
        return refuse(b, au_node_token_place(anchor, true, b->last), err,
                      "anchors (&name) are not read, write the value out");
    if (tag)
        return refuse(b, au_node_token_place(tag, false, b->last), err,
                      "tags (!name) are not read, write a plain value");
    return AUG_OK;
}

static enum aug_status on_key(struct builder *b, struct fy_token *token, const char *text, size_t length,
                              struct aug_error *err)
{
    struct frame *frame = &b->frames[b->depth - 1];
    frame->key_place = au_node_token_place(token, is_quoted(token), b->last);
    if (memchr(text, '\0', length)) return refuse(b, frame->key_place, err, "a key with a NUL character");
    frame->key = au_arena_strndup(b->reading.arena, text, length);
    return frame->key ? AUG_OK : au_no_memory(err, "a key of the file");
}

static enum aug_status on_scalar(struct builder *b, const struct fy_event *event, struct aug_error *err)
{
    struct fy_token *token = event->scalar.value;
    AUG_TRY(no_extras(b, event->scalar.anchor, event->scalar.tag, err));
    size_t length = 0;
    const char *text = token ? fy_token_get_text(token, &length) : NULL;
    if (token && !text) return au_no_memory(err, "a value of the file");
    if (!text) text = "", length = 0;
    b->last = au_node_token_place(token, is_quoted(token), b->last);
    if (key_is_next(b)) return on_key(b, token, text, length, err);
    struct item *item = NULL;
    AUG_TRY(new_item(b, b->last, &item, err));
    const bool plain = fy_token_scalar_style(token) == FYSS_PLAIN;
    AUG_TRY(au_node_scalar(&b->reading, &item->node, text, length, plain, err));
    attach(b, item);
    return AUG_OK;
}

static enum aug_status on_open(struct builder *b, enum au_node_kind kind, struct fy_token *token, struct aug_error *err)
{
    const struct au_node_place place = au_node_token_place(token, false, b->last);
    b->last = place;
    if (key_is_next(b)) return refuse(b, place, err, "a list or map as a key, expected a string");
    if (b->depth == AU_NODE_DEPTH_MAX) return refuse(b, place, err, "lists and maps nested deeper than 64");
    struct item *item = NULL;
    AUG_TRY(new_item(b, place, &item, err));
    item->node.kind = kind;
    attach(b, item);
    b->frames[b->depth++] = (struct frame){.self = item};
    return AUG_OK;
}

/* By key, then in file order. */
static int compare_items(const void *left, const void *right)
{
    const struct item *a = *(const struct item *const *)left, *b = *(const struct item *const *)right;
    const int order = strcmp(a->node.key, b->node.key);
    if (order != 0) return order;
    if (a->key_place.line != b->key_place.line) return a->key_place.line < b->key_place.line ? -1 : 1;
    return (a->key_place.column > b->key_place.column) - (a->key_place.column < b->key_place.column);
}

static bool is_before(struct au_node_place a, struct au_node_place b)
{
    return a.line != b.line ? a.line < b.line : a.column < b.column;
}

static enum aug_status refuse_duplicates(struct builder *b, const struct item **sorted, size_t count,
                                         struct aug_error *err)
{
    const struct item *first = NULL;
    qsort(sorted, count, sizeof *sorted, compare_items);
    for (size_t i = 1; i < count; i++)
        if (strcmp(sorted[i - 1]->node.key, sorted[i]->node.key) == 0 &&
            (!first || is_before(sorted[i]->key_place, first->key_place)))
            first = sorted[i];
    if (!first) return AUG_OK;
    return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: the key \"%.60s\" stands here a second time, expected it once",
                    b->reading.name, first->key_place.line, first->key_place.column, first->node.key);
}

static enum aug_status on_close(struct builder *b, struct aug_error *err)
{
    struct frame *frame = &b->frames[--b->depth];
    struct au_node *node = &frame->self->node;
    const struct au_node **children = au_arena_alloc(b->reading.arena, node->count, sizeof *children);
    const struct item **sorted = au_arena_alloc(b->reading.arena, node->count, sizeof *sorted);
    if (!children || !sorted) return au_no_memory(err, "a list of values");
    size_t i = 0;
    for (const struct item *item = frame->first; item; item = item->next, i++) {
        children[i] = &item->node;
        sorted[i] = item;
    }
    node->children = children;
    return node->kind == AU_NODE_MAP ? refuse_duplicates(b, sorted, node->count, err) : AUG_OK;
}

static enum aug_status on_document(struct builder *b, struct fy_event *event, struct aug_error *err)
{
    const struct fy_mark *mark = fy_event_start_mark(event);
    if (mark) b->last = (struct au_node_place){mark->line + 1, mark->column + 1};
    return b->document_done ? refuse(b, b->last, err, "a second document, expected one") : AUG_OK;
}

static enum aug_status on_event(struct builder *b, struct fy_event *event, struct aug_error *err)
{
    switch (event->type) {
    case FYET_DOCUMENT_START: return on_document(b, event, err);
    case FYET_DOCUMENT_END: b->document_done = true; return AUG_OK;
    case FYET_SCALAR: return on_scalar(b, event, err);
    case FYET_MAPPING_START:
        AUG_TRY(no_extras(b, event->mapping_start.anchor, event->mapping_start.tag, err));
        return on_open(b, AU_NODE_MAP, event->mapping_start.mapping_start, err);
    case FYET_SEQUENCE_START:
        AUG_TRY(no_extras(b, event->sequence_start.anchor, event->sequence_start.tag, err));
        return on_open(b, AU_NODE_LIST, event->sequence_start.sequence_start, err);
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END: return on_close(b, err);
    case FYET_ALIAS:
        return refuse(b, au_node_token_place(event->alias.anchor, true, b->last), err,
                      "aliases (*name) are not read, write the value out");
    default: return AUG_OK;
    }
}

/* ---- the parser ---- */

static enum aug_status parser_failed(const struct builder *b, struct fy_diag *diag, struct aug_error *err)
{
    const char *kind = b->reading.format == AU_NODE_JSON ? "JSON" : "YAML";
    void *iterator = NULL;
    const struct fy_diag_error *found = fy_diag_errors_iterate(diag, &iterator);
    if (!found || !found->msg) return refuse(b, b->last, err, "not a valid file, expected JSON or YAML");
    if (is_before(b->end,
                  (struct au_node_place){found->line, found->column})) /* libfyaml adds a line to the last one */
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: not valid %s: %.200s", b->reading.name, b->end.line,
                        b->end.column, kind, found->msg);
    const bool behind_quote = strstr(found->msg, "-quoted") || strstr(found->msg, "quoted scalars");
    const int column = behind_quote && found->column > 1 ? found->column - 1 : found->column;
    return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: not valid %s: %.200s", b->reading.name, found->line, column, kind,
                    found->msg);
}

static enum aug_status consume(struct builder *b, struct fy_parser *parser, struct fy_diag *diag, struct aug_error *err)
{
    enum aug_status status = AUG_OK;
    while (status == AUG_OK) {
        struct fy_event *event = fy_parser_parse(parser);
        if (!event) break;
        status = on_event(b, event, err);
        fy_parser_event_free(parser, event);
    }
    if (status != AUG_OK) return status;
    if (fy_parser_get_stream_error(parser) || fy_diag_got_error(diag)) return parser_failed(b, diag, err);
    if (!b->root || b->depth != 0 || !b->document_done)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:1: the file is empty", b->reading.name);
    return AUG_OK;
}

static enum aug_status with_diag(struct builder *b, const char *text, size_t length, struct fy_diag *diag,
                                 struct aug_error *err)
{
    const bool json = b->reading.format == AU_NODE_JSON;
    const struct fy_parse_cfg config = {
        .flags = FYPCF_COLLECT_DIAG | FYPCF_QUIET | (json ? FYPCF_JSON_FORCE : FYPCF_JSON_NONE), .diag = diag};
    struct fy_parser *parser = fy_parser_create(&config);
    if (!parser) return au_no_memory(err, "the parser");
    enum aug_status status = fy_parser_set_string(parser, text, length) == 0 ? AUG_OK : au_no_memory(err, "the parser");
    if (status == AUG_OK) status = consume(b, parser, diag, err);
    fy_parser_destroy(parser);
    return status;
}

static enum aug_status build(struct builder *b, const char *text, size_t length, struct aug_error *err)
{
    struct fy_diag_cfg config;
    fy_diag_cfg_default(&config);
    config.fp = NULL;
    errno = 0;
    struct fy_diag *diag = fy_diag_create(&config);
    if (!diag) return au_no_memory(err, "the parser");
    fy_diag_set_collect_errors(diag, true);
    enum aug_status status = with_diag(b, text, length, diag, err);
    /* libfyaml may take a failed allocation for a wrong text or go on without a piece, but malloc leaves its mark. */
    if (errno == ENOMEM) status = au_no_memory(err, "the parser");
    fy_diag_destroy(diag);
    return status;
}

static struct au_node_place end_of(const char *text, size_t length)
{
    struct au_node_place end = {1, 1};
    for (size_t i = 0; i < length; i++) {
        const bool continues = ((unsigned char)text[i] & 0xC0) == 0x80; /* of a UTF-8 character */
        end.column += continues ? 0 : 1;
        if (text[i] == '\n') end = (struct au_node_place){end.line + 1, 1};
    }
    return end;
}

static bool is_blank(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (text[i] != ' ' && text[i] != '\t' && text[i] != '\n' && text[i] != '\r') return false;
    return true;
}

enum aug_status au_node_read(const char *text, size_t length, enum au_node_format format, const char *name,
                             struct au_arena *arena, const struct au_node **root, struct aug_error *err)
{
    if (length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, length -= 3;
    AUG_TRY(au_node_check_text(text, length, name, err));
    if (is_blank(text, length)) return aug_fail(err, AUG_BAD_INPUT, "%s:1:1: the file is empty", name);
    struct builder b = {.reading = {name, format, arena}, .last = {1, 1}, .end = end_of(text, length)};
    AUG_TRY(build(&b, text, length, err));
    *root = &b.root->node;
    return AUG_OK;
}
