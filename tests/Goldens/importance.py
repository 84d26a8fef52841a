"""Writes importance.json: what Optuna's functional ANOVA and scikit-learn's trees say.

    python3 importance.py        (needs numpy, scikit-learn and optuna; the file records their versions)

"trees": regression trees as their splits, with their variance and the variance of their marginals, computed by Optuna.
"fits": points, and the splits that scikit-learn chooses for them; no two splits are equally good.
"functions": points and values of functions whose fractions are known, with what Optuna returns for several seeds. Optuna divides by the sum
of the fractions of single parameters.
"""
import json
import math
import pathlib
import sys

import numpy as np
import optuna
import sklearn
from optuna.importance._fanova._tree import _FanovaTree
from sklearn.tree import DecisionTreeRegressor

optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = np.random.default_rng(20261130)


def nodes(tree):
    return [{"parameter": int(f), "cut": float(t), "below": int(a), "above": int(b), "value": float(v)}
            for f, t, a, b, v in zip(tree.feature, tree.threshold, tree.children_left, tree.children_right, tree.value[:, 0, 0])]


trees = []
for count, size in ((1, 12), (2, 40), (3, 60), (5, 80)):
    x = rng.random((size, count))
    fitted = DecisionTreeRegressor(random_state=1).fit(x, np.sin(6 * x[:, 0]) + x.prod(axis=1) + 0.1 * rng.normal(size=size)).tree_
    anova = _FanovaTree(fitted, np.array([[0.0, 1.0]] * count))
    trees.append({
        "nodes": nodes(fitted), "variance": anova.variance,
        "marginals": [anova.get_marginal_variance(np.array([i])) for i in range(count)],
        "pairs": [[i, j, anova.get_marginal_variance(np.array([i, j]))] for i in range(count) for j in range(i)],
    })

fits = []
for count, size, depth in ((1, 30, 64), (4, 200, 4)):
    # scikit-learn compares single precision numbers.
    x = rng.random((size, count)).astype(np.float32).astype(float)
    y = np.sin(6 * x[:, 0]) + x.prod(axis=1) + 0.1 * rng.normal(size=size)
    fitted = DecisionTreeRegressor(random_state=1, max_depth=depth).fit(x, y).tree_
    fits.append({"points": x.tolist(), "values": y.tolist(), "depth": depth, "nodes": nodes(fitted)})

FUNCTIONS = {
    "additive": (2, 0.0, 1.0, lambda x: 3 * x[0] + x[1]),
    "product": (2, 0.0, 1.0, lambda x: x[0] * x[1]),
    "ishigami": (3, -math.pi, math.pi, lambda x: math.sin(x[0]) + 7 * math.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * math.sin(x[0])),
}
functions = []
for name, (count, low, high, function) in FUNCTIONS.items():
    points = rng.uniform(low, high, (200, count))
    study = optuna.create_study()
    for point in points:
        study.add_trial(optuna.trial.create_trial(
            params={f"x{i}": float(v) for i, v in enumerate(point)}, value=function(point),
            distributions={f"x{i}": optuna.distributions.FloatDistribution(low, high) for i in range(count)}))
    results = [optuna.importance.get_param_importances(study, evaluator=optuna.importance.FanovaImportanceEvaluator(seed=seed)) for seed in range(6)]
    functions.append({
        "name": name, "low": low, "high": high, "points": points.tolist(), "values": [function(p) for p in points],
        "importance": [[r[f"x{i}"] for i in range(count)] for r in results],
    })
    print(name, np.array(functions[-1]["importance"]).mean(axis=0), np.array(functions[-1]["importance"]).std(axis=0))

document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__, "optuna": optuna.__version__},
    "trees": trees, "fits": fits, "functions": functions,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
