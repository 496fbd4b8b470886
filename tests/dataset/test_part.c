/* SPDX-License-Identifier: Apache-2.0
 * test_part.c - some images of a data set as a data set. */
#include "check.h"
#include "core/memory.h"
#include "dataset/part.h"

static struct aug_error err;
static const struct aug_sample samples[] = {
    {.below = "a", .cluster = 3}, {.below = "b", .cluster = 0}, {.below = "c", .cluster = 3, .class_index = 1},
    {.below = "d", .cluster = 1}, {.below = "e", .cluster = 2}, {.below = "f", .cluster = 1}};
static const struct aug_dataset data = {
    .samples = samples, .sample_count = 6, .class_count = 2, .cluster_count = 4, .found_count = 9, .content = {1, 2}};

TEST(who_has_less_than_the_share_gives_all_and_one_more_of_each_would_be_too_many)
{
    static const size_t sizes[][4] = {{7, 7, 7, 7}, {1, 100, 3, 5}, {0, 0, 50, 50}, {9, 2, 4, 30}};
    for (size_t row = 0; row < sizeof sizes / sizeof *sizes; row++)
        for (size_t most = 0; most < 60; most++) {
            size_t sum[2] = {0}, all = 0;
            const size_t share = au_part_quota(sizes[row], 4, most);
            for (int i = 0; i < 4; i++) {
                for (size_t more = 0; more < 2; more++)
                    sum[more] += sizes[row][i] < share + more ? sizes[row][i] : share + more;
                all += sizes[row][i];
            }
            CHECK_SAY(sum[0] <= most && (sum[1] > most || all <= most), "row %zu: %zu of %zu", row, share, most);
        }
}

TEST(of_a_cluster_as_many_images_are_taken_as_are_wanted_and_no_two_gaps_differ_by_more_than_one)
{
    for (size_t size = 1; size < 40; size++)
        for (size_t wanted = 0; wanted <= size; wanted++) {
            size_t taken = 0, last = 0;
            for (size_t i = 0; i < size; i++) {
                if (!au_part_takes(i, wanted, size)) continue;
                const size_t gap = taken++ > 0 ? i - last : size / wanted;
                CHECK(gap == size / wanted || gap == (size + wanted - 1) / wanted);
                last = i;
            }
            CHECK_SAY(taken == wanted, "%zu of %zu, not %zu", taken, size, wanted);
        }
}

TEST(a_part_holds_the_chosen_images_and_numbers_their_clusters_in_order_of_appearance)
{
    static const uint32_t chosen[] = {2, 3, 4, 5};
    static const int cluster[] = {0, 1, 2, 1};
    struct aug_dataset part = {0};
    CHECK_OK(au_part_make(&data, chosen, 4, &part, &err));
    CHECK(part.sample_count == 4 && part.cluster_count == 3 && part.class_count == 2 && part.found_count == 9);
    for (int i = 0; i < 4; i++)
        CHECK(part.samples[i].below == samples[chosen[i]].below && part.samples[i].cluster == cluster[i] &&
              part.samples[i].class_index == samples[chosen[i]].class_index);
    au_part_release(&part, &data);
}

TEST(every_choice_of_images_and_every_set_that_it_is_made_of_has_a_content_of_its_own)
{
    static const uint32_t chosen[][2] = {{0, 1}, {0, 1}, {0, 2}, {0, 1}};
    struct aug_dataset other = data, part[4];
    other.content[0] = 3;
    for (int i = 0; i < 4; i++) CHECK_OK(au_part_make(i < 3 ? &data : &other, chosen[i], 2, &part[i], &err));
    for (int i = 1; i < 4; i++)
        CHECK((part[i].content[0] == part[0].content[0] && part[i].content[1] == part[0].content[1]) == (i == 1));
    CHECK(part[0].content[0] != data.content[0]);
    for (int i = 0; i < 4; i++) au_part_release(&part[i], &data);
}

TEST(each_failing_allocation_of_a_part_ends_with_a_message_and_no_leak)
{
    static const uint32_t chosen[] = {1, 4};
    const size_t before = au_memory_live();
    for (size_t n = 1;; n++) {
        struct aug_dataset part = data;
        struct aug_error failure = {0};
        au_memory_fail_at(n);
        const enum aug_status status = au_part_make(&data, chosen, 2, &part, &failure);
        const bool failed = au_memory_failed();
        au_memory_fail_at(0);
        CHECK(!failed || part.samples == samples);
        au_part_release(&part, &data);
        CHECK(au_memory_live() == before);
        if (!failed) break;
        CHECK(status == AUG_NO_MEMORY && failure.message[0] != '\0');
    }
}
