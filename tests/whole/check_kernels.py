#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_kernels.py AUGAUDIT: the same report from scalar and from vector kernels, byte for byte, timing left out; and the same labels and
verdicts, numbers within TOLERANCE, from two BLAS kernels, which stand for two machines."""
import json
import os
import subprocess
import sys
import tempfile

TOOL = sys.argv[1]
TOLERANCE = 0.005
SPECS = ['hflip', 'rotate:+-30', 'blur:0.7', 'GaussianBlur', 'RandomBrightnessContrast', 'Affine:scale=[0.8,1.2]', 'Resize:height=20,width=20']


def report(data, folder, **environment):
    path = os.path.join(folder, 'report.json')
    command = [TOOL, 'audit', '--data', data, '--json', path, '--no-timing', '--quiet', '--seed', '3']
    for spec in SPECS:
        command += ['--transform', spec]
    done = subprocess.run(command, env=dict(os.environ, **environment), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode not in (0, 1):
        sys.exit(f'{" ".join(command)} ended with {done.returncode}: {done.stderr}')
    with open(path, 'rb') as f:
        return f.read()


def differences(a, b):
    """What two reports disagree on: labels, verdicts, numbers further apart than TOLERANCE."""
    for t, u in zip(a['transforms'], b['transforms']):
        if t['verdict'] != u['verdict']:
            yield f'{t["spec"]}: {t["verdict"]} or {u["verdict"]}'
        for c, d in zip(t['classes'], u['classes']):
            if c['label'] != d['label']:
                yield f'{t["spec"]} {c["name"]}: {c["label"]} or {d["label"]}'
            for name in c['evidence'].keys() & d['evidence'].keys():
                apart = abs(c['evidence'][name]['estimate'] - d['evidence'][name]['estimate'])
                if apart > TOLERANCE:
                    yield f'{t["spec"]} {c["name"]} {name}: {apart:g} apart'


def check(what, good):
    print(f'{what}: {"yes" if good else "NO"}')
    return good


with tempfile.TemporaryDirectory() as folder:
    data = os.path.join(folder, 'signs')
    subprocess.run([TOOL, 'sample', data, '--images', '60', '--quiet'], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    best = report(data, folder)
    other = list(differences(json.loads(best), json.loads(report(data, folder, OPENBLAS_CORETYPE='Nehalem'))))
    print('\n'.join(other[:20]))
    results = [check('scalar and vector kernels give the same report', report(data, folder, AUG_KERNELS='scalar') == best),
               check('another BLAS kernel gives the same labels and verdicts, and close numbers', not other)]
print(f'{sum(results)} passed, {len(results) - sum(results)} failed, 0 skipped')
sys.exit(not all(results))
