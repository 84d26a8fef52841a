"""Writes activations_more.json: the activations that activations.py leaves out.

    python3 activations_more.py        (needs numpy, torch and mpmath; the file records their versions)

Every function carries its description in the catalogue's JSON. "values" and "derivatives" are PyTorch's, in double, where
PyTorch has the function, otherwise automatic differentiation of its formula; "exact" are the nearest doubles of the values
to 60 digits, by mpmath, from which relative accuracy can be told far out where PyTorch's own may be lost.
"""
import json
import pathlib
import sys

import mpmath
import numpy as np
import torch
import torch.nn.functional as F
from mpmath import mp, mpf

mp.dps = 60
torch.set_num_threads(1)
special = [0.0, -0.0] + [s * v for v in (2.0 ** -27, 0.5, 1.0, 3.0, 6.0, 12.0, 20.0, 30.0, 100.0, 1e4) for s in (1, -1)]
POINTS = special + [float(x) for x in np.arange(-96, 97) / 16 if x not in special]


def sigmoid(x):
    return 1 / (1 + mpmath.exp(-x))


def clamp(x):
    return min(mpf(1), max(mpf(0), x))


def selu(x):
    scale, alpha = mpf("1.0507009873554804934193349852946"), mpf("1.6732632423543772848170429916717")
    return scale * (x if x > 0 else alpha * mpmath.expm1(x))


def tanh_gelu(x):
    return x * sigmoid(2 * mpmath.sqrt(2 / mp.pi) * (x + mpf("0.044715") * x ** 3))


FUNCTIONS = [
    ({"type": "gelu"}, lambda x: F.gelu(x), lambda x: x * mpmath.erfc(-x / mpmath.sqrt(2)) / 2),
    ({"type": "gelu", "approximate": True}, lambda x: F.gelu(x, approximate="tanh"), tanh_gelu),
    ({"type": "elu"}, lambda x: F.elu(x), lambda x: x if x > 0 else mpmath.expm1(x)),
    ({"type": "elu", "alpha": 0.5}, lambda x: F.elu(x, 0.5), lambda x: x if x > 0 else mpmath.expm1(x) / 2),
    ({"type": "selu"}, lambda x: F.selu(x), selu),
    # PyTorch's threshold is put out of reach: beyond it softplus would be x.
    ({"type": "softplus"}, lambda x: F.softplus(x, threshold=700), lambda x: mpmath.log1p(mpmath.exp(x)) if x < 1000 else x),
    ({"type": "softplus", "beta": 2}, lambda x: F.softplus(x, beta=2, threshold=700), lambda x: mpmath.log1p(mpmath.exp(2 * x)) / 2 if x < 1000 else x),
    ({"type": "softsign"}, lambda x: F.softsign(x), lambda x: x / (1 + abs(x))),
    ({"type": "mish"}, lambda x: F.mish(x), lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))) if x < 1000 else x),
    # Not PyTorch's own hardsigmoid, whose derivative is 1/6 rounded to float even in double.
    ({"type": "hard_sigmoid"}, lambda x: F.relu6(x + 3) / 6, lambda x: clamp(x / 6 + 0.5)),
    # Keras before 3: clip(0.2·x + 0.5, 0, 1)
    ({"type": "hard_sigmoid", "slope": 0.2}, lambda x: torch.where(abs(x) < 2.5, 0.2 * x + 0.5, (x > 0).double()), lambda x: clamp(mpf(0.2) * x + 0.5)),
    ({"type": "hard_swish"}, lambda x: F.hardswish(x), lambda x: x * clamp(x / 6 + 0.5)),
    ({"type": "step"}, None, lambda x: mpf(x > 0)),
    ({"type": "step", "threshold": 0.5, "form": "Bipolar"}, None, lambda x: mpf(1 if x > 0.5 else -1)),
]
LOGITS = [
    [0.0, 0.0, 0.0], [0.5, -1.0, 2.0], [3.0, 3.0, -3.0], [20.0, -20.0, 0.0], [100.0, 0.0, -100.0],
    [1000.0, 1000.0, 0.0], [1e4, -1e4, 0.0], [-1e4, 1e4, 1e4], [2.0 ** -27, -2.0 ** -27, 0.0],
]
UPSTREAM = [[0.5, -1.0, 2.0], [1.0, 0.25, -0.75], [0.0, 0.0, 1.0]]


def activation(description, function, exact):
    result = {"activation": description, "exact": [float(exact(mpf(x))) for x in POINTS]}
    if function is not None:
        x = torch.tensor(POINTS, dtype=torch.float64, requires_grad=True)
        values = function(x)
        values.sum().backward()
        result |= {"values": values.tolist(), "derivatives": x.grad.tolist()}
    return result


def log_softmax():
    z = torch.tensor(LOGITS, dtype=torch.float64, requires_grad=True)
    upstream = torch.tensor(UPSTREAM * 3, dtype=torch.float64)
    values = torch.log_softmax(z, dim=1)
    (values * upstream).sum().backward()
    return {"logits": np.ravel(LOGITS).tolist(), "values": values.flatten().tolist(), "upstream": upstream.flatten().tolist(), "gradients": z.grad.flatten().tolist()}


document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__, "mpmath": mpmath.__version__},
    "points": POINTS,
    "functions": [activation(*f) for f in FUNCTIONS],
    "logSoftmax": log_softmax(),
}
body = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in document.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{" + body + "}\n")
