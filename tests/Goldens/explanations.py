"""A small network with given weights, explained: scikit-learn's permutation_importance and partial_dependence, and by their definitions in NumPy the mean
loss over all pairs of rows, Shapley values over all orders and background rows, and Friedman and Popescu's H squared; SciPy's rank correlation and Cramer's V.
Writes explanations.json beside itself. Made with Python 3.11, NumPy 1.24, SciPy 1.10 and scikit-learn 1.2."""
import itertools
import json
import os

import numpy as np
import scipy
import sklearn
from scipy.stats import spearmanr
from scipy.stats.contingency import association
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.inspection import partial_dependence, permutation_importance

random = np.random.default_rng(11)
n = 48
x = np.column_stack([random.uniform(-1, 1, n), random.uniform(-1, 1, n), random.integers(0, 6, n).astype(float), random.uniform(-1, 1, n)])
x = (x - x.mean(0)) / x.std(0)
w1, b1 = random.normal(size=(5, 4)), random.normal(size=5)
w1[:, 3] = 0  # the last column does nothing
w2, b2 = random.normal(size=(1, 5)), random.normal(size=1)


def f(rows):
    return np.tanh(rows @ w1.T + b1) @ w2[0] + b2[0]


y = f(x) + 0.3 * random.normal(size=n)
# The preprocessing standardizes targets: so that it changes nothing, the network is scaled with them.
mean, scale = y.mean(), y.std()
y = (y - mean) / scale
w2, b2 = w2 / scale, (b2 - mean) / scale


class Given(RegressorMixin, BaseEstimator):
    def fit(self, rows, targets):
        self.fitted_ = True
        return self

    def predict(self, rows):
        return f(np.asarray(rows))


model = Given().fit(x, y)
pairs = []
for j in range(4):
    every = np.repeat(x, n, axis=0)
    every[:, j] = np.tile(x[:, j], n)
    pairs.append(float(np.mean((np.repeat(y, n) - f(every)) ** 2) - np.mean((y - f(x)) ** 2)))
repeats = 400
loss = permutation_importance(model, x, y, scoring="neg_mean_squared_error", n_repeats=repeats, random_state=1)
score = permutation_importance(model, x, y, scoring="r2", n_repeats=repeats, random_state=1)

dependence = partial_dependence(model, x, [2], kind="average", method="brute", grid_resolution=20)

background, explained = x[:7], x[7:12]
shapley = np.zeros((len(explained), 4))
for row in range(len(explained)):
    for start in background:
        for order in itertools.permutations(range(4)):
            state = start.copy()
            before = f(state[None])[0]
            for j in order:
                state[j] = explained[row, j]
                after = f(state[None])[0]
                shapley[row, j] += after - before
                before = after
shapley /= len(background) * 24


def centered(columns):
    effect = np.zeros(n)
    for i in range(n):
        rows = x.copy()
        rows[:, columns] = x[i, columns]
        effect[i] = f(rows).mean()
    return effect - effect.mean()


interactions = []
for j, k in itertools.combinations(range(4), 2):
    joint, one, other = centered([j, k]), centered([j]), centered([k])
    more = np.sum((joint - one - other) ** 2)
    interactions.append([j, k, float(more / np.sum(joint**2)), float(np.sqrt(more / n))])

u = random.normal(size=60)
v = np.round(u + 0.3 * random.normal(size=60), 1)
table = random.integers(0, 3, 60)
other = np.where(random.uniform(size=60) < 0.95, table, random.integers(0, 3, 60))
counts = np.zeros((3, 3), int)
np.add.at(counts, (table, other), 1)
ranks = scipy.stats.rankdata(u + 2 * table)
between = sum((table == level).sum() * (ranks[table == level].mean() - ranks.mean()) ** 2 for level in range(3))

path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "explanations.json")
with open(path, "w", encoding="utf-8") as file:
    json.dump({
        "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__,
        "x": x.T.tolist(), "y": y.tolist(), "w1": w1.ravel().tolist(), "b1": b1.tolist(), "w2": w2.ravel().tolist(), "b2": b2.tolist(),
        "pairs": pairs, "repeats": repeats, "loss": loss.importances_mean.tolist(), "lossDeviation": loss.importances_std.tolist(),
        "score": score.importances_mean.tolist(), "scoreDeviation": score.importances_std.tolist(),
        "grid": dependence["values"][0].tolist(), "dependence": dependence["average"][0].tolist(),
        "shapley": shapley.tolist(), "interactions": interactions,
        "u": u.tolist(), "v": v.tolist(), "spearman": float(spearmanr(u, v)[0]), "table": table.tolist(), "other": other.tolist(),
        "cramer": float(association(counts, method="cramer")), "shifted": (u + 2 * table).tolist(),
        "ratio": float(np.sqrt(between / np.sum((ranks - ranks.mean()) ** 2))),
    }, file)
    file.write("\n")
