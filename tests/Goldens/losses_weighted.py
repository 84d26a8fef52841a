"""Writes losses_weighted.json: every loss reduced in three ways, with sample weights, class weights and smoothed labels.

    python3 losses_weighted.py        (needs numpy and torch; the file records their versions)

A case is one batch through a linear layer whose weight is the identity: "value" is the reduced loss, "gradients" are
those of that weight, by PyTorch's automatic differentiation of PyTorch's own function without reduction ("by": "torch")
or of Keras's published formula ("by": "formula", see losses.py). A sample's weight multiplies its loss; the means divide by the number of
elements or of samples, not by the sum of the weights (Keras: "sum_over_batch_size"; PyTorch: the mean of weighted losses).
A class's weight multiplies that of its samples.
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
LOGITS = [[0.25, -0.5, 1.5], [0.5, -1.0, 2.0], [3.0, 2.75, -3.0], [-2.0, -1.5, -0.75], [0.0, 0.5, 0.125], [1.0, -0.25, -1.0], [-0.375, 0.875, 4.0]]
LABELS = [0, 1, 2, 0, 2, 2, 1]
REAL = [[0.25, 1.0, -0.5], [0.75, -1.75, 3.5], [-2.0, 2.5, -3.5], [0.0, 0.0, 0.0], [1.5, 0.25, -5.0], [-1.0, 1.25, 2.0], [0.5, 0.5, 0.25]]
BITS = [[1, 0, 1], [0, 0, 1], [1, 0, 0], [1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 1, 0]]
SOFT = [[0.25, 0.5, 0.25], [1, 0, 0], [0.125, 0.125, 0.75], [0, 1, 0], [0.5, 0.5, 0], [0, 0.0625, 0.9375], [0, 0, 1]]
COUNTS = [[0, 1, 5], [2, 0, 0.5], [7, 1, 0], [0, 0, 3], [1, 2, 3], [4, 4, 4], [3, 0, 1]]
ROWS = [1.0, 0.5, 2.0, 0.0, 3.0, 1.5, 0.25]
CLASSES = [0.5, 1.25, 3.0]
ONE_HOT = F.one_hot(torch.tensor(LABELS), 3).double()
ACTIVATIONS = {"linear": lambda z: z, "sigmoid": torch.sigmoid, "softmax": lambda z: torch.softmax(z, 1), "softplus": lambda z: F.softplus(z, threshold=700)}
REDUCTIONS = {"MeanOverElements": lambda n, k: n * k, "MeanOverSamples": lambda n, k: n, "Sum": lambda n, k: 1}
cases = []


def case(loss, activation, targets, function, by, fused=False, width=3):
    """function(outputs or logits, targets) gives a loss per element, or per sample in one column."""
    t = (targets if isinstance(targets, torch.Tensor) else torch.tensor(targets, dtype=torch.float64))[:, :width]
    x = torch.tensor(LOGITS)[:, :width]
    one_hot = width > 1 and bool(((t == 1).sum(1) == 1).all()) and bool((t.sum(1) == 1).all())
    label = t.argmax(1) if width > 1 else (t[:, 0] > 0.5).long()
    classes = torch.tensor(CLASSES[:width] if width > 1 else CLASSES[:2])
    rows = torch.tensor(ROWS)
    weightings = {"none": torch.ones(len(x)), "rows": rows}
    if one_hot or width == 1:
        weightings |= {"classes": classes[label], "both": classes[label] * rows}
    for weighting, weights in weightings.items():
        for reduction, divisor in REDUCTIONS.items():
            matrix = torch.eye(width, requires_grad=True)
            z = x @ matrix.T
            losses = function(z if fused else ACTIVATIONS[activation](z), t)
            value = (losses * weights[:, None]).sum() / divisor(len(x), width)
            value.backward()
            cases.append({
                "loss": loss | {"reduction": reduction}, "activation": {"type": activation}, "by": by, "columns": width, "weighting": weighting,
                "rowWeights": ROWS if weighting in ("rows", "both") else None, "classWeights": classes.tolist() if weighting in ("classes", "both") else None,
                "inputs": x.flatten().tolist(), "targets": t.flatten().tolist(), "value": value.item(), "gradients": matrix.grad.flatten().tolist(),
            })


def bce(**options):
    return lambda z, t: F.binary_cross_entropy_with_logits(z, t, reduction="none", **options)


def focal(gamma, weight):
    # Lin et al. 2017 as in torchvision's sigmoid_focal_loss, see losses.py.
    def function(z, t):
        signs = 2 * t - 1
        return F.binary_cross_entropy_with_logits(z, t, reduction="none") * torch.exp(gamma * F.logsigmoid(-signs * z)) * torch.where(t > 0, weight, 1.0)
    return function


def cce(z, t):
    return F.cross_entropy(z, t, reduction="none")[:, None]


def smooth_cce(z, t):
    return F.cross_entropy(z, t.argmax(1), label_smoothing=0.125, reduction="none")[:, None]


def categorical_hinge(y, t):
    return torch.clamp(((1 - t) * y - 1e9 * t).max(1).values - (t * y).sum(1) + 1, min=0)[:, None]


def unit(v):
    return v / v.norm(dim=1, keepdim=True)


signs = 2 * torch.tensor(BITS, dtype=torch.float64) - 1
case({"type": "mean_squared_error"}, "linear", REAL, lambda y, t: F.mse_loss(y, t, reduction="none"), "torch")
case({"type": "mean_squared_error", "half": True}, "linear", REAL, lambda y, t: F.mse_loss(y, t, reduction="none") / 2, "torch")
case({"type": "mean_squared_error"}, "sigmoid", BITS, lambda y, t: F.mse_loss(y, t, reduction="none"), "torch", width=1)
case({"type": "mean_absolute_error"}, "linear", REAL, lambda y, t: F.l1_loss(y, t, reduction="none"), "torch")
case({"type": "huber", "delta": 0.75}, "linear", REAL, lambda y, t: F.huber_loss(y, t, reduction="none", delta=0.75), "torch")
case({"type": "log_cosh"}, "linear", REAL, lambda y, t: torch.logaddexp(y - t, t - y) - float(np.log(2)), "torch")
# Shifted, so that no error is 0, where the slope may be anything between two.
case({"type": "quantile", "level": 0.875}, "linear", [[v + 2.0 ** -4 for v in row] for row in REAL], lambda y, t: torch.maximum(0.875 * (t - y), (0.875 - 1) * (t - y)), "formula")
levels = torch.tensor([0.125, 0.5, 0.875])
case({"type": "quantiles", "levels": levels.tolist()}, "linear", [[v + 2.0 ** -4 for v in row] for row in REAL], lambda y, t: torch.maximum(levels * (t - y), (levels - 1) * (t - y)), "formula")
for width in (3, 1):
    case({"type": "binary_focal_cross_entropy", "gamma": 0.5, "positiveWeight": 2.5}, "sigmoid", BITS, focal(0.5, 2.5), "formula", True, width)
    case({"type": "binary_cross_entropy"}, "sigmoid", BITS, bce(), "torch", True, width)
    case({"type": "binary_cross_entropy", "labelSmoothing": 0.125}, "sigmoid", BITS, lambda z, t: bce()(z, t * 0.875 + 0.0625), "formula", True, width)
    case({"type": "binary_cross_entropy", "positiveWeight": 2.5}, "sigmoid", BITS, bce(pos_weight=torch.tensor([2.5])), "torch", True, width)
    case({"type": "hinge"}, "linear", signs, lambda y, t: torch.relu(1 - t * y), "formula", False, width)
    case({"type": "hinge", "convertLabels": True}, "linear", BITS, lambda y, t: torch.relu(1 - (2 * t - 1) * y), "formula", False, width)
    case({"type": "squared_hinge", "convertLabels": True}, "linear", BITS, lambda y, t: torch.relu(1 - (2 * t - 1) * y) ** 2, "formula", False, width)
case({"type": "categorical_cross_entropy"}, "softmax", ONE_HOT, cce, "torch", True)
case({"type": "categorical_cross_entropy", "labelSmoothing": 0.125}, "softmax", ONE_HOT, smooth_cce, "torch", True)
case({"type": "categorical_cross_entropy"}, "softmax", SOFT, cce, "torch", True)
case({"type": "kullback_leibler"}, "softmax", SOFT, lambda z, t: F.kl_div(torch.log_softmax(z, 1), t, reduction="none"), "torch", True)
case({"type": "kullback_leibler"}, "softmax", ONE_HOT, lambda z, t: F.kl_div(torch.log_softmax(z, 1), t, reduction="none"), "torch", True)
case({"type": "categorical_hinge"}, "linear", ONE_HOT, categorical_hinge, "formula")
case({"type": "poisson"}, "softplus", COUNTS, lambda y, t: F.poisson_nll_loss(y, t, log_input=False, eps=0, reduction="none"), "torch")
case({"type": "poisson", "logInput": True}, "linear", COUNTS, lambda y, t: F.poisson_nll_loss(y, t, log_input=True, reduction="none"), "torch")
case({"type": "cosine_proximity"}, "linear", ONE_HOT, lambda y, t: -(unit(t) * unit(y)).sum(1, keepdim=True), "formula")
case({"type": "cosine_proximity"}, "linear", SOFT, lambda y, t: -F.cosine_similarity(y, t, dim=1, eps=1e-300)[:, None], "torch")

# PyTorch's own reductions, so that the two means are facts.
x, real, labels = torch.tensor(LOGITS), torch.tensor(REAL), torch.tensor(LABELS)


def value(kind, weighting, reduction, **options):
    return next(c["value"] for c in cases if c["loss"] == {"type": kind, "reduction": reduction} | options and c["weighting"] == weighting and c["columns"] == 3)


assert np.isclose(F.mse_loss(x, real).item(), value("mean_squared_error", "none", "MeanOverElements"), rtol=1e-14)
assert np.isclose(F.mse_loss(x, real, reduction="sum").item(), value("mean_squared_error", "none", "Sum"), rtol=1e-14)
assert np.isclose(F.cross_entropy(x, labels).item(), value("categorical_cross_entropy", "none", "MeanOverSamples"), rtol=1e-14)
own = F.cross_entropy(x, labels, weight=torch.tensor(CLASSES), reduction="sum")
assert np.isclose(own.item(), value("categorical_cross_entropy", "classes", "Sum"), rtol=1e-14)
own = F.binary_cross_entropy_with_logits(x, torch.tensor(BITS, dtype=torch.float64), weight=torch.tensor(ROWS)[:, None])
assert np.isclose(own.item(), value("binary_cross_entropy", "rows", "MeanOverElements"), rtol=1e-14)

document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__},
}
body = ",\n".join(json.dumps(c, allow_nan=False) for c in cases)
pathlib.Path(__file__).with_suffix(".json").write_text(f'{json.dumps(document)[:-1]}, "cases": [\n{body}\n]}}\n')
