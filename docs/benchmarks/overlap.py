#!/usr/bin/env python3
"""What it gains that minima begin while the last references run, from the times of the quickstart.

    python3 docs/benchmarks/overlap.py [slots ...]

Shards as the planner cuts them where it knows what shapes take: about eight for each slot, of one second at least, the
dearest first. A slot takes the next shard when it is free. Prints, for each number of slots, the seconds with a wait
between stages, with minima behind references, and without any wait. Needs duckdb.
"""

import collections
import heapq
import json
import math
import pathlib
import sys

import duckdb

STORE = pathlib.Path(__file__).resolve().parents[2] / "notebooks-data" / "reference" / "quickstart"


def references():
    """Seconds of the references of each problem."""
    text = (STORE / "_log" / "commit-000000000001.json").read_text()
    return [group["seconds"] for group in json.loads(text.split("\n", 1)[1])["added"] if group["stage"] == "REFERENCES"]


def cells():
    """Seconds of training and of measuring each trial, by cell."""
    rows = duckdb.sql(
        f"""select problem_id, family, width, initialization, t.seconds, coalesce(d.taken, 0)
        from '{STORE}/trials/*.parquet' t
        left join (select trial_id, sum(seconds) as taken from '{STORE}/depths/*.parquet' group by trial_id) d
        using (trial_id) order by problem_id, family, width, initialization, seed"""
    ).fetchall()
    found = collections.defaultdict(list)
    for *cell, training, measuring in rows:
        found[tuple(cell)].append((training, measuring))
    return found


def shards(found, which, slots, whole):
    """Seconds of the shards of a stage in the order of their start; `whole` if cells are not parted."""
    seconds = collections.defaultdict(list)
    for cell, trials in found.items():
        seconds[cell[1:]].extend(trial[which] for trial in trials)
    price = {shape: max(1e-4, sum(each) / len(each)) for shape, each in seconds.items()}
    left = sum(price[cell[1:]] * len(trials) for cell, trials in found.items())
    size = min(60, max(1, left / (8 * slots)))
    bins = collections.defaultdict(lambda: [0, 0, 0])
    done = []
    for cell, trials in found.items():
        each = price[cell[1:]]
        alike = bins[math.frexp(each)[1]]
        for part in [trials] if whole else [[trial] for trial in trials]:
            alike[0] += sum(trial[which] for trial in part)
            alike[1] += each * len(part)
            alike[2] = max(alike[2], each)
            if alike[1] >= size:
                done.append(tuple(alike))
                alike[:] = [0, 0, 0]
    done += [tuple(alike) for alike in bins.values() if alike[1] > 0]
    return [shard[0] for shard in sorted(done, key=lambda shard: -shard[2])]


def makespan(queue, slots):
    free = [0.0] * slots
    for seconds in queue:
        heapq.heapreplace(free, free[0] + seconds)
    return max(free)


def main():
    found = cells()
    for slots in [int(word) for word in sys.argv[1:]] or [2, 4, 8, 16, 64]:
        first = references()
        training = shards(found, 0, slots, False)
        measuring = shards(found, 1, slots, True)
        apart = sum(makespan(queue, slots) for queue in (first, training, measuring))
        idle = 1 - sum(first + training + measuring) / (apart * slots)
        behind = makespan(first + training, slots) + makespan(measuring, slots)
        none = makespan(first + training + measuring, slots)
        print(f"{slots} slots: {apart:.1f} s ({idle:.0%} idle), {behind:.1f} s, {none:.1f} s")


if __name__ == "__main__":
    main()
