# SPDX-License-Identifier: Apache-2.0
"""Clusters, trainings on drawn images and the command itself, on the CPU."""
import contextlib
import csv
import io
import os
import re
import tempfile
import types

import numpy as np
import torch
from PIL import Image

from . import images, network, runs
from .self_test import test
from .transforms import Chance, Transform, scaled

CPU = 'cpu'


# ---- images ----

def image_set(count=120, classes=3, members=4):
    cluster = np.arange(count) // members
    return images.ImageSet([f'c{k}' for k in range(classes)], cluster % classes, cluster, [np.zeros((2, 2), np.uint8)] * count)


@test
def clusters_are_held_out_and_kept_whole():
    train, test = images.held_out(image_set(), .25, 3)
    assert not set(train.cluster) & set(test.cluster) and len(train.label) + len(test.label) == 120
    assert all(8 <= (test.label == k).sum() <= 12 for k in range(3))
    few = images.at_most(train, 50, 3)
    assert 46 < len(few.label) <= 50 and all((few.cluster == c).sum() == 4 for c in set(few.cluster))


@test
def images_of_one_name_or_with_the_same_pixels_share_a_cluster():
    regex = re.compile(r'([^/]+/[0-9]+)_')
    keys = [images.cluster_key(below, regex)[0] for below in ('a/1_1.png', 'a/1_2.png', 'b/1_1.png', 'b/2_7.png')]
    assert images.joined_copies(keys, [b'p', b'q', b'r', b's']).tolist() == [0, 0, 1, 2]
    assert images.joined_copies(keys, [b'p', b'q', b'r', b'q']).tolist() == [0, 0, 1, 0]


@test
def transformed_views_are_made_at_the_images_own_size():
    pixels = [np.random.default_rng(i).integers(0, 256, size).astype(np.uint8) for i, size in enumerate(((8, 8), (12, 6), (8, 8, 3)))]
    pictures = images.Pictures(images.ImageSet(['a'], np.zeros(3, int), np.arange(3), pixels), 3, CPU)
    views = pictures.views(torch.tensor([2, 0, 1, 1]), 4, Transform('hflip'), Chance(0, CPU))
    for view, i in zip(views, (2, 0, 1, 1)):
        own = torch.from_numpy(images.as_channels(pixels[i], 3)[None, :, :, ::-1].copy()).float() / 255
        torch.testing.assert_close(view, scaled(own, 4)[0])


# ---- trainings ----

OPTIONS = dict(seed=0, steps=6, batch=10, size=8, device=CPU, p=.5, seeds=2, full=False)


def tiny_training(transform=None, p=.5, run=0, **other):
    values = np.random.default_rng(7).integers(0, 256, (40, 8, 8)).astype(np.uint8)
    values[::2, :, :4] //= 2
    data = images.ImageSet(['a', 'b'], np.arange(40) % 2, np.arange(40), list(values))
    pictures = images.Pictures(data, 1, CPU)
    options = types.SimpleNamespace(**{**OPTIONS, **other})
    trained = network.train(pictures, 2, options, run, transform and Transform(transform), p)
    return torch.cat([v.flatten() for v in trained.state_dict().values()]), network.right_of_class(trained, pictures, 2, options, run)


@test
def two_runs_with_the_same_seed_give_the_same_numbers():
    first, again = tiny_training('shift:+-2px'), tiny_training('shift:+-2px')
    assert torch.equal(first[0], again[0]) and first[1] == again[1]
    for spec, other in (('shift:+-2px', {'run': 1}), ('shift:+-2px', {'seed': 1}), ('shift:+-2px', {'p': 1}), ('hflip', {})):
        assert not torch.equal(first[0], tiny_training(spec, **other)[0])


@test
def training_with_the_identity_is_training_without():
    assert torch.equal(tiny_training('identity')[0], tiny_training()[0])


@test
def a_pair_starts_from_the_same_weights_and_another_pair_from_others():
    rate, network.RATE = network.RATE, 0
    try:
        first, partner, other = (tiny_training(spec, run=run)[0][:288] for spec, run in ((None, 0), ('hflip', 0), (None, 1)))
    finally:
        network.RATE = rate
    assert torch.equal(first, partner) and not torch.equal(first, other)


@test
def training_learns():
    _, right = tiny_training(steps=60)
    assert sum(right) >= 36, right


@test
def the_rate_rises_and_falls():
    rates = [network.rate_at(step, 100) for step in range(100)]
    assert np.argmax(rates) in (9, 10) and abs(max(rates) - network.RATE) < 1e-9
    assert rates[0] == network.RATE / 10 and 0 < rates[-1] < .001 * network.RATE


@test
def every_image_is_seen_equally_often():
    order = network.order_of(1, 12, 9, 8).flatten()
    assert np.bincount(order).tolist() == [6] * 12


# ---- the table ----

@test
def rows_hold_means_over_runs_and_standard_errors_in_percent():
    options = types.SimpleNamespace(**{**OPTIONS, 'set': 'drawn', 'full': True})
    found = {('', 0, 0, ''): [4, 5, 0], ('', 0, 1, ''): [6, 5, 0], ('', 0, 0, 'hflip'): [1, 2, 0], ('', 0, 1, 'hflip'): [2, 2, 0],
             ('hflip', .5, 0, ''): [5, 5, 0], ('hflip', .5, 1, ''): [9, 4, 0], ('hflip', .5, 0, 'hflip'): [7, 3, 0],
             ('hflip', .5, 1, 'hflip'): [7, 4, 0],
             ('hflip', 1, 0, 'hflip'): [8, 0, 0], ('hflip', 1, 1, 'hflip'): [9, 5, 0]}
    rows = [','.join(str(v) for v in row.values()) for row in runs.rows_of('hflip', options, ['a', 'b', 'c'], 99, [10, 5, 0], found)]
    assert rows == ['drawn,99,hflip,0.5,*,15,2,10.00,3.33,66.67,23.33,73.33,70.00', 'drawn,99,hflip,0.5,a,10,2,20.00,10.00,50.00,15.00,85.00,70.00',
                    'drawn,99,hflip,0.5,b,5,2,-10.00,10.00,100.00,40.00,50.00,70.00'], rows


