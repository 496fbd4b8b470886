# SPDX-License-Identifier: Apache-2.0
"""What score_probabilities.py and score_composed.py share: tables of real trainings (CSV: train_images, transform, p, class, clean_change_pp, se_pp),
and runs of `augaudit predict` that are read back from their JSON."""
import csv
import json
import os
import subprocess


def read(path, wanted):
    """Rows of the smallest number of training images for which wanted(transform, p) holds: {(transform, p, class): (change, error)}."""
    with open(path, newline='', encoding='utf-8') as file:
        rows = [row for row in csv.DictReader(file) if wanted(row['transform'], float(row['p']))]
    if not rows:
        raise SystemExit(f'{path}: no row to score')
    fewest = min(int(row['train_images']) for row in rows)
    return {(row['transform'], float(row['p']), row['class']): (float(row['clean_change_pp']), float(row['se_pp'] or 1))
            for row in rows if int(row['train_images']) == fewest}


def predict(options, transforms, p):
    """{(transform, class): estimate}; class * is all images. Kept in options.out, and read from there when it is there already."""
    path = os.path.join(options.out, f'p{p:g}.json')
    if not os.path.exists(path):
        os.makedirs(options.out, exist_ok=True)
        command = [options.tool, 'predict', '--quiet', '--no-verdicts', '--data', options.data, '--p', str(p), '--json', path]
        for transform in transforms:
            command += ['--transform', transform]
        subprocess.run(command + options.extra, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    with open(path, encoding='utf-8') as file:
        report = json.load(file)
    known = [item for item in report['transforms'] if item['is_known']]
    out = {(item['spec'], '*'): item['change']['estimate'] for item in known}
    out.update({(item['spec'], c['name']): c['change']['estimate'] for item in known for c in item['classes']})
    return out


def add_options(parser):
    parser.add_argument('--tool', required=True, help='augaudit')
    parser.add_argument('--truth', required=True, help='table of real trainings')
    parser.add_argument('--data', required=True, help='the training images of that table')
    parser.add_argument('--out', required=True, help='folder for the predictions; those that are there are not made again')
    parser.add_argument('extra', nargs='*', metavar='-- OPTION', help='more options for `augaudit predict`')


def ranks(values):
    return [sum(w < v for w in values) + (sum(w == v for w in values) - 1) / 2 for v in values]


def spearman(a, b):
    a, b = ranks(a), ranks(b)
    mean = (len(a) - 1) / 2
    product = sum((x - mean) * (y - mean) for x, y in zip(a, b))
    squares = sum((x - mean) ** 2 for x in a) * sum((y - mean) ** 2 for y in b)
    return product / squares ** .5 if squares else 0.0
