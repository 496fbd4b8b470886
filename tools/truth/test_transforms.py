# SPDX-License-Identifier: Apache-2.0
"""Transforms against slow or closed definitions in NumPy, on the CPU."""
import numpy as np
import torch

from .self_test import test
from .transforms import WORDS, BadSpec, Chance, Transform, scaled, turned

CPU = 'cpu'


# ---- helpers ----

def drawn(count=3, channels=3, height=10, width=14, seed=1):
    """Every value is one of 8 bits."""
    values = np.random.default_rng(seed).integers(0, 256, (count, channels, height, width))
    return torch.from_numpy(values).float() / 255


def apply(spec, x, seed=5):
    groups = Transform(spec).one_size(x, Chance(seed, CPU))
    assert len(groups) == 1
    return groups[0][1]


def levels(x):
    return np.rint(np.asarray(x) * 255).astype(int)


def same(x, wanted):
    np.testing.assert_array_equal(levels(x), levels(wanted))


def nearly(x, wanted):
    """Up to a value that lies between two levels."""
    assert np.abs(np.asarray(x) * 255 - np.asarray(wanted, float).clip(0, 1) * 255).max() <= .501


def moved(x, right, down):
    """Whole pixels, zero border."""
    out = np.zeros_like(x)
    height, width = x.shape[2:]
    for y in range(height):
        for k in range(width):
            if 0 <= y - down < height and 0 <= k - right < width:
                out[:, :, y, k] = x[:, :, y - down, k - right]
    return out


def luma(x):
    x = np.asarray(x, float)
    return (.299 * x[:, 0] + .587 * x[:, 1] + .114 * x[:, 2])[:, None].repeat(3, 1)


# ---- geometry ----

@test
def flips_put_the_last_column_and_the_last_row_first():
    x = drawn()
    same(apply('hflip', x), x.numpy()[:, :, :, ::-1])
    same(apply('vflip', x), x.numpy()[:, :, ::-1])


