"""Prints what the fits show: scores beside the peers, mean ranks, calibration, time and size."""
import numpy as np

import ranks
import scores

SIMPLE = ("linear", "mlp")
FIVE = (*SIMPLE, "boosting", "forest")
BOOSTED = ("xgboost", "xgboost_tuned")


class Comparison:
    """The scores of one table and metric, on folds that all contestants have."""

    def __init__(self, metric, ours, peers):
        """ours is a list of (fold, seed, scores or None), peers a dictionary of name -> fold -> score."""
        seeds = sorted({seed for _, seed, _ in ours})
        folds = sorted({fold for fold, _, _ in ours})
        self.metric, self.failed = metric, {seed for _, seed, own in ours if own is None}
        own = {(fold, seed): s[metric] for fold, seed, s in ours if s is not None}
        undefined = {fold for (fold, _), value in own.items() if value is None}
        self.folds = [f for f in folds if f not in undefined]
        self.peers = {name: [by_fold[f] for f in self.folds] for name, by_fold in peers.items() if all(by_fold.get(f) is not None for f in self.folds)}
        self.seeds = {seed: [own[f, seed] for f in self.folds] for seed in seeds if seed not in self.failed and all((f, seed) in own for f in self.folds)}
        self.left_out = [f for f in folds if f in undefined]

    def mean_by_fold(self):
        """Mean over seeds of each fold."""
        return np.mean(list(self.seeds.values()), 0)

    def ranks(self, names):
        """Contestant -> mean over seeds of its rank, or None where a peer has no score. A seed with a failed fit comes last."""
        if not self.folds or any(name not in self.peers for name in names):
            return None
        theirs = {name: float(np.mean(self.peers[name])) for name in names}
        own = [float(np.mean(values)) for values in self.seeds.values()] + [None] * len(self.failed)
        each = [ranks.ranks(self.metric, theirs | {"descent": value}) for value in own]
        return {name: float(np.mean([r[name] for r in each])) for name in each[0]} if each else None

    def against_simple(self):
        """The better of linear model and perceptron, and by how much descent is better: mean and standard error over folds."""
        there = [name for name in SIMPLE if name in self.peers]
        if not there or not self.seeds or not self.folds:
            return None
        best = max(there, key=lambda name: ranks.better(self.metric, np.mean(self.peers[name]), 0))
        return best, *ranks.paired(self.metric, self.mean_by_fold(), self.peers[best])


def comparisons(results, peers):
    """Yields table, comparison."""
    for table in dict.fromkeys(r["table"] for r in results):
        own = [r for r in results if r["table"] == table]
        beside = [p for p in peers if p["table"] == table]
        for metric in dict.fromkeys(m for r in own + beside for m in r.get("scores", {})):
            by_peer = {}
            for p in beside:
                by_peer.setdefault(p["peer"], {})[p["fold"]] = p["scores"][metric]
            yield table, Comparison(metric, [(r["fold"], r["seed"], r.get("scores")) for r in own], by_peer)


def number(value, width=8):
    return f"{'-' if value is None else f'{value:.4f}':>{width}}"


def write_scores(compared):
    names = (*FIVE, *BOOSTED)
    print("\nScores: mean over folds and seeds (sd over seeds). Last: descent less the better of linear and mlp, ± standard error over folds; ! marks worse than allowed.")
    print(f"{'table':20}{'metric':10}{'descent':>8}{'(sd)':>9}" + "".join(f"{name:>14}" for name in names) + "   difference")
    for table, c in compared:
        own = [float(np.mean(values)) for values in c.seeds.values() if values]
        spread = f"({np.std(own, ddof=1):.4f})" if len(own) > 1 else ""
        line = f"{table:20}{c.metric:10}{number(float(np.mean(own)) if own else None)}{spread:>9}"
        line += "".join(number(float(np.mean(c.peers[name])) if c.peers.get(name) else None, 14) for name in names)
        if simple := c.against_simple():
            best, mean, error = simple
            line += f"   {mean:+.4f} ± {'-' if error is None else f'{error:.4f}'} to {best}{' !' if ranks.is_worse(c.metric, mean, error) else ''}"
        notes = [f"{len(c.failed)} seed(s) with a failed fit: ranked last"] if c.failed else []
        notes += [f"undefined in folds {c.left_out}, which are left out"] if c.left_out else []
        print(line + "".join(f"   ({note})" for note in notes))


def write_ranks(compared, names, title):
    print(f"\nMean ranks {title}; ties averaged.")
    for metric in ranks.METRICS:
        every = [(table, c.ranks(names)) for table, c in compared if c.metric == metric]
        counted = [r for _, r in every if r is not None]
        missing = [table for table, r in every if r is None]
        if counted:
            means = {name: np.mean([r[name] for r in counted]) for name in ("descent", *names)}
            print(f"{metric:10}{len(counted):3} tables  " + "  ".join(f"{name} {mean:.2f}" for name, mean in means.items()))
        if missing:
            print(f"{metric:10}left out, as a contestant has no score: {', '.join(missing)}")


def write_costs(results):
    print("\nCalibration error of classes and coverage of intervals, folds and seeds pooled; median seconds, memory and model size of a fit, and rows trained on per second.")
    for table in dict.fromkeys(r["table"] for r in results):
        own = [r for r in results if r["table"] == table and "failure" not in r]
        if not own:
            continue
        line = f"{table:20}"
        if all("bins" in r for r in own):
            # Seeds predict the same rows, so chance is that of one seed's rows.
            once = np.sum([r["bins"] for r in own if r["seed"] == own[0]["seed"]], 0).tolist()
            line += f"calibration error {scores.calibration_error(np.sum([r['bins'] for r in own], 0)):.4f} (exact probabilities {scores.calibration_error_by_chance(once):.4f})  "
        if all("inside" in r for r in own):
            line += f"coverage {sum(r['inside'] for r in own) / sum(r['rows'] for r in own):.4f}  "
        train, predict, size = (np.median([r[key] for r in own]) for key in ("train_seconds", "predict_seconds", "model_bytes"))
        memory = [r["train_memory"] for r in own if "train_memory" in r]
        speed = [r["train_rows"] / r["train_seconds"] for r in own if "train_rows" in r]
        line += f"train {train:.2f} s  " + (f"memory {np.median(memory) / 1e9:.2f} GB  " if memory else "") + (f"rows per second {np.median(speed):,.0f}  " if speed else "")
        print(line + f"predict {predict:.2f} s  model {size:,.0f} bytes  {len(own)} fits")


def write(results, peers):
    if not results:
        return
    compared = list(comparisons(results, peers))
    write_scores(compared)
    write_ranks(compared, FIVE, "among descent, linear model, perceptron, boosting and forest")
    write_ranks(compared, (*FIVE, "xgboost_tuned"), "with tuned XGBoost as a sixth")
    write_costs(results)