# ---- the command ----

def class_folder(folder, count=12):
    for number in range(count):
        for k, name in enumerate(('left', 'right')):
            values = np.random.default_rng([number, k]).integers(0, 100, (9, 8)).astype(np.uint8)
            values[:, 4 * k:4 * k + 4] += 120
            os.makedirs(os.path.join(folder, 'train', name), exist_ok=True)
            Image.fromarray(values).save(os.path.join(folder, 'train', name, f'{number}.png'))
    return os.path.join(folder, 'train')


def command(main, folder, *more):
    """-> exit status, the table's bytes, what was printed"""
    out, said = os.path.join(folder, 'table.csv'), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        try:
            small = '--steps 2 --batch 6 --size 8 --seeds 2 --device cpu'.split()
            status = main(['--data', os.path.join(folder, 'train'), '--out', out, *small, *more])
        except SystemExit as left:
            status = left.code
    return status, open(out, 'rb').read() if os.path.exists(out) else b'', said.getvalue()


@test
def the_command_writes_the_table(main, folder):
    class_folder(folder)
    status, table, said = command(main, folder, '-t', 'hflip', 'identity', '--full', '--p', '0.25')
    rows = list(csv.DictReader(io.StringIO(table.decode())))
    assert status == 0 and list(rows[0]) == runs.COLUMNS, said
    assert [(r['transform'], r['class']) for r in rows] == [(t, c) for t in ('hflip', 'identity') for c in ('*', 'left', 'right')]
    assert {(r['set'], r['train_images'], r['p'], r['seeds']) for r in rows} == {(os.path.basename(folder), '18', '0.25', '2')}
    assert [r['test_images'] for r in rows[:3]] == ['6', '3', '3'] and all(r['T_trained_on_T'] for r in rows)
    assert all(r['clean_change_pp'] == '0.00' and r['clean_model_on_T'] == r['clean_acc_without'] for r in rows if r['transform'] == 'identity')
    assert not os.path.exists(os.path.join(folder, 'table.csv.part'))


@test
def rows_of_the_table_are_not_made_again(main, folder):
    class_folder(folder)
    _, first, _ = command(main, folder, '-t', 'hflip')
    status, again, said = command(main, folder, '-t', 'hflip')
    assert status == 0 and again == first and 'has all rows' in said
    status, more, _ = command(main, folder, '-t', 'hflip', 'invert')
    assert status == 0 and more.startswith(first) and more.count(b'\n') == 7
    status, kept, said = command(main, folder, '-t', 'hflip', '--seeds', '3')
    assert status == 2 and kept == more and 'with 2 seeds, not 3' in said


@test
def a_failed_training_is_named_and_a_second_start_makes_only_what_is_missing(main, folder):
    class_folder(folder)
    whole, made = network.train, []

    def fails(pictures, classes, options, run, transform, p, tick):
        made.append((transform.spec if transform else '', run))
        if transform and transform.spec == 'hflip' and run == 1 and len(made) < 7:
            raise RuntimeError('no memory left')
        return whole(pictures, classes, options, run, transform, p, tick)
    network.train = fails
    try:
        status, table, said = command(main, folder, '-t', 'hflip', 'vflip')
        assert status == 1 and 'hflip at p = 0.5, run 2 of 2 failed: no memory left' in said and b'hflip' not in table and table.count(b'vflip') == 3
        assert len(made) == 6
        status, table, _ = command(main, folder, '-t', 'hflip', 'vflip')
        assert status == 0 and made[6:] == [('hflip', 1)] and table.count(b'hflip') == 3
    finally:
        network.train = whole
    with tempfile.TemporaryDirectory() as other:
        class_folder(other)
        _, straight, _ = command(main, other, '-t', 'vflip', 'hflip', '--set', os.path.basename(folder))
        assert straight == table


@test
def an_unfinished_table_with_other_options_is_refused(main, folder):
    class_folder(folder)
    part = os.path.join(folder, 'table.csv.part')
    with open(part, 'w') as file:
        file.write('{"steps": 7}\n["cut')
    status, _, said = command(main, folder, '-t', 'hflip')
    assert status == 2 and 'other images or options' in said
    with open(part, 'w') as file:
        file.write('{"cut')
    assert command(main, folder, '-t', 'hflip')[0] == 0


@test
def what_is_wrong_is_said(main, folder):
    class_folder(folder)
    for more, sentence in ((['-t', 'flop'], "unknown transform 'flop'"), ([], '--transform: expected at least one SPEC'),
                           (['-t', 'hflip', '--p', '0'], '--p: expected'), (['-t', 'hflip', '--data', folder + '/none'], 'no such folder'),
                           (['-t', 'hflip', '--device', 'nonsense'], '--device nonsense'), (['-t', 'hflip', '--cluster-by', '('], 'no regular expression'),
                           (['-t', 'hflip', '--data', folder + '/train/left'], 'no images in class folders')):
        status, table, said = command(main, folder, *more)
        assert status == 2 and sentence in said and not table, (more, said)
    with open(os.path.join(folder, 'train', 'left', 'bad.png'), 'wb') as file:
        file.write(b'no image')
    status, _, said = command(main, folder, '-t', 'hflip')
    assert status == 0 and 'bad.png is left out' in said
