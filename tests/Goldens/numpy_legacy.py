"""Writes numpy_legacy.json: numbers of NumPy's legacy generator, and the course of the second source note's three programs.

    python3 numpy_legacy.py        (needs numpy; the file records its version)

"generator": per seed the first numbers of rand and of randn, the two mixed (randn yields two at a time and keeps the
second), and rand far out, where the state was renewed. "forward", "backpropagation" and "optimized" are the three programs
with all their digits; "optimized" has every variant of which quirks are kept, by their names in Quirks.cs.
"""
import json
import pathlib

import numpy as np

QUIRKS = ["CorrectionPower", "PlainBiases", "UnmaskedGradient", "DividedDecay"]
X = np.array([[1200, 3, 8], [850, 2, 5], [1500, 4, 9]]).T / 1000
Y = np.array([[1, 0, 1]])
ROWS = 3


def flat(*arrays):
    return [float(number) for array in arrays for number in np.ravel(array)]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def generator(seed):
    np.random.seed(seed)
    uniform = flat(np.random.rand(6))
    np.random.seed(seed)
    normal = flat(np.random.randn(7))
    np.random.seed(seed)
    mixed = flat(np.random.randn(3), np.random.rand(2), np.random.randn(4), np.random.rand(1))
    np.random.seed(seed)
    np.random.rand(2000)
    return {"seed": seed, "uniform": uniform, "normal": normal, "mixed": mixed, "far": flat(np.random.rand(3))}


def drawn(scale=1.0):
    np.random.seed(42)
    w1 = np.random.randn(3, 3) * scale
    return w1, np.zeros((3, 1)), np.random.randn(1, 3) * scale, np.zeros((1, 1))


def forward():
    w1, b1, w2, b2 = drawn()
    return float(w2 @ np.maximum(0, w1 @ np.array([[1200], [3], [8]]) + b1) + b2)


def backpropagation():
    parameters = drawn()
    w1, b1, w2, b2 = parameters
    losses = []
    for step in range(1000):
        z1 = w1 @ X + b1
        a1 = np.maximum(0, z1)
        d2 = sigmoid(w2 @ a1 + b2) - Y
        d1 = w2.T @ d2 * (z1 > 0)
        if step % 100 == 0:
            losses.append(float(np.mean(d2 ** 2)))
        gradients = d1 @ X.T, d1.sum(1, keepdims=True), d2 @ a1.T, d2.sum(1, keepdims=True)
        for parameter, gradient in zip(parameters, gradients):
            parameter -= 0.1 * gradient / ROWS
    fourth = np.array([[1000], [3], [7]]) / 1000
    return {"losses": losses, "prediction": float(sigmoid(w2 @ np.maximum(0, w1 @ fourth + b1) + b2))}


def optimized(kept):
    parameters = drawn(0.01)
    w1, b1, w2, b2 = parameters
    means, squares = [[np.zeros_like(p) for p in parameters] for _ in range(2)]
    losses, courses = [], {}
    for step in range(1000):
        z1 = w1 @ X + b1
        mask = (np.random.rand(3, 3) > 0.2) / (1 - 0.2)
        a1 = np.maximum(0, z1) * mask
        d2 = sigmoid(w2 @ a1 + b2) - Y
        d1 = w2.T @ d2 * (z1 > 0) * (1 if "UnmaskedGradient" in kept else mask)
        if step % 100 == 0:
            losses.append(float(np.mean(d2 ** 2)))
        decay = 0.01 / ROWS if "DividedDecay" in kept else 0.01
        gradients = d1 @ X.T / ROWS + decay * w1, d1.mean(1, keepdims=True), d2 @ a1.T / ROWS + decay * w2, d2.mean(1, keepdims=True)
        power = 1 if "CorrectionPower" in kept else step + 1
        for i, (parameter, gradient) in enumerate(zip(parameters, gradients)):
            if i % 2 == 1 and "PlainBiases" in kept:
                parameter -= 0.01 * gradient
                continue
            means[i] = 0.9 * means[i] + 0.1 * gradient
            squares[i] = 0.999 * squares[i] + 0.001 * gradient ** 2
            parameter -= 0.01 * (means[i] / (1 - 0.9 ** power)) / (np.sqrt(squares[i] / (1 - 0.999 ** power)) + 1e-8)
        if step + 1 in (1, 2, 1000):
            courses[str(step + 1)] = flat(*parameters)
    return {"quirks": kept, "losses": losses, "parameters": courses}


variants = [QUIRKS] + [[q for q in QUIRKS if q != left_out] for left_out in QUIRKS] + [[]]
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps({
    "versions": {"numpy": np.__version__},
    "generator": [generator(seed) for seed in (0, 1, 42, 20_000_101, 2 ** 32 - 1)],
    "forward": forward(),
    "backpropagation": backpropagation(),
    "optimized": [optimized(kept) for kept in variants],
}, indent=1) + "\n")
