"""Writes branches.json: networks with residual blocks and branches, forward and backward.

    python3 branches.py        (needs numpy and torch; the file records their versions)

Matrices are flat, a row per sample; parameters are named as this library names them and shaped outputs x inputs. The loss is the mean
squared error over all elements; "gradients" are its derivatives with respect to the parameters and, as "inputs", to the inputs.
"""
import json
import pathlib
import sys

import numpy as np
import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(20261129)
ROWS, COLUMNS = 9, 4


def flat(tensor):
    return tensor.detach().numpy().ravel().tolist()


class Parameters(dict):
    def linear(self, x, index, units):
        for name, shape in ((f"layers.{index}.weight", (units, x.shape[1])), (f"layers.{index}.bias", (units,))):
            self[name] = torch.tensor(rng.normal(size=shape) / 2, requires_grad=True)
        return x @ self[f"layers.{index}.weight"].T + self[f"layers.{index}.bias"]


def residual(x, p):
    # [Dense(6, Tanh), Residual([Tanh, Dense(6), Sigmoid, Dense(6)]), Dense(2)]; what is inside a block is numbered behind it.
    h = torch.tanh(p.linear(x, 0, 6))
    h = h + p.linear(torch.sigmoid(p.linear(torch.tanh(h), 4, 6)), 6, 6)
    return p.linear(h, 7, 2)


def inputs(x, p):
    # [Residual([Dense(4, Tanh)]), Residual([Dense(4), Residual([Dense(4, Tanh)])]), Dense(1)]
    h = x + torch.tanh(p.linear(x, 1, 4))
    inner = p.linear(h, 4, 4)
    inner = inner + torch.tanh(p.linear(inner, 6, 4))
    return p.linear(h + inner, 8, 1)


def heads(x, p):
    # [Dense(5, Tanh), Concatenate([[Dense(1, Sigmoid)], [Linear], [Dense(3), Tanh, Dense(2)]]), Tanh, Dense(3), Concatenate([[Dense(1)], [Dense(2), Softmax]])]
    h = torch.tanh(p.linear(x, 0, 5))
    h = torch.cat([torch.sigmoid(p.linear(h, 3, 1)), h, p.linear(torch.tanh(p.linear(h, 6, 3)), 8, 2)], dim=1)
    h = p.linear(torch.tanh(h), 10, 3)
    return torch.cat([p.linear(h, 12, 1), torch.softmax(p.linear(h, 13, 2), dim=1)], dim=1)


def run(network):
    p = Parameters()
    x = torch.tensor(rng.normal(size=(ROWS, COLUMNS)), requires_grad=True)
    y = network(x, p)
    targets = torch.tensor(rng.normal(size=y.shape))
    loss = ((y - targets) ** 2).mean()
    loss.backward()
    return {
        "inputs": flat(x), "targets": flat(targets), "parameters": {name: flat(value) for name, value in p.items()}, "outputs": flat(y), "loss": loss.item(),
        "gradients": {"inputs": flat(x.grad), **{name: flat(value.grad) for name, value in p.items()}},
    }


versions = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
content = {"versions": versions, "rows": ROWS, "columns": COLUMNS, **{network.__name__: run(network) for network in (residual, inputs, heads)}}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")
