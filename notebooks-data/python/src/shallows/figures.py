"""Figures of matplotlib that can be read in greyscale."""

import numpy

# A climb smaller than this share of the axis cannot be seen.
_VISIBLE = 0.02
# Losses above this multiple of the path's highest have one shade.
_WALL = 300
# Smaller losses than this share of the largest are drawn there.
_RANGE = 1e-10

_MARK = dict(color="black", markerfacecolor="white", markersize=9, linestyle="none", zorder=4)


def _axes(axes, width, height):
    try:
        from matplotlib import pyplot
    except ImportError as absent:
        raise ImportError("matplotlib is not installed: pip install matplotlib") from absent
    if axes is not None:
        return axes
    return pyplot.subplots(figsize=(width, height), layout="constrained")[1]


def target_name(path):
    """What the end of a path is, in words."""
    names = {
        "own": "a loss lower by {drop:g}",
        "reference": "the level of m^{eta:g} units",
        "cell-best": "the lowest minimum of the cell",
        "tree": "the next lower minimum",
    }
    return names.get(path.target, path.target).format(eta=path.eta or 0, drop=path.drop or 0)


def draw_path(path, axes=None):
    """The loss at the vertices of a path, the certified maximum of every segment, and the climb."""
    axes = _axes(axes, 6.4, 4.4)
    length, start = path.length, path.losses[0]
    top = start + path.climb
    axes.hlines(path.maxima, length[:-1], length[1:], color="0.6", linewidth=3, label="certified maximum of a segment")
    axes.plot(length, path.losses, "o-", color="black", markersize=2.5, linewidth=0.8, label="loss at the vertices")
    if path.level is not None:
        axes.axhline(path.level, color="black", linewidth=0.9, linestyle=":", label="level of the target")
    for at, marker, label in _stops(path):
        axes.plot(length[at], path.losses[at], marker, label=label, **_MARK)
    left = -0.09 * length[-1]
    if path.climb > _VISIBLE * (max(top, path.losses.max()) - path.losses.min()):
        axes.hlines(
            [start, top], left, [0, length[numpy.argmax(path.maxima)]], color="0.4", linewidth=0.6, linestyle="--"
        )
        axes.annotate("", (left / 2, top), (left / 2, start), arrowprops=dict(arrowstyle="<->", shrinkA=0, shrinkB=0))
        axes.text(0.62 * left, (start + top) / 2, "climb", rotation=90, ha="right", va="center", fontsize=8)
    axes.set(
        xlim=(1.1 * left, 1.03 * length[-1]),
        xlabel="length of the path in the space of parameters",
        ylabel="loss",
    )
    axes.set_title(
        f"To {target_name(path)}: climb {path.climb:.3g} ({path.method}, {len(length)} vertices)", fontsize=10
    )
    _legend_below(axes)
    return axes


def _stops(path):
    stops = [(0, "o", "minimum")]
    if path.highest > 0 and path.losses[path.highest] > path.losses[0]:
        stops.append((path.highest, "^", "highest vertex"))
    return [*stops, (len(path.losses) - 1, "*", "goal")]


def _legend_below(axes):
    axes.legend(frameon=False, fontsize=8, loc="upper center", bbox_to_anchor=(0.5, 0), borderaxespad=4.8, ncol=3)


