#!/usr/bin/env python3
"""Trains the tool with parts of its default left out, on the folds of the judge, and says what each part is worth. README.md says how."""
import argparse
import json
import math
import pathlib
import shlex
import tempfile

import judge
import ranks
import tables

RECIPES = ["linear", "perceptron", "mlp", "realmlp", "tabm"]
OPERATIONS, MULTIPLY_ADDS, SOME_ROWS, MANY_ROWS = 5e11, 5e5, 2_000, 10_000


def variants():
    """Name -> recipes and divisions of a plan; None for a single network."""
    yield "normal", (RECIPES, 3)
    yield "one division into folds", (RECIPES, 1)
    for recipe in RECIPES:
        yield f"without {recipe}", ([r for r in RECIPES if r != recipe], 3)
    for recipe in RECIPES:
        yield f"{recipe} alone", ([recipe], 3)
    yield "quick", None


def arguments(folder, variant, rows):
    if variant is None:
        return ["--effort", "quick"]
    recipes, divisions = variant
    planned = [{"recipe": "tabm:8", "operations": 2 * OPERATIONS} if r == "tabm" and SOME_ROWS <= rows < MANY_ROWS else {"recipe": r, "operations": OPERATIONS} for r in recipes]
    plan = {"recipes": planned, "folds": 3 if rows >= MANY_ROWS else 5, "divisions": divisions, "multiplyAdds": MULTIPLY_ADDS}
    path = folder / "plan.json"
    path.write_text(json.dumps(plan))
    return ["--plan", str(path)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="the folder with the tables and splits.json.gz; by default $DESCENT_JUDGE_DATA")
    parser.add_argument("--tables", default="", help="names, separated by commas; by default all")
    parser.add_argument("--folds", type=int, help="at most so many folds of each table; by default all")
    parser.add_argument("--seeds", default="1", help="numbers, separated by commas")
    parser.add_argument("--descent", default="descent", help="the command that starts the tool")
    parser.add_argument("--out", required=True, help="a JSON file for the results; what it has already is not run again")
    given = parser.parse_args()
    out = pathlib.Path(given.out)
    document = json.loads(out.read_text()) if out.exists() else {"results": []}
    known = {(r["variant"], r["table"], r["fold"], r["seed"]) for r in document["results"]}
    for table in tables.read(tables.folder_of(given.data), [name for name in given.tables.split(",") if name]):
        for fold in table.folds[: given.folds]:
            for seed in map(int, given.seeds.split(",")):
                for name, variant in variants():
                    if (name, table.name, fold, seed) in known:
                        continue
                    with tempfile.TemporaryDirectory(prefix="descent-ablation-") as folder:
                        extra = arguments(pathlib.Path(folder), variant, len(table.part(fold)[0]))
                        result = judge.fit(shlex.split(given.descent), extra, table, fold, seed)
                    document["results"].append({"variant": name} | result)
                    tables.save(out, document)
                print(f"{table.name} fold {fold} seed {seed}", flush=True)
    write(document["results"])


def write(results):
    """For each variant the mean over tables of the rank by log loss or 1 - R2, and of the logarithm of that error over the error of normal."""
    names = [name for name, _ in variants()]
    errors = {}
    for r in results:
        if "scores" in r:
            score = r["scores"].get("log_loss", r["scores"].get("r2"))
            errors.setdefault((r["table"], r["variant"]), []).append(score if "log_loss" in r["scores"] else 1 - score)
    found = sorted({table for table, _ in errors})
    complete = [t for t in found if all((t, n) in errors for n in names)]
    mean = {key: sum(values) / len(values) for key, values in errors.items()}
    placed = [ranks.ranks("log_loss", {n: mean[t, n] for n in names}) for t in complete]
    print(f"{len(complete)} tables: {', '.join(complete)}\n\n| variant | mean rank | error, as a share of normal's |\n|---|---:|---:|")
    for n in names:
        logs = [math.log(mean[t, n] / mean[t, "normal"]) for t in complete]
        print(f"| {n} | {sum(p[n] for p in placed) / len(placed):.1f} | {math.exp(sum(logs) / len(logs)):.3f} |")


if __name__ == "__main__":
    main()
