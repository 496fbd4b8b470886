/* SPDX-License-Identifier: Apache-2.0
 * spec_words.c - the table of words, and what their arguments become. */
#include "spec_words.h"

#include <math.h>
#include <string.h>

#include <augaudit/pipeline.h>

#include "core/json_write.h"
#include "core/memory.h"
#include "core/number.h"

#define PX_MAX 32768

#define NO_ARGUMENT NULL, "", 0, 0, false, AU_ARGUMENT_NONE, AU_ARGUMENT_NONE

/* word, about, transform, param, unit, min, max, whole, plain, span */
static const struct au_word words[] = {
    {"identity", "identity: changes nothing.", "identity", NO_ARGUMENT},
    {"hflip", "hflip: left and right exchanged.", "hflip", NO_ARGUMENT},
    {"vflip", "vflip: top and bottom exchanged.", "vflip", NO_ARGUMENT},
    {"rotate", "rotate:D or rotate:+-D: turned by D degrees counter-clockwise, or by any angle up to D either way.",
     "rotate", "angle", "", -360, 360, false, AU_ARGUMENT_VALUE, AU_ARGUMENT_SPAN},
    {"shift", "shift:Kpx or shift:+-Kpx: moved by K whole pixels right and down, or up to K each way on each axis.",
     "shift", "limit_px", "px", -PX_MAX, PX_MAX, true, AU_ARGUMENT_VALUE, AU_ARGUMENT_SPAN},
    {"brightness", "brightness:B or brightness:+-B: B of full range added to every value.", "brightness", "amount", "",
     -1, 1, false, AU_ARGUMENT_VALUE, AU_ARGUMENT_SPAN},
    {"contrast", "contrast:C or contrast:+-C: distance from the image's mean multiplied by 1+C.", "contrast", "amount",
     "", -1, 10, false, AU_ARGUMENT_VALUE, AU_ARGUMENT_SPAN},
    {"invert", "invert: every value v becomes 1-v.", "invert", NO_ARGUMENT},
    {"gray", "gray: colours replaced by their luma, three channels out.", "gray", NO_ARGUMENT},
    {"hue", "hue:D or hue:+-D: hue turned by D degrees on the colour wheel.", "hue", "degrees", "", -360, 360, false,
     AU_ARGUMENT_VALUE, AU_ARGUMENT_SPAN},
    {"saturate", "saturate:S or saturate:+-S: mixed with its gray, factor 1+S.", "saturate", "amount", "", -1, 10,
     false, AU_ARGUMENT_VALUE, AU_ARGUMENT_SPAN},
    {"swap", "swap:RG, swap:RB or swap:GB: two colour channels exchanged.", "swap", "channels", "", 0, 0, false,
     AU_ARGUMENT_TEXT, AU_ARGUMENT_NONE},
    {"noise", "noise:S: independent Gaussian noise of standard deviation S of full range on every value.", "noise",
     "amount", "", 0, 10, false, AU_ARGUMENT_VALUE, AU_ARGUMENT_NONE},
    {"blur", "blur:S: Gaussian blur of S pixels.", "blur", "sigma_px", "", 0, 100, false, AU_ARGUMENT_VALUE,
     AU_ARGUMENT_NONE},
    {"cutout", "cutout:Kpx: one black square of K pixels at a random place.", "cutout", "side_px", "px", 0, PX_MAX,
     true, AU_ARGUMENT_VALUE, AU_ARGUMENT_NONE},
    {"crop", "crop:A: a window of a random share A..1 of the area, scaled back to the image's size.", "crop", "area",
     "", 0.0001, 1, false, AU_ARGUMENT_UP_TO_1, AU_ARGUMENT_NONE},
    {"zoomout", "zoomout:F: shrunk about the centre by a random factor 1..F, black around.", "zoomout", "factor", "", 1,
     1000, false, AU_ARGUMENT_FROM_1, AU_ARGUMENT_NONE},
    {"mixup", "mixup:A: averaged with another picture, and so are the labels, by a weight from the law Beta(A, A).",
     "mixup", "alpha", "", 0.01, 100, false, AU_ARGUMENT_VALUE, AU_ARGUMENT_NONE},
    {"cutmix",
     "cutmix:A: a box of another picture pasted, labels by area; its area is 1 minus a weight from Beta(A, A).",
     "cutmix", "alpha", "", 0.01, 100, false, AU_ARGUMENT_VALUE, AU_ARGUMENT_NONE},
    {"mosaic", "mosaic: four pictures in a two-by-two grid around a random centre, labels by area.", "mosaic",
     NO_ARGUMENT},
};

