"""Training steps per second of PyTorch on W(m, L, n, N): the other side of compare.py.

    OMP_NUM_THREADS=1 python3 torch_step.py eager,vmap8 64,2,8,512 ...

The residual network of `shallows bench` in float64 on the full batch: gradient of the mean squared error and one fused
Adam update; one thread, processor time, median of the windows. vmap8 trains 8 networks at once and counts 8 steps.
Prints one JSON object per line.
"""
import json
import statistics
import sys
import time

import torch
from torch.func import grad, vmap

WINDOWS = 3
SECONDS = 0.2


def network(params, x):
    h = torch.relu(x @ params["W0"])
    for block in range(1, (len(params) - 2) // 2 + 1):
        h = h + torch.relu(h @ params[f"U{block}"]) @ params[f"V{block}"]
    return h @ params["A"]


def draw(m, L, n, copies):
    generator = torch.Generator().manual_seed(0)

    def normal(rows, columns, deviation):
        return deviation * torch.randn(*copies, rows, columns, generator=generator)

    params = {"W0": normal(n, m, (2 / n) ** 0.5)}
    for block in range(1, L + 1):
        params[f"U{block}"] = normal(m, m, (2 / m) ** 0.5)
        params[f"V{block}"] = normal(m, m, 0.1 / m**0.5)
    params["A"] = normal(m, 1, m**-0.5)
    return params


def stepper(kind, m, L, n, N):
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(N, n, generator=generator)
    y = torch.randn(N, 1, generator=generator)
    copies = int(kind[4:]) if kind.startswith("vmap") else 1
    params = draw(m, L, n, (copies,) if copies > 1 else ())
    for p in params.values():
        p.requires_grad_()
    adam = torch.optim.Adam(params.values(), lr=1e-5, fused=True)

    def loss(values):
        return ((network(values, x) - y) ** 2).mean()

    def eager():
        adam.zero_grad()
        loss(params).backward()
        adam.step()

    gradients = vmap(grad(loss))

    def batched():
        found = gradients({name: p.detach() for name, p in params.items()})
        for name, p in params.items():
            p.grad = found[name]
        adam.step()

    return (batched if copies > 1 else eager), copies


def measure(step):
    step()
    repeats = 1
    elapsed = window(step, repeats)
    while elapsed < SECONDS:
        repeats = repeats * 2 if elapsed < SECONDS / 2 else repeats + 1
        elapsed = window(step, repeats)
    rates = [1 / elapsed] if repeats == 1 else []  # a step longer than a window is one
    repeats = max(1, round(repeats * SECONDS / elapsed))
    rates += [repeats / window(step, repeats) for _ in range(WINDOWS - len(rates))]
    return statistics.median(rates)


def window(step, repeats):
    start = time.process_time()
    for _ in range(repeats):
        step()
    return time.process_time() - start


if __name__ == "__main__":
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    for shape in sys.argv[2:]:
        for kind in sys.argv[1].split(","):
            step, copies = stepper(kind, *map(int, shape.split(",")))
            rate = measure(step) * copies
            print(json.dumps({"shape": shape, "kind": kind, "steps_per_second": rate}), flush=True)
