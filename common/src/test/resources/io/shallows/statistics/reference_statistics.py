"""Makes reference-statistics.json: an independent computation of the statistics with SciPy.

Run in this folder: python3 reference_statistics.py   (SciPy 1.10 or later; takes a minute)
"""
import json
import numpy as np
import scipy
from scipy import stats
from scipy.stats.mstats import mquantiles

rng = np.random.default_rng(20240607)
B = 20000


def quantile(x, p):
    return float(mquantiles(x, [p], alphap=1 / 3, betap=1 / 3)[0])


out = {"made_by": f"numpy {np.__version__}, scipy {scipy.__version__}"}

out["quantiles"] = []
for n in (1, 5, 16, 37):
    x = np.round(rng.lognormal(size=n), 6)
    for p in (0.0, 0.1, 0.5, 0.9, 0.95, 1.0):
        out["quantiles"].append({"sample": x.tolist(), "p": p, "value": quantile(x, p)})

p = [0.01, 0.04, 0.03, 0.005, 0.6, 0.04]
order = np.argsort(p)
adjusted = np.empty(len(p))
running = 0.0
for j, i in enumerate(order):
    running = max(running, min(1.0, (len(p) - j) * p[i]))
    adjusted[i] = running
out["holm"] = {"p": p, "adjusted": adjusted.tolist()}

# One scaling fit: 6 problems, 20 seeds, five widths, problems and problem-by-width effects.
widths = [4, 8, 16, 32, 64]
P, S = 6, 20
data = np.empty((P, len(widths), S))
for a in range(P):
    for b, m in enumerate(widths):
        data[a, b] = np.round(
            m**-0.4 * np.exp(0.5 * rng.standard_normal() + 0.8 * rng.standard_normal(S)), 9)
x = np.log(widths)
q = [quantile(data[:, b].ravel(), 0.9) for b in range(len(widths))]
slope = float(stats.linregress(x, np.log(q)).slope)
contrast = (x - x.mean()) / ((x - x.mean()) ** 2).sum()


def type8(sorted_rows, prob):
    n = sorted_rows.shape[-1]
    h = min(n, max(1, (n + 1 / 3) * prob + 1 / 3))
    k = int(h)
    if k == n:
        return sorted_rows[..., n - 1]
    return sorted_rows[..., k - 1] + (h - k) * (sorted_rows[..., k] - sorted_rows[..., k - 1])


def replicates(draw_problems):
    slopes = np.empty(B)
    for r in range(B):
        who = rng.integers(P, size=P) if draw_problems else np.arange(P)
        logs = np.empty(len(widths))
        for b in range(len(widths)):
            seeds = rng.integers(S, size=(P, S))
            logs[b] = np.log(type8(np.sort(data[who[:, None], b, seeds].ravel()), 0.9))
        slopes[r] = contrast @ logs
    return slopes


v_seeds = replicates(False).var(ddof=1)
v_between = (replicates(True).var(ddof=1) - v_seeds) * P / (P - 1)
out["scaling"] = {
    "observations": [[a, m, data[a, b, s]] for a in range(P) for b, m in enumerate(widths)
                     for s in range(S)],
    "quantiles": q, "slope": slope, "standard_error": float(np.sqrt(max(v_seeds, v_between)))}

# One interval of a median by Woodruff's method: 5 problems of 30 seeds.
problems = np.repeat(np.arange(5), 30)
sample = np.round(rng.lognormal(size=150) * np.exp(0.4 * rng.standard_normal(5))[problems], 9)
med = quantile(sample, 0.5)
below = (sample <= med).reshape(5, 30)
shares = {False: np.empty(B), True: np.empty(B)}
for draw in (False, True):
    for r in range(B):
        who = rng.integers(5, size=5) if draw else np.arange(5)
        shares[draw][r] = below[who[:, None], rng.integers(30, size=(5, 30))].mean()
vs = shares[False].var(ddof=1)
vb = (shares[True].var(ddof=1) - vs) * 5 / 4
se, df = (np.sqrt(vb), 4) if vb > vs else (np.sqrt(vs), 149)
t = stats.t.ppf(0.975, df)
out["quantile_interval"] = {
    "problems": problems.tolist(), "sample": sample.tolist(), "value": med,
    "low": quantile(sample, 0.5 - t * se), "high": quantile(sample, 0.5 + t * se)}

# One permutation test by SciPy.
plain = np.round(rng.lognormal(size=40), 9)
skip = np.round(plain * np.exp(-0.4 + 0.9 * rng.standard_normal(40)), 9)
tol = 1.0


def share(a, b, axis=-1):
    return (a > tol).mean(axis=axis) - (b > tol).mean(axis=axis)


def q90(a, b, axis=-1):
    return type8(np.sort(a, axis=axis), 0.9) - type8(np.sort(b, axis=axis), 0.9)


def permutation_p(statistic):
    return float(stats.permutation_test(
        (skip, plain), statistic, permutation_type="samples", vectorized=True,
        n_resamples=B, alternative=("two-sided"), random_state=rng).pvalue)


def swapped(statistic):
    observed = abs(statistic(skip, plain))
    count = 0
    for _ in range(B):
        swap = rng.random(40) < 0.5
        count += abs(statistic(np.where(swap, plain, skip), np.where(swap, skip, plain))) \
            >= observed * (1 - 1e-12)
    return (count + 1) / (B + 1)


# SciPy doubles the lesser tail, |T| counts both: they agree for symmetric statistics such as these.
for statistic in (share, q90):
    assert abs(permutation_p(statistic) - swapped(statistic)) < 0.02
out["paired"] = {"skip": skip.tolist(), "plain": plain.tolist(), "tolerance": tol,
                 "share_difference": float(share(skip, plain)),
                 "quantile_difference": float(q90(skip, plain)),
                 "share_p": float(swapped(share)), "quantile_p": float(swapped(q90))}

n = np.array([1, 2, 3])
s = np.array([-0.61, -0.22, -0.2])
e = np.array([0.08, 0.05, 0.06])
w = 1 / e**2
c = (w * s / n).sum() / (w / n**2).sum()
out["trend"] = {"dimensions": n.tolist(), "slopes": s.tolist(), "errors": e.tolist(),
                "coefficient": float(c), "standard_error": float((w / n**2).sum() ** -0.5),
                "p": float(stats.chi2.sf((w * (s - c / n) ** 2).sum(), 2))}

out["student"] = []
for value, error, freedom in ((-0.5, 0.2, 3), (0.3, 0.1, 11.4), (0.9, 0.1, 200)):
    out["student"].append({
        "value": value, "error": error, "freedom": freedom,
        "low": float(value + error * stats.t.ppf(0.025, freedom)),
        "high": float(value + error * stats.t.ppf(0.975, freedom)),
        "p_at_most_0": float(stats.t.sf(value / error, freedom))})

# From a generator of its own, so that what is above keeps its numbers.
out["sign_flip"] = []
whole = np.random.default_rng(20261126)
for x in ([10] * 6, [-10, -8, 4], *(whole.integers(-6, 11, n).tolist() for n in (2, 5, 9, 14))):
    exact = stats.permutation_test((np.array(x),), np.sum, permutation_type="samples", alternative="greater",
                                   n_resamples=np.inf, vectorized=False)
    out["sign_flip"].append({"x": x, "p": float(exact.pvalue)})

with open("reference-statistics.json", "w") as f:
    json.dump(out, f, indent=None, separators=(",", ":"))
    f.write("\n")
