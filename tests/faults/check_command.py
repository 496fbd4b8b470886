#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""check_command.py INTERPOSE AUGAUDIT: the command while allocations of codecs, SQLite, libfyaml, BLAS and zlib fail: a sample.

The images are the seeds of the image fuzz target, so every codec is met; sums the counts of run_faults.py over the commands."""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import drawn  # noqa: E402

SEEDS = HERE.parent.parent / 'fuzz/corpus/image'
PIPELINE = 'transform: {__class_fullname__: HorizontalFlip, p: 0.5}\n__version__: 2.0.8\n'
BUT_YAML = ['--skip', 'libaugaudit,libfyaml']
REPORTS = ['--json', '{dir}/r.json', '--html', '{dir}/r.html', '--no-timing', '--threads', '1', '--quiet']


def make(folder):
    for i in range(8):
        drawn.put(folder, f'signs/{"ab"[i % 2]}/{i}.png', drawn.picture(i % 2, i))
    for i, seed in enumerate(sorted(SEEDS.glob('*_*'))):
        if 'bomb' not in seed.name:
            os.makedirs(f'{folder}/formats/{"ab"[i % 2]}', exist_ok=True)
            shutil.copy(seed, f'{folder}/formats/{"ab"[i % 2]}/{seed.name}')
    drawn.put(folder, 'pipeline.yaml', PIPELINE)


def commands(tool, folder):
    """Name, options of run_faults.py, command."""
    audit, signs = [tool, 'audit', '--data'], f'{folder}/signs'
    pipeline = [*audit, signs, '--pipeline', f'{folder}/pipeline.yaml', *REPORTS]
    yield 'audit into a store', [*BUT_YAML, '--samples', '30'], [*pipeline, '--store', '{dir}/s.sqlite']
    yield 'audit', [*BUT_YAML, '--samples', '20'], [*audit, signs, '-t', 'hflip', '-t', 'ImageCompression', *REPORTS]
    # libtiff 4.5 copies a palette into three blocks before it looks whether it got them.
    yield 'audit of every format', [*BUT_YAML, '--samples', '40', '--crashes', '3'], [*audit, f'{folder}/formats', '-t', 'hflip', *REPORTS]
    yield 'show', [*BUT_YAML, '--samples', '10'], [tool, 'show', '--data', signs, '-t', 'rotate:+-30', '--html', '{dir}/s.html', '--quiet']
    # libfyaml 0.7.12 does not check one of its own allocations in fy_parse_input_append; two texts are read, the file and its parameters.
    yield 'a pipeline in YAML', ['--libraries', 'libfyaml', '--samples', '80', '--crashes', '2'], pipeline


def main():
    driver = [sys.executable, str(HERE / 'run_faults.py'), '--interpose', sys.argv[1]]
    passed = failed = 0
    with tempfile.TemporaryDirectory(prefix='augaudit-faults-') as folder:
        make(folder)
        for name, options, command in commands(sys.argv[2], folder):
            done = subprocess.run([*driver, '--seed', '5', *options, '--', *command], capture_output=True, text=True)
            print(f'{name}:\n{done.stdout}{done.stderr}', end='')
            counts = re.findall(r'^(\d+) passed, (\d+) failed', done.stdout, re.M)
            passed, failed = passed + int(counts[-1][0]), failed + int(counts[-1][1])
    print(f'{passed} passed, {failed} failed, 0 skipped')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
