"""Writes perceptron.json: what scikit-learn's Perceptron has learned after a number of epochs, the rows in their own order.

    python3 perceptron.py        (needs numpy and scikit-learn; the file records their versions)

scikit-learn corrects rows with t*(w.x + b) <= 0, which is a margin of 0 here. Matrices are flat, row after row; "targets" are 0
and 1, one column per perceptron (one for two classes, one against the rest for more).
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn.datasets import load_iris
from sklearn.linear_model import Perceptron

warnings.filterwarnings("ignore")
CORNERS = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], dtype=float)
random = np.random.default_rng(3)
iris = load_iris()
mixed = np.arange(150).reshape(3, 50).T.ravel()
normal = random.normal(size=(60, 7)).round(3)
plane = (normal @ random.normal(size=7) + 0.3 > 0).astype(int)
noisy = np.where(random.random(60) < 0.2, 1 - plane, plane)

DATA = [
    ("and", CORNERS, np.array([0, 0, 0, 1]), None, {}),
    ("or", CORNERS, np.array([0, 1, 1, 1]), None, {}),
    ("nand", CORNERS, np.array([1, 1, 1, 0]), None, {}),
    ("xor", CORNERS, np.array([0, 1, 1, 0]), None, {}),
    ("plane", normal, plane, None, {"eta0": 0.3}),
    ("plane without bias", normal, plane, None, {"fit_intercept": False}),
    ("noisy plane", normal, noisy, None, {"eta0": 0.01}),
    ("weighted noisy plane", normal, noisy, random.integers(0, 4, 60).astype(float), {}),
    ("iris", iris.data[mixed], iris.target[mixed], None, {"eta0": 0.5}),
]


def case(name, x, y, weight, options):
    targets = (y[:, None] == np.unique(y)[None, :]).astype(int) if y.max() > 1 else y[:, None]
    results = []
    for epochs in (1, 2, 5, 12):
        model = Perceptron(shuffle=False, tol=None, max_iter=epochs, **options).fit(x, y, sample_weight=weight)
        intercepts = np.broadcast_to(model.intercept_, targets.shape[1])
        results.append({"epochs": epochs, "coefficients": model.coef_.ravel().tolist(), "intercepts": intercepts.tolist()})
    return {
        "name": name, "learningRate": options.get("eta0", 1.0), "useBias": options.get("fit_intercept", True),
        "inputs": x.ravel().tolist(), "inputColumns": x.shape[1], "targets": targets.ravel().tolist(), "targetColumns": targets.shape[1],
        "weights": None if weight is None else weight.tolist(), "results": results,
    }


cases = [case(*data) for data in DATA]
result = {"versions": {"python": sys.version.split()[0], "numpy": np.__version__, "sklearn": sklearn.__version__}, "cases": cases}
pathlib.Path(__file__).with_name("perceptron.json").write_text(json.dumps(result) + "\n")
