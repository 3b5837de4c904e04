#!/usr/bin/env python3
"""Trains the network that looks at candidates (rules/sight/network.gz) from samples that TestWriteSamples wrote.

Needs PyTorch (Debian: python3-torch). rules/sight/README.md says how to call it:

    train.py SAMPLES OUT.gz [--epochs N] [--begin NETWORK.gz] [--without NAME,...]

A file of samples is a row of records of fixed size:
    4 bytes    hand, document (0 none, 1 ktp, 2 kk, 3 npwp), turn (0 upright, 1 upside down, 2 and 3 mirrored), 0
    8 float32  where the document's corners lie in shares of the quad, in the order of the quad's corners
    2 * 48 * 64 bytes  sixteenths of the roots of the strengths of edges that run down, then of those that run across
"""
import argparse
import gzip
import os
import struct
import sys
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

HIGH, WIDE = 48, 64
RECORD = 4 + 8 * 4 + 2 * HIGH * WIDE
CLASSES = 1 + 3 * 4
FAINT = 0.3  # as in view.go
UNIT = torch.tensor([0, 0, 1, 0, 1, 1, 0, 1], dtype=torch.float32)


class Network(nn.Module):
    """Three convolutions and two full layers; convnet.Read knows their sizes from the file."""

    def __init__(self, channels=(16, 24, 32), hidden=64):
        super().__init__()
        a, b, c = channels
        self.c1 = nn.Conv2d(2, a, 5, stride=2, padding=2)
        self.c2 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.c3 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.f1 = nn.Linear(c * (HIGH // 8) * (WIDE // 8), hidden)
        self.f2 = nn.Linear(hidden, CLASSES + 8)
        self.drop = nn.Dropout(0.2)

    def forward(self, x):
        x = F.relu(self.c1(x))
        x = F.relu(self.c2(x))
        x = F.relu(self.c3(x))
        x = F.relu(self.f1(self.drop(x.flatten(1))))
        x = self.f2(x)
        return x[:, :CLASSES], x[:, CLASSES:]

    def sizes(self):
        return [("c1", HIGH, WIDE, 2, 2), ("c2", HIGH // 2, WIDE // 2, 2, 1), ("c3", HIGH // 4, WIDE // 4, 2, 1),
                ("f1", HIGH // 8, WIDE // 8, 1, 0), ("f2", 1, 1, 1, 0)]


def write(net, sizes, path):
    """Writes the file that convnet.Read reads: of each layer rows, columns, stride and padding, then weights in 127ths of the largest of their
    output channel."""
    out = b"ronda network 1\n" + bytes([len(sizes)])
    for name, high, wide, stride, pad in sizes:
        layer = getattr(net, name)
        w, bias = layer.weight.detach().numpy(), layer.bias.detach().numpy()
        if name[0] == "f":  # a full layer is a convolution as large as its input
            w = w.reshape(w.shape[0], -1, high, wide)
        o, i, kernel_high, kernel_wide = w.shape
        scale = np.abs(w).reshape(o, -1).max(1) + 1e-12
        rounded = np.round(w / scale[:, None, None, None] * 127).astype(np.int8).transpose(2, 3, 1, 0)
        out += struct.pack("<8H", high, wide, i, kernel_high, kernel_wide, stride, pad, o)
        out += scale.astype("<f4").tobytes() + bias.astype("<f4").tobytes() + rounded.tobytes()
    with open(path, "wb") as f:
        f.write(gzip.compress(out, 9, mtime=0))


def read(net, path):
    """Takes the weights of a file that write wrote."""
    with gzip.open(path) as f:
        data = f.read()
    at = len(b"ronda network 1\n") + 1
    for name, *_ in net.sizes():
        _, _, i, kernel_high, kernel_wide, _, _, o = struct.unpack_from("<8H", data, at)
        scale = np.frombuffer(data, "<f4", o, at + 16)
        bias = np.frombuffer(data, "<f4", o, at + 16 + 4 * o)
        count = kernel_high * kernel_wide * i * o
        w = np.frombuffer(data, np.int8, count, at + 16 + 8 * o).reshape(kernel_high, kernel_wide, i, o)
        w = (w.astype(np.float32) * scale / 127).transpose(3, 2, 0, 1)
        layer = getattr(net, name)
        layer.weight.data = torch.from_numpy(w.reshape(layer.weight.shape).copy())
        layer.bias.data = torch.from_numpy(bias.copy())
        at += 16 + 8 * o + count


def load(folder, names):
    parts = []
    for name in names:
        a = np.fromfile(os.path.join(folder, name), dtype=np.uint8).reshape(-1, RECORD)
        document, turn = a[:, 1].astype(np.int64), a[:, 2].astype(np.int64)
        label = np.where(document == 0, 0, 1 + (document - 1) * 4 + turn)
        corners = a[:, 4:36].copy().view("<f4").reshape(-1, 8)
        parts.append((a[:, 36:].reshape(-1, 2, HIGH, WIDE), label, corners))
    return [torch.from_numpy(np.concatenate([p[i] for p in parts])) for i in range(3)]


def normal(x):
    """As view.normalise does."""
    x = x.float() / 16
    return (x - x.mean((1, 2, 3), keepdim=True)) / (x.std((1, 2, 3), keepdim=True, unbiased=False) + FAINT)


def hidden(x, share=0.3):
    """Hides a part of some views, as fingers and boxes do, and lets light fall off over others: whole planes of a view at once."""
    n, _, high, wide = x.shape
    for i in torch.nonzero(torch.rand(n) < share)[:, 0]:
        h, w = int(high * (0.1 + 0.35 * torch.rand(1))), int(wide * (0.1 + 0.35 * torch.rand(1)))
        top, left = int((high - h + 1) * torch.rand(1)), int((wide - w + 1) * torch.rand(1))
        x[i, :, top:top + h, left:left + w] = 0
    down, across = torch.linspace(-1, 1, high)[:, None], torch.linspace(-1, 1, wide)
    ramp = 0.25 * torch.randn(n, 1, 1, 1) * down + 0.25 * torch.randn(n, 1, 1, 1) * across
    x[:, :2] *= torch.exp(ramp)
    return x


def train(net, views, labels, corners, epochs, rate, batch=192):
    opt = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-3)
    count = len(labels) // batch
    schedule = torch.optim.lr_scheduler.OneCycleLR(opt, rate, total_steps=epochs * count)
    begun = time.time()
    for epoch in range(epochs):
        net.train()
        order, sum_kind, sum_corner = torch.randperm(len(labels)), 0.0, 0.0
        for i in range(count):
            k = order[i * batch:(i + 1) * batch]
            x, label = normal(views[k]), labels[k]
            # Faint noise, and edges of one direction a little stronger, so that nothing hangs on how a hand draws lines.
            x = x * (1 + 0.15 * torch.randn(len(k), 2, 1, 1)) + torch.randn_like(x) * 0.12 * torch.rand(len(k), 1, 1, 1)
            x = hidden(x)
            kind, off = net(x)
            loss_kind = F.cross_entropy(kind, label, label_smoothing=0.02)
            shown = label > 0
            loss_corner = F.smooth_l1_loss(off[shown], corners[k][shown] - UNIT, beta=0.05)
            opt.zero_grad()
            (loss_kind + 3 * loss_corner).backward()
            opt.step()
            schedule.step()
            sum_kind, sum_corner = sum_kind + float(loss_kind), sum_corner + float(loss_corner)
        print(f"epoch {epoch + 1} of {epochs}: {sum_kind / count:.4f} {sum_corner / count:.4f}, {time.time() - begun:.0f} s", flush=True)


def asked(doc, test, epochs, rate):
    """Reads the command line that all trainers share; names are the files of samples to learn from, those that test writes."""
    p = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("samples")
    p.add_argument("out")
    p.add_argument("--epochs", type=type(epochs), default=epochs)
    p.add_argument("--rate", type=float, default=rate, help="of learning, at its highest; less for a network that has learned before")
    p.add_argument("--begin", default="", help="a network to begin with instead of one of chance")
    p.add_argument("--without", default="", help="files of samples to leave out, to see how far the rest carries")
    a = p.parse_args()
    a.without = [n for n in a.without.split(",") if n]
    a.names = [n for n in sorted(os.listdir(a.samples)) if n not in a.without]
    if not a.names:
        sys.exit(f"{a.samples} holds no samples: write them with {test}")
    torch.manual_seed(1)
    return a


def begin(net, a):
    """Returns a network with the weights that the command line names, if any."""
    if a.begin:
        read(net, a.begin)
    return net


def main():
    a = asked(__doc__, "TestWriteSamples", 8, 4e-3)
    views, labels, corners = load(a.samples, a.names)
    print(f"{len(labels)} samples of {', '.join(a.names)}", flush=True)
    net = begin(Network(), a)
    train(net, views, labels, corners, a.epochs, a.rate)
    write(net, net.sizes(), a.out)


if __name__ == "__main__":
    main()
