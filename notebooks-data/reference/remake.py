#!/usr/bin/env python3
"""Makes the reference stores again from their specs and says what changed.

  remake.py                            runs every spec of references.json and compares
  remake.py quickstart                 one of them
  remake.py --write quickstart         puts the new store in the place of the old one
  remake.py --store FOLDER --write quickstart
                                       takes a store that a run has finished instead of running
  remake.py --data FOLDER housing      the folder with the tables that its spec reads
  remake.py --describe                 runs nothing: writes dictionary, croissant.json and the facts of the
                                       data cards again, after a column or its definition has changed

Rows are compared whatever their order and files, without columns in seconds. Exit codes: 0 nothing changed, 1 rows
changed, 2 wrong usage or a command that failed. Needs a JDK and Python 3.8, nothing else.
"""

import argparse
import datetime
import gzip
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHALLOWS = ROOT / "launch" / "bin" / "shallows"
LICENSE = "https://spdx.org/licenses/Apache-2.0.html"
CREATOR = "The Shallows contributors"

# The files of a log for one number, in the order in which they are looked for.
LOG = ["checkpoint-{:012d}.json.gz", "checkpoint-{:012d}.json", "part-{:012d}.json.gz", "commit-{:012d}.json"]

# What tells rows apart, where a table has it.
KEYS = [
    "trial_id", "problem_id", "family", "width", "network_depth", "input_dimension", "initialization", "eta", "seed",
    "measurement_id", "target", "nested_family", "path", "vertex", "quantile", "metric", "pairing", "control_family", "plain_width",
]


def main():
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0], epilog="More in the first lines of this file."
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="a name in references.json; without it all")
    parser.add_argument("--write", action="store_true", help="replace the store by the new one")
    parser.add_argument("--store", type=Path, metavar="FOLDER", help="a finished store of the one NAME; runs nothing")
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where tables are that specs read")
    parser.add_argument("--describe", action="store_true", help="only write descriptions again")
    arguments = parser.parse_args()
    sources = json.loads((HERE / "references.json").read_text())
    names = arguments.names or list(sources)
    for name in names:
        if name not in sources:
            parser.error(f"{name} is not in references.json; use {', '.join(sources)}")
    if arguments.store and len(arguments.names) != 1:
        parser.error("--store: give the one NAME that the folder is to be")
    if arguments.describe:
        dictionary()
        for name in names:
            if (HERE / name / "spec.yaml").exists():
                describe(name, sources[name])
        return 0
    changed = False
    for name in names:
        changed |= remake(name, sources[name], arguments)
    return 1 if changed else 0


def remake(name, source, arguments):
    """Makes one store; whether its rows differ from those that are there."""
    with tempfile.TemporaryDirectory(prefix="shallows-reference-") as work:
        if not arguments.store:
            fetch(source.get("data", []), arguments.data, Path(work))
        made = arguments.store.resolve() if arguments.store else run(source, Path(work))
        status = json.loads((made / "status.json").read_text())
        if not status["complete"]:
            fail(f"{made} is not complete; the same command continues a run")
        new = Path(work) / "reference"
        pack(made, new, set(source.get("without", [])), name)
        old = HERE / name
        if (old / "spec.yaml").exists():
            changed = compare(name, old, new)
        else:
            print(f"{name}: new")
            changed = True
        if arguments.write:
            for path in old.glob("*"):
                if path.name != "README.md":
                    shutil.rmtree(path) if path.is_dir() else path.unlink()
            shutil.copytree(new, old, dirs_exist_ok=True)
            describe(name, source)
            print(f"{name}: written")
    return changed


def command_line(source):
    words = ["launch/bin/shallows", "run", source["spec"]]
    for setting in source.get("set", []):
        words += ["--set", setting]
    return words


def fetch(tables, folder, work):
    """Tables are not in this repository; a run finds them in its folder."""
    for table in tables:
        if folder is None or not (folder / table).exists():
            fail(f"{table} is not here; add --data with the folder that has it, such as sklearn/datasets/data")
        shutil.copyfile(folder / table, work / table)


def run(source, work):
    """Runs the spec in an empty folder, so that the path in the store is that of the spec."""
    words = command_line(source)
    words[0], words[2] = str(SHALLOWS), str(ROOT / source["spec"])
    print("running " + " ".join(command_line(source)), flush=True)
    if subprocess.run(words, cwd=work).returncode != 0:
        fail("the run failed")
    stores = [path.parent for path in work.glob("out/*/spec.yaml")]
    if len(stores) != 1:
        fail(f"the run left {len(stores)} stores in {work}/out")
    return stores[0]


