/* SPDX-License-Identifier: Apache-2.0
 * ruling.c - the words of an intent file. */
#include "ruling.h"

#include <string.h>

#include "core/text.h"

static const struct {
    const char *name, *about;
} kinds[AUG_RULING_COUNT] = {
    {"none", "Nothing was ruled."},
    {"invariant",
     "The label stays: decides where the data cannot; a conflict that was measured stands, and both are named."},
    {"equivariant", "The label moves along with the image; for class labels the same as invariant, on record."},
    {"swap", "Transformed images of one class count as the other and the other way round; all is measured again so."},
    {"changes", "The label does not survive: broken by ruling, whatever the data say."},
};

const char *aug_ruling_name(enum aug_ruling_kind kind)
{
    return (size_t)kind < AUG_RULING_COUNT ? kinds[kind].name : "none";
}

const char *aug_ruling_about(enum aug_ruling_kind kind)
{
    return (size_t)kind < AUG_RULING_COUNT ? kinds[kind].about : kinds[0].about;
}

void au_ruling_mend_swaps(char *text, size_t length)
{
    static const char word[] = "swap(";
    const size_t word_length = sizeof word - 1;
    for (size_t at = 0; at + word_length < length; at++) {
        const bool is_quoted = at > 0 && (text[at - 1] == '"' || text[at - 1] == '\'');
        if (is_quoted || memcmp(text + at, word, word_length) != 0) continue;
        size_t end = at + word_length;
        while (end < length && text[end] != ')' && text[end] != '\n') end++;
        for (size_t i = at; end < length && text[end] == ')' && i < end; i++)
            if (text[i] == ',') text[i] = ';';
        at = end;
    }
}

static int find_class(const struct aug_dataset *data, const char *name, size_t length)
{
    for (int k = 0; k < data->class_count; k++)
        if (strlen(data->class_names[k]) == length && memcmp(data->class_names[k], name, length) == 0) return k;
    return -1;
}

static enum aug_status unknown_class(const struct au_ruling_names *names, const struct au_node *at, const char *name,
                                     struct aug_error *err)
{
    const struct aug_dataset *data = names->data;
    int best = 0, best_distance = 4;
    for (int k = 0; k < data->class_count; k++) {
        const int distance = au_text_distance(name, data->class_names[k], 3);
        if (distance < best_distance) best = k, best_distance = distance;
    }
    if (best_distance < 4)
        return aug_fail(err, AUG_BAD_INPUT, "%s:%d:%d: no class \"%.60s\" is audited; did you mean \"%s\"?",
                        names->file, at->line, at->column, name, data->class_names[best]);
    return aug_fail(err, AUG_BAD_INPUT,
                    "%s:%d:%d: no class \"%.60s\" is audited; expected one of the %d classes (the first is \"%s\") "
                    "or \"*\" for all",
                    names->file, at->line, at->column, name, data->class_count, data->class_names[0]);
}

struct pair {
    int first, second;
};

static void trim(const char **text, size_t *length)
{
    while (*length > 0 && (*text)[0] == ' ') (*text)++, (*length)--;
    while (*length > 0 && (*text)[*length - 1] == ' ') (*length)--;
}

/* Class names may hold commas: the first cut that gives two known classes counts. */
static bool cut_pair(const struct aug_dataset *data, const char *inside, size_t length, struct pair *out)
{
    for (size_t at = 0; at < length; at++) {
        if (inside[at] != ',' && inside[at] != ';') continue;
        const char *a = inside, *b = inside + at + 1;
        size_t a_length = at, b_length = length - at - 1;
        trim(&a, &a_length);
        trim(&b, &b_length);
        *out = (struct pair){find_class(data, a, a_length), find_class(data, b, b_length)};
        if (out->first >= 0 && out->second >= 0) return true;
    }
    return false;
}

