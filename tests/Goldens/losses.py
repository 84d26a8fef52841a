"""Writes losses.json: losses behind activations, with the gradient before the activation.

    python3 losses.py        (needs numpy and torch; the file records their versions)

Every case carries loss and activation as descriptions in the catalogue's JSON. "losses" has one number per sample, the sum
over its outputs, not reduced; "gradients" are those of the sum of all of them. They are PyTorch's own functions where it has them ("by":
"torch"), otherwise Keras's published formulas written out and differentiated automatically ("by": "formula"):
    squared_hinge       mean(square(maximum(1 - y_true * y_pred, 0)))
    hinge               mean(maximum(1 - y_true * y_pred, 0)), labels of 0 and 1 taken as 2 * y - 1
    categorical_hinge   neg = max((1 - y_true) * y_pred), pos = sum(y_true * y_pred), maximum(neg - pos + 1, 0)
    cosine_similarity   -sum(l2_normalize(y_true) * l2_normalize(y_pred))
    label_smoothing     y_true * (1 - s) + 0.5 * s in binary_crossentropy, + s / classes in categorical_crossentropy
"wrong" are the losses with the logarithm taken of the target instead of the prediction, for a test that the numbers tell.
"""
import json
import pathlib
import sys

import numpy as np
import sklearn
import torch
from sklearn.metrics import mean_pinball_loss
import torch.nn.functional as F

torch.set_num_threads(1)
LOGITS = [
    [0.0, 0.0, 0.0], [0.5, -1.0, 2.0], [3.0, 2.75, -3.0], [20.0, -20.0, 0.0], [100.0, 0.0, -100.0],
    [-100.0, 100.0, 1.0], [1000.0, 1000.0, 0.0], [1e4, -1e4, 0.0], [-1e4, 1e4, 1e4], [2.0 ** -27, -2.0 ** -27, 0.25],
]
MILD = [[0.25, -0.5, 1.5], [0.5, -1.0, 2.0], [3.0, 2.75, -3.0], [-2.0, -1.5, -0.75], [0.0, 0.5, 0.125], [1.0, 1.0, -1.0]]
REAL = [[0.25, 1.0, -0.5], [0.5, -1.75, 3.5], [-2.0, 2.5, -3.5], [0.0, 0.0, 0.0], [100.0, 0.25, -50.0], [-1e4, 1e4, 2.0]]
BITS = [[1, 0, 1], [0, 0, 1], [1, 0, 0], [1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 1, 0], [1, 0, 0], [1, 0, 1], [0, 1, 0]]
SOFT = [[0.25, 0.5, 0.25], [1, 0, 0], [0.125, 0.125, 0.75], [0, 1, 0], [0.5, 0.5, 0], [0, 0.0625, 0.9375], [0, 0, 1], [1, 0, 0], [0.25, 0.25, 0.5], [0.0, 0.5, 0.5]]
LABELS = [0, 1, 2, 0, 0, 0, 2, 0, 0, 1]
COUNTS = [[0, 1, 5], [2, 0, 0.5], [7, 1, 0], [0, 0, 3], [1, 2, 3], [4, 4, 4]]


def tensor(values):
    return torch.tensor(values, dtype=torch.float64)


ONE_HOT = F.one_hot(torch.tensor(LABELS), 3).double()
ACTIVATIONS = {
    "linear": lambda z: z, "sigmoid": torch.sigmoid, "softmax": lambda z: torch.softmax(z, 1), "log_softmax": lambda z: torch.log_softmax(z, 1),
    "tanh": torch.tanh, "softplus": lambda z: F.softplus(z, threshold=700), "hard_sigmoid": lambda z: F.relu6(z + 3) / 6, "exponential": torch.exp,
}


def unit(v):
    return v / v.norm(dim=1, keepdim=True)


def categorical_hinge(y, t, margin=1.0):
    positive, negative = (t * y).sum(1), ((1 - t) * y).max(1).values
    return torch.clamp(negative - positive + margin, min=0)[:, None]


cases = []


def case(loss, activation, logits, targets, function, by, fused=False, wrong=None):
    """function(outputs or, if fused, the numbers before the activation, targets) gives a loss per element or per sample."""
    z = tensor(logits).requires_grad_()
    t = targets if isinstance(targets, torch.Tensor) else tensor(targets)
    t = t[: len(logits)]
    losses = function(z if fused else ACTIVATIONS[activation](z), t).sum(1)
    losses.sum().backward()
    result = {
        "loss": loss, "activation": {"type": activation}, "by": by, "logits": z.detach().flatten().tolist(), "targets": t.flatten().tolist(),
        "losses": losses.tolist(), "gradients": z.grad.flatten().tolist(),
    }
    if wrong is not None:
        result["wrong"] = [None if not np.isfinite(v) else v for v in wrong(ACTIVATIONS[activation](z.detach()), t).sum(1).tolist()]
    cases.append(result)


def bce(**options):
    return lambda z, t: F.binary_cross_entropy_with_logits(z, t, reduction="none", **options)


def cce(z, t):
    return F.cross_entropy(z, t, reduction="none")[:, None]


