"""The tables, their folds, and files of results that survive an interruption."""
import csv
import gzip
import json
import os
import pathlib

HERE = pathlib.Path(__file__).parent


class Table:
    """A table as texts: the cells stay as they are in the file."""

    def __init__(self, folder, name, entry, split):
        path = folder / entry["file"]
        with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        kept = [i for i, column in enumerate(header) if column not in entry.get("drop", [])]
        self.name, self.target, self.kind = name, entry["target"], entry["kind"]
        self.header = [header[i] for i in kept]
        self.rows = [[row[i] for i in kept] for row in rows]
        self.fold = [int(digit) for digit in split["fold"]]
        self.folds = list(range(max(self.fold) + 1)) if split["kind"].endswith("-fold") else [1]
        if len(self.fold) != len(self.rows):
            raise ValueError(f"{name} has {len(self.rows)} rows, but its split has {len(self.fold)}")

    def part(self, fold):
        """The rows to train on, and those of the fold, which nobody trains on."""
        return [r for r, f in zip(self.rows, self.fold) if f != fold], [r for r, f in zip(self.rows, self.fold) if f == fold]

    def targets(self, rows):
        place = self.header.index(self.target)
        return [row[place] for row in rows]

    def inputs(self, rows):
        place = self.header.index(self.target)
        return [row[:place] + row[place + 1 :] for row in rows]


def listed(folder):
    """The tables in a folder: those of its own tables.json, otherwise those of the one beside this script."""
    own = folder / "tables.json"
    return json.loads((own if own.exists() else HERE / "tables.json").read_text())


def read(folder, names):
    """Yields the tables one by one; no names means all."""
    entries, splits = listed(folder), json.loads(gzip.decompress((folder / "splits.json.gz").read_bytes()))
    unknown = [name for name in names if name not in entries]
    if unknown:
        raise SystemExit(f"no table {', '.join(unknown)}; there are {', '.join(entries)}")
    for name in names or entries:
        yield Table(folder, name, entries[name], splits[name])


def folder_of(argument):
    """The folder with the tables, from the option or the environment."""
    given = argument or os.environ.get("DESCENT_JUDGE_DATA")
    if not given:
        raise SystemExit("give the folder with the tables and splits.json.gz: --data FOLDER, or the environment variable DESCENT_JUDGE_DATA")
    return pathlib.Path(given)


def write_csv(path, header, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def read_csv(path):
    """The columns of a CSV file, by name."""
    with open(path, encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    return {column: [row[i] for row in rows] for i, column in enumerate(header)}


def save(path, document):
    """Writes JSON with one result a line; the old file stays whole until the new one is."""
    lines = ",\n".join(f"  {json.dumps(result)}" for result in document["results"])
    head = json.dumps({key: value for key, value in document.items() if key != "results"}, indent=1)
    unfinished = pathlib.Path(f"{path}.unfinished")
    unfinished.write_text(f'{head[:-2]},\n "results": [\n{lines}\n]}}\n')
    unfinished.replace(path)
