"""Writes samplers.json: pieces of samplers as other programs compute them.

    python3 samplers.py        (needs numpy, scipy, scikit-learn, optuna and cmaes; the file records their versions)

- densities: Optuna's Parzen estimators; weights and splits of its TPE
- sobol: scipy.stats.qmc.Sobol, not scrambled
- cma: the library cmaes, three updates each; and its CMA-ES with margin
- processes: scikit-learn's GaussianProcessRegressor with fixed scales, and the gradient of its likelihood
- fronts: Optuna's order of several objectives
"""
import json
import math
import pathlib
import sys

import cmaes
import numpy as np
import optuna
import scipy
import scipy.stats
import sklearn
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe import _truncnorm as truncnorm
from optuna.samplers._tpe import sampler as tpe
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers.nsgaii._sampler import _calc_crowding_distance
from scipy.stats import qmc
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = np.random.default_rng(20261130)


def finite(x):
    return None if math.isinf(x) else float(x)


# Optuna 3.1 leaves out the division by the scale, so that its density is not normalized.
truncnorm.logpdf = lambda x, a, b, loc, scale: scipy.stats.truncnorm.logpdf(x, a, b, loc=loc, scale=scale)

SPACE = {
    "a=uniform(-2,3)": FloatDistribution(-2, 3),
    "b=log(1e-4,10)": FloatDistribution(1e-4, 10, log=True),
    "c=uniform(0,2,0.25)": FloatDistribution(0, 2, step=0.25),
    "d=int(1,12)": IntDistribution(1, 12),
    "e=int(2,20,3)": IntDistribution(2, 20, step=3),
    "f=int-log(4,300)": IntDistribution(4, 300, log=True),
    "g=choice(x;y;z)": CategoricalDistribution(("x", "y", "z")),
}


def draw(dist, count):
    if isinstance(dist, CategoricalDistribution):
        return rng.integers(0, 3, count).astype(float)
    if dist.log:
        value = np.exp(rng.uniform(math.log(dist.low), math.log(dist.high), count))
        return np.round(value) if isinstance(dist, IntDistribution) else value
    if dist.step is not None:
        return dist.low + dist.step * rng.integers(0, round((dist.high - dist.low) / dist.step) + 1, count)
    return rng.uniform(dist.low, dist.high, count)


densities = []
for names, count, multivariate, prior in [
    (list(SPACE), 9, True, 1.0), (list(SPACE), 40, True, 0.5), (list(SPACE)[:2], 0, True, 1.0), (list(SPACE)[:3], 1, True, 2.0),
    *[([name], 12, False, 1.0) for name in SPACE], ([list(SPACE)[0]], 0, False, 1.0), ([list(SPACE)[1]], 1, False, 1.0),
]:
    keys = [name.split("=")[0] for name in names]
    space = {key: SPACE[name] for key, name in zip(keys, names)}
    observations = {key: draw(space[key], count) for key in keys}
    weights = rng.uniform(0.2, 2, count)
    estimator = _ParzenEstimator(observations, space, _ParzenEstimatorParameters(True, prior, True, False, tpe.default_weights, multivariate), weights.copy())
    points = {key: draw(space[key], 15) for key in keys}
    # On the unit interval the density of a continuous parameter is larger by the length of its interval.
    length = 0.0
    for dist in space.values():
        if not isinstance(dist, CategoricalDistribution) and (dist.log or dist.step is None):
            half = 0.5 if isinstance(dist, IntDistribution) else 0
            length += math.log(math.log((dist.high + half) / (dist.low - half)) if dist.log else dist.high - dist.low)
    samples = {key: value.astype(int) if isinstance(space[key], CategoricalDistribution) else value for key, value in points.items()}
    densities.append({
        "space": names, "multivariate": multivariate, "prior": prior, "weights": weights.tolist(),
        "observations": [observations[key].tolist() for key in keys], "points": [points[key].tolist() for key in keys],
        "log": (estimator.log_pdf(samples) + length).tolist(),
    })

good = [tpe.default_gamma(n) for n in range(1, 400)]
weights = {str(n): tpe.default_weights(n).tolist() for n in (0, 1, 24, 25, 26, 27, 60)}

rankings = []
for direction in ("minimize", "maximize"):
    study = optuna.create_study(direction=direction)
    rows = []
    for number in range(40):
        kind = ["complete", "complete", "pruned", "running", "fail"][rng.integers(5)]
        value, steps = float(rng.normal()), int(rng.integers(0, 4))
        intermediate = {step: float(rng.normal()) for step in range(steps)} if kind == "pruned" else {}
        state = {"complete": optuna.trial.TrialState.COMPLETE, "pruned": optuna.trial.TrialState.PRUNED, "running": optuna.trial.TrialState.RUNNING, "fail": optuna.trial.TrialState.FAIL}[kind]
        study.add_trial(optuna.trial.create_trial(state=state, value=value if kind == "complete" else None, params={"x": 0.5}, distributions={"x": FloatDistribution(0, 1)}, intermediate_values=intermediate))
        rows.append({"state": kind, "value": value, "intermediate": list(intermediate.values())})
    _, scores, _ = tpe._get_observation_pairs(study, ["x"], True)
    numbers = [i for i, row in enumerate(rows) if row["state"] != "fail"]
    order, before = [], set()
    for count in range(1, len(scores) + 1):
        below = set(tpe._split_observation_pairs(scores, count, None)[0].tolist())
        order.append(numbers[(below - before).pop()])
        before = below
    rankings.append({"direction": direction, "trials": rows, "order": order})

