/* SPDX-License-Identifier: Apache-2.0
 * sheet.c - which images and draws a contact sheet shows, and the walk over its cells. */
#include "sheet.h"

#include "core/memory.h"
#include "pipeline/mix.h"

#define IMAGES_MAX 1000
#define DRAWS_MAX 100
#define CELL_MIN_PX 8
#define CELL_MAX_PX 1024

/* The k-th image of a class; sample_count when there are not so many. */
static size_t nth_of_class(const struct aug_dataset *data, int class_index, size_t k)
{
    size_t i = 0;
    for (; i < data->sample_count; i++)
        if (data->samples[i].class_index == class_index && k-- == 0) break;
    return i;
}

static void choose_rows(struct au_sheet *sheet)
{
    const struct aug_dataset *data = sheet->data;
    const size_t wanted = (size_t)sheet->options.images;
    size_t before;
    size_t k = 0;
    do {
        before = sheet->row_count;
        for (int c = 0; c < data->class_count && sheet->row_count < wanted; c++) {
            const size_t i = nth_of_class(data, c, k);
            if (i < data->sample_count) sheet->rows[sheet->row_count++] = i;
        }
        k++;
    } while (sheet->row_count > before && sheet->row_count < wanted);
}

static enum aug_status check_range(const char *what, int value, int low, int high, struct aug_error *err)
{
    if (value >= low && value <= high) return AUG_OK;
    return aug_fail(err, AUG_BAD_INPUT, "a contact sheet needs %s from %d to %d, not %d", what, low, high, value);
}

enum aug_status au_sheet_make(const struct aug_dataset *data, const struct aug_pipeline *pipeline,
                              const struct aug_show_options *options, struct au_sheet *sheet, struct aug_error *err)
{
    *sheet = (struct au_sheet){
        .data = data, .pipeline = pipeline, .options = options ? *options : (struct aug_show_options){0}};
    struct aug_show_options *chosen = &sheet->options;
    if (chosen->images == 0) chosen->images = 8;
    if (chosen->draws == 0) chosen->draws = 3;
    if (chosen->cell_px == 0) chosen->cell_px = 96;
    AUG_TRY(check_range("images", chosen->images, 1, IMAGES_MAX, err));
    AUG_TRY(check_range("draws", chosen->draws, 1, DRAWS_MAX, err));
    AUG_TRY(check_range("a cell size in pixels", chosen->cell_px, CELL_MIN_PX, CELL_MAX_PX, err));
    if (data->sample_count == 0) return aug_fail(err, AUG_BAD_INPUT, "%s holds no image to show", data->dir);
    if (pipeline->leaf_count == 0)
        return aug_fail(err, AUG_BAD_INPUT, "%s holds no transform to show", pipeline->source);
    sheet->rows = au_alloc((size_t)chosen->images, sizeof *sheet->rows);
    if (!sheet->rows) return au_no_memory(err, "the rows of the contact sheet");
    choose_rows(sheet);
    return AUG_OK;
}

void au_sheet_release(struct au_sheet *sheet)
{
    au_free(sheet->rows);
    *sheet = (struct au_sheet){0};
}

int au_sheet_draws(const struct au_sheet *sheet, const struct aug_leaf *leaf)
{
    bool is_random = leaf->part_count > 1;
    for (size_t p = 0; p < leaf->part_count; p++)
        is_random = is_random || (leaf->parts[p].transform->flags & AUG_TRANSFORM_RANDOM) ||
                    leaf->parts[p].probability < 1;
    return is_random ? sheet->options.draws : 1;
}

size_t au_sheet_columns(const struct au_sheet *sheet)
{
    size_t columns = 1;
    for (size_t l = 0; l < sheet->pipeline->leaf_count; l++)
        columns += (size_t)au_sheet_draws(sheet, &sheet->pipeline->leaves[l]);
    return columns;
}

struct walk {
    const struct au_sheet *sheet;
    au_sheet_visit_fn *visit;
    void *context;
    struct aug_image original, transformed;
    struct aug_image others[AUG_MIX_MAX];
    struct au_mixer mixer;
    struct aug_draw *draws;
    bool *ran;
};

