/* SPDX-License-Identifier: Apache-2.0
 * pictures.c - rows of pictures for the report: original, transformed, and the image that it collides with. */
#include <string.h>

#include "core/memory.h"
#include "core/text.h"
#include "image/resize.h"
#include "units.h"

#define SIDE_MAX 160
#define CLASSES_MAX 6

struct album {
    struct au_run *run;
    struct aug_transform_result *result;
    const struct au_findings *findings; /* of the transform as configured */
    struct aug_picture_row *rows;
    size_t capacity;
    struct aug_image original, transformed, nearest, small;
};

static enum aug_status to_png(struct album *a, const struct aug_image *image, const uint8_t **png, size_t *size,
                              struct aug_error *err)
{
    const struct aug_image *shown = image;
    const int longest = image->width > image->height ? image->width : image->height;
    if (longest > SIDE_MAX) {
        const int w = image->width * SIDE_MAX / longest, h = image->height * SIDE_MAX / longest;
        AUG_TRY(au_image_resize_area(image, &a->small, w > 0 ? w : 1, h > 0 ? h : 1, err));
        shown = &a->small;
    }
    uint8_t *bytes = NULL;
    AUG_TRY(aug_image_encode_png(shown, &bytes, size, err));
    uint8_t *copy = au_arena_alloc(&a->run->arena, *size, 1);
    if (copy) memcpy(copy, bytes, *size);
    aug_bytes_free(bytes);
    *png = copy;
    return copy ? AUG_OK : au_no_memory(err, "a picture");
}

/* ---- mixtures: with whom, and how much of the label each has ---- */

static enum aug_status add_others(struct album *a, const struct aug_leaf *leaf, size_t row, struct aug_picture_row *out,
                                  struct aug_error *err)
{
    const struct aug_dataset *data = a->run->data;
    for (int k = 1; k < au_leaf_mixing(leaf)->mixing->count; k++) {
        const size_t other = au_mixed_row(a->run, row, k);
        const int i = out->other_count++;
        AUG_TRY(aug_dataset_image(data, other, &a->nearest, err));
        AUG_TRY(to_png(a, &a->nearest, &out->other[i], &out->other_size[i], err));
        out->other_class[i] = data->samples[other].class_index;
    }
    return AUG_OK;
}

static const struct au_mixed_example *example_of(const struct au_findings *f, size_t k, size_t row)
{
    for (size_t i = 0; f->mixing.hides && i < AU_MIXED_EXAMPLES; i++)
        if (f->of_class[k].mixing.example[i].row == (int32_t)row) return &f->of_class[k].mixing.example[i];
    return NULL;
}

static enum aug_status tell_shares(struct album *a, const struct au_findings *f, const struct aug_leaf *leaf,
                                   size_t row, struct aug_picture_row *out, struct aug_error *err)
{
    const struct aug_dataset *data = a->run->data;
    const struct au_mixed_example *example = example_of(f, (size_t)out->class_index, row);
    double share[AUG_MIX_MAX];
    struct au_text text = {0};
    AUG_TRY(au_mixed_shares(a->run, leaf, row, share, err));
    au_text_printf(&text, "%s mixed by %s: ", data->class_names[out->class_index], leaf->spec);
    if (au_leaf_keeps_label(leaf)) au_text_puts(&text, "it keeps its label.");
    else {
        au_text_puts(&text, "of the label");
        for (int k = 0; k <= out->other_count; k++)
            au_text_printf(&text, "%s %.0f %% %s", k ? "," : "", 100 * share[k],
                           data->class_names[k ? out->other_class[k - 1] : out->class_index]);
        if (example)
            au_text_printf(&text, "; of what is seen %.0f %% are %s.", 100 * (double)example->seen,
                           data->class_names[out->class_index]);
        else au_text_puts(&text, ".");
    }
    out->caption = text.failed ? NULL : au_arena_strndup(&a->run->arena, text.bytes, text.length);
    au_text_release(&text);
    return out->caption ? AUG_OK : au_no_memory(err, "the caption of a picture");
}