sobol = (qmc.Sobol(64, scramble=False).random(64) * 2**30).astype(int).tolist()



def agrees(state):
    """Whether the path is equally long for the tutorial, whose exponent is 2g after g updates, and for cmaes, which has 2(g + 1)."""
    norm, limit = np.linalg.norm(state._p_sigma), (1.4 + 2 / (state._n_dim + 1)) * state._chi_n
    return len({norm / math.sqrt(1 - (1 - state._c_sigma) ** (2 * g)) < limit for g in (state._g, state._g + 1)}) == 1


cma = []
for dimensions, population, low in ((2, 6, -1), (3, 7, 0), (6, 14, -5)):
    mean, step = rng.uniform(0.2, 0.8, dimensions), 0.3
    state = cmaes.CMA(mean.copy(), step, population_size=population, seed=1)
    generations = []
    for _ in range(3):
        points = [state.ask() for _ in range(population)]
        points.sort(key=lambda x: float(np.sum((np.arange(dimensions) + 1) * (x - 0.3) ** 2)))
        state.tell([(point, float(rank)) for rank, point in enumerate(points)])
        assert agrees(state)
        generations.append({"points": [point.tolist() for point in points], "mean": state._mean.tolist(), "step": float(state._sigma), "covariance": state._C.tolist()})
    cma.append({"mean": mean.tolist(), "step": step, "population": population, "generations": generations})

# Integers 0 … 5 as the unit interval: the limits between them are at k/6.
margins = []
for _ in range(30):
    mean, step = rng.uniform(0.09, 0.91, 2), float(10 ** rng.uniform(-3, -0.5))
    state = cmaes.CMAwM(mean.copy(), step, np.array([[1 / 12, 11 / 12]] * 2), np.array([1 / 6] * 2), seed=1, population_size=6)
    points = [mean + step * rng.normal(size=2) for _ in range(6)]
    state.tell([(point.copy(), float(rank)) for rank, point in enumerate(points)])
    if not agrees(state._cma):
        continue
    margins.append({"mean": mean.tolist(), "step": step, "points": [point.tolist() for point in points], "seen": state._cma._mean.tolist(), "scale": state._A.tolist()})

processes = []
for count, dimensions in ((1, 1), (8, 2), (30, 4)):
    inputs, targets = rng.uniform(size=(count, dimensions)), rng.normal(size=count)
    lengths, signal, noise = np.exp(rng.normal(size=dimensions)), float(np.exp(rng.normal())), float(np.exp(rng.normal() - 4))
    kernel = ConstantKernel(signal) * Matern(lengths, nu=2.5) + WhiteKernel(noise)
    process = GaussianProcessRegressor(kernel, alpha=0, optimizer=None).fit(inputs, targets)
    points = rng.uniform(size=(10, dimensions))
    means, deviations = process.predict(points, return_std=True)
    likelihood, gradient = process.log_marginal_likelihood(process.kernel_.theta, eval_gradient=True)
    gradient = np.concatenate([gradient[1:-1], gradient[:1], gradient[-1:]])
    processes.append({
        "inputs": inputs.tolist(), "targets": targets.tolist(), "logs": [*np.log(lengths).tolist(), math.log(signal), math.log(noise)], "points": points.tolist(),
        # scikit-learn adds the noise to the variance of a prediction.
        "means": means.tolist(), "deviations": np.sqrt(deviations**2 - noise).tolist(), "likelihood": likelihood, "gradient": gradient.tolist(),
    })

fronts = []
for count, objectives in ((1, 2), (30, 2), (40, 3)):
    values = np.round(rng.normal(size=(count, objectives)), 2)
    ranks = tpe._calculate_nondomination_rank(values)
    trials = [optuna.trial.create_trial(values=row.tolist()) for row in values]
    for number, trial in enumerate(trials):
        trial.number = number
    # A front of one point has no order.
    crowding = {}
    for rank in range(max(ranks) + 1):
        crowding.update(_calc_crowding_distance([trials[i] for i in range(count) if ranks[i] == rank]))
    fronts.append({"values": values.tolist(), "ranks": ranks.tolist(), "crowding": [finite(crowding.get(i, math.inf)) for i in range(count)]})

document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__, "optuna": optuna.__version__, "cmaes": cmaes.__version__},
    "densities": densities, "good": good, "weights": weights, "rankings": rankings, "sobol": sobol, "cma": cma, "margins": margins, "processes": processes, "fronts": fronts,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
