#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# fuzz.sh SECONDS [TARGET ...]: runs the fuzz targets of build/fuzz, each so long. New inputs go to build/fuzz/corpus, findings to
# build/fuzz/findings; a finding that is mended goes to fuzz/corpus/NAME, where `make test` replays it.
set -eu
cd "$(dirname "$0")/.."
seconds=$1
shift
[ $# -gt 0 ] || set -- $(find build/fuzz -maxdepth 2 -name 'fuzz_*' -type f -perm -u+x -exec basename {} \; | sort)
failed=0
for target; do
  name=${target#fuzz_}
  mkdir -p "build/fuzz/corpus/$name" "build/fuzz/findings" "fuzz/corpus/$name"
  program=$(find build/fuzz -maxdepth 2 -name "$target" -type f | head -n 1)
  echo "$target: $seconds s" >&2
  "$program" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
    -artifact_prefix="build/fuzz/findings/$name-" "build/fuzz/corpus/$name" "fuzz/corpus/$name" \
    >"build/fuzz/$name.log" 2>&1 || { failed=1; tail -n 30 "build/fuzz/$name.log"; }
  grep -E 'stat::number_of_executed_units|stat::new_units_added' "build/fuzz/$name.log" || true
done
exit $failed
