"""Writes counts/*.csv, tables of counts with known rates, and counts.json: how far scikit-learn's PoissonRegressor comes on them.

    python3 counts.py        (needs numpy, scikit-learn and mpmath; the file records their versions)

Two tables have rates that are log-linear in their columns, which is what PoissonRegressor assumes, with counts near 0 and near 1000; two have
rates that are not. Every table has rows to train on (part "train") and rows to judge by (part "test"). For each there are the mean Poisson
deviance of PoissonRegressor on the test rows, the best of several penalties, and that of the rates which the counts were drawn from.
"d2" are outcomes with scikit-learn's d2_tweedie_score(power=1); "exponential" are exact values of e to the x.
"""
import json
import pathlib
import sys

import mpmath
import numpy as np
import sklearn
from sklearn.linear_model import PoissonRegressor
from sklearn.metrics import d2_tweedie_score, mean_poisson_deviance
from sklearn.preprocessing import StandardScaler

TRAIN, TEST = 1500, 1000
here = pathlib.Path(__file__)

RATES = {
    "linear_small": lambda a, b, c: 0.4 * np.exp(0.6 * a - 0.4 * b + 0.3 * c),
    "linear_large": lambda a, b, c: 1000 * np.exp(0.3 * a - 0.2 * b + 0.1 * c),
    "curved_small": lambda a, b, c: 1.5 * np.exp(1.2 * np.sin(2 * a) * b + 0.4 * c),
    "curved_large": lambda a, b, c: 1000 * np.exp(0.5 * np.sin(2 * a) + 0.3 * b * c),
}

tables = {}
for seed, (name, rate) in enumerate(RATES.items(), 20261128):
    rng = np.random.default_rng(seed)
    x = np.round(rng.normal(size=(TRAIN + TEST, 3)), 3)
    rates = rate(*x.T)
    y = rng.poisson(rates)
    lines = ["a,b,c,events"] + [f"{a},{b},{c},{n}" for (a, b, c), n in zip(x.tolist(), y.tolist())]
    for part, rows in (("train", lines[: TRAIN + 1]), ("test", lines[:1] + lines[TRAIN + 1:])):
        (here.parent / "counts" / f"{name}_{part}.csv").write_text("\n".join(rows) + "\n")
    scaler = StandardScaler().fit(x[:TRAIN])
    deviances = [
        mean_poisson_deviance(y[TRAIN:], PoissonRegressor(alpha=alpha, max_iter=10000, tol=1e-9).fit(scaler.transform(x[:TRAIN]), y[:TRAIN]).predict(scaler.transform(x[TRAIN:])))
        for alpha in (0, 1e-4, 1e-3, 1e-2, 0.1, 1)
    ]
    tables[name] = {
        "mean": float(y[:TRAIN].mean()),
        "poissonRegressor": min(deviances),
        "trueRates": mean_poisson_deviance(y[TRAIN:], rates[TRAIN:]),
        "trainingMean": mean_poisson_deviance(y[TRAIN:], np.full(TEST, y[:TRAIN].mean())),
    }

rng = np.random.default_rng(7)
outcomes = []
for scale in (0.3, 5, 2000):
    rates = scale * np.exp(rng.normal(size=20) / 2)
    targets, weights = rng.poisson(rates), np.round(rng.uniform(0, 3, size=20), 2)
    for w in (None, weights):
        outcomes.append({
            "targets": targets.tolist(), "outputs": rates.tolist(), "weights": None if w is None else w.tolist(),
            "d2": d2_tweedie_score(targets, rates, sample_weight=w, power=1), "deviance": mean_poisson_deviance(targets, rates, sample_weight=w),
        })

mpmath.mp.dps = 60
points = [0.0, 2.0 ** -27, -2.0 ** -27] + [s * v for v in (0.5, 1.0, 3.0, 20.0, 80.0) for s in (1, -1)] + [float(v) for v in np.arange(-40, 41) / 8 if v != 0]
document = {
    "script": here.name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "sklearn": sklearn.__version__, "mpmath": mpmath.__version__},
    "tables": tables,
    "d2": outcomes,
    "exponential": {"points": points, "exact": [float(mpmath.exp(mpmath.mpf(x))) for x in points]},
}
here.with_suffix(".json").write_text("{" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v, allow_nan=False)}" for k, v in document.items()) + "}\n")
