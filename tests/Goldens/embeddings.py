"""Writes embeddings.json: networks that begin with embeddings of numbers and categories, forward and backward, and bin edges.

    python3 embeddings.py        (needs numpy and torch; the file records their versions)

Matrices are flat, a row per sample; parameters are named and shaped as in this library. The first three columns are numbers, then come the
codes of two categories with four and two values. The loss is the mean squared error over all elements; "gradients" are its derivatives with
respect to the parameters and, as "inputs", to the inputs.
"""
import json
import math
import pathlib
import sys

import numpy as np
import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(20261130)
ROWS, NUMBERS, VALUES = 19, 3, (4, 2)


def flat(tensor):
    return tensor.detach().numpy().ravel().tolist()


class Parameters(dict):
    def draw(self, name, *shape):
        self[name] = torch.tensor(rng.normal(size=shape) / 2, requires_grad=True)
        return self[name]

    def dense(self, x, index, units):
        return x @ self.draw(f"layers.{index}.weight", units, x.shape[1]).T + self.draw(f"layers.{index}.bias", units)


def per_feature(x, weight, bias=None):
    """x: rows x features x inputs; weight: features*units x inputs."""
    features = x.shape[1]
    y = torch.einsum("nfi,fui->nfu", x, weight.reshape(features, -1, weight.shape[1]))
    return y if bias is None else y + bias.reshape(features, -1)


def encode(x, edges):
    columns = []
    for j in range(x.shape[1]):
        own = torch.unique(edges[j])
        bins = len(own) - 1
        parts = []
        for t in range(edges.shape[1] - 1):
            if t >= bins:
                parts.append(torch.zeros(x.shape[0]))
                continue
            part = (x[:, j] - own[t]) / (own[t + 1] - own[t])
            part = part if t == 0 else part.clamp(min=0)
            parts.append(part if t == bins - 1 else part.clamp(max=1))
        columns.append(torch.stack(parts, dim=1))
    return torch.stack(columns, dim=1)


def edges_of(p, index, features, bins):
    edges = np.sort(rng.normal(size=(features, bins + 1)), axis=1)
    edges[-1, -2:] = edges[-1, -3]  # Two bins of no width.
    p[f"layers.{index}.edges"] = torch.tensor(edges)
    return p[f"layers.{index}.edges"]


def look_up(x, codes, tables, values, signed=False):
    parts = [x]
    for column, (table, count) in enumerate(zip(tables, values)):
        code = codes[:, column].long()
        if signed and table is None and count == 2:
            parts.append(torch.tensor([0.0, 1.0, -1.0])[code][:, None])
            continue
        parts.append(torch.nn.functional.one_hot(code, count + 1)[:, 1:].to(x) if table is None else table[code])
    return torch.cat(parts, dim=1)


def piecewise(x, codes, p):
    # [PiecewiseLinear(5, 3), CategoryEmbedding(3, 2), Dense(4, Tanh), Dense(2)]: a table for the first category, one-hot for the second
    linear = per_feature(x[:, :, None], p.draw("layers.0.linear", NUMBERS * 3, 1), p.draw("layers.0.bias", NUMBERS * 3))
    bins = per_feature(encode(x, edges_of(p, 0, NUMBERS, 5)), p.draw("layers.0.weight", NUMBERS * 3, 5))
    h = look_up((linear + bins).flatten(1), codes, [p.draw("layers.1.table_0", VALUES[0] + 1, 3), None], VALUES)
    return p.dense(torch.tanh(p.dense(h, 2, 4)), 4, 2)


def encoding(x, codes, p):
    # [CategoryEmbedding(2, 0), Dense(3, Tanh), PiecewiseLinear(4, 0), Dense(2)]
    h = look_up(x, codes, [p.draw("layers.0.table_0", VALUES[0] + 1, 2), p.draw("layers.0.table_1", VALUES[1] + 1, 2)], VALUES)
    h = torch.tanh(p.dense(h, 1, 3))
    return p.dense(encode(h, edges_of(p, 3, 3, 4)).flatten(1), 4, 2)


def periodic(x, codes, p, rectified=True):
    # [Periodic(4, 3, Rectified: rectified), CategoryEmbedding(8, 8), Dense(2)]
    angle = 2 * math.pi * x[:, :, None] * p.draw("layers.0.frequency", NUMBERS * 4).reshape(NUMBERS, 4)
    h = per_feature(torch.cat([torch.cos(angle), torch.sin(angle)], dim=2), p.draw("layers.0.weight", NUMBERS * 3, 8), p.draw("layers.0.bias", NUMBERS * 3))
    h = torch.relu(h) if rectified else h
    return p.dense(look_up(h.flatten(1), codes, [None, None], VALUES), 2, 2)


def periodic_linear(x, codes, p):
    return periodic(x, codes, p, rectified=False)


def periodic_bias(x, codes, p):
    # [PeriodicBias(5, 4), CategoryEmbedding(8, 8), Dense(2)]
    angle = 2 * math.pi * x[:, :, None] * p.draw("layers.0.frequency", NUMBERS * 5).reshape(NUMBERS, 5) + p.draw("layers.0.phase", NUMBERS * 5).reshape(NUMBERS, 5)
    h = per_feature(torch.cos(angle), p.draw("layers.0.weight", NUMBERS * 3, 5), p.draw("layers.0.bias", NUMBERS * 3))
    h = torch.cat([h, x[:, :, None]], dim=2)
    return p.dense(look_up(h.flatten(1), codes, [None, None], VALUES), 2, 2)


def signed_pairs(x, codes, p):
    # [CategoryEmbedding(3, 4, SignedPairs: true), Dense(2)]: one-hot for the first category, a sign for the second
    return p.dense(look_up(x, codes, [None, None], VALUES, signed=True), 1, 2)


def run(network):
    p = Parameters()
    x = torch.tensor(rng.normal(size=(ROWS, NUMBERS)), requires_grad=True)
    codes = torch.tensor(np.stack([rng.integers(0, count + 1, size=ROWS) for count in VALUES], axis=1).astype(float))
    y = network(x, codes, p)
    targets = torch.tensor(rng.normal(size=y.shape))
    loss = ((y - targets) ** 2).mean()
    loss.backward()
    return {
        "inputs": flat(torch.cat([x, codes], dim=1)), "targets": flat(targets), "parameters": {name: flat(value) for name, value in p.items()}, "outputs": flat(y), "loss": loss.item(),
        "gradients": {"inputs": flat(torch.cat([x.grad, torch.zeros_like(codes)], dim=1)), **{name: flat(value.grad) for name, value in p.items() if value.requires_grad}},
    }


def quantiles(bins=6):
    """Of a column of numbers, one with many equal ones, and one that is constant; behind the distinct quantiles the last one again."""
    data = np.stack([rng.normal(size=40), np.where(rng.random(40) < 0.6, 0.0, rng.normal(size=40)), np.full(40, 1.5)], axis=1)
    rows = []
    for column in data.T:
        own = np.unique(np.quantile(column, np.linspace(0, 1, bins + 1)))
        rows.append(np.concatenate([own, np.full(bins + 1 - len(own), own[-1])]))
    return {"bins": bins, "data": data.ravel().tolist(), "edges": np.stack(rows).ravel().tolist()}


versions = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
networks = (piecewise, encoding, periodic, periodic_linear, periodic_bias, signed_pairs)
content = {"versions": versions, "rows": ROWS, "numbers": NUMBERS, "categories": VALUES, "quantiles": quantiles(), **{network.__name__: run(network) for network in networks}}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")