/* Says which of the two names is unknown, in words of the file. */
static enum aug_status wrong_pair(const struct au_ruling_names *names, const struct au_node *value, const char *inside,
                                  size_t length, struct aug_error *err)
{
    char name[64] = "";
    const char *comma = memchr(inside, ';', length);
    if (!comma) comma = memchr(inside, ',', length);
    const char *part = inside;
    size_t part_length = comma ? (size_t)(comma - inside) : length;
    trim(&part, &part_length);
    if (comma && find_class(names->data, part, part_length) >= 0) {
        part = comma + 1;
        part_length = length - (size_t)(part - inside);
        trim(&part, &part_length);
    }
    memcpy(name, part, part_length < sizeof name ? part_length : sizeof name - 1);
    return unknown_class(names, value, name, err);
}

static enum aug_status read_pair(const struct au_ruling_names *names, int class_index, const struct au_node *value,
                                 struct pair *out, struct aug_error *err)
{
    const char *inside = value->text + strlen("swap(");
    size_t length = value->length - strlen("swap()");
    trim(&inside, &length);
    const int alone = find_class(names->data, inside, length);
    *out = (struct pair){class_index, alone};
    if (alone >= 0 || cut_pair(names->data, inside, length, out)) return AUG_OK;
    return wrong_pair(names, value, inside, length, err);
}

static enum aug_status read_swap(const struct au_ruling_names *names, const struct au_node *value,
                                 struct au_ruling_row *row, struct aug_error *err)
{
    const char *const *class_names = names->data->class_names;
    struct pair pair;
    if (row->class_index == AU_ALL_CLASSES)
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s:%d:%d: a swap belongs to one class, not to \"*\": name the class, as a: swap(a,b)",
                        names->file, value->line, value->column);
    AUG_TRY(read_pair(names, row->class_index, value, &pair, err));
    const char *own = class_names[row->class_index];
    if (pair.first == pair.second)
        return aug_fail(err, AUG_BAD_INPUT,
                        "%s:%d:%d: \"%s\" cannot be swapped with itself; expected another class, or \"invariant\"",
                        names->file, value->line, value->column, class_names[pair.first]);
    if (pair.first != row->class_index && pair.second != row->class_index)
        return aug_fail(
            err, AUG_BAD_INPUT,
            "%s:%d:%d: the row is about \"%s\", but swaps \"%s\" and \"%s\"; expected \"%s\" to be one of them",
            names->file, value->line, value->column, own, class_names[pair.first], class_names[pair.second], own);
    row->ruling.swap_with = pair.first == row->class_index ? pair.second : pair.first;
    return AUG_OK;
}

static enum aug_status not_a_ruling(const struct au_ruling_names *names, const struct au_node *value,
                                    struct aug_error *err)
{
    const bool is_text = value->kind == AU_NODE_STRING;
    return aug_fail(err, AUG_BAD_INPUT,
                    "%s:%d:%d: %s%.60s%s is no ruling; expected \"invariant\", \"equivariant\", \"swap(a,b)\" or "
                    "\"changes\"",
                    names->file, value->line, value->column, is_text ? "\"" : "",
                    is_text ? value->text : au_node_kind_name(value->kind), is_text ? "\"" : "");
}

enum aug_status au_ruling_read(const struct au_ruling_names *names, const char *key, const struct au_node *value,
                               struct au_ruling_row *out, struct aug_error *err)
{
    const bool is_all = strcmp(key, "*") == 0;
    const int class_index = is_all ? AU_ALL_CLASSES : find_class(names->data, key, strlen(key));
    if (!is_all && class_index < 0) return unknown_class(names, value, key, err);
    if (value->kind != AU_NODE_STRING) return not_a_ruling(names, value, err);
    *out = (struct au_ruling_row){class_index, {AUG_RULING_NONE, -1, value->line, value->column}};
    const bool is_swap = strncmp(value->text, "swap(", 5) == 0 && value->text[value->length - 1] == ')';
    for (int k = AUG_RULING_NONE + 1; k < AUG_RULING_COUNT; k++)
        if (k != AUG_RULING_SWAP && strcmp(value->text, kinds[k].name) == 0) out->ruling.kind = (enum aug_ruling_kind)k;
    if (is_swap) out->ruling.kind = AUG_RULING_SWAP;
    if (out->ruling.kind == AUG_RULING_NONE) return not_a_ruling(names, value, err);
    return is_swap ? read_swap(names, value, out, err) : AUG_OK;
}
