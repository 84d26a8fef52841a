"""Hard votes of scikit-learn's VotingClassifier, with and without weights and with ties, and the weights, errors and votes of its
AdaBoostClassifier (SAMME), both for classifiers whose labels are given; losses, constants and Newton steps of gradient boosting, by SciPy and differences; and
linear models of the scores of two predictions, by scikit-learn.
Writes ensembles.json beside itself. Made with Python 3.11, NumPy 1.24, SciPy 1.10 and scikit-learn 1.2."""
import json
import os

import numpy as np
import scipy
import sklearn
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import AdaBoostClassifier, VotingClassifier
from sklearn.linear_model import LogisticRegression, Ridge

random = np.random.default_rng(11)


class Given(ClassifierMixin, BaseEstimator):
    """A classifier whose label for row i is given; the only input of a row is its number."""

    def __init__(self, labels=None):
        self.labels = labels

    def fit(self, x, y, sample_weight=None):
        self.classes_ = np.unique(y)
        return self

    def predict(self, x):
        return np.asarray(self.labels)[x[:, 0].astype(int)]


def vote(classes, members, rows, weights):
    labels = random.integers(0, classes, (members, rows))
    x = np.arange(rows, dtype=float)[:, None]
    y = np.arange(rows) % classes
    voting = VotingClassifier([(f"m{i}", Given(list(map(int, labels[i])))) for i in range(members)], voting="hard", weights=weights).fit(x, y)
    return {"classes": classes, "labels": labels.tolist(), "weights": weights or [1] * members, "voted": voting.predict(x).tolist()}


votes = {
    "two": vote(2, 5, 60, None),
    "ties": vote(3, 4, 80, None),
    "weighted": vote(4, 5, 80, [0.5, 1.25, 2.0, 0.75, 1.5]),
}


class Round(ClassifierMixin, BaseEstimator):
    """The classifier of a round: the n-th that is fitted has the n-th row of labels; it records the weights of the rows."""

    table = None
    seen = []

    def fit(self, x, y, sample_weight=None):
        self.classes_ = np.unique(y)
        self.number = len(Round.seen)
        Round.seen.append(np.array(sample_weight).tolist())
        return self

    def predict(self, x):
        return Round.table[self.number][x[:, 0].astype(int)]


def boost(classes, rounds, rows, accuracy, rate, first=None, perfect=None):
    y = np.arange(rows) % classes
    table = np.where(random.random((rounds, rows)) < accuracy, y, random.integers(0, classes, (rounds, rows)))
    if perfect is not None:
        table[perfect] = y
    Round.table, Round.seen = table, []
    x = np.arange(rows, dtype=float)[:, None]
    boosting = AdaBoostClassifier(Round(), n_estimators=rounds, learning_rate=rate, algorithm="SAMME").fit(x, y, sample_weight=first)
    count = len(boosting.estimators_)
    return {
        "classes": classes, "rate": rate, "labels": table.tolist(), "first": first if first is not None else [1] * rows, "weights": Round.seen[:count],
        "errors": boosting.estimator_errors_[:count].tolist(), "shares": boosting.estimator_weights_[:count].tolist(), "voted": boosting.predict(x).tolist(),
    }


boosts = {
    "two": boost(2, 6, 60, 0.5, 1.0),
    "three": boost(3, 5, 75, 0.5, 1.0),
    "slow": boost(4, 6, 80, 0.4, 0.4, first=np.linspace(0.5, 2, 80).tolist()),
    "perfect": boost(3, 5, 60, 0.6, 1.0, perfect=2),
}


def link(kind, scores):
    if kind == "softmax":
        e = np.exp(scores - scores.max(1, keepdims=True))
        return e / e.sum(1, keepdims=True)
    return {"identity": scores, "logistic": 1 / (1 + np.exp(-scores)), "exponential": np.exp(scores)}[kind]


def loss(kind, scores, targets, weights):
    p = link(kind, scores)
    each = {
        "identity": lambda: 0.5 * (scores - targets) ** 2,
        "logistic": lambda: -(targets * np.log(p) + (1 - targets) * np.log(1 - p)),
        "softmax": lambda: -targets * np.log(p),
        "exponential": lambda: p - targets * scores,
    }[kind]().sum(1)
    return float((weights * each).sum() / weights.sum())


