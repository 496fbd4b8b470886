/* SPDX-License-Identifier: Apache-2.0
 * foreign.c - files of other libraries that people will try: told apart so that the message can say what to do. */
#include <string.h>

#include "format.h"

#define AGAIN "; write the same pipeline with Albumentations 2.0.8 and save it with A.save"

struct beginning {
    const char *bytes;
    size_t length;
    const char *what;
};

#define BEGINS(text) text, sizeof(text) - 1

static const struct beginning beginnings[] = {
    {BEGINS("PK\x03\x04"), "a zip archive, as Keras writes with .keras" AGAIN},
    {BEGINS("\x89HDF\r\n"), "an HDF5 file, as Keras writes with .h5" AGAIN},
    {BEGINS("\x80\x02"), "a Python pickle" AGAIN},
    {BEGINS("\x80\x03"), "a Python pickle" AGAIN},
    {BEGINS("\x80\x04"), "a Python pickle" AGAIN},
    {BEGINS("\x80\x05"), "a Python pickle" AGAIN},
    {BEGINS("Compose("), "the printed form of a torchvision pipeline, which leaves parameters out" AGAIN},
    {BEGINS("Sequential("), "the printed form of a torch module, which leaves parameters out" AGAIN},
    {BEGINS("RandomApply("), "the printed form of a torchvision transform, which leaves parameters out" AGAIN},
    {BEGINS("AugmentationSequential("), "the printed form of a Kornia pipeline" AGAIN},
    {BEGINS("ImageSequential("), "the printed form of a Kornia pipeline" AGAIN},
    {BEGINS("import "), "Python source, which is not run" AGAIN},
    {BEGINS("from "), "Python source, which is not run" AGAIN},
};

/* YAML of releases up to 1.3 can hold anchors, which the node reader refuses before the release is seen. */
static enum aug_status old_release(const char *text, size_t length, const char *name, struct aug_error *err)
{
    static const char start[] = "__version__: ";
    const size_t skip = sizeof start - 1;
    if (length < skip + 2 || memcmp(text, start, skip) != 0 || text[skip + 1] != '.' ||
        (text[skip] != '0' && text[skip] != '1'))
        return AUG_OK;
    size_t end = skip;
    while (end < length && end < skip + 20 && (unsigned char)text[end] > ' ') end++;
    return aug_fail(err, AUG_UNSUPPORTED, AU_WRONG_RELEASE, name, 1, (int)skip + 1, "Albumentations", (int)(end - skip),
                    text + skip);
}

enum aug_status au_foreign_text(const char *text, size_t length, const char *name, struct aug_error *err)
{
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++)
        if (length >= beginnings[i].length && memcmp(text, beginnings[i].bytes, beginnings[i].length) == 0)
            return aug_fail(err, AUG_UNSUPPORTED, "%s:1:1: this is %s", name, beginnings[i].what);
    return old_release(text, length, name, err);
}

/* Two keys (the second may be NULL) that together give a kind of file away. */
struct sign {
    const char *key, *other, *what;
};

static const struct sign signs[] = {
    {"class_name", "config", "a Keras configuration" AGAIN},
    {"hsv_h", "fliplr", "an Ultralytics args.yaml" AGAIN},
    {"fliplr", "flipud", "an Ultralytics args.yaml" AGAIN},
    {"aa", "reprob", "a timm args.yaml" AGAIN},
    {"auto_augment", "color_jitter", "a timm configuration" AGAIN},
    {"pretrained_cfg", NULL, "a timm model configuration: it holds the test-time scaling only" AGAIN},
    {"image_processor_type", NULL,
     "a Hugging Face preprocessor configuration: it holds the test-time scaling only" AGAIN},
    {"INPUT", "MODEL", "a Detectron2 configuration" AGAIN},
    {"train_pipeline", NULL, "an MMDetection configuration" AGAIN},
    {"version", "transforms", "not written by Albumentations: its files have \"__version__\" and \"transform\"" AGAIN},
};

enum aug_status au_foreign_root(const struct au_node *root, const char *name, struct aug_error *err)
{
    if (root->kind == AU_NODE_LIST && root->count > 0 && au_node_find(root->children[0], "type"))
        return aug_fail(err, AUG_UNSUPPORTED, "%s:%d:%d: this is an MMDetection pipeline list" AGAIN, name, root->line,
                        root->column);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        const struct au_node *found = au_node_find(root, signs[i].key);
        if (found && (!signs[i].other || au_node_find(root, signs[i].other)))
            return aug_fail(err, AUG_UNSUPPORTED, "%s:%d:%d: this is %s", name, found->line, found->column,
                            signs[i].what);
    }
    return AUG_OK;
}
