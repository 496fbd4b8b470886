#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# demo.sh: from a fresh machine to a first report. The sample pipeline breaks classes on purpose: exit status 1 of the audit
# is what it should be.
set -eu
cd "$(dirname "$0")/.."
tools/setup.sh demo
tools/build.sh release
tool=build/release/augaudit

mkdir -p demo
"$tool" sample demo/signs
code=0
"$tool" audit --data demo/signs --pipeline share/sample-pipeline.json --html demo/report.html --json demo/report.json \
  --store demo/demo.sqlite --quiet || code=$?
case $code in
  0) echo "demo: the audit found no broken claim, but this pipeline has some: please report this" >&2; exit 3 ;;
  1) ;;
  *) exit $code ;;
esac
echo
echo "The pipeline breaks classes on purpose. The report, with pictures: $PWD/demo/report.html"
echo "Your own:  $tool audit --data YOUR_IMAGES --pipeline YOUR_PIPELINE.json --html report.html"