# --- the store --------------------------------------------------------------------------------------------------


def groups(store):
    """The committed groups, by id."""
    log, steps, found = store / "_log", [], {}
    number = max((int(file.name.split("-")[1][:12]) for file in log.glob("*-????????????.json*")), default=0)
    while number > 0:
        step = next(filter(None, (opened(log, name, number) for name in LOG)), None)
        if step is None:
            fail(f"{log / LOG[-1].format(number)} is missing")
        steps.append(step)
        number = step["after"]
    for step in reversed(steps):
        for removed in step["removed"]:
            found.pop(removed, None)
        for group in step["added"]:
            found[group["id"]] = group
    return found


def opened(log, name, number):
    """One file of a log, whose `after` is the commit before it; nothing if it is not there."""
    file = log / name.format(number)
    if not file.exists():
        return None
    if file.suffix == ".gz":
        *lines, digest = gzip.decompress(file.read_bytes()).decode().split("\n")
        text = "".join(line + "\n" for line in lines)
    else:
        digest, text = file.read_text().split("\n", 1)
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        fail(f"{file} is truncated or altered")
    if file.suffix != ".gz":
        step = json.loads(text)
        step["after"] = 0 if name.startswith("checkpoint") else step.get("previous") or number - 1
        return step
    head, *rest = (json.loads(line) for line in lines)
    return {**head, "removed": rest[: head["removed"]], "added": rest[head["removed"] :]}


def without_places(text, name):
    """A resolved spec without the folders of whoever ran it: the store is out/NAME, and tables stand beside it."""
    table = re.search(r'(?m)^  uri: "(file:)?(/.*/)[^/"]*"$', text.split("\noutput:")[0])
    if table:
        text = text.replace("file:" + table.group(2), "").replace(table.group(2), "")
    return re.sub(r'(?m)(^output:\n  uri: ).*$', rf'\g<1>"out/{name}"', text)


def digest_of(text):
    return hashlib.sha256(text.encode()).hexdigest()


def pack(store, target, without, name):
    """Copies what is committed, but for some tables and all places, with a log of one commit."""
    kept = list(groups(store).values())
    specs = {}
    (target / "_specs").mkdir(parents=True)
    for number in {group["grid"] for group in kept if "grid" in group}:
        text = without_places((store / "_specs" / f"{number}.yaml").read_text(), name)
        specs[number] = digest_of(text)[:16]
        (target / "_specs" / f"{specs[number]}.yaml").write_text(text)
    for group in kept:
        if "grid" in group:
            group["grid"] = specs[group["grid"]]
        group["files"] = [file for file in group["files"] if file["table"] not in without]
        for file in group["files"]:
            (target / file["name"]).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(store / file["name"], target / file["name"])
    commit = {"number": 1, "writer": "reference", "added": kept, "removed": []}
    text = json.dumps(commit, indent=1)
    log = target / "_log" / f"commit-{1:012d}.json"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(hashlib.sha256(text.encode()).hexdigest() + "\n" + text)
    spec = without_places((store / "spec.yaml").read_text(), name)
    (target / "spec.yaml").write_text(spec)
    (target / "_specs" / f"{digest_of(spec)[:16]}.yaml").write_text(spec)
    provenance = json.loads((store / "provenance.json").read_text())
    provenance["specSha256"] = digest_of(spec)
    (target / "provenance.json").write_text(json.dumps(provenance, indent=2) + "\n")
    status = json.loads((store / "status.json").read_text())
    status["store"] = name
    (target / "status.json").write_text(json.dumps(status, indent=2) + "\n")


def rows_by_table(store):
    """Committed rows of every table that has a file."""
    counts = {}
    for group in groups(store).values():
        for file in group["files"]:
            counts[file["table"]] = counts.get(file["table"], 0) + file["rows"]
    return dict(sorted(counts.items()))


# --- the comparison ---------------------------------------------------------------------------------------------


def compare(name, old, new):
    """Prints what differs; whether anything does."""
    units = units_by_table(shallows("dictionary", "--markdown"))
    changed = False
    for table in sorted({**rows_by_table(old), **rows_by_table(new)}):
        times = {column for column, unit in units[table].items() if unit in ("s", "place")}
        before, after = (
            [json.loads(line) for line in shallows("export", str(store), "--format", "json", table).splitlines()]
            for store in (old, new)
        )
        lines = difference(before, after, times)
        for line in lines or [f"{len(after)} rows, none changed"]:
            print(f"{name}: {table}: {line}")
        changed |= bool(lines)
    return changed


