#!/usr/bin/env python3
"""Scores the peers on the same folds, one JSON file, and says which versions and settings they have. What the file has already is not run again.

    python3 peers.py --data FOLDER [--tables a,b] [--peers linear,mlp] [--out FILE]      (needs scikit-learn 1.2, pandas and xgboost 1.7)
"""
import argparse
import json
import os
import pathlib
import platform
import warnings

import numpy as np
import pandas as pd
import sklearn
import xgboost
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

import boosted
import scores
import tables

THREADS = int(os.environ.get("OMP_NUM_THREADS", "1"))
MOST_LEVELS = 50
SETTINGS = {
    "columns": f"texts with more than {MOST_LEVELS} levels in the table and a column that numbers the rows are left out, for all peers",
    "linear": "LogisticRegression(max_iter=2000), Ridge(); numbers: missing to the median with an indicator, standardized; texts one-hot, missing as a level",
    "mlp": "MLPClassifier(random_state=0), MLPRegressor(random_state=0) on standardized targets; inputs as for linear",
    "boosting": "HistGradientBoosting*(random_state=0); numbers as they are, texts as ordinal codes",
    "forest": "RandomForest*(random_state=0); inputs as for linear",
    "xgboost": "defaults, tree_method hist; numbers with missing values as they are, texts as native categories",
    "xgboost_tuned": boosted.SETTING,
}


def frame(table, rows):
    """Inputs as numbers and texts; the choice of columns looks at the whole table, as a person would."""
    whole = {column: [row[i] for row in table.rows] for i, column in enumerate(table.header) if column != table.target}
    result = pd.DataFrame(rows, columns=table.header)
    kinds = {}
    for column, cells in whole.items():
        try:
            values = [float(cell) for cell in cells if cell]
        except ValueError:
            if len({cell for cell in cells if cell}) <= MOST_LEVELS:
                kinds[column] = sorted({cell for cell in cells if cell})
            continue
        if values != list(range(1, len(cells) + 1)):
            kinds[column] = None
    data = {}
    for column, levels in kinds.items():
        cells = result[column].replace("", np.nan)
        data[column] = pd.Categorical(cells, categories=levels) if levels else cells.astype(float)
    return pd.DataFrame(data)


def split_columns(inputs):
    texts = [c for c in inputs if isinstance(inputs[c].dtype, pd.CategoricalDtype)]
    return [c for c in inputs if c not in texts], texts


def dense(inputs):
    numbers, texts = split_columns(inputs)
    level = make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"), OneHotEncoder(handle_unknown="ignore", sparse_output=False))
    return ColumnTransformer([("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers), ("texts", level, texts)])


def ordinal(inputs):
    numbers, texts = split_columns(inputs)
    code = make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"), OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1))
    return ColumnTransformer([("numbers", "passthrough", numbers), ("texts", code, texts)])


def estimator(peer, kind, inputs):
    numbers = kind == "numbers"
    if peer == "linear":
        return make_pipeline(dense(inputs), Ridge() if numbers else LogisticRegression(max_iter=2000))
    if peer == "mlp":
        return make_pipeline(dense(inputs), TransformedTargetRegressor(MLPRegressor(random_state=0), transformer=StandardScaler()) if numbers else MLPClassifier(random_state=0))
    if peer == "boosting":
        return make_pipeline(ordinal(inputs), (HistGradientBoostingRegressor if numbers else HistGradientBoostingClassifier)(random_state=0))
    return make_pipeline(dense(inputs), (RandomForestRegressor if numbers else RandomForestClassifier)(random_state=0))


def fit(peer, table, fold):
    train, test = table.part(fold)
    x, z = frame(table, train), frame(table, test)
    numbers = table.kind == "numbers"
    t, u = (np.array(table.targets(rows), float if numbers else str) for rows in (train, test))
    labels = None if numbers else sorted(set(t))
    further = {}
    if peer.startswith("xgboost"):
        codes = t if numbers else np.searchsorted(labels, t)
        predicted, further = boosted.predict(peer == "xgboost_tuned", x, codes, z, 0 if numbers else len(labels), THREADS)
    else:
        x, z = (f.astype({c: object for c in split_columns(f)[1]}) for f in (x, z))
        model = estimator(peer, table.kind, frame(table, train)).fit(x, t)
        predicted = model.predict(z) if numbers else model.predict_proba(z)
    if numbers:
        values = {"r2": scores.r2(u, predicted)}
    else:
        p = np.asarray(predicted, float)
        values = scores.of_classes(u, [labels[i] for i in p.argmax(1)], p, labels)
    return {"table": table.name, "fold": fold, "peer": peer, "scores": values} | further


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data")
    parser.add_argument("--tables", default="")
    parser.add_argument("--peers", default=",".join(name for name in SETTINGS if name != "columns"))
    parser.add_argument("--out", default=str(tables.HERE / "peers.json"))
    given = parser.parse_args()
    out = pathlib.Path(given.out)
    versions = {"python": platform.python_version(), "numpy": np.__version__, "pandas": pd.__version__, "scikit-learn": sklearn.__version__, "xgboost": xgboost.__version__}
    document = {"script": pathlib.Path(__file__).name, "versions": versions, "settings": SETTINGS, "results": json.loads(out.read_text())["results"] if out.exists() else []}
    known = {(r["table"], r["fold"], r["peer"]) for r in document["results"]}
    for table in tables.read(tables.folder_of(given.data), [name for name in given.tables.split(",") if name]):
        for peer in given.peers.split(","):
            for fold in table.folds:
                if (table.name, fold, peer) not in known:
                    document["results"].append(fit(peer, table, fold))
                    print(document["results"][-1], flush=True)
                    tables.save(out, document)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", category=ConvergenceWarning)
    main()
