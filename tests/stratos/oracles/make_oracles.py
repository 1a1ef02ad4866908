"""Write data.json and python.json: the data sets of the oracle tests, and what other Python code says about them.

    pip install numpy scipy scikit-learn statsmodels pandas dcurves relplot
    python make_oracles.py

Run make_oracles.R afterwards; it reads data.json and python.json. The tests read the JSON files alone. Where a library has the
definition, its number is stored; where none has, a direct and slow computation from the definition stands here.
"""

import hashlib
import json
import warnings
from fractions import Fraction
from pathlib import Path

import dcurves
import numpy as np
import pandas as pd
import relplot
import statsmodels.api as sm
from scipy import optimize, special, stats
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

HERE = Path(__file__).parent
THRESHOLDS = [k / 100 for k in (1, 5, 10, 15, 20, 29, 30, 50, 57, 70, 90)]


# --- data sets -------------------------------------------------------------------------------------------------------
def drawn(seed, n, events, spread=1.0, shift=0.0, digits=6):
    """Two-class normal scores as probabilities; q is a second, related set of predictions."""
    rng = np.random.default_rng(seed)
    y = np.zeros(n, dtype=int)
    y[rng.permutation(n)[:events]] = 1
    score = rng.normal(size=n) + 1.2 * y - 0.8
    other = 0.7 * score + 0.7 * rng.normal(size=n)
    expit = lambda v: np.round(1 / (1 + np.exp(-(spread * v + shift))), digits)
    return y.tolist(), expit(score).tolist(), expit(other).tolist()


def data_sets():
    sets = {
        "worked": ([0, 0, 1, 0, 1, 0, 1, 1, 0, 1], [0.1, 0.2, 0.3, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9], [0.2, 0.1, 0.6, 0.3, 0.3, 0.4, 0.5, 0.9, 0.7, 0.8]),
        "five": ([0, 1, 0, 1, 1], [0.2, 0.35, 0.6, 0.55, 0.9], [0.1, 0.5, 0.5, 0.3, 0.7]),
        "separated": ([0] * 12 + [1] * 8, [k / 100 for k in range(5, 29, 2)] + [k / 100 for k in range(40, 56, 2)], [k / 40 for k in range(12)] + [k / 50 + 0.2 for k in range(8)]),
        "reversed": ([1] * 7 + [0] * 9, [k / 50 for k in range(1, 8)] + [k / 20 for k in range(7, 16)], [k / 20 for k in range(3, 10)] + [k / 20 for k in range(6, 15)]),
        "constant": ([0, 1, 0, 1, 1, 0, 0, 0], [0.4] * 8, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]),
        "one_case": ([0, 0, 0, 1, 0, 0, 0, 0, 0, 0], [0.05, 0.1, 0.2, 0.3, 0.25, 0.5, 0.4, 0.15, 0.02, 0.35], [0.1, 0.2, 0.2, 0.6, 0.3, 0.4, 0.3, 0.1, 0.2, 0.7]),
        "one_class": ([0] * 6, [0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.2] * 6),
        "two_each": ([0, 1, 1, 0], [0.3, 0.2, 0.8, 0.6], [0.5, 0.5, 0.7, 0.1]),
        "study": drawn(1, 63, 17),
        "study_overconfident": drawn(2, 63, 17, spread=3.0),
        "study_ties": drawn(3, 63, 17, digits=1),
        "demo": drawn(4, 16, 8),
        "rare": drawn(5, 300, 3, shift=-3.0),
        "common": drawn(6, 80, 68, shift=2.0, digits=2),
        "large": drawn(7, 400, 120, digits=3),
        "flat": drawn(13, 50, 20, spread=0.3),
        "eleven": drawn(14, 11, 5),
        "half": drawn(15, 40, 20, spread=1.5, digits=2),
    }
    y, p, q = drawn(8, 40, 14, spread=2.0)
    p[0], p[1], p[2], p[3] = 0.0, 1.0, 0.0, 1.0
    sets["zero_and_one"] = (y, p, q)
    y, p, q = drawn(9, 30, 12, spread=1.5)
    p = [v if k % 5 else (1e-12 if v < 0.5 else 1 - 1e-12) for k, v in enumerate(p)]
    sets["nearly_sure"] = (y, p, q)
    return {name: {"y": y, "p": p, "q": q} for name, (y, p, q) in sets.items()}


