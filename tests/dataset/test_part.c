/* SPDX-License-Identifier: Apache-2.0
 * test_part.c - some images of a data set as a data set. */
#include "check.h"
#include "dataset/part.h"

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
