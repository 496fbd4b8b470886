#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""audit.py TOOL [DATA]: wall time, CPU time, images a second and peak memory of whole audits with 12 transforms. Printed, never judged.

DATA: a folder of labelled images; default: MNIST where ../shared/data has it, else the drawn sample set. Cold (no store) for 1 and 2
threads and for scalar and vector kernels; into a store and again from it; and for 2,000, more and all images, to see
what memory grows with: matrices up to some 4,000 images, then features."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

TWELVE = ['hflip', 'vflip', 'rotate:180', 'rotate:+-15', 'invert', 'brightness:+-0.2', 'shift:+-2px', 'cutout:8px', 'noise:0.1',
          'blur:0.7', 'contrast:+-0.5', 'zoomout:2']
ROOT = pathlib.Path(__file__).resolve().parent.parent
SPECS = [word for spec in TWELVE for word in ('--transform', spec)]


class Bench:
    def __init__(self, tool, data, folder):
        self.tool, self.data, self.folder = tool, str(data), folder

    def run(self, what, *more, kernels=None):
        """Prints one line; returns images and peak memory in MB."""
        report = f'{self.folder}/r.json'
        command = [self.tool, 'audit', '--quiet', '--data', self.data, '--json', report, *SPECS, *more]
        environment = {**os.environ, **({'AUG_KERNELS': kernels} if kernels else {})}
        start = time.monotonic()
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        if os.waitstatus_to_exitcode(status) not in (0, 1):
            sys.exit(f'{" ".join(command)}: {said}')
        images, memory = json.loads(pathlib.Path(report).read_bytes())['dataset']['images'], usage.ru_maxrss / 1024
        print(f'{what:32} {images:6} images  {wall:7.1f} s wall  {usage.ru_utime + usage.ru_stime:7.1f} s cpu'
              f'  {images / wall:7.0f} images/s  {memory:6.0f} MB', flush=True)
        return images, memory

    def all(self):
        store = ['--store', f'{self.folder}/kept.sqlite']
        self.run('2 threads', '--threads', '2')
        self.run('1 thread', '--threads', '1')
        self.run('2 threads, scalar kernels', '--threads', '2', kernels='scalar')
        self.run('2 threads, into a store', '--threads', '2', *store)
        images, _ = self.run('2 threads, from the store', '--threads', '2', *store)
        self.run('2 threads, few images', '--threads', '2', '--max-images', str(min(2000, images // 3)))
        some, less = self.run('2 threads, more images', '--threads', '2', '--max-images', str(images * 2 // 3))
        images, memory = self.run('2 threads, all images', '--threads', '2')
        print(f'{(memory - less) * 1024 / (images - some):.1f} kB of memory for each image above {some}: features and scores')


def data_of(tool, folder):
    mnist = pathlib.Path(os.environ.get('AUGAUDIT_SHARED', ROOT.parent / 'shared')) / 'data/mnist'
    if len(sys.argv) > 2:
        return sys.argv[2]
    if mnist.is_dir():
        return mnist
    print('mnist is not on this machine: the drawn sample set')
    subprocess.run([tool, 'sample', f'{folder}/signs', '--quiet'], check=True, stdout=subprocess.DEVNULL)
    return f'{folder}/signs'


def main():
    tool = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory(prefix='augaudit-bench-') as folder:
        data = data_of(tool, folder)
        print(f'{data}, {len(TWELVE)} transforms, {len(os.sched_getaffinity(0))} cores')
        Bench(tool, data, folder).all()


if __name__ == '__main__':
    main()
