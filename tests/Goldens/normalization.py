"""Writes normalization.json: batch and layer normalization and AdamW, trained by PyTorch in double precision for twenty steps.

    python3 normalization.py        (needs numpy and torch; the file records their versions)

Initial parameters, inputs and targets are multiples of 2^-12 or 2^-10. Matrices are flat, row after row; a dense layer's
weight is [outputs, inputs]. The last batch is smaller. "evaluation" is the trained network on the first batch in
evaluation mode, which uses the running statistics.
"""
import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.default_rng(20260803)
STEPS, ROWS, LAST_ROWS = 20, 16, 7
NAMES = {"weight": "weight", "bias": "bias", "running_mean": "running_mean", "running_var": "running_variance"}


def grid(values, bits=12):
    return np.round(values * 2**bits) / 2**bits


def network(kind):
    norm = {
        "batch_normalization": lambda n: nn.BatchNorm1d(n),
        "batch_normalization_after": lambda n: nn.BatchNorm1d(n, momentum=0.3, eps=1e-3),
        "layer_normalization": lambda n: nn.LayerNorm(n),
    }[kind]
    # A bias right before a batch normalization has a gradient of rounding errors only, which Adam would blow up: there is none.
    if kind == "batch_normalization_after":
        # For the same reason no ReLU: a neuron that is positive for a whole batch passes its bias straight on.
        return nn.Sequential(nn.Linear(4, 12), nn.Sigmoid(), norm(12), nn.Linear(12, 9), nn.Tanh(), norm(9), nn.Linear(9, 3))
    bias = kind == "layer_normalization"
    return nn.Sequential(nn.Linear(4, 12, bias=bias), norm(12), nn.ReLU(), nn.Linear(12, 9, bias=bias), norm(9), nn.ReLU(), nn.Linear(9, 3))


def named(module):
    result = {}
    for i, layer in enumerate(module):
        normalizes = isinstance(layer, (nn.BatchNorm1d, nn.LayerNorm))
        for name, value in layer.state_dict(keep_vars=True).items():
            if name == "num_batches_tracked":
                continue
            own = {"weight": "scale", "bias": "shift"}.get(name) if normalizes else None
            result[f"layers.{i}.{own or NAMES[name]}"] = value
    return result


def flat(values):
    return {name: value.detach().numpy().ravel().tolist() for name, value in values.items()}


def train(kind, start, batches, settings):
    module = network(kind)
    values = named(module)
    with torch.no_grad():
        for name, value in values.items():
            value.copy_(torch.tensor(start[name]).reshape(value.shape))
    trained = {n: v for n, v in values.items() if v.requires_grad}
    weights = [v for n, v in trained.items() if n.endswith(".weight")]
    others = [v for n, v in trained.items() if not n.endswith(".weight")]
    decay = settings["weightDecay"]
    groups = [{"params": weights, "weight_decay": decay}, {"params": others, "weight_decay": decay if settings["allParameters"] else 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=settings["rate"], betas=(settings["beta1"], settings["beta2"]), eps=settings["epsilon"])
    losses, first_gradients = [], None
    for x, y in batches:
        loss = nn.functional.mse_loss(module(torch.tensor(x)), torch.tensor(y))
        optimizer.zero_grad()
        loss.backward()
        if first_gradients is None:
            first_gradients = flat({n: v.grad.clone() for n, v in trained.items()})
        optimizer.step()
        losses.append(loss.item())
    assert all(np.isfinite(losses)) and losses[-1] < losses[0], (kind, settings, losses)
    module.eval()
    evaluation = module(torch.tensor(batches[0][0])).detach().numpy().ravel().tolist()
    return {"optimizer": settings, "losses": losses, "firstGradients": first_gradients, "final": flat(values), "evaluation": evaluation}


def describe(kind):
    start = {}
    for name, value in named(network(kind)).items():
        shape = tuple(value.shape)
        last = name.rsplit(".", 1)[1]
        if last == "weight":
            start[name] = grid(rng.normal(size=shape) * np.sqrt(2 / shape[1]))
        elif last in ("bias", "shift"):
            start[name] = grid(rng.normal(size=shape) * 0.3)
        elif last == "scale":
            start[name] = grid(1 + rng.normal(size=shape) * 0.2)
        else:
            start[name] = value.detach().numpy().copy()
    batches = []
    for step in range(STEPS):
        x = grid(rng.normal(size=(ROWS if step < STEPS - 1 else LAST_ROWS, 4)) * [1, 3, 0.5, 1] + [0, 5, 0, -2], 10)
        a, b, c, d = x.T
        y = grid(np.stack([a + 0.3 * b, c - a, b * 0.2 + d], axis=1) + 0.1 * rng.normal(size=(len(x), 3)), 10)
        batches.append((x, y))
    settings = [
        {"rate": 0.02, "weightDecay": 0.1, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "allParameters": False},
        {"rate": 0.02, "weightDecay": 0.3, "beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "allParameters": True},
    ]
    return {
        "name": kind,
        "initial": {name: value.ravel().tolist() for name, value in start.items()},
        "batches": [{"rows": len(x), "inputs": x.ravel().tolist(), "targets": y.ravel().tolist()} for x, y in batches],
        "runs": [train(kind, start, batches, s) for s in settings],
    }


networks = [describe(kind) for kind in ("batch_normalization", "batch_normalization_after", "layer_normalization")]
path = pathlib.Path(__file__).with_suffix(".json")
head = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
}
body = ",\n".join(json.dumps(n, allow_nan=False) for n in networks)
path.write_text(f'{json.dumps(head)[:-1]}, "networks": [\n{body}\n]}}\n')
