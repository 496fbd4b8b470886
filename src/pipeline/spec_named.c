/* SPDX-License-Identifier: Apache-2.0
 * spec_named.c - parameters by name: split at commas outside of brackets, each value read as flow YAML. */
#include "spec_named.h"

#include <string.h>

#include "core/memory.h"

#define ARGUMENTS_MAX 64

size_t au_spec_stop(const char *spec, size_t start, size_t end, char stop)
{
    int depth = 0;
    char quote = 0;
    size_t i = start;
    for (; i < end; i++) {
        const char c = spec[i];
        if (quote) {
            if (c == quote) quote = 0;
            else if (c == '\\' && quote == '"' && i + 1 < end) i++;
        } else if (c == '"' || c == '\'') quote = c;
        else if (c == '[' || c == '{') depth++;
        else if ((c == ']' || c == '}') && depth > 0) depth--;
        else if (c == stop && depth == 0) break;
    }
    return i;
}

/* Blanks stand in for what comes before, so that the columns in messages are those of the SPEC. */
static enum aug_status read_value(const struct au_spec_at *at, size_t start, size_t end, struct au_arena *arena,
                                  const struct au_node **value, struct aug_error *err)
{
    char *text = au_arena_strndup(arena, at->spec, end);
    if (!text) return au_no_memory(err, "a SPEC");
    memset(text, ' ', start);
    if (strspn(text, " ") == end)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: a value was expected after =", at->label, start + 1);
    if (strpbrk(text, "\r\n"))
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: a SPEC is one line", at->label, start + 1);
    return au_node_read(text, end, AU_NODE_YAML, at->label, arena, value, err);
}

static enum aug_status read_one(const struct au_spec_at *at, size_t start, size_t end, struct au_arena *arena,
                                const struct au_node **argument, struct aug_error *err)
{
    const char *equals = memchr(at->spec + start, '=', end - start);
    if (!equals || equals == at->spec + start)
        return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: name=value was expected here", at->label, start + 1);
    const size_t name_end = (size_t)(equals - at->spec);
    const struct au_node *value = NULL;
    AUG_TRY(read_value(at, name_end + 1, end, arena, &value, err));
    struct au_node *named = au_arena_alloc(arena, 1, sizeof *named);
    char *key = au_arena_strndup(arena, at->spec + start, name_end - start);
    if (!named || !key) return au_no_memory(err, "a SPEC");
    if (au_is_tree_key(key))
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s:1:%zu: \"%s\" is no parameter here; the option --p sets the probability", at->label,
                        start + 1, key);
    *named = *value;
    named->key = key;
    *argument = named;
    return AUG_OK;
}

static bool is_given(const struct au_node *const *arguments, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(arguments[i]->key, key) == 0) return true;
    return false;
}

static enum aug_status read_all(const struct au_spec_at *at, struct au_arena *arena, const struct au_node **arguments,
                                size_t *count, struct aug_error *err)
{
    size_t start = at->start, end;
    do {
        end = au_spec_stop(at->spec, start, at->end, ',');
        if (*count == ARGUMENTS_MAX)
            return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: at most %d parameters", at->label, start + 1, ARGUMENTS_MAX);
        AUG_TRY(read_one(at, start, end, arena, &arguments[*count], err));
        if (is_given(arguments, *count, arguments[*count]->key))
            return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: \"%s\" stands here a second time", at->label, start + 1,
                            arguments[*count]->key);
        ++*count;
        start = end + 1;
    } while (end < at->end);
    return AUG_OK;
}

enum aug_status au_named_arguments(const struct au_spec_at *at, struct au_arena *arena, const struct au_node **map,
                                   struct aug_error *err)
{
    const struct au_node **arguments = au_arena_alloc(arena, ARGUMENTS_MAX, sizeof *arguments);
    struct au_node *made = au_arena_alloc(arena, 1, sizeof *made);
    if (!arguments || !made) return au_no_memory(err, "a SPEC");
    *made = (struct au_node){.kind = AU_NODE_MAP, .line = 1, .column = (int)at->start + 1, .children = arguments};
    AUG_TRY(read_all(at, arena, arguments, &made->count, err));
    *map = made;
    return AUG_OK;
}
