"""A certified path: vertices, their losses, and the proven largest loss between them."""

from dataclasses import dataclass
from typing import Optional

import numpy


@dataclass(frozen=True, eq=False)
class Path:
    """The polygon through `vertices` (vertices x parameters); the first one is the minimum.

    losses are those at the vertices; maxima, one fewer, the certified largest losses on the segments between them, not
    samples. level is the loss that the target asks for.
    """

    trial_id: str
    target: str
    eta: Optional[float]
    drop: Optional[float]
    method: str
    level: Optional[float]
    vertices: numpy.ndarray
    losses: numpy.ndarray
    maxima: numpy.ndarray

    @property
    def climb(self):
        """How far the loss rises above the minimum's: the upper end of the depth that the path proves."""
        return float(max(self.maxima.max(), self.losses[0]) - self.losses[0])

    @property
    def length(self):
        """Length of the path from the minimum to each vertex, in the space of parameters."""
        return numpy.concatenate([[0], numpy.cumsum(numpy.linalg.norm(numpy.diff(self.vertices, axis=0), axis=1))])

    @property
    def highest(self):
        """Position of the highest vertex between the ends; 0 if there is none between them."""
        return int(numpy.argmax(self.losses[1:-1])) + 1 if len(self.losses) > 2 else 0

    def __repr__(self):
        beside = "".join(
            f", {name} {value:g}" for name, value in [("eta", self.eta), ("drop", self.drop)] if value is not None
        )
        return f"Path({self.target}{beside}: {len(self.losses)} vertices, climb {self.climb:.3g}, {self.method})"
