#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# build.sh PRESET: configures and builds build/PRESET; quiet unless something goes wrong.
set -eu
cd "$(dirname "$0")/.."
preset=$1
mkdir -p "build/$preset"
log=build/$preset/build.log
echo "building $preset (log: $log)" >&2
if ! { cmake --preset "$preset" && cmake --build --preset "$preset"; } >"$log" 2>&1; then
  tail -n 60 "$log" >&2
  echo "build of $preset failed; everything it said is in $log" >&2
  exit 3
fi
