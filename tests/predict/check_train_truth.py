#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""tools/train_truth.py: its own tests, skipped where PyTorch, NumPy or Pillow are missing; and what it says where they are missing."""
import importlib.util
import pathlib
import subprocess
import sys

TOOL = pathlib.Path(__file__).resolve().parents[2] / 'tools/train_truth.py'
WITHOUT_TORCH = f'''import runpy, sys
sys.modules["torch"] = None
sys.argv = ["train_truth.py", "--self-test"]
runpy.run_path({str(TOOL)!r}, run_name="__main__")'''


def what_is_missing_is_said_in_one_sentence():
    done = subprocess.run([sys.executable, '-c', WITHOUT_TORCH], text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    sentence = done.stderr.count('\n') == 1 and 'PyTorch' in done.stderr and 'must be installed' in done.stderr
    right = done.returncode == 2 and done.stdout == '' and sentence
    if not right:
        print(f'FAILED what_is_missing_is_said_in_one_sentence: exit status {done.returncode}, {done.stdout}{done.stderr}')
    return right


def self_test():
    """-> passed, failed, skipped"""
    missing = [package for package in ('torch', 'numpy', 'PIL') if importlib.util.find_spec(package) is None]
    if missing:
        print(f'skipped: the self-test of tools/train_truth.py needs the Python packages {", ".join(missing)}')
        return 0, 0, 1
    done = subprocess.run([sys.executable, str(TOOL), '--self-test'], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    lines = done.stdout.splitlines()
    print('\n'.join(lines[:-1]))
    counts = lines[-1].split() if lines and lines[-1].endswith(' skipped') else ['0', '', '1', '', '0']
    return int(counts[0]), max(int(counts[2]), int(done.returncode != 0)), int(counts[4])


said = what_is_missing_is_said_in_one_sentence()
passed, failed, skipped = self_test()
print(f'{passed + said} passed, {failed + (not said)} failed, {skipped} skipped')
sys.exit(1 if failed or not said else 0)
