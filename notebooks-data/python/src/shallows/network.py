"""Networks of all families: names and shapes of their matrices, outputs, losses.

`forward` and `loss` use nothing but what arrays of NumPy and tensors of PyTorch have in common, so that one definition
serves both. A matrix is inputs x outputs, and rows are samples.
"""

import numpy

FAMILIES = (
    "plain",
    "residual",
    "long-skip",
    "linear-skip",
    "orhan-plain",
    "orhan-residual",
    "hyper-residual",
    "hyper-residual-identity",
    "hyper-residual-low-rank",
)


def shapes(family, inputs, width, depth, outputs, committee=False):
    """The trained matrices by name, in the order of the column `parameters`, with their shapes.

    inputs counts the constant of the biases. A committee has no A: its outputs are sums of the last units.
    """
    if family not in FAMILIES:
        raise ValueError(f"family: {family} is not one of {', '.join(FAMILIES)}")
    named = {"W0": (inputs, width)}
    for layer in range(1, depth + 1):
        for name in ("U", "V") if family == "residual" else ("W",):
            named[f"{name}{layer}"] = (width, width)
        if family.startswith(("orhan", "hyper")):
            named[f"b{layer}"] = (1, width)
    if not committee:
        named["A"] = (width, outputs)
        if family == "long-skip" and depth > 0:
            named["B"] = (width, outputs)
    if family == "linear-skip":
        named["C"] = (inputs, outputs)
    return named


def relu(z):
    return z * (z > 0)


def forward(family, w, x):
    """f(x), one row per sample; x has the constant of the biases as its last column, if there are any."""
    depth = sum(1 for name in w if name[0] in "WU" and name[1:].isdigit()) - 1
    h = relu(x @ w["W0"])
    if family in ("plain", "linear-skip"):
        for l in range(1, depth + 1):
            h = relu(h @ w[f"W{l}"])
        return _head(h, w, "A") + x @ w["C"] if family == "linear-skip" else _head(h, w, "A")
    if family == "long-skip":
        z = h
        for l in range(1, depth + 1):
            z = relu(z @ w[f"W{l}"])
        return _head(h, w, "A") + _head(z, w, "B") if depth > 0 else _head(h, w, "A")
    if family == "residual":
        for l in range(1, depth + 1):
            h = h + relu(h @ w[f"U{l}"]) @ w[f"V{l}"]
        return _head(h, w, "A")
    layers, earlier = [h], 0
    for l in range(1, depth + 1):
        h = relu(layers[-1] @ w[f"W{l}"] + w[f"b{l}"])
        if family != "orhan-plain":
            h = h + layers[-1]
        if family.startswith("hyper") and l >= 2:
            earlier = earlier + _skip(family, w, l - 2, layers[l - 2])
            h = h + earlier / l
        layers.append(h)
    return _head(layers[-1], w, "A")


def _head(h, w, name):
    return h @ w[name] if name in w else h.sum(1)[:, None]


def _skip(family, w, k, h):
    if family == "hyper-residual":
        return h @ w[f"Q{k}"]
    if family == "hyper-residual-low-rank":
        return h @ w[f"R{k}"] @ w[f"P{k}"]
    return h


def loss(name, f, y):
    """The mean over samples of |f - y|^2 (squared) or of the softmax cross-entropy with one-hot rows y."""
    if name == "squared":
        return ((f - y) ** 2).sum(1).mean()
    if name != "cross-entropy":
        raise ValueError(f"output loss: {name} is not squared or cross-entropy")
    if not isinstance(f, numpy.ndarray):
        return (f.logsumexp(1) - (f * y).sum(1)).mean()
    top = f.max(axis=1)
    return (top + numpy.log(numpy.exp(f - top[:, None]).sum(1)) - (f * y).sum(1)).mean()


