#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""score_subsamples.py --tool AUGAUDIT --scorer SCORE_TRUTH.PY --truth TRUTH.CSV --data-root DATA [--set NAME ...]

Runs a truth-table scorer on random subsamples (60, 120 and 250 images a class, several seeds) and prints one line each: with few images a
tool may leave much open, but it must never clear what breaks. Exit status 1 if any subsample has a false clear."""
import argparse
import os
import re
import subprocess
import sys

LAST = re.compile(r'^false_clears=(\d+)/(\d+) false_alarms=(\d+)/(\d+) undecided=(\d+)/(\d+)$')


def class_count(folder):
    """Folders that hold files, counted once by name (split folders above them are joined)."""
    return len({os.path.basename(path) for path, _, files in os.walk(folder) if files})


def sets_of(truth):
    with open(truth, encoding='utf-8') as f:
        return list(dict.fromkeys(line.split(',', 1)[0] for line in f.read().splitlines()[1:] if line))


def score(options, name, images, seed):
    count = images * class_count(os.path.join(options.data_root, name))
    command = [sys.executable, options.scorer, '--tool', options.tool, '--truth', options.truth, '--data-root', options.data_root,
               '--set', name, '--', '--max-images', str(count), '--seed', str(seed)]
    lines = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False).stdout.splitlines()
    found = LAST.match(lines[-1]) if lines else None
    if not found:
        sys.exit(f'{" ".join(command)} printed no score')
    return [int(v) for v in found.groups()]


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ('tool', 'scorer', 'truth', 'data-root'):
        p.add_argument('--' + name, required=True)
    p.add_argument('--set', action='append', metavar='NAME')
    p.add_argument('--images', type=int, nargs='+', default=[60, 120, 250], metavar='N')
    p.add_argument('--seeds', type=int, default=5, metavar='N')
    options = p.parse_args()
    total = [0] * 6
    for images in options.images:
        for name in options.set or sets_of(options.truth):
            for seed in range(1, options.seeds + 1):
                got = score(options, name, images, seed)
                total = [a + b for a, b in zip(total, got)]
                print(f'{name} {images} a class, seed {seed}: false clears {got[0]}/{got[1]}, false alarms {got[2]}/{got[3]}, '
                      f'undecided {got[4]}/{got[5]}', flush=True)
    print(f'false_clears={total[0]}/{total[1]} false_alarms={total[2]}/{total[3]} undecided={total[4]}/{total[5]}')
    return 1 if total[0] else 0


if __name__ == '__main__':
    sys.exit(main())
