#!/usr/bin/env python3
"""Checks certificates of Shallows: check.py FILE..., - for standard input.

What is claimed, and why it holds if what is computed here does, is in docs/networks.md. Numbers of a certificate are
doubles, so their multiples by a power of two are integers; what follows are integers and fractions. Nothing is rounded,
nothing is shared with the program that wrote the certificate. Standard library only. One line per file says that it is
accepted, or which claim fails. Exit code 0: all are accepted, 1: some claim fails, 2: some file cannot be read.
"""

import json
import re
import sys
from fractions import Fraction
from itertools import product
from math import lcm
from operator import mul


class Rejected(Exception):
    """A claim is false. Any other exception says that the document is no certificate."""


def require(fits, message, error=ValueError):
    if not fits:
        raise error(message)


def field(container, name, kind):
    value = container.get(name) if isinstance(container, dict) else None
    require(type(value) is kind, f"{name} is missing or is no {kind.__name__}")
    return value


def real(text, name):
    """A double as a fraction, whose denominator is a power of two."""
    fits = re.fullmatch(r"-?0x[01]\.[0-9a-f]{1,13}p-?[0-9]{1,4}", text if isinstance(text, str) else "")
    require(fits, f"{name}: {text!r:.40} is no hexadecimal floating-point number")
    return Fraction(float.fromhex(text))


