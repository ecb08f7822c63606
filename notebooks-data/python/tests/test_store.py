"""What is committed is read, and nothing else."""

import json
import os
import shutil
import unittest
from pathlib import Path

import numpy
import shallows
import support
from shallows import commits, parquet


def ids(store, table="trials"):
    return sorted(store.arrays(table, ["trial_id"])["trial_id"])


class CommittedTest(unittest.TestCase):
    def setUp(self):
        self.copy = support.Copy(self)
        self.path = self.copy.path
        self.before = shallows.Store(support.QUICKSTART)

    def open(self):
        return shallows.Store(self.path)

    def refused(self, said, read=False):
        with self.assertRaisesRegex(shallows.StoreError, said):
            store = self.open()
            if read:
                store.arrays("trials")

    def test_the_reference_store_has_the_rows_of_its_log(self):
        store = self.open()
        self.assertEqual(support.TRIALS, store.tables()["trials"])
        self.assertEqual(set(ids(self.before)), set(ids(store)))
        self.assertEqual(1, store.commit)
        self.assertEqual("0.1.0", store.provenance["project"])
        self.assertIn("name:", store.spec)
        self.assertEqual("levenberg-marquardt", store.setting("training", "optimizer"))
        self.assertIsNone(store.setting("training", "nothing"))
        self.assertIn(f"trials {support.TRIALS}", repr(store))

    def test_orphans_and_files_in_pending_are_not_read(self):
        file = self.copy.group("MINIMA")["files"][0]["name"]
        shutil.copy(self.path / file, self.path / "trials" / "minima-all-00000000000000000000-r000000000000.parquet")
        (self.path / "_pending").mkdir()
        shutil.copy(self.path / file, self.path / "_pending" / "trials.other.parquet")
        (self.path / "trials" / "mine.parquet").write_text("no Parquet at all")
        self.assertEqual(ids(self.before), ids(self.open()))

    def test_a_superseded_group_is_not_read(self):
        depths = self.copy.group("DEPTHS")
        rows = next(file["rows"] for file in depths["files"] if file["table"] == "depths")
        twin = self.copy.twin(depths)
        self.copy.commit(2, [twin], [depths["id"]])
        store = self.open()
        self.assertEqual(2, store.commit)
        self.assertEqual(rows, len(store.arrays("depths")["loss"]))
        self.assertEqual([twin["files"][0]["name"]], [str(f.relative_to(store.path)) for f in store.files("depths")])
        self.copy.commit(3, [], [twin["id"]])
        self.assertNotIn("depths", self.open().tables())
        with self.assertRaisesRegex(
            shallows.StoreError, "table: depths has no committed rows; the store has references"
        ):
            self.open().arrays("depths")

    def test_rows_of_several_groups_are_one_table(self):
        self.copy.commit(2, [self.copy.twin(self.copy.group("MINIMA"))])
        store = self.open()
        self.assertEqual(2 * support.TRIALS, store.tables()["trials"])
        self.assertEqual(sorted(2 * ids(self.before)), ids(store))

    def test_a_committed_file_may_still_be_in_pending(self):
        name = self.copy.group("MINIMA")["files"][0]["name"]
        (self.path / "_pending").mkdir()
        (self.path / name).rename(self.path / "_pending" / name.replace("/", "."))
        self.assertEqual(ids(self.before), ids(self.open()))

    def test_commits_are_a_chain(self):
        depths = self.copy.group("DEPTHS")
        self.copy.commit(2, [], [depths["id"]])  # a number that was given up: not what the next one follows
        self.copy.commit(3, [], previous=1)
        (self.path / "_log" / "commit-000000000004.json").write_text("")  # taken, and nothing written
        self.copy.write("commit-000000000009 (conflicted copy).json", "{}")
        store = self.open()
        self.assertEqual(3, store.commit)
        self.assertIn("depths", store.tables())

    def test_a_missing_commit_is_an_error(self):
        self.copy.commit(3, [], previous=2)
        self.refused("commit-000000000002.json is missing; restore it")

    def test_a_checkpoint_replaces_the_commits_before_it(self):
        self.copy.commit(2, self.copy.groups()[:-1], kind="checkpoint")
        self.copy.commit(3, [])
        (self.path / "_log" / "commit-000000000001.json").unlink()
        store = self.open()
        self.assertEqual(3, store.commit)
        self.assertNotIn("depths", store.tables())
        self.assertEqual(ids(self.before), ids(store))

    def test_a_damaged_checkpoint_is_passed_over_where_the_commits_are_there(self):
        self.copy.commit(2, [])
        (self.path / "_log" / "checkpoint-000000000002.json").write_text("damaged\n{}")
        self.assertEqual(2, self.open().commit)
        (self.path / "_log" / "commit-000000000002.json").unlink()
        self.refused("checkpoint-000000000002.json is truncated or altered")

    def test_parts_and_checkpoints_replace_the_commits_before_them(self):
        groups = self.copy.groups()
        self.copy.commit(2, [])
        self.copy.commit(3, [], [groups[-1]["id"]])
        self.copy.lines("checkpoint", 2, 0, groups)
        self.copy.lines("part", 3, 2, [], [groups[-1]["id"]])
        for number in (1, 2, 3):
            (self.path / "_log" / f"commit-{number:012d}.json").unlink()
        self.copy.commit(4, [], previous=3)
        store = self.open()
        self.assertEqual(4, store.commit)
        self.assertNotIn("depths", store.tables())
        self.assertEqual(ids(self.before), ids(store))
        part = self.path / "_log" / "part-000000000003.json.gz"
        whole = part.read_bytes()
        for damaged in (whole[:-9], whole[: len(whole) // 2], b""):
            part.write_bytes(damaged)
            self.refused("part-000000000003.json.gz is truncated or altered")
        self.copy.commit(3, [], [groups[-1]["id"]])
        self.assertNotIn("depths", self.open().tables())

    def test_an_altered_commit_is_refused(self):
        file = self.path / "_log" / "commit-000000000001.json"
        text = file.read_text()
        for wrong in [
            text.replace(f'"rows": {support.TRIALS}', f'"rows": {support.TRIALS + 1}', 1),
            text[:-20],
            text.replace(f'"rows" : {support.TRIALS}', f'"rows" : {support.TRIALS + 1}', 1),
        ]:
            if wrong != text:
                file.write_text(wrong)
                self.refused("is truncated or altered")

    def test_a_name_that_is_no_plain_file_of_its_table_is_refused(self):
        group = self.copy.group("MINIMA")
        entry = group["files"][0]
        for table, name in [
            ("trials", "trials/../../secret.parquet"),
            ("trials", "../trials/x.parquet"),
            ("trials", "/etc/x.parquet"),
            ("trials", "trials/deep/x.parquet"),
            ("trials", "trials/.hidden.parquet"),
            ("trials", "trials/x.txt"),
            ("trials", "trials/"),
            ("trials", "minima/x.parquet"),
            ("trials", "trials\\x.parquet"),
            ("trials", "trials/x\n.parquet"),
            ("trials", "trials/x.parquet\n"),
            ("trials", "trials/" + 200 * "x" + ".parquet"),
            ("..", "../x.parquet"),
            ("_log", "_log/x.parquet"),
            ("", "/x.parquet"),
        ]:
            with self.subTest(name=name):
                self.copy.commit(2, [{**group, "id": "x", "files": [{**entry, "table": table, "name": name}]}])
                self.refused("is no file of a table")

    def test_symbolic_links_are_not_followed(self):
        name = self.copy.group("MINIMA")["files"][0]["name"]
        moved = self.path.parent / "moved.parquet"
        (self.path / name).rename(moved)
        (self.path / name).symlink_to(moved)
        self.refused("is a symbolic link", read=True)
        (self.path / name).unlink()
        moved.rename(self.path / name)
        (self.path / "trials").rename(self.path.parent / "elsewhere")
        (self.path / "trials").symlink_to(self.path.parent / "elsewhere")
        self.refused("is a symbolic link", read=True)

    def test_missing_and_shortened_files_are_named(self):
        file = self.path / self.copy.group("MINIMA")["files"][0]["name"]
        file.write_bytes(file.read_bytes()[:-1])
        self.refused(r"has \d+ bytes, \d+ were committed; `shallows verify`", read=True)
        file.unlink()
        self.refused("is missing; `shallows verify`", read=True)

    def test_a_view_from_before_a_run_says_that_the_store_has_changed(self):
        store = self.open()
        minima = self.copy.group("MINIMA")
        self.copy.commit(2, [self.copy.twin(minima)], [minima["id"]])
        self.assertEqual(ids(self.before), ids(store))
        (self.path / minima["files"][0]["name"]).unlink()
        with self.assertRaisesRegex(commits.StoreChanged, "open it again"):
            store.arrays("trials")
        self.assertEqual(ids(self.before), ids(self.open()))

    def test_later_rules_are_refused(self):
        self.copy.commit(2, [], minimumReader=4)
        self.refused("was written by a later version: it needs protocol 4, and this one knows 3")
        (self.path / "_log" / "commit-000000000002.json").unlink()
        marker = {"store": "0", "protocol": 4, "minimumReader": 4, "created": ""}
        (self.path / "_store.json").write_text(json.dumps(marker))
        self.refused("was written by a later version")

    def test_folders_that_are_no_stores_are_refused(self):
        with self.assertRaisesRegex(shallows.StoreError, "is not a store: it has no spec.yaml"):
            shallows.Store(self.path.parent)
        with self.assertRaisesRegex(shallows.StoreError, "only folders of this machine"):
            shallows.Store("hdfs://host/sweeps/mine")
        shutil.rmtree(self.path / "_log")
        self.refused("_log has no commit, but there are files of Parquet")

    def test_names_of_folders_are_no_patterns_and_no_columns(self):
        odd = self.path.parent / "family=x" / "a[1]*?"
        odd.parent.mkdir()
        self.path.rename(odd)
        for name in support.readers():
            with self.subTest(reader=name), reader(name):
                arrays = shallows.Store(odd).arrays("trials", ["family", "loss"])
                self.assertEqual({"plain", "linear-skip"}, set(arrays["family"]))

    def test_ids_may_be_shortened_where_they_are_unique(self):
        store = self.open()
        whole = support.deepest(store)
        self.assertEqual(whole, store.trial(whole[:8]).id)
        with self.assertRaisesRegex(shallows.StoreError, "trial_id: zz begins no id"):
            store.trial("zz")
        with self.assertRaisesRegex(shallows.StoreError, r"begins \d+ ids, such as .*; give more digits"):
            store.trial("")

    @support.needs_launcher
    def test_the_rows_are_those_that_the_command_line_exports(self):
        file = self.copy.group("MINIMA")["files"][0]["name"]
        shutil.copy(self.path / file, self.path / "trials" / "orphan.parquet")
        depths = self.copy.group("DEPTHS")
        self.copy.commit(2, [self.copy.twin(depths), self.copy.twin(self.copy.group("REFERENCES"))], [depths["id"]])
        for table in ("trials", "depths", "references"):
            self.same(self.path, table)

    @support.needs_launcher
    @support.needs_sweeps
    def test_the_rows_of_a_sweep_that_was_extended_are_those_exported(self):
        path = Path(support.MADE) / "stores" / "extended"
        for table in shallows.Store(path).tables():
            self.same(path, table)

    def same(self, path, table):
        exported = support.export(path, table)
        rows = shallows.Store(path).rows(table)
        for row in rows:
            for name, value in row.items():
                if isinstance(value, numpy.ndarray):
                    row[name] = value.tolist()
        self.assertTrue(rows)
        self.assertEqual(len(exported), len(rows))
        for printed, row in zip(exported, rows):
            self.assertEqual(printed, row)


class reader:
    """Reads by one reader within a block."""

    def __init__(self, name):
        self.name = name

    def __enter__(self):
        os.environ["SHALLOWS_PARQUET"] = self.name

    def __exit__(self, *_):
        del os.environ["SHALLOWS_PARQUET"]


class ReadersTest(unittest.TestCase):
    def test_all_readers_give_the_same_bits(self):
        names = support.readers()
        if len(names) < 2:
            self.skipTest(f"only {names} to read Parquet with")
        store = shallows.Store(support.QUICKSTART)
        for table in store.tables():
            with reader(names[0]):
                first = store.arrays(table)
            for name in names[1:]:
                with self.subTest(table=table, reader=name), reader(name):
                    other = store.arrays(table)
                    self.assertEqual(list(first), list(other))
                    for column in first:
                        self.equal(first[column], other[column], column)

    def equal(self, a, b, column):
        self.assertEqual(a.dtype, b.dtype, column)
        if a.dtype != object:
            self.assertEqual(a.tobytes(), b.tobytes(), column)
            return
        for x, y in zip(a, b):
            if isinstance(x, numpy.ndarray):
                self.assertEqual(x.tobytes(), y.tobytes(), column)
            else:
                self.assertEqual(x, y, column)

    def test_rows_and_columns_are_chosen(self):
        for name in support.readers():
            with self.subTest(reader=name), reader(name):
                store = shallows.Store(support.QUICKSTART)
                rows = store.arrays("depths", ["target", "loss", "of_a_later_version"], {"target": "own"})
                self.assertEqual(["target", "loss"], list(rows))
                self.assertEqual({"own"}, set(rows["target"]))
                self.assertEqual([], store.rows("depths", trial_id="it's none"))

    def test_columns_are_defined_by_the_files(self):
        for name in support.readers():
            with self.subTest(reader=name), reader(name):
                file = shallows.Store(support.QUICKSTART).files("depths")[0]
                meaning = {field["name"]: field["metadata"] for field in parquet.footer(file)}
                self.assertEqual("loss", meaning["depth_upper"]["unit"])

    @support.needs("pandas")
    def test_a_table_is_a_data_frame(self):
        store = shallows.Store(support.QUICKSTART)
        frame = store.table("trials")
        self.assertEqual((support.TRIALS, "int64"), (len(frame), str(frame.width.dtype)))
        self.assertEqual(support.TRIALS, len(store.trials()))
        self.assertEqual("loss", store.columns("trials").unit["loss"])
        count = shallows.sql(f"SELECT count(*) AS n FROM '{support.QUICKSTART}/trials/*.parquet'")
        self.assertEqual(support.TRIALS, count.n[0])

    @support.needs("pyarrow")
    def test_a_table_of_arrow(self):
        store = shallows.Store(support.QUICKSTART)
        self.assertEqual(store.tables()["depths"], store.arrow("depths").num_rows)


if __name__ == "__main__":
    unittest.main()
