"""Tests of remake.py that need no build: python3 remake_test.py"""

import hashlib
import json
import tempfile
import unittest
from pathlib import Path

import remake


def row(trial, loss, seconds=1.0):
    return {"trial_id": trial, "width": 4, "loss": loss, "seconds": seconds}


class DifferenceTest(unittest.TestCase):
    def test_order_and_times_are_no_difference(self):
        before = [row("a", 0.5, 1.0), row("b", 0.25, 2.0)]
        after = [row("b", 0.25, 3.0), row("a", 0.5, 4.0)]
        self.assertEqual([], remake.difference(before, after, {"seconds"}))

    def test_a_changed_value_is_named_with_its_column_and_trial(self):
        lines = remake.difference([row("a", 0.5), row("b", 1)], [row("a", 0.5000000000000001), row("b", 1)], {"seconds"})
        self.assertEqual("2 rows before, 2 now: 1 changed, 0 gone, 0 new", lines[0])
        self.assertEqual(["  loss: 1 rows, such as 0.5 -> 0.5000000000000001 (a)"], lines[1:])

    def test_rows_that_come_and_go_are_counted(self):
        lines = remake.difference([row("a", 1), row("b", 1)], [row("a", 1), row("c", 1), row("d", 1)], {"seconds"})
        self.assertEqual(["2 rows before, 3 now: 0 changed, 1 gone, 2 new"], lines)

    def test_a_row_twice_is_a_difference(self):
        self.assertNotEqual([], remake.difference([row("a", 1)], [row("a", 1), row("a", 1)], {"seconds"}))

    def test_a_time_that_is_no_time_of_the_table_counts(self):
        self.assertNotEqual([], remake.difference([row("a", 1, 1.0)], [row("a", 1, 2.0)], set()))

    def test_null_is_not_zero(self):
        self.assertNotEqual([], remake.difference([row("a", None)], [row("a", 0.0)], {"seconds"}))


SPEC = """name: test
problem:
  uri: "file:/home/me/tables/prices.csv"
  understood: ["rows: 9 in /home/me/tables/prices.csv"]
output:
  uri: "/home/me/stores/first"
"""

PACKED = """name: test
problem:
  uri: "prices.csv"
  understood: ["rows: 9 in prices.csv"]
output:
  uri: "out/test"
"""


class StoreTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.store = Path(folder.name) / "store"
        for name in ["trials/a", "trials/orphan", "cells/a"]:
            file = self.store / (name + ".parquet")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(name)
        (self.store / "_specs").mkdir()
        (self.store / "spec.yaml").write_text(SPEC)
        (self.store / "_specs" / "0123.yaml").write_text(SPEC)
        (self.store / "_specs" / "4567.yaml").write_text("no group refers to it")
        (self.store / "provenance.json").write_text("{}")
        (self.store / "status.json").write_text(json.dumps({"store": "file:/somewhere", "complete": True}))
        old = {"id": "old", "files": [{"table": "trials", "name": "trials/old.parquet", "rows": 9}]}
        kept = [
            {"id": "t", "grid": "0123", "files": [{"table": "trials", "name": "trials/a.parquet", "rows": 3}]},
            {"id": "c", "files": [{"table": "cells", "name": "cells/a.parquet", "rows": 2}]},
        ]
        self.commit(1, [old], [])
        self.commit(2, kept, ["old"])

    def commit(self, number, added, removed):
        text = json.dumps({"number": number, "writer": "w", "added": added, "removed": removed})
        file = self.store / "_log" / f"commit-{number:012d}.json"
        file.parent.mkdir(exist_ok=True)
        file.write_text(hashlib.sha256(text.encode()).hexdigest() + "\n" + text)

    def test_what_is_committed_is_counted(self):
        self.assertEqual({"cells": 2, "trials": 3}, remake.rows_by_table(self.store))

    def test_an_altered_log_is_refused(self):
        file = self.store / "_log" / "commit-000000000002.json"
        file.write_text(file.read_text().replace('"rows": 3', '"rows": 4'))
        with self.assertRaises(SystemExit) as stop:
            remake.rows_by_table(self.store)
        self.assertEqual(2, stop.exception.code)

    def test_a_packed_store_holds_what_is_committed_without_some_tables_and_names_no_place(self):
        packed = self.store.parent / "packed"
        remake.pack(self.store, packed, {"cells"}, "test")
        self.assertEqual(["trials/a.parquet"], [str(f.relative_to(packed)) for f in packed.rglob("*.parquet")])
        self.assertEqual({"trials": 3}, remake.rows_by_table(packed))
        self.assertEqual("test", json.loads((packed / "status.json").read_text())["store"])
        spec = (packed / "spec.yaml").read_text()
        self.assertEqual(PACKED, spec)
        digest = hashlib.sha256(PACKED.encode()).hexdigest()
        self.assertEqual(digest, json.loads((packed / "provenance.json").read_text())["specSha256"])
        self.assertEqual([digest[:16] + ".yaml"], [file.name for file in (packed / "_specs").iterdir()])
        self.assertEqual(digest[:16], remake.groups(packed)["t"]["grid"])

    def test_a_table_that_is_not_here_is_asked_for(self):
        with self.assertRaises(SystemExit) as stop:
            remake.fetch(["prices.csv"], None, self.store)
        self.assertEqual(2, stop.exception.code)
        (self.store / "prices.csv").write_text("1\n")
        work = self.store / "work"
        work.mkdir()
        remake.fetch(["prices.csv"], self.store, work)
        self.assertEqual("1\n", (work / "prices.csv").read_text())


class DictionaryTest(unittest.TestCase):
    def test_units_are_read_from_the_dictionary(self):
        text = "## t\n\n| column | type | unit | null | definition |\n|---|---|---|---|---|\n"
        text += "| `seconds` | real | s |  | Time. |\n| `name` | text |  |  | Text. |\n"
        self.assertEqual({"t": {"seconds": "s", "name": ""}}, remake.units_by_table(text))


if __name__ == "__main__":
    unittest.main()
