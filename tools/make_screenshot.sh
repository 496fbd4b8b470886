#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# make_screenshot.sh [REPORT]: draws the top of a report (demo/report.html) into docs/screenshot.png with headless Chromium.
set -eu
cd "$(dirname "$0")/.."
report=${1-demo/report.html}
[ -f "$report" ] || { echo "make_screenshot: $report is missing; run \`make demo\` first" >&2; exit 2; }
profile=$(mktemp -d)
trap 'rm -rf "$profile"' EXIT
chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars --user-data-dir="$profile" \
  --force-device-scale-factor=1 --window-size=1100,1500 --screenshot="$PWD/docs/screenshot.png" "file://$(realpath "$report")" \
  >"$profile/log" 2>&1 || { cat "$profile/log" >&2; exit 3; }
echo "wrote docs/screenshot.png"
