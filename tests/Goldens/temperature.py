"""The temperature that minimizes the log loss, for binary and three-class probabilities, by a bounded search of SciPy.
Writes temperature.json beside itself. Made with Python 3.11, NumPy 1.24 and SciPy 1.10."""
import json
import os

import numpy as np
import scipy
from scipy.optimize import minimize_scalar

random = np.random.default_rng(3)


def softmax(logits):
    e = np.exp(logits - logits.max(1, keepdims=True))
    return e / e.sum(1, keepdims=True)


def case(classes, rows, factor):
    logits = random.normal(0, 1.5, (rows, classes))
    truth = np.array([random.choice(classes, p=p) for p in softmax(logits)])
    said = softmax(logits * factor).astype(np.float32).astype(np.float64)
    said /= said.sum(1, keepdims=True)

    def loss(logarithm):
        warmed = said ** (1 / np.exp(logarithm))
        warmed /= warmed.sum(1, keepdims=True)
        return -np.log(warmed[np.arange(rows), truth]).mean()

    best = minimize_scalar(loss, bounds=(-1.6, 1.6), method="bounded", options={"xatol": 1e-10})
    return {"probabilities": said.tolist(), "truth": truth.tolist(), "temperature": float(np.exp(best.x)), "before": loss(0.0), "after": float(best.fun)}


cases = {"sharp": case(3, 400, 2.0), "flat": case(3, 400, 0.6), "binary": case(2, 400, 1.8)}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "temperature.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "scipy": scipy.__version__, "cases": cases}, file)
    file.write("\n")
