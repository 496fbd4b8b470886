#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""audit.py TOOL: wall time and peak memory of whole audits: the drawn sample set, and MNIST where ../shared/data has it.

Each is run cold (no store), into a store, and again from it. Figures are printed, never judged."""
import os
import pathlib
import subprocess
import sys
import tempfile
import time

TWELVE = ['hflip', 'vflip', 'rotate:180', 'rotate:+-15', 'invert', 'brightness:+-0.2', 'shift:+-2px', 'cutout:8px', 'noise:0.1',
          'blur:0.7', 'contrast:+-0.5', 'zoomout:2']
ROOT = pathlib.Path(__file__).resolve().parent.parent


def measure(command):
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f'{" ".join(command)}: {process.stderr.read().decode()}')
    return time.monotonic() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def bench(name, tool, data, folder):
    specs = [word for spec in TWELVE for word in ('--transform', spec)]
    command = [tool, 'audit', '--quiet', '--data', str(data), *specs]
    store = ['--store', f'{folder}/{name}.sqlite']
    for what, more in (('cold', []), ('into a store', store), ('from the store', store)):
        wall, cpu, memory = measure(command + more)
        print(f'{name:8} 12 transforms  {what:15} {wall:7.1f} s wall {cpu:7.1f} s cpu {memory:7.0f} MB', flush=True)


def main():
    tool = str(pathlib.Path(sys.argv[1]).resolve())
    print(f'{len(os.sched_getaffinity(0))} cores')
    with tempfile.TemporaryDirectory(prefix='augaudit-bench-') as folder:
        subprocess.run([tool, 'sample', f'{folder}/signs', '--quiet'], check=True)
        bench('signs', tool, f'{folder}/signs', folder)
        mnist = pathlib.Path(os.environ.get('AUGAUDIT_SHARED', ROOT.parent / 'shared')) / 'data/mnist'
        if mnist.is_dir():
            bench('mnist', tool, mnist, folder)
        else:
            print('mnist: not on this machine, skipped')


if __name__ == '__main__':
    main()
