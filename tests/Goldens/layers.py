"""Writes layers.json: layers for themselves, forward and backward, where normalization.json trains whole networks.

    python3 layers.py        (needs numpy and torch; the file records their versions)

Matrices are flat, a row per sample. "gradients" are those of sum(upstream * outputs) with respect to the inputs, "scale"
and "shift" those of gamma and beta, "weight" and "bias" those of a linear layer. The inputs of the normalizations go from
1e-8 to 1e4 and hold columns, rows in the case of layer normalization, without any variance.
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
torch.manual_seed(20260805)
rng = np.random.default_rng(20260805)
ROWS, COLUMNS = 6, 5


def grid(values, bits=10):
    return np.round(np.asarray(values) * 2**bits) / 2**bits


PLAIN = grid(rng.normal(size=(ROWS, COLUMNS)))
UPSTREAM = grid(rng.normal(size=(ROWS, COLUMNS)))
SCALE, SHIFT = grid(1 + 0.5 * rng.normal(size=COLUMNS)), grid(rng.normal(size=COLUMNS))
# One column (or row) each: ordinary, near 0, far from 0, far apart, all alike.
SIZES = [lambda v: v, lambda v: v * 2.0**-27, lambda v: 1e4 + v, lambda v: v * 1e4, lambda v: v * 0 + 3]


def flat(tensor):
    return tensor.detach().numpy().ravel().tolist()


def normalization(description, layer, inputs):
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(SCALE[: layer.weight.numel()]))
        layer.bias.copy_(torch.tensor(SHIFT[: layer.bias.numel()]))
    x = torch.tensor(inputs, requires_grad=True)
    y = layer(x)
    (y * torch.tensor(UPSTREAM)).sum().backward()
    return {
        "layer": description, "inputs": np.ravel(inputs).tolist(), "outputs": flat(y), "gradients": flat(x.grad), "scale": flat(layer.weight.grad), "shift": flat(layer.bias.grad),
    }


def dense(bias):
    layer = nn.Linear(COLUMNS, COLUMNS, bias=bias)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor(grid(rng.normal(size=(COLUMNS, COLUMNS)))))
        if bias:
            layer.bias.copy_(torch.tensor(SHIFT))
    x = torch.tensor(np.stack([f(PLAIN[:, i]) for i, f in enumerate(SIZES)], axis=1), requires_grad=True)
    y = layer(x)
    (y * torch.tensor(UPSTREAM)).sum().backward()
    return {
        "layer": {"type": "dense", "units": COLUMNS, "useBias": bias}, "inputs": flat(x), "start": flat(layer.weight),
        "outputs": flat(y), "gradients": flat(x.grad), "weight": flat(layer.weight.grad), "bias": flat(layer.bias.grad) if bias else None,
    }


def scaling():
    x, scale = torch.tensor(columns, requires_grad=True), torch.tensor(SCALE, requires_grad=True)
    y = x * scale
    (y * torch.tensor(UPSTREAM)).sum().backward()
    return {"layer": {"type": "scaling"}, "inputs": flat(x), "outputs": flat(y), "gradients": flat(x.grad), "scale": flat(scale.grad)}


def dropout(rate):
    x = torch.ones(100, 100, requires_grad=True)
    y = F.dropout(x, rate)
    y.sum().backward()
    assert torch.equal(x.grad, y), "the mask forward is the mask backward"
    factors = sorted(set(flat(y)))
    assert factors[0] == 0 or rate == 0
    assert torch.equal(F.dropout(x, rate, training=False), x)
    return {"layer": {"type": "dropout", "rate": rate}, "factor": factors[-1]}


def noise(deviation):
    x = torch.tensor(PLAIN, requires_grad=True)
    y = x + deviation * torch.randn_like(x)
    (y * torch.tensor(UPSTREAM)).sum().backward()
    return {"layer": {"type": "gaussian_noise", "standardDeviation": deviation}, "gradients": flat(x.grad)}


columns = np.stack([f(PLAIN[:, i]) for i, f in enumerate(SIZES)], axis=1)
rows = np.stack([SIZES[i % len(SIZES)](PLAIN[i]) for i in range(ROWS)])
document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
    "rows": ROWS, "columns": COLUMNS, "upstream": np.ravel(UPSTREAM).tolist(), "scale": SCALE.tolist(), "shift": SHIFT.tolist(), "plain": np.ravel(PLAIN).tolist(),
    "dense": [dense(True), dense(False)],
    "normalization": [
        normalization({"type": "batch_normalization"}, nn.BatchNorm1d(COLUMNS), columns),
        normalization({"type": "batch_normalization", "epsilon": 0.25}, nn.BatchNorm1d(COLUMNS, eps=0.25), columns),
        normalization({"type": "layer_normalization"}, nn.LayerNorm(COLUMNS), rows),
        normalization({"type": "layer_normalization", "epsilon": 0.25}, nn.LayerNorm(COLUMNS, eps=0.25), rows),
    ],
    "scaling": [scaling()],
    "dropout": [dropout(rate) for rate in (0.1, 0.25, 0.5, 0.9)],
    "noise": [noise(deviation) for deviation in (0.1, 2.0)],
}
body = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in document.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{" + body + "}\n")
