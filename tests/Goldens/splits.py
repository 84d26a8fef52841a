"""Writes splits.json: the sizes of scikit-learn's grouped folds, and the classes in its stratified folds.

    python3 splits.py        (needs numpy and scikit-learn; the file records their versions)
"""
import json
import pathlib
import sys

import numpy as np
import sklearn
from sklearn.model_selection import GroupKFold, StratifiedKFold

rng = np.random.default_rng(20260802)
grouped, stratified = [], []

for rows, groups, folds in ((100, 12, 5), (60, 7, 3), (500, 40, 10), (30, 30, 4), (90, 3, 3)):
    # Sizes that differ much: the share of a group falls with its number.
    share = 1 / np.arange(1, groups + 1)
    group = np.concatenate([np.arange(groups), rng.choice(groups, rows - groups, p=share / share.sum())])
    rng.shuffle(group)
    sizes = [len(test) for _, test in GroupKFold(folds).split(group, groups=group)]
    grouped.append({"groups": group.tolist(), "folds": folds, "sizes": sorted(sizes)})

for rows, classes, folds in ((103, 3, 5), (200, 2, 10), (50, 4, 3)):
    # Classes are numbered in the order of their first appearance, as scikit-learn deals them out.
    label = np.concatenate([np.arange(classes), rng.choice(classes, rows - classes, p=np.arange(classes, 0, -1) / (classes * (classes + 1) / 2))])
    counts = [np.bincount(label[test], minlength=classes).tolist() for _, test in StratifiedKFold(folds, shuffle=True, random_state=1).split(label, label)]
    stratified.append({"classes": label.tolist(), "folds": folds, "counts": counts})

document = {
    "script": pathlib.Path(__file__).name,
    "versions": {"python": sys.version.split()[0], "numpy": np.__version__, "scikit-learn": sklearn.__version__},
    "grouped": grouped,
    "stratified": stratified,
}
pathlib.Path(__file__).with_suffix(".json").write_text(json.dumps(document) + "\n")
