"""A store as it was committed when it was opened."""

import json
import re
from pathlib import Path
from typing import NamedTuple

import numpy

from . import commits, parquet
from . import launcher as command
from .commits import StoreChanged, StoreError
from .trial import Trial


class Data(NamedTuple):
    """The samples of a problem: x with the constant of the biases as its last column, y one-hot for classes."""

    x: numpy.ndarray
    y: numpy.ndarray


class Store:
    """The committed rows of a store in a folder of this machine.

    What the log does not list (orphans, groups that were superseded, files that are being written) is not read. The
    view is that of the moment when it was opened; where a run has since deleted its files reading says so.
    """

    def __init__(self, path):
        self.path = Path(path).expanduser().resolve()
        if "://" in str(path):
            raise StoreError(f"{path}: only folders of this machine can be read; copy the store")
        marker = self._text("_store.json")
        if marker:
            commits.require_readable(self.path, json.loads(marker)["minimumReader"])
        if not (self.path / "spec.yaml").is_file():
            raise StoreError(f"{path} is not a store: it has no spec.yaml; give the output of `shallows run`")
        self.commit, groups = commits.read(self.path)
        if self.commit == 0 and any(self.path.glob("*/*.parquet")):
            raise StoreError(
                f"{path}: _log has no commit, but there are files of Parquet; restore it from a copy, or let"
                " `shallows verify --rebuild` make one"
            )
        self._groups = list(groups.values())
        self._data = {}

    def __repr__(self):
        counts = ", ".join(f"{name} {rows}" for name, rows in self.tables().items())
        return f"Store({str(self.path)!r}, commit {self.commit}: {counts})"

    def _text(self, name):
        file = self.path / name
        return file.read_text(encoding="utf-8") if file.is_file() and not file.is_symlink() else None

    @property
    def spec(self):
        """The resolved spec of the last run, as text (YAML)."""
        return self._text("spec.yaml")

    @property
    def provenance(self):
        """What computed the rows: version, commit, Java, processor; None in stores that lost it."""
        text = self._text("provenance.json")
        return json.loads(text) if text else None

    def setting(self, section, key):
        """A plain value of the spec by section and key, as text; None if it is not there."""
        part = re.search(rf"^{re.escape(section)}:\n((?:[ ]+.*\n?)*)", self.spec, re.MULTILINE)
        found = part and re.search(rf"^  {re.escape(key)}:[ ]*(.*)$", part.group(1), re.MULTILINE)
        return found.group(1).strip().strip('"') if found else None

    def _entries(self, table):
        return [entry for group in self._groups for entry in group["files"] if entry["table"] == table]

    def tables(self):
        """The tables that have rows, and how many."""
        counts = {}
        for group in self._groups:
            for entry in group["files"]:
                counts[entry["table"]] = counts.get(entry["table"], 0) + entry["rows"]
        return counts

    def files(self, table):
        """The committed files of a table, in the order of commits; what is not yet in its place is in _pending."""
        return [self._place(entry) for entry in self._entries(table)]

    def _place(self, entry):
        places = [self.path / entry["name"], self.path / "_pending" / entry["name"].replace("/", ".")]
        for file in places:
            if file.is_symlink() or file.parent.is_symlink():
                raise StoreError(f"{file} is a symbolic link, which are not followed in a store")
            try:
                size = file.stat().st_size
            except FileNotFoundError:
                continue
            if size != entry["bytes"]:
                raise StoreError(
                    f"{file} has {size} bytes, {entry['bytes']} were committed; `shallows verify` says what is damaged"
                )
            return file
        self._say_if_changed()
        raise StoreError(f"{places[0]} is missing; `shallows verify` says what is damaged")

    def _say_if_changed(self):
        if commits.read(self.path)[0] != self.commit:
            raise StoreChanged(f"{self.path}: a run has changed the store since it was opened; open it again")

    def arrays(self, table, columns=None, where=None):
        """Committed rows as arrays by column; where maps columns to the text that rows must have there."""
        return self._read(parquet.read, table, columns, where)

    def arrow(self, table, columns=None, where=None):
        """The same as a table of pyarrow."""
        return self._read(parquet.arrow, table, columns, where)

    def table(self, table, columns=None, where=None):
        """The same as a data frame where pandas is installed, else arrays by column."""
        arrays = self.arrays(table, columns, where)
        try:
            import pandas
        except ImportError:
            return arrays
        return pandas.DataFrame(arrays)

    def _read(self, read, table, columns, where):
        if not self._entries(table):
            there = ", ".join(self.tables()) or "no rows at all"
            raise StoreError(f"table: {table} has no committed rows; the store has {there}")
        files = self.files(table)
        try:
            return read(files, columns, where)
        except Exception:
            # A file may have gone between the look at it and the reading.
            if any(not file.exists() for file in files):
                self._say_if_changed()
            raise

    def rows(self, table, **where):
        """Committed rows as dictionaries, nulls as None."""
        arrays = self.arrays(table, where=where) if self._entries(table) else {}
        count = len(next(iter(arrays.values()))) if arrays else 0
        return [{name: _plain(values[i]) for name, values in arrays.items()} for i in range(count)]

    def columns(self, table):
        """Unit and definition of every column of a table, as the files say them."""
        fields = parquet.footer(self.files(table)[0]) or []
        meaning = {f["name"]: {"unit": f["metadata"]["unit"], "definition": f["metadata"]["comment"]} for f in fields}
        try:
            import pandas
        except ImportError:
            return meaning
        return pandas.DataFrame.from_dict(meaning, orient="index")

    def trials(self):
        """Table trials."""
        return self.table("trials")

    def trial(self, digits):
        """The trial whose id begins with these digits."""
        return Trial(self, self.only("trials", "trial_id", digits))

    def only(self, table, column, digits):
        """The only value of a column that begins with these digits."""
        values = sorted({v for v in self.arrays(table, [column])[column] if v.startswith(digits)})
        if len(values) != 1:
            said = (
                f"begins {len(values)} ids, such as {' and '.join(values[:2])}; give more digits"
                if values
                else "begins no id"
            )
            raise StoreError(f"{column}: {digits} {said}")
        return values[0]

    def data(self, problem_id, launcher=None, table=None, labels=None):
        """The data of a problem, exactly as trained on, by `shallows data` (a start of Java, some seconds).

        problem_id may be shortened. For sweeps over a table `table` names its file and `labels` that of its labels.
        """
        problem_id = self.only("trials", "problem_id", problem_id)
        if problem_id not in self._data:
            more = [f"--{name}={value}" for name, value in [("data", table), ("labels", labels)] if value]
            found = self.exported("data", str(self.path), problem_id, "--format", "npz", *more, launcher=launcher)
            self._data[problem_id] = Data(found["x"], found["y"])
        return self._data[problem_id]

    def exported(self, *arguments, launcher=None):
        """The arrays that a command of Shallows writes."""
        near = [self.path, Path.cwd(), Path(__file__).resolve().parent]
        return command.arrays(command.find(launcher, near), *arguments)


def _plain(value):
    if isinstance(value, numpy.generic):
        value = value.item()
    return None if isinstance(value, float) and value != value else value
