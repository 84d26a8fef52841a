"""Writes metrics.json: what scikit-learn says about small outcomes, ordinary and degenerate.

    python3 metrics.py        (needs numpy and scikit-learn; the file records their versions)

Every number is written with the digits that read back to the same double; a result that scikit-learn
refuses to define (it raises) or gives as NaN is null.
"""
import json
import pathlib
import sys
import warnings

import numpy as np
import sklearn
from sklearn import metrics as m

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20260801)


def defined(compute):
    try:
        value = float(compute())
    except ValueError:
        return None
    return None if np.isnan(value) else value


def averages(true, predicted, weights, kinds, labels=None):
    result = {}
    for name, score in (("precision", m.precision_score), ("recall", m.recall_score), ("f1", m.f1_score)):
        for kind in kinds:
            result[f"{name}_{kind}"] = float(score(true, predicted, average=kind, zero_division=0, sample_weight=weights))
    return result


def within(targets, outputs, weights):
    """an output is right when |output - target| <= 0.5."""
    return np.average(np.abs(outputs - targets) <= 0.5, axis=0, weights=weights).tolist()


def numbers(targets, outputs, weights):
    result = {
        "mse": m.mean_squared_error(targets, outputs, sample_weight=weights),
        "rmse": m.mean_squared_error(targets, outputs, sample_weight=weights, squared=False),
        "mae": m.mean_absolute_error(targets, outputs, sample_weight=weights),
        "r2": m.r2_score(targets, outputs, sample_weight=weights),
        "mape": m.mean_absolute_percentage_error(targets, outputs, sample_weight=weights),
    }
    return {name: None if np.isnan(value) else float(value) for name, value in result.items()}


def counts(targets, outputs, weights):
    """scikit-learn takes one output; several are averaged plainly here, as its other errors are."""
    return defined(lambda: np.mean([m.mean_poisson_deviance(targets[:, c], outputs[:, c], sample_weight=weights) for c in range(targets.shape[1])]))


def brier(targets, outputs, weights):
    """Brier (1950), as scikit-learn 1.7 and later for several classes; 1.2 has the binary case alone."""
    return float(np.average(((outputs - targets) ** 2).sum(axis=1), weights=weights))


def binary(targets, outputs, weights, threshold):
    true, score = targets[:, 0].astype(int), outputs[:, 0]
    predicted = (score > threshold).astype(int)
    return {
        "accuracy": m.accuracy_score(true, predicted, sample_weight=weights),
        "balanced_accuracy": m.balanced_accuracy_score(true, predicted, sample_weight=weights),
        "exact_match": m.accuracy_score(true, predicted, sample_weight=weights),
        **averages(true, predicted, weights, ("binary", "macro", "micro", "weighted")),
        "roc_auc": defined(lambda: m.roc_auc_score(true, score, sample_weight=weights)),
        "pr_auc": m.average_precision_score(true, score, sample_weight=weights),
        "mcc": m.matthews_corrcoef(true, predicted, sample_weight=weights),
        "brier": float(m.brier_score_loss(true, score, pos_label=1, sample_weight=weights)),
        "log_loss": float(m.log_loss(true, score, labels=[0, 1], sample_weight=weights)),
    }, m.confusion_matrix(true, predicted, labels=[0, 1], sample_weight=weights).tolist()


def multiclass(targets, outputs, weights, threshold):
    true, predicted = targets.argmax(axis=1), outputs.argmax(axis=1)
    labels = list(range(targets.shape[1]))
    return {
        "accuracy": m.accuracy_score(true, predicted, sample_weight=weights),
        "balanced_accuracy": m.balanced_accuracy_score(true, predicted, sample_weight=weights),
        "exact_match": m.accuracy_score(true, predicted, sample_weight=weights),
        **averages(true, predicted, weights, ("macro", "micro", "weighted")),
        # Of two classes scikit-learn wants the second column alone; one-vs-rest is the same for both columns then.
        "roc_auc": defined(lambda: m.roc_auc_score(true, outputs[:, 1] if len(labels) == 2 else outputs, multi_class="ovr", sample_weight=weights)),
        "pr_auc": float(m.average_precision_score(one_hot(true, len(labels)), outputs, sample_weight=weights)),
        "mcc": m.matthews_corrcoef(true, predicted, sample_weight=weights),
        "brier": brier(targets, outputs, weights),
        "log_loss": float(m.log_loss(true, outputs, labels=labels, sample_weight=weights)),
    }, m.confusion_matrix(true, predicted, labels=labels, sample_weight=weights).tolist()


