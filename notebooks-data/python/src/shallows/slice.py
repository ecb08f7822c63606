"""The loss on a plane through three networks: a minimum, a saddle and a goal."""

from dataclasses import dataclass

import numpy


@dataclass(frozen=True, eq=False)
class Slice:
    """Losses on a rectangle of the plane, with distances of the space of parameters on both axes.

    along (columns) runs from the minimum, at 0, to the goal; across (rows) is orthogonal to it, and the saddle lies on
    its positive side. points maps minimum, saddle and goal to their places; way has those of all vertices of the path,
    projected onto the plane, and away their distances from it.
    """

    along: numpy.ndarray
    across: numpy.ndarray
    losses: numpy.ndarray
    points: dict
    way: numpy.ndarray
    away: numpy.ndarray

    @classmethod
    def of(cls, path, loss_at, resolution=121, margin=0.2):
        """The slice through the ends and the highest vertex of a path; loss_at is the loss of parameters."""
        start, goal = path.vertices[0], path.vertices[-1]
        forward = goal - start
        distance = numpy.linalg.norm(forward)
        if distance == 0:
            raise ValueError("slice: the path ends where it begins")
        u = forward / distance
        sideways = (path.vertices - start) - numpy.outer((path.vertices - start) @ u, u)
        offsets = numpy.linalg.norm(sideways, axis=1)
        saddle = path.highest
        if offsets[saddle] <= 1e-9 * distance:
            saddle = int(numpy.argmax(offsets))  # the highest vertex is on the line: take the one farthest from it
        if offsets[saddle] <= 1e-9 * distance:
            raise ValueError("slice: the path is a straight line, through which there is no plane of its own")
        v = sideways[saddle] / offsets[saddle]
        way = numpy.column_stack([(path.vertices - start) @ u, (path.vertices - start) @ v])
        away = numpy.linalg.norm((path.vertices - start) - way @ numpy.vstack([u, v]), axis=1)
        points = {"minimum": (0.0, 0.0), "saddle": tuple(way[saddle]), "goal": (float(distance), 0.0)}
        corners = numpy.array(list(points.values()))
        low, high = corners.min(axis=0), corners.max(axis=0)
        room = margin * max(high - low)
        along = numpy.linspace(low[0] - room, high[0] + room, resolution)
        across = numpy.linspace(low[1] - room, high[1] + room, resolution)
        losses = numpy.array([[loss_at(start + a * u + b * v) for a in along] for b in across])
        return cls(along, across, losses, points, way, away)
