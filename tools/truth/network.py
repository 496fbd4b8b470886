# SPDX-License-Identifier: Apache-2.0
"""The network whose training is the truth, and its training.

3 x 3 convolutions with 32, 64, 64, 128 and 128 filters, each with batch normalisation and max(0, x), the greatest of 2 x 2 after the second and the
fourth, the mean over the picture, one linear layer: 57 million multiplications for an image of 32 x 32 x 3. AdamW (Loshchilov and Hutter 2019)
minimises the cross-entropy; its rate rises over the first tenth of the steps and falls as a half cosine, as in src/network."""
import hashlib
import math

import torch
import torch.nn.functional as functional
from torch import nn

from .transforms import Chance

FILTERS = 32, 64, 64, 128, 128
POOLED = 1, 3  # layers that end with the greatest of 2 x 2
RATE, WARM_UP, DECAY = 3e-3, .1, .05
READ_AT_ONCE = 500  # images


def seed_of(*what):
    """A seed for one purpose: streams for other purposes, runs or transforms have nothing to do with each other."""
    return int.from_bytes(hashlib.sha256(repr(what).encode()).digest()[:8], 'big') >> 1


class Layer(nn.Module):
    def __init__(self, channels, filters, pooled):
        super().__init__()
        self.convolution = nn.Conv2d(channels, filters, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(filters)
        self.pooled = pooled

    def forward(self, x):
        x = functional.relu(self.norm(self.convolution(x)))
        return functional.max_pool2d(x, 2) if self.pooled else x


class Network(nn.Module):
    def __init__(self, channels, classes):
        super().__init__()
        inputs = (channels,) + FILTERS
        self.layers = nn.Sequential(*[Layer(inputs[i], FILTERS[i], i in POOLED) for i in range(len(FILTERS))])
        self.linear = nn.Linear(FILTERS[-1], classes)

    def forward(self, x):
        return self.linear(self.layers(x - .5).mean((2, 3)))


def network_of(seed, channels, classes, device):
    """The same weights on every device."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        return Network(channels, classes).to(device)


def rate_at(step, steps):
    warm = max(1, round(WARM_UP * steps))
    return RATE * min((step + 1) / warm, .5 + .5 * math.cos(math.pi * max(0, step - warm) / max(1, steps - warm)))


def order_of(seed, images, steps, batch):
    """(steps, batch) indices: all images in random order, again and again."""
    generator = torch.Generator().manual_seed(seed)
    rounds = -(-steps * batch // images)
    return torch.cat([torch.randperm(images, generator=generator) for _ in range(rounds)])[:steps * batch].view(steps, batch)


def optimiser_of(network):
    weights = [p for p in network.parameters() if p.ndim > 1]
    others = [p for p in network.parameters() if p.ndim == 1]
    return torch.optim.AdamW([{'params': weights, 'weight_decay': DECAY}, {'params': others, 'weight_decay': 0}], lr=RATE)


def mixed(pictures, index, side, transform, p, chance):
    """Each image transformed with probability p."""
    clean = pictures.views(index, side)
    if transform is None:
        return clean
    changed = pictures.views(index, side, transform, chance)
    return torch.where(chance.hits(len(index), p)[:, None, None, None], changed, clean)


def train(pictures, classes, options, run, transform=None, p=0.0, tick=lambda: None):
    """Runs of one number start from the same weights and see the images in the same order, whatever the transform."""
    channels = pictures.stacks[0].shape[1]
    network = network_of(seed_of('weights', options.seed, run), channels, classes, options.device)
    batch = min(options.batch, len(pictures.label))
    order = order_of(seed_of('order', options.seed, run), len(pictures.label), options.steps, batch)
    chance = Chance(seed_of('draws', options.seed, run), options.device)
    optimiser = optimiser_of(network)
    for step in range(options.steps):
        for group in optimiser.param_groups:
            group['lr'] = rate_at(step, options.steps)
        x = mixed(pictures, order[step], options.size, transform, p, chance)
        loss = functional.cross_entropy(network(x), pictures.label[order[step].to(options.device)])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        tick()
    if not torch.isfinite(loss):
        raise ArithmeticError('the loss is not finite')
    return network.eval()


@torch.no_grad()
def right_of_class(network, pictures, classes, options, run, transform=None):
    """How many test images of each class the network reads rightly."""
    chance = Chance(seed_of('test', options.seed, run, transform.spec if transform else ''), options.device)
    right = torch.zeros(classes, dtype=torch.long)
    for index in torch.arange(len(pictures.label)).split(READ_AT_ONCE):
        label = pictures.label[index.to(options.device)]
        hit = network(pictures.views(index, options.size, transform, chance)).argmax(1) == label
        right += torch.bincount(label[hit].cpu(), minlength=classes)
    return right.tolist()
