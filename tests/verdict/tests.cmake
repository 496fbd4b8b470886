# SPDX-License-Identifier: Apache-2.0
# Judged from points to verdict: the clouds of the evidence tests.
target_sources(test_verdict PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/evidence/cloud.c)
