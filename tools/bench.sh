#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# bench.sh: every program of bench/, in byte order; figures are printed, never judged.
set -eu
cd "$(dirname "$0")/.."
for bench in bench/*.py; do
  [ -e "$bench" ] || { echo "bench: bench/ is empty" >&2; exit 2; }
  python3 "$bench" build/release/augaudit
done
