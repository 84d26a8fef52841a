#!/usr/bin/env python3
"""Compares ensemble methods with their single members on the same five folds of tables, paired fold by fold.

ensembles.py --data FOLDER [--descent COMMAND] [--tables NAME=COL,…] [--methods NAME;…] [--seed N] [--out FILE] [-- OPTION …]

Needs nothing but Python. The single member of a method is the method with a count of 1,
for average and voting the network without an ensemble, and for stacking its best recipe alone. A method beats it on a
table if its log loss (of classes) or RMSE (of numbers) is lower in at least four of the five folds; for voting, whose probabilities are shares of votes, accuracy counts.
Options after -- are passed on: they describe the network of all methods except stacking."""
import argparse
import json
import math
import shlex
import subprocess
import sys

TABLES = "titanic.csv=Survived,concrete.csv=compressive_strength,california_housing.csv.gz=median_house_value"
METHODS = "average;voting;bagging;boosting;gradient_boosting;snapshot;stacking"
RECIPES = ["linear", "perceptron", "mlp", "realmlp"]


def singles(method):
    name, _, options = method.rstrip(")").replace("(", ":").partition(":")
    if name in ("average", "voting"):
        return ["none"]
    if name == "stacking":
        return [f"stacking:recipes={recipe}" for recipe in RECIPES]
    return [f"{name}({','.join(['count=1', *(option for option in options.split(',') if option and not option.startswith('count='))])})"]


def compare(descent, path, target, variants, seed, options):
    command = [*descent, "compare", path, "--target", target, "--cv", "5", "--test-fraction", "0", "--seed", str(seed), "--vary", "ensemble=" + ",".join(variants), "--json", *options]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{shlex.join(command)} ended with {run.returncode}:\n{run.stderr}")
    return json.loads(run.stdout)


def losses(variant, score):
    for run in variant["runs"]:
        if run.get("failure"):
            return run["failure"]
    return [-run["scores"][score] if score == "accuracy" else run["scores"][score] for run in variant["runs"]]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True)
    parser.add_argument("--descent", default="descent")
    parser.add_argument("--tables", default=TABLES)
    parser.add_argument("--methods", default=METHODS)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out")
    parser.add_argument("options", nargs="*", metavar="OPTION")
    given = parser.parse_args()
    results = {}
    for name, target in (entry.split("=") for entry in given.tables.split(",")):
        methods = given.methods.split(";")
        order = list(dict.fromkeys(one for method in methods for one in [*singles(method), method]))
        result = compare(shlex.split(given.descent), f"{given.data}/{name}", target, order, given.seed, given.options)
        results[name] = result
        is_classes = result["task"] in ("binary", "multiclass")
        print(f"\n{name}, mean of 5 folds: single member, ensemble, folds in which the ensemble is better")
        variants = dict(zip(order, result["variants"], strict=True))
        for method in methods:
            score = "accuracy" if method.startswith("voting") else "logLoss" if is_classes else "rmse"
            own = losses(variants[method], score)
            if isinstance(own, str):
                print(f"  {method:28} failed: {own}")
                continue
            alone = [losses(variants[one], score) for one in singles(method)]
            single = min((one for one in alone if not isinstance(one, str)), key=sum)
            print(f"  {method:28} {score:9} {abs(sum(single) / 5):10.5g} {abs(sum(own) / 5):10.5g}  {sum(a < b for a, b in zip(own, single))} of 5", flush=True)
    if given.out:
        with open(given.out, "w", encoding="utf-8") as file:
            json.dump(results, file)


if __name__ == "__main__":
    main()
