#!/usr/bin/env python3
"""Draws the certified way out of one minimum beside all bad minima of a store, climb over loss.

    python3 docs/figures/way_out.py notebooks-data/reference/quickstart 0.75 docs/figures/way-out.svg

Needs NumPy, matplotlib and the package in notebooks-data/python. The minimum is the covered plain one with the highest certified climb among
those whose path is stored.
"""
import pathlib
import sys

import matplotlib
import numpy
from matplotlib import pyplot

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "notebooks-data" / "python" / "src"))
import shallows  # noqa: E402

STYLES = {"plain": ("o", "black", "black"), "linear-skip": ("s", "0.45", "none")}
FLOOR = 1e-12


def way_out(axes, path, loss, depth):
    steps = numpy.linalg.norm(numpy.diff(path.vertices, axis=0), axis=1)
    place = numpy.concatenate([[0], numpy.cumsum(steps)]) / steps.sum()
    axes.plot(place, path.losses, color="black", linewidth=1)
    axes.plot(place[0], path.losses[0], "o", color="black")
    axes.stairs(path.maxima, place, baseline=None, color="0.6", linewidth=1)
    top = loss + depth
    axes.axhline(top, color="black", linewidth=0.8, linestyle=":")
    axes.annotate(f"highest loss of the whole path,\ncertified: {depth:.2g} above the minimum", (0.98, top), ha="right",
                  va="bottom", xytext=(0, 3), textcoords="offset points", fontsize=8)
    axes.annotate("minimum", (place[0], path.losses[0]), xytext=(9, 2), textcoords="offset points", fontsize=8)
    axes.axhline(path.level, color="0.6", linewidth=0.8, linestyle="--")
    axes.annotate("loss of the reference", (0.02, path.level), va="top", xytext=(0, -4), textcoords="offset points", fontsize=8)
    margin = 0.35 * (top - path.level)
    axes.set(xlabel="share of the way", ylabel="loss", ylim=(path.level - margin, top + margin))


def main(store, eta, target):
    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "shallows"  # the same file every time
    matplotlib.rcParams["svg.fonttype"] = "none"
    store = shallows.Store(store)
    eta = float(eta)
    trials = {row["trial_id"]: row for row in store.rows("trials")}
    bad = [d for d in store.rows("depths", target="reference") if d["covered"] and d["eta"] == eta and d["depth_upper"] is not None]
    stored = {row["trial_id"] for row in store.rows("paths", target="reference") if row["eta"] == eta}
    one = max((d for d in bad if d["trial_id"] in stored and trials[d["trial_id"]]["family"] == "plain"), key=lambda d: d["depth_upper"])
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(8.4, 3.6), layout="constrained")
    way_out(left, store.trial(one["trial_id"]).path(target="reference", eta=eta), trials[one["trial_id"]]["loss"], one["depth_upper"])
    for family, (marker, edge, face) in STYLES.items():
        own = [d for d in bad if trials[d["trial_id"]]["family"] == family]
        above = [trials[d["trial_id"]]["loss"] - d["reference_loss"] for d in own]
        climb = [max(FLOOR, d["depth_upper"]) for d in own]
        right.plot(above, climb, marker, markeredgecolor=edge, markerfacecolor=face, markersize=4, alpha=0.8, label=family)
    at = (trials[one["trial_id"]]["loss"] - one["reference_loss"], one["depth_upper"])
    right.plot(*at, "o", markersize=11, markerfacecolor="none", markeredgecolor="black")
    right.annotate("the one at the left", at, xytext=(-12, 6), textcoords="offset points", fontsize=8, ha="right")
    right.set(xscale="log", yscale="log", xlabel="loss above the reference", ylabel="climb of the lowest known way out")
    right.annotate("no climb above rounding", (0.02, 0.1), xycoords="axes fraction", fontsize=8)
    right.legend(frameon=False, loc="center")
    for axes in (left, right):
        axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(target, metadata={"Date": None})


if __name__ == "__main__":
    main(*sys.argv[1:])
