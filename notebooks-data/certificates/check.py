#!/usr/bin/env python3
"""Checks certificates of paths: check.py FILE..., - for standard input.

A certificate, made by "shallows export --format certificate" or "shallows measure --certificate",
says of a path through the parameters of a ReLU network that the squared loss, mean over samples of
the sum over outputs of (f - y)^2,

  maximum    is at most this anywhere on the path, and on every segment at most that of the segment
  evaluated  is somewhere on the path at least this, less the rounding
  start, end is this at the first and the last vertex, up to the rounding
  level      has come down to this at the last vertex, up to twice the rounding

and that no segment moves two layers which one way through the network passes. Then on a segment
theta(t) = a + t (b - a) all values of the network are piecewise affine in t, the loss is a convex
quadratic on every piece, and its maximum is at an end or where some relu switches.

All numbers are doubles, so their multiples by a power of two are integers. A value of the network
on a piece is c + d t with integers c and d, a breakpoint is a fraction of two of them, and every
comparison is one of integers: nothing is rounded, and nothing is shared with the program that wrote
the certificate. Standard library only. One line per file says that it is accepted, or which claim
fails. Exit code 0: all are accepted, 1: some claim fails, 2: some file cannot be read.
"""

import json
import re
import sys
from fractions import Fraction
from operator import mul

FORMAT = "shallows path certificate"
VERSION = 1
HEXADECIMAL = re.compile(r"-?0x[01]\.[0-9a-f]{1,13}p-?[0-9]{1,4}")


class Unreadable(Exception):
    """The document is no certificate."""


class Rejected(Exception):
    """A claim is false."""


def require(fits, message):
    if not fits:
        raise Unreadable(message)


def field(container, name, kind):
    value = container.get(name) if isinstance(container, dict) else None
    require(type(value) is kind, f"{name} is missing or is no {kind.__name__}")
    return value


def ratio(text, name):
    """A double as a fraction whose denominator is a power of two."""
    hexadecimal = isinstance(text, str) and HEXADECIMAL.fullmatch(text)
    require(hexadecimal, f"{name}: {text!r:.40} is no hexadecimal floating-point number")
    return float.fromhex(text).as_integer_ratio()


def claim(container, name):
    return Fraction(*ratio(field(container, name, str), name))


def integers(rows, name, width=None):
    """Rows of doubles times 2^e as integers, with the least such e."""
    require(isinstance(rows, list) and rows, f"{name} has no rows")
    for row in rows:
        require(isinstance(row, list), f"{name} has a row that is no list")
        require(len(row) == (width or len(rows[0])), f"{name} has a row of {len(row)} numbers")
    ratios = [[ratio(text, name) for text in row] for row in rows]
    exponent = max((d.bit_length() - 1 for row in ratios for _, d in row), default=0)
    return [[n << exponent - d.bit_length() + 1 for n, d in row] for row in ratios], exponent


class Node:
    """A node of the graph; its values are integers times 2^-exponent."""

    def __init__(self, at, fields, nodes, inputs, weights):
        name = f"node {at}"
        self.kind = field(fields, "kind", str)
        self.sources = field(fields, "sources", list)
        for source in self.sources:
            require(type(source) is int and 0 <= source < at, f"{name} reads {source!r}")
        count = {"input": 0, "one": 0, "sum": max(1, len(self.sources))}.get(self.kind, 1)
        require(len(self.sources) == count, f"{name} has {len(self.sources)} sources")
        before = [nodes[source] for source in self.sources]
        self.width = before[0].width if before else 1
        self.exponent = max((node.exponent for node in before), default=0)
        if self.kind == "input":
            self.width, self.exponent = inputs
        elif self.kind == "dense":
            self.width = field(fields, "columns", int)
            self.offset = field(fields, "offset", int)
            self.size = before[0].width * self.width
            self.exponent += weights[1]
            require(self.width > 0 and 0 <= self.offset <= weights[0] - self.size,
                    f"{name} has weights outside of the parameters")
            require(fields.get("rows") == before[0].width, f"{name} has another number of rows")
        elif self.kind == "fixed":
            matrix, exponent = integers(fields.get("matrix"), f"matrix of {name}")
            require(len(matrix) == before[0].width, f"{name} has another number of rows")
            self.columns = list(zip(*matrix))
            self.width = len(self.columns)
            self.exponent += exponent
        elif self.kind == "sum":
            require(all(node.width == self.width for node in before), f"{name} has unequal terms")
            self.shifts = [self.exponent - node.exponent for node in before]
        else:
            require(self.kind in ("one", "relu"), f"{name} is of no known kind: {self.kind}")

    def columns_of(self, theta):
        end = self.offset + self.size
        return [theta[self.offset + j:end:self.width] for j in range(self.width)]


