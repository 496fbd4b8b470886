#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains a convolutional network with and without each transform, and writes what that did to its accuracy: check our predictions.

    train_truth.py --data DIR [--test DIR] --transform SPEC ... --out TABLE.csv      in class folders, as for augaudit
    train_truth.py --self-test

Pairs of trainings, one with the transform and one without, share weights at the start and the order of images; --seeds is the number of pairs.
The table has a row for all classes (*) and one for each class: change of the accuracy on clean test images in points, its standard error, and
percent right: clean images without the transform, the clean network on transformed images, trained on nothing but transformed images and tested on
such (--full), trained with probability p and tested on transformed images. docs/prediction.md says more, also about the transforms.

Rows that stand in the table already are not made again; a stopped run goes on where it stopped when it is started with the same options.
Needs Python 3.9, PyTorch, NumPy and Pillow. Exit status: 0 done, 1 a training failed (named; the others are done), 2 the command line, a file or the
images are wrong, or a package is missing."""
import argparse
import importlib.util
import os
import re
import sys

PACKAGES = {'torch': 'PyTorch', 'numpy': 'NumPy', 'PIL': 'Pillow'}
SPLIT_NAMES = 'train', 'training', 'all'


def is_there(package):
    """Also where sys.modules says that it is not."""
    try:
        return importlib.util.find_spec(package) is not None
    except ValueError:
        return False


def parser():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--data', metavar='DIR', help='images to train on')
    p.add_argument('--test', metavar='DIR', help='images to test on; without it some of --data are held out')
    p.add_argument('--held-out', type=float, metavar='SHARE', help='share of each class that is held out, whole clusters [0.25]')
    p.add_argument('--cluster-by', metavar='REGEX', help="what its groups match in an image's path names its cluster; exact copies share one anyway")
    p.add_argument('--set', metavar='NAME', help="the table's first column [the folder's name]")
    p.add_argument('--transform', '-t', nargs='+', action='extend', default=[], metavar='SPEC', help='hflip, rotate:+-15, hflip|gray ...')
    p.add_argument('--p', type=float, default=.5, help='probability of the transform [0.5]')
    p.add_argument('--seeds', type=int, default=8, metavar='N', help='pairs of trainings a transform [8]')
    p.add_argument('--steps', type=int, default=1000, metavar='N', help='batches a training [1000]')
    p.add_argument('--batch', type=int, default=250, metavar='N', help='images a batch [250]')
    p.add_argument('--size', type=int, default=32, metavar='PX',
                   help="side of the network's input; images are brought to it after the transform [32]")
    p.add_argument('--images', type=int, default=5000, metavar='N', help='train on at most so many, whole clusters at random [5000]')
    p.add_argument('--full', action='store_true', help='train on nothing but transformed images too: the column T_trained_on_T')
    p.add_argument('--out', metavar='CSV', help='the table')
    p.add_argument('--seed', type=int, default=0, metavar='N', help='what all random numbers are a function of [0]')
    p.add_argument('--device', help='cpu, cuda, cuda:1 ... [a GPU where there is one]')
    p.add_argument('--threads', type=int, metavar='N', help='processor threads')
    p.add_argument('--self-test', action='store_true', help='check the transforms, the training and the table on drawn images')
    return p


def name_of(folder):
    """mnist for mnist/train."""
    path, name = os.path.split(os.path.abspath(folder))
    return os.path.basename(path) if name in SPLIT_NAMES else name


def check(p, o):
    for flag, is_right, wanted in (
            ('--data', o.data, 'a folder'), ('--out', o.out, 'a file'), ('--transform', o.transform, 'at least one SPEC'),
            ('--p', 0 < o.p <= 1, 'more than 0, at most 1'), ('--seeds', o.seeds >= 1, 'at least 1'), ('--steps', o.steps >= 1, 'at least 1'),
            ('--batch', o.batch >= 2, 'at least 2'), ('--size', 8 <= o.size <= 512, '8 to 512'), ('--images', o.images >= 2, 'at least 2'),
            ('--held-out', o.held_out is None or 0 < o.held_out < 1, 'between 0 and 1'),
            ('--threads', o.threads is None or o.threads >= 1, 'at least 1'),
            ('--seed', o.seed >= 0, 'a whole number from 0 on'),
            ('--held-out', o.held_out is None or not o.test, 'not to be given together with --test')):
        if not is_right:
            p.error(f'{flag}: expected {wanted}')
    o.set = o.set or name_of(o.data)
    try:
        o.cluster_by = re.compile(o.cluster_by) if o.cluster_by else None
    except re.error as error:
        p.error(f'--cluster-by: {o.cluster_by!r} is no regular expression: {error}')


def choose_device(torch, o):
    o.device = o.device or ('cuda' if torch.cuda.is_available() else 'cpu')
    try:
        torch.zeros(1, device=o.device)
    except (RuntimeError, AssertionError) as error:
        raise ValueError(f'--device {o.device}: {str(error).splitlines()[0]}') from None
    if o.threads:
        torch.set_num_threads(o.threads)
    torch.backends.cudnn.deterministic = True


def choose_images(images, o):
    """-> (training, test)"""
    train = images.read(o.data, o.cluster_by)
    if o.test:
        test = images.with_names(images.read(o.test), train.names)
    else:
        train, test = images.held_out(train, o.held_out or .25, o.seed)
    train = images.at_most(train, o.images, o.seed)
    if len(train.names) < 2 or len(train.label) < 2 or len(test.label) < 1:
        raise ValueError(f'{len(train.names)} classes, {len(train.label)} images to train on and {len(test.label)} to test on are too few')
    return train, test


def settings_of(images, train, test, o):
    return {'train': images.fingerprint(train), 'test': images.fingerprint(test), 'seed': o.seed, 'steps': o.steps, 'batch': o.batch, 'size': o.size,
            'device': o.device.split(':')[0]}


def make_table(o):
    """Returns how many trainings failed."""
    import torch
    from truth import images, runs, transforms
    wanted = {spec: transforms.Transform(spec) for spec in o.transform}
    rows = runs.read_table(o.out)
    choose_device(torch, o)
    train, test = choose_images(images, o)
    waiting = {spec: transform for spec, transform in wanted.items() if not runs.is_done(rows, o, len(train.label), spec)}
    if not waiting:
        print(f'{o.out} has all rows')
        return 0
    print(f'{len(train.label)} images to train on, {len(test.label)} to test on, {len(train.names)} classes, on {o.device}', flush=True)
    untested = [name for k, name in enumerate(train.names) if k not in test.label]
    if untested:
        print(f'no rows for classes without test images: {", ".join(untested)}')
    readings = runs.Readings(o.out + '.part', settings_of(images, train, test, o))
    channels = images.channels_of(train, test)
    pictures = [images.Pictures(part, channels, o.device) for part in (train, test)]
    return runs.Truth(o, train.names, *pictures, waiting, readings).run(rows)


def main(arguments=None):
    p = parser()
    o = p.parse_args(arguments)
    missing = [PACKAGES[package] for package in PACKAGES if not is_there(package)]
    if missing:
        print(f'train_truth: {" and ".join(missing)} must be installed (pip install torch numpy pillow)', file=sys.stderr)
        return 2
    if o.self_test:
        from truth import self_test
        return self_test.run(main)
    check(p, o)
    try:
        return 1 if make_table(o) else 0
    except (ValueError, OSError) as error:
        print(f'train_truth: {error}', file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print('\ntrain_truth: stopped; the same command goes on from here', file=sys.stderr)
        return 130


if __name__ == '__main__':
    sys.exit(main())
