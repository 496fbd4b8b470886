#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# bench.sh: the kernels, the networks, the learners, then every script of bench/, in byte order; figures are printed, never judged.
set -eu
cd "$(dirname "$0")/.."
cmake --build build/release --target bench_kernels --target bench_network --target bench_learn --target draw_images >/dev/null
build/release/bench/bench_kernels
build/release/bench/bench_network
build/release/bench/bench_learn
for bench in bench/*.py; do
  python3 "$bench" build/release/augaudit
done