# --- discrimination --------------------------------------------------------------------------------------------------
def kernel(y, p):
    cases, controls = p[y == 1], p[y == 0]
    return (cases[:, None] > controls) + 0.5 * (cases[:, None] == controls)


def kernel_variance(K):
    return K.mean(1).var(ddof=1) / K.shape[0] + K.mean(0).var(ddof=1) / K.shape[1]


def discrimination(y, p, q):
    K, L = kernel(y, p), kernel(y, q)
    out = dict(auroc=metrics.roc_auc_score(y, p), average_precision=metrics.average_precision_score(y, p))
    out["pauc_20_standardised"] = metrics.roc_auc_score(y, p, max_fpr=0.2)
    out["pauc_20_raw"], out["tpauc"] = area(y, p, 0.2, 0.0), area(y, p, 0.179, 0.862)
    fpr, tpr, _ = metrics.roc_curve(y, p, drop_intermediate=False)
    out["roc"] = [fpr.tolist(), tpr.tolist()] if len(y) <= 63 else None
    if min(K.shape) > 1:
        A, half = K.mean(), stats.norm.ppf(0.975) * np.sqrt(kernel_variance(K))
        out["logit_interval"] = special.expit(special.logit(A) + np.array([-1, 1]) * half / (A * (1 - A))).tolist() if 0 < A < 1 else None
        out |= dict(variance=kernel_variance(K), difference=K.mean() - L.mean(), difference_variance=kernel_variance(K - L))
    return out


def area(y, p, max_fpr, min_tpr):
    """Area under the ROC curve right of 0, left of max_fpr and above min_tpr, by exact fractions over the vertices."""
    cases, controls = [Fraction(v) for v in p[y == 1]], [Fraction(v) for v in p[y == 0]]
    curve = [(Fraction(0), Fraction(0))]
    for cut in sorted(set(cases + controls), reverse=True):
        curve.append((Fraction(sum(v >= cut for v in controls), len(controls)), Fraction(sum(v >= cut for v in cases), len(cases))))
    limit, floor, total = Fraction(max_fpr), Fraction(min_tpr), Fraction(0)
    for (x0, y0), (x1, y1) in zip(curve, curve[1:]):
        if x0 >= limit or x1 == x0:
            continue
        slope, end = (y1 - y0) / (x1 - x0), min(x1, limit)
        start = x0 if y0 >= floor else (min(end, max(x0, x0 + (floor - y0) / slope)) if slope > 0 else end)
        at = lambda x: y0 + slope * (x - x0) - floor
        total += max(Fraction(0), (at(start) + at(end)) / 2 * (end - start)) if at(end) > 0 else 0
    return float(total)


# --- calibration -----------------------------------------------------------------------------------------------------
def recalibration(y, p):
    x = np.clip(p, 1e-10, 1 - 1e-10)
    x = np.log(x / (1 - x))
    tight = dict(method="newton", tol=1e-13, maxiter=200, disp=0)
    large = sm.GLM(y, np.ones((len(y), 1)), family=sm.families.Binomial(), offset=x).fit(tol=1e-13, maxiter=200)
    mu = large.fittedvalues  # large.bse has the weights of the last step but one
    out = dict(in_the_large=float(large.params[0]), in_the_large_se=float((mu * (1 - mu)).sum() ** -0.5), n_cut=int(((p < 1e-10) | (p > 1 - 1e-10)).sum()))
    cases, controls = p[y == 1], p[y == 0]
    if controls.max() > cases.min() and cases.max() > controls.min():
        joint = sm.Logit(y, sm.add_constant(x)).fit(**tight)
        out |= dict(slope=float(joint.params[1]), slope_se=float(joint.bse[1]), intercept=float(joint.params[0]))
    return out


