"""Writes pruners.json: what Optuna's pruners decide on random histories.

    python3 pruners.py        (needs numpy and optuna; the file records their versions)

Each history is a sequence of trials that report values one after the other; every decision of should_prune is recorded, and a trial that
should stop does. Hyperband assigns trials to brackets by the fractional part of i·(√5 − 1)/2 instead of a hash of the study's name.
"""
import json
import math
import pathlib
import sys
import types

import numpy as np
import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)
rng = np.random.default_rng(20261130)


def bracket(self, study, trial):
    if len(self._pruners) == 0:
        return 0
    position = math.modf(trial.number * ((math.sqrt(5) - 1) / 2))[0] * self._total_trial_allocation_budget
    for index, budget in enumerate(self._trial_allocation_budgets[:-1]):
        if position < budget:
            return index
        position -= budget
    return len(self._trial_allocation_budgets) - 1


optuna.pruners.HyperbandPruner._get_bracket_id = bracket

PRUNERS = [
    ("percentile", {"percentile": 50.0}, lambda: optuna.pruners.MedianPruner()),
    ("percentile", {"percentile": 25.0, "startup": 2, "warmup": 3}, lambda: optuna.pruners.PercentilePruner(25.0, 2, 3)),
    ("percentile", {"percentile": 60.0, "startup": 0, "warmup": 2, "interval": 4, "minimum": 3}, lambda: optuna.pruners.PercentilePruner(60.0, 0, 2, 4, n_min_trials=3)),
    ("halving", {}, lambda: optuna.pruners.SuccessiveHalvingPruner()),
    ("halving", {"steps": 1, "factor": 2}, lambda: optuna.pruners.SuccessiveHalvingPruner(1, 2)),
    ("halving", {"steps": 2, "factor": 3, "first": 1, "bootstrap": 3}, lambda: optuna.pruners.SuccessiveHalvingPruner(2, 3, 1, 3)),
    ("hyperband", {"steps": 1, "maximum": 27, "factor": 3}, lambda: optuna.pruners.HyperbandPruner(1, 27, 3)),
    ("hyperband", {"steps": 2, "factor": 2}, lambda: optuna.pruners.HyperbandPruner(2, "auto", 2)),
]

cases = []
for kind, options, create in PRUNERS:
    for direction in ("minimize", "maximize"):
        # Optuna notes at which rung a trial stopped. The library has only the reported values, which say the same if no report passes two rungs.
        for stride in (1, 3 if kind == "percentile" else 1):
            study = optuna.create_study(direction=direction, pruner=create(), sampler=optuna.samplers.RandomSampler(seed=1))
            trials = []
            for number in range(40):
                trial = study.ask()
                level, reports, pruned = rng.normal(), [], False
                for step in range(0, 27, stride):
                    value = round(float(level + rng.normal() * 0.5 - (0.05 * step if direction == "minimize" else -0.05 * step)), 2)
                    if rng.random() < 0.02:
                        value = math.nan
                    trial.report(value, step)
                    pruned = bool(trial.should_prune())
                    reports.append([step, None if math.isnan(value) else value, pruned])
                    if pruned:
                        break
                study.tell(trial, None if pruned else level, state=optuna.trial.TrialState.PRUNED if pruned else optuna.trial.TrialState.COMPLETE)
                trials.append(reports)
            cases.append({"kind": kind, "options": options, "direction": direction, "trials": trials})

document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "optuna": optuna.__version__},
    "cases": cases,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
print([sum(t[-1][2] for t in c["trials"]) for c in cases])