case({"type": "mean_squared_error"}, "linear", REAL, MILD, lambda y, t: F.mse_loss(y, t, reduction="none"), "torch")
case({"type": "mean_absolute_error"}, "linear", REAL, MILD, lambda y, t: F.l1_loss(y, t, reduction="none"), "torch")
for delta in (1.0, 0.25, 4.0):
    case({"type": "huber", "delta": delta}, "linear", REAL, MILD, lambda y, t: F.huber_loss(y, t, reduction="none", delta=delta), "torch")
    # Huber's loss is δ times PyTorch's smooth_l1_loss with beta = δ.
    case({"type": "huber", "delta": delta}, "linear", REAL, MILD, lambda y, t: delta * F.smooth_l1_loss(y, t, reduction="none", beta=delta), "torch")

# Keras's LogCosh, and large errors, where cosh itself overflows.
case({"type": "log_cosh"}, "linear", REAL, MILD, lambda y, t: (y - t) + F.softplus(-2 * (y - t), threshold=700) - float(np.log(2)), "formula")
case({"type": "log_cosh"}, "linear", [[0.25, -0.5, 2.0 ** -9], [800.0, -900.0, 1e4]], [[0.0, 0.0, 0.0], [1.0, 2.0, 0.0]], lambda y, t: torch.logaddexp(y - t, t - y) - float(np.log(2)), "torch")
for level in (0.5, 0.875, 0.0625):
    # max(τ·(y − ŷ), (τ − 1)·(y − ŷ)); the mean of it is scikit-learn's mean_pinball_loss.
    # No errors of exactly 0, where the slope may be anything between two.
    case({"type": "quantile", "level": level}, "linear", REAL, [[v + 2.0 ** -4 for v in row] for row in MILD], lambda y, t: torch.maximum(level * (t - y), (level - 1) * (t - y)), "formula")
    last = cases[-1]
    assert abs(sum(last["losses"]) / len(last["logits"]) - mean_pinball_loss(last["targets"], last["logits"], alpha=level)) <= 1e-12 * sum(last["losses"])