static enum aug_status transform(struct album *a, const struct aug_leaf *leaf, size_t row, struct aug_error *err)
{
    const struct aug_sample *sample = &a->run->data->samples[row];
    struct au_mixture_bench bench = {0};
    const struct au_arm_key arm = {.leaf = leaf}; /* arms are planned only where something is not known yet */
    if (!au_leaf_mixing(leaf))
        return aug_leaf_apply(leaf, &a->original, a->run->options->seed, sample->content[1], 0, &a->transformed, NULL,
                              NULL, err);
    const enum aug_status status = au_show_mixture(a->run, &arm, row, &a->original, &bench, &a->transformed, err);
    au_mixture_bench_release(&bench);
    return status;
}

/* Adds one row for image `row` under `leaf`; `nearest` and `partner` may be -1. */
static enum aug_status add_row(struct album *a, const struct aug_leaf *leaf, size_t row, int32_t nearest, int partner,
                               struct aug_error *err)
{
    const struct aug_dataset *data = a->run->data;
    const struct aug_sample *sample = &data->samples[row];
    struct aug_picture_row *out = &a->rows[a->result->picture_count];
    *out = (struct aug_picture_row){.class_index = sample->class_index, .nearest_class = -1};
    AUG_TRY(aug_dataset_image(data, row, &a->original, err));
    AUG_TRY(transform(a, leaf, row, err));
    AUG_TRY(to_png(a, &a->original, &out->original, &out->original_size, err));
    AUG_TRY(to_png(a, &a->transformed, &out->transformed, &out->transformed_size, err));
    const char *own = data->class_names[sample->class_index];
    if (partner >= 0 && nearest >= 0) {
        AUG_TRY(aug_dataset_image(data, (size_t)nearest, &a->nearest, err));
        AUG_TRY(to_png(a, &a->nearest, &out->nearest, &out->nearest_size, err));
        out->nearest_class = partner;
        out->caption = au_arena_printf(&a->run->arena, "%s after %s, and the nearest image of %s.", own, leaf->spec,
                                       data->class_names[partner]);
    } else {
        out->caption = au_arena_printf(&a->run->arena, "%s after %s.", own, leaf->spec);
    }
    if (au_leaf_mixing(leaf)) {
        AUG_TRY(add_others(a, leaf, row, out, err));
        AUG_TRY(tell_shares(a, a->findings, leaf, row, out, err));
    }
    if (!out->caption) return au_no_memory(err, "the caption of a picture");
    a->result->picture_count++;
    return AUG_OK;
}

static const struct au_findings *findings_of(const struct album *a, const struct au_unit *unit)
{
    return &a->run->units[unit->same_as].findings;
}

static bool names_partner(const struct aug_class_result *c, int partner)
{
    for (size_t i = 0; i < c->collides_count; i++)
        if (c->collides_with[i] == partner) return true;
    return false;
}

static bool has_room(const struct album *a)
{
    return a->result->picture_count < a->capacity;
}

/* The pair with the strongest landing among the units, for class k and one of its named partners. */
static const struct au_pair_findings *best_pair(const struct album *a, const struct au_unit *units, size_t count,
                                                size_t k, const struct aug_leaf **leaf)
{
    const struct au_pair_findings *best = NULL;
    for (size_t u = 0; u < count; u++) {
        const struct au_findings *f = findings_of(a, &units[u]);
        for (uint32_t i = 0; i < f->pair_count; i++) {
            const struct au_pair_findings *p = &f->pairs[i];
            const bool fits = (size_t)p->from == k && names_partner(&a->result->classes[k], p->to) &&
                              p->example[0] >= 0;
            if (!fits || (best && p->landing[0].mean <= best->landing[0].mean)) continue;
            best = p;
            *leaf = units[u].leaf;
        }
    }
    return best;
}

