#!/usr/bin/env python3
"""The quickstart under several root seeds: how many of its statements are decided, and what a run takes.

    python3 docs/benchmarks/roots.py [--spec launch/examples/quickstart.yaml] [--folder out/roots] 1 2 3 ... > roots.csv
    python3 docs/benchmarks/roots.py --summary roots.csv

A root seed draws other problems, starts and networks. A statement is a verdict on the rate of a family and eta at the .9 quantile,
or the first question about a family's skips (`deep`); the others are asked only where these are decided, and would count twice. A
root seed passes with three or more statements that are not `undecided`, in at most five minutes of one core: user and system time of
all processes of the run, start and compilation of the JVM included. Needs a built tree (`launch/bin/shallows`)."""
import argparse
import csv
import json
import os
import pathlib
import resource
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHALLOWS = ROOT / "launch" / "bin" / "shallows"
NAMES = ["root", "minutes", "decided", "asked", "statements"]
WANTED = 3
MINUTES = 5.0


def rows(store, table):
    out = subprocess.run([SHALLOWS, "export", store, "--format", "json", table], check=True, stdout=subprocess.PIPE)
    text = out.stdout.decode().strip()
    return json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]


def statements(store):
    """Name and verdict of each."""
    found = [(f"{row['family']} {row['eta']}", row["verdict"]) for row in rows(store, "fits") if row["quantile"] == 0.9]
    found += [(f"{row['family']} {row['question']}", row["verdict"]) for row in rows(store, "skips") if row["question"] == "deep"]
    return sorted(found)


def core_minutes():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (usage.ru_utime + usage.ru_stime) / 60


def run(spec, folder, root):
    store = str(pathlib.Path(folder, f"root-{root}").resolve())
    before = core_minutes()
    subprocess.run([SHALLOWS, "run", spec, "--master", "local[1]", "--set", f"grid.seed.root={root}", "--output", store], check=True,
                   stdout=subprocess.DEVNULL, env={**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"})
    minutes = core_minutes() - before
    found = statements(store)
    decided = sum(verdict != "undecided" for _, verdict in found)
    return {"root": root, "minutes": f"{minutes:.2f}", "decided": decided, "asked": len(found),
            "statements": "; ".join(f"{name} {verdict}" for name, verdict in found)}


def summary(path):
    with open(path, encoding="utf-8") as lines:
        found = list(csv.DictReader(lines))
    passed = [row for row in found if int(row["decided"]) >= WANTED and float(row["minutes"]) <= MINUTES]
    minutes = sorted(float(row["minutes"]) for row in found)
    decided = sorted(int(row["decided"]) for row in found)
    print(f"{len(passed)} of {len(found)} root seeds pass; decided {decided[0]} to {decided[-1]} of {found[0]['asked']}, "
          f"median {decided[len(decided) // 2]}; core-minutes {minutes[0]:.1f} to {minutes[-1]:.1f}")
    verdicts = {}
    for row in found:
        for text in row["statements"].split("; "):
            name, verdict = text.rsplit(" ", 1)
            verdicts.setdefault(name, {}).setdefault(verdict, []).append(row["root"])
    for name, counts in sorted(verdicts.items()):
        print(f"| {name} | " + ", ".join(f"{verdict} {len(roots)}" for verdict, roots in sorted(counts.items())) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spec", default=str(ROOT / "launch" / "examples" / "quickstart.yaml"))
    parser.add_argument("--folder", default="out/roots")
    parser.add_argument("--summary", metavar="CSV")
    parser.add_argument("roots", type=int, nargs="*")
    asked = parser.parse_args()
    if asked.summary:
        summary(asked.summary)
        return
    out = csv.DictWriter(sys.stdout, NAMES)
    out.writeheader()
    for root in asked.roots:
        out.writerow(run(asked.spec, asked.folder, root))
        sys.stdout.flush()


if __name__ == "__main__":
    main()
