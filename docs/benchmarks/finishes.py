#!/usr/bin/env python3
"""Tables of two finishes that were compared on the same ends of training.

    java --add-modules jdk.incubator.vector -cp TEST-CLASSPATH io.shallows.minimum.finish.FinishComparison \\
        plain,long-skip,residual 8,16,32,64 1,2 he,clustered 1,2,3 40 kinks,descend > finishes.csv
    python3 docs/benchmarks/finishes.py kinks descend finishes.csv

Lines of several runs may be joined. A start counts where both finishes have one, and once: without a layer inside, all families are
the same network. Seconds are those of the thread that computes; depths are those of bad minima to a thousandth below their own
loss, over that loss."""
import collections
import csv
import math
import statistics
import sys

NAMES = "family width layers initialization seed p finish seconds evaluations outcome stationarity loss kind kinks depth".split()
FLOOR = -10  # decimal logarithm of a loss over that of the best constant: below, all are zeros
EQUAL = 1e-6  # relative difference of losses that are one


def rows(paths):
    for path in paths:
        with open(path, encoding="utf-8") as lines:
            yield from csv.DictReader(lines, NAMES)


def size(row):
    return max(FLOOR, math.log10(max(1e-300, float(row["loss"]))))


def stationary(row):
    return row["kind"] != "not-stationary"


def depths(ends):
    bad = [end["depth"] for end in ends if end["depth"]]
    known = [float(depth) for depth in bad if depth != "NaN"]
    text = f"{len(bad)}: "
    if known:
        text += f"{statistics.median(known):.1e}, {sum(depth == 0 for depth in known)} of 0, "
    return (text + f"{len(bad) - len(known)} without a path") if bad else "none"


def half(title, pairs, finish):
    ends = [pair[finish] for pair in pairs]
    seconds = [float(end["seconds"]) for end in ends]
    evaluations = [int(end["evaluations"]) for end in ends]
    kinds = collections.Counter(end["kind"] for end in ends)
    return (f"| {title} | {finish} | {statistics.median(evaluations):.0f} / {max(evaluations)} | {sum(seconds):.1f} | "
            f"{statistics.median(seconds):.2f} / {max(seconds):.1f} | {sum(map(stationary, ends))} | {statistics.fmean(map(size, ends)):.2f} | "
            + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()) + f" | {depths(ends)} |")


def main(before, after, *paths):
    starts = collections.defaultdict(dict)
    for row in rows(paths):
        family = "every" if row["layers"] == "0" else row["family"]
        starts[(family, *(row[name] for name in NAMES[1:5]))][row["finish"]] = row
    pairs = [(key, pair) for key, pair in starts.items() if before in pair and after in pair]
    groups = collections.defaultdict(list)
    for key, pair in pairs:
        groups[int(key[2]), int(key[1])].append(pair)
    print("| width, L (starts) | finish | evaluations median / most | seconds, sum | median / most | stationary | log loss | kinds | bad minima: depth |")
    print("|---|---|---|---|---|---|---|---|---|")
    everything = [pair for _, pair in pairs]
    for (layers, width), group in sorted(groups.items()):
        for finish in (before, after):
            print(half(f"{width}, {layers} ({len(group)})", group, finish))
    for finish in (before, after):
        print(half(f"all ({len(everything)})", everything, finish))
    ended = [pair for pair in everything if stationary(pair[before]) and stationary(pair[after])]
    for title, group in (("both stationary", ended), ("over 10 s before", [pair for pair in everything if float(pair[before]["seconds"]) > 10])):
        first, then = (sum(float(pair[finish]["seconds"]) for pair in group) for finish in (before, after))
        print(f"\n{title}: {len(group)} starts, {first:.1f} to {then:.1f} s")
    compared = collections.Counter()
    for pair in everything:
        first, then = size(pair[before]), size(pair[after])
        compared["equal" if abs(then - first) <= EQUAL else "lower" if then < first else "higher"] += 1
    print(f"\nLoss of {after} against {before}: {dict(compared)}")
    both = [(float(pair[before]["depth"]), float(pair[after]["depth"])) for pair in everything
            if all(pair[finish]["depth"] not in ("", "NaN") for finish in (before, after))]
    other = sum(first != then for first, then in both)
    print(f"\nDepth known of both ends: {len(both)} starts, {other} differ, lower in {sum(then < first for first, then in both)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
