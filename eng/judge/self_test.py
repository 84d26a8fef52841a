"""Checks scores and ranks against values worked out elsewhere: examples of scikit-learn's and SciPy's documentation, and by hand."""
import math

import numpy as np

import ranks
import report
import scores

SPAM = (["spam", "ham", "ham", "spam"], np.array([[0.1, 0.9], [0.9, 0.1], [0.8, 0.2], [0.35, 0.65]]), ["ham", "spam"])


def checks():
    """Yields what is checked, the value, and what it must be."""
    yield "log-loss, scikit-learn's example", scores.log_loss(*SPAM), 0.21616187468057912
    yield "log-loss of a certain mistake is clipped", scores.log_loss(["a"], np.array([[0.0, 1.0]]), ["a", "b"]), -math.log(np.finfo(float).eps)
    yield "log-loss of a label that the model does not know", scores.log_loss(["c"], np.array([[0.5, 0.5]]), ["a", "b"]), -math.log(np.finfo(float).eps)
    yield "log-loss scales rows to a sum of 1", scores.log_loss(["a"], np.array([[1.0, 3.0]]), ["a", "b"]), math.log(4)
    yield "ROC-AUC, scikit-learn's example", scores.roc_auc_of_two([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]), 0.75
    yield "ROC-AUC counts a tie as one half", scores.roc_auc_of_two([0, 1, 1], [0.5, 0.5, 0.9]), 0.75
    yield "ROC-AUC of one class", scores.roc_auc_of_two([1, 1], [0.1, 0.2]), None
    three = np.array([[0.6, 0.3, 0.1], [0.2, 0.5, 0.3], [0.5, 0.2, 0.3], [0.1, 0.2, 0.7]])
    yield "ROC-AUC over classes: 5/6, 1, 3/4", scores.roc_auc(["a", "b", "c", "c"], three, ["a", "b", "c"]), (1 + 1 + 0.875) / 3
    yield "R², scikit-learn's example", scores.r2([3, -0.5, 2, 7], [2.5, 0.0, 2, 8]), 0.9486081370449679
    yield "accuracy", scores.accuracy(["a", "b", "b", "a"], ["a", "b", "a", "a"]), 0.75
    yield "mid-ranks, SciPy's example", scores.mid_ranks([0, 2, 3, 2]).tolist(), [1, 2.5, 4, 2.5]
    sure = np.array([[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.0, 1.0]])
    bins = scores.calibration_bins(["a", "b", "b", "b"], ["a", "a", "b", "b"], sure)
    yield "calibration error: (|1 - 1.8| + |1 - 0.6| + |1 - 1|) / 4", scores.calibration_error(bins), 0.3
    yield "bins are closed above: 0.6 is in the ninth of 15, 1 in the last", [b[0] for b in bins], [0] * 8 + [1] + [0] * 4 + [2, 1]
    yield "calibration error of exact probabilities, one row at 0.9: 2·0.9·0.1", scores.calibration_error_by_chance([[1, 0.9, 1]]), 0.18
    yield "two rows at 0.5: half of the time both are right or wrong, 0.5", scores.calibration_error_by_chance([[2, 1.0, 1]]), 0.25
    yield "sure rows have none", scores.calibration_error_by_chance([[3, 3.0, 3], [0, 0.0, 0], [1, 0.9, 0]]), 0.045
    yield "ends of intervals", scores.interval_columns(["prediction", "prediction_lower_90", "upper"]), ("prediction_lower_90", "upper")
    yield "no intervals", scores.interval_columns(["prediction", "slower", "flower_1"]), None
    yield "ranks where more is better", ranks.ranks("r2", {"a": 0.5, "b": 0.7, "c": 0.5 + 1e-10}), {"a": 2.5, "b": 1, "c": 2.5}
    yield "ranks where less is better", ranks.ranks("log_loss", {"a": 0.5, "b": 0.7}), {"a": 1, "b": 2}
    yield "failures share the last ranks", ranks.ranks("r2", {"a": None, "b": -9.0, "c": None}), {"a": 2.5, "b": 1, "c": 2.5}
    yield "paired difference and its error, sd 0.02 / √3", ranks.paired("log_loss", [0.1, 0.2, 0.3], [0.12, 0.24, 0.36]), (0.04, 0.02 / math.sqrt(3))
    yield "one fold has no standard error", ranks.paired("r2", [0.5], [0.25]), (0.25, None)
    yield "worse than the allowance", ranks.is_worse("r2", -0.006, 0.001), True
    yield "within one standard error", ranks.is_worse("r2", -0.006, 0.007), False
    yield "one fold of five alone differs, so the mean is one standard error", ranks.is_worse("accuracy", *ranks.paired("accuracy", [29 / 30] * 4 + [28 / 30], [29 / 30] * 5)), False
    yield "within the allowance of accuracy, without an error", ranks.is_worse("accuracy", -0.0029, None), False
    ours = [(0, 1, {"r2": 0.5}), (1, 1, {"r2": 0.7}), (0, 2, {"r2": 0.1}), (1, 2, {"r2": 0.1}), (0, 3, None), (1, 3, {"r2": 0.9})]
    both = report.Comparison("r2", ours, {"linear": {0: 0.4, 1: 0.6, 2: -5.0}, "mlp": {0: 0.3}})
    yield "seeds rank 1, 2 and, failed, 2; a fold that was not asked for does not count", both.ranks(["linear"]), {"linear": 4 / 3, "descent": 5 / 3}
    yield "no rank beside a peer that lacks a fold", both.ranks(["linear", "mlp"]), None
    yield "difference to the better of the simple peers", both.against_simple(), ("linear", -0.15, 0.05)


def same(value, expected):
    if isinstance(expected, dict):
        return isinstance(value, dict) and value.keys() == expected.keys() and all(same(value[k], expected[k]) for k in expected)
    if isinstance(expected, (list, tuple)):
        return isinstance(value, (list, tuple)) and len(value) == len(expected) and all(map(same, value, expected))
    if isinstance(expected, float) and isinstance(value, (int, float)):
        return math.isclose(value, expected, rel_tol=1e-12, abs_tol=1e-12)
    return value == expected


def run():
    """Prints every check that fails; the exit code is 1 if one did."""
    results = [(what, value, expected) for what, value, expected in checks()]
    failed = [r for r in results if not same(r[1], r[2])]
    for what, value, expected in failed:
        print(f"FAILED {what}: {value}, expected {expected}")
    print(f"{len(results) - len(failed)} of {len(results)} checks passed")
    return 1 if failed else 0
