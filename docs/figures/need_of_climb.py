#!/usr/bin/env python3
"""Draws the share of minima that cannot be left without a climb, against width, a panel for each number of inputs.

    python3 docs/figures/need_of_climb.py notebooks-data/reference/two-layers docs/figures/need-of-climb.svg

The lower line of a family counts minima whose depth is certainly above rounding (depth_lower > depth_floor), the upper one those for which no way
out without a climb is known: the share is between them. Target own, so every minimum counts. Needs matplotlib and the package in notebooks-data/python.
"""
import pathlib
import sys

import matplotlib
from matplotlib import pyplot

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "notebooks-data" / "python" / "src"))
import shallows  # noqa: E402

STYLES = {"plain": ("o", "-", "black", "full"), "linear-skip": ("s", "--", "0.45", "none")}


def shares(rows):
    """Both ends of the share."""
    certain = sum(1 for row in rows if (row["depth_lower"] or 0) > row["depth_floor"])
    open_ = sum(1 for row in rows if row["depth_upper"] is None or row["depth_upper"] > row["depth_floor"])
    return certain / len(rows), open_ / len(rows)


def main(store, target):
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "shallows"  # the same file every time
    rows = shallows.Store(store).rows("depths", target="own")
    inputs = sorted({row["input_dimension"] for row in rows})
    widths = sorted({row["width"] for row in rows})
    figure, panels = pyplot.subplots(1, len(inputs), figsize=(2.6 * len(inputs) + 0.6, 3.2), layout="constrained", sharey=True, squeeze=False)
    for axes, n in zip(panels[0], inputs):
        for index, (family, (marker, line, color, fill)) in enumerate(STYLES.items()):
            ends = [shares([r for r in rows if (r["family"], r["width"], r["input_dimension"]) == (family, m, n)]) for m in widths]
            place = [m * 1.02 ** (2 * index - 1) for m in widths]
            axes.fill_between(place, [low for low, _ in ends], [high for _, high in ends], color=color, alpha=0.15, linewidth=0)
            for end, label in ((0, None), (1, family)):
                axes.plot(place, [pair[end] for pair in ends], marker=marker, linestyle=line, color=color, fillstyle=fill, label=label)
        axes.set(xscale="log", ylim=(-0.03, 1.03), xlabel="hidden width m", title=f"n = {n}")
        axes.set_xticks(widths, [str(width) for width in widths])
        axes.minorticks_off()
        axes.spines[["top", "right"]].set_visible(False)
    panels[0][0].set_ylabel("share of minima that need a climb")
    panels[0][0].legend(frameon=False)
    figure.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    main(*sys.argv[1:])
