"""Writes log_loss.json: scikit-learn's log loss of files that `descent predict --keep y` wrote (log_loss_binary.csv, log_loss_multiclass.csv).

    python3 log_loss.py        (needs scikit-learn; the file records its version)
"""
import csv
import json
import pathlib

import sklearn
from sklearn.metrics import log_loss

here = pathlib.Path(__file__).parent
document = {"script": "log_loss.py", "versions": {"scikit-learn": sklearn.__version__}}
for name in ("binary", "multiclass"):
    text = (here / f"log_loss_{name}.csv").read_text()
    rows = list(csv.DictReader(text.splitlines()))
    labels = [column.removeprefix("probability_") for column in rows[0] if column.startswith("probability_")]
    probabilities = [[float(row[f"probability_{label}"]) for label in labels] for row in rows]
    document[name] = {"file": text, "logLoss": float(log_loss([row["y"] for row in rows], probabilities, labels=labels))}
(here / "log_loss.json").write_text(json.dumps(document, indent=1) + "\n")