static const size_t word_count = sizeof words / sizeof *words;

size_t aug_spec_word_count(void)
{
    return word_count;
}

const char *aug_spec_word(size_t i)
{
    return i < word_count ? words[i].word : NULL;
}

const char *aug_spec_word_about(size_t i)
{
    return i < word_count ? words[i].about : NULL;
}

const struct au_word *au_word_find(const char *word, size_t length)
{
    for (size_t i = 0; i < word_count; i++)
        if (strlen(words[i].word) == length && memcmp(words[i].word, word, length) == 0) return &words[i];
    return NULL;
}

bool au_word_is_whole(const struct aug_transform *t, const struct aug_param *row)
{
    const struct au_word *word = au_word_find(t->name, strlen(t->name));
    return word && word->whole && word->param && strcmp(word->param, row->name) == 0;
}

/* ---- arguments ---- */

static enum aug_status refuse(const struct au_spec_at *at, size_t offset, const struct au_word *word,
                              const char *problem, struct aug_error *err)
{
    return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: %s (%s)", at->label, offset + 1, problem, word->about);
}

static struct au_node *new_node(struct au_arena *arena, const struct au_spec_at *at, enum au_node_kind kind,
                                const char *key)
{
    struct au_node *node = au_arena_alloc(arena, 1, sizeof *node);
    if (!node) return NULL;
    node->kind = kind;
    node->key = key;
    node->line = 1;
    node->column = (int)at->start + 1;
    return node;
}

static const struct au_node *number_node(struct au_arena *arena, const struct au_spec_at *at, const char *key,
                                         double value)
{
    struct au_node *node = new_node(arena, at, AU_NODE_NUMBER, key);
    char *text = au_arena_alloc(arena, 32, 1);
    if (!node || !text) return NULL;
    node->number = value;
    node->whole = value == floor(value);
    node->text = au_number_text(value, text);
    node->length = strlen(text);
    return node;
}

/* A list or map of `count` nodes that may be NULL for want of memory. */
static const struct au_node *holder(struct au_arena *arena, const struct au_spec_at *at, enum au_node_kind kind,
                                    const char *key, const struct au_node *const *from, size_t count)
{
    struct au_node *node = new_node(arena, at, kind, key);
    const struct au_node **children = au_arena_alloc(arena, count, sizeof *children);
    if (!node || !children) return NULL;
    for (size_t i = 0; i < count; i++) {
        if (!from[i]) return NULL;
        children[i] = from[i];
    }
    node->children = children;
    node->count = count;
    return node;
}

static const struct au_node *range_node(struct au_arena *arena, const struct au_spec_at *at, const char *key,
                                        double low, double high)
{
    const struct au_node *ends[2] = {number_node(arena, at, NULL, low), number_node(arena, at, NULL, high)};
    return holder(arena, at, AU_NODE_LIST, key, ends, 2);
}

static bool wants_range(const struct au_word *word)
{
    const struct aug_transform *t = aug_transform_find(word->transform);
    for (const struct aug_param *row = t ? t->params : NULL; row && row->name; row++)
        if (strcmp(row->name, word->param) == 0) return row->kind == AUG_PARAM_RANGE;
    return false;
}

static const struct au_node *value_node(const struct au_word *word, const struct au_spec_at *at, struct au_arena *arena,
                                        enum au_argument form, double v)
{
    switch (form) {
    case AU_ARGUMENT_SPAN: return range_node(arena, at, word->param, -v, v);
    case AU_ARGUMENT_UP_TO_1: return range_node(arena, at, word->param, v, 1);
    case AU_ARGUMENT_FROM_1: return range_node(arena, at, word->param, 1, v);
    default:
        return wants_range(word) ? range_node(arena, at, word->param, v, v) : number_node(arena, at, word->param, v);
    }
}

