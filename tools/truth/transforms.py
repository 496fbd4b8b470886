# SPDX-License-Identifier: Apache-2.0
"""The words of the SPEC language as functions of a batch of images, on whatever device the images lie.

Images are float tensors (count, channels, height, width) of fractions of full range; every part of a transform gives what 8 bits can hold.
Pixel centres are at integers and the centre of an image is ((width-1)/2, (height-1)/2); what comes from outside an image is zero, but
a crop looks at its window only and a blur sees the image mirrored about its border pixels: the same pixels as src/transform. One draw per image."""
import collections
import functools
import math
import re

import numpy as np
import torch
import torch.nn.functional as functional

PATCH_PX = 4  # side of what sham moves


class BadSpec(ValueError):
    pass


def rounded(x):
    return (x.clamp(0, 1) * 255).round() / 255


class Chance:
    """Random numbers, one per image, from a generator of the images' device."""

    def __init__(self, seed, device):
        self.device = device
        self.generator = torch.Generator(device=device).manual_seed(seed)

    def uniform(self, count, low=0.0, high=1.0):
        return (low + (high - low) * torch.rand(count, generator=self.generator, device=self.device))[:, None, None]

    def whole(self, count, low, high):
        """Each of low .. high equally likely."""
        return (low + self.uniform(count, 0, high - low + 1).floor()).clamp(max=high)

    def hits(self, count, probability):
        return torch.rand(count, generator=self.generator, device=self.device) < probability

    def normal(self, shape):
        return torch.randn(shape, generator=self.generator, device=self.device)


# ---- geometry ----

def axes(x):
    """Places of the pixels from the centre: a row of them, a column of them."""
    height, width = x.shape[2:]
    across = torch.arange(width, device=x.device, dtype=torch.float32) - (width - 1) / 2
    down = torch.arange(height, device=x.device, dtype=torch.float32) - (height - 1) / 2
    return across[None, None, :], down[None, :, None]


def fetch(x, across, down, border='zeros'):
    """Each pixel from the place (across, down) from the centre, bilinear. grid_sample counts from edge to edge as -1 .. 1, so a
    distance of d pixels from the centre is 2 d / side."""
    height, width = x.shape[2:]
    across, down = torch.broadcast_tensors(across * (2 / width), down * (2 / height))
    grid = torch.stack((across, down), -1).expand(len(x), height, width, 2)
    return functional.grid_sample(x, grid, mode='bilinear', padding_mode=border, align_corners=False)


def turned(x, degrees):
    """Counter-clockwise as seen; `degrees` (count, 1, 1)."""
    across, down = axes(x)
    cos, sin = torch.cos(torch.deg2rad(degrees)), torch.sin(torch.deg2rad(degrees))
    return fetch(x, cos * across - sin * down, sin * across + cos * down)


