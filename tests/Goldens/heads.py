"""Writes heads.json: a network with four heads, each with a loss of its own, forward and backward.

    python3 heads.py        (needs numpy and torch; the file records their versions)

Matrices are flat, a row per sample; parameters are named as this library names them and shaped outputs x inputs. The heads are
probabilities of labels, of classes, a rate and two numbers; their losses are PyTorch's own. "plain" is the weighted sum of the losses that
PyTorch gives with its default reductions; the other cases weigh the samples and reduce in other ways: a sample's weight multiplies its loss, and
the means divide by the number of samples or of all outputs. "gradients" are the derivatives with respect to the parameters and, as "inputs", to the inputs.
"""
import json
import pathlib
import sys

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)
torch.set_default_dtype(torch.float64)
rng = np.random.default_rng(20261130)
ROWS, COLUMNS, WIDTHS = 9, 4, (2, 3, 1, 2)
WEIGHTS = [1.0, 0.75, 0.5, 2.0]


def flat(tensor):
    return tensor.detach().numpy().ravel().tolist()


def linear(p, x, index):
    return x @ p[f"layers.{index}.weight"].T + p[f"layers.{index}.bias"]


# [Dense(5, Tanh), Concatenate([[Dense(2, Sigmoid)], [Dense(3, Softmax)], [Dense(1, Softplus)], [Dense(4, Tanh), Dense(2)]])]
SHAPES = {0: (5, 4), 3: (2, 5), 5: (3, 5), 7: (1, 5), 9: (4, 5), 11: (2, 4)}
parameters = {}
for index, shape in SHAPES.items():
    parameters[f"layers.{index}.weight"] = rng.normal(size=shape) / 2
    parameters[f"layers.{index}.bias"] = rng.normal(size=shape[:1]) / 2
inputs = rng.normal(size=(ROWS, COLUMNS))
labels, classes = rng.integers(0, 2, size=(ROWS, 2)), rng.integers(0, 3, size=ROWS)
counts, numbers = rng.integers(0, 5, size=(ROWS, 1)), rng.normal(size=(ROWS, 2))
targets = np.concatenate([labels, np.eye(3)[classes], counts, numbers], axis=1)
row_weights = rng.uniform(0.25, 3, size=ROWS)
row_weights[4] = 0


def run(name, weights, reduction):
    p = {key: torch.tensor(value, requires_grad=True) for key, value in parameters.items()}
    x, t = torch.tensor(inputs, requires_grad=True), torch.tensor(targets).split(WIDTHS, dim=1)
    h = torch.tanh(linear(p, x, 0))
    logits, scores, rate = linear(p, h, 3), linear(p, h, 5), F.softplus(linear(p, h, 7))
    values = linear(p, torch.tanh(linear(p, h, 9)), 11)
    each = [
        F.binary_cross_entropy_with_logits(logits, t[0], reduction="none").mean(1),
        F.cross_entropy(scores, t[1], reduction="none"),
        F.poisson_nll_loss(rate, t[2], log_input=False, eps=0, reduction="none").mean(1),
        F.huber_loss(values, t[3], reduction="none", delta=0.75).sum(1),
    ]
    divisor = {"MeanOverSamples": ROWS, "MeanOverElements": ROWS * sum(WIDTHS), "Sum": 1}[reduction]
    factors = torch.ones(ROWS) if weights is None else torch.tensor(weights)
    loss = sum(w * (e * factors).sum() for w, e in zip(WEIGHTS, each)) / divisor
    if weights is None and reduction == "MeanOverSamples":
        own = (
            WEIGHTS[0] * F.binary_cross_entropy_with_logits(logits, t[0]) + WEIGHTS[1] * F.cross_entropy(scores, t[1])
            + WEIGHTS[2] * F.poisson_nll_loss(rate, t[2], log_input=False, eps=0) + WEIGHTS[3] * F.huber_loss(values, t[3], delta=0.75) * 2
        )
        assert torch.isclose(own, loss, rtol=1e-14)
    loss.backward()
    outputs = torch.cat([torch.sigmoid(logits), torch.softmax(scores, 1), rate, values], dim=1)
    return {
        "name": name, "rowWeights": weights, "reduction": reduction, "outputs": flat(outputs), "loss": loss.item(),
        "gradients": {"inputs": flat(x.grad), **{key: flat(value.grad) for key, value in p.items()}},
    }


cases = [run("plain", None, "MeanOverSamples")]
cases += [run(f"weighted, {reduction}", row_weights.tolist(), reduction) for reduction in ("MeanOverSamples", "MeanOverElements", "Sum")]
versions = {"python": sys.version.split()[0], "numpy": np.__version__, "torch": torch.__version__}
content = {
    "versions": versions, "rows": ROWS, "columns": COLUMNS, "weights": WEIGHTS, "inputs": inputs.ravel().tolist(), "targets": targets.ravel().tolist(),
    "parameters": {key: value.ravel().tolist() for key, value in parameters.items()}, "cases": cases,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(content, indent=1) + "\n")
