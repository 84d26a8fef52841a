#!/usr/bin/env python3
"""Trains the tool on given folds of tables, scores it on the rows left out, and ranks it among its peers. README.md says how."""
import argparse
import concurrent.futures
import json
import os
import pathlib
import shlex
import subprocess
import tempfile
import threading
import time

import report
import scores
import self_test
import tables


def options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", help="the folder with the tables and splits.json.gz; by default $DESCENT_JUDGE_DATA")
    parser.add_argument("--tables", default="", help="names, separated by commas; by default all")
    parser.add_argument("--folds", type=int, help="at most so many folds of each table; by default all")
    parser.add_argument("--seeds", default="1", help="numbers, separated by commas")
    parser.add_argument("--jobs", type=int, default=1, help="how many fits run at the same time")
    parser.add_argument("--descent", default="descent", help="the command that starts the tool")
    parser.add_argument("--arguments", default="", help="further arguments for 'descent train'")
    parser.add_argument("--interval", type=float, help="the probability of the intervals around numbers that 'descent predict' is asked for; by default none")
    parser.add_argument("--out", help="a JSON file for the results; what it has already is not run again")
    parser.add_argument("--peers", default=str(tables.HERE / "peers.json"), help="the scores of the peers")
    parser.add_argument("--self-test", action="store_true", help="check the scores and ranks against known values, and stop")
    return parser.parse_args()


def run(command):
    """Runs a command and returns the seconds and the bytes of memory it took at most. A failure says what the command said."""
    start = time.perf_counter()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        if process.returncode != 0:
            said.seek(0)
            raise RuntimeError(f"exit code {process.returncode}: {said.read().strip()[-500:]}")
    return seconds, used.ru_maxrss * 1024


def fit(tool, arguments, table, fold, seed, interval=None):
    """One training and its scores, or the reason why there are none."""
    train, test = table.part(fold)
    inputs, *rows = table.inputs([table.header, *test])
    result = {"table": table.name, "fold": fold, "seed": seed, "rows": len(test), "train_rows": len(train)}
    with tempfile.TemporaryDirectory(prefix="descent-judge-") as folder:
        folder = pathlib.Path(folder)
        tables.write_csv(folder / "train.csv", table.header, train)
        tables.write_csv(folder / "test.csv", inputs, rows)
        try:
            result["train_seconds"], result["train_memory"] = run([*tool, "train", str(folder / "train.csv"), "--target", table.target, "--test-fraction", "0", "--seed", str(seed), "--out", str(folder / "run"), *arguments])
            result["predict_seconds"], _ = run([*tool, "predict", str(folder / "run"), str(folder / "test.csv"), "--allow-formulas", "--out", str(folder / "predictions.csv"), *(["--interval", str(interval)] if interval and table.kind == "numbers" else [])])
            result["scores"], further = scores.of_predictions(table.kind, table.targets(test), tables.read_csv(folder / "predictions.csv"))
            result["model_bytes"] = (folder / "run" / "model.safetensors").stat().st_size
            result |= further
        except (RuntimeError, ValueError, KeyError, OSError) as problem:
            result["failure"] = f"{type(problem).__name__}: {problem}"
    return result


def stored(path, arguments):
    """The results so far. Those of other arguments are never mixed in; failures are tried again."""
    if path is None or not path.exists():
        return {"arguments": arguments, "results": []}
    document = json.loads(path.read_text())
    if document["arguments"] != arguments:
        raise SystemExit(f"{path} holds results of other arguments: '{document['arguments']}'. Choose another --out.")
    document["results"] = [result for result in document["results"] if "failure" not in result]
    return document


def main():
    given = options()
    if given.self_test:
        return self_test.run()
    out = pathlib.Path(given.out) if given.out else None
    document, lock = stored(out, given.arguments), threading.Lock()
    seeds = [int(seed) for seed in given.seeds.split(",")]
    chosen = list(tables.read(tables.folder_of(given.data), [name for name in given.tables.split(",") if name]))
    wanted = [(table, fold, seed) for table in chosen for fold in table.folds[: given.folds] for seed in seeds]
    known = {(r["table"], r["fold"], r["seed"]) for r in document["results"]}

    def take(job):
        table, fold, seed = job
        result = fit(shlex.split(given.descent), shlex.split(given.arguments), table, fold, seed, given.interval)
        with lock:
            document["results"].append(result)
            said = "  ".join(f"{k} {v:.4f}" for k, v in result["scores"].items() if v is not None) if "scores" in result else result["failure"]
            print(f"{table.name} fold {fold} seed {seed}: {said}  {result.get('train_seconds', 0):.1f} s", flush=True)
            if out:
                tables.save(out, document)

    with concurrent.futures.ThreadPoolExecutor(given.jobs) as pool:
        list(pool.map(take, [job for job in wanted if (job[0].name, job[1], job[2]) not in known]))

    keys = {(table.name, fold, seed) for table, fold, seed in wanted}
    results = [r for r in document["results"] if (r["table"], r["fold"], r["seed"]) in keys]
    peers = pathlib.Path(given.peers)
    report.write(results, json.loads(peers.read_text())["results"] if peers.exists() else [])
    return 1 if any("failure" in r for r in results) else 0


if __name__ == "__main__":
    raise SystemExit(main())
