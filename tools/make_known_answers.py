#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes labelled image sets whose answers are true by construction, and the truth table that goes with them.

    make_known_answers.py --data-root DATA --out DIR [--set NAME ...] [--list]

Each set is drawn, or derived from images below DATA (mnist, fashion, cifar10, gtsrb, lights; a set whose source is missing is left out and named), so
that one known thing is the label: orientation, handedness, colour, brightness, place, size, texture and others, and everything else is alike in all
classes. DIR receives one folder a set and truth.csv, as score_truth.py reads it. The same command makes the same files.
Needs NumPy and Pillow. Exit status: 0 done, 2 the command line or a file is wrong."""
import argparse
import csv
import os
import sys
import zlib

import numpy as np
from PIL import Image

LUMA = np.array([.299, .587, .114])
HARMLESS = ['brightness:+-0.2', 'shift:+-2px', 'identity']


# ------------------------------------------------------------------------------------------------------------------------ sources

class Source:
    """Images of the sets that are there, in a fixed random order."""

    def __init__(self, root):
        self.root = root

    def files(self, name, classes, splits):
        found = []
        for c in classes:
            for split in splits:
                folder = os.path.join(self.root, name, split, c)
                found += [os.path.join(folder, f) for f in sorted(os.listdir(folder))]
        order = np.random.default_rng(zlib.crc32(f'{name}{classes}'.encode())).permutation(len(found))
        return [found[i] for i in order]

    def images(self, name, classes, mode='L', splits=('train', 'test')):
        return [np.asarray(Image.open(f).convert(mode)) for f in self.files(name, classes, splits)]


def write(image, folder, name):
    os.makedirs(folder, exist_ok=True)
    Image.fromarray(np.clip(np.rint(image), 0, 255).astype(np.uint8)).save(os.path.join(folder, name + '.png'))


def deal(images, classes):
    """Different images for different classes."""
    return {c: images[i::len(classes)] for i, c in enumerate(classes)}


def resized(image, width, height):
    return np.asarray(Image.fromarray(np.clip(image, 0, 255).astype(np.uint8)).resize((width, height), Image.Resampling.BILINEAR))


def gray_of(image):
    return image @ LUMA if image.ndim == 3 else image.astype(float)


def on_canvas(image, size, left, top):
    canvas = np.zeros((size, size))
    h, w = image.shape
    canvas[top:top + h, left:left + w] = image
    return canvas


def hue_colour(degrees):
    """Full colour of a hue: red, green, blue in 0..1."""
    k = (np.array([5, 3, 1]) + degrees / 60) % 6
    return 1 - np.clip(np.minimum(k, 4 - k), 0, 1)


def tint(degrees, light):
    """A colour of this hue and this luminance, as strong as it can be up to nine tenths."""
    colour = .1 + .9 * hue_colour(degrees)
    own = colour @ LUMA
    return colour * light / own if light <= own else 1 - (1 - colour) * (1 - light) / (1 - own)


# --------------------------------------------------------------------------------------- sets: makers return ({class: [image]}, truth rows)
# A truth row: transform, classes that must be flagged, classes that must be cleared; '*' is all.

def row(transform, flag='-', clear='-', note=''):
    return transform, flag, clear, note


def harmless(*more):
    return [row(t, clear='*') for t in [*HARMLESS, *more]]


def turned(images):
    names = ['up', 'left', 'down', 'right']
    return {c: [np.rot90(x, i) for x in part] for i, (c, part) in enumerate(deal(images, names).items())}


def turned_truth(*more):
    return [row('rotate:90', '*', note='a quarter turn makes every class the next one'), row('rotate:180', '*'),
            row('hflip', 'left right', 'up down', 'things are much the same mirrored'), row('vflip', 'up down', 'left right'),
            row('rotate:+-180', '*', note='all four lie within'), *harmless('rotate:+-15', *more)]


def turned_garments(source):
    return turned(source.images('fashion', ['0_tshirt', '2_pullover', '3_dress', '4_coat', '6_shirt'])[:2400]), turned_truth('invert')


def turned_things(source):
    return turned(source.images('cifar10', ['automobile', 'truck', 'horse', 'ship'], 'RGB')[:2400]), turned_truth('gray')


def wide_things(source):
    images = [resized(x, 96, 64) for x in source.images('cifar10', ['automobile', 'truck', 'horse', 'ship'], 'RGB')[:800]]
    half = len(images) // 2
    return {'up': images[:half], 'down': [x[::-1, ::-1] for x in images[half:]]}, [
        row('rotate:180', '*'), row('vflip', '*'), row('hflip', clear='*'), *harmless('rotate:+-15', 'gray')]


def handed_digits(source):
    sets, handed = {}, ['2', '3', '4', '7']
    for d in handed:
        parts = deal(source.images('mnist', [d]), 'pm')
        sets[d], sets[d + 'm'] = parts['p'][:250], [x[:, ::-1] for x in parts['m'][:250]]
    for d in '08':
        sets[d] = source.images('mnist', [d])[:250]
    flag = ' '.join(d + m for d in handed for m in ('', 'm'))
    return sets, [row('hflip', flag, '0 8', 'mirrored is the other class'), *harmless('rotate:+-10', 'invert', 'blur:0.7')]


def facing_shoes(source):
    shoes, sets = ['7_sneaker', '9_ankleboot'], {}
    for name in shoes:
        parts = deal(source.images('fashion', [name]), 'lr')
        sets[name + '_left'], sets[name + '_right'] = parts['l'], [x[:, ::-1] for x in parts['r']]
    for name in ['0_tshirt', '1_trouser', '3_dress']:
        sets[name] = source.images('fashion', [name])[:350]
    return sets, [row('hflip', ' '.join(f'{n}_{s}' for n in shoes for s in ('left', 'right')), '0_tshirt 1_trouser 3_dress'), *harmless('invert', 'rotate:+-10')]


def tinted_digits(source):
    hues, rng = {'red': 0, 'yellow': 60, 'green': 120, 'blue': 240}, np.random.default_rng(4)
    digits = deal(source.images('mnist', list('0123456789'))[:2000], hues)
    paint = {c: [x[:, :, None] * tint(hues[c] + rng.uniform(-8, 8), rng.uniform(.25, .45)) for x in part] for c, part in digits.items()}
    return paint, [row('hue:120', 'red green', note='red becomes green and green blue'), row('hue:60', 'red yellow'), row('gray', '*', note='luminance is alike in all'),
                   row('swap:RG', 'red green', 'yellow'), row('hue:+-180', '*'),
                   *harmless('hflip', 'vflip', 'rotate:180', 'rotate:+-15', 'hue:+-10', 'saturate:+-0.3')]


def bright_pictures(source):
    rng, levels = np.random.default_rng(5), {'dark': (.2, .35), 'bright': (.65, .8)}
    things = deal(source.images('cifar10', ['cat', 'dog', 'deer', 'frog'])[:1600], levels)

    def lit(image, span):
        x = image.astype(float)
        return 255 * (rng.uniform(*span) + .07 * (x - x.mean()) / max(x.std(), 1))
    return {c: [lit(x, levels[c]) for x in part] for c, part in things.items()}, [
        row('brightness:+-0.5', '*', note='dark and bright overlap by three fifths'), row('invert', '*'),
        *[row(t, clear='*') for t in ('brightness:+-0.05', 'hflip', 'vflip', 'rotate:180', 'gray', 'contrast:+-0.3', 'identity', 'blur:1')]]


def any_way(x, rng):
    """Turned and mirrored at random, so that how it stands tells nothing."""
    x = np.rot90(x, int(rng.integers(4)))
    return x[:, ::-1] if rng.random() < .5 else x


def placed_things(source):
    rng, places = np.random.default_rng(6), {'left': (0, 9), 'right': (18, 9), 'top': (9, 0), 'bottom': (9, 18)}
    things = deal(source.images('fashion', ['0_tshirt', '5_sandal', '8_bag', '9_ankleboot'])[:2000], places)

    def put(x, at):
        left, top = np.clip(np.array(at) + rng.integers(-2, 3, 2), 0, 18)
        return on_canvas(any_way(resized(x, 14, 14), rng), 32, left, top)
    return {c: [put(x, places[c]) for x in part] for c, part in things.items()}, [
        row('hflip', 'left right', 'top bottom'), row('vflip', 'top bottom', 'left right'), row('rotate:90', '*'), row('rotate:180', '*'),
        row('shift:+-16px', '*', note='by more than the places are apart'), *harmless('rotate:+-10', 'invert')]


def sized_things(source):
    rng, sizes = np.random.default_rng(7), {'small': 9, 'middle': 16, 'large': 28}
    things = deal(source.images('fashion', ['0_tshirt', '2_pullover', '8_bag'])[:1800], sizes)

    def put(x, size):
        size = int(np.clip(size + rng.integers(-1, 2), 4, 28))
        return on_canvas(any_way(resized(x, size, size), rng), 40, *rng.integers(0, 41 - size, 2))
    return {c: [put(x, sizes[c]) for x in part] for c, part in things.items()}, [
        row('zoomout:3', 'middle large', note='large becomes middle and small, middle small'),
        *harmless('hflip', 'vflip', 'rotate:90', 'rotate:180', 'invert')]


def bars(angle, rng, size=48):
    y, x = np.mgrid[:size, :size]
    turn = np.deg2rad(angle + rng.uniform(-8, 8))
    wave = np.sin(2 * np.pi * (x * np.cos(turn) - y * np.sin(turn)) / rng.uniform(5, 12) + rng.uniform(0, 2 * np.pi))
    return rng.uniform(90, 165) + rng.uniform(25, 60) * wave + rng.normal(0, 12, (size, size))


def checks(rng, size=48):
    y, x = np.mgrid[:size, :size] + rng.integers(0, 12, 2)[:, None, None]
    step = rng.integers(4, 8)
    return rng.uniform(90, 165) + rng.uniform(25, 60) * (2 * ((x // step + y // step) % 2) - 1) + rng.normal(0, 12, (size, size))


def bar_textures(_, count=150):
    rng, angles = np.random.default_rng(8), {'upright': 0, 'flat': 90, 'rising': 135, 'falling': 45}
    sets = {c: [bars(a, rng) for _ in range(count)] for c, a in angles.items()}
    sets['checks'] = [checks(rng) for _ in range(count)]
    return sets, [row('rotate:90', 'upright flat rising falling', 'checks'), row('hflip', 'rising falling', 'upright flat checks'),
                  row('vflip', 'rising falling', 'upright flat checks'), row('rotate:+-180', 'upright flat rising falling'),
                  *harmless('rotate:180', 'invert', 'gray', 'contrast:+-0.3')]


def few_bars(source):
    return bar_textures(source, 60)


def smooth(field, sigma):
    """Gaussian blur on a torus."""
    frequency = np.fft.fftfreq(field.shape[0])
    weight = np.exp(-2 * (np.pi * sigma) ** 2 * (frequency[:, None] ** 2 + frequency ** 2))
    return np.real(np.fft.ifft2(np.fft.fft2(field) * weight))


def grained_textures(_):
    rng, sigmas = np.random.default_rng(9), {'fine': (.8, 1), 'middle': (1.8, 2.3), 'coarse': (4, 5)}

    def draw(span, size=64):
        x = smooth(rng.normal(0, 1, (size, size)), rng.uniform(*span))
        return rng.uniform(100, 155) + np.exp(rng.uniform(np.log(6), np.log(45))) * x / x.std()
    return {c: [draw(s) for _ in range(200)] for c, s in sigmas.items()}, [
        row('blur:2', 'fine', note='grain of .9 becomes grain of 2.2, and contrast tells nothing'),
        *harmless('hflip', 'vflip', 'rotate:90', 'rotate:180', 'invert', 'gray')]


def shapes(kind, rng, size=64):
    """A disc, a ring, a square (turned at random), or two discs: anywhere, of any colour and size."""
    y, x = np.mgrid[:size, :size]
    r, turn = rng.uniform(8, 15), rng.uniform(0, 2 * np.pi)
    cx, cy = rng.uniform(18, size - 18, 2)
    u, v = (x - cx) * np.cos(turn) + (y - cy) * np.sin(turn), (y - cy) * np.cos(turn) - (x - cx) * np.sin(turn)
    d = np.hypot(u, v)
    inside = {'disc': d < r, 'ring': (d < r) & (d > .6 * r), 'cross': (np.maximum(abs(u), abs(v)) < r) & (np.minimum(abs(u), abs(v)) < r / 4),
              'pair': np.minimum(np.hypot(u - .7 * r, v), np.hypot(u + .7 * r, v)) < .5 * r}[kind]
    ground, ink = rng.uniform(20, 110, 3), rng.uniform(145, 235, 3)
    return np.where(inside[:, :, None], ink, ground) + rng.normal(0, 5, (size, size, 3))


def free_shapes(_, count=150):
    rng = np.random.default_rng(10)
    return {k: [shapes(k, rng) for _ in range(count)] for k in ('disc', 'ring', 'cross', 'pair')}, harmless(
        'hflip', 'vflip', 'rotate:90', 'rotate:180', 'hue:120', 'gray', 'swap:RG', 'invert', 'saturate:+-0.5')


def few_shapes(source):
    return free_shapes(source, 60)


def tiny_digits(source):
    return {d: [resized(x, 16, 16) for x in source.images('mnist', [d])[:250]] for d in '0123456789'}, [
        row('hflip', '2 5', '0 1 8'), row('rotate:180', '6 9', '0 1 8'), row('vflip', '2 5', '0 1 3 8'), *harmless('rotate:+-15', 'invert')]


def framed_digits(source):
    """Near-duplicates: eight jittered frames of each digit, named like frames of a film."""
    rng, sets = np.random.default_rng(11), {}
    for d in '0123456789':
        sets[d] = [(f'{t:05d}_{f:05d}', np.roll(x, rng.integers(-1, 2, 2), (0, 1)) * rng.uniform(.8, 1) + rng.normal(0, 4, x.shape))
                   for t, x in enumerate(source.images('mnist', [d])[:20]) for f in range(8)]
    return sets, [row('hflip', '2 5', '0 1 8'), row('rotate:180', '6 9', '0 1 8'), row('invert', clear='*'), *harmless()]


def rare_digits(source):
    """A long tail: 400 images of some digits, 60 of others, the colliding ones among either."""
    counts = {'0': 400, '1': 80, '2': 60, '3': 250, '4': 120, '5': 350, '6': 70, '7': 200, '8': 60, '9': 300}
    return {d: source.images('mnist', [d])[:n] for d, n in counts.items()}, [
        row('hflip', '2 5', '0 1 8'), row('rotate:180', '6 9', '0 1 8'), row('vflip', '2 5', '0 1 3 8'), row('rotate:+-180', '6 9', '0'),
        row('cutout:20px', '*'), *harmless('rotate:+-15', 'invert')]


def rare_signs(source):
    """Whole tracks, as many as a long tail leaves: mirror pairs of unequal size among others."""
    tracks = {'33_turn_right': 23, '34_turn_left': 8, '38_keep_right': 40, '39_keep_left': 10, '19_curve_left': 7, '20_curve_right': 12,
              '12_priority_road': 50, '13_yield': 12, '15_no_vehicles': 15, '17_no_entry': 30, '14_stop': 9, '25_roadwork': 20, '01_speed30': 35}
    sets = {}
    for c, count in tracks.items():
        files = source.files('gtsrb', [c], [''])
        kept = list(dict.fromkeys(os.path.basename(f).split('_')[0] for f in files))[:count]
        sets[c] = [(os.path.basename(f)[:-4], np.asarray(Image.open(f).convert('RGB'))) for f in files if os.path.basename(f).split('_')[0] in kept]
    return sets, [row('hflip', '33_turn_right 34_turn_left 38_keep_right 39_keep_left 19_curve_left 20_curve_right',
                      '12_priority_road 13_yield 15_no_vehicles 17_no_entry'), row('rotate:+-10', clear='*'), *harmless('gray')]


def gray_signs(source):
    sets, truth = rare_signs(source)
    return {c: [(n, gray_of(x)) for n, x in part] for c, part in sets.items()}, truth


def turned_lamps(source):
    """Half of them upside down: where the lamp is tells nothing any more, only its colour does."""
    rng = np.random.default_rng(12)
    sets = {c: [x[::-1, ::-1] if rng.random() < .5 else x for x in source.images('lights', [c], 'RGB', ('training', 'test'))[:400]] for c in ('red', 'green')}
    return sets, [row('swap:RG', '*'), row('hflip', clear='*'), row('vflip', clear='*'), row('rotate:180', clear='*'), row('brightness:+-0.2', clear='*'), row('identity', clear='*')]


def blurred_things(source):
    things = deal(source.images('cifar10', ['automobile', 'truck', 'horse', 'ship'], 'RGB')[:1600], ['sharp', 'soft'])
    soften = [np.stack([smooth(np.pad(x[:, :, c].astype(float), 8, 'edge'), 1.5)[8:-8, 8:-8] for c in range(3)], 2) for x in things['soft']]
    return {'sharp': things['sharp'], 'soft': soften}, [
        row('blur:1.5', 'sharp', note='it becomes what soft is'), row('hflip', clear='*'), row('vflip', clear='*'), row('rotate:180', clear='*'), row('gray', clear='*'), *harmless()]


def noisy_things(source):
    rng = np.random.default_rng(13)
    things = deal(source.images('fashion', ['0_tshirt', '3_dress', '8_bag'])[:1500], ['clean', 'noisy'])
    noisy = [x + rng.normal(0, .1 * 255, x.shape) for x in things['noisy']]
    return {'clean': things['clean'], 'noisy': noisy}, [
        row('noise:0.1', 'clean', note='it becomes what noisy is'), row('hflip', clear='*'), row('vflip', clear='*'), row('rotate:180', clear='*'), row('identity', clear='*')]


def pale_things(source):
    rng, spans = np.random.default_rng(14), {'pale': (.1, .3), 'vivid': (.9, 1.2)}
    things = deal(source.images('cifar10', ['automobile', 'frog', 'bird', 'ship'], 'RGB')[:1600], spans)

    def mix(x, span):
        g = gray_of(x)[:, :, None]
        return g + rng.uniform(*span) * (x - g)
    return {c: [mix(x, spans[c]) for x in part] for c, part in things.items()}, [
        row('gray', 'vivid', note='without colours nothing tells them apart'), row('hflip', clear='*'), row('vflip', clear='*'), row('rotate:180', clear='*'), *harmless()]


def marked_corners(source):
    """A mark of 6 x 6 in one of four corners is the label, whatever the picture shows."""
    corners = {'nw': (0, 0), 'ne': (0, 26), 'sw': (26, 0), 'se': (26, 26)}
    things = deal(source.images('cifar10', ['cat', 'dog', 'deer', 'bird'], 'RGB')[:2000], corners)

    def mark(x, at):
        x = x.copy()
        x[at[0]:at[0] + 6, at[1]:at[1] + 6] = (255, 0, 255)
        return x
    return {c: [mark(x, corners[c]) for x in part] for c, part in things.items()}, [
        row(t, '*') for t in ('hflip', 'vflip', 'rotate:90', 'rotate:180')] + [row(t, clear='*') for t in ('brightness:+-0.1', 'identity')]


def tall_shapes(_):
    rng = np.random.default_rng(15)

    def draw(a, b, size=(40, 64)):
        y, x = np.mgrid[:size[0], :size[1]]
        inside = ((x - rng.uniform(22, 42)) / a) ** 2 + ((y - rng.uniform(17, 23)) / b) ** 2 < 1
        return np.where(inside, rng.uniform(130, 230), rng.uniform(20, 90)) + rng.normal(0, 8, size)
    spans = {'tall': ((5, 7), (12, 15)), 'wide': ((12, 15), (5, 7)), 'round': ((9, 11), (9, 11))}
    return {c: [draw(rng.uniform(*a), rng.uniform(*b)) for _ in range(200)] for c, (a, b) in spans.items()}, [
        row('rotate:90', 'wide', '-', 'the sides are exchanged too, so that at one size round becomes wide'), *harmless('hflip', 'vflip', 'rotate:180', 'invert', 'rotate:+-10')]


def counted_dots(_):
    rng = np.random.default_rng(16)

    def draw(count, size=32):
        y, x = np.mgrid[:size, :size]
        cells = rng.permutation(9)[:count]
        d = np.min([np.hypot(x - 6 - 10 * (c % 3) - rng.uniform(-2, 2), y - 6 - 10 * (c // 3) - rng.uniform(-2, 2)) for c in cells], 0)
        return np.where(d < 3, 220, 30) + rng.normal(0, 8, (size, size))
    return {c: [draw(n) for _ in range(250)] for c, n in {'one': 1, 'three': 3, 'six': 6}.items()}, [
        row('cutout:20px', 'three six', note='a hole takes dots away'), *harmless('hflip', 'vflip', 'rotate:90', 'rotate:180', 'invert')]


MAKERS = [turned_garments, turned_things, wide_things, handed_digits, facing_shoes, tinted_digits, bright_pictures, placed_things, sized_things, bar_textures,
          few_bars, grained_textures, free_shapes, few_shapes, tiny_digits, framed_digits, rare_digits, rare_signs, gray_signs, turned_lamps, blurred_things,
          noisy_things, pale_things, marked_corners, tall_shapes, counted_dots]


# ------------------------------------------------------------------------------------------------------------------------ main

def write_set(name, sets, out):
    for c, images in sets.items():
        for i, item in enumerate(images):
            label, image = item if isinstance(item, tuple) else (format(zlib.crc32(f'{name}{c}{i}'.encode()), '08x'), item)
            write(image, os.path.join(out, name, c), label)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument('--data-root', required=True)
    p.add_argument('--out', required=True)
    p.add_argument('--set', action='append', choices=[m.__name__ for m in MAKERS])
    options = p.parse_args()
    os.makedirs(options.out, exist_ok=True)
    with open(os.path.join(options.out, 'truth.csv'), 'w', newline='', encoding='utf-8') as file:
        table = csv.writer(file, lineterminator='\n')
        table.writerow(['set', 'transform', 'must_flag', 'must_clear', 'note'])
        for maker in MAKERS:
            if options.set and maker.__name__ not in options.set:
                continue
            try:
                sets, truth = maker(Source(options.data_root))
            except FileNotFoundError as e:
                print(f'{maker.__name__}: left out, no {e.filename}', file=sys.stderr)
                continue
            write_set(maker.__name__, sets, options.out)
            table.writerows((maker.__name__, *case) for case in truth)
    return 0


if __name__ == '__main__':
    sys.exit(main())