def population_loss(w, teacher):
    """L = E (f(x) - sum_j relu(v_j . x))^2 / 2 over x ~ N(0, I), v_j the columns of teacher; two layers.

    In closed form by E relu(w.x) relu(v.x) = |w||v| (sin t + (pi - t) cos t) / (2 pi), t the angle between w and v.
    With a learned skip C and s = sum a_i w_i - sum v_j the rest is |C|^2 / 2 + C.s / 2.
    """
    units = numpy.hstack([w["W0"], teacher])
    masses = w["A"][:, 0] if "A" in w else numpy.ones(w["W0"].shape[1])
    masses = numpy.concatenate([masses, -numpy.ones(teacher.shape[1])])
    lengths = numpy.sqrt((units**2).sum(0))
    inverse = numpy.divide(1, lengths, out=numpy.zeros_like(lengths), where=lengths > 0)
    cosine = numpy.clip((units.T @ units) * numpy.outer(inverse, inverse), -1, 1)
    numpy.fill_diagonal(cosine, 1)
    kernel = numpy.sqrt((1 - cosine) * (1 + cosine)) + (numpy.pi - numpy.arccos(cosine)) * cosine
    value = masses @ (numpy.outer(lengths, lengths) * kernel) @ masses / (4 * numpy.pi)
    if "C" in w:
        c = w["C"][:, 0]
        value += (c @ c + c @ (units @ masses)) / 2
    return value


class Network:
    """A network of a family, and its loss.

    weights has the trained matrices by name, fixed the others (Q0, R0, P0, ... of hyper-residual networks, and the ones of a
    committee's head, which has no trained A). teacher is
    the matrix of the teacher's units, for population problems only; the loss of those needs no data. penalty is kappa of
    `training.penalty`, for two-layer networks of one output: kappa times the sum of |b_k| |w_k| is in their loss.
    """

    def __init__(self, family, weights, fixed=None, output_loss="squared", teacher=None, penalty=0.0):
        self.family = family
        self.weights = {name: numpy.array(w, dtype=float) for name, w in weights.items()}
        self.fixed = {name: numpy.array(w, dtype=float) for name, w in (fixed or {}).items()}
        self.output_loss = output_loss
        self.teacher = None if teacher is None else numpy.array(teacher, dtype=float)
        self.penalty = float(penalty)
        if "W0" not in self.weights or self.weights["W0"].ndim != 2:
            raise ValueError("W0: a network needs it, of shape (inputs, width)")
        self.inputs, self.width = self.weights["W0"].shape
        self.network_depth = max(int(n[1:]) for n in self.weights if n[0] in "WU" and n[1:].isdigit())
        heads = [self.weights[name].shape[1] for name in "ABC" if name in self.weights]
        self.outputs = heads[0] if heads else 1
        self.committee = "A" not in self.weights
        self.shapes = shapes(family, self.inputs, self.width, self.network_depth, self.outputs, self.committee)
        if self.committee:
            for name in ("A", "B") if family == "long-skip" and self.network_depth > 0 else ("A",):
                self.fixed.setdefault(name, numpy.ones((self.width, self.outputs)))
        for name in sorted(self.shapes.keys() | self.weights.keys()):
            got = self.weights[name].shape if name in self.weights else "missing"
            if name not in self.shapes or got != self.shapes[name]:
                wanted = f"{self.shapes[name]}" if name in self.shapes else "no such matrix"
                raise ValueError(f"{name}: is {got}; {family} of width {self.width} has {wanted}")

    @classmethod
    def of_parameters(cls, theta, family, inputs, width, depth, outputs, committee=False, **more):
        """The network whose parameters, in the order of the column, are theta."""
        named = shapes(family, inputs, width, depth, outputs, committee)
        count = sum(rows * columns for rows, columns in named.values())
        if len(theta) != count:
            raise ValueError(f"parameters: {len(theta)} numbers, {family} of these sizes has {count}")
        weights, at = {}, 0
        for name, (rows, columns) in named.items():
            weights[name] = numpy.reshape(theta[at : at + rows * columns], (rows, columns))
            at += rows * columns
        return cls(family, weights, **more)

    @property
    def parameters(self):
        """All weights in the order of the column `parameters`."""
        return numpy.concatenate([self.weights[name].ravel() for name in self.shapes])

    def at(self, theta):
        """The same network with other parameters."""
        return Network.of_parameters(
            theta,
            self.family,
            self.inputs,
            self.width,
            self.network_depth,
            self.outputs,
            self.committee,
            fixed=self.fixed,
            output_loss=self.output_loss,
            teacher=self.teacher,
            penalty=self.penalty,
        )

    def numpy(self):
        """All matrices by name, trained and fixed, as `shallows export --format npz` names them."""
        return {**self.weights, **self.fixed}

    def save(self, file, x=None, y=None):
        """Writes an archive that `shallows measure` and `load` read: matrices, family, loss, penalty and samples."""
        arrays = {name: w for name, w in self.numpy().items() if name in self.weights or name[0] in "QRP"}
        arrays |= {"family": self.family, "output_loss": self.output_loss}
        if self.penalty != 0:
            arrays["penalty"] = self.penalty
        more = {"teacher": self.teacher, "x": x, "y": y}
        arrays |= {name: numpy.asarray(a, dtype=float) for name, a in more.items() if a is not None}
        numpy.savez(file, **arrays)

    def torch(self):
        """The same as tensors of float64."""
        try:
            import torch
        except ImportError as absent:
            raise ImportError("torch is not installed: pip install torch") from absent
        return {name: torch.from_numpy(w.copy()) for name, w in self.numpy().items()}

    def forward(self, x):
        """f(x), one row per sample. x may leave out its last column, the constant of the biases."""
        return forward(self.family, self.numpy(), self._with_constant(x))

    def penalized(self):
        """What the penalty adds to the loss: kappa sum_k |b_k| |w_k|, 0 without one."""
        if self.penalty == 0:
            return 0.0
        if self.network_depth > 0 or self.outputs != 1 or self.committee:
            raise ValueError(f"penalty: {self.penalty} is of two-layer networks with one learned output; use 0")
        sizes = numpy.abs(self.weights["A"][:, 0]) * numpy.linalg.norm(self.weights["W0"], axis=0)
        return self.penalty * float(sizes.sum())

    def loss(self, x=None, y=None):
        """The loss on data, with what a penalty adds; of a population problem, which has no data, in closed form."""
        if x is None or y is None:
            if self.teacher is None:
                raise ValueError("loss: give x and y; `shallows data` has them")
            return float(population_loss(self.weights, self.teacher))
        y = numpy.asarray(y, dtype=float)
        return float(loss(self.output_loss, self.forward(x), y[:, None] if y.ndim == 1 else y)) + self.penalized()

    def _with_constant(self, x):
        x = numpy.asarray(x, dtype=float)
        if x.ndim != 2 or x.shape[1] not in (self.inputs, self.inputs - 1):
            raise ValueError(
                f"x: shape {x.shape}; W0 reads rows of {self.inputs} numbers, the last of which is the constant"
                " of the biases and may be left out"
            )
        return x if x.shape[1] == self.inputs else numpy.hstack([x, numpy.ones((len(x), 1))])


