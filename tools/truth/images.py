# SPDX-License-Identifier: Apache-2.0
"""Class folders as augaudit reads them (include/augaudit/dataset.h): DIR/<class>/<image> or DIR/<split>/<class>/<image>; and as tensors."""
import collections
import hashlib
import os
import re
import sys

import numpy as np
import torch
from PIL import Image, ImageOps

from .transforms import scaled

ENDINGS = ('.jpg', '.jpeg', '.png', '.webp', '.tif', '.tiff', '.bmp', '.pbm', '.pgm', '.ppm', '.pnm')
BAD_SHARE_MAX = .05
DEVICE_BYTES_MAX = 4 << 30  # pixels beyond stay in the computer's memory and travel batch by batch


class BadData(ValueError):
    pass


# ---- folders ----

def shown(folder, folders):
    """Names of the folders or files in a folder, in byte order, hidden ones left out."""
    names = [e.name for e in os.scandir(folder) if not e.name.startswith('.') and e.is_dir() == folders]
    return sorted(names, key=os.fsencode)


def image_files(folder):
    return [name for name in shown(folder, False) if name.lower().endswith(ENDINGS)]


def class_folders(folder):
    """[(class, path)]; split folders hold folders only, and no other folder beside them holds an image."""
    first = [os.path.join(folder, name) for name in shown(folder, True)]
    split = any(shown(path, True) for path in first) and not any(image_files(path) for path in first)
    above = first if split else [folder]
    return [(name, os.path.join(path, name)) for path in above for name in shown(path, True)]


def files_below(folder):
    for name in image_files(folder):
        yield os.path.join(folder, name)
    for name in shown(folder, True):
        yield from files_below(os.path.join(folder, name))


