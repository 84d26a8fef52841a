"""Writes optuna_journal.json: a journal that Descent wrote, and what Optuna reads from it.

    python3 optuna_journal.py JOURNAL        (needs optuna; the file records its version)

OptunaJournalTests writes the journal and says where if it is another one than before.
"""
import json
import pathlib
import re
import sys

import optuna
from optuna.storages import JournalFileStorage, JournalStorage

journal = pathlib.Path(sys.argv[1])
storage = JournalStorage(JournalFileStorage(str(journal)))
(name,) = [study.study_name for study in optuna.get_all_study_summaries(storage)]
study = optuna.load_study(study_name=name, storage=storage)


def number(value):
    return value if value == value and abs(value) != float("inf") else str(value)


def trial(one):
    return {
        "number": one.number,
        "state": one.state.name,
        "values": None if one.values is None else [number(value) for value in one.values],
        "params": one.params,
        "distributions": {name: str(distribution) for name, distribution in one.distributions.items()},
        "intermediate": {str(step): number(value) for step, value in one.intermediate_values.items()},
        "attributes": {name: text.split("\n   at ")[0] for name, text in one.user_attrs.items()},
        "seconds": None if one.datetime_complete is None else (one.datetime_complete - one.datetime_start).total_seconds(),
    }


result = {
    "versions": {"optuna": optuna.__version__, "python": sys.version.split()[0]},
    # Without the stacks of exceptions, which have paths of the machine.
    "journal": [re.sub(r'(\\r)?\\n   at [^"]*', "", line) for line in journal.read_text().splitlines()],
    "name": name,
    "directions": [direction.name for direction in study.directions],
    "attributes": study.user_attrs,
    "best": study.best_trial.number,
    "trials": [trial(one) for one in study.get_trials()],
}
path = pathlib.Path(__file__).with_suffix(".json")
path.write_text(json.dumps(result, indent=1) + "\n")
