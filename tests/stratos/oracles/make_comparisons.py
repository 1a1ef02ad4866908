"""Write comparisons-data.json and comparisons-python.json: tables to compare methods by, and what Python says of them.

    pip install numpy scipy scikit-learn statsmodels pandas scikit-posthocs
    python make_comparisons.py

Run make_comparisons.R afterwards; it reads comparisons-data.json. The tests read the JSON files alone. Where a
library has the definition, its number is stored; where none has, a direct and slow computation stands here. A number
that does not exist is null.
"""

import itertools
import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import scikit_posthocs
import statsmodels.api as sm
import statsmodels.formula.api as smf
from scipy import integrate, optimize, special, stats
from sklearn import metrics
from statsmodels.stats.meta_analysis import effectsize_smd
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.outliers_influence import variance_inflation_factor

HERE = Path(__file__).parent
Z = stats.norm.ppf(0.975)


# --- data ------------------------------------------------------------------------------------------------------------
def blocks():
    rng = np.random.default_rng(101)
    draw = lambda n, k, digits: np.round(rng.normal(size=(n, k)) * 0.05 + np.linspace(0.8, 0.85, k), digits).tolist()
    return dict(
        worked=[[0.9, 0.8, 0.7], [0.85, 0.85, 0.6], [0.7, 0.9, 0.5], [0.95, 0.9, 0.8]],
        two_methods=draw(8, 2, 3), two_blocks=[[0.8, 0.7, 0.9], [0.7, 0.75, 0.95]], five_blocks=draw(5, 4, 3),
        agree=[[0.1 * b + 0.01 * m for m in range(4)] for b in range(6)], opposed=[[1, 2, 3], [3, 2, 1], [1, 2, 3], [3, 2, 1]],
        ties=draw(9, 5, 2), heavy_ties=draw(15, 6, 1), one_block_tied=[[0.5] * 4, *draw(7, 4, 3)], twelve_methods=draw(20, 12, 4),
        study=draw(57, 5, 4), classifiers=draw(79, 4, 3), zero_and_one=[[0, 1, 0.5], [0, 1, 1], [0, 0, 1], [0, 1, 0.2], [1, 1, 0]],
    )


def pairs():
    rng = np.random.default_rng(102)

    def draw(n, slope, digits, offset=0.0):
        x = rng.normal(size=n)
        return np.round(x + offset, digits).tolist(), np.round(slope * x + rng.normal(size=n) + offset, digits).tolist()

    return dict(
        worked=([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4, 3, 7, 8, 6, 6]), three=([1, 2, 4], [2, 1, 7]), four=([1, 2, 3, 5], [2, 1, 3, 3]), five=draw(5, 1.0, 3),
        line=([1, 2, 3, 4, 9], [2, 4, 6, 8, 18]), falling_line=([1, 2, 3, 4, 9], [-1, -2, -3, -4, -9]), curve=([1, 2, 3, 4, 9], [1, 4, 9, 16, 81]),
        ties=draw(25, 0.6, 0), falling=draw(40, -1.5, 4), unrelated=draw(63, 0.0, 4), far_from_zero=draw(30, 0.8, 3, offset=1e4),
        outlier=([*draw(20, 0.0, 3)[0], 40.0], [*draw(20, 0.0, 3)[1], 55.0]), labels=([0, 1] * 12, np.round(rng.normal(size=24), 2).tolist()), nearly_line=([1, 2, 3, 4, 5], [1, 2, 3, 4, 5.000001]),
        few_values=draw(60, 1.0, 0), ten=draw(10, 0.5, 2), level=([1, 2, 3, 4], [5, 5, 5, 5]),
    )


def groups():
    rng = np.random.default_rng(103)
    draw = lambda n, shift, digits=3: np.round(rng.normal(size=n) + shift, digits).tolist()
    return dict(
        worked=([1, 2, 3, 4], [2, 4, 6, 9, 5]), two_and_two=([1, 2], [4, 3.5]), one_and_three=([5], [1, 2, 4]), five_in_all=([1, 2.5], [2, 2, 7]), equal_means=([1, 2, 3], [2, 2, 2, 2]),
        ties=(draw(12, 0, 0), draw(15, 0.5, 0)), unequal=(draw(3, 1), draw(60, 0)), wide=(draw(10, 30), draw(11, 0)), far_from_zero=(draw(9, 1e5), draw(9, 1e5 + 1)), large=(draw(150, 0.1), draw(200, 0)),
        shares=([0, 0, 1, 0, 1], [1, 1, 0, 1, 1, 1]), seven_and_eleven=(draw(7, 0), draw(11, 0.5)), level=([2, 2, 2], [3, 3]),
    )


