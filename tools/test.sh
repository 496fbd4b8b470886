#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# test.sh [quick]: builds with warnings as errors and runs the tests, then everything again under AddressSanitizer and UBSan.
# The last line is the sum: "N passed, N failed, N skipped". quick: the development build and its quick tests only.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh test
tools/build.sh dev
if [ "${1-}" = quick ]; then
  exec tools/run_tests.py --exclude slow build/dev
fi
tools/build.sh asan
ASAN_OPTIONS=detect_leaks=1:${ASAN_OPTIONS-}
UBSAN_OPTIONS=print_stacktrace=1:${UBSAN_OPTIONS-}
export ASAN_OPTIONS UBSAN_OPTIONS
exec tools/run_tests.py build/dev build/asan
