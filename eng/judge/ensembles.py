#!/usr/bin/env python3
"""Compares the ensemble methods with a single network on the same five folds of tables, paired fold by fold.

ensembles.py --data FOLDER [--descent COMMAND] [--tables NAME=COL,…] [--methods NAME,…] [--seed N] [--out FILE]

Needs nothing but Python. A method beats the single network on a table if its log loss (of classes) or RMSE (of numbers) is lower in at
least four of the five folds. `none` is one network as with `--effort quick`, and `stacking` one that combines recipes, so it also differs
from `none` in what it combines; `stacking:recipes` of a single one would be the fair pair for it."""
import argparse
import json
import math
import shlex
import subprocess
import sys

TABLES = "titanic.csv=Survived,concrete.csv=compressive_strength,california_housing.csv.gz=median_house_value"
METHODS = "average,voting,bagging,boosting,gradient_boosting,stacking,snapshot"


def compare(descent, path, target, methods, seed):
    command = [*descent, "compare", path, "--target", target, "--cv", "5", "--test-fraction", "0", "--seed", str(seed), "--vary", "ensemble=" + ",".join(["none", *methods]), "--json"]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{shlex.join(command)} ended with {run.returncode}:\n{run.stderr}")
    return json.loads(run.stdout)


def rows_of(result, score):
    variants = {variant["name"]: variant for variant in result["variants"]}
    single = [run["scores"][score] for run in variants["none"]["runs"]]
    for name, variant in variants.items():
        failures = [run["failure"] for run in variant["runs"] if run.get("failure")]
        if failures:
            yield name, None, None, None, failures[0]
            continue
        own = [run["scores"][score] for run in variant["runs"]]
        yield name, sum(own) / len(own), sum(a < b for a, b in zip(own, single)), sum(run["seconds"] for run in variant["runs"]) / len(own), None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--descent", default="descent")
    parser.add_argument("--tables", default=TABLES)
    parser.add_argument("--methods", default=METHODS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out")
    given = parser.parse_args()
    results = {}
    for name, target in (entry.split("=") for entry in given.tables.split(",")):
        result = compare(shlex.split(given.descent), f"{given.data}/{name}", target, given.methods.split(","), given.seed)
        results[name] = result
        score = "logLoss" if result["task"] in ("binary", "multiclass") else "rmse"
        print(f"\n{name}: {score}, mean of 5 folds (of which better than none)")
        for method, mean, wins, seconds, failure in rows_of(result, score):
            print(f"  {method:28} " + (f"failed: {failure}" if failure else f"{mean:12.5g}  {'' if method == 'none' else f'{wins} of 5'}"))
    if given.out:
        with open(given.out, "w", encoding="utf-8") as file:
            json.dump(results, file)


if __name__ == "__main__":
    main()
