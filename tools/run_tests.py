#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run_tests.py [--exclude LABEL] [--jobs N] BUILD_DIR ...: runs the checks of the source and the tests of each build, and counts.

Every test program ends with a line "N passed, N failed, N skipped"; these are summed. A test without such a line counts as
one. What failed is shown whole, what was skipped with its reason. The last line is the sum; exit status 1 if anything failed."""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
CHECKS = (('layers', ['tools/check_layers.py']), ('banned', ['tools/check_banned.py']), ('docs', ['tools/check_docs.py']))
COUNT = re.compile(r'^(\d+) passed, (\d+) failed, (\d+) skipped$')
END = re.compile(r'^\s*\d+/\d+ Test\s+#(\d+): (\S+) \.*\s*(?:\*\*\*)?\s*(.*?)\s+[\d.]+ sec')
LINE = re.compile(r'^(\d+): ?(.*)$')


class Sum:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0
        self.reasons = []

    def add(self, name, verdict, lines, seconds):
        counts = [COUNT.match(line) for line in lines]
        counts = [tuple(map(int, match.groups())) for match in counts if match]
        passed, failed, skipped = counts[-1] if counts else (0, 0, 0)
        if verdict == 'Skipped':
            skipped = max(skipped, 1)
        elif verdict != 'Passed':
            failed = max(failed, 1)
        elif not counts:
            passed = 1
        self.passed, self.failed, self.skipped = self.passed + passed, self.failed + failed, self.skipped + skipped
        self.reasons += [f'{name}: {line}' for line in lines if line.startswith('skipped: ')]
        if failed:
            print('\n'.join(lines))
        print(f'{name}: {passed} passed, {failed} failed, {skipped} skipped{"" if verdict == "Passed" else " [" + verdict + "]"}'
              f'  {seconds:.1f} s', flush=True)


def run_check(total, name, command):
    start = time.monotonic()
    done = subprocess.run([sys.executable, *command], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    total.add(name, 'Failed' if done.returncode else 'Passed', done.stdout.splitlines(), time.monotonic() - start)


def run_build(total, folder, jobs, exclude):
    command = ['ctest', '--test-dir', str(folder), '-V', '--no-tests=error', '-j', str(jobs), '--timeout', '900']
    command += ['-LE', exclude] if exclude else []
    lines, ended = {}, 0
    with subprocess.Popen(command, text=True, errors='replace', stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as ctest:
        for text in ctest.stdout:
            text = text.rstrip('\n')
            end, line = END.match(text), LINE.match(text)
            if line:
                lines.setdefault(line.group(1), []).append(line.group(2))
            elif end:
                number, name, verdict = end.groups()
                total.add(f'{folder.name}/{name}', verdict, lines.pop(number, []), float(text.split()[-2]))
                ended += 1
    if ended == 0:
        print(f'{folder}: ctest ran no test')
        total.failed += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--exclude', metavar='LABEL')
    parser.add_argument('--jobs', type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument('builds', nargs='+', type=pathlib.Path)
    options = parser.parse_args()
    total = Sum()
    for name, command in CHECKS:
        run_check(total, name, command)
    for folder in options.builds:
        run_build(total, folder, options.jobs, options.exclude)
    for reason in sorted(set(total.reasons)):
        print(reason)
    print(f'{total.passed} passed, {total.failed} failed, {total.skipped} skipped')
    return 1 if total.failed else 0


if __name__ == '__main__':
    sys.exit(main())