def integers(container, name, shape=(None, None)):
    """Rows of doubles times 2^e as integers, with the least such e."""
    rows = [[real(text, name) for text in row] for row in field(container, name, list)]
    fits = len(rows) == (shape[0] or len(rows)) > 0 and all(len(r) == (shape[1] or len(rows[0])) > 0 for r in rows)
    require(fits, f"{name} has not the shape {shape}, or rows of several lengths")
    scale = max(v.denominator for row in rows for v in row)
    return [[v.numerator * (scale // v.denominator) for v in row] for row in rows], scale.bit_length() - 1


def dot(a, b):
    return sum(map(mul, a, b))


class Node:
    """A node of the graph; its values are integers times 2^-exponent."""

    def __init__(self, at, fields, nodes, inputs, weights):
        self.kind, self.sources = field(fields, "kind", str), field(fields, "sources", list)
        fits = all(type(source) is int and 0 <= source < at for source in self.sources)
        count = {"input": 0, "one": 0, "sum": max(1, len(self.sources))}.get(self.kind, 1)
        require(fits and len(self.sources) == count, f"node {at} reads {self.sources}")
        before = [nodes[source] for source in self.sources]
        self.width = before[0].width if before else 1
        self.exponent = max((node.exponent for node in before), default=0)
        if self.kind == "input":
            self.width, self.exponent = inputs
        elif self.kind == "dense":
            rows, self.width = field(fields, "rows", int), field(fields, "columns", int)
            self.offset = field(fields, "offset", int)
            self.end, self.exponent = self.offset + rows * self.width, self.exponent + weights[1]
            fits = rows == before[0].width and self.width > 0 and 0 <= self.offset and self.end <= weights[0]
            require(fits, f"node {at} has weights of another shape, or outside of the parameters")
        elif self.kind == "fixed":
            matrix, exponent = integers(fields, "matrix", (before[0].width, None))
            self.columns = list(zip(*matrix))
            self.width, self.exponent = len(self.columns), self.exponent + exponent
        elif self.kind == "sum":
            require(all(node.width == self.width for node in before), f"node {at} has unequal terms")
            self.shifts = [self.exponent - node.exponent for node in before]
        else:
            require(self.kind in ("one", "relu"), f"node {at} is of no known kind: {self.kind}")

    def matrix(self, theta):
        return [theta[self.offset + j:self.end:self.width] for j in range(self.width)]

    def affine(self, x, of, move, t):
        """Values c and slopes d from t on, and t of the next breakpoint where there is one."""
        if self.kind in ("input", "one"):
            return x if self.kind == "input" else [1], [0] * self.width, None
        if self.kind == "sum":
            parts = ([[v << shift for v in each[part]] for each, shift in zip(of, self.shifts)] for part in (0, 1))
            return *([sum(terms) for terms in zip(*part)] for part in parts), None
        c, d = of[0]
        if self.kind != "relu":
            weights, change = move if self.kind == "dense" else (self.columns, None)
            slopes = [dot(c, w) for w in change] if change else [dot(d, w) for w in weights]
            return [dot(c, w) for w in weights], slopes, None
        here = [v * t.denominator + s * t.numerator for v, s in zip(c, d)]
        on = [h > 0 or (h == 0 and s > 0) for h, s in zip(here, d)]
        roots = [Fraction(-v, s) for v, s, h in zip(c, d, here) if h > 0 > s or h < 0 < s]
        return *([v if o else 0 for v, o in zip(part, on)] for part in (c, d)), min(roots, default=None)


class Certificate:
    """Data, network, a path or a point of its parameters, and what is claimed of it."""

    def __init__(self, document):
        require(field(document, "format", str) == "shallows certificate", "it is no shallows certificate")
        require(document.get("version") == 1 and document.get("loss") == "squared", "version or loss is another one")
        require("segments" in document or "cells" in document, "it claims nothing: no segments, no cells")
        self.x, self.x_exponent = integers(document, "x")
        self.y, y_exponent = integers(document, "y", (len(self.x), None))
        self.path, exponent = integers(document, "path")
        self.nodes, sizes = [], ((len(self.x[0]), self.x_exponent), (len(self.path[0]), exponent))
        for at, fields in enumerate(field(field(document, "network", dict), "nodes", list)):
            self.nodes.append(Node(at, fields, self.nodes, *sizes))
        require(self.nodes and self.nodes[-1].width == len(self.y[0]), "outputs and targets differ")
        self.exponent = max(self.nodes[-1].exponent, y_exponent)
        self.y = [[value << self.exponent - y_exponent for value in row] for row in self.y]
        self.start, self.level, self.rounding = (real(document.get(n), n) for n in ("start", "level", "rounding"))
        require(self.rounding >= 0, "rounding is below 0")

    def losses(self, k):
        """(t, loss) on segment k at 0, at every breakpoint of any sample, and at 1."""
        a, b = self.path[k], self.path[min(k + 1, len(self.path) - 1)]
        change, moves, affected = [after - before for before, after in zip(a, b)], [], []
        for node in self.nodes:
            here = node.kind == "dense" and any(change[node.offset:node.end])
            reached = any(affected[source] for source in node.sources)
            require(not (here and reached), f"segment {k}: two of the layers lie on one way through it", Rejected)
            moves.append(node.kind == "dense" and (node.matrix(a), here and node.matrix(change)))
            affected.append(here or reached)
        events, total, last = [], [0, 0, 0], Fraction(0)
        shift, unit = self.exponent - self.nodes[-1].exponent, len(self.y) << 2 * self.exponent
        for x, y in zip(self.x, self.y):
            values, quadratic, t = [None] * len(self.nodes), (0, 0, 0), Fraction(0)
            while t < 1:
                following = Fraction(1)
                for v, node in enumerate(self.nodes):
                    if values[v] is None or affected[v]:
                        *values[v], root = node.affine(x, [values[source] for source in node.sources], moves[v], t)
                        following = following if root is None else min(following, root)
                r, s = [(c << shift) - v for c, v in zip(values[-1][0], y)], [d << shift for d in values[-1][1]]
                piece = dot(s, s), 2 * dot(r, s), dot(r, r)
                events.append((t, [now - before for now, before in zip(piece, quadratic)]))
                quadratic, t = piece, following
        for t, step in sorted(events, key=lambda event: event[0]) + [(1, (0, 0, 0))]:
            if t != last:
                yield last, ((total[0] * last + total[1]) * last + total[2]) / unit
            last, total = t, [s + c for s, c in zip(total, step)]
        yield 1, Fraction(sum(total), unit)

    def check_path(self, document):
        maxima = [real(each["maximum"], "maximum") for each in field(document, "segments", list)]
        most, evaluated, end = (real(document.get(name), name) for name in ("maximum", "evaluated", "end"))
        highest, steps = 0, len(self.path) - 1
        require(len(maxima) == steps > 0, f"segments: {steps + 1} vertices have {len(maxima)} segments", Rejected)
        for k, maximum in enumerate(maxima):
            require(maximum <= most, f"segment {k}: its maximum is above that of the path", Rejected)
            for t, loss in self.losses(k):
                require(loss <= maximum, f"segment {k}: at t = {float(t):.6g} the loss is {float(loss):.17g}", Rejected)
                highest = max(highest, loss)
        require(abs(loss - end) <= self.rounding, f"end: the loss there is {float(loss):.17g}", Rejected)
        require(loss <= self.level + 2 * self.rounding, f"level: the end, {float(loss):.17g}, is above it", Rejected)
        require(highest >= evaluated - self.rounding, "evaluated: no loss on the path is that large", Rejected)
        return f" over at most {float(most):.9g} to {float(end):.9g}"


def reduced(rows, width):
    """Gauss-Jordan on the first columns: the rows, and the columns that are now those of the identity."""
    rows, pivots = [[Fraction(v) for v in row] for row in rows], []
    for c in range(width):
        at = len(pivots)
        found = next((row for row in rows[at:] if row[c]), None)
        if found:
            top = [v / found[c] for v in found]
            rest = [[v - row[c] * w for v, w in zip(row, top)] for row in rows if row is not found]
            rows, pivots = [*rest[:at], top, *rest[at:]], [*pivots, c]
    return rows, pivots


class Cut:
    """Cells around a point of f = sum_k b_k relu(w_k . x) [+ c . x] that no path to the level leaves below a height."""

    def __init__(self, of, document):
        kinds, theta = [(node.kind, *node.sources) for node in of.nodes], of.path[0]
        skip = kinds[4:] == [("dense", 0), ("sum", 3, 4)]
        two = kinds[:4] == [("input",), ("dense", 0), ("relu", 1), ("dense", 2)] and (skip or len(kinds) == 4)
        require(two and len(of.y[0]) == 1, "network: cells are of two layers with one output")
        self.of, self.x, self.y, self.height = of, of.x, [v for v, in of.y], real(document.get("height"), "height")
        first, self.sample, self.normals = {}, [], []
        for row in self.x:
            lead = next((v for v in row if v), 0)
            key = tuple(Fraction(v, lead or 1) for v in row)
            if lead and key not in first:
                first[key] = len(self.normals), lead > 0
                self.normals.append(row)
            self.sample.append((first[key][0], (lead > 0) == first[key][1]) if lead else None)
        self.skip, self.here, self.known, self.d = [range(len(self.x))] if skip else [], [], {}, len(self.x[0])
        for w, b in zip(of.nodes[1].matrix(theta), of.nodes[3].matrix(theta)[0]):
            above = [(dot(w, row), *row) > (0,) * (1 + len(row)) for row in self.normals]
            self.here.append("-+"[b >= 0] + "".join("01"[side] for side in above))
        self.cells = {tuple(field(cell, "units", list)): cell for cell in field(document, "cells", list)}
        sides = re.compile("[+-][01]{%d}" % len(self.normals))
        for cell in self.cells:
            fits = list(cell) == sorted(cell) and len(cell) == len(self.here) and all(map(sides.fullmatch, cell))
            require(fits, "cells: one has other units, or not in their order")

    def on(self, unit):
        return [s for s, at in enumerate(self.sample) if at and (unit[1 + at[0]] == "1") == at[1]]

    def multipliers(self, unit, planes):
        """Rows whose products with a vector have the signs of its coordinates in the basis of the planes' normals."""
        key, size = (unit, *planes), self.d
        if key not in self.known:
            fits = all(type(j) is int and 0 <= j < len(self.normals) for j in planes) and len(planes) == size
            require(fits, "walls: they are no planes, or not as many as inputs")
            rows = zip(*([v if unit[1 + j] == "1" else -v for v in self.normals[j]] for j in planes))
            rows, pivots = reduced([[*row, *(i == j for j in range(size))] for i, row in enumerate(rows)], size)
            require(len(pivots) == size, "walls: the planes of a unit are no basis", Rejected)
            self.known[key] = [[int(v * lcm(*(w.denominator for w in row))) for v in row[size:]] for row in rows]
        return self.known[key]

    def dual(self, fields):
        """Vectors times a common factor, without what free directions can give; the factor; walls."""
        rows, exponent = integers(fields, "u", (None, len(self.x)))
        free = [set(on) for on in self.skip + [self.on(unit) for unit in field(fields, "free", list)]]
        columns = [[v if s in on else 0 for s, v in enumerate(column)] for on in free for column in zip(*self.x)]
        solved, pivots = reduced([[dot(a, b) for b in columns + rows] for a in columns], len(columns))
        parts = [row[len(columns):] for row in solved[:len(pivots)]]
        factor = lcm(*(v.denominator for part in parts for v in part))
        for i, row in enumerate(rows):
            taken = [(int(part[i] * factor), columns[c]) for c, part in zip(pivots, parts)]
            rows[i] = [v * factor - sum(z * column[s] for z, column in taken) for s, v in enumerate(row)]
        return rows, factor << exponent, field(fields, "walls", list)

    def bound(self, cell, u, factor, walls, moved=None, plane=None, along=0):
        """What no loss is below on a cell, or with unit `moved` on a plane of it, or at 0 where that is None."""
        for k, (unit, planes) in enumerate(zip(cell, walls, strict=True)):
            if k != moved or plane is not None:
                on, sign = self.on(unit), -int(unit[0] + "1")
                r = [sign * sum(u[s] * self.x[s][c] for s in on) for c in range(self.d)]
                r = [v + along * p for v, p in zip(r, self.normals[plane])] if k == moved else r
                for j, row in zip(planes, self.multipliers(unit, planes)):
                    fits = dot(row, r) >= 0 or (k == moved and j == plane)
                    require(fits, f"cell {' '.join(cell)}: a multiplier of unit {k} is below 0", Rejected)
        return (Fraction(2 * dot(u, self.y), factor << self.of.exponent) - Fraction(dot(u, u), factor ** 2)) / len(u)

    def closes(self, cell, own, k, plane, exit):
        """Whether no path below the height leaves a cell with unit k over a plane, or through 0 where that is None."""
        at, unit, units = 0 if plane is None else 1 + plane, cell[k], list(cell)
        units[k] = unit[:at] + {"+": "-", "-": "+", "0": "1", "1": "0"}[unit[at]] + unit[at + 1:]
        if tuple(sorted(units)) in self.cells:
            return True
        if "inside" in exit:
            sign, planes = 2 * int(unit[at]) - 1, exit["inside"]
            along = [sign * dot(row, self.normals[plane]) for row in self.multipliers(unit, planes)]
            return plane not in planes and min(along) >= 0
        rows, factor, walls = self.dual(exit) if exit else own
        if exit or plane is None or len(rows) == 1:
            return bool(exit) and self.bound(cell, rows[0], factor, walls, k, plane) >= self.height
        w = [dot(self.normals[plane], column) for column in zip(*rows[1 + k * self.d:][:self.d])]
        best = Fraction(dot(w, self.y) * factor, 1 << self.of.exponent) - dot(w, rows[0])
        n, m = float(best / (dot(w, w) or 1)).as_integer_ratio()
        u, along = [m * a + n * b for a, b in zip(rows[0], w)], n * factor << self.of.x_exponent
        return self.bound(cell, u, m * factor, walls, k, plane, along) >= self.height

    def check(self):
        require(tuple(sorted(self.here)) in self.cells, "start: the point is in none of the cells", Rejected)
        for cell, fields in self.cells.items():
            rows, *more = own = self.dual(fields)
            bound, name = self.bound(cell, rows[0], *more), "cell " + " ".join(cell)
            require(bound > self.of.level, f"{name}: it may reach the level", Rejected)
            exits = {(exit["unit"], exit["plane"]): exit for exit in field(fields, "exits", list)}
            for k, plane in product(range(len(cell)), (None, *range(len(self.normals)))) if bound < self.height else ():
                closed = self.closes(cell, own, k, plane, exits.get((k, plane), {}))
                require(closed, f"{name}: unit {k} may leave it over plane {plane}", Rejected)
        return f", any way to {float(self.of.level):.9g} over at least {float(self.height):.9g}"


def answer(name):
    try:
        with sys.stdin if name == "-" else open(name, encoding="utf-8") as file:
            document = json.load(file)
        given = Certificate(document)
        loss = next(given.losses(0))[1]
        require(abs(loss - given.start) <= given.rounding, f"start: the loss there is {float(loss):.17g}", Rejected)
        path = given.check_path(document) if "segments" in document else ""
        cut = Cut(given, document).check() if "cells" in document else ""
        return 0, f"accepted: from loss {float(given.start):.9g}{path}{cut}"
    except Rejected as fault:
        return 1, f"rejected: {fault}"
    except (OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as fault:
        return 2, "unreadable: " + " ".join(str(fault).split())


if __name__ == "__main__":
    answers = [(name, *answer(name)) for name in sys.argv[1:]] or [("usage", 2, __doc__)]
    print(*(f"{name}: {line}" for name, _, line in answers), sep="\n")
    sys.exit(max(code for _, code, _ in answers))