def multilabel(targets, outputs, weights, threshold):
    true, predicted = targets.astype(int), (outputs > threshold).astype(int)
    columns = range(targets.shape[1])
    return {
        "accuracy": float(np.mean([m.accuracy_score(true[:, c], predicted[:, c], sample_weight=weights) for c in columns])),
        "exact_match": m.accuracy_score(true, predicted, sample_weight=weights),
        **averages(true, predicted, weights, ("macro", "micro", "weighted")),
        "roc_auc": defined(lambda: m.roc_auc_score(true, outputs, sample_weight=weights)),
        "pr_auc": float(m.average_precision_score(true, outputs, sample_weight=weights)),
        "brier": float(np.mean([m.brier_score_loss(true[:, c], outputs[:, c], pos_label=1, sample_weight=weights) for c in columns])),
        "log_loss": float(np.mean([m.log_loss(true[:, c], outputs[:, c], labels=[0, 1], sample_weight=weights) for c in columns])),
    }, m.multilabel_confusion_matrix(true, predicted, sample_weight=weights).tolist()


FORMS = {"binary": binary, "multiclass": multiclass, "multilabel": multilabel}
cases = []


def case(name, form, targets, outputs, weights=None, threshold=0.5, tolerance=1e-12):
    targets = np.asarray(targets, dtype=float)
    outputs = np.asarray(outputs) if isinstance(outputs, np.ndarray) else np.asarray(outputs, dtype=float)
    if targets.ndim == 1:
        targets, outputs = targets[:, None], outputs[:, None]
    expected, confusion = FORMS[form](targets, outputs, weights, threshold) if form in FORMS else ({}, None)
    if outputs.dtype == np.float64:
        expected |= numbers(targets, outputs, weights)
    if form == "regression":
        expected["poisson_deviance"] = counts(targets, outputs, weights)
    cases.append({
        "name": name, "form": form, "rows": len(targets), "columns": targets.shape[1], "threshold": threshold,
        "precision": str(outputs.dtype), "tolerance": tolerance,
        "targets": targets.ravel().tolist(), "outputs": outputs.ravel().tolist(),
        "weights": None if weights is None else np.asarray(weights, dtype=float).tolist(),
        "expected": expected, "accuracyPerOutput": within(targets, outputs, weights), "confusion": confusion,
    })


def one_hot(labels, classes):
    return np.eye(classes)[labels]


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# One sigmoid column.
y = (rng.random(60) < 0.4).astype(float)
p = np.clip(0.3 * y + rng.random(60) * 0.7, 0, 1)
w = rng.random(60) * 3
case("random", "binary", y, p)
case("threshold 0.3", "binary", y, p, threshold=0.3)
case("weighted", "binary", y, p, w)
case("zero weights", "binary", y, p, np.where(np.arange(60) % 4 == 1, 0.0, w))
case("ties", "binary", y, np.round(p, 1))
case("weighted ties", "binary", y, np.round(p, 1), w)
case("all scores equal", "binary", y, np.full(60, 0.5))
case("certain and sometimes wrong", "binary", [0, 1, 0, 1, 1, 0], [0.0, 1.0, 1.0, 0.0, 1.0, 0.25])
case("perfect", "binary", [0, 1, 1, 0], [0.1, 0.9, 0.8, 0.2])
case("no predicted positives", "binary", [0, 1, 1, 0], [0.1, 0.4, 0.3, 0.2])
case("no actual positives", "binary", [0, 0, 0], [0.1, 0.9, 0.3])
case("no positives at all", "binary", [0, 0, 0], [0.1, 0.2, 0.3])
case("only positives", "binary", [1, 1, 1], [0.1, 0.9, 0.8])
case("one row", "binary", [1], [0.9])
case("certain in float32", "binary", [0, 1, 1, 0], np.array([1.0, 0.0, 0.75, 0.125], dtype=np.float32), tolerance=1e-6)