def gradient(kind, width, rows):
    targets = {
        "identity": lambda: random.normal(0, 1, (rows, width)),
        "logistic": lambda: (random.random((rows, width)) < 0.3).astype(float),
        "softmax": lambda: np.eye(width)[random.integers(0, width, rows)],
        "exponential": lambda: random.poisson(2.0, (rows, width)).astype(float),
    }[kind]().astype(np.float32).astype(float)
    weights = random.uniform(0.5, 2, rows).astype(np.float32).astype(float)
    scores = random.normal(0, 0.7, (rows, width))
    start = minimize(lambda c: loss(kind, np.tile(c, (rows, 1)), targets, weights), np.zeros(width), tol=1e-12).x
    if kind == "softmax":
        # The logarithms of the shares of the classes; any constant added to all of them gives the same loss.
        start = start - np.log(np.exp(start).sum())
    h = 1e-5
    slopes = np.zeros((rows, width))
    for i in range(rows):
        for j in range(width):
            up, down = scores.copy(), scores.copy()
            up[i, j] += h
            down[i, j] -= h
            slopes[i, j] = -(loss(kind, up, targets, weights) - loss(kind, down, targets, weights)) / (2 * h) * weights.sum() / weights[i]
    way = ((targets - link(kind, scores)) * 0.3 + random.normal(0, 0.3, (rows, width))).astype(np.float32).astype(float)
    wide = 1e-3
    before, here, behind = (loss(kind, scores + r * way, targets, weights) for r in (-wide, 0, wide))
    step = -((behind - before) / (2 * wide)) / ((behind - 2 * here + before) / wide**2)
    return {
        "width": width, "targets": targets.ravel().tolist(), "weights": weights.tolist(), "scores": scores.ravel().tolist(), "loss": loss(kind, scores, targets, weights),
        "start": start.tolist(), "residuals": slopes.ravel().tolist(), "direction": way.ravel().tolist(), "step": float(step),
    }


gradients = {"identity": gradient("identity", 2, 30), "logistic": gradient("logistic", 1, 40), "softmax": gradient("softmax", 3, 40), "exponential": gradient("exponential", 1, 40)}


def stack(kind, rows):
    width = {"identity": 1, "logistic": 1, "softmax": 3}[kind]
    truth = random.normal(0, 1, (rows, width))
    targets = truth if kind == "identity" else (truth > 0.3).astype(float) if kind == "logistic" else np.eye(width)[truth.argmax(1)]
    groups = [link(kind, truth * scale + random.normal(0, noise, (rows, width))).astype(np.float32).astype(float) for scale, noise in ((0.8, 0.8), (0.5, 1.2))]
    scores = np.hstack(groups if kind == "identity" else [np.log(p / (1 - p)) for p in groups] if kind == "logistic" else [np.log(p) for p in groups])
    if kind == "identity":
        # Squared errors + ½·w² is Ridge with half the strength.
        model = Ridge(alpha=0.5).fit(scores, targets.ravel())
        weights, intercepts, outputs = [model.coef_], [model.intercept_], model.predict(scores)
    else:
        model = LogisticRegression(C=1, tol=1e-10, max_iter=10000).fit(scores, targets.ravel() if width == 1 else targets.argmax(1))
        weights, intercepts, outputs = model.coef_, model.intercept_, model.predict_proba(scores)
        outputs = outputs[:, 1] if width == 1 else outputs
    return {
        "width": width, "targets": targets.ravel().tolist(), "groups": [group.ravel().tolist() for group in groups],
        "weights": np.array(weights).ravel().tolist(), "intercepts": np.array(intercepts).ravel().tolist(), "outputs": outputs.ravel().tolist(),
    }


stacks = {"identity": stack("identity", 50), "logistic": stack("logistic", 60), "softmax": stack("softmax", 80)}
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ensembles.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "votes": votes, "boosts": boosts, "gradients": gradients, "stacks": stacks}, file)
    file.write("\n")