def rotate(x, span, chance):
    if span.low == span.high and span.low % 90 == 0:
        return torch.rot90(x, int(span.low // 90), (2, 3))
    return turned(x, chance.uniform(len(x), span.low, span.high))


def shift(x, span, chance):
    across, down = axes(x)
    return fetch(x, across - chance.whole(len(x), span.low, span.high), down - chance.whole(len(x), span.low, span.high))


def crop(x, span, chance):
    """The window's edges, not the centres of its outermost pixels, meet the image's."""
    across, down = axes(x)
    height, width = x.shape[2:]
    side = chance.uniform(len(x), span.low, span.high).sqrt()
    right, low = (chance.uniform(len(x), -1, 1) * (1 - side) * length / 2 for length in (width, height))
    return fetch(x, side * across + right, side * down + low, 'border')


def zoomout(x, span, chance):
    across, down = axes(x)
    factor = chance.uniform(len(x), span.low, span.high)
    return fetch(x, factor * across, factor * down)


def cutout(x, span, chance):
    """A side longer than the image's covers that side."""
    height, width = x.shape[2:]
    side = int(span.low)
    left, top = (chance.whole(len(x), 0, length - min(side, length)) for length in (width, height))
    across, down = (torch.arange(length, device=x.device) for length in (width, height))
    inside = ((across >= left) & (across < left + side)) & ((down[:, None] >= top) & (down[:, None] < top + side))
    return x * ~inside[:, None]


def sham(x, span, chance):
    """Patches of PATCH_PX moved by a permutation that depends on k and their number alone, and all negated; what is left over stays in place."""
    count, channels, height, width = x.shape
    rows, columns = height // PATCH_PX, width // PATCH_PX
    order = np.random.default_rng([int(span.low), rows, columns]).permutation(rows * columns)
    out = x.clone()
    core = x[:, :, :rows * PATCH_PX, :columns * PATCH_PX].reshape(count, channels, rows, PATCH_PX, columns, PATCH_PX)
    patches = core.transpose(3, 4).reshape(count, channels, rows * columns, PATCH_PX, PATCH_PX)[:, :, torch.from_numpy(order).to(x.device)]
    core = patches.reshape(count, channels, rows, columns, PATCH_PX, PATCH_PX).transpose(3, 4)
    out[:, :, :rows * PATCH_PX, :columns * PATCH_PX] = core.reshape(count, channels, rows * PATCH_PX, columns * PATCH_PX)
    return 1 - out


# ---- values ----

def each(values):
    """(count, 1, 1) to (count, 1, 1, 1)."""
    return values[:, None]


def brightness(x, span, chance):
    return x + each(chance.uniform(len(x), span.low, span.high))


def contrast(x, span, chance):
    mean = x.mean((1, 2, 3), keepdim=True)
    return mean + (x - mean) * each(1 + chance.uniform(len(x), span.low, span.high))


def noise(x, span, chance):
    return x + span.low * chance.normal(x.shape)


@functools.lru_cache(maxsize=64)
def blur_matrix(length, sigma, device):
    """(length, length): Gaussian weights cut at 4 sigma, what reaches over a border folded back about the border pixel."""
    reach = math.ceil(4 * sigma)
    weights = np.exp(-np.arange(-reach, reach + 1) ** 2 / (2 * sigma * sigma))
    matrix, period = np.zeros((length, length)), max(1, 2 * length - 2)
    for place in range(length):
        source = np.arange(place - reach, place + reach + 1) % period
        np.add.at(matrix[place], np.minimum(source, period - source) if length > 1 else 0 * source, weights / weights.sum())
    return torch.tensor(matrix, dtype=torch.float32, device=device)


def blur(x, span, chance):
    if span.low == 0:
        return x
    down, across = (blur_matrix(length, span.low, x.device) for length in x.shape[2:])
    return down @ x @ across.T


# ---- colours; a grey set has one channel and stays as it is ----

def gray_of(x):
    red, green, blue = x.split(1, 1)
    return .299 * red + .587 * green + .114 * blue


def gray(x, span, chance):
    return x if x.shape[1] == 1 else gray_of(x).expand_as(x)


def saturate(x, span, chance):
    factor = each(1 + chance.uniform(len(x), span.low, span.high))
    return x if x.shape[1] == 1 else gray_of(x) + (x - gray_of(x)) * factor


def sixths(x, value, colour):
    """Hue in sixths of the wheel, red 0, green 2, blue 4; 0 where there is no colour."""
    red, green, blue = x.split(1, 1)
    colour = torch.where(colour > 0, colour, 1)
    from_red = (green - blue) / colour
    return torch.where(value == red, from_red, torch.where(value == green, 2 + (blue - red) / colour, 4 + (red - green) / colour))


def hue(x, span, chance):
    degrees = each(chance.uniform(len(x), span.low, span.high))
    if x.shape[1] == 1:
        return x
    value = x.amax(1, keepdim=True)
    colour = value - x.amin(1, keepdim=True)
    place = sixths(x, value, colour) + degrees / 60
    away = [(start + place) % 6 for start in (5, 3, 1)]
    return torch.cat([value - colour * torch.minimum(k, 4 - k).clamp(0, 1) for k in away], 1)


def swap(x, span, chance):
    other = dict(zip(span.text, span.text[::-1]))
    order = ['RGB'.index(other.get(name, name)) for name in 'RGB']
    return x if x.shape[1] == 1 else x[:, order]


# ---- SPECs ----

# low, high: a number is drawn between them; text: an argument that is no number
Span = collections.namedtuple('Span', 'low high text')
# form of the argument: see span_of; unit and bounds of the number; whether it must be whole; what does it
Word = collections.namedtuple('Word', 'form unit min max whole apply')

WORDS = {
    'identity': Word('', '', 0, 0, False, lambda x, span, chance: x),
    'hflip': Word('', '', 0, 0, False, lambda x, span, chance: x.flip(3)),
    'vflip': Word('', '', 0, 0, False, lambda x, span, chance: x.flip(2)),
    'invert': Word('', '', 0, 0, False, lambda x, span, chance: 1 - x),
    'gray': Word('', '', 0, 0, False, gray),
    'rotate': Word('A or +-A', '', -360, 360, False, rotate),
    'shift': Word('K or +-K', 'px', -32768, 32768, True, shift),
    'brightness': Word('A or +-A', '', -1, 1, False, brightness),
    'contrast': Word('A or +-A', '', -1, 10, False, contrast),
    'saturate': Word('A or +-A', '', -1, 10, False, saturate),
    'hue': Word('A or +-A', '', -360, 360, False, hue),
    'swap': Word('RG, RB or GB', '', 0, 0, False, swap),
    'noise': Word('S', '', 0, 10, False, noise),
    'blur': Word('S', '', 0, 100, False, blur),
    'cutout': Word('K', 'px', 0, 32768, True, cutout),
    'crop': Word('A, for A..1', '', .0001, 1, False, crop),
    'zoomout': Word('F, for 1..F', '', 1, 1000, False, zoomout),
    'sham': Word('K', '', 0, 2 ** 31, True, sham),
}


def span_of(word, text):
    """None when the text is no such argument."""
    if not word.form or word.form[0] == 'R':
        right = text in ('RG', 'RB', 'GB') if word.form else text == ''
        return Span(0, 0, text) if right else None
    found = re.fullmatch(r'(\+-)?(-?[0-9]*\.?[0-9]+(?:e-?[0-9]+)?)' + word.unit, text)
    if not found or (found[1] and '+-' not in word.form):
        return None
    value = float(found[2])
    if (word.whole and value % 1) or not word.min <= value <= word.max or (found[1] and (value < 0 or -value < word.min)):
        return None
    if found[1]:
        return Span(-value, value, '')
    return Span(value, 1, '') if '..1' in word.form else Span(1, value, '') if '1..' in word.form else Span(value, value, '')


def part_of(spec, text):
    name, colon, argument = text.partition(':')
    word = WORDS.get(name)
    if not word:
        raise BadSpec(f'{spec!r}: unknown transform {name!r}, expected one of {", ".join(WORDS)}')
    span = span_of(word, argument)
    if span is None or (colon and not argument):
        limits = f', with {word.unit or "no unit"} behind it, a number from {word.min} to {word.max}' if word.max else ''
        raise BadSpec(f'{spec!r}: {name} takes ' + (f'the argument {word.form}{limits}' if word.form else 'no argument'))
    return word, span


class Transform:
    """One SPEC: its parts, applied in this order, always if there is one, else each with probability 1/2."""

    def __init__(self, spec):
        self.spec = spec
        self.parts = [part_of(spec, text) for text in spec.split('|')]

    def one_size(self, x, chance):
        """-> [(indices, images)]: groups of one size, because a quarter turn swaps the sides of some."""
        groups = [(torch.arange(len(x), device=x.device), x)]
        for word, span in self.parts:
            groups = [group for which, images in groups for group in self.step(word, span, which, images, chance)]
        return groups

    def step(self, word, span, which, images, chance):
        changed = rounded(word.apply(images, span, chance))
        if len(self.parts) == 1:
            return [(which, changed)]
        hits = chance.hits(len(images), .5)
        if changed.shape == images.shape:
            return [(which, torch.where(hits[:, None, None, None], changed, images))]
        return [(which[on], some[on]) for on, some in ((hits, changed), (~hits, images))]


# ---- to the size of the network's input ----

@functools.lru_cache(maxsize=1024)
def scale_matrix(length, side, device):
    """(side, length): means over the pixels that a pixel covers when shrinking, linear between the two nearest when enlarging."""
    if length >= side:
        edge = np.arange(side + 1) * (length / side)
        pixel = np.arange(length)
        covered = np.minimum(edge[1:, None], pixel + 1) - np.maximum(edge[:-1, None], pixel)
        matrix = covered.clip(0) * (side / length)
    else:
        place = ((np.arange(side) + .5) * (length / side) - .5).clip(0, length - 1)
        matrix = (1 - np.abs(place[:, None] - np.arange(length))).clip(0)
    return torch.tensor(matrix, dtype=torch.float32, device=device)


def scaled(x, side):
    if x.shape[2:] == (side, side):
        return x
    down, across = (scale_matrix(length, side, x.device) for length in x.shape[2:])
    return down @ x @ across.T
