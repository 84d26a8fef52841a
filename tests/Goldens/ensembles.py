"""Hard votes of scikit-learn's VotingClassifier, with and without weights and with ties, for classifiers whose labels are given.
Writes ensembles.json beside itself. Made with Python 3.11, NumPy 1.24 and scikit-learn 1.2."""
import json
import os

import numpy as np
import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import VotingClassifier

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
path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "ensembles.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({"numpy": np.__version__, "scikit-learn": sklearn.__version__, "votes": votes}, file)
    file.write("\n")