def exact_ece(y, p):
    total = Fraction(0)
    for k in range(10):
        inside = [i for i, v in enumerate(p) if k / 10 <= v and (v < (k + 1) / 10 or k == 9)]
        total += abs(sum((Fraction(float(p[i])) - int(y[i]) for i in inside), Fraction(0)))
    return float(total / len(p))


def smooth_ece_at(y, p, sigma):
    """Gauss-Legendre quadrature of the absolute sum of reflected kernels on 1500 cells, cut at its roots."""
    images = np.concatenate([np.r_[2 * k + p, 2 * k - p] for k in range(-6, 7)])
    weights = np.tile(y - p, 26)
    near = (images > -9 * sigma) & (images < 1 + 9 * sigma)
    images, weights = images[near], weights[near] / sigma
    inside = lambda t: stats.norm.pdf((np.atleast_1d(t)[:, None] - images) / sigma) @ weights
    grid = np.linspace(0, 1, 1501)
    values = inside(grid)
    flips = np.flatnonzero(values[:-1] * values[1:] < 0)
    roots = [optimize.brentq(lambda t: inside(t)[0], grid[k], grid[k + 1], xtol=1e-14) for k in flips]
    edges = np.sort(np.r_[grid, roots])
    nodes, shares = np.polynomial.legendre.leggauss(6)
    middle, half = (edges[1:] + edges[:-1]) / 2, np.diff(edges) / 2
    cells = sum(share * inside(middle + node * half) for node, share in zip(nodes, shares)) * half
    return float(np.abs(cells).sum() / len(y))


def smooth_ece(y, p):
    return optimize.brentq(lambda s: smooth_ece_at(y, p, s) - s, 4e-3, 1.0, xtol=1e-13)


# --- utility, uncertainty --------------------------------------------------------------------------------------------
def utility(y, p):
    frame = pd.DataFrame({"y": y, "p": p})
    table = dcurves.dca(data=frame, outcome="y", modelnames=["p"], thresholds=np.array(THRESHOLDS))
    pick = lambda model: [float(v) for v in table[table.model == model].sort_values("threshold").net_benefit]
    return dict(model=pick("p"), all=pick("all"), standardised=[v / np.mean(y) for v in pick("p")])


def risk_coverage(u, wrong):
    """Expected risk under random order within ties, by the hypergeometric mean."""
    risks = []
    for k in range(1, len(u) + 1):
        cut = np.sort(u)[k - 1]
        sure, tied = wrong[u < cut], wrong[u == cut]
        risks.append((sure.sum() + tied.mean() * (k - len(sure))) / k)
    best = [max(0, k - int((1 - wrong).sum())) / k for k in range(1, len(u) + 1)]
    return dict(risk=risks, aurc=float(np.mean(risks)), eaurc=float(np.mean(risks) - np.mean(best)))


# --- generator: a second reading of the algorithms -------------------------------------------------------------------
class Xoshiro128StarStar:
    def __init__(self, state):
        self.s = list(state)

    @classmethod
    def seeded(cls, seed, key):
        digest = hashlib.sha256(f"{seed}\0{key}".encode()).digest()
        return cls(int.from_bytes(digest[i : i + 4], "little") for i in (0, 4, 8, 12))

    def next(self):
        rotl = lambda x, k: ((x << k) | (x >> (32 - k))) & 0xFFFFFFFF
        s = self.s
        result = rotl(s[1] * 5 & 0xFFFFFFFF, 7) * 9 & 0xFFFFFFFF
        t = s[1] << 9 & 0xFFFFFFFF
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotl(s[3], 11)
        return result

    def below(self, bound):
        while True:
            product = self.next() * bound
            if product % 2**32 >= 2**32 % bound:
                return product // 2**32


def resamples(y):
    generator = Xoshiro128StarStar.seeded(42, "people")
    strata = [np.flatnonzero(np.array(y) == k) for k in (0, 1)]
    return [[int(strata[label][generator.below(len(strata[label]))]) for label in y] for _ in range(3)]


def resampling(sets):
    plain = Xoshiro128StarStar([1, 2, 3, 4])
    return dict(rows={name: resamples(d["y"]) for name, d in sets.items()}, first=[plain.next() for _ in range(10)])


