# SPDX-License-Identifier: Apache-2.0
# Clusters are looked for in pictures of the drawn sample set.
target_link_libraries(test_dataset PRIVATE au_sample)
