// SPDX-License-Identifier: Apache-2.0
// example.cpp - the same header from C++: look at what there is, apply one transform to one picture.
#include <cstdio>
#include <memory>
#include <stdexcept>

#include <augaudit/augaudit.h>

namespace {

struct release_image {
    void operator()(aug_image *image) const
    {
        aug_image_release(image);
        delete image;
    }
};
using image = std::unique_ptr<aug_image, release_image>;

void check(aug_status status, const aug_error &err)
{
    if (status != AUG_OK) throw std::runtime_error(err.message);
}

void mirror_twice()
{
    aug_error err{};
    image drawn(new aug_image{}), once(new aug_image{}), twice(new aug_image{});
    check(aug_sample_draw(0, 0, 7, drawn.get(), &err), err);
    const aug_transform *flip = aug_transform_find("HorizontalFlip");
    if (!flip) throw std::runtime_error("HorizontalFlip is missing");
    const aug_draw draw{};
    check(flip->apply(nullptr, &draw, drawn.get(), once.get(), &err), err);
    check(flip->apply(nullptr, &draw, once.get(), twice.get(), &err), err);
    bool same = true, changed = false;
    for (int y = 0; y < drawn->height; y++)
        for (int i = 0; i < drawn->width * drawn->channels; i++) {
            const auto at = static_cast<std::size_t>(y), byte = static_cast<std::size_t>(i);
            same = same && drawn->pixels[at * drawn->stride + byte] == twice->pixels[at * twice->stride + byte];
            changed = changed || drawn->pixels[at * drawn->stride + byte] != once->pixels[at * once->stride + byte];
        }
    if (!same || !changed) throw std::runtime_error("two mirrorings are not the original, or one changes nothing");
}

} // namespace

int main()
{
    bool passed = true;
    try {
        mirror_twice();
    } catch (const std::exception &problem) {
        std::printf("%s\n", problem.what());
        passed = false;
    }
    std::printf("%d passed, %d failed, 0 skipped\n", passed, !passed);
    return passed ? 0 : 1;
}