def product(vector, columns):
    return [sum(map(mul, vector, column)) for column in columns]


class Move:
    """From one vertex to the next: which layers move, and which nodes they change."""

    def __init__(self, nodes, a, b):
        change = [after - before for before, after in zip(a, b)]
        self.start, self.change, self.affected = {}, {}, []
        for v, node in enumerate(nodes):
            moves = node.kind == "dense" and any(change[node.offset:node.offset + node.size])
            reached = any(self.affected[source] for source in node.sources)
            if moves and reached:
                raise Rejected("two of the layers that move lie on one way through the network")
            if node.kind == "dense":
                self.start[v] = node.columns_of(a)
            if moves:
                self.change[v] = node.columns_of(change)
            self.affected.append(moves or reached)


class Certificate:
    """Data, network, path and claims of a document."""

    def __init__(self, document):
        require(isinstance(document, dict) and document.get("format") == FORMAT,
                f"it is no {FORMAT}")
        require(document.get("version") == VERSION, f"its version is not {VERSION}")
        require(document.get("loss") == "squared", "its loss is not squared")
        self.x, x_exponent = integers(document.get("x"), "x")
        self.y, y_exponent = integers(document.get("y"), "y")
        require(len(self.x) == len(self.y), f"{len(self.x)} samples have {len(self.y)} targets")
        self.path, exponent = integers(document.get("path"), "path")
        graph = field(document, "network", dict)
        self.nodes = []
        sizes = (len(self.x[0]), x_exponent), (len(self.path[0]), exponent)
        for at, fields in enumerate(field(graph, "nodes", list)):
            self.nodes.append(Node(at, fields, self.nodes, *sizes))
        require(self.nodes and self.nodes[-1].width == len(self.y[0]), "outputs and targets differ")
        self.maxima = [claim(each, "maximum") for each in field(document, "segments", list)]
        self.maximum, self.evaluated, self.start, self.end, self.level, self.rounding = (
            claim(document, name)
            for name in ("maximum", "evaluated", "start", "end", "level", "rounding"))
        common = max(self.nodes[-1].exponent, y_exponent)
        self.output_shift = common - self.nodes[-1].exponent
        self.y = [[value << common - y_exponent for value in row] for row in self.y]
        self.unit = len(self.y) << 2 * common
        self.reached = False

    def advance(self, values, x, move, t):
        """Makes values c + d s, true for s from t to the next breakpoint, which is returned."""
        p, q = t.numerator, t.denominator
        next_p, next_q = 1, 1
        for v, node in enumerate(self.nodes):
            affected = move.affected[v]
            if values[v] is not None and not affected:
                continue
            of = [values[source] for source in node.sources]
            slope = None
            if node.kind in ("input", "one"):
                constant = x if node.kind == "input" else [1]
            elif node.kind == "dense":
                constant = product(of[0][0], move.start[v])
                if v in move.change:
                    slope = product(of[0][0], move.change[v])
                elif affected:
                    slope = product(of[0][1], move.start[v])
            elif node.kind == "fixed":
                constant = product(of[0][0], node.columns)
                slope = product(of[0][1], node.columns) if affected else None
            elif node.kind == "sum":
                constant, slope = [0] * node.width, [0] * node.width if affected else None
                for (c, d), shift in zip(of, node.shifts):
                    constant = [s + (value << shift) for s, value in zip(constant, c)]
                    if d is not None:
                        slope = [s + (value << shift) for s, value in zip(slope, d)]
            elif not affected:
                constant = [c if c > 0 else 0 for c in of[0][0]]
            else:
                constant, slope = [], []
                for c, d in zip(*of[0]):
                    here = c * q + d * p
                    on = here > 0 or (here == 0 and d > 0)
                    constant.append(c if on else 0)
                    slope.append(d if on else 0)
                    if here > 0 > d or here < 0 < d:
                        root_p, root_q = (c, -d) if d < 0 else (-c, d)
                        if root_p * next_q < next_p * root_q:
                            next_p, next_q = root_p, root_q
            values[v] = constant, slope
        return Fraction(next_p, next_q)

    def square(self, output, y):
        """The squared residual as A t^2 + B t + C."""
        shift = self.output_shift
        r = [(c << shift) - target for c, target in zip(output[0], y)]
        if output[1] is None:
            return 0, 0, sum(map(mul, r, r))
        s = [d << shift for d in output[1]]
        return sum(map(mul, s, s)), 2 * sum(map(mul, r, s)), sum(map(mul, r, r))

    def losses(self, a, b):
        """(t, n, m): the loss n / (m unit) at 0, at every breakpoint of any sample, and at 1."""
        move, total, events = Move(self.nodes, a, b), [0, 0, 0], []
        for x, y in zip(self.x, self.y):
            values, quadratic, t = [None] * len(self.nodes), (0, 0, 0), Fraction(0)
            while t < 1:
                following = self.advance(values, x, move, t)
                piece = self.square(values[-1], y)
                events.append((t, [now - before for now, before in zip(piece, quadratic)]))
                quadratic, t = piece, following
        events.sort(key=lambda event: event[0])
        last = Fraction(0)
        for t, change in events + [(1, (0, 0, 0))]:
            if t != last:
                p, q = last.numerator, last.denominator
                yield last, (total[0] * p + total[1] * q) * p + total[2] * q * q, q * q
                last = t
            total = [s + c for s, c in zip(total, change)]
        yield 1, sum(total), 1

    def follow(self, a, b, maximum):
        """Checks a segment; returns the losses at its ends."""
        high, high_unit = maximum.numerator, maximum.denominator
        low = self.evaluated - self.rounding
        ends = []
        for t, n, m in self.losses(a, b):
            if n * high_unit > high * m * self.unit:
                raise Rejected(f"at t = {float(t):.6g} the loss is {n / (m * self.unit):.17g}")
            self.reached |= n * low.denominator >= low.numerator * m * self.unit
            if t in (0, 1):
                ends.append(Fraction(n, m * self.unit))
        return ends[0], ends[-1]

    def check(self):
        if self.rounding < 0:
            raise Rejected("rounding: it is below 0")
        if len(self.path) < 2 or len(self.maxima) != len(self.path) - 1:
            raise Rejected(f"segments: {len(self.path)} vertices and {len(self.maxima)} segments")
        for k, maximum in enumerate(self.maxima):
            try:
                if maximum > self.maximum:
                    raise Rejected("its maximum is above that of the path")
                first, last = self.follow(self.path[k], self.path[k + 1], maximum)
            except Rejected as fault:
                raise Rejected(f"segment {k}: {fault}") from None
            if k == 0 and abs(first - self.start) > self.rounding:
                raise Rejected(f"start: the loss there is {float(first):.17g}")
        if abs(last - self.end) > self.rounding:
            raise Rejected(f"end: the loss there is {float(last):.17g}")
        if last > self.level + 2 * self.rounding:
            raise Rejected(f"level: the loss at the end is {float(last):.17g}, above it")
        if not self.reached:
            raise Rejected("evaluated: no loss on the path is that large")
        return (f"from loss {float(self.start):.9g} over at most {float(self.maximum):.9g} to"
                f" {float(self.end):.9g}")


def answer(name):
    try:
        with sys.stdin if name == "-" else open(name, encoding="utf-8") as file:
            certificate = Certificate(json.load(file))
        return 0, "accepted: " + certificate.check()
    except Rejected as fault:
        return 1, f"rejected: {fault}"
    except (Unreadable, OSError, ValueError, OverflowError, RecursionError) as fault:
        return 2, "unreadable: " + " ".join(str(fault).split())


def main(names):
    if not names or names[0] in ("-h", "--help"):
        print(__doc__)
        return 0 if names else 2
    worst = 0
    for name in names:
        code, line = answer(name)
        print(f"{name}: {line}")
        worst = max(worst, code)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