class Exported(Network):
    """A network from a file of `shallows export --format npz --trial`, with what else is in it.

    x and y are None for population problems; row has loss, kind, family, trial_id, problem_id and the like.
    """

    def __init__(self, arrays):
        values = {name: array.item() for name, array in arrays.items() if array.ndim == 0}
        self.row = values
        self.x, self.y = arrays.get("x"), arrays.get("y")
        matrices = {n: a for n, a in arrays.items() if a.ndim == 2 and n not in ("x", "y", "teacher")}
        trained = sum(w.size for name, w in matrices.items() if name[0] not in "QRP")
        heads = "AB" if "parameters" in arrays and trained > arrays["parameters"].size else ""  # those of a committee
        fixed = {name: w for name, w in matrices.items() if name[0] in "QRP" + heads}
        super().__init__(
            values["family"],
            {name: w for name, w in matrices.items() if name not in fixed},
            fixed,
            values["output_loss"],
            arrays.get("teacher"),
            values.get("penalty", 0.0),
        )

    def loss(self, x=None, y=None):
        """The loss on the data of the file, or on other data."""
        return super().loss(self.x if x is None else x, self.y if y is None else y)


def load(file):
    """The network in a file that `shallows export --format npz --trial ID FILE`, or `Network.save`, wrote."""
    with numpy.load(file, allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    for name in ("W0", "family", "output_loss"):
        if name not in arrays:
            raise ValueError(f"{file}: has no {name}; give a file of `shallows export --format npz --trial`")
    return Exported(arrays)