/* Mixed with the pictures of the rows below, the first again after the last. */
static enum aug_status mix(struct walk *walk, const struct au_sheet_cell *cell, struct aug_error *err)
{
    const struct au_sheet *sheet = walk->sheet;
    const struct aug_image *pictures[AUG_MIX_MAX] = {&walk->original};
    const struct au_occasion occasion = {sheet->options.seed, cell->sample->content[0], (uint32_t)cell->draw_number};
    for (size_t k = 1; k < AUG_MIX_MAX; k++) {
        const size_t row = sheet->rows[(cell->row + k) % sheet->row_count];
        AUG_TRY(aug_dataset_image(sheet->data, row, &walk->others[k], err));
        pictures[k] = &walk->others[k];
    }
    walk->ran[0] = true;
    AUG_TRY(au_leaf_draw(cell->leaf, &occasion, &walk->original, &walk->draws[0], err));
    return au_leaf_mix(cell->leaf, &occasion, pictures, &walk->mixer, &walk->transformed, NULL, err);
}

static enum aug_status apply(struct walk *walk, const struct au_sheet_cell *cell, struct aug_error *err)
{
    if (au_leaf_mixing(cell->leaf)) return mix(walk, cell, err);
    return aug_leaf_apply(cell->leaf, &walk->original, walk->sheet->options.seed, cell->sample->content[0],
                          (uint32_t)cell->draw_number, &walk->transformed, walk->draws, walk->ran, err);
}

static enum aug_status visit_draw(struct walk *walk, struct au_sheet_cell *cell, struct aug_error *err)
{
    struct aug_error refusal = {0};
    cell->image = NULL;
    cell->why = cell->leaf->not_applied ? cell->leaf->not_applied : "It cannot be applied.";
    if (cell->leaf->part_count > 0) {
        const enum aug_status status = apply(walk, cell, &refusal);
        if (status != AUG_OK && status != AUG_BAD_INPUT && status != AUG_UNSUPPORTED)
            return aug_fail(err, status, "%s", refusal.message);
        if (status == AUG_OK) cell->image = &walk->transformed;
        cell->why = refusal.message;
    }
    return walk->visit(walk->context, cell, err);
}

static enum aug_status walk_row(struct walk *walk, size_t row, struct aug_error *err)
{
    const struct au_sheet *sheet = walk->sheet;
    AUG_TRY(aug_dataset_image(sheet->data, sheet->rows[row], &walk->original, err));
    struct au_sheet_cell cell = {
        .row = row, .sample = &sheet->data->samples[sheet->rows[row]], .image = &walk->original};
    AUG_TRY(walk->visit(walk->context, &cell, err));
    cell.draws = walk->draws;
    cell.ran = walk->ran;
    for (size_t l = 0; l < sheet->pipeline->leaf_count; l++) {
        cell.leaf = &sheet->pipeline->leaves[l];
        for (cell.draw_number = 0; cell.draw_number < au_sheet_draws(sheet, cell.leaf); cell.draw_number++) {
            cell.column++;
            AUG_TRY(visit_draw(walk, &cell, err));
        }
    }
    return AUG_OK;
}

static enum aug_status walk_rows(struct walk *walk, struct aug_error *err)
{
    size_t most_parts = 1;
    for (size_t l = 0; l < walk->sheet->pipeline->leaf_count; l++)
        if (walk->sheet->pipeline->leaves[l].part_count > most_parts)
            most_parts = walk->sheet->pipeline->leaves[l].part_count;
    walk->draws = au_alloc(most_parts, sizeof *walk->draws);
    walk->ran = au_alloc(most_parts, sizeof *walk->ran);
    if (!walk->draws || !walk->ran) return au_no_memory(err, "the drawn values");
    for (size_t row = 0; row < walk->sheet->row_count; row++) AUG_TRY(walk_row(walk, row, err));
    return AUG_OK;
}

enum aug_status au_sheet_walk(const struct au_sheet *sheet, au_sheet_visit_fn *visit, void *context,
                              struct aug_error *err)
{
    struct walk walk = {.sheet = sheet, .visit = visit, .context = context};
    const enum aug_status status = walk_rows(&walk, err);
    aug_image_release(&walk.original);
    aug_image_release(&walk.transformed);
    for (int k = 0; k < AUG_MIX_MAX; k++) aug_image_release(&walk.others[k]);
    au_mixer_release(&walk.mixer);
    au_free(walk.draws);
    au_free(walk.ran);
    return status;
}
