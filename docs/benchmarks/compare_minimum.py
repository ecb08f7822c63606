"""Runs the search for minima and SciPy's L-BFGS alternately and prints their processor times to a stationarity of 1e-8.

    python3 docs/benchmarks/compare_minimum.py [ROUNDS [STARTS [SHAPE ...]]]

Needs a Python with scipy. Each round measures all starts on our side, then its share of the starts by L-BFGS, which is slow;
one thread each; both sides read processor time. Both take He starts of the same network and a teacher of 8 units with normal
inputs, but their random numbers differ: medians can be compared, single starts cannot. At kinks, where L-BFGS can stop short,
ours counts the distance of 0 from the Clarke subdifferential. Each round is printed as it ends; then, or when stopped, a
Markdown table.
"""
import statistics
import sys
import time

import sides

SHAPES = ["32,2,4,256", "64,2,8,512"]
SHORT = ["--no-products", "--windows", "1", "--seconds", "0.05", "--warm-up", "1.5", "--budget", "60"]  # the steps are not what is measured here


def one_round(shapes, starts, first, end):
    ours = {row["shape"]: row for row in sides.ours(*SHORT, "--starts", str(starts), "--shape", *shapes)}
    theirs = {row["shape"]: row["seconds"] for row in sides.theirs("scipy_minimum.py", *shapes, f"{first}:{end}")}
    return ours, theirs


def seconds(row, field):
    return float("inf") if row[field] is None else row[field]


def table(shapes, rounds):
    print(f"\n{sides.host('scipy')}\n{len(rounds)} rounds\n")
    print("| shape | reached | at kinks | median s | slowest s | L-BFGS reached | L-BFGS median s | ratio of medians |")
    print("|---|---|---|---|---|---|---|---|")
    for shape in shapes:
        rows = [ours[shape] for ours, _ in rounds]
        times = [seconds(row, "seconds_to_minimum") for row in rows]
        slowest = statistics.median(seconds(row, "seconds_to_minimum_max") for row in rows)
        peer = [float("inf") if s is None else s for _, theirs in rounds for s in theirs[shape]]
        there = sum(s < float("inf") for s in peer)
        theirs = statistics.median(peer)
        ratios = [theirs / t for t in times]
        print(
            f"| {shape} | {rows[0]['minimum_reached']} of {rows[0]['minimum_starts']} | {rows[0]['minimum_at_kinks']}"
            f" | {statistics.median(times):.3f} | {slowest:.2f} | {there} of {len(peer)} | {theirs:.2f}"
            f" | {min(ratios):.0f} / **{statistics.median(ratios):.0f}** / {max(ratios):.0f} |"
        )


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    starts = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    shapes = sys.argv[3:] or SHAPES
    rounds = []
    sides.stop_gently()
    try:
        for number in range(min(count, starts)):
            began = time.monotonic()
            first, end = number * starts // count, (number + 1) * starts // count
            done = one_round(shapes, starts, first, end)
            rounds.append(done)
            ours, theirs = done
            found = "; ".join(
                f"{shape} {seconds(ours[shape], 'seconds_to_minimum'):.3f} s, L-BFGS "
                + " ".join("-" if s is None else f"{s:.2f}" for s in theirs[shape])
                for shape in shapes
            )
            print(f"round {number + 1} of {count}, {time.monotonic() - began:.0f} s: {found}", flush=True)
    except KeyboardInterrupt:
        print(f"stopped after {len(rounds)} rounds", flush=True)
    if rounds:
        table(shapes, rounds)


if __name__ == "__main__":
    main()
