#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# bench.sh: the kernels, the networks, then every script of bench/, in byte order; figures are printed, never judged.
set -eu
cd "$(dirname "$0")/.."
cmake --build build/release --target bench_kernels --target bench_network >/dev/null
build/release/bench/bench_kernels
build/release/bench/bench_network
for bench in bench/*.py; do
  python3 "$bench" build/release/augaudit
done
