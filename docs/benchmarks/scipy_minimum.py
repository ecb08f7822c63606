"""Processor time of SciPy's L-BFGS to a gradient norm of 1e-8 on W(m, L, n, N): the peer of seconds_to_minimum.

    OPENBLAS_NUM_THREADS=1 python3 scipy_minimum.py 32,2,4,256 5

Normal inputs, a relu teacher of 8 units, He starts as in `shallows bench`, but other random numbers; gradient in NumPy, 30
corrections. Prints one JSON object per shape: the median over the starts, one that is not there after 60 s counting as
infinite (null). `3:6` instead of `5` takes the starts 3, 4 and 5.
"""
import json
import statistics
import sys
import time

import numpy as np
from scipy.optimize import minimize

LEVEL = 1e-8
SECONDS = 60


def value_and_gradient(theta, x, y, shapes):
    parts, at = [], 0
    for rows, columns in shapes:
        parts.append(theta[at : at + rows * columns].reshape(rows, columns))
        at += rows * columns
    hidden = [np.maximum(x @ parts[0], 0)]
    inner = []
    for u, v in zip(parts[1:-1:2], parts[2:-1:2]):
        inner.append(np.maximum(hidden[-1] @ u, 0))
        hidden.append(hidden[-1] + inner[-1] @ v)
    error = hidden[-1] @ parts[-1] - y
    delta = error * (2 / len(y))
    gradients = [hidden[-1].T @ delta]
    back = delta @ parts[-1].T
    for block in reversed(range(len(inner))):
        u, v = parts[1 + 2 * block], parts[2 + 2 * block]
        below = (back @ v.T) * (inner[block] > 0)
        gradients += [inner[block].T @ back, hidden[block].T @ below]
        back = back + below @ u.T
    gradients.append(x.T @ (back * (hidden[0] > 0)))
    return float((error**2).mean()), np.concatenate([g.ravel() for g in reversed(gradients)])


class There(Exception):
    pass


def seconds_to_minimum(m, L, n, N, number):
    data = np.random.default_rng(7)
    x = data.normal(size=(N, n))
    units, head = data.normal(size=(n, 8)) / n**0.5, data.normal(size=(8, 1)) / 8**0.5
    y = np.maximum(x @ units, 0) @ head
    shapes = [(n, m)] + [(m, m)] * (2 * L) + [(m, 1)]
    deviations = [(2 / n) ** 0.5] + [(2 / m) ** 0.5, 0.1 / m**0.5] * L + [m**-0.5]
    draw = np.random.default_rng(number)
    start = np.concatenate([(d * draw.normal(size=s)).ravel() for s, d in zip(shapes, deviations)])
    began, evaluations, found = time.process_time(), 0, float("inf")

    def closure(theta):
        nonlocal evaluations, found
        evaluations += 1
        value, gradient = value_and_gradient(theta, x, y, shapes)
        if np.linalg.norm(gradient) <= LEVEL:
            found = time.process_time() - began
            raise There
        if time.process_time() - began > SECONDS:
            raise There
        return value, gradient

    options = dict(maxiter=10**6, maxfun=10**6, ftol=0, gtol=0, maxcor=30)
    try:
        minimize(closure, start, jac=True, method="L-BFGS-B", options=options)
    except There:
        pass
    return found, evaluations


if __name__ == "__main__":
    first, _, end = sys.argv[-1].rpartition(":")
    for shape in sys.argv[1:-1]:
        runs = [seconds_to_minimum(*map(int, shape.split(",")), k) for k in range(int(first or 0), int(end))]
        median = statistics.median(seconds for seconds, _ in runs)
        print(
            json.dumps(
                {
                    "shape": shape,
                    "starts": len(runs),
                    "reached": sum(np.isfinite(seconds) for seconds, _ in runs).item(),
                    "seconds_to_minimum": median if np.isfinite(median) else None,
                    "evaluations": statistics.median(count for _, count in runs),
                    "seconds": [seconds if np.isfinite(seconds) else None for seconds, _ in runs],
                }
            ),
            flush=True,
        )
