#!/usr/bin/env python3
"""How much of their time slots spend in trials, and what a second slot gains.

    python3 docs/benchmarks/slots.py [rounds]

Runs two sweeps, of trials of about 0.1 s and of about 1 s, with one slot and with two, in turn, and prints for each the
share of slot time that trials took (as `run` prints it for stage minima) and the gain: the time of the stage with one
slot over that with two. Also the slowdown, the median over trials of their time with two slots over that with one: of
all trials, and of the later half of the seeds, when the JVM has compiled what it runs. A round takes half an hour. The
machine should be quiet. Needs Python alone.
"""

import csv
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
SHALLOWS = ROOT / "launch" / "bin" / "shallows"

SPEC = """
apiVersion: shallows/v1
name: slots
grid:
  family: [plain]
  width: [{width}]
  networkDepth: [{depth}]
  inputDimension: [2]
  initialization: [he]
  seed: {{count: {seeds}, root: 1}}
problem: {{kind: teacher, samples: {samples}, teacherWidth: 6}}
training: {{maxIterations: 500}}
measurement:
  depth: {{enabled: false}}
  singularities: false
  spectrum: false
output: {{uri: out/slots}}
"""

# Trials of one shape: some take several times as long as others.
SWEEPS = {
    "0.1 s": SPEC.format(width=16, depth=1, samples=64, seeds=2000),
    "1 s": SPEC.format(width=16, depth=2, samples=80, seeds=1000),
}

DONE = re.compile(r"minima: (\d+) of \d+ shards in .*, trials ran in ([0-9.]+)% of slot time")


def seconds_of_trials(store):
    """Seconds of every trial, in the order of seeds, which is the order of shards."""
    text = subprocess.run(
        [SHALLOWS, "export", store, "--format", "csv", "trials"], check=True, capture_output=True, text=True
    ).stdout
    rows = csv.DictReader(text.splitlines())
    return [float(row["seconds"]) for row in sorted(rows, key=lambda row: int(row["seed"]))]


def run(spec, slots):
    """The seconds of the trials, the share of slot time that they took, and the stage's time."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "sweep.yaml"
        path.write_text(spec)
        store = f"{folder}/store"
        result = subprocess.run(
            [SHALLOWS, "run", path, "--output", store, "--master", f"local[{slots}]"], capture_output=True, text=True
        )
        done = DONE.search(result.stderr)
        if result.returncode or not done:
            sys.exit(result.stderr)
        share = float(done.group(2)) / 100
        seconds = seconds_of_trials(store)
        return seconds, share, sum(seconds) / (share * slots)


def slowdown(seconds, alone):
    """Of all trials, and of the later half."""
    ratios = [one / other for one, other in zip(seconds, alone)]
    return statistics.median(ratios), statistics.median(ratios[len(ratios) // 2 :])


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    for name, spec in SWEEPS.items():
        shares = {1: [], 2: []}
        gains = []
        for _ in range(rounds):
            walls = {}
            seconds = {}
            for slots in (1, 2):
                seconds[slots], share, walls[slots] = run(spec, slots)
                shares[slots].append(share)
                print(
                    f"trials of {name}: {len(seconds[slots])} of {statistics.mean(seconds[slots]):.3f} s on {slots}"
                    f" slots in {walls[slots]:.1f} s, {share:.1%} of slot time in trials",
                    flush=True,
                )
            gains.append(walls[1] / walls[2])
            whole, late = slowdown(seconds[2], seconds[1])
            print(f"trials of {name}: {whole:.2f} times as long on 2 slots, later half {late:.2f}", flush=True)
        print(
            f"trials of {name}: {statistics.median(shares[1]):.1%} on 1 slot, {statistics.median(shares[2]):.1%} on 2,"
            f" the second slot makes it {statistics.median(gains):.2f} times as fast (medians of {rounds})",
            flush=True,
        )


main()
