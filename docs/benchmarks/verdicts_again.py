#!/usr/bin/env python3
"""Computes verdicts on the rate again from the rows of depths, with NumPy and none of the program's code.

    python3 docs/benchmarks/verdicts_again.py notebooks-data/reference/scaling-study
    python3 docs/benchmarks/verdicts_again.py --without-width 1 notebooks-data/reference/scaling-study
    python3 docs/benchmarks/verdicts_again.py --certain notebooks-data/reference/scaling-study

For each setting and problem: Kendall's trend over widths of Q m^s, Q the .9 quantile (type 8 of Hyndman and Fan) of depth over as many covered minima of
each width, drawn at random, s = (1 - eta) / n; then the exact p-value of all trends under flips of their signs. Where widths have unequally many minima the draw matters: each
setting is tested with draws of this script's own, and `decided` counts those whose p-value is below .025 over the number of settings, which no setting decided by
Holm's steps need reach. --column bound_explicit tests bounds in the place of ways out. --certain counts a pair of widths as a fall only if depth itself falls for certain,
the upper end at the wider below the lower end at the narrower, and as a rise where it is not known. Needs numpy and the package in notebooks-data/python.
"""
import argparse
import collections
import pathlib
import sys

import numpy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "notebooks-data" / "python" / "src"))
import shallows  # noqa: E402

QUANTILE, LEVEL, ZEROS = 0.9, 0.025, 3


def quantile(values):
    return numpy.quantile(values, QUANTILE, method="median_unbiased")


def compared(widths, span):
    """The widths whose minima are compared, and how many of each: what has most pairs among those that span the factor."""
    best = (0, 0, [])
    for count in sorted({len(minima) for minima in widths.values()}):
        wide = [m for m in sorted(widths) if len(widths[m]) >= count]
        if wide[-1] >= span * wide[0]:
            best = max(best, (count * len(wide) * (len(wide) - 1), count, wide))
    return best[1:]


def trend(widths, s, draw, certain, span):
    """One problem's trend, or None without one; widths: of each an array of (lower, upper)."""
    if not widths or max(widths) < span * min(widths):
        return None
    if all(quantile(minima[:, 1]) == 0 for minima in widths.values()):
        many = sum(map(len, widths.values())) * (1 - QUANTILE) >= ZEROS * (1 - 1e-12)
        return -(len(widths) * (len(widths) - 1) // 2) if many and not certain else 0
    count, wide = compared(widths, span)
    ends = []
    for m in wide:
        drawn = widths[m][draw.permutation(len(widths[m]))[:count]]
        ends.append([quantile(drawn[:, end]) * m**s for end in (0, 1)])
    score = 0
    for i, (lower, upper) in enumerate(ends):
        for _, wider in ends[i + 1:]:
            if certain:
                score += -1 if wider < lower else 0 if wider == upper == 0 else 1
            else:
                score += int(numpy.sign(wider - upper))
    return score


def p_value(scores):
    """The share of sign flips whose sum is at most that of the scores: exact, by their generating function."""
    sizes = [abs(score) for score in scores if score]
    total = sum(sizes)
    law = numpy.zeros(2 * total + 1)
    law[total] = 1
    for size in sizes:
        flipped = numpy.zeros_like(law)
        flipped[size:] += law[: len(law) - size] / 2
        flipped[: len(law) - size] += law[size:] / 2
        law = flipped
    return law[: total + sum(scores) + 1].sum()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0], epilog="More in the first lines of this file.")
    parser.add_argument("store")
    parser.add_argument("--draws", type=int, default=20, metavar="N")
    parser.add_argument("--without-width", type=int, action="append", default=[], metavar="M", help="may be repeated")
    parser.add_argument("--span", type=float, default=4, metavar="F", help="widths of a trend differ by this factor or more; 4 in verdicts")
    parser.add_argument("--column", default="depth_upper", metavar="NAME")
    parser.add_argument("--certain", action="store_true")
    arguments = parser.parse_args()
    settings = collections.defaultdict(lambda: collections.defaultdict(lambda: collections.defaultdict(list)))
    for row in shallows.Store(arguments.store).rows("depths", target="reference"):
        upper = row[arguments.column]
        if not row["covered"] or upper is None or row["width"] in arguments.without_width:
            continue
        upper, lower = (end if end > row["depth_floor"] else 0 for end in (upper, row["depth_lower"] or 0))
        setting = tuple(row[name] for name in ("family", "network_depth", "input_dimension", "eta"))
        settings[setting][row["problem_id"]][row["width"]].append((min(lower, upper), upper))
    print("family L n eta problems fall rise p_median decided")
    for (family, layers, n, eta), problems in sorted(settings.items()):
        p_values = []
        for seed in range(arguments.draws):
            draw = numpy.random.default_rng(seed)
            trends = [trend({m: numpy.array(minima) for m, minima in widths.items()}, (1 - eta) / n, draw, arguments.certain, arguments.span)
                      for widths in problems.values()]
            trends = [score for score in trends if score is not None]
            p_values.append(p_value(trends))
        decided = sum(p <= LEVEL / len(settings) for p in p_values)
        fall, rise = sum(score < 0 for score in trends), sum(score > 0 for score in trends)
        print(family, layers, n, eta, len(trends), fall, rise, f"{numpy.median(p_values):.2g} {decided} of {arguments.draws}")


if __name__ == "__main__":
    main()
