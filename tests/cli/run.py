#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run.py TOOL [--update] [NAME ...]: golden tests of the command, then behaviour.py.

A case is cases/NAME.cmd, a shell script that runs in an empty folder with `augaudit` on the PATH. What it must print stands in
NAME.out and NAME.err, its exit status in NAME.exit; a missing file means nothing printed, status 0. Folder names, version and
times are replaced before comparison. --update writes the files anew: review the difference. NAME chooses by substring."""
import argparse
import difflib
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import traceback

import behaviour

CASES = pathlib.Path(__file__).resolve().parent / 'cases'


def normalise(text, folder):
    text = text.replace(folder, 'DIR')
    text = re.sub(r'\b0\.1\.0\b', 'VERSION', text)
    return re.sub(r'\b\d+\.\d+ s\b', 'N s', text)


def run_case(path, tool):
    with tempfile.TemporaryDirectory(prefix='augaudit-cli-') as folder:
        env = behaviour.environment(tool)
        done = subprocess.run(['sh', str(path)], cwd=folder, env=env, capture_output=True, stdin=subprocess.DEVNULL, timeout=300)
        decode = lambda data: normalise(data.decode('utf-8', 'backslashreplace'), os.path.realpath(folder))
        return {'.out': decode(done.stdout), '.err': decode(done.stderr), '.exit': f'{done.returncode}\n' if done.returncode else ''}


def expected(path, ending):
    file = path.with_suffix(ending)
    return file.read_text() if file.exists() else ''


def write(path, ending, text):
    file = path.with_suffix(ending)
    if text:
        file.write_text(text)
    elif file.exists():
        file.unlink()


def check_case(path, tool, update):
    got = run_case(path, tool)
    if update:
        for ending, text in got.items():
            write(path, ending, text)
        return
    wrong = []
    for ending, text in got.items():
        if text != expected(path, ending):
            wrong += difflib.unified_diff(expected(path, ending).splitlines(), text.splitlines(), path.stem + ending, 'now', lineterm='')
    if wrong:
        raise AssertionError('\n'.join(wrong))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('tool', type=pathlib.Path)
    parser.add_argument('--update', action='store_true')
    parser.add_argument('names', nargs='*')
    options = parser.parse_intermixed_args()
    tool = options.tool.resolve()
    tests = [(f'case {path.stem}', lambda path=path: check_case(path, tool, options.update)) for path in sorted(CASES.glob('*.cmd'))]
    if not options.update:
        tests += [(name, lambda test=test: test(tool)) for name, test in behaviour.tests()]
    slow = []
    count = {'passed': 0, 'failed': 0, 'skipped': 0}
    for name, test in tests:
        if options.names and not any(part in name for part in options.names):
            continue
        start = time.monotonic()
        try:
            test()
            count['passed'] += 1
        except behaviour.Skip as reason:
            count['skipped'] += 1
            print(f'skipped: {name}: {reason}')
        except Exception as problem:  # a failing test must not hide the others
            count['failed'] += 1
            print(f'FAILED {name}: {problem}')
            if not isinstance(problem, AssertionError):
                traceback.print_exc(file=sys.stdout)
        slow.append((time.monotonic() - start, name))
    print(', '.join(f'{name} {seconds:.1f} s' for seconds, name in sorted(slow, reverse=True)[:5]))
    print('{passed} passed, {failed} failed, {skipped} skipped'.format(**count))
    return 1 if count['failed'] else 0


if __name__ == '__main__':
    sys.exit(main())
