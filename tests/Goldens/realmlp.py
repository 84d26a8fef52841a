"""Writes realmlp.json: a network of RealMLP's parts, forward and backward.

    python3 realmlp.py        (needs numpy and torch; the file records their versions)

Scaling layer, NTK parametrization z = x W'/sqrt(n) + b, and activations x + alpha (f(x) - x) with alpha per neuron (Holzmueller, Grinsztajn and
Steinwart, "Better by default", 2024). Matrices are flat, a row per sample; parameters are named as this library names them and shaped
outputs x inputs. The loss is the mean squared error over all elements; "gradients" are its derivatives.
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(20261129)
ROWS, COLUMNS = 9, 4


def flat(tensor):
    return tensor.detach().numpy().ravel().tolist()


def parameter(p, name, shape):
    p[name] = torch.tensor(rng.normal(size=shape), requires_grad=True)
    return p[name]


def ntk(x, p, index, units):
    return x @ parameter(p, f"layers.{index}.weight", (units, x.shape[1])).T / np.sqrt(x.shape[1]) + parameter(p, f"layers.{index}.bias", (units,))


def strength(x, p, index, function):
    return x + parameter(p, f"layers.{index}.strength", (x.shape[1],)) * (function(x) - x)


def network(x, p):
    # [Scaling, Dense(6, Strength(Selu)), Dense(5, Strength(Mish)), Dense(2)], all dense layers NTK.
    h = x * parameter(p, "layers.0.scale", (COLUMNS,))
    h = strength(ntk(h, p, 1, 6), p, 2, F.selu)
    h = strength(ntk(h, p, 3, 5), p, 4, F.mish)
    return ntk(h, p, 5, 2)


p = {}
x = torch.tensor(rng.normal(size=(ROWS, COLUMNS)), requires_grad=True)
y = network(x, p)
targets = torch.tensor(rng.normal(size=y.shape))
loss = ((y - targets) ** 2).mean()
loss.backward()
versions = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
content = {
    "versions": versions, "rows": ROWS, "columns": COLUMNS, "inputs": flat(x), "targets": flat(targets), "parameters": {name: flat(value) for name, value in p.items()},
    "outputs": flat(y), "loss": loss.item(), "gradients": {"inputs": flat(x.grad), **{name: flat(value.grad) for name, value in p.items()}},
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")
