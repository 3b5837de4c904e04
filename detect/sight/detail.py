#!/usr/bin/env python3
"""Trains the network that looks closer at candidates (rules/sight/detail.gz) from samples that TestWriteSamples -closer wrote.

Needs PyTorch (Debian: python3-torch). rules/sight/README.md says how to call it:

    detail.py SAMPLES OUT.gz [--epochs N] [--begin NETWORK.gz] [--without NAME,...]

A file of samples is a row of records of fixed size: a head of 36 bytes as train.py says, then planes of bytes as detect/sight/detail.go names
them: edges that run down, edges that run across, and light, 96 rows of 128 each.
"""
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from train import CLASSES, FAINT, UNIT, asked, begin, hidden, write

HIGH, WIDE, CHANNELS = 96, 128, 3
HEAD = 36
RECORD = HEAD + CHANNELS * HIGH * WIDE


class Network(nn.Module):
    def __init__(self, channels=(16, 32, 48, 64), hidden=64):
        super().__init__()
        a, b, c, d = channels
        self.c1 = nn.Conv2d(CHANNELS, a, 3, stride=2, padding=1)
        self.c2 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.c3 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.c4 = nn.Conv2d(c, d, 3, stride=2, padding=1)
        self.f1 = nn.Linear(d * (HIGH // 16) * (WIDE // 16), hidden)
        self.f2 = nn.Linear(hidden, CLASSES + 8)
        self.drop = nn.Dropout(0.3)

    def forward(self, x):
        for layer in (self.c1, self.c2, self.c3, self.c4):
            x = F.relu(layer(x))
        x = F.relu(self.f1(self.drop(x.flatten(1))))
        x = self.f2(x)
        return x[:, :CLASSES], x[:, CLASSES:]

    def sizes(self):
        return [("c1", HIGH, WIDE, 2, 1), ("c2", HIGH // 2, WIDE // 2, 2, 1), ("c3", HIGH // 4, WIDE // 4, 2, 1), ("c4", HIGH // 8, WIDE // 8, 2, 1),
                ("f1", HIGH // 16, WIDE // 16, 1, 0), ("f2", 1, 1, 1, 0)]


class Samples:
    """Files of samples, left on disk until a batch needs them."""

    def __init__(self, folder, names):
        self.files = [np.memmap(os.path.join(folder, n), dtype=np.uint8, mode="r").reshape(-1, RECORD) for n in names]
        self.starts = np.cumsum([0] + [len(f) for f in self.files])
        heads = np.concatenate([f[:, :HEAD] for f in self.files])
        document, turn = heads[:, 1].astype(np.int64), heads[:, 2].astype(np.int64)
        self.labels = torch.from_numpy(np.where(document == 0, 0, 1 + (document - 1) * 4 + turn))
        self.corners = torch.from_numpy(heads[:, 4:36].copy().view("<f4").reshape(-1, 8))

    def cells(self, k):
        out = np.empty((len(k), RECORD - HEAD), dtype=np.uint8)
        for row, i in enumerate(k):
            f = np.searchsorted(self.starts, i, side="right") - 1
            out[row] = self.files[f][i - self.starts[f], HEAD:]
        return torch.from_numpy(out)


def standard(x):
    return (x - x.mean((1, 2, 3), keepdim=True)) / (x.std((1, 2, 3), keepdim=True, unbiased=False) + 16 * FAINT)


def normal(cells):
    """As Detail.normalise does."""
    x = cells.float().reshape(-1, CHANNELS, HIGH, WIDE)
    return torch.cat([standard(x[:, :2]), standard(x[:, 2:])], 1)


def varied(x):
    """Changes light, and how strong edges are: nothing may hang on a hand's inks."""
    n = len(x)
    x[:, :2] *= 1 + 0.15 * torch.randn(n, 2, 1, 1)
    dark = (torch.rand(n, 1, 1) > 0.2).float()
    x[:, 2] = x[:, 2] * (1 + 0.2 * torch.randn(n, 1, 1)) * dark + 0.3 * torch.randn(n, 1, 1)
    return x + torch.randn_like(x) * 0.12 * torch.rand(n, 1, 1, 1)


def train(net, samples, epochs, rate, batch=128):
    opt = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=2e-3)
    count = len(samples.labels) // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(opt, rate, total_steps=epochs * count)
    begun = time.time()
    for epoch in range(epochs):
        net.train()
        order, sum_kind, sum_corner = torch.randperm(len(samples.labels)), 0.0, 0.0
        for i in range(count):
            k = order[i * batch:(i + 1) * batch]
            x, label = hidden(varied(normal(samples.cells(k.numpy())))), samples.labels[k]
            kind, off = net(x)
            loss_kind = F.cross_entropy(kind, label, label_smoothing=0.02)
            shown = label > 0
            loss_corner = F.smooth_l1_loss(off[shown], samples.corners[k][shown] - UNIT, beta=0.05)
            opt.zero_grad()
            (loss_kind + 3 * loss_corner).backward()
            opt.step()
            schedule.step()
            sum_kind, sum_corner = sum_kind + float(loss_kind.detach()), sum_corner + float(loss_corner.detach())
            if i % 200 == 199:
                print(f"  {i + 1} of {count}: {sum_kind / (i + 1):.4f}, {time.time() - begun:.0f} s", flush=True)
        print(f"epoch {epoch + 1} of {epochs}: {sum_kind / count:.4f} {sum_corner / count:.4f}, {time.time() - begun:.0f} s", flush=True)


def main():
    a = asked(__doc__, "TestWriteSamples -closer", 8, 3e-3)
    samples = Samples(a.samples, a.names)
    print(f"{len(samples.labels)} samples of {', '.join(a.names)}", flush=True)
    net = begin(Network(), a)
    train(net, samples, a.epochs, a.rate)
    write(net, net.sizes(), a.out)


if __name__ == "__main__":
    main()
