"""Writes peers.json: the best values that Optuna's samplers reach on the functions of SamplerComparison.cs, in 60 trials, for several seeds.

    python3 peers.py [SEEDS]        (needs optuna; the file records its version. By default 40 seeds; it takes some minutes)
"""
import json
import math
import pathlib
import sys

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
TRIALS = 60


def branin(trial):
    x, y = trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)
    return (y - 5.1 / (4 * math.pi**2) * x**2 + 5 / math.pi * x - 6) ** 2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


ALPHA = [1.0, 1.2, 3.0, 3.2]
A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991], [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]


def hartmann(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    return -sum(ALPHA[k] * math.exp(-sum(A[k][i] * (x[i] - P[k][i] / 10000) ** 2 for i in range(6))) for k in range(4))


def mixed(trial):
    t = trial.suggest_float("t", 0, 1)
    kind = trial.suggest_categorical("kind", ["a", "b", "c"])
    value = 2 * (t - 0.3) ** 2
    if kind == "a":
        x, n = trial.suggest_float("x", -5, 5), trial.suggest_int("n", 1, 10)
        return value + 0.3 + (x - 1) ** 2 / 10 + abs(n - 4) / 5
    if kind == "b":
        y, way = trial.suggest_float("y", 1e-5, 1, log=True), trial.suggest_categorical("way", ["p", "q", "r"])
        return value + 0.3 * (math.log10(y) + 3) ** 2 + {"p": 0.4, "q": 0.0, "r": 0.8}[way]
    m, z = trial.suggest_int("m", 16, 512, log=True), trial.suggest_float("z", 0, 1)
    return value + 0.2 + abs(math.log2(m / 64)) / 4 + abs(z - 0.7)


SAMPLERS = {
    "random": lambda seed: optuna.samplers.RandomSampler(seed=seed),
    "tpe": lambda seed: optuna.samplers.TPESampler(seed=seed),
    "tpe-multivariate": lambda seed: optuna.samplers.TPESampler(seed=seed, multivariate=True, group=True),
}

if __name__ == "__main__":
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    best = {}
    for function in (branin, hartmann, mixed):
        best[function.__name__] = {}
        for name, create in SAMPLERS.items():
            best[function.__name__][name] = []
            for seed in range(seeds):
                study = optuna.create_study(sampler=create(seed))
                study.optimize(function, n_trials=TRIALS)
                best[function.__name__][name].append(study.best_value)
    document = {"script": pathlib.Path(__file__).name, "versions": {"python": sys.version.split()[0], "optuna": optuna.__version__}, "trials": TRIALS, "best": best}
    pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
    for function, samplers in best.items():
        for name, values in samplers.items():
            print(f"{function:10} {name:18} {sorted(values)[len(values) // 2]:.5f}")
