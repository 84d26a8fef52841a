"""XGBoost with its defaults, and lightly tuned: 20 random settings, chosen by an inner 80/20 split with early stopping."""
import time

import numpy as np
import xgboost

TRIALS, ROUNDS, PATIENCE = 20, 1000, 30
SECONDS = 90
SETTING = (
    f"{TRIALS} random settings (random.Generator of seed 0), each trained on 80 % of the training rows, at most {ROUNDS} rounds, stopped {PATIENCE} rounds after the best loss on the other 20 %; "
    f"the best setting is fitted again to all training rows, with as many rounds as were best; a fold that takes longer than {SECONDS} s of processor time gets no further trials, and 'trials' says how many it had; "
    "inputs as for xgboost; ranges: learning_rate 0.02 to 0.3 (log), max_depth 2 to 10, min_child_weight 0.5 to 20 (log), subsample 0.5 to 1, "
    "colsample_bytree 0.4 to 1, reg_lambda 0.01 to 30 (log), reg_alpha 0.0001 to 3 (log), gamma 0.0001 to 3 (log)"
)


def objective(classes):
    if classes == 0:
        return {"objective": "reg:squarederror", "eval_metric": "rmse"}
    return {"objective": "binary:logistic", "eval_metric": "logloss"} if classes == 2 else {"objective": "multi:softprob", "eval_metric": "mlogloss", "num_class": classes}


def draw(random):
    def spread(low, high):
        return float(np.exp(random.uniform(np.log(low), np.log(high))))

    return {
        "learning_rate": spread(0.02, 0.3),
        "max_depth": int(random.integers(2, 11)),
        "min_child_weight": spread(0.5, 20),
        "subsample": float(random.uniform(0.5, 1)),
        "colsample_bytree": float(random.uniform(0.4, 1)),
        "reg_lambda": spread(0.01, 30),
        "reg_alpha": spread(1e-4, 3),
        "gamma": spread(1e-4, 3),
    }


def inner_split(targets, classes, random):
    """Whether a row is of the inner 20 %: every fifth of a random order, within each class."""
    held = np.zeros(len(targets), bool)
    order = random.permutation(len(targets))
    for c in range(max(classes, 1)):
        own = order[targets[order] == c] if classes else order
        held[own[::5]] = True
    return held


def predict(tuned, x, targets, z, classes, threads):
    """Predictions for the rows of z: numbers, or one column of probabilities for each class."""
    def matrix(inputs, labels=None):
        return xgboost.DMatrix(inputs, labels, enable_categorical=True, nthread=threads)

    fixed = {"tree_method": "hist", "nthread": threads, "seed": 0} | objective(classes)
    further = {}
    if tuned:
        random, start = np.random.default_rng(0), time.process_time()
        held = inner_split(targets, classes, random)
        inner, outer, best = matrix(x[~held], targets[~held]), matrix(x[held], targets[held]), None
        for trial in range(TRIALS):
            if trial > 0 and time.process_time() - start > SECONDS:
                break
            setting = draw(random)
            model = xgboost.train(fixed | setting, inner, ROUNDS, evals=[(outer, "inner")], early_stopping_rounds=PATIENCE, verbose_eval=False)
            further["trials"] = trial + 1
            if best is None or model.best_score < best[0]:
                best = model.best_score, setting, model.best_iteration + 1
        _, setting, rounds = best
    else:
        setting, rounds = {}, 100
    values = np.asarray(xgboost.train(fixed | setting, matrix(x, targets), rounds).predict(matrix(z)), float)
    return (np.column_stack([1 - values, values]) if classes == 2 else values), further
