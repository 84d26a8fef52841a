"""Calibrated probabilities by scikit-learn's IsotonicRegression, limited to 1/(n + 2) and 1 - 1/(n + 2) and constant beyond
the data: for two classes, for two classes with ties and weights, and for three classes, one against the others and divided by
their sum. Writes isotonic.json beside itself. Made with Python 3.11, NumPy 1.24 and scikit-learn 1.2."""
import json
import os

import numpy as np
import sklearn
from sklearn.isotonic import IsotonicRegression

random = np.random.default_rng(17)


def curve(said, truth, weights, asked):
    least = 1 / ((weights > 0).sum() + 2)
    model = IsotonicRegression(y_min=least, y_max=1 - least, out_of_bounds="clip").fit(said, truth, weights)
    return model.predict(asked)


def single(rows, digits, weighted):
    said = random.beta(0.7, 0.9, rows).astype(np.float32)
    said = np.round(said, digits).astype(np.float32) if digits else said
    truth = (random.random(rows) < said**1.5).astype(int)
    weights = random.choice([0.0, 0.5, 1.0, 3.0], rows) if weighted else np.ones(rows)
    asked = np.concatenate([[0, 1], random.random(60), said[:20]]).astype(np.float32)
    expected = curve(said.astype(float), truth, weights, asked.astype(float))
    return {"width": 1, "said": said.tolist(), "truth": truth.tolist(), "weights": weights.tolist() if weighted else [], "asked": asked.tolist(), "expected": expected.tolist()}


def several(rows):
    logits = random.normal(0, 1.5, (rows + 50, 3))
    true = np.exp(logits) / np.exp(logits).sum(1, keepdims=True)
    truth = np.eye(3, dtype=int)[[random.choice(3, p=p) for p in true]]
    said = true**2
    said = (said / said.sum(1, keepdims=True)).astype(np.float32)
    expected = np.stack([curve(said[:rows, i].astype(float), truth[:rows, i], np.ones(rows), said[rows:, i].astype(float)) for i in range(3)], axis=1)
    expected /= expected.sum(1, keepdims=True)
    return {"width": 3, "said": said[:rows].ravel().tolist(), "truth": truth[:rows].ravel().tolist(), "weights": [], "asked": said[rows:].ravel().tolist(), "expected": expected.ravel().tolist()}


cases = {"two": single(300, None, False), "ties": single(250, 1, True), "three": several(240)}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "isotonic.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "sklearn": sklearn.__version__, "cases": cases}, file)
    file.write("\n")
