#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the Python tests of the report share: the made-up reports, written by the C test program, and the way to skip."""
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile

SKIP = 77  # ctest's SKIP_RETURN_CODE
ROOT = pathlib.Path(__file__).resolve().parents[2]


def skip(why):
    print('skipped:', why)
    sys.exit(SKIP)


@contextlib.contextmanager
def written(program, test='reports_are_written_whole_to_files'):
    """A folder with what a test of the C program writes: by default report.json, report.html, report.text and large.*."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([program, test], capture_output=True, text=True,
                              env={**os.environ, 'AUGAUDIT_REPORT_TO': folder})
        if done.returncode != 0:
            sys.exit(done.stdout + done.stderr)
        yield pathlib.Path(folder)


def finish(problems, what):
    for problem in problems:
        print('wrong:', problem)
    print(f'{what}: {len(problems)} problems')
    sys.exit(bool(problems))