static const struct au_node *text_node(const struct au_word *word, const struct au_spec_at *at, struct au_arena *arena)
{
    struct au_node *node = new_node(arena, at, AU_NODE_STRING, word->param);
    if (!node) return NULL;
    node->text = au_arena_strndup(arena, at->spec + at->start, at->end - at->start);
    node->length = at->end - at->start;
    return node->text ? node : NULL;
}

/* The number after `+-`, with its unit taken off. */
static enum aug_status read_value(const struct au_word *word, const struct au_spec_at *at, bool spans, double *value,
                                  struct aug_error *err)
{
    const char *text = at->spec + at->start + (spans ? 2 : 0);
    size_t length = at->end - at->start - (spans ? 2 : 0);
    const size_t unit = strlen(word->unit), offset = (size_t)(text - at->spec);
    if (length < unit || memcmp(text + length - unit, word->unit, unit) != 0)
        return refuse(at, at->end, word, "the unit px is missing", err);
    length -= unit;
    if (length > 0 && text[0] == '+') return refuse(at, offset, word, "a number without + was expected", err);
    if (!au_number_parse(text, length, value)) return refuse(at, offset, word, "a number was expected", err);
    if (word->whole && *value != floor(*value)) return refuse(at, offset, word, "a whole number was expected", err);
    const double low = spans && word->min < 0 ? 0 : word->min;
    const double high = spans && word->min < 0 ? fmin(word->max, -word->min) : word->max;
    if (*value >= low && *value <= high) return AUG_OK;
    return aug_fail(err, AUG_BAD_INPUT, "%s:1:%zu: the number must be %g to %g (%s)", at->label, offset + 1, low, high,
                    word->about);
}

static enum aug_status argument_value(const struct au_word *word, const struct au_spec_at *at, struct au_arena *arena,
                                      const struct au_node **node, struct aug_error *err)
{
    const size_t length = at->end - at->start;
    const bool spans = length >= 2 && memcmp(at->spec + at->start, "+-", 2) == 0;
    const enum au_argument form = spans ? word->span : word->plain;
    double value = 0;
    if (length == 0) return refuse(at, at->start, word, "an argument is missing", err);
    if (form == AU_ARGUMENT_NONE) return refuse(at, at->start, word, "+- is not possible here", err);
    if (form != AU_ARGUMENT_TEXT) AUG_TRY(read_value(word, at, spans, &value, err));
    *node = form == AU_ARGUMENT_TEXT ? text_node(word, at, arena) : value_node(word, at, arena, form, value);
    return *node ? AUG_OK : au_no_memory(err, "a SPEC");
}

enum aug_status au_word_argument(const struct au_word *word, const struct au_spec_at *at, struct au_arena *arena,
                                 const struct au_node **map, struct aug_error *err)
{
    const struct au_node *value = NULL;
    const bool wanted = word->param != NULL, given = at->end > at->start;
    if (!wanted && given) return refuse(at, at->start, word, "this word takes no argument", err);
    if (wanted) AUG_TRY(argument_value(word, at, arena, &value, err));
    *map = holder(arena, at, AU_NODE_MAP, NULL, &value, wanted ? 1 : 0);
    return *map ? AUG_OK : au_no_memory(err, "a SPEC");
}

enum aug_status au_word_fixed_text(struct au_arena *arena, const struct aug_transform *t, const struct aug_param *row,
                                   double value, const char **text, struct aug_error *err)
{
    char number[32];
    const struct au_word *word = au_word_find(t->name, strlen(t->name));
    *text = NULL;
    if (!word || !word->param || strcmp(word->param, row->name) != 0 || word->plain != AU_ARGUMENT_VALUE) return AUG_OK;
    *text = au_arena_printf(arena, "%s:%s%s", word->word, au_number_text(value, number), word->unit);
    return *text ? AUG_OK : au_no_memory(err, "the strata of a transform");
}