@test
def quarter_turns_go_counter_clockwise_and_swap_the_sides():
    x = drawn()
    for degrees in (-90, 0, 90, 180, 270, 360):
        same(apply(f'rotate:{degrees}', x), np.rot90(x.numpy(), degrees // 90, (2, 3)))


@test
def turns_by_interpolation_meet_the_exact_quarter_turns():
    for side in (9, 10):
        x = drawn(height=side, width=side)
        for quarters in (1, 2, 3):
            same(turned(x, torch.full((3, 1, 1), 90.0 * quarters)), np.rot90(x.numpy(), quarters, (2, 3)))


@test
def a_turn_takes_each_pixel_from_where_the_formula_says():
    x, angle = drawn(1, 1, 11, 8), np.deg2rad(30)
    padded = np.pad(x.numpy()[0, 0].astype(float), 20)
    wanted = np.zeros((11, 8))
    for y in range(11):
        for k in range(8):
            across, down = k - 3.5, y - 5.0
            u = np.cos(angle) * across - np.sin(angle) * down + 23.5
            v = np.sin(angle) * across + np.cos(angle) * down + 25.0
            left, top = int(u), int(v)
            a, b = u - left, v - top
            four = padded[top:top + 2, left:left + 2]
            wanted[y, k] = np.array([1 - b, b]) @ four @ np.array([1 - a, a])
    nearly(apply('rotate:30', x)[0, 0], wanted)


@test
def random_turns_stay_inside_their_range():
    """A line through the centre shows the angle by its second moments."""
    x = torch.zeros(200, 1, 41, 41)
    x[:, :, 20] = 1
    y = apply('rotate:+-20', x).numpy()[:, 0].astype(float)
    place = np.arange(41) - 20.0
    xx, yy, xy = (y.sum(1) @ place ** 2, y.sum(2) @ place ** 2, place @ y @ place)
    degrees = -np.rad2deg(.5 * np.arctan2(2 * xy, xx - yy))
    assert -20.5 <= degrees.min() < -17 and 17 < degrees.max() <= 20.5


@test
def whole_shifts_are_exact():
    for height, width in ((10, 14), (1, 1), (333, 257)):
        x = drawn(2, 1, height, width)
        for k in (-3, 0, 2, 5):
            same(apply(f'shift:{k}px', x), moved(x.numpy(), k, k))


@test
def random_shifts_reach_every_place_of_their_range():
    x = drawn(1, 1, 8, 8)
    wanted = {levels(moved(x.numpy(), right, down)).tobytes() for right in (-1, 0, 1) for down in (-1, 0, 1)}
    assert {image.tobytes() for image in levels(apply('shift:+-1px', x.expand(600, 1, 8, 8)))[:, None]} == wanted


@test
def a_crop_is_a_window_of_the_stated_area_inside_the_image():
    """On a ramp the window's edges can be read off: value = place."""
    ramp = torch.arange(64).float().expand(300, 1, 64, 64) / 255
    y = levels(apply('crop:0.25', ramp))[:, 0, 32, 8:56]
    side = (y[:, -1] - y[:, 0]) / 47
    assert .48 < side.min() < .55 and .97 < side.max() < 1.02
    area_mean = (side ** 2).mean()
    assert abs(area_mean - .625) < .04, area_mean
    assert y.min() >= 0 and y.max() <= 63
    same(apply('crop:0.5', torch.ones(300, 1, 8, 9)), np.ones((300, 1, 8, 9)))


@test
def zooming_out_shrinks_about_the_centre_and_leaves_zero_around():
    y = apply('zoomout:2', torch.ones(300, 1, 40, 40)).numpy()[:, 0].astype(float)
    side = y.sum((1, 2)) ** .5 / 40
    assert .49 < side.min() < .53 and .97 < side.max() < 1.001
    assert np.abs(1 / side - 1.5).mean() < .3
    np.testing.assert_allclose(y, y[:, ::-1, ::-1], atol=1.5 / 255)


@test
def a_hole_has_its_size_and_lies_inside():
    hole = apply('cutout:4px', torch.ones(400, 3, 10, 14)).numpy() == 0
    assert (hole.sum((2, 3)) == 16).all() and (hole.any(2).sum(2) == 4).all()
    tops = hole[:, 0].any(2).argmax(1)
    assert set(tops) == set(range(7))
    assert (apply('cutout:12px', torch.ones(2, 1, 10, 14)).numpy() == 0).sum() == 2 * 10 * 12


@test
def sham_moves_patches_negates_and_always_in_the_same_way():
    x = drawn(2, 3, 10, 14)
    first, again, other = apply('sham:0', x, 1), apply('sham:0', x, 2), apply('sham:1', x)
    same(first, again)
    assert (first != other).any()
    np.testing.assert_array_equal(np.sort(levels(1 - first)[:, 0], axis=None), np.sort(levels(x)[:, 0], axis=None))
    patches = {levels(x)[0, :, r:r + 4, c:c + 4].tobytes() for r in (0, 4) for c in (0, 4, 8)}
    assert {levels(1 - first)[0, :, r:r + 4, c:c + 4].tobytes() for r in (0, 4) for c in (0, 4, 8)} == patches
    same(first[:, :, 8:], 1 - x[:, :, 8:])


# ---- values and colours ----

@test
def strength_0_changes_nothing():
    x = drawn()
    for spec in ('identity', 'rotate:+-0', 'rotate:0', 'shift:+-0px', 'brightness:+-0', 'contrast:+-0', 'saturate:+-0', 'hue:+-0', 'noise:0',
                 'blur:0', 'cutout:0px', 'crop:1', 'zoomout:1', 'hue:360', 'hue:-360'):
        same(apply(spec, x), x)


@test
def inverting_and_exchanging_twice_gives_back_the_image():
    x = drawn()
    same(apply('invert', x), 1 - x)
    same(apply('invert', apply('invert', x)), x)
    for pair, order in (('RG', [1, 0, 2]), ('RB', [2, 1, 0]), ('GB', [0, 2, 1])):
        same(apply('swap:' + pair, x), x[:, order])


@test
def gray_is_the_luma_and_keeps_grey_images():
    x, grey = drawn(), drawn(channels=1)
    nearly(apply('gray', x), luma(x))
    same(apply('gray', grey.expand(3, 3, 10, 14)), grey.expand(3, 3, 10, 14))
    for spec in ('gray', 'hue:120', 'saturate:+-0.5', 'swap:RG'):
        same(apply(spec, grey), grey)
    same(apply('saturate:-1', x), apply('gray', x))
    nearly(apply('saturate:0.5', x), luma(x) + 1.5 * (x.numpy().astype(float) - luma(x)))


@test
def hue_turns_red_to_green_to_blue_and_keeps_greys():
    x = drawn(2, 3, 1, 50)
    same(apply('hue:120', x), x[:, [2, 0, 1]])
    same(apply('hue:240', x), x[:, [1, 2, 0]])
    red = torch.tensor([1.0, 0, 0]).view(1, 3, 1, 1)
    nearly(apply('hue:60', red).flatten(), [1, 1, 0])
    nearly(apply('hue:30', red).flatten(), [1, .5, 0])
    grey = drawn(channels=1).expand(3, 3, 10, 14)
    same(apply('hue:77', grey), grey)


@test
def brightness_adds_and_contrast_stretches_about_the_mean():
    x = drawn()
    values = x.numpy().astype(float)
    nearly(apply('brightness:0.3', x), values + .3)
    nearly(apply('contrast:0.5', x), 1.5 * values - .5 * values.mean((1, 2, 3), keepdims=True))
    added = levels(apply('brightness:+-0.2', torch.full((500, 1, 1, 1), 100 / 255)))[:, 0, 0, 0] - 100
    assert -51 <= added.min() < -46 and 46 < added.max() <= 51 and abs(added.mean()) < 5


@test
def noise_has_its_deviation_and_is_independent():
    y = apply('noise:0.1', torch.full((4, 3, 50, 50), .5)).numpy().astype(float)
    assert abs(y.std() - .1) < .003 and abs(np.corrcoef(y[0, 0].ravel(), y[0, 1].ravel())[0, 1]) < .06


@test
def a_blur_spreads_a_point_as_a_bell_and_keeps_flat_images():
    flat, point = torch.full((1, 1, 7, 9), 77 / 255), torch.zeros(1, 1, 21, 21)
    point[..., 10, 10] = 1
    for sigma in (.7, 1.5, 2.4):
        same(apply(f'blur:{sigma}', flat), flat)
        bell = np.exp(-(np.arange(21) - 10.0) ** 2 / (2 * sigma ** 2))
        bell /= np.exp(-np.arange(-40, 41) ** 2 / (2 * sigma ** 2)).sum()
        nearly(apply(f'blur:{sigma}', point)[0, 0], bell[:, None] * bell)


@test
def what_comes_out_is_8_bits():
    x = drawn()
    for spec in ('rotate:+-30', 'crop:0.5', 'zoomout:2', 'brightness:+-0.5', 'contrast:+-0.5', 'noise:0.3', 'blur:1.5', 'hue:+-180', 'gray',
                 'saturate:+-0.5'):
        y = apply(spec, x).numpy() * 255
        assert y.min() >= 0 and y.max() <= 255 and np.abs(y - np.rint(y)).max() < 1e-3, spec


# ---- SPECs ----

@test
def parts_of_a_composed_transform_come_in_order_each_with_probability_one_half():
    x = drawn(1, 1, 6, 6).expand(2000, 1, 6, 6)
    y = levels(apply('invert|brightness:0.4', x))
    wanted = [levels(v) for v in (x[:1], 1 - x[:1], apply('brightness:0.4', x[:1]), apply('brightness:0.4', 1 - x[:1]))]
    counts = [(y == w).all((1, 2, 3)).sum() for w in wanted]
    assert sum(counts) == 2000 and min(counts) > 420, counts


@test
def a_composed_quarter_turn_of_an_oblong_image_gives_two_sizes():
    x = drawn(200, 1, 6, 8)
    groups = Transform('rotate:90|hflip').one_size(x, Chance(1, CPU))
    assert sorted(g.shape[2:] for _, g in groups) == [(6, 8), (8, 6)]
    assert sorted(i for which, _ in groups for i in which.tolist()) == list(range(200))


@test
def unknown_words_and_wrong_arguments_are_refused():
    for spec in ('', 'flip', 'hflip:1', 'rotate', 'rotate:', 'rotate:x', 'rotate:+-x', 'rotate:400', 'shift:2', 'shift:1.5px', 'crop:0',
                 'crop:+-0.5', 'zoomout:.5', 'swap:RR', 'swap', 'noise:-1', 'brightness:+--1', 'contrast:+-2', 'hflip|', 'cutout:+-3px'):
        try:
            Transform(spec)
        except BadSpec as error:
            assert repr(spec) in str(error)
        else:
            raise AssertionError(f'{spec!r} is accepted')
    assert len(WORDS) == 18 and Transform('rotate:+-.5').parts[0][1][:2] == (-.5, .5)


# ---- to the size of the network's input ----

@test
def scaling_averages_when_shrinking_and_keeps_flat_images():
    x = drawn(2, 3, 8, 12)
    nearly(scaled(x, 4), x.numpy().reshape(2, 3, 4, 2, 4, 3).mean((3, 5)))
    assert torch.equal(scaled(x[..., :8], 8), x[..., :8])
    for side in (3, 5, 9, 32):
        np.testing.assert_allclose(scaled(torch.full((1, 1, 8, 12), .25), side), .25, atol=1e-6)
