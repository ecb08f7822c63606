"""Where the tests find stores, and how they make damaged ones.

SHALLOWS_TEST_FOLDER is made by the JUnit test that runs these: `exports` with one archive per trial of small sweeps
over all families and kinds of problems, `stores` with the sweeps. SHALLOWS_LAUNCHER is the command line of Shallows.
"""

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

DATA = Path(__file__).resolve().parents[2]
QUICKSTART = DATA / "reference" / "quickstart"
MADE = os.environ.get("SHALLOWS_TEST_FOLDER")
LAUNCHER = os.environ.get("SHALLOWS_LAUNCHER")

TRIALS = json.loads((QUICKSTART / "status.json").read_text())["trials"]


def deepest(store):
    """The trial with the highest known way to the best of its cell, of those with ways to all targets."""
    all_targets = {row["trial_id"] for row in store.rows("depths", target="reference") if row["depth_upper"] is not None}
    rows = [
        row
        for row in store.rows("depths", target="cell-best")
        if row["depth_upper"] is not None and row["trial_id"] in all_targets
    ]
    return max(rows, key=lambda row: row["depth_upper"])["trial_id"]


needs_sweeps = unittest.skipUnless(MADE, "SHALLOWS_TEST_FOLDER is not set: PythonPackageTest makes the sweeps")
needs_launcher = unittest.skipUnless(LAUNCHER, "SHALLOWS_LAUNCHER is not set: PythonPackageTest sets it")


def needs(module):
    try:
        __import__(module)
        return lambda test: test
    except ImportError:
        return unittest.skip(f"Python has no {module}")


def readers():
    """The readers of Parquet that are there; the Java driver where its jar is named."""
    found = []
    for name in ("pyarrow", "duckdb"):
        try:
            __import__(name)
            found.append(name)
        except ImportError:
            pass
    return found + (["java"] if os.environ.get("SHALLOWS_DUCKDB_JAR") else [])


class Copy:
    """A copy of the reference store that may be changed."""

    def __init__(self, test, name="store"):
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / name
        shutil.copytree(QUICKSTART, self.path)

    def commit(self, number, added, removed=(), previous=None, kind="commit", **more):
        """Seals a file of the log."""
        commit = {"number": number, "writer": "test", "added": added, "removed": list(removed), **more}
        if previous is not None:
            commit["previous"] = previous
        self.write(f"{kind}-{number:012d}.json", json.dumps(commit, indent=1))

    def write(self, name, text):
        (self.path / "_log" / name).write_text(hashlib.sha256(text.encode()).hexdigest() + "\n" + text)

    def lines(self, kind, number, after, added, removed=()):
        """Seals a part or checkpoint."""
        head = {"number": number, "after": after, "writer": "test", "epoch": 1, "protocol": 3, "minimumReader": 3}
        head |= {"removed": len(removed), "added": len(added)}
        text = "".join(json.dumps(line) + "\n" for line in [head, *removed, *added]).encode()
        packed = gzip.compress(text + hashlib.sha256(text).hexdigest().encode())
        (self.path / "_log" / f"{kind}-{number:012d}.json.gz").write_bytes(packed)

    def groups(self):
        text = (self.path / "_log" / "commit-000000000001.json").read_text()
        return json.loads(text.split("\n", 1)[1])["added"]

    def group(self, stage):
        return next(group for group in self.groups() if group["stage"] == stage)

    def twin(self, group, suffix="-2"):
        """The same group under another id, with copies of its files under other names."""
        files = []
        for entry in group["files"]:
            name = entry["name"].replace(".parquet", suffix + ".parquet")
            shutil.copy(self.path / entry["name"], self.path / name)
            files.append({**entry, "name": name})
        return {**group, "id": group["id"] + suffix, "files": files}


def export(store, table):
    """The rows that the command line prints, as dictionaries."""
    command = [LAUNCHER, "export", str(store), "--format", "json", table]
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        raise AssertionError(run.stderr)
    return [json.loads(line) for line in run.stdout.splitlines()]
