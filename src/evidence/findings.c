/* SPDX-License-Identifier: Apache-2.0
 * findings.c - findings to bytes and back. */
#include "findings.h"

#include <string.h>

#include "core/memory.h"

struct packed_header {
    uint32_t version, classes, pair_count, has_many, has_undo, exact_undo, is_preprocessing, cell_count;
    double unchanged, two_sample_error, clean_error, probability[AU_P_GRID];
    struct au_tells tells;
    struct au_mixing mixing;
    struct au_insight insight;
    uint32_t has_network, has_pixels, has_second, unused;
    struct au_dose_evidence dose_evidence;
};

enum aug_status au_findings_make(size_t classes, size_t pair_capacity, struct au_findings *out, struct aug_error *err)
{
    struct au_findings findings = {.classes = (uint32_t)classes};
    findings.of_class = au_alloc(classes, sizeof *findings.of_class);
    findings.pairs = au_alloc(pair_capacity, sizeof *findings.pairs);
    if (!findings.of_class || !findings.pairs) {
        au_findings_release(&findings);
        return au_no_memory(err, "the findings of a transform");
    }
    *out = findings;
    return AUG_OK;
}

void au_findings_release(struct au_findings *findings)
{
    au_free(findings->of_class);
    au_free(findings->pairs);
    au_free(findings->confusion.cells);
    *findings = (struct au_findings){0};
}

enum aug_status au_findings_pack(const struct au_findings *f, void **bytes, size_t *size, struct aug_error *err)
{
    const size_t class_bytes = f->classes * sizeof *f->of_class, pair_bytes = f->pair_count * sizeof *f->pairs,
                 cell_bytes = f->confusion.count * sizeof *f->confusion.cells;
    struct packed_header header = {AU_FINDINGS_VERSION,
                                   f->classes,
                                   f->pair_count,
                                   f->has_many,
                                   f->has_undo,
                                   f->exact_undo,
                                   f->is_preprocessing,
                                   f->confusion.count,
                                   f->unchanged,
                                   f->two_sample_error,
                                   f->clean_error,
                                   {0},
                                   f->tells,
                                   f->mixing,
                                   f->insight,
                                   f->has_network,
                                   f->has_pixels,
                                   f->has_second,
                                   0,
                                   f->dose_evidence};
    memcpy(header.probability, f->probability, sizeof header.probability);
    *size = sizeof header + class_bytes + pair_bytes + cell_bytes;
    unsigned char *block = au_alloc(*size, 1);
    if (!block) return au_no_memory(err, "the findings of a transform");
    memcpy(block, &header, sizeof header);
    memcpy(block + sizeof header, f->of_class, class_bytes);
    memcpy(block + sizeof header + class_bytes, f->pairs, pair_bytes);
    if (cell_bytes) memcpy(block + sizeof header + class_bytes + pair_bytes, f->confusion.cells, cell_bytes);
    *bytes = block;
    return AUG_OK;
}

enum aug_status au_findings_unpack(const void *bytes, size_t size, struct au_findings *out, struct aug_error *err)
{
    struct packed_header header = {0};
    if (size >= sizeof header) memcpy(&header, bytes, sizeof header);
    const size_t class_bytes = header.classes * sizeof *out->of_class,
                 pair_bytes = header.pair_count * sizeof *out->pairs,
                 cell_bytes = header.cell_count * sizeof *out->confusion.cells;
    if (header.version != AU_FINDINGS_VERSION || size != sizeof header + class_bytes + pair_bytes + cell_bytes)
        return aug_fail(err, AUG_IO, "stored findings of %zu bytes do not have the size that their header says", size);
    struct au_findings f = {0};
    AUG_TRY(au_findings_make(header.classes, header.pair_count, &f, err));
    f.confusion.cells = au_alloc(header.cell_count, sizeof *f.confusion.cells);
    if (!f.confusion.cells) {
        au_findings_release(&f);
        return au_no_memory(err, "the confusion of the classes");
    }
    const unsigned char *from = bytes;
    memcpy(f.of_class, from + sizeof header, class_bytes);
    memcpy(f.pairs, from + sizeof header + class_bytes, pair_bytes);
    memcpy(f.confusion.cells, from + sizeof header + class_bytes + pair_bytes, cell_bytes);
    f.confusion.count = header.cell_count;
    memcpy(f.probability, header.probability, sizeof f.probability);
    f.pair_count = header.pair_count;
    f.has_many = header.has_many;
    f.has_undo = header.has_undo;
    f.exact_undo = header.exact_undo;
    f.is_preprocessing = header.is_preprocessing;
    f.unchanged = header.unchanged;
    f.two_sample_error = header.two_sample_error;
    f.clean_error = header.clean_error;
    f.tells = header.tells;
    f.mixing = header.mixing;
    f.insight = header.insight;
    f.has_network = header.has_network;
    f.has_pixels = header.has_pixels;
    f.has_second = header.has_second;
    f.dose_evidence = header.dose_evidence;
    *out = f;
    return AUG_OK;
}

enum aug_status au_findings_counts(size_t classes, const size_t *images, const size_t *clusters,
                                   struct au_findings *out, struct aug_error *err)
{
    AUG_TRY(au_findings_make(classes, 0, out, err));
    out->not_measured = 1;
    for (size_t k = 0; k < classes; k++) {
        out->of_class[k].blind_to = out->of_class[k].blind_space = out->of_class[k].adequacy.hardest = -1;
        out->of_class[k].images = (double)images[k];
        out->of_class[k].clusters = (double)clusters[k];
    }
    return AUG_OK;
}

size_t au_findings_counts_as(const struct au_findings *f, size_t k)
{
    return f->of_class[k].swap > 0 ? f->of_class[k].swap - 1 : k;
}

bool au_findings_have_swap(const struct au_findings *f)
{
    for (size_t k = 0; k < f->classes; k++)
        if (au_findings_counts_as(f, k) != k) return true;
    return false;
}

static double mean_loss(const struct au_findings *f, enum au_arm arm)
{
    double sum = 0;
    for (uint32_t k = 0; k < f->classes; k++) sum += f->of_class[k].lost[arm].mean;
    return sum / (double)f->classes;
}

int au_findings_arms(const struct au_findings *f, enum au_arm order[AU_ARM_COUNT])
{
    const int count = f->has_many ? AU_ARM_COUNT : AU_ARM_POOLED + 1;
    for (int i = 0; i < count; i++) {
        int at = i;
        for (; at > 0 && mean_loss(f, (enum au_arm)i) < mean_loss(f, order[at - 1]); at--) order[at] = order[at - 1];
        order[at] = (enum au_arm)i;
    }
    return count;
}
