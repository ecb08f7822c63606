#!/usr/bin/env python3
"""Tables of finishes that were compared on the same ends of training.

    java --add-modules jdk.incubator.vector -cp TEST-CLASSPATH io.shallows.minimum.finish.FinishComparison \\
        plain,long-skip,residual 8,16,32 1,2 he,clustered 1,2 20 descend,decay > finishes.csv
    python3 docs/benchmarks/finishes.py finishes.csv

Lines of several runs may be joined. A start counts where both finishes have one; seconds are those of the thread that computes."""
import collections
import csv
import math
import statistics
import sys

NAMES = "family width layers initialization seed p finish seconds evaluations outcome stationarity loss kind kinks".split()
FLOOR = 1e-10


def rows(paths):
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            for row in csv.DictReader(lines, NAMES):
                yield row


def stationary(row):
    return row["kind"] not in ("not-stationary", "")


def half(title, pairs, finish):
    ends = [pair[finish] for pair in pairs]
    seconds = [float(end["seconds"]) for end in ends]
    evaluations = [int(end["evaluations"]) for end in ends]
    mean = math.exp(statistics.fmean(math.log(max(FLOOR, float(end["loss"]))) for end in ends))
    kinds = collections.Counter(end["kind"] for end in ends)
    timed_out = sum(end["outcome"] == "timed-out" for end in ends)
    return (f"| {title} | {finish} | {statistics.median(evaluations):.0f} / {max(evaluations)} | {sum(seconds):.1f} | "
            f"{statistics.median(seconds):.2f} / {max(seconds):.1f} | {timed_out} | {sum(map(stationary, ends))} | {mean:.1e} | "
            + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()) + " |")


def main(paths):
    starts = collections.defaultdict(dict)
    for row in rows(paths):
        key = tuple(row[name] for name in NAMES[:5])
        starts[key][row["finish"]] = row
    pairs = {key: pair for key, pair in starts.items() if len(pair) == 2}
    groups = collections.defaultdict(list)
    for key, pair in pairs.items():
        groups[int(key[1]), int(key[2])].append(pair)
    print("| width, L (starts) | finish | evaluations median / most | seconds, sum | median / most | stopped | stationary | loss | kinds |")
    print("|---|---|---|---|---|---|---|---|---|")
    for (width, layers), group in sorted(groups.items()):
        for finish in ("descend", "decay"):
            print(half(f"{width}, {layers} ({len(group)})", group, finish))
    for finish in ("descend", "decay"):
        print(half(f"all ({len(pairs)})", list(pairs.values()), finish))
    compared = collections.Counter()
    for pair in pairs.values():
        before, after = (max(FLOOR, float(pair[finish]["loss"])) for finish in ("descend", "decay"))
        compared["equal" if abs(after - before) <= 1e-6 * before else "lower" if after < before else "higher"] += 1
    print(f"\nLoss of decay against descend: {dict(compared)}")


if __name__ == "__main__":
    main(sys.argv[1:])
