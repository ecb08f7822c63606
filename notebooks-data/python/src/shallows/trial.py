"""One trial: its row, its network, its paths and pictures."""

from typing import NamedTuple, Optional

import numpy

from . import figures
from .commits import StoreError
from .network import Network, shapes
from .path import Path
from .slice import Slice

_CELL = ("problem_id", "family", "width", "network_depth", "input_dimension", "initialization")
_NO_MINIMA = ("saddle", "not-stationary", "kink-unresolved")


class Bar(NamedTuple):
    """A minimum of a cell and the loss at which it is joined with a lower one.

    joins is an upper end, the lowest that is known: None where no way is known, and for the lowest minimum.
    """

    trial_id: str
    seed: int
    kind: str
    loss: float
    joins: Optional[float]
    lowest: bool


class Trial:
    """A trained network of a store; trial["width"] and the like are columns of its row of trials."""

    def __init__(self, store, trial_id):
        self.store = store
        self.id = trial_id
        self.row = store.rows("trials", trial_id=trial_id)[0]
        self._network = None

    def __repr__(self):
        return (
            f"Trial({self.id[:8]}, {self.family}, width {self.width}, L = {self.network_depth}, seed {self['seed']}:"
            f" {self.kind}, loss {self['loss']:.6g})"
        )

    def __getitem__(self, column):
        return self.row[column]

    @property
    def family(self):
        return self.row["family"]

    @property
    def width(self):
        return self.row["width"]

    @property
    def network_depth(self):
        return self.row["network_depth"]

    @property
    def kind(self):
        """What the end of training was found to be: column minimum_kind."""
        return self.row["minimum_kind"]

    @property
    def problem_id(self):
        return self.row["problem_id"]

    @property
    def parameters(self):
        """All weights in the order of the column `parameters` of table minima."""
        rows = self.store.rows("minima", trial_id=self.id)
        if not rows:
            raise StoreError(f"trial {self.id}: no row in table minima, which has the parameters")
        return rows[0]["parameters"]

    def network(self, launcher=None):
        """The trained network. Fixed matrices (hyper-residual from L = 2) come from `shallows export`."""
        if self._network is None:
            self._network = self._made(launcher)
        return self._network

    def _made(self, launcher):
        theta = self.parameters
        inputs = self.row["direction_dimension"] + 1
        outputs, committee = self._head(inputs, len(theta))
        fixed = {}
        if self.family in ("hyper-residual", "hyper-residual-low-rank") and self.network_depth > 1:
            arguments = ("export", str(self.store.path), "--format", "npz", "--trial", self.id)
            arrays = self.store.exported(*arguments, launcher=launcher)
            fixed = {name: w for name, w in arrays.items() if name[0] in "QRP" and name[1:].isdigit()}
        return Network.of_parameters(
            theta,
            self.family,
            inputs,
            self.width,
            self.network_depth,
            outputs,
            committee,
            fixed=fixed,
            output_loss=self.store.setting("training", "loss") or "squared",
            teacher=self._teacher(inputs),
            penalty=float(self.store.setting("training", "penalty") or 0),
        )

    def _head(self, inputs, count):
        """Outputs, and whether the head is fixed to ones: what is left of the parameters is heads."""
        for committee in (False, True):
            one, two = (
                sum(
                    r * c
                    for r, c in shapes(self.family, inputs, self.width, self.network_depth, outputs, committee).values()
                )
                for outputs in (1, 2)
            )
            outputs = 1 if one == two else (count - one) // (two - one) + 1
            if outputs >= 1 and one + (outputs - 1) * (two - one) == count:
                return outputs, committee
        raise StoreError(f"trial {self.id}: {count} parameters are not those of a {self.family} network of its sizes")

    def _teacher(self, inputs):
        if self.store.setting("problem", "kind") != "gaussian-teacher":
            return None
        angles = [float(a) for a in (self.store.setting("problem", "teacherAngles") or "").strip("[]").split(",") if a]
        if angles:
            return numpy.array([numpy.cos(numpy.pi * numpy.array(angles)), numpy.sin(numpy.pi * numpy.array(angles))])
        return numpy.eye(inputs, int(self.store.setting("problem", "teacherWidth")))

    def data(self, launcher=None, **place):
        """The data of its problem: see Store.data."""
        return self.store.data(self.problem_id, launcher, **place)

    def numpy(self):
        """All matrices by name: W0, W1, ..., A, B, C and fixed ones, as `shallows export --format npz` names them."""
        return self.network().numpy()

    def torch(self):
        """The same as tensors of float64."""
        return self.network().torch()

    def forward(self, x):
        """f(x), one row per sample; x may leave out the constant of the biases."""
        return self.network().forward(x)

    def loss(self, x=None, y=None):
        """The loss on x and y, by default on the data of its problem; of population problems in closed form. With
        `training.penalty` it is that of the rows, the penalty in it; network().penalized() is that part."""
        network = self.network()
        if network.teacher is None and (x is None or y is None):
            x, y = self.data()
        return network.loss(x, y)

    def depths(self):
        """Its rows of table depths."""
        return self.store.rows("depths", trial_id=self.id)

    def path(self, target=None, eta=None, drop=None, number=0):
        """A certified path from this minimum; what is left out must follow from what is stored.

        number 0 is the lowest way to that target; others are there with output.paths: all.
        """
        wanted = {"target": target, "eta": eta, "drop": drop, "path": number}
        rows = [
            row
            for row in self.store.rows("paths", trial_id=self.id)
            if all(value is None or row[name] == value for name, value in wanted.items())
        ]
        asked = ("target", "eta", "drop", "measurement_id")
        found = sorted({tuple(row[name] for name in asked) for row in rows}, key=str)
        if len(found) > 1:
            newest = self._newest_measurement()
            found = [one for one in found if one[3] == newest] or found
        if len(found) != 1:
            there = (
                "; ".join(_path_name(*one[:3]) for one in found) or "none; output.paths of the spec says what is kept"
            )
            raise StoreError(f"paths of trial {self.id[:8]} that fit: {there}")
        rows = sorted((row for row in rows if tuple(row[n] for n in asked) == found[0]), key=lambda row: row["vertex"])
        level = next(
            (d["reference_loss"] for d in self.depths() if tuple(d[name] for name in asked) == found[0]),
            None,
        )
        return Path(
            self.id,
            rows[0]["target"],
            rows[0]["eta"],
            rows[0]["drop"],
            rows[0]["depth_method"],
            level,
            numpy.array([row["parameters"] for row in rows]),
            numpy.array([row["loss"] for row in rows]),
            numpy.array([row["segment_max"] for row in rows[1:]]),
        )

    def _newest_measurement(self):
        """Rows of a later measurement come later in the order of commits."""
        depths = self.depths()
        return depths[-1]["measurement_id"] if depths else None

    def slice(self, path, x=None, y=None, resolution=121):
        """The loss on the plane through this minimum, the highest vertex of a path and its end."""
        network = self.network()
        if network.teacher is None and (x is None or y is None):
            x, y = self.data()
        return Slice.of(path, lambda theta: network.at(theta).loss(x, y), resolution)

    def bars(self):
        """The bars of the minima of its cell (the same network and problem, all seeds), highest first.

        From depths of target tree where the sweep had connectivity: tree; else from those of target cell-best, which
        joins every minimum with the lowest at once. Both are upper ends.
        """
        rows = {
            row["trial_id"]: row
            for row in self.store.rows("trials", problem_id=self.problem_id)
            if all(row[name] == self.row[name] for name in _CELL) and row["minimum_kind"] not in (None, *_NO_MINIMA)
        }
        if not rows:
            raise StoreError(f"trial {self.id[:8]}: its cell has no minima")
        measurement = self._newest_measurement()
        depths = [
            row
            for row in self.store.rows("depths", problem_id=self.problem_id)
            if row["trial_id"] in rows and row["measurement_id"] == measurement
        ]
        target = "tree" if any(row["target"] == "tree" for row in depths) else "cell-best"
        climbs = {row["trial_id"]: row["depth_upper"] for row in depths if row["target"] == target}
        lowest = min(rows.values(), key=lambda row: (row["loss"], row["seed"]))["trial_id"]
        bars = []
        for row in rows.values():
            climb = None if row["trial_id"] == lowest else climbs.get(row["trial_id"])
            joins = None if climb is None else row["loss"] + climb
            bars.append(
                Bar(row["trial_id"], row["seed"], row["minimum_kind"], row["loss"], joins, row["trial_id"] == lowest)
            )
        return sorted(bars, key=lambda bar: (-bar.loss, bar.seed))

    def plot_path(self, path=None, axes=None):
        """Draws the loss along a path, with its certified maxima."""
        return figures.draw_path(path or self.path(), axes)

    def plot_slice(self, path=None, x=None, y=None, resolution=121, axes=None):
        """Draws the loss on the plane of `slice`, with the path projected onto it."""
        path = path or self.path()
        return figures.draw_slice(self.slice(path, x, y, resolution), path, axes)

    def barcode(self, axes=None):
        """Draws the bars of its cell, its own in black."""
        return figures.draw_barcode(self.bars(), self.id, axes)


def _path_name(target, eta, drop):
    return target + "".join(f" {name}={value:g}" for name, value in [("eta", eta), ("drop", drop)] if value is not None)
