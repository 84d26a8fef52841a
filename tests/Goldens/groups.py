"""Writes groups.json: parameter groups of PyTorch's optimizers, ten updates of a small network with all rows in one batch.

    python3 groups.py        (needs numpy and torch; the file records their versions)

A parameter that is trained from a later step on has no gradient before. NAdam runs with foreach=True: in torch 1.13 the other path multiplies mu twice.
Matrices are flat; parameters are named as this library names them. The network is [Dense(5, Tanh), Dense(4, Tanh), Dense(2)] with the mean squared error.
"""
import json
import pathlib
import sys

import numpy as np
import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(20261130)
ROWS, STEPS = 12, 10
SHAPES = {"layers.0.weight": (5, 3), "layers.0.bias": (5,), "layers.2.weight": (4, 5), "layers.2.bias": (4,), "layers.4.weight": (2, 4), "layers.4.bias": (2,)}


def flat(tensor):
    return tensor.detach().numpy().ravel().tolist()


START = {name: rng.normal(size=shape) / 2 for name, shape in SHAPES.items()}
X, Y = rng.normal(size=(ROWS, 3)), rng.normal(size=(ROWS, 2))


def train(make, groups, thaw=None):
    """groups: name -> (factor, decay, frozen); thaw: name -> the number of steps before it is trained, until which it has no gradient"""
    thaw = thaw or {}
    p = {name: torch.tensor(value, requires_grad=not groups[name][2]) for name, value in START.items()}
    optimizer = make([{"params": [p[name]], "factor": factor, "weight_decay": decay} for name, (factor, decay, frozen) in groups.items() if not frozen])
    for group in optimizer.param_groups:
        group["lr"] *= group["factor"]
    x, y = torch.tensor(X), torch.tensor(Y)
    for step in range(STEPS):
        h = torch.tanh(x @ p["layers.0.weight"].T + p["layers.0.bias"])
        h = torch.tanh(h @ p["layers.2.weight"].T + p["layers.2.bias"])
        loss = ((h @ p["layers.4.weight"].T + p["layers.4.bias"] - y) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        for name, steps in thaw.items():
            if step < steps:
                p[name].grad = None
        optimizer.step()
    return {name: flat(value) for name, value in p.items()}


def groups(decay, **own):
    weights = {name: (1, decay if name.endswith("weight") else 0, False) for name in SHAPES}
    return {**weights, **{key.replace("_", "."): value for key, value in own.items()}}


cases = {
    "rates": train(lambda g: torch.optim.Adam(g, lr=0.02), groups(0, layers_0_weight=(0.5, 0, False), layers_0_bias=(0.5, 0, False), layers_4_bias=(3, 0, False))),
    "frozen": train(lambda g: torch.optim.Adam(g, lr=0.02), groups(0, layers_0_weight=(1, 0, True), layers_0_bias=(1, 0, True), layers_2_bias=(1, 0, True))),
    "decay": train(lambda g: torch.optim.AdamW(g, lr=0.02), groups(0.1, layers_0_weight=(2, 0, False), layers_4_bias=(1, 0.1, False))),
    "unfreezing": train(
        lambda g: torch.optim.Adam(g, lr=0.02),
        groups(0, layers_0_weight=(1 / 4, 0, False), layers_0_bias=(1 / 4, 0, False), layers_2_weight=(1 / 2, 0, False), layers_2_bias=(1 / 2, 0, False)),
        {"layers.0.weight": 6, "layers.0.bias": 6, "layers.2.weight": 3, "layers.2.bias": 3}),
    "unfreezing nadam": train(lambda g: torch.optim.NAdam(g, lr=0.02, foreach=True), groups(0), {"layers.0.weight": 4, "layers.0.bias": 4}),
    "momentum": train(lambda g: torch.optim.SGD(g, lr=0.05, momentum=0.9), groups(0, layers_2_weight=(0.1, 0, False), layers_4_weight=(1, 0, True))),
}
versions = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
content = {"versions": versions, "rows": ROWS, "steps": STEPS, "inputs": X.ravel().tolist(), "targets": Y.ravel().tolist(), "start": {name: value.ravel().tolist() for name, value in START.items()}, **cases}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")
