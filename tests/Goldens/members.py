"""Writes members.json: several networks in one, in the three ways of sharing, forward and backward.

    python3 members.py        (needs numpy and torch; the file records their versions)

Written from the papers: BatchEnsemble (Wen, Tran, Ba 2020) and TabM (Gorishniy, Kotelnikov, Babenko 2025). Tensors are members x samples x
neurons here; in the file matrices are flat, a row per sample, and parameters are named and laid out as this library has them: the arrays of the
members one after the other. "loss" and "gradients" are those of the mean of the members' losses, "judged" is the loss of their mean output.
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(20261130)
ROWS, COLUMNS, K = 11, 5, 3


def flat(tensor):
    return tensor.detach().numpy().ravel().tolist()


class Parameters(dict):
    def get(self, name, *shape, around=0.0):
        self[name] = torch.tensor(around + rng.normal(size=shape) / 2, requires_grad=True)
        return self[name]

    def adapters(self, x, index, units):
        r = self.get(f"layers.{index}.input_scale", K, 1, x.shape[-1], around=1.0)
        w = self.get(f"layers.{index}.weight", units, x.shape[-1])
        s = self.get(f"layers.{index}.output_scale", K, 1, units, around=1.0)
        return ((x * r) @ w.T) * s + self.get(f"layers.{index}.bias", K, 1, units)

    def shared(self, x, index, units):
        w = self.get(f"layers.{index}.weight", units, x.shape[-1])
        return x @ w.T + self.get(f"layers.{index}.bias", units)

    def own(self, x, index, units):
        w = self.get(f"layers.{index}.weight", K, units, x.shape[-1])
        return torch.einsum("knd,kud->knu", x.expand(K, -1, -1), w) + self.get(f"layers.{index}.bias", K, 1, units)

    def prelu(self, x, index):
        a = self.get(f"layers.{index}.slope", K, 1, x.shape[-1])
        return torch.where(x > 0, x, a * x)

    def normalization(self, x, index):
        scale, shift = self.get(f"layers.{index}.scale", K, 1, x.shape[-1], around=1.0), self.get(f"layers.{index}.shift", K, 1, x.shape[-1])
        return F.layer_norm(x, x.shape[-1:], eps=1e-5) * scale + shift


def body(x, p, dense):
    """[Dense(7, Tanh), Residual([Dense(7), LayerNormalization, PRelu]), head]; the members are layer 0, what is inside is numbered behind it."""
    h = torch.tanh(dense(x, 1, 7))
    return h + p.prelu(p.normalization(dense(h, 4, 7), 5), 6)


def regression_adapters(x, p):
    return p.own(body(x, p, p.adapters), 7, 2)


def regression_front(x, p):
    scaled = x * p.get("layers.1.input_scale", K, 1, COLUMNS, around=1.0)
    return p.own(body(scaled, p, p.shared), 7, 2)


def regression_nothing(x, p):
    return p.own(body(x, p, p.own), 7, 2)


def classes(x, p):
    # [Dense(40, Relu), Members([Dense(6, Relu), Dense(3, Softmax)])]: more inputs than 32, and a layer before.
    h = torch.relu(F.linear(x, p.get("layers.0.weight", 40, COLUMNS), p.get("layers.0.bias", 40)))
    return p.own(torch.relu(p.adapters(h[None], 3, 6)), 5, 3)


def flags(x, p):
    # [Members([LayerNormalization, Dense(6, Swish), Dense(2, Sigmoid)], Front)]: a first layer that is not dense reads copies.
    h = F.silu(p.shared(p.normalization(x.expand(K, -1, -1), 1) * p.get("layers.2.input_scale", K, 1, COLUMNS, around=1.0), 2, 6))
    return p.own(h, 4, 2)


def run(network, kind):
    p = Parameters()
    x = torch.tensor(rng.normal(size=(ROWS, COLUMNS)), requires_grad=True)
    y = network(x, p) if network is classes else network(x[None], p)
    weights = torch.tensor(rng.uniform(0.2, 2, size=ROWS))
    if kind == "mse":
        targets = torch.tensor(rng.normal(size=y.shape[1:]))
        prediction = y.mean(0)
        losses = [((one - targets) ** 2).mean(1) for one in y]
        judged = ((prediction - targets) ** 2).mean(1)
    elif kind == "cce":
        targets = F.one_hot(torch.tensor(rng.integers(0, y.shape[-1], size=ROWS)), y.shape[-1]).double()
        prediction = torch.softmax(y, -1).mean(0)
        losses = [-(targets * F.log_softmax(one, -1)).sum(1) for one in y]
        judged = -(targets * torch.log(prediction)).sum(1)
    else:
        targets = torch.tensor(rng.integers(0, 2, size=y.shape[1:])).double()
        prediction = torch.sigmoid(y).mean(0)
        losses = [F.binary_cross_entropy_with_logits(one, targets, reduction="none").mean(1) for one in y]
        judged = F.binary_cross_entropy(prediction, targets, reduction="none").mean(1)
    loss = torch.stack([(weights * one).mean() for one in losses]).mean()
    loss.backward()
    return {
        "inputs": flat(x), "targets": flat(targets), "weights": flat(weights), "parameters": {name: flat(value) for name, value in p.items()},
        "outputs": flat(prediction), "loss": loss.item(), "judged": (weights * judged).mean().item(),
        "gradients": {"inputs": flat(x.grad), **{name: flat(value.grad) for name, value in p.items()}},
    }


versions = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
cases = {"adapters": (regression_adapters, "mse"), "front": (regression_front, "mse"), "nothing": (regression_nothing, "mse"), "classes": (classes, "cce"), "flags": (flags, "bce")}
content = {"versions": versions, "rows": ROWS, "columns": COLUMNS, "members": K, **{name: run(*case) for name, case in cases.items()}}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")