# Softmax columns.
labels = rng.integers(0, 4, 50)
probabilities = softmax(rng.normal(size=(50, 4)) + 1.2 * one_hot(labels, 4))
w = rng.random(50) + 0.1
case("random", "multiclass", one_hot(labels, 4), probabilities)
case("weighted", "multiclass", one_hot(labels, 4), probabilities, w)
case("ties", "multiclass", one_hot(labels, 4), rng.multinomial(4, np.full(4, 0.25), size=50) / 4)
case("weighted ties", "multiclass", one_hot(labels, 4), rng.multinomial(4, np.full(4, 0.25), size=50) / 4, w)
case("one class without targets", "multiclass", one_hot(labels % 3, 4), probabilities)
never = softmax(np.where(np.arange(4) == 3, -50.0, rng.normal(size=(50, 4))))
case("one class neither wanted nor predicted", "multiclass", one_hot(labels % 3, 4), never)
case("one class never predicted", "multiclass", one_hot(labels, 4), never)
case("only one class", "multiclass", one_hot(np.zeros(5, dtype=int), 3), softmax(rng.normal(size=(5, 3))))
case("certain and sometimes wrong", "multiclass", one_hot([0, 1, 2, 1], 3), [[1, 0, 0], [0, 0, 1], [0, 0, 1], [0, 1, 0]])
case("rows that do not add up to one", "multiclass", one_hot([0, 1, 2, 1], 3), rng.random((4, 3)))
cases[-1]["expected"].pop("roc_auc")  # scikit-learn refuses such rows here; there is nothing to compare with
case("two columns", "multiclass", one_hot(labels[:20] % 2, 2), softmax(rng.normal(size=(20, 2))))

# Several sigmoid columns.
y = (rng.random((40, 3)) < [0.3, 0.5, 0.7]).astype(float)
p = np.clip(0.35 * y + 0.65 * rng.random((40, 3)), 0, 1)
w = rng.random(40) * 2
case("random", "multilabel", y, p)
case("weighted", "multilabel", y, p, w)
case("ties", "multilabel", y, np.round(p, 1))
case("threshold 0.6", "multilabel", y, p, threshold=0.6)
constant = y.copy()
constant[:, 1] = 0
case("one column without positives", "multilabel", constant, p)
case("nothing predicted", "multilabel", y, p * 0.4)
case("certain and sometimes wrong", "multilabel", [[0, 1], [1, 1], [0, 0]], [[0, 1], [0, 1], [1, 0]])

# Linear columns.
y = rng.normal(size=(50, 3)) * [1, 5, 0.1] + [0, 100, -3]
p = y + rng.normal(size=(50, 3)) * [0.5, 1, 0.2]
w = rng.random(50) * 2
case("one output", "regression", y[:, 0], p[:, 0])
case("three outputs", "regression", y, p)
case("three outputs, weighted", "regression", y, p, w)
case("worse than the mean", "regression", [1, 2, 3], [3, 2, 1])
case("constant target, perfect", "regression", [2, 2, 2], [2, 2, 2])
case("constant target, imperfect", "regression", [2, 2, 2], [2, 2, 2.5])
case("one constant target of two", "regression", [[2, 1], [2, 3], [2, 4]], [[2, 1], [2, 3.5], [2, 3]])
case("one row", "regression", [2], [2.5])
case("a target of zero", "regression", [0, 2, 4], [0.5, 2, 3])
case("a target of zero, exact", "regression", [0, 2, -4], [0, 2.5, -3])
y = rng.poisson([2.0, 9.0], size=(60, 2)).astype(float)
p = np.exp(rng.normal(size=(60, 2)) * 0.4) * [2.0, 9.0]
w = rng.random(60) * 2
case("counts", "regression", y[:, 0], p[:, 0])
case("counts, weighted", "regression", y[:, 0], p[:, 0], w)
case("counts of two kinds", "regression", y, p)
case("counts, perfect", "regression", [1, 2, 3], [1, 2, 3])
case("counts, an answer of zero", "regression", [1, 2, 3], [1, 0, 3])
case("counts, zero weights", "regression", y[:, 0], p[:, 0], np.where(np.arange(60) % 3 == 1, 0.0, w))

# Rankings in which every row is alike, or classes are rare.
case("one positive, ranked last", "binary", [1, 0, 0, 0, 0], [0.1, 0.2, 0.3, 0.4, 0.5])
case("one positive of zero weight", "binary", [1, 0, 0, 1], [0.9, 0.2, 0.3, 0.4], np.array([0.0, 1, 2, 1]))
case("always wrong", "binary", [1, 0, 1, 0], [0.2, 0.9, 0.1, 0.8])
case("always wrong", "multiclass", one_hot([0, 1, 2, 0], 3), one_hot([1, 2, 0, 1], 3) * 0.7 + 0.1)
case("one row", "multiclass", one_hot([1], 3), [[0.2, 0.5, 0.3]])
case("one row", "multilabel", [[1, 0]], [[0.2, 0.5]])

path = pathlib.Path(__file__).with_suffix(".json")
document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "cases": cases,
}
lines = ",\n".join("  " + json.dumps(c, allow_nan=False) for c in cases)
head = json.dumps({k: v for k, v in document.items() if k != "cases"})[:-1]
path.write_text(f'{head}, "cases": [\n{lines}\n]}}\n')
