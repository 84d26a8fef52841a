#!/usr/bin/env python3
"""Compares ensemble methods with their own members on the judge's folds, paired fold by fold.

ensembles.py --data FOLDER [--descent COMMAND] [--tables NAME,…] [--methods "NAME;…"] [--seeds N,…] [-- OPTION …]

Needs nothing but Python. Every method is trained on each fold; then the model and each of its networks alone (--member) are evaluated on the rows of the fold.
`members` is the mean over the networks, `best` the network that is best in the mean over the folds, which is chosen by the test rows and so flatters it, and `single` is one
network of --effort quick. A method beats its members on a table if its log loss (of classes) or RMSE (of numbers) is lower than `members` in at least four of five folds; for
voting, whose probabilities are shares of votes, accuracy counts. Options after -- are passed on to the training of all methods except stacking."""
import argparse
import csv
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile

import tables

METHODS = "average;voting;bagging;boosting;gradient_boosting;snapshot;stacking"


def run(command):
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{shlex.join(command)} ended with {done.returncode}:\n{done.stderr}")
    return done.stdout


def score(descent, model, test, name, member=None):
    options = [] if member is None else ["--member", str(member)]
    value = json.loads(run([*descent, "evaluate", model, test, "--json", *options]))["metrics"][name]
    return -value if name == "accuracy" else value


def compare(descent, table, method, seeds, options, folder):
    """Yields for every seed and fold: the score of the model, the scores of its members, and that of a single network."""
    train, test, model, alone = (str(folder / name) for name in ("train.csv", "test.csv", "model", "alone"))
    name = "accuracy" if method.startswith("voting") else "rmse" if table.kind == "numbers" else "logLoss"
    for seed in seeds:
        for fold in table.folds:
            for path, rows in zip((train, test), table.part(fold)):
                with open(path, "w", newline="", encoding="utf-8") as file:
                    csv.writer(file).writerows([table.header, *rows])
            common = ["train", train, "--target", table.target, "--test-fraction", "0", "--seed", str(seed), "--force"]
            own = [] if method.startswith("stacking") else options
            run([*descent, *common, "--ensemble", method, "--out", model, *own])
            run([*descent, *common, "--effort", "quick", "--out", alone, *options])
            members = len(json.loads(run([*descent, "inspect", model, "--json"])).get("members") or [None])
            yield score(descent, model, test, name), [score(descent, model, test, name, member + 1) for member in range(members)], score(descent, alone, test, name)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--descent", default="descent")
    parser.add_argument("--tables", default="titanic,concrete,california_housing")
    parser.add_argument("--methods", default=METHODS)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("options", nargs="*", metavar="OPTION")
    given = parser.parse_args()
    print("| table | method | ensemble | members | better | best | better | single | better |\n|---|---|---:|---:|---|---:|---|---:|---|")
    for table in tables.read(pathlib.Path(given.data), given.tables.split(",")):
        for method in given.methods.split(";"):
            if method.startswith("voting") and table.kind == "numbers":
                continue
            with tempfile.TemporaryDirectory() as folder:
                results = list(compare(shlex.split(given.descent), table, method, given.seeds.split(","), given.options, pathlib.Path(folder)))
            own = [result[0] for result in results]
            # Boosting may end early, so that a fold has fewer members than another.
            fewest = min(len(result[1]) for result in results)
            best = min(([result[1][i] for result in results] for i in range(fewest)), key=sum)
            others = [[sum(result[1]) / len(result[1]) for result in results], best, [result[2] for result in results]]
            cells = [f"{abs(sum(other) / len(own)):.5g} | {sum(a < b for a, b in zip(own, other))} of {len(own)}" for other in others]
            print(f"| {table.name} | {method} | {abs(sum(own) / len(own)):.5g} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
