"""Writes metrics_more.json: what scikit-learn says of kappa, top-k accuracy, zero_division, samples averaging, curves and labels never seen.

    python3 metrics_more.py        (needs numpy and scikit-learn; the file records their versions)

The outcomes are those of metrics.json (see metrics.py); each entry names its case. A value that scikit-learn gives as NaN is null.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m
from sklearn.dummy import DummyClassifier, DummyRegressor

warnings.filterwarnings("ignore")
here = pathlib.Path(__file__).parent
rng = np.random.default_rng(20261128)


def number(value):
    return None if np.isnan(value) else float(value)


def scores(true, predicted, weights, kinds, zero):
    return {
        f"{name}_{kind}": number(score(true, predicted, average=kind, zero_division=zero, sample_weight=weights))
        for name, score in (("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score))
        for kind in kinds
    }


def curves(true, score, weights):
    fpr, tpr, at = m.roc_curve(true, score, sample_weight=weights, drop_intermediate=False)
    precision, recall, steps = m.precision_recall_curve(true, score, sample_weight=weights)
    return {
        "falsePositiveRate": [number(v) for v in fpr], "truePositiveRate": [number(v) for v in tpr],
        # The first threshold is the greatest score + 1 here, and infinite from version 1.3 on; it is left out.
        "rocThresholds": at[1:].tolist(),
        # From the highest threshold down.
        "precision": precision[::-1].tolist(), "recall": [number(v) for v in recall[::-1]], "thresholds": steps[::-1].tolist(),
    }


entries = []
for case in json.loads((here / "metrics.json").read_text())["cases"]:
    if case["form"] == "regression" or case["precision"] != "float64":
        continue
    targets = np.array(case["targets"]).reshape(case["rows"], case["columns"])
    outputs = np.array(case["outputs"]).reshape(targets.shape)
    weights = None if case["weights"] is None else np.array(case["weights"])
    entry = {"name": case["name"], "form": case["form"], "expected": {}, "one": {}, "curves": []}
    if case["form"] == "binary":
        true, predicted = targets[:, 0].astype(int), (outputs[:, 0] > case["threshold"]).astype(int)
        entry["one"] = scores(true, predicted, weights, ("binary", "macro", "weighted"), 1)
    elif case["form"] == "multiclass":
        true, predicted = targets.argmax(axis=1), outputs.argmax(axis=1)
        entry["one"] = scores(true, predicted, weights, ("macro", "weighted"), 1)
        if "ties" not in case["name"] and "certain" not in case["name"] and "always" not in case["name"] and case["columns"] > 2:
            for k in (1, 2, 3):
                entry["expected"][f"top_{k}"] = number(m.top_k_accuracy_score(true, outputs, k=k, labels=range(case["columns"]), sample_weight=weights))
    else:
        true, predicted = targets.astype(int), (outputs > case["threshold"]).astype(int)
        entry["one"] = scores(true, predicted, weights, ("macro", "micro", "weighted", "samples"), 1)
        entry["expected"] |= scores(true, predicted, weights, ("samples",), 0)
    if case["form"] != "multilabel":
        for name, kind in (("none", None), ("linear", "linear"), ("quadratic", "quadratic")):
            labels = range(2 if case["form"] == "binary" else case["columns"])
            if set(true) | set(predicted):
                entry["expected"][f"kappa_{name}"] = number(m.cohen_kappa_score(true, predicted, weights=kind, labels=labels, sample_weight=weights))
    if case["name"] in ("random", "weighted", "ties", "weighted ties", "one row", "no actual positives", "only positives", "all scores equal"):
        columns = (targets.argmax(axis=1)[:, None] == np.arange(case["columns"])).astype(int) if case["form"] == "multiclass" else targets.astype(int)
        entry["curves"] = [curves(columns[:, c], outputs[:, c], weights) for c in range(case["columns"])]
    entries.append(entry)

# Rows of a class that the model lacks: scikit-learn knows their label, and its column of probabilities is 0.
classes = rng.integers(0, 4, 40)
probabilities = rng.random((40, 3))
probabilities = probabilities / probabilities.sum(axis=1, keepdims=True)
predicted, full = probabilities.argmax(axis=1), np.hstack([probabilities, np.zeros((40, 1))])
unknown = {
    "classes": classes.tolist(), "outputs": probabilities.ravel().tolist(),
    "expected": {
        "accuracy": m.accuracy_score(classes, predicted),
        "balanced_accuracy": m.balanced_accuracy_score(classes, predicted),
        "mcc": m.matthews_corrcoef(classes, predicted),
        "kappa": m.cohen_kappa_score(classes, predicted),
        "log_loss": m.log_loss(classes, full, labels=range(4)),
        "brier": float(((full - np.eye(4)[classes]) ** 2).sum(axis=1).mean()),
        **scores(classes, predicted, None, ("macro", "micro", "weighted"), 0),
        "roc_auc": float(np.mean([m.roc_auc_score(classes == c, probabilities[:, c]) for c in range(3)])),
    },
    "confusion": m.confusion_matrix(classes, predicted, labels=range(4)).tolist(),
}

# Guesses that look at no input.
train, test = rng.choice(3, 50, p=[0.3, 0.5, 0.2]), rng.choice(3, 20)
dummy = DummyClassifier(strategy="prior").fit(np.zeros((50, 1)), train)
share = dummy.predict_proba(np.zeros((20, 1)))
numbers, judged = rng.gamma(2.0, 10.0, 31).round(2), rng.gamma(2.0, 10.0, 12).round(2)
dummies = {
    "train": train.tolist(), "test": test.tolist(),
    "expected": {
        "accuracy": m.accuracy_score(test, dummy.predict(np.zeros((20, 1)))), "logLoss": m.log_loss(test, share, labels=range(3)),
        "f1": m.f1_score(test, dummy.predict(np.zeros((20, 1))), average="macro", zero_division=0),
    },
    "numbers": numbers.tolist(), "judged": judged.tolist(),
    "regression": {
        kind: {
            "mae": m.mean_absolute_error(judged, guess := DummyRegressor(strategy=kind).fit(np.zeros((31, 1)), numbers).predict(np.zeros((12, 1)))),
            "rmse": m.mean_squared_error(judged, guess, squared=False), "r2": m.r2_score(judged, guess),
        } for kind in ("mean", "median")
    },
}

document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "unknown": unknown, "dummies": dummies, "cases": entries,
}
lines = ",\n".join("  " + json.dumps(c, allow_nan=False) for c in entries)
head = json.dumps({k: v for k, v in document.items() if k != "cases"}, allow_nan=False)[:-1]
pathlib.Path(__file__).with_suffix(".json").write_text(f'{head}, "cases": [\n{lines}\n]}}\n')