static enum aug_status add_collision(struct album *a, const struct aug_leaf *leaf, const struct au_pair_findings *p,
                                     size_t wanted, struct aug_error *err)
{
    for (size_t i = 0; i < wanted && i < 2 && p->example[i] >= 0 && has_room(a); i++)
        AUG_TRY(add_row(a, leaf, (size_t)p->example[i], p->nearest[i], p->to, err));
    return AUG_OK;
}

static enum aug_status add_plain(struct album *a, const struct aug_leaf *leaf, size_t k, size_t wanted,
                                 struct aug_error *err)
{
    const struct au_setting *s = &a->run->setting;
    const struct au_class_mixing *mixing = &a->findings->of_class[k].mixing;
    size_t told = 0;
    for (; a->findings->mixing.hides && told < AU_MIXED_EXAMPLES && told < wanted && has_room(a); told++) {
        if (mixing->example[told].row < 0) break;
        AUG_TRY(add_row(a, leaf, (size_t)mixing->example[told].row, -1, -1, err));
    }
    if (told > 0) return AUG_OK;
    for (size_t i = 0; i < wanted && s->class_start[k] + i < s->class_start[k + 1] && has_room(a); i++)
        AUG_TRY(add_row(a, leaf, s->by_class[s->class_start[k] + i], -1, -1, err));
    return AUG_OK;
}

static enum aug_status add_class(struct album *a, const struct au_unit *units, size_t count, size_t k, size_t wanted,
                                 struct aug_error *err)
{
    const struct aug_leaf *leaf = units[0].leaf;
    const struct au_pair_findings *pair = best_pair(a, units, count, k, &leaf);
    return pair ? add_collision(a, leaf, pair, wanted, err) : add_plain(a, leaf, k, wanted, err);
}

static size_t rows_of(enum aug_label label, size_t wanted)
{
    return label == AUG_LABEL_KEPT ? 1 : wanted;
}

/* First the class whose number decided; then broken classes, open ones, kept ones, at most CLASSES_MAX in all. */
static enum aug_status fill(struct album *a, const struct au_unit *units, size_t count, size_t wanted,
                            struct aug_error *err)
{
    static const enum aug_label order[] = {AUG_LABEL_BROKEN, AUG_LABEL_UNDECIDED, AUG_LABEL_KEPT};
    const struct aug_class_result *classes = a->result->classes;
    const int decided = a->result->deciding.class_index;
    size_t shown = 0;
    if (decided >= 0 && classes[decided].images > 0) {
        AUG_TRY(add_class(a, units, count, (size_t)decided, rows_of(classes[decided].label, wanted), err));
        shown++;
    }
    for (size_t o = 0; o < 3; o++)
        for (size_t k = 0; k < a->result->class_count && shown < CLASSES_MAX; k++) {
            const bool enough = order[o] == AUG_LABEL_KEPT && shown >= 2;
            if (classes[k].label != order[o] || classes[k].images == 0 || enough || (int)k == decided) continue;
            AUG_TRY(add_class(a, units, count, k, rows_of(order[o], wanted), err));
            shown++;
        }
    return AUG_OK;
}

enum aug_status au_run_pictures(struct au_run *run, const struct au_unit *units, size_t unit_count,
                                struct aug_transform_result *result, struct aug_error *err)
{
    const size_t wanted = run->options->pictures_per_class ? run->options->pictures_per_class : 2;
    struct album a = {.run = run, .result = result, .capacity = CLASSES_MAX * wanted};
    a.findings = findings_of(&a, &units[0]);
    a.rows = au_arena_alloc(&run->arena, a.capacity, sizeof *a.rows);
    if (!a.rows) return au_no_memory(err, "the pictures of a report");
    result->pictures = a.rows;
    const enum aug_status status = fill(&a, units, unit_count, wanted, err);
    aug_image_release(&a.original);
    aug_image_release(&a.transformed);
    aug_image_release(&a.nearest);
    aug_image_release(&a.small);
    return status;
}