# --- refits ----------------------------------------------------------------------------------------------------------
def refits():
    rng = np.random.default_rng(10)
    y = np.array([0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 0, 1])
    draw = lambda shift: np.round(1 / (1 + np.exp(-(rng.normal(size=(12, 9)) + shift * y[:, None] - 0.5))), 2)
    A, B = draw(1.0), draw(0.6)
    mean_kernel = lambda P: np.mean([kernel(y, P[:, b]) for b in range(P.shape[1])], axis=0)
    K, L = mean_kernel(A), mean_kernel(B)
    bernoulli = lambda p: stats.entropy(np.stack([p, 1 - p]))
    return dict(
        y=y.tolist(), a=A.tolist(), b=B.tolist(),
        a_auroc=[metrics.roc_auc_score(y, A[:, b]) for b in range(9)], value=K.mean(), variance=kernel_variance(K),
        cases=K.mean(1).tolist(), controls=K.mean(0).tolist(), difference=K.mean() - L.mean(), difference_variance=kernel_variance(K - L),
        mean_of_both=(K.mean() + L.mean()) / 2, mean_of_both_variance=kernel_variance((K + L) / 2),
        pbar=np.round(A.mean(1), 12).tolist(), s=np.round(A.std(1), 12).tolist(),
        total=bernoulli(A.mean(1)).tolist(), expected=np.mean([bernoulli(A[:, b]) for b in range(9)], axis=0).tolist(),
        quantiles=[np.quantile(A, v, axis=1).tolist() for v in (0.025, 0.5, 0.975)],
    )


# --- distributions, adjustments, intervals ---------------------------------------------------------------------------
def distributions():
    x = [-37.0, -12.5, -8.0, -5.0, -2.5, -2.4999, -1.0, -1e-3, 0.0, 0.3, 1.96, 2.5, 3.0, 6.0, 8.2]
    q = [1e-300, 1e-20, 1e-9, 0.001, 0.025, 0.0749, 0.075, 0.3, 0.5, 0.8, 0.925, 0.9251, 0.975, 0.999999, 1 - 1e-12]
    shares = [(0, 5), (5, 5), (3, 46), (17, 63), (1, 1), (200, 1000), (0, 1), (1, 2), (1, 100), (3, 300), (46, 63), (2, 5), (999, 1000)]
    return dict(
        x=x, cdf=stats.norm.cdf(x).tolist(), q=q, ppf=stats.norm.ppf(q).tolist(),
        shares=shares, wilson=[list(proportion_confint(k, n, method="wilson")) for k, n in shares],
    )


def tails():
    cases = [(0.1, 1, 4), (1.0, 2, 2), (2.5, 3, 10), (4.0, 10, 40), (13.4, 2, 6), (60.0, 4, 5), (9.92, 10, 40), (200.0, 11, 1000), (0.01, 1, 1), (3.84, 1, 62), (18.5, 11, 5), (0.7, 30, 30)]
    return dict(
        cases=cases, chi2=[stats.chi2.sf(x, a) for x, a, _ in cases], f=[stats.f.sf(x, a, b) for x, a, b in cases], t=[2 * stats.t.sf(x, b) for x, _, b in cases],
        ppf=[[p, df, stats.t.ppf(1 - p / 2, df)] for p, df in ((0.05, 1), (0.05, 4), (0.01, 16), (0.5, 62), (0.2, 3), (0.05, 2), (0.05, 6), (0.001, 9), (0.1, 30), (0.05, 62), (0.05, 439), (0.9, 5))],
        range=[[q, k, stats.studentized_range.sf(q, k, np.inf)] for q, k in ((0.5, 2), (3.3, 3), (4.6, 11), (2.0, 40), (6.0, 5), (2.77, 2), (0.1, 3), (3.6, 4), (3.9, 5), (4.0, 8), (5.5, 12), (3.0, 20))],
        range_ppf=[[p, k, stats.studentized_range.ppf(1 - p, k, np.inf)] for p, k in ((0.05, 2), (0.05, 3), (0.1, 5), (0.05, 12), (0.05, 30), (0.05, 4), (0.05, 5), (0.1, 2), (0.05, 7), (0.05, 15), (0.05, 20), (0.1, 20))],
    )


