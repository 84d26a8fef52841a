"""Writes regularizers.json: penalties with their gradients, and limits on the length of a neuron's weights, by PyTorch.

    python3 regularizers.py        (needs numpy and torch; the file records their versions)

"gradients" come from automatic differentiation of the formula; where torch.optim.SGD has the penalty itself (weight_decay), its step at
rate 1 with no other gradient must be the same. "limited" is torch.renorm of the rows, which divides by the norm plus 1e-7.
"""
import json
import pathlib
import sys

import numpy as np
import torch

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
WEIGHTS = [[0.5, -1.25, 3.0, -0.0625], [0.25, 0.125, -0.375, 0.5], [-2.0, 0.75, 0.03125, 1.5]]
ROWS = 16
PENALTIES = [
    ({"type": "l2", "strength": 0.02}, lambda w: 0.02 / 2 * (w * w).sum()),
    ({"type": "l2", "strength": 0.02, "form": "Square"}, lambda w: 0.02 * (w * w).sum()),
    ({"type": "l2", "strength": 0.02, "form": "PerSample"}, lambda w: 0.02 / (2 * ROWS) * (w * w).sum()),
    ({"type": "l1", "strength": 0.03}, lambda w: 0.03 * w.abs().sum()),
    ({"type": "elastic_net", "absolute": 0.03, "quadratic": 0.05}, lambda w: 0.03 * w.abs().sum() + 0.05 / 2 * (w * w).sum()),
    # A limit out of reach leaves the penalty inside it.
    ({"type": "max_norm", "limit": 100, "penalty": {"type": "l2", "strength": 0.02}}, lambda w: 0.02 / 2 * (w * w).sum()),
]


def penalty(description, function):
    w = torch.tensor(WEIGHTS, requires_grad=True)
    value = function(w)
    value.backward()
    if description == {"type": "l2", "strength": 0.02}:
        own = torch.nn.Parameter(torch.tensor(WEIGHTS))
        own.grad = torch.zeros_like(own)
        torch.optim.SGD([own], lr=1, weight_decay=0.02).step()
        assert np.allclose((torch.tensor(WEIGHTS) - own).detach(), w.grad, rtol=0, atol=1e-15)
    return {"regularizer": description, "value": value.item(), "gradients": w.grad.flatten().tolist()}


document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
    "weights": np.ravel(WEIGHTS).tolist(), "columns": 4, "rows": ROWS,
    "penalties": [penalty(*p) for p in PENALTIES],
    "limits": [{"regularizer": {"type": "max_norm", "limit": limit}, "limited": torch.renorm(torch.tensor(WEIGHTS), 2, 0, limit).flatten().tolist()} for limit in (0.5, 1.0, 2.0, 3.0)],
}
body = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in document.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{" + body + "}\n")