def features():
    rng = np.random.default_rng(104)
    draw = lambda n, k, mix, digits=4: np.round(rng.normal(size=(n, k)) @ (np.eye(k) + mix), digits).T.tolist()
    a, b, c = rng.normal(size=(3, 30))
    return dict(
        one=draw(20, 1, 0), two=draw(20, 2, 0.4), orthogonal=[[1, 1, -1, -1], [1, -1, 1, -1]], five_people=draw(5, 2, 0.3), five_people_three=draw(5, 3, 0.3), four=draw(40, 4, 0.6),
        scales=[(np.array(column) * 10.0 ** (3 * k - 3)).tolist() for k, column in enumerate(draw(40, 3, 0.8))], close=[np.round(a, 4).tolist(), np.round(a + 0.03 * b, 4).tolist(), np.round(c, 4).tolist()],
        ties=draw(63, 5, 0.5, digits=0), many=draw(63, 12, 0.2), labels=[[k % 2 for k in range(24)], [k % 3 for k in range(24)], [k // 12 for k in range(24)]], offset=(np.array(draw(25, 3, 0.5)) + 50).tolist(), twelve_people=draw(12, 3, 0.4),
    )


def p_values():
    rng = np.random.default_rng(105)
    return dict(
        worked=[0.01, 0.04, 0.03, 0.005, 0.2], one=[0.03], two=[0.02, 0.04], ties=[0.04, 0.001, 0.04, 0.5, 0.9, 1.0, 0.02, 0.0004, 0.04, 0.06], zero_and_one=[0.0, 1.0, 0.5, 0.0], ones=[1.0, 1.0, 1.0],
        equal=[0.05] * 6, sorted=[0.001, 0.002, 0.003, 0.2], falling=[0.9, 0.5, 0.05, 0.01, 0.001], tiny=[1e-300, 1e-20, 1e-8, 0.5], pairwise=np.round(rng.uniform(size=66) ** 3, 6).tolist(), family=np.round(rng.uniform(size=200), 4).tolist(),
    )


def designs():
    rng = np.random.default_rng(106)

    def draw(sizes, terms, digits=3, n=None, effect=0.03):
        names = "abc"[: len(sizes)]
        cells = list(itertools.product(*[range(size) for size in sizes]))
        rows = cells * (1 if n is None else -(-n // len(cells)))
        if n is not None:  # unbalanced: every cell once, the rest by chance
            rows = cells + [cells[k] for k in rng.integers(len(cells), size=n - len(cells))]
        data = {name: [f"{name}{row[k]}" for row in rows] for k, name in enumerate(names)}
        v = [round(0.8 + effect * sum(row) + float(rng.normal()) * 0.02, digits) for row in rows]
        return dict(v=v, levels=data, terms=terms)

    A, B, C, AB, AC, BC, ABC = ["a"], ["b"], ["c"], ["a", "b"], ["a", "c"], ["b", "c"], ["a", "b", "c"]
    return dict(
        worked=dict(v=[0.80, 0.82, 0.85, 0.78, 0.80, 0.86, 0.90, 0.88, 0.81, 0.84, 0.80], levels=dict(a=list("aaaaabbbbbb"), b=list("xxyzzxyyzzz")), terms=[A, B, AB]),
        five=dict(v=[0.7, 0.75, 0.8, 0.9, 0.85], levels=dict(a=list("xxyyy")), terms=[A]),
        one_way=draw([3], [A], n=14), one_way_ties=draw([4], [A], digits=1, n=30, effect=0.1), one_way_none=draw([3], [A], n=21, effect=0),
        grid=draw([4, 3], [A, B]), interaction=draw([2, 3], [A, B, AB], n=20), empty_in_order=draw([3, 3], [B, A, AB], n=31), additive=draw([5, 4], [A, B], n=50),
        three=draw([2, 3, 2], [A, B, C], n=26), three_full=draw([2, 2, 3], [A, B, C, AB, AC, BC, ABC], n=40), three_pairs=draw([2, 3, 2], [A, B, C, AB, BC], n=37),
        study=draw([11, 8], [A, B]), study_three=draw([5, 4, 3], [A, B, C, AB], n=110),
    )


def refits():
    rng = np.random.default_rng(107)

    def draw(n, events, models, digits=3, spread=1.0, apart=1.0):
        y = (np.arange(n) % max(1, n // events) == 0).astype(int) if events < n else np.ones(n, dtype=int)
        y[np.flatnonzero(y)[events:]] = 0
        person = rng.normal(size=n) + apart * y - 0.5
        score = lambda size: np.round(1 / (1 + np.exp(-spread * (person[:, None] + 0.6 * rng.normal(size=(n, size))))), digits)
        return dict(y=y.tolist(), a=score(models).tolist(), b=score(models).tolist(), reference=score(1)[:, 0].tolist())

    sets = dict(
        study=draw(63, 17, 12), ties=draw(20, 8, 9, digits=1), five=draw(5, 2, 6), one_model=draw(12, 5, 1), two_models=draw(12, 5, 2), separated=draw(16, 8, 8, apart=20), rare=draw(100, 1, 5), prevalence_01=draw(200, 2, 4, digits=2),
        sure=draw(20, 8, 7, digits=2, spread=12.0), common=draw(24, 21, 6, digits=2), flat=draw(15, 6, 5, digits=2, spread=0.1), coarse=draw(30, 9, 10, digits=1, spread=4.0), one_class=draw(6, 6, 4),
    )
    sets["worked"] = dict(y=[0, 1, 0], a=[[0.2, 0.4, 0.6, 0.3], [0.7, 0.8, 0.55, 0.9], [0.45, 0.52, 0.5, 0.4]], b=[[0.1, 0.4, 0.6, 0.4], [0.5, 0.8, 0.5, 0.9], [0.45, 0.6, 0.5, 0.1]], reference=[0.5, 0.6, 0.45])
    return sets


def resampled():
    """x: groups that are resampled each by itself; the statistic is the mean of one group, or the AUROC of two."""
    rng = np.random.default_rng(108)
    one = lambda values: [np.round(values, 3).tolist()]
    two = lambda m, n, apart, digits=3: [np.round(rng.normal(size=m) + apart, digits).tolist(), np.round(rng.normal(size=n), digits).tolist()]
    return dict(
        worked=one([1, 2, 3, 4, 10]), normal=one(rng.normal(size=30)), skewed=one(rng.exponential(size=20)), heavy=one(rng.standard_t(2, size=25)), five=one([0.2, 0.4, 0.5, 0.5, 9.0]), labels=one([0, 0, 0, 1, 0, 1, 1, 0]), level=one([2, 2, 2, 2]),
        study=two(17, 46, 1.2), ties=two(9, 12, 0.8, 0), five_people=two(2, 3, 0.5), separated=two(6, 9, 20), worse_than_chance=two(12, 10, -1.0), prevalence_01=two(2, 198, 1.5),
    )


# --- numbers ---------------------------------------------------------------------------------------------------------
def number(value):
    value = float(value)
    return value if np.isfinite(value) else None


def range_upper(q, k):
    inside = lambda z: stats.norm.pdf(z) * (stats.norm.cdf(z) - stats.norm.cdf(z - q)) ** (k - 1)
    return 1 - k * integrate.quad(inside, -9, 9 + q, epsabs=1e-14, epsrel=1e-13, limit=400, points=(0, q / 2, q))[0]


def compare_blocks(values):
    values = np.array(values, dtype=float)
    n, k = values.shape
    ranks = stats.rankdata(-values, axis=1)
    within = ((ranks - (k + 1) / 2) ** 2).sum()
    chi2 = n * n * (k - 1) * ((ranks.mean(0) - (k + 1) / 2) ** 2).sum() / within
    rest = n * (k - 1) - chi2
    f = (n - 1) * chi2 / rest if rest > 1e-9 else np.nan
    library = stats.friedmanchisquare(*values.T) if k > 2 else None
    error = np.sqrt(k * (k + 1) / (6 * n))
    rows = list(itertools.combinations(range(k), 2))
    posthoc = scikit_posthocs.posthoc_nemenyi_friedman(values).to_numpy()
    return dict(
        mean_ranks=ranks.mean(0).tolist(), chi2=chi2, p=stats.chi2.sf(chi2, k - 1), scipy=None if library is None else [float(library.statistic), float(library.pvalue)],
        iman_davenport=[number(f), number(stats.f.sf(f, k - 1, (k - 1) * (n - 1)))],
        critical_difference=optimize.brentq(lambda q: range_upper(q, k) - 0.05, 1, 20, xtol=1e-14) / np.sqrt(2) * error,
        nemenyi=[range_upper(abs(np.diff(ranks.mean(0)[[i, j]])[0]) / error * np.sqrt(2), k) for i, j in rows], posthocs=[float(posthoc[i, j]) for i, j in rows],
    )


def correlate(x, y):
    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    if np.ptp(x) == 0 or np.ptp(y) == 0:
        return dict(pearson=[None] * 3, spearman=[None] * 3)
    linear = stats.pearsonr(x, y)
    r, rho = float(linear.statistic), float(stats.spearmanr(x, y).statistic)
    limits = linear.confidence_interval(0.95) if len(x) > 3 and abs(r) < 1 - 1e-15 else (np.nan, np.nan)
    wide = Z * np.sqrt((1 + rho**2 / 2) / (len(x) - 3)) if len(x) > 3 and abs(rho) < 1 - 1e-15 else np.nan
    return dict(pearson=[r, *map(number, limits)], spearman=[rho, *(number(np.tanh(np.arctanh(rho) + s * wide)) if np.isfinite(wide) else None for s in (-1, 1))])


def contrast_groups(a, b):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    df = len(a) + len(b) - 2
    pooled = np.sqrt((((a - a.mean()) ** 2).sum() + ((b - b.mean()) ** 2).sum()) / df)
    out = dict(exact=[None] * 2, approximate=None)
    if pooled > 0:
        d = (a.mean() - b.mean()) / pooled
        j = special.gamma(df / 2) / (np.sqrt(df / 2) * special.gamma((df - 1) / 2)) if df < 300 else np.exp(special.gammaln(df / 2) - special.gammaln((df - 1) / 2)) / np.sqrt(df / 2)
        sd = lambda v: v.std(ddof=1) if len(v) > 1 else 0.0
        out = dict(exact=[d, d * j], approximate=number(effectsize_smd(a.mean(), sd(a), len(a), b.mean(), sd(b), len(b))[0]))
    mean = lambda v: [number(v.mean()), *map(number, stats.t.interval(0.95, len(v) - 1, v.mean(), stats.sem(v))), number(stats.ttest_1samp(v, 0).pvalue)]
    return out | dict(mean=mean(b) if np.ptp(b) > 0 else [float(b.mean())] * 3 + [None])


def signed_ranks(a):
    d = np.array(a, dtype=float)
    d = d[d != 0][:14]
    ranks = stats.rankdata(abs(d))
    centre = ranks.sum() / 2
    sums = np.array(list(itertools.product((0, 1), repeat=len(d)))) @ ranks
    return dict(d=d.tolist(), p=float(np.mean(abs(sums - centre) >= abs(ranks[d > 0].sum() - centre) - 1e-9)))


def inflation(columns):
    design = sm.add_constant(np.array(columns, dtype=float).T, has_constant="add")
    return [float(variance_inflation_factor(design, k)) for k in range(1, design.shape[1])]


def adjusted(p):
    return {method: multipletests(p, method=method)[1].tolist() for method in ("bonferroni", "holm", "fdr_bh")}


def analyse(design):
    frame = pd.DataFrame(dict(v=design["v"], **design["levels"]))
    coded = lambda name: f"C({name}, Sum)"
    formula = "v ~ " + " + ".join(":".join(map(coded, term)) for term in design["terms"])
    fit = smf.ols(formula, frame).fit()
    error, total, n = fit.mse_resid, fit.centered_tss, len(frame)
    rows = []
    for kind in (1, 2, 3):
        table = sm.stats.anova_lm(fit, typ=kind).drop(["Residual", "Intercept"], errors="ignore")
        for ss, df, f, p in table[["sum_sq", "df", "F", "PR(>F)"]].to_numpy():
            rest = ss - df * error
            rows.append([kind, ss, df, f, p, ss / total, ss / (ss + fit.ssr), rest / (total + error), rest / (ss + (n - df) * error)])
    return dict(rows=[list(map(float, row)) for row in rows], residual=[fit.ssr, fit.df_resid], r_squared=fit.rsquared, fitted=fit.fittedvalues.tolist())


def kernel(y, P):
    cases, controls = P[y == 1], P[y == 0]
    return ((cases[:, None, :] > controls[None]) + 0.5 * (cases[:, None, :] == controls[None])).mean(2)


def refit(d):
    y, A, B, f = (np.array(d[key]) for key in ("y", "a", "b", "reference"))
    both = 0 < y.sum() < len(y)
    variance = lambda K: K.mean(1).var(ddof=1) / K.shape[0] + K.mean(0).var(ddof=1) / K.shape[1] if min(K.shape) > 1 else np.nan
    H = lambda p: stats.entropy(np.stack([p, 1 - p]))
    K, L = (kernel(y, A), kernel(y, B)) if both else (np.full((1, 1), np.nan),) * 2
    per_model = [metrics.roc_auc_score(y, A[:, b]) for b in range(A.shape[1])] if both else [None] * A.shape[1]
    flip = lambda t: ((A >= t) != (f >= t)[:, None]).mean(1)
    minority = lambda t: np.minimum((A >= t).mean(1), (A < t).mean(1))
    total = H(np.round(A.mean(1), 12))  # The mean is rounded, and used from there on
    expected = H(A.T.ravel()).reshape(A.shape[1], -1).mean(0)
    return dict(
        auroc=[number(K.mean()), number(variance(K))], per_model=per_model, difference=[number(K.mean() - L.mean()), number(variance(K - L))],
        mean=A.mean(1).tolist(), sd=A.std(1).tolist(), quantiles=np.quantile(A, [0.025, 0.5, 0.975], axis=1).tolist(),
        total=total.tolist(), expected=expected.tolist(), mutual_information=(total - expected).tolist(),
        absolute_error=[*abs(A - f[:, None]).mean(1).tolist(), float(abs(A - f[:, None]).mean())], flip=[[*flip(t).tolist(), float(flip(t).mean())] for t in (0.5, 0.2)], minority=[minority(t).tolist() for t in (0.5, 0.2)],
    )


def resample(name, x):
    samples = tuple(np.array(group, dtype=float) for group in x)
    statistic = (lambda a, b: kernel(np.r_[np.ones(len(a)), np.zeros(len(b))], np.r_[a, b][:, None]).mean()) if len(x) == 2 else np.mean
    seed = sum(map(ord, name))
    make = lambda method: stats.bootstrap(samples, statistic, n_resamples=199, method=method, vectorized=False, rng=np.random.default_rng(seed))
    bca, percentile = make("BCa"), make("percentile")
    jackknife = [[float(statistic(*(np.delete(s, i) if k == j else s for k, s in enumerate(samples)))) for i in range(len(samples[j]))] for j in range(len(samples))]
    return dict(
        estimate=float(statistic(*samples)), replicates=bca.bootstrap_distribution.tolist(), jackknife=jackknife,
        bca=list(map(number, bca.confidence_interval)), percentile=list(map(number, percentile.confidence_interval)),
    )


def main():
    warnings.simplefilter("ignore")
    data = dict(blocks=blocks(), pairs=pairs(), groups=groups(), features=features(), p_values=p_values(), designs=designs(), refits=refits(), resampled=resampled())
    each = lambda kind, of: {name: of(value) for name, value in data[kind].items()}
    said = dict(
        blocks=each("blocks", compare_blocks), pairs=each("pairs", lambda d: correlate(*d)), groups=each("groups", lambda d: contrast_groups(*d)), signed_ranks=each("groups", lambda d: signed_ranks([*d[0], *(-v for v in d[1])])),
        features=each("features", inflation), p_values=each("p_values", adjusted), designs=each("designs", analyse), refits=each("refits", refit),
        resampled={name: resample(name, x) for name, x in data["resampled"].items()},
    )
    for name, value in (("comparisons-data.json", data), ("comparisons-python.json", said)):
        (HERE / name).write_text(json.dumps(value, separators=(",", ":"), allow_nan=False) + "\n")


main()
