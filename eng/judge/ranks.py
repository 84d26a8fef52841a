"""Ranks among contestants, and paired differences over folds."""
import math

import numpy as np

TIE = 1e-9

# Metric -> whether more is better, and how much worse a table may be than the better of two simple peers.
METRICS = {"accuracy": (True, 0.003), "roc_auc": (True, 0.003), "log_loss": (False, 0.003), "r2": (True, 0.005)}


def better(metric, a, b):
    """By how much a is better than b; negative where it is worse."""
    return a - b if METRICS[metric][0] else b - a


def ranks(metric, scores):
    """Contestant -> rank, 1 the best. Scores within 1e-9 share the mean of their ranks; None, a failure, comes after all scores."""
    valid = {name: score for name, score in scores.items() if score is not None}
    result = {}
    for name, score in valid.items():
        above = sum(better(metric, other, score) > TIE for other in valid.values())
        equal = sum(abs(other - score) <= TIE for other in valid.values())
        result[name] = above + (equal + 1) / 2
    failed = [name for name in scores if name not in valid]
    return result | {name: len(valid) + (len(failed) + 1) / 2 for name in failed}


def paired(metric, ours, theirs):
    """Mean and standard error over folds of how much better ours is; the error is None for a single fold."""
    differences = np.array([better(metric, a, b) for a, b in zip(ours, theirs)])
    error = float(differences.std(ddof=1) / math.sqrt(len(differences))) if len(differences) > 1 else None
    return float(differences.mean()), error


def is_worse(metric, mean, error):
    """Whether a mean difference is below what is allowed: a fixed allowance, or one standard error where that is larger."""
    return mean < -max(METRICS[metric][1], error or 0.0) - TIE