# Each output with a level of its own, or all with the same one.
for levels in ([0.125, 0.5, 0.875], [0.0625, 0.25, 0.75], [0.3]):
    own = tensor(levels)
    case({"type": "quantiles", "levels": levels}, "linear", REAL, [[v + 2.0 ** -4 for v in row] for row in MILD], lambda y, t: torch.maximum(own * (t - y), (own - 1) * (t - y)), "formula")
    last, wide = cases[-1], np.asarray(levels * (3 // len(levels)))
    pinball = [mean_pinball_loss(np.reshape(last["targets"], (-1, 3))[:, i], np.reshape(last["logits"], (-1, 3))[:, i], alpha=wide[i]) for i in range(3)]
    assert abs(sum(last["losses"]) / len(last["logits"]) - np.mean(pinball)) <= 1e-12 * sum(last["losses"])

wrong_bce = lambda p, t: -(p * torch.log(t) + (1 - p) * torch.log(1 - t))
wrong_cce = lambda p, t: -(p * torch.log(t))
case({"type": "binary_cross_entropy"}, "sigmoid", LOGITS, BITS, bce(), "torch", fused=True, wrong=wrong_bce)
case({"type": "binary_cross_entropy"}, "sigmoid", LOGITS, SOFT, bce(), "torch", fused=True, wrong=wrong_bce)
case({"type": "binary_cross_entropy", "positiveWeight": 2.5}, "sigmoid", LOGITS, SOFT, bce(pos_weight=tensor([2.5])), "torch", fused=True)
case({"type": "binary_cross_entropy", "labelSmoothing": 0.125}, "sigmoid", LOGITS, BITS, lambda z, t: bce()(z, t * 0.875 + 0.0625), "formula", fused=True)
case({"type": "binary_cross_entropy", "labelSmoothing": 0.125, "positiveWeight": 2.5}, "sigmoid", LOGITS, BITS, lambda z, t: bce(pos_weight=tensor([2.5]))(z, t * 0.875 + 0.0625), "formula", fused=True)
# Without fusion, after an activation in [0, 1] of another kind; PyTorch cuts the logarithm off at -100, which these numbers do not reach.
inside = [[0.25, -0.5, 1.5], [0.5, -1.0, 2.0], [2.5, 2.75, -2.5]]
case({"type": "binary_cross_entropy"}, "hard_sigmoid", inside, SOFT, lambda p, t: F.binary_cross_entropy(p, t, reduction="none"), "torch", wrong=wrong_bce)


def focal(gamma, weight=1.0):
    # Lin et al. 2017 as in torchvision's sigmoid_focal_loss: cross-entropy * (1 - p_t) ** gamma, 1 - p_t being the logistic function of the wrong direction.
    def function(z, t):
        signs = 2 * t - 1
        return F.binary_cross_entropy_with_logits(z, t, reduction="none") * torch.exp(gamma * F.logsigmoid(-signs * z)) * torch.where(t > 0, weight, 1.0)
    return function


case({"type": "binary_focal_cross_entropy"}, "sigmoid", LOGITS, BITS, focal(2.0), "formula", fused=True)
case({"type": "binary_focal_cross_entropy", "gamma": 0.5, "positiveWeight": 2.5}, "sigmoid", LOGITS, BITS, focal(0.5, 2.5), "formula", fused=True)
case({"type": "categorical_cross_entropy"}, "softmax", LOGITS, ONE_HOT, cce, "torch", fused=True, wrong=wrong_cce)
case({"type": "categorical_cross_entropy"}, "softmax", LOGITS, SOFT, cce, "torch", fused=True, wrong=wrong_cce)
case({"type": "categorical_cross_entropy"}, "log_softmax", LOGITS, SOFT, cce, "torch", fused=True)
case({"type": "categorical_cross_entropy", "labelSmoothing": 0.125}, "softmax", LOGITS, ONE_HOT, lambda z, t: F.cross_entropy(z, torch.tensor(LABELS), label_smoothing=0.125, reduction="none")[:, None], "torch", fused=True)
case({"type": "categorical_cross_entropy", "labelSmoothing": 0.125}, "softmax", LOGITS, ONE_HOT, lambda z, t: cce(z, t * 0.875 + 0.125 / 3), "formula", fused=True)
for activation in ("softmax", "log_softmax"):
    case({"type": "kullback_leibler"}, activation, LOGITS, SOFT, lambda z, t: F.kl_div(torch.log_softmax(z, 1), t, reduction="none"), "torch", fused=True, wrong=lambda p, t: p * (torch.log(p) - torch.log(t)))
# The divergence of a distribution from itself is 0.
case({"type": "kullback_leibler"}, "softmax", np.log([[0.25, 0.5, 0.25], [0.125, 0.125, 0.75]]).tolist(), [[0.25, 0.5, 0.25], [0.125, 0.125, 0.75]], lambda z, t: F.kl_div(torch.log_softmax(z, 1), t, reduction="none"), "torch", fused=True)

signs = 2 * tensor(BITS) - 1
for activation in ("linear", "tanh"):
    case({"type": "hinge"}, activation, REAL, signs, lambda y, t: torch.relu(1 - t * y), "formula")
    case({"type": "hinge", "convertLabels": True}, activation, REAL, BITS, lambda y, t: torch.relu(1 - (2 * t - 1) * y), "formula")
    case({"type": "squared_hinge"}, activation, REAL, signs, lambda y, t: torch.relu(1 - t * y) ** 2, "formula")
    case({"type": "squared_hinge", "convertLabels": True}, activation, REAL, BITS, lambda y, t: torch.relu(1 - (2 * t - 1) * y) ** 2, "formula")
# Keras's formula where another output is above 0; there it is ours.
above = [[0.25, -0.5, 1.5], [0.5, -1.0, 2.0], [3.0, 2.75, -3.0], [-2.0, 0.5, 0.25], [0.0, 0.5, 0.125], [5.0, 1.0, -1.0]]
case({"type": "categorical_hinge"}, "linear", above, ONE_HOT, categorical_hinge, "formula")
case({"type": "categorical_hinge", "margin": 2.5}, "linear", above, ONE_HOT, lambda y, t: categorical_hinge(y, t, 2.5), "formula")
# And the formula with the highest of the others alone, which is PyTorch's multi_margin_loss for two classes (times the classes).
case({"type": "categorical_hinge"}, "linear", [r[:2] for r in REAL], F.one_hot(torch.tensor([0, 1, 0, 1, 0, 1]), 2).double(), lambda y, t: 2 * F.multi_margin_loss(y, t.argmax(1), reduction="none")[:, None], "torch")

for activation in ("softplus", "sigmoid"):
    case({"type": "poisson"}, activation, MILD, COUNTS, lambda y, t: F.poisson_nll_loss(y, t, log_input=False, eps=0, reduction="none"), "torch")
case({"type": "poisson"}, "exponential", MILD, COUNTS, lambda z, t: F.poisson_nll_loss(z, t, log_input=True, reduction="none"), "torch", fused=True)
case({"type": "poisson", "logInput": True}, "linear", MILD, COUNTS, lambda y, t: F.poisson_nll_loss(y, t, log_input=True, reduction="none"), "torch")
case({"type": "cosine_proximity"}, "linear", REAL[:3] + REAL[4:], MILD, lambda y, t: -F.cosine_similarity(y, t, dim=1, eps=1e-300)[:, None], "torch")
case({"type": "cosine_proximity"}, "linear", REAL[:3] + REAL[4:], MILD, lambda y, t: -(unit(t) * unit(y)).sum(1, keepdim=True), "formula")
# Zero vectors: PyTorch's similarity is 0 as well.
case({"type": "cosine_proximity"}, "linear", [[1.0, 2.0, 2.0]], [[0.0, 0.0, 0.0]], lambda y, t: -F.cosine_similarity(y, t, dim=1)[:, None], "torch")

document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__, "sklearn": sklearn.__version__},
    "cases": cases,
}
body = ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in document.items())
pathlib.Path(__file__).with_suffix(".json").write_text("{" + body + "}\n")
