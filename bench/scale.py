#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""scale.py TOOL [COUNT | SPEC ...]: processor time, wall time and peak memory of audits of so many drawn images with some transforms. Printed, never judged.

COUNT: default 2000 5000 10000. SPEC: default six of them. The images are drawn by `draw_images`, which stands beside the tool's folder (bench/). Time is to
grow with the images and no faster, memory to stay below 1 GB. Run `scale.py TOOL 10000 50000 100000` for the table of bench/README.md (an hour)."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

SIX = ['hflip', 'rotate:180', 'rotate:+-15', 'invert', 'noise:0.1', 'brightness:+-0.2']


def measure(tool, data, specs, threads, folder):
    report = pathlib.Path(folder) / 'report.json'
    command = [tool, 'audit', '--quiet', '--threads', str(threads), '--data', data, '--json', str(report),
               *(word for spec in specs for word in ('--transform', spec))]
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read().decode()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status) not in (0, 1):
        sys.exit(f'{" ".join(command)}: {said}')
    return json.loads(report.read_bytes()), wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    tool = str(pathlib.Path(sys.argv[1]).resolve())
    draw = pathlib.Path(tool).parent / 'bench/draw_images'
    counts = [int(word) for word in sys.argv[2:] if word.isdigit()] or [2000, 5000, 10000]
    specs = [word for word in sys.argv[2:] if not word.isdigit()] or SIX
    cores = len(os.sched_getaffinity(0))
    print(f'{" ".join(specs)}; {cores} cores', flush=True)
    for count in counts:
        with tempfile.TemporaryDirectory(prefix='augaudit-scale-') as folder:
            subprocess.run([draw, f'{folder}/images', str(count)], check=True)
            report, wall, cpu, memory = measure(tool, f'{folder}/images', specs, cores, folder)
        timing = report.get('timing', {})
        stages = ', '.join(f'{key} {value:.1f}' for key, value in timing.items() if isinstance(value, float))
        verdicts = ' '.join(t['verdict'] for t in report['transforms'])
        print(f'{count:8} images  {wall:8.1f} s wall  {cpu:8.1f} s cpu  {1000 * cpu / count:6.2f} ms cpu an image  {memory:6.0f} MB'
              f'  ({stages})\n         {verdicts}', flush=True)


if __name__ == '__main__':
    main()
