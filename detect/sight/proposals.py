#!/usr/bin/env python3
"""Trains the network that proposes where documents may lie (rules/sight/proposals.gz) from parts of pictures that TestWriteSurveys
wrote.

Needs PyTorch (Debian: python3-torch). rules/sight/README.md says how to call it:

    proposals.py SAMPLES OUT.gz [--epochs N] [--begin NETWORK.gz] [--without NAME,...]

A file of samples is a row of records of fixed size:
    4 bytes    columns and rows of cells that the picture fills, how many documents lie there, 0
    12 of      4 bytes: document (1 ktp, 2 kk, 3 npwp, 0 one that does not count), 0, 0, 0; 8 float32: its corners in cells, clockwise
    80 * 80 * 3 bytes  cells as detect/sight/survey.go names them
"""
import os
import time

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from train import asked, begin, write

SIDE, CHANNELS, MOST = 80, 3, 12
RECORD = 4 + MOST * 36 + SIDE * SIDE * CHANNELS
STRIDE = 8  # cells from place to place
CLASSES = 3
REACH = 16  # cells that an offset of 1 is
GRID = SIDE // STRIDE


class Network(nn.Module):
    """Convolutions alone, so that it runs on planes of any size; each place is told by some 65 cells around it."""

    def __init__(self, channels=(16, 32, 48)):
        super().__init__()
        a, b, c = channels
        self.c1 = nn.Conv2d(CHANNELS, a, 5, stride=2, padding=2)
        self.c2 = nn.Conv2d(a, b, 3, stride=2, padding=1)
        self.c3 = nn.Conv2d(b, c, 3, stride=2, padding=1)
        self.c4 = nn.Conv2d(c, c, 3, padding=1)
        self.c5 = nn.Conv2d(c, c, 3, padding=1)
        self.c6 = nn.Conv2d(c, c, 3, padding=1)
        self.c7 = nn.Conv2d(c, CLASSES + 8, 1)
        for layer in (self.c1, self.c2, self.c3, self.c4, self.c5, self.c6):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.c7.weight, std=0.01)
        nn.init.zeros_(self.c7.bias)
        self.c7.bias.data[:CLASSES] = -4

    def forward(self, x, masks):
        x = F.relu(self.c1(x)) * masks[0]
        x = F.relu(self.c2(x)) * masks[1]
        x = F.relu(self.c3(x)) * masks[2]
        x = F.relu(self.c4(x)) * masks[2]
        x = F.relu(self.c5(x)) * masks[2]
        x = F.relu(self.c6(x)) * masks[2]
        x = self.c7(x)
        return x[:, :CLASSES], x[:, CLASSES:]

    def sizes(self):
        n = SIDE
        return [("c1", n, n, 2, 2), ("c2", n // 2, n // 2, 2, 1), ("c3", n // 4, n // 4, 2, 1), ("c4", n // 8, n // 8, 1, 1),
                ("c5", n // 8, n // 8, 1, 1), ("c6", n // 8, n // 8, 1, 1), ("c7", n // 8, n // 8, 1, 0)]


def load(folder, names):
    """Returns cells, how much of them is filled, and what each place is to answer."""
    parts = [np.fromfile(os.path.join(folder, name), dtype=np.uint8).reshape(-1, RECORD) for name in names]
    a = np.concatenate(parts)
    del parts
    cells = np.ascontiguousarray(a[:, 4 + MOST * 36:]).reshape(-1, SIDE, SIDE, CHANNELS)
    filled, count = a[:, :2].astype(np.int64), a[:, 2].astype(np.int64)
    truths = a[:, 4:4 + MOST * 36].reshape(-1, MOST, 36)
    kinds = truths[:, :, 0].astype(np.int8)
    corners = np.ascontiguousarray(truths[:, :, 4:]).view("<f4").reshape(-1, MOST, 4, 2)
    owner, ignored = targets(filled, count, kinds, corners)
    return [torch.from_numpy(v) for v in (cells, filled, kinds, corners, owner, ignored)]


def targets(filled, count, kinds, corners):
    """Tells for each place which document it is to name (its number in the record, or -1), and whether it is not to be asked."""
    n = len(count)
    owner = np.full((n, GRID, GRID), -1, np.int8)
    ignored = np.zeros((n, GRID, GRID), bool)
    at = np.arange(GRID) * STRIDE + 0.5
    gx, gy = np.meshgrid(at, at)
    for k in range(MOST):
        some = np.nonzero(count > k)[0]
        q = corners[some, k].astype(np.float64)
        mid = q.mean(1)
        across, down = (q[:, 1] + q[:, 2] - q[:, 0] - q[:, 3]) / 2, (q[:, 2] + q[:, 3] - q[:, 0] - q[:, 1]) / 2
        det = across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0]
        det = np.where(np.abs(det) < 1e-3, 1e-3, det)
        dx, dy = gx - mid[:, 0, None, None], gy - mid[:, 1, None, None]
        u = (dx * down[:, 1, None, None] - dy * down[:, 0, None, None]) / det[:, None, None]
        v = (dy * across[:, 0, None, None] - dx * across[:, 1, None, None]) / det[:, None, None]
        off = np.maximum(np.abs(u), np.abs(v))
        near = np.hypot(dx, dy)
        nearest = (near == near.min((1, 2), keepdims=True)) & (near < STRIDE)
        good = (kinds[some, k] > 0)[:, None, None]
        inner = (off < 0.25) | nearest
        own = owner[some]
        own[inner & good & (own < 0)] = k
        owner[some] = own
        ign = ignored[some]
        ign |= (off < 0.5) | inner
        ignored[some] = ign
    ignored &= owner < 0
    rows = np.arange(GRID)
    beyond = (rows[None, :, None] >= -(-filled[:, 1] // STRIDE)[:, None, None]) | (rows[None, None, :] >= -(-filled[:, 0] // STRIDE)[:, None, None])
    owner[beyond] = -1
    return owner, ignored | beyond


def normal(cells, filled, vary):
    """As ProposalNetwork does: beyond the picture all is 0. Edges and light are told from their means over the picture."""
    x = cells.permute(0, 3, 1, 2).float()
    rows = torch.arange(SIDE)
    mask = ((rows[None, :, None] < filled[:, 1, None, None]) & (rows[None, None, :] < filled[:, 0, None, None]))[:, None].float()
    area = mask.sum((2, 3), keepdim=True)
    x = x * mask
    edges = x[:, :2].sum((1, 2, 3), keepdim=True) / (2 * area)
    light = x[:, 2:].sum((2, 3), keepdim=True) / area
    x = torch.cat([(x[:, :2] - edges) / 32, (x[:, 2:] - light) / 64], 1)
    if vary:
        n = len(x)
        light = torch.exp(0.3 * torch.randn(n, 1, 1, 1)) * torch.where(torch.rand(n, 1, 1, 1) < 0.1, -1.0, 1.0) * (torch.rand(n, 1, 1, 1) > 0.1)
        x[:, :2] *= 1 + 0.1 * torch.randn(n, 2, 1, 1)
        x[:, :2] += 0.1 * torch.randn(n, 1, 1, 1)
        x[:, 2:] *= light
        x = x + torch.randn_like(x) * 0.12 * torch.rand(n, 1, 1, 1)
    masks = []
    for step in (2, 4, 8):
        r = torch.arange(SIDE // step)
        masks.append(((r[None, :, None] < -(-filled[:, 1, None, None] // step)) & (r[None, None, :] < -(-filled[:, 0, None, None] // step)))[:, None].float())
    return x * mask, masks


def losses(score, off, kinds, corners, owner, ignored):
    """Focal loss of scores, and of corners' distances in shares of the document's longer side."""
    n = len(owner)
    picked = owner.long().clamp(min=0).view(n, -1)
    kind = torch.where(owner >= 0, torch.gather(kinds.long(), 1, picked).view_as(owner), 0)
    want = torch.stack([(kind == c + 1) for c in range(CLASSES)], 1).float()
    p = torch.sigmoid(score)
    right = p * want + (1 - p) * (1 - want)
    bce = F.binary_cross_entropy_with_logits(score, want, reduction="none")
    weight = torch.where(ignored[:, None], 0.0, 1.0)
    some = owner >= 0
    total = max(1, int(some.sum()))
    loss_score = ((1 - right) ** 2 * bce * weight * (1 + 2 * want)).sum() / total
    b, y, x = torch.nonzero(some, as_tuple=True)
    truth = corners[b, owner[b, y, x].long()]  # of 4 corners
    at = torch.stack([x, y], 1).float() * STRIDE + 0.5
    seen = off[b, :, y, x].view(-1, 4, 2) * REACH + at[:, None]
    long = (truth[:, 1] - truth[:, 0]).norm(dim=1).maximum((truth[:, 2] - truth[:, 1]).norm(dim=1))[:, None, None]
    turns = torch.stack([F.smooth_l1_loss(seen / long, torch.roll(truth, k, 1) / long, beta=0.05, reduction="none").sum((1, 2)) for k in range(4)])
    loss_off = turns.min(0)[0].sum() / total
    return loss_score, loss_off


def train(net, data, epochs, rate, keep, batch=32):
    cells, filled, kinds, corners, owner, ignored = data
    opt = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    count = len(cells)
    steps = int(epochs * (count // batch))
    begun, sums = time.time(), np.zeros(3)
    order, i = torch.randperm(count), 0
    net.train()
    for step in range(steps):
        done = step / steps  # the rate rises for a twentieth of the way, then falls along a cosine
        for g in opt.param_groups:
            g["lr"] = rate * (0.02 + 0.98 * done * 20 if done < 0.05 else 0.5 + 0.5 * np.cos(np.pi * (done - 0.05) / 0.95))
        if i + batch > count:
            order, i = torch.randperm(count), 0
        k = order[i:i + batch]
        i += batch
        x, masks = normal(cells[k], filled[k], True)
        score, off = net(x, masks)
        loss_score, loss_off = losses(score, off, kinds[k], corners[k], owner[k], ignored[k])
        opt.zero_grad()
        (loss_score + loss_off).backward()
        nn.utils.clip_grad_norm_(net.parameters(), 5)
        opt.step()
        sums += (float(loss_score), float(loss_off), 1)
        if sums[2] == 500 or step == steps - 1:
            print(f"epoch {(step + 1) * batch / count:.2f} of {epochs}: {sums[0] / sums[2]:.4f} {sums[1] / sums[2]:.4f}, {time.time() - begun:.0f} s", flush=True)
            sums[:] = 0
            keep()


def main():
    a = asked(__doc__, "TestWriteSurveys", 5.0, 3e-3)
    torch.set_num_threads(1)
    data = load(a.samples, a.names)
    print(f"{len(data[0])} samples of {', '.join(a.names)}", flush=True)
    net = begin(Network(), a)
    train(net, data, a.epochs, a.rate, lambda: write(net, net.sizes(), a.out))
    write(net, net.sizes(), a.out)


if __name__ == "__main__":
    main()
