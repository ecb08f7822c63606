"""Runs `shallows bench` and PyTorch alternately and prints the ratios of their steps per second.

    python3 docs/benchmarks/compare.py [ROUNDS [SHAPE ...]]

Needs a Python with torch (PYTHONPATH may point to it). Each round measures all shapes on one side, then on the other, one
thread each; both sides read processor time, ours after 3 s of the same work for the compiler. Each round is printed as it
ends; then, or when stopped, a Markdown table with the least, median and greatest ratio of the complete rounds.
"""
import statistics
import sys
import time

import sides

SHAPES = ["16,2,4,256", "64,2,8,512", "256,2,8,512", "512,4,16,1024", "64,0,4,512", "1024,0,4,512"]
KINDS = ["eager", "vmap8"]
WINDOWS = ["--starts", "0", "--no-products", "--windows", "3", "--seconds", "0.2"]  # as in torch_step.py; the rounds do the rest


def one_round(shapes):
    ours = {row["shape"]: row for row in sides.ours(*WINDOWS, "--shape", *shapes)}
    rows = sides.theirs("torch_step.py", ",".join(KINDS), *shapes)
    theirs = {(row["shape"], row["kind"]): row["steps_per_second"] for row in rows}
    return ours, theirs


def ratio(done, shape, kind):
    ours, theirs = done
    return ours[shape]["steps_per_second"] / theirs[shape, kind]


def table(shapes, rounds):
    peak = statistics.median(row["peak_gflops"] for ours, _ in rounds for row in ours.values())
    print(f"\n{sides.host('torch')}\n{len(rounds)} rounds; matrix product of this core: median {peak:.1f} GF/s\n")
    print("| shape | steps/s | GF/s | share of peak | " + " | ".join(f"/ PyTorch {kind}" for kind in KINDS) + " |")
    print("|---|---|---|---|" + "---|" * len(KINDS))
    for shape in shapes:

        def median(field):
            return statistics.median(ours[shape][field] for ours, _ in rounds)

        cells = [shape, f"{median('steps_per_second'):.4g}", f"{median('gflops'):.1f}", f"{median('peak_share'):.0%}"]
        for kind in KINDS:
            ratios = [ratio(done, shape, kind) for done in rounds]
            cells.append(f"{min(ratios):.2f} / **{statistics.median(ratios):.2f}** / {max(ratios):.2f}")
        print("| " + " | ".join(cells) + " |")


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    shapes = sys.argv[2:] or SHAPES
    rounds = []
    sides.stop_gently()
    try:
        for number in range(count):
            began = time.monotonic()
            done = one_round(shapes)
            rounds.append(done)
            found = "; ".join(
                shape + " " + " ".join(f"{ratio(done, shape, kind):.2f}" for kind in KINDS) for shape in shapes
            )
            print(f"round {number + 1} of {count}, {time.monotonic() - began:.0f} s: {found}", flush=True)
    except KeyboardInterrupt:
        print(f"stopped after {len(rounds)} rounds", flush=True)
    if rounds:
        table(shapes, rounds)


if __name__ == "__main__":
    main()