def draw_slice(cut, path, axes=None):
    """Levels of the loss on a plane, logarithmic, with the path projected onto it.

    Losses above a multiple of what the path meets have one shade, so that the others can be told apart.
    """
    wide, high = cut.along[-1] - cut.along[0], cut.across[-1] - cut.across[0]
    axes = _axes(axes, 6.4, 1.5 + 4.9 * min(1.2, max(0.45, high / wide)))
    from matplotlib.colors import LogNorm
    from matplotlib.patheffects import withStroke

    positive = cut.losses[cut.losses > 0]
    most = min(positive.max(), _WALL * path.losses.max())
    least = max(min(positive.min(), path.losses[0]), most * _RANGE)
    levels = numpy.geomspace(least, most, 15)
    losses = numpy.maximum(cut.losses, least)
    norm = LogNorm(least, most)
    shades = axes.contourf(
        cut.along, cut.across, losses, levels=levels, norm=norm, cmap="Greys", alpha=0.6, extend="max"
    )
    bar = axes.figure.colorbar(shades, ax=axes, label="loss", fraction=0.05, pad=0.02, shrink=0.85)
    decades = 10.0 ** numpy.arange(numpy.ceil(numpy.log10(least)), numpy.floor(numpy.log10(most)) + 1)
    ticks = decades if len(decades) > 1 else levels[::4]
    bar.set_ticks(ticks)
    bar.set_ticklabels([f"{tick:.0e}" if len(decades) > 1 else f"{tick:.2g}" for tick in ticks])
    bar.minorticks_off()
    lines = [("minimum", path.losses[0], 1.4, "-")]
    if path.losses[path.highest] > path.losses[0]:
        lines.append(("saddle", path.losses[path.highest], 0.9, "--"))
    for name, level, width, style in lines:
        drawn = axes.contour(
            cut.along, cut.across, losses, levels=[level], colors="black", linewidths=width, linestyles=style
        )
        if any(len(part) for part in drawn.allsegs[0]):
            axes.plot([], [], color="black", linewidth=width, linestyle=style, label=f"loss of the {name}")
    outline = [withStroke(linewidth=3, foreground="white")]
    label = f"path, projected (up to {cut.away.max():.2g} away)"
    axes.plot(*cut.way.T, color="black", linewidth=1, linestyle=":", path_effects=outline, label=label)
    for name, marker in [("minimum", "o"), ("saddle", "^"), ("goal", "*")]:
        axes.plot(*cut.points[name], marker, label=name, **_MARK)
    axes.set(
        xlim=(cut.along[0], cut.along[-1]),
        ylim=(cut.across[0], cut.across[-1]),
        aspect="equal",
        xlabel="distance towards the goal",
        ylabel="distance across, towards the saddle",
    )
    axes.set_title("Loss on the plane of minimum, saddle (highest vertex) and goal", fontsize=10)
    _legend_below(axes)
    return axes


def draw_barcode(bars, own, axes=None):
    """One line per minimum of a cell, from its loss to the loss at which it is joined with a lower one."""
    axes = _axes(axes, 6.4, 1.5 + 0.28 * len(bars))
    ends = [bar.joins for bar in bars if bar.joins is not None]
    losses = [bar.loss for bar in bars if bar.loss > 0] or [1]
    top = max([*ends, *losses])
    floor = max(min(losses), top * _RANGE)
    right = top * max(2, (top / floor) ** 0.12)
    for place, bar in enumerate(bars):
        mine = bar.trial_id == own
        style = dict(color="black" if mine else "0.6", linewidth=5 if mine else 3, solid_capstyle="butt", zorder=2)
        begin = max(bar.loss, floor)
        if bar.joins is not None:
            axes.plot([begin, max(bar.joins, begin)], [place, place], **style)
            axes.plot(max(bar.joins, begin), place, "|", color="black", markersize=11, zorder=5)
        elif bar.lowest:
            axes.plot([begin, right], [place, place], **style)
            axes.plot(right, place, ">", color=style["color"], markersize=9, clip_on=False, zorder=5)
        mark = "o" if bar.loss >= floor else "<"
        axes.plot(begin, place, mark, color="black", markerfacecolor="white", markersize=5, zorder=4)
    axes.set(
        xscale="log",
        xlim=(floor / max(1.5, (top / floor) ** 0.06), right),
        ylim=(-0.7, len(bars) - 0.3),
        xlabel="loss",
    )
    axes.set_yticks(range(len(bars)))
    axes.set_yticklabels([f"seed {bar.seed}, {bar.kind}" for bar in bars], fontsize=9)
    for bar, text in zip(bars, axes.get_yticklabels()):
        text.set_fontweight("bold" if bar.trial_id == own else "normal")
    axes.set_title(
        "Minima of the cell, each up to the lowest loss known\nto join it with a lower one (this trial: bold)",
        fontsize=10,
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return axes
