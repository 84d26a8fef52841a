"""Scores of predictions on rows that training did not have. They are scikit-learn's definitions (version 1.2), with NumPy alone."""
import math
import re

import numpy as np

BINS = 15


def accuracy(truth, predicted):
    return float(np.mean([a == b for a, b in zip(truth, predicted)]))


def log_loss(truth, probabilities, labels):
    """Mean of -ln p of the true class. Rows are scaled to a sum of 1 and clipped to the machine epsilon of doubles, as scikit-learn does; a class without a column has p = 0."""
    p = probabilities / probabilities.sum(1, keepdims=True)
    epsilon = np.finfo(float).eps
    p = np.clip(p, epsilon, 1 - epsilon)
    p = p / p.sum(1, keepdims=True)
    column = {label: i for i, label in enumerate(labels)}
    return float(-np.mean([np.log(p[i, column[label]] if label in column else epsilon) for i, label in enumerate(truth)]))


def mid_ranks(values):
    """Ranks from 1 upwards; equal values share the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[inverse]


def roc_auc_of_two(positive, values):
    """Mann and Whitney's U over the number of pairs. None where only one class is there."""
    positive = np.asarray(positive, bool)
    ones, zeros = int(positive.sum()), int((~positive).sum())
    if ones == 0 or zeros == 0:
        return None
    return float((mid_ranks(values)[positive].sum() - ones * (ones + 1) / 2) / (ones * zeros))


def roc_auc(truth, probabilities, labels):
    """Mean over the classes of one against the rest. None where a class is not among the rows. Rows are not scaled to a sum of 1: rounding would break ties."""
    areas = [roc_auc_of_two([t == label for t in truth], probabilities[:, i]) for i, label in enumerate(labels)]
    return None if None in areas else float(np.mean(areas))


def r2(truth, predicted):
    """1 - squared error over the squared error of the rows' own mean. None where all rows are equal."""
    truth, predicted = np.asarray(truth, float), np.asarray(predicted, float)
    spread = np.sum((truth - truth.mean()) ** 2)
    return float(1 - np.sum((truth - predicted) ** 2) / spread) if spread > 0 else None


def calibration_bins(truth, predicted, probabilities):
    """Rows, sum of the top probability, and number of right predictions, in 15 bins of equal width. Sums of several folds can be added."""
    top = (probabilities / probabilities.sum(1, keepdims=True)).max(1)
    right = np.array([a == b for a, b in zip(truth, predicted)], float)
    place = np.clip(np.ceil(top * BINS).astype(int) - 1, 0, BINS - 1)
    return [[int((place == b).sum()), float(top[place == b].sum()), int(right[place == b].sum())] for b in range(BINS)]


def calibration_error(bins):
    """Expected calibration error: mean over the rows of |share right - mean top probability| of their bin (Guo et al., 2017)."""
    bins = np.asarray(bins, float)
    return float(np.abs(bins[:, 2] - bins[:, 1]).sum() / bins[:, 0].sum())


def calibration_error_by_chance(bins):
    """What the calibration error of exact probabilities would be on average, each bin taken at its mean: the mean deviation of a binomial number, which is 2·v·C(n, v)·p^v·(1-p)^(n-v+1) with v = floor(n·p) + 1 (De Moivre, 1730)."""
    total = 0.0
    for n, sure, _ in bins:
        p = sure / n if n else 0.0
        if 0 < p < 1:
            v = min(math.floor(n * p) + 1, n)
            total += 2 * math.exp(math.log(v) + math.lgamma(n + 1) - math.lgamma(v + 1) - math.lgamma(n - v + 1) + v * math.log(p) + (n - v + 1) * math.log1p(-p))
    return total / sum(n for n, _, _ in bins)


def interval_columns(columns):
    """The names of the columns with the lower and upper ends of intervals, or None."""
    ends = [[c for c in columns if re.search(rf"(^|_){end}(_|\d|$)", c)] for end in ("lower", "upper")]
    return (ends[0][0], ends[1][0]) if all(len(end) == 1 for end in ends) else None


def of_classes(truth, predicted, probabilities, labels):
    return {
        "accuracy": accuracy(truth, predicted),
        "roc_auc": roc_auc(truth, probabilities, labels),
        "log_loss": log_loss(truth, probabilities, labels),
    }


def of_predictions(kind, truth, columns):
    """Scores of what `descent predict` wrote, with the sums that calibration and coverage need."""
    predicted = columns["prediction"]
    if len(predicted) != len(truth):
        raise ValueError(f"{len(predicted)} predictions for {len(truth)} rows")
    if kind == "numbers":
        scores, further = {"r2": r2(truth, predicted)}, {}
        if ends := interval_columns(columns):
            values, low, high = (np.asarray(c, float) for c in (truth, columns[ends[0]], columns[ends[1]]))
            further = {"inside": int(((low <= values) & (values <= high)).sum())}
        return scores, further
    labels = sorted(c.removeprefix("probability_") for c in columns if c.startswith("probability_"))
    p = np.column_stack([np.asarray(columns[f"probability_{label}"], float) for label in labels])
    return of_classes(truth, predicted, p, labels), {"bins": calibration_bins(truth, predicted, p)}
