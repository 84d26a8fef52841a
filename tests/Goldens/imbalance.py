"""Writes imbalance.json: thresholds found by trying every division with scikit-learn's metrics, mean costs, class weights, and the neighbors and votes of SMOTE-NC.

    python3 imbalance.py        (needs numpy and scikit-learn; the file records their versions)

SMOTE-NC follows section 6.1 of Chawla, Bowyer, Hall and Kegelmeyer, "SMOTE: synthetic minority over-sampling technique" (2002).
"""
import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn import metrics as m
from sklearn.utils.class_weight import compute_class_weight, compute_sample_weight

rng = np.random.default_rng(20261130)


def cost(missed, alarm):
    def value(true, predicted, sample_weight=None):
        tn, fp, fn, tp = m.confusion_matrix(true, predicted, labels=[0, 1], sample_weight=sample_weight).ravel()
        return (missed * fn + alarm * fp) / (tn + fp + fn + tp)
    return value


METRICS = {
    "f1": (lambda t, p, sample_weight: m.f1_score(t, p, sample_weight=sample_weight, zero_division=0), 1, 0.5),
    "f1:averaging=Macro": (lambda t, p, sample_weight: m.f1_score(t, p, average="macro", sample_weight=sample_weight, zero_division=0), 1, 0.5),
    "balanced_accuracy": (m.balanced_accuracy_score, 1, 0.5),
    "mcc": (m.matthews_corrcoef, 1, 0.5),
    "accuracy": (m.accuracy_score, 1, 0.5),
    "cohen_kappa": (m.cohen_kappa_score, 1, 0.5),
    "mean_cost:falseNegative=10,falsePositive=1": (cost(10, 1), -1, 1 / 11),
    "mean_cost:falseNegative=1,falsePositive=4": (cost(1, 4), -1, 0.8),
}


def best(true, p, weights, metric, sign, preferred):
    """The best value, and the bounds between which the threshold must lie: of equal values, those nearest to the preferred threshold."""
    marks = np.unique(p)
    edges = [0.0, *marks, 1.0]
    found = None
    for low, high in zip(edges, edges[1:]):
        if low >= high:
            continue
        middle = preferred if low < preferred < high else (low + high) / 2
        value = metric(true, (p >= middle).astype(int), sample_weight=weights)
        near = abs(middle - preferred)
        if found is None or sign * (value - found[0]) > 1e-12 or (abs(value - found[0]) <= 1e-12 and near < found[3]):
            found = (value, low, high, near)
    return {"value": float(found[0]), "low": float(found[1]), "high": float(found[2])}


cases = []
for name, rows, share, digits, weighted in (("rare", 200, 0.05, 6, False), ("even", 60, 0.5, 6, False), ("ties", 150, 0.2, 1, False), ("weighted", 120, 0.15, 2, True), ("few", 6, 0.4, 6, False)):
    true = np.zeros(rows, int)
    true[: max(1, round(share * rows))] = 1
    rng.shuffle(true)
    p = np.clip(1 / (1 + np.exp(-(rng.normal(0, 1, rows) + 1.5 * true + np.log(share / (1 - share))))), 0.01, 0.99).round(digits)
    weights = rng.integers(1, 5, rows).astype(float) if weighted else None
    cases.append({
        "name": name, "targets": true.tolist(), "outputs": p.tolist(), "weights": None if weights is None else weights.tolist(),
        "best": {metric: best(true, p, weights, *rule) for metric, rule in METRICS.items()},
        "atHalf": {metric: float(rule[0](true, (p >= 0.5).astype(int), sample_weight=weights)) for metric, rule in METRICS.items()},
    })

labels = rng.choice(3, 97, p=[0.7, 0.2, 0.1])
weights = {"labels": labels.tolist(), "balanced": compute_class_weight("balanced", classes=np.arange(3), y=labels).tolist(), "rows": compute_sample_weight("balanced", labels).tolist()}

# 40 rows of class 0 and 12 of class 1: three numbers, a category of three values in one-hot columns, and a flag.
classes = np.array([0] * 40 + [1] * 12)
rng.shuffle(classes)
numbers = rng.normal(0, [1.0, 0.5, 2.0], (52, 3)) + classes[:, None]
category, flag = rng.integers(0, 3, 52), rng.integers(0, 2, 52)
inputs = np.column_stack([numbers[:, :2], np.eye(3)[category], numbers[:, 2], flag]).round(6)
numbers = inputs[:, [0, 1, 5]]
own, k = np.flatnonzero(classes == 1), 4
median = float(np.median(numbers[own].std(axis=0)))
neighbors, votes = [], []
for row in own:
    others = own[own != row]
    differing = (category[others] != category[row]).astype(int) + (flag[others] != flag[row]).astype(int)
    distances = ((numbers[others] - numbers[row]) ** 2).sum(axis=1) + median**2 * differing
    near = others[np.argsort(distances, kind="stable")][:k]
    neighbors.append(near.tolist())

    def vote(values):
        counts = [int((values == value).sum()) for value in values]
        return int(values[int(np.argmax(counts))])
    votes.append(np.eye(3)[vote(category[near])].tolist() + [vote(flag[near])])

document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "thresholds": cases, "weights": weights,
    "smote": {"inputs": inputs.ravel().tolist(), "classes": classes.tolist(), "k": k, "own": own.tolist(), "neighbors": neighbors, "votes": votes},
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document, allow_nan=False) + "\n")
