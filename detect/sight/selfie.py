#!/usr/bin/env python3
"""Trains the network that tells whether the face of who holds a document is around it (rules/sight/selfie.gz) from samples that
TestWriteSelfieSamples wrote.

Needs PyTorch (Debian: python3-torch). rules/sight/README.md says how to call it:

    selfie.py SAMPLES OUT.gz [--epochs N] [--rate R] [--begin NETWORK.gz] [--without NAME,...]

A file of samples is a row of records of fixed size: a byte, 1 where a face is shown, then six planes of 64 by 64 bytes as
detect/sight/selfie.go names them.
"""
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from train import FAINT, asked, begin, write

SIDE, CHANNELS = 64, 6
DOWN, ACROSS, LIGHT, BLUE, RED, COVERED = range(CHANNELS)


class Network(nn.Module):
    def __init__(self, channels=(16, 24, 32, 32), hidden=32):
        super().__init__()
        a, b, c, d = channels
        self.c1 = nn.Conv2d(CHANNELS, a, 5, stride=2, padding=2)
        self.c2 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.c3 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.c4 = nn.Conv2d(c, d, 3, stride=2, padding=1)
        self.f1 = nn.Linear(d * (SIDE // 16) ** 2, hidden)
        self.f2 = nn.Linear(hidden, 1)
        self.drop = nn.Dropout(0.3)

    def forward(self, x):
        for layer in (self.c1, self.c2, self.c3, self.c4):
            x = F.relu(layer(x))
        x = F.relu(self.f1(self.drop(x.flatten(1))))
        return self.f2(x)[:, 0]

    def sizes(self):
        n = SIDE
        return [("c1", n, n, 2, 2), ("c2", n // 2, n // 2, 2, 1), ("c3", n // 4, n // 4, 2, 1), ("c4", n // 8, n // 8, 2, 1),
                ("f1", n // 16, n // 16, 1, 0), ("f2", 1, 1, 1, 0)]


def load(folder, names):
    labels, cells = [], []
    for name in names:
        a = np.fromfile(os.path.join(folder, name), dtype=np.uint8).reshape(-1, 1 + CHANNELS * SIDE * SIDE)
        labels.append(a[:, 0].astype(np.float32))
        cells.append(a[:, 1:].reshape(-1, CHANNELS, SIDE, SIDE))
    return torch.from_numpy(np.concatenate(cells)), torch.from_numpy(np.concatenate(labels))


def standard(x):
    return (x - x.mean((1, 2, 3), keepdim=True)) / (x.std((1, 2, 3), keepdim=True, unbiased=False) + 16 * FAINT)


def normal(x):
    """As Surround.normalise does."""
    x = x.float()
    return torch.cat([standard(x[:, :LIGHT]), standard(x[:, LIGHT:BLUE]), (x[:, BLUE:COVERED] - 128) / 32, (x[:, COVERED:] - 128) / 128], 1)


def varied(x):
    """Mirrors, moves and stretches surrounds, and changes light and colour: how faces are drawn must not matter."""
    n = len(x)
    flip = torch.rand(n) < 0.5
    x[flip] = x[flip].flip(3)
    scale, lean = torch.exp(0.2 * torch.randn(n)), 0.15 * torch.randn(n)
    mirror = torch.zeros(n, 2, 3)
    mirror[:, 0, 0] = scale * torch.exp(0.08 * torch.randn(n)) * torch.cos(lean)
    mirror[:, 0, 1], mirror[:, 1, 0] = -torch.sin(lean), torch.sin(lean)
    mirror[:, 1, 1] = scale * torch.cos(lean)
    mirror[:, :, 2] = 0.1 * torch.randn(n, 2)
    x[:, COVERED] += 1  # what comes in from beyond is beyond
    x = F.grid_sample(x, F.affine_grid(mirror, x.shape, align_corners=False), padding_mode="zeros", align_corners=False)
    x[:, COVERED] -= 1
    x[:, :BLUE] *= 1 + 0.15 * torch.randn(n, 3, 1, 1)
    x[:, LIGHT] += 0.3 * torch.randn(n, 1, 1)
    grey = (torch.rand(n, 1, 1, 1) < 0.25).float()
    x[:, BLUE:COVERED] = (1 - grey) * (x[:, BLUE:COVERED] * torch.exp(0.3 * torch.randn(n, 1, 1, 1)) + 0.25 * torch.randn(n, 2, 1, 1))
    return x + torch.randn_like(x) * 0.1 * torch.rand(n, 1, 1, 1)


def train(net, cells, labels, epochs, rate, batch=96):
    opt = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=2e-3)
    count = len(labels) // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(opt, rate, total_steps=epochs * count)
    begun = time.time()
    for epoch in range(epochs):
        net.train()
        order, total = torch.randperm(len(labels)), 0.0
        for i in range(count):
            k = order[i * batch:(i + 1) * batch]
            want = labels[k] * 0.96 + 0.02
            loss = F.binary_cross_entropy_with_logits(net(varied(normal(cells[k]))), want)
            opt.zero_grad()
            loss.backward()
            opt.step()
            schedule.step()
            total += float(loss)
        print(f"epoch {epoch + 1} of {epochs}: {total / count:.4f}, {time.time() - begun:.0f} s", flush=True)


def told(net, cells, labels):
    """Prints how many faces are seen at odds of 1 and of 3, and how often one is seen that is none."""
    net.eval()
    with torch.no_grad():
        odds = torch.cat([net(normal(cells[i:i + 256])) for i in range(0, len(labels), 256)])
    for least in (0, 1.1):
        said = odds > least
        print(f"odds over {np.exp(least):.0f}: {said[labels > 0].float().mean():.3f} of faces, {said[labels == 0].float().mean():.4f} of others")


def main():
    a = asked(__doc__, "TestWriteSelfieSamples", 14, 3e-3)
    cells, labels = load(a.samples, a.names)
    print(f"{len(labels)} samples, {int(labels.sum())} with a face", flush=True)
    net = begin(Network(), a)
    train(net, cells, labels, a.epochs, a.rate)
    for name in a.without:
        print(name)
        told(net, *load(a.samples, [name]))
    write(net, net.sizes(), a.out)


if __name__ == "__main__":
    main()
