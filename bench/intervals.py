"""All intervals of all runs with NumPy and scikit-learn, from a study file to a file of numbers: beside intervals.ts.

    python3 intervals.py STUDY OUT

What can be done for all resamples at once is done so; nothing is computed twice.
"""

import json
import sys

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

Z = 1.959963984540054


def auroc(y, p):
    """DeLong's interval, and the same on the logit scale."""
    cases, controls = p[y == 1], p[y == 0]
    kernel = (cases[:, None] > controls) + 0.5 * (cases[:, None] == controls)
    value = roc_auc_score(y, p)
    se = np.sqrt(kernel.mean(1).var(ddof=1) / len(cases) + kernel.mean(0).var(ddof=1) / len(controls))
    centre, half = np.log(value / (1 - value)), Z * se / (value * (1 - value))
    return [max(0, value - Z * se), min(1, value + Z * se), 1 / (1 + np.exp(half - centre)), 1 / (1 + np.exp(-half - centre))]


def in_the_large(y, x):
    a = 0.0
    for _ in range(50):
        mu = 1 / (1 + np.exp(-a - x))
        step = (y - mu).sum() / (mu * (1 - mu)).sum()
        a += step
        if abs(step) < 1e-12:
            break
    se = (mu * (1 - mu)).sum() ** -0.5
    return [a - Z * se, a + Z * se]


def slope(y, x):
    fit = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x[:, None], y)
    mu = fit.predict_proba(x[:, None])[:, 1]
    design = np.column_stack([np.ones_like(x), x])
    covariance = np.linalg.inv(design.T @ (design * (mu * (1 - mu))[:, None]))
    b, se = fit.coef_[0, 0], np.sqrt(covariance[1, 1])
    return [b - Z * se, b + Z * se]


def resampled(y, p, rows):
    """Percentile limits of Brier, scaled Brier and the net benefit at four thresholds; every resample keeps both classes."""
    a, b = y[rows], p[rows]
    n, prevalence = rows.shape[1], y.mean()
    brier = ((b - a) ** 2).mean(1)
    columns = [brier, 1 - brier / (prevalence * (1 - prevalence))]
    for percent in (5, 10, 15, 20):
        t = percent / 100
        flagged = b >= t
        true = (flagged & (a == 1)).sum(1)
        columns.append(true / n - (flagged.sum(1) - true) / n * t / (1 - t))
    return np.quantile(columns, [0.025, 0.975], axis=1).T.ravel().tolist()


def main(study, out):
    with open(study) as file:
        data = json.load(file)
    y = np.array(data["y"])
    rng = np.random.default_rng(42)
    rows = np.empty((data["resamples"], len(y)), dtype=int)
    for label in (0, 1):
        people = np.flatnonzero(y == label)
        rows[:, people] = rng.choice(people, size=(data["resamples"], len(people)))
    limits = []
    for run in data["runs"]:
        p = np.array(run)
        clipped = np.clip(p, 1e-10, 1 - 1e-10)
        x = np.log(clipped / (1 - clipped))
        ratio, spread = y.sum() / p.sum(), np.exp(Z * np.sqrt(1 / y.sum() - 1 / len(y)))
        limits.append([*auroc(y, p), *in_the_large(y, x), *slope(y, x), ratio / spread, ratio * spread, *resampled(y, p, rows)])
    with open(out, "w") as file:
        json.dump(limits, file)


main(*sys.argv[1:])
