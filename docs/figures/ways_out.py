#!/usr/bin/env python3
"""Draws how high ways out of bad minima are, against width: a panel for each number of inputs and each eta.

    python3 docs/figures/ways_out.py notebooks-data/reference/scaling-study notebooks-data/reference/scaling-study-wide docs/figures/ways-out.svg

Marks are .9 quantiles (type 8 of Hyndman and Fan) of depth_upper over the covered minima of all problems, where there are at least twenty; below the axis break are those that are 0.
The grey line falls as the theorem says, (eta - 1) / n; its height says nothing. Needs matplotlib and the package in notebooks-data/python.
"""
import pathlib
import sys

import matplotlib
import numpy
from matplotlib import pyplot

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "notebooks-data" / "python" / "src"))
import shallows  # noqa: E402

STYLES = {"plain": ("o", "-", "black", "full"), "linear-skip": ("s", "--", "0.45", "none")}
FEWEST = 20  # below that a .9 quantile is the largest value or the one before
FLOOR = 1e-7  # where zeros are drawn: under all others


def main(*arguments):
    *stores, target = arguments
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "shallows"  # the same file every time
    depths = {}
    for store in stores:
        for row in shallows.Store(store).rows("depths", target="reference"):
            if row["covered"] and row["depth_upper"] is not None:
                depth = row["depth_upper"] if row["depth_upper"] > row["depth_floor"] else 0
                depths.setdefault((row["input_dimension"], row["eta"], row["family"]), {}).setdefault(row["width"], []).append(depth)
    inputs, etas = (sorted({key[place] for key in depths}) for place in (0, 1))
    figure, panels = pyplot.subplots(len(inputs), len(etas), figsize=(2.5 * len(etas) + 0.8, 2.1 * len(inputs) + 0.5), layout="constrained",
                                     sharey=True, sharex=True, squeeze=False)
    for i, n in enumerate(inputs):
        for j, eta in enumerate(etas):
            axes, tops = panels[i][j], []
            for index, (family, (marker, line, color, fill)) in enumerate(STYLES.items()):
                byWidth = {m: numpy.quantile(values, 0.9, method="median_unbiased") for m, values in sorted(depths.get((n, eta, family), {}).items()) if len(values) >= FEWEST}
                place = [m * 1.03 ** (2 * index - 1) for m in byWidth]
                heights = [max(height, FLOOR) for height in byWidth.values()]
                axes.plot(place, heights, marker=marker, linestyle=line, color=color, fillstyle=fill, markersize=4, linewidth=1, label=family)
                tops += [(m, height) for m, height in byWidth.items() if height > FLOOR]
            if tops:
                first, last = min(tops)[0], max(m for family in depths for m in depths[family] if family[:2] == (n, eta))
                top = max(height for m, height in tops if m == first)
                axes.plot([first, last], [top, top * (last / first) ** ((eta - 1) / n)], color="0.75", linewidth=3, zorder=0)
            axes.set(xscale="log", yscale="log", ylim=(FLOOR / 2, 1))
            axes.axhspan(FLOOR / 2, FLOOR * 2, color="0.93", zorder=-1)
            axes.set_title(f"n = {n}, eta = {eta:g}", fontsize=9)
            axes.spines[["top", "right"]].set_visible(False)
            axes.minorticks_off()
    widths = sorted({m for byWidth in depths.values() for m in byWidth})
    panels[0][0].set_xticks(widths, [str(m) for m in widths])
    panels[0][0].set_yticks([FLOOR, 1e-5, 1e-3, 1e-1], ["0", "$10^{-5}$", "$10^{-3}$", "$10^{-1}$"])
    for axes in panels[-1]:
        axes.set_xlabel("hidden width m")
    panels[len(inputs) // 2][0].set_ylabel(".9 quantile of the height of ways out")
    panels[0][0].legend(frameon=False, fontsize=8)
    figure.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    main(*sys.argv[1:])
