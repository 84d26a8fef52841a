"""Writes activations.json: activation and loss values with their derivatives, by PyTorch's automatic differentiation.

    python3 activations.py        (needs numpy and torch; the file records their versions)

Values and derivatives are double; values32 are the same functions in float32. Matrices are flat, row after row.
Two ways of averaging row or class weights occur, and both are recorded under the name of what they divide by:
  meanOverRows     sum(w * loss) / n         torch: binary_cross_entropy(weight=...); Keras: "sum_over_batch_size"
  meanOverWeights  sum(w * loss) / sum(w)    torch: cross_entropy(weight=...); Keras: weighted metrics; scikit-learn
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
special = [0.0, -0.0] + [s * v for v in (1e-8, 0.5, 1.0, 3.0, 20.0, 100.0, 1e4) for s in (1, -1)]
POINTS = special + [float(x) for x in np.arange(-96, 97) / 16 if x not in special]

FUNCTIONS = [
    ("linear", None, lambda x, p: x * 1),
    ("sigmoid", None, lambda x, p: torch.sigmoid(x)),
    ("tanh", None, lambda x, p: torch.tanh(x)),
    ("relu", None, lambda x, p: F.relu(x)),
    ("leaky_relu", 0.01, lambda x, p: F.leaky_relu(x, 0.01)),
    ("prelu", 0.25, lambda x, p: F.prelu(x, p)),
    ("swish", 1.0, lambda x, p: x * torch.sigmoid(p * x)),
    ("swish", 1.5, lambda x, p: x * torch.sigmoid(p * x)),
]


def flat(tensor):
    return tensor.detach().double().numpy().ravel().tolist()


def activation(name, parameter, function):
    def leaf(dtype):
        return torch.tensor(POINTS, dtype=dtype, requires_grad=True)

    def shared(dtype):
        return torch.tensor([parameter if parameter is not None else 0.0], dtype=dtype)

    x = leaf(torch.float64)
    function(x, shared(torch.float64)).sum().backward()
    result = {
        "name": name, "parameter": parameter,
        "values": flat(function(x, shared(torch.float64))), "derivatives": flat(x.grad),
        "values32": flat(function(leaf(torch.float32), shared(torch.float32))),
    }
    if name in ("prelu", "swish"):
        slopes = []
        for point in POINTS:
            p = shared(torch.float64).requires_grad_()
            function(torch.tensor([point], dtype=torch.float64), p).sum().backward()
            slopes.append(p.grad.item())
        result["parameterDerivatives"] = slopes
    return result


LOGITS = [
    [0.0, 0.0, 0.0], [0.5, -1.0, 2.0], [3.0, 3.0, -3.0], [20.0, -20.0, 0.0], [100.0, 0.0, -100.0],
    [-100.0, 100.0, 1.0], [1000.0, 1000.0, 0.0], [1e4, -1e4, 0.0], [-1e4, 1e4, 1e4], [1e-8, -1e-8, 0.0],
]
BITS = [[1, 0, 1], [0, 0, 1], [1, 0, 0], [1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 1, 0], [1, 0, 0], [1, 0, 1], [0, 1, 0]]
LABELS = [0, 1, 2, 0, 0, 0, 2, 0, 0, 1]
UPSTREAM = [[0.5, -1.0, 2.0], [1.0, 0.25, -0.75]]
ROW_WEIGHTS = [1.0, 0.5, 2.0, 0.0, 3.0, 1.5, 0.25, 1.0, 1.0, 4.0]
CLASS_WEIGHTS = [0.5, 1.0, 2.5]
NEGATIVE_POSITIVE_WEIGHTS = [0.75, 3.0]


def softmax():
    z = torch.tensor(LOGITS, dtype=torch.float64, requires_grad=True)
    p = torch.softmax(z, dim=1)
    upstream = torch.tensor((UPSTREAM * 5), dtype=torch.float64)
    (p * upstream).sum().backward()
    return {
        "rows": len(LOGITS), "columns": 3, "logits": np.ravel(LOGITS).tolist(), "values": flat(p),
        "values32": flat(torch.softmax(torch.tensor(LOGITS, dtype=torch.float32), dim=1)),
        "logValues": flat(torch.log_softmax(z, dim=1)),
        "upstream": flat(upstream), "gradients": flat(z.grad),
    }


def bce(z):
    return F.binary_cross_entropy_with_logits(z, torch.tensor(BITS, dtype=torch.float64), reduction="none")


def cce(z):
    return F.cross_entropy(z, torch.tensor(LABELS), reduction="none")[:, None]


def mse(z):
    return F.mse_loss(z, torch.tensor(BITS, dtype=torch.float64), reduction="none")


def losses():
    rows = torch.tensor(ROW_WEIGHTS, dtype=torch.float64)[:, None]
    by_label = torch.tensor(CLASS_WEIGHTS, dtype=torch.float64)[LABELS][:, None]
    by_bit = torch.tensor(NEGATIVE_POSITIVE_WEIGHTS, dtype=torch.float64)[torch.tensor(BITS)]
    one = torch.ones(1, dtype=torch.float64)
    result = []
    for name, elements, classes in (("sigmoid_binary_cross_entropy", bce, by_bit), ("softmax_categorical_cross_entropy", cce, by_label), ("linear_mean_squared_error", mse, None)):
        for weighting, weights in (("none", one), ("rows", rows), ("classes", classes)):
            if weights is None:
                continue
            for reduction in ("meanOverRows", "meanOverWeights") if weighting != "none" else ("mean",):
                z = torch.tensor(LOGITS, dtype=torch.float64, requires_grad=True)
                l = elements(z)
                spread = weights.expand_as(l)
                loss = (l * spread).sum() / (spread.sum() if reduction == "meanOverWeights" else l.numel())
                loss.backward()
                result.append({"name": name, "weighting": weighting, "reduction": reduction, "value": loss.item(), "gradients": flat(z.grad)})
    # The same through PyTorch's own weighted functions, so that the two names above are facts.
    z, bits = torch.tensor(LOGITS, dtype=torch.float64), torch.tensor(BITS, dtype=torch.float64)

    def value(name, weighting, reduction):
        return next(r["value"] for r in result if (r["name"], r["weighting"], r["reduction"]) == (name, weighting, reduction))

    own = F.binary_cross_entropy_with_logits(z, bits, weight=rows)
    assert np.isclose(own.item(), value("sigmoid_binary_cross_entropy", "rows", "meanOverRows"), rtol=1e-14)
    own = F.cross_entropy(z, torch.tensor(LABELS), weight=torch.tensor(CLASS_WEIGHTS, dtype=torch.float64))
    assert np.isclose(own.item(), value("softmax_categorical_cross_entropy", "classes", "meanOverWeights"), rtol=1e-14)
    return {
        "rows": len(LOGITS), "columns": 3, "logits": np.ravel(LOGITS).tolist(), "bits": np.ravel(BITS).tolist(), "labels": LABELS,
        "rowWeights": ROW_WEIGHTS, "classWeights": CLASS_WEIGHTS, "negativePositiveWeights": NEGATIVE_POSITIVE_WEIGHTS, "cases": result,
    }


def l2():
    start, strength, m = [0.0, 0.5, -1.25, 3.0, -1e-3], 0.02, 16
    forms = {"half": lambda w: strength / 2 * (w * w).sum(), "sum": lambda w: strength * (w * w).sum(), "perRow": lambda w: strength / (2 * m) * (w * w).sum()}
    result = {"weights": start, "strength": strength, "rows": m}
    for name, form in forms.items():
        w = torch.tensor(start, dtype=torch.float64, requires_grad=True)
        penalty = form(w)
        penalty.backward()
        result[name] = {"value": penalty.item(), "gradients": flat(w.grad)}
    return result


document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
    "points": POINTS,
    "functions": [activation(*f) for f in FUNCTIONS],
    "softmax": softmax(),
    "losses": losses(),
    "l2": l2(),
}
body = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in document.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{" + body + "}\n")