def loess(x, y, at):
    """Local quadratics of span .75 with tricube weights, each a least-squares fit of its own."""
    q, fitted = int(np.floor(0.75 * len(x))), []
    for centre in at:
        distance = abs(x - centre)
        weight = np.clip(1 - (distance / np.sort(distance)[q - 1]) ** 3, 0, None) ** 1.5
        near = weight > 0
        design = np.vander(x[near] - centre, 3, increasing=True) * weight[near, None]
        fitted.append(np.linalg.lstsq(design, y[near] * weight[near], rcond=None)[0][0])
    return np.array(fitted)


def calibration_index(y, p):
    if len(set(p)) < 10:
        return None
    distance = abs(loess(p, y, p) - p)
    return [distance.mean(), *np.quantile(distance, [0.5, 0.9])]


def ten_bins(y, p):
    bins = [[i for i, v in enumerate(p) if k / 10 <= v and (v < (k + 1) / 10 or k == 9)] for k in range(10)]
    share = lambda values, of: float(sum(Fraction(float(values[i])) for i in of) / len(of)) if of else None
    return [[len(of), int(y[of].sum()) if of else 0, share(p, of), share(y, of)] for of in bins]


def retention(y, p, u):
    """Who is most certain first; equal ones by prediction, then controls before cases."""
    order = np.array(sorted(range(len(y)), key=lambda i: (u[i], p[i], y[i])))
    rows = []
    for step in range(1, 21):
        kept = order[: min(len(y), max(10, len(y) * step // 20))]
        a, b = y[kept], p[kept]
        both = 0 < a.sum() < len(a)
        brier, pi, flagged = np.mean((b - a) ** 2), a.mean(), b >= 15 / 100
        benefit = (a[flagged].sum() - (1 - a[flagged]).sum() * (15 / 85)) / len(a)
        rows.append([len(kept), int(a.sum()), metrics.roc_auc_score(a, b) if both else None, brier, 1 - brier / (pi * (1 - pi)) if both else None, benefit])
    return rows


def ratios(y, p):
    ratio, se = y.mean() / p.mean(), np.sqrt(1 / y.sum() - 1 / len(y))
    z, pi = stats.norm.ppf(0.975), y.mean()
    return dict(oe=[ratio, ratio * np.exp(-z * se), ratio * np.exp(z * se)], scaled_brier=1 - metrics.brier_score_loss(y, p) / (pi * (1 - pi)), discrimination_slope=p[y == 1].mean() - p[y == 0].mean(), calibration_index=calibration_index(y, p))


def oracle(name, d):
    y, p, q = (np.array(d[k]) for k in ("y", "p", "q"))
    out = dict(brier=metrics.brier_score_loss(y, p), ece=exact_ece(y, p), mean=p.mean(), quantiles=np.quantile(p, [0, 0.025, 0.1, 1 / 3, 0.5, 0.9, 1]).tolist())
    wrong = ((p >= 0.5) != y).astype(int)
    out["risk_coverage"] = risk_coverage(q, wrong)
    out |= dict(bins=ten_bins(y, p), retention=retention(y, p, q))
    if name == "large":
        out["risk_coverage"].pop("risk")
    if 0 < y.sum() < len(y):
        out |= discrimination(y, p, q) | recalibration(y, p) | ratios(y, p)
        out["net_benefit"] = utility(y, p)
        if len(y) <= 63:
            out |= dict(smooth_ece=smooth_ece(y, p), smooth_ece_10=smooth_ece_at(y, p, 0.1), relplot=float(relplot.smECE(p, y)))
    return out


def main():
    warnings.simplefilter("ignore")
    sets = data_sets()
    dump = lambda name, value: (HERE / name).write_text(json.dumps(value, separators=(",", ":"), allow_nan=False) + "\n")
    dump("data.json", sets)
    dump("python.json", dict(
        thresholds=THRESHOLDS, sets={name: oracle(name, d) for name, d in sets.items()}, refits=refits(), distributions=distributions(),
        tails=tails(), resampling=resampling(sets),
    ))


main()