def units_by_table(markdown):
    """Unit of every column, from the data dictionary."""
    units, table = {}, None
    for line in markdown.splitlines():
        if line.startswith("## "):
            table = units.setdefault(line[3:], {})
        cells = re.match(r"\| `(\w+)` \| [^|]+ \| ([^|]*) \|", line)
        if cells:
            table[cells.group(1)] = cells.group(2).strip()
    return units


def difference(before, after, times):
    """What distinguishes two lists of rows, as lines of text; none if only their order and times differ."""
    def texts(rows):
        return Counter(
            json.dumps({k: v for k, v in row.items() if k not in times}, sort_keys=True) for row in rows
        )

    old, new = texts(before), texts(after)
    gone = [json.loads(text) for text in (old - new).elements()]
    come = [json.loads(text) for text in (new - old).elements()]
    if not gone and not come:
        return []
    keys = [key for key in KEYS if any(key in row for row in gone + come)]

    def key_of(row):
        return json.dumps([row.get(key) for key in keys])

    pairs, unpaired = [], {}
    for row in gone:
        unpaired.setdefault(key_of(row), []).append(row)
    added = []
    for row in come:
        same = unpaired.get(key_of(row))
        if same:
            pairs.append((same.pop(0), row))
        else:
            added.append(row)
    removed = [row for rows in unpaired.values() for row in rows]
    lines = [
        f"{len(before)} rows before, {len(after)} now: {len(pairs)} changed, {len(removed)} gone, {len(added)} new"
    ]
    columns = Counter()
    for row, other in pairs:
        columns.update(column for column in {**row, **other} if row.get(column) != other.get(column))
    for column, count in columns.most_common():
        row, other = next((r, o) for r, o in pairs if r.get(column) != o.get(column))
        where = row.get("trial_id") or ", ".join(str(row[key]) for key in keys if row.get(key) is not None)
        lines.append(
            f"  {column}: {count} rows, such as {short(row.get(column))} -> {short(other.get(column))} ({where})"
        )
    return lines


def short(value):
    text = json.dumps(value)
    return text if len(text) <= 40 else text[:37] + "..."


# --- the descriptions -------------------------------------------------------------------------------------------


def dictionary():
    (HERE.parent / "dictionary.md").write_text(shallows("dictionary", "--markdown"))


def describe(name, source):
    """Writes croissant.json and the facts of the data card."""
    store = HERE / name
    card = store / "croissant.json"
    published = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    if card.exists():
        published = json.loads(card.read_text())["datePublished"]
    card.write_text(
        shallows("describe", str(store), "--license", LICENSE, "--creator", CREATOR, "--published", published)
    )
    readme = store / "README.md"
    text = readme.read_text() if readme.exists() else f"# {name}\n\n<!-- facts -->\n<!-- end of facts -->\n"
    begin, end = "<!-- facts -->\n", "<!-- end of facts -->"
    if begin not in text or end not in text:
        fail(f"{readme} lacks the lines {begin.strip()} and {end}")
    head, rest = text.split(begin, 1)
    readme.write_text(head + begin + facts(store, source, published) + end + rest.split(end, 1)[1])


def facts(store, source, published):
    made = json.loads((store / "provenance.json").read_text())
    status = json.loads((store / "status.json").read_text())
    size = sum(file.stat().st_size for file in store.rglob("*.parquet"))
    counts = rows_by_table(store)
    lines = [
        "Written by `remake.py` from the store itself:",
        "",
        "| | |",
        "|---|---|",
        f"| spec | [`{source['spec']}`](../../../{source['spec']}), resolved in [`spec.yaml`](spec.yaml) |",
        f"| command | `{' '.join(command_line(source))}` |",
        f"| program | Shallows {made['project']}, commit {made['commit']} |",
        f"| Java | {made['java']}, kernels {made['kernels']} |",
        f"| host | {made['operatingSystem']}, {made['architecture']}, {made['processor']} |",
        f"| trials | {status['finished']} of {status['trials']}, {status['failed']} failed |",
        f"| time on the slots | {status['secondsSpent']:.0f} s |",
        f"| published | {published}, Apache License 2.0 |",
        f"| size | {size / 1e6:.1f} MB of Parquet |",
        "",
        "| table | rows |",
        "|---|---|",
    ]
    lines += [f"| {table} | {count} |" for table, count in counts.items()]
    return "\n".join(lines) + "\n"


def shallows(*arguments):
    result = subprocess.run([str(SHALLOWS), *arguments], capture_output=True, text=True)
    if result.returncode != 0:
        fail(f"shallows {' '.join(arguments)}: {result.stderr.strip()}")
    return result.stdout


def fail(message):
    print(f"remake.py: {message}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    sys.exit(main())
