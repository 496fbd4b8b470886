#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_kernels.py AUGAUDIT: the same report from scalar and from vector kernels, byte for byte, timing left out."""
import os
import subprocess
import sys
import tempfile

TOOL = sys.argv[1]
SPECS = ['hflip', 'rotate:+-30', 'blur:0.7', 'GaussianBlur', 'RandomBrightnessContrast', 'Affine:scale=[0.8,1.2]', 'Resize:height=20,width=20']


def report(data, folder, kernels):
    path = os.path.join(folder, f'{kernels}.json')
    command = [TOOL, 'audit', '--data', data, '--json', path, '--no-timing', '--quiet', '--seed', '3']
    for spec in SPECS:
        command += ['--transform', spec]
    environment = dict(os.environ, AUG_KERNELS=kernels) if kernels != 'best' else {k: v for k, v in os.environ.items() if k != 'AUG_KERNELS'}
    done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f'{" ".join(command)} ended with {done.returncode}: {done.stderr}')
    with open(path, 'rb') as f:
        return f.read()


with tempfile.TemporaryDirectory() as folder:
    data = os.path.join(folder, 'signs')
    subprocess.run([TOOL, "sample", data, "--images", "60", "--quiet"], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    same = report(data, folder, 'scalar') == report(data, folder, 'best')
print('scalar and vector kernels give the same report' if same else 'scalar and vector kernels give different reports')
print(f'{int(same)} passed, {int(not same)} failed, 0 skipped')
sys.exit(not same)
