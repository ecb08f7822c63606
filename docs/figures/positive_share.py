#!/usr/bin/env python3
"""Draws the share of covered minima whose lowest known way out climbs, against width, from a store's table widths.

    python3 docs/figures/positive_share.py notebooks-data/reference/quickstart 0.9 docs/figures/positive-share.svg

Needs NumPy, matplotlib and the package in notebooks-data/python. Intervals are those of the table.
"""
import pathlib
import sys

import matplotlib
from matplotlib import pyplot

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "notebooks-data" / "python" / "src"))
import shallows  # noqa: E402

STYLES = {"plain": ("o", "-", "black", "full"), "linear-skip": ("s", "--", "0.45", "none")}


def main(store, eta, target):
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "shallows"  # the same file every time
    rows = shallows.Store(store).rows("widths", target="reference")
    least = min(row["quantile"] for row in rows)
    figure, axes = pyplot.subplots(figsize=(6.4, 3.6), layout="constrained")
    for index, (family, (marker, line, color, fill)) in enumerate(STYLES.items()):
        own = [r for r in rows if r["family"] == family and r["eta"] == float(eta) and r["quantile"] == least]
        own.sort(key=lambda row: row["width"])
        place = [row["width"] * 1.02 ** (2 * index - 1) for row in own]
        share = [row["positive_share"] for row in own]
        low = [row["positive_share"] - row["positive_low"] for row in own]
        high = [row["positive_high"] - row["positive_share"] for row in own]
        axes.errorbar(place, share, yerr=[low, high], marker=marker, linestyle=line, color=color, fillstyle=fill, capsize=3, label=family)
    widths = sorted({row["width"] for row in rows})
    axes.set(xscale="log", ylim=(-0.03, 1.03), xlabel="hidden width m", ylabel="share of bad minima whose way out climbs")
    axes.set_xticks(widths, [str(width) for width in widths])
    axes.minorticks_off()
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    main(*sys.argv[1:])