def decoded(path):
    """8 bits, (height, width) or (height, width, 3); alpha is dropped, the EXIF orientation applied, of 16 bits the high byte kept."""
    with Image.open(path) as image:
        image = ImageOps.exif_transpose(image)
        if image.mode.startswith('I'):
            return (np.asarray(image).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
        return np.asarray(image.convert('L' if image.mode in ('1', 'L', 'LA', 'La') else 'RGB'))


# ---- sets ----

# names: class names in byte order; label, cluster: one number an image; pixels: one array an image
ImageSet = collections.namedtuple('ImageSet', 'names label cluster pixels')


def cluster_key(below, regex):
    """What the regular expression's groups match in the path below the folder; without groups its whole match; without a match the path."""
    found = regex.search(below) if regex else None
    if not found:
        return below, None
    return found.groups() or found.group()


def joined_copies(keys, contents):
    """Numbers of clusters: images with equal keys or equal pixels share one."""
    root = {}

    def find(key):
        while root.setdefault(key, key) != key:
            key = root[key]
        return key
    for key, content in zip(keys, contents):
        root[find(('key', key))] = find(('content', content))
    number = {}
    return np.array([number.setdefault(find(('key', key)), len(number)) for key in keys])


def read_all(paths):
    """{path: pixels}; what is no image is named and left out."""
    pixels, bad = {}, []
    for path in paths:
        try:
            pixels[path] = decoded(path)
        except (OSError, ValueError, SyntaxError) as error:
            bad.append(path)
            print(f'{path} is left out: {error}', file=sys.stderr)
    if len(bad) > BAD_SHARE_MAX * len(paths):
        raise BadData(f'{len(bad)} of {len(paths)} files cannot be read as images')
    return pixels


def read(folder, cluster_by=None):
    if not os.path.isdir(folder):
        raise BadData(f'{folder}: no such folder')
    places = class_folders(folder)
    files = sorted(((path, name) for name, place in places for path in files_below(place)), key=lambda f: os.fsencode(f[0]))
    pixels = read_all([path for path, _ in files])
    files = [f for f in files if f[0] in pixels]
    if not files:
        raise BadData(f'{folder}: no images in class folders, expected {os.path.join(folder, "CLASS", "IMAGE")}')
    names = sorted({name for _, name in files}, key=os.fsencode)
    keys = [cluster_key(os.path.relpath(path, folder), cluster_by) for path, _ in files]
    contents = [hashlib.sha256(repr(pixels[path].shape).encode() + pixels[path].tobytes()).digest() for path, _ in files]
    return ImageSet(names, np.array([names.index(name) for _, name in files]), joined_copies(keys, contents), [pixels[path] for path, _ in files])


def part(images, which):
    return images._replace(label=images.label[which], cluster=images.cluster[which], pixels=[images.pixels[i] for i in which])


def with_names(images, names):
    """The same images under the classes `names`, which must hold all of theirs."""
    strange = sorted(set(images.names) - set(names))
    if strange:
        raise BadData(f'the test images have a class {strange[0]!r} that the training images lack')
    return images._replace(names=names, label=np.array([names.index(images.names[k]) for k in images.label]))


def shuffled_clusters(images, seed):
    clusters = np.unique(images.cluster)
    return [np.flatnonzero(images.cluster == c) for c in np.random.default_rng(seed).permutation(clusters)]


def held_out(images, share, seed):
    """-> (training, test): whole clusters go to the test while the class of their first image has less than its share there."""
    wanted = share * np.bincount(images.label)
    taken = np.zeros(len(wanted))
    test = []
    for which in shuffled_clusters(images, seed):
        k = images.label[which[0]]
        if taken[k] + len(which) / 2 <= wanted[k]:
            taken += np.bincount(images.label[which], minlength=len(taken))
            test.extend(which)
    return part(images, np.setdiff1d(np.arange(len(images.label)), test)), part(images, np.sort(np.array(test, int)))


def at_most(images, count, seed):
    """Whole clusters at random, those that still fit."""
    if len(images.label) <= count:
        return images
    kept = []
    for which in shuffled_clusters(images, seed):
        if len(kept) + len(which) <= count:
            kept.extend(which)
    return part(images, np.sort(np.array(kept, int)))


def fingerprint(images):
    """Of names, labels and pixels."""
    whole = hashlib.sha256(repr(images.names).encode() + images.label.astype('<i8').tobytes())
    for pixels in images.pixels:
        whole.update(repr(pixels.shape).encode() + pixels.tobytes())
    return whole.hexdigest()[:16]


# ---- tensors ----

class Pictures:
    """Images of one set at their own sizes, in one stack for each size."""

    def __init__(self, images, channels, device):
        self.device = device
        sizes = {}
        for i, pixels in enumerate(images.pixels):
            sizes.setdefault(pixels.shape[:2], []).append(i)
        self.stack_of, self.row = torch.zeros(len(images.label), dtype=torch.long), torch.zeros(len(images.label), dtype=torch.long)
        self.stacks = []
        for number, which in enumerate(sizes.values()):
            self.stack_of[which], self.row[which] = number, torch.arange(len(which))
            self.stacks.append(torch.from_numpy(np.stack([as_channels(images.pixels[i], channels) for i in which])))
        if sum(stack.numel() for stack in self.stacks) <= DEVICE_BYTES_MAX:
            self.stacks = [stack.to(device) for stack in self.stacks]
        self.label = torch.from_numpy(images.label).to(device)

    def take(self, index):
        """-> [(places in index, float images of one size)]"""
        out = []
        for number in self.stack_of[index].unique().tolist():
            where = (self.stack_of[index] == number).nonzero()[:, 0]
            stack = self.stacks[number]
            out.append((where.to(self.device), stack[self.row[index[where]].to(stack.device)].to(self.device) / 255))
        return out

    def views(self, index, side, transform=None, chance=None):
        """The images `index` (on the CPU), transformed at their own size and then brought to side x side."""
        out = None
        for where, images in self.take(index):
            for which, changed in transform.one_size(images, chance) if transform else [(slice(None), images)]:
                if out is None:
                    out = images.new_empty(len(index), images.shape[1], side, side)
                out[where[which]] = scaled(changed, side)
        return out


def as_channels(pixels, channels):
    """(channels, height, width)"""
    grey = pixels.ndim == 2
    return np.repeat(pixels[None], channels, 0) if grey else pixels.transpose(2, 0, 1)


def channels_of(*sets):
    return 3 if any(pixels.ndim == 3 for images in sets for pixels in images.pixels) else 1
