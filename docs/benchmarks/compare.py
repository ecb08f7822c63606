"""Runs `shallows bench` and PyTorch alternately and prints the ratios of their steps per second.

    python3 docs/benchmarks/compare.py [ROUNDS [SHAPE ...]]

Needs a Python with torch (PYTHONPATH may point to it). Each round measures all shapes on one side, then on the other, one
thread each, bound to one core where taskset exists; both sides read processor time. Prints a Markdown table with the
least, median and greatest ratio of the rounds.
"""
import json
import os
import pathlib
import shutil
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SHAPES = ["16,2,4,256", "64,2,8,512", "256,2,8,512", "512,4,16,1024", "64,0,4,512", "1024,0,4,512"]
KINDS = ["eager", "vmap8"]
WINDOWS = ["--starts", "0", "--windows", "3", "--seconds", "0.2"]  # as in torch_step.py; the rounds do the rest


def lines(command):
    pinned = ["taskset", "-c", "0"] + command if shutil.which("taskset") else command
    environment = dict(os.environ, OMP_NUM_THREADS="1", MKL_NUM_THREADS="1")
    output = subprocess.run(pinned, env=environment, stdout=subprocess.PIPE, check=True, text=True).stdout
    return [json.loads(line) for line in output.splitlines() if line.startswith("{")]


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    shapes = sys.argv[2:] or SHAPES
    shallows = os.environ.get("SHALLOWS", str(HERE.parents[1] / "launch" / "bin" / "shallows"))
    ours = {shape: [] for shape in shapes}
    shares = {shape: [] for shape in shapes}
    peaks = []
    theirs = {(shape, kind): [] for shape in shapes for kind in KINDS}
    for number in range(rounds):
        for row in lines([*shallows.split(), "bench", "--json", *WINDOWS, "--shape", *shapes]):
            ours[row["shape"]].append(row["steps_per_second"])
            shares[row["shape"]].append(row["peak_share"])
            peaks.append(row["peak_gflops"])
        for row in lines([sys.executable, str(HERE / "torch_step.py"), ",".join(KINDS), *shapes]):
            theirs[row["shape"], row["kind"]].append(row["steps_per_second"])
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    print(f"matrix product of this core: median {statistics.median(peaks):.1f} GF/s\n")
    print("| shape | steps/s | share of peak | " + " | ".join(f"/ PyTorch {kind}" for kind in KINDS) + " |")
    print("|---|---|---|" + "---|" * len(KINDS))
    for shape in shapes:
        cells = [shape, f"{statistics.median(ours[shape]):.4g}", f"{statistics.median(shares[shape]):.0%}"]
        for kind in KINDS:
            ratios = sorted(a / b for a, b in zip(ours[shape], theirs[shape, kind]))
            cells.append(f"{ratios[0]:.2f} / **{statistics.median(ratios):.2f}** / {ratios[-1]:.2f}")
        print("| " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
