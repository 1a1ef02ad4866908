"""Draws figures from their sidecars with matplotlib, at the same size, as SVG, PDF and PNG of 300 dpi: beside draw-figures.ts.

    python3 draw_figures.py SIDECARS OUT ID...

The marks are those of the sidecar; layout, legends and checks are matplotlib's own, so this is a lower bound of the work.
"""

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

COLOURS = ["#666666", "#0072B2", "#56B4E9", "#E69F00"]


def forest(figure, data):
    axes = figure.add_subplot()
    methods = [row for row in data if row["part"] == "method" and row["mean"] is not None]
    place = {(row["factor"], row["method"]): i for i, row in enumerate(methods)}
    for i, row in enumerate(methods):
        axes.plot([row["ci_lower"], row["ci_upper"]], [i, i], color="black")
        axes.text(1.01, i, f"{row['mean']:.3f} [{row['ci_lower']:.3f}, {row['ci_upper']:.3f}]", transform=axes.get_yaxis_transform())
    ticks = [row for row in data if row["part"] == "configuration" and (row["factor"], row["method"]) in place]
    axes.scatter([row["auroc"] for row in ticks], [place[row["factor"], row["method"]] for row in ticks], marker="|", s=20)
    axes.scatter([row["mean"] for row in methods], range(len(methods)), zorder=3)
    axes.set_yticks(range(len(methods)), [row["display_name"] for row in methods])
    axes.set_xlabel("AUROC")


def heatmap(figure, data):
    axes = figure.add_subplot()
    cells = [row for row in data if row["part"] == "cell"]
    outliers, imputers = (list(dict.fromkeys(row[key] for row in cells)) for key in ("outlier_method", "imputation_method"))
    grid = [[float("nan")] * len(imputers) for _ in outliers]
    for row in cells:
        i, j = outliers.index(row["outlier_method"]), imputers.index(row["imputation_method"])
        if row["auroc"] is not None:
            grid[i][j] = row["auroc"]
            axes.text(j, i, f"{row['auroc']:.3f}", ha="center", va="center")
    figure.colorbar(axes.imshow(grid, aspect="auto"))
    axes.set_yticks(range(len(outliers)), outliers)
    axes.set_xticks(range(len(imputers)), imputers, rotation=45, ha="right")


def specification(figure, data):
    top, below = figure.subplots(2, sharex=True)
    rows = [row for row in data if row["part"] == "configuration"]
    rank = [row["rank"] for row in rows]
    top.vlines(rank, [row["auroc_ci_lower"] or row["auroc"] for row in rows], [row["auroc_ci_upper"] or row["auroc"] for row in rows])
    top.scatter(rank, [row["auroc"] for row in rows], s=8)
    top.set_ylabel("AUROC")
    names = list(dict.fromkeys(row[key] for key in ("outlier_method", "imputation_method") for row in rows))
    for key in ("outlier_method", "imputation_method"):
        below.scatter(rank, [names.index(row[key]) for row in rows], s=6)
    below.set_yticks(range(len(names)), names)


def panels(figure, data):
    """One panel for each role (or metric), and a curve in it for each."""
    roles = [row["role"] for row in data if row["part"] == "pipeline"]
    keys = list(dict.fromkeys(row.get("metric_name", "") for row in data if row["part"] == "retention")) or roles
    all_axes = figure.subplots(2, -(-len(keys) // 2), squeeze=False).ravel()
    for axes, key in zip(all_axes, keys):
        axes.set_title(key)
        for colour, role in zip(COLOURS, roles):
            own = [row for row in data if row.get("role") == role]
            if key in roles and key != role:
                continue
            curve(axes, own, key, colour)
    all_axes[0].legend(roles)


def curve(axes, rows, key, colour):
    of = lambda part: [row for row in rows if row["part"] == part]
    if of("curve"):
        x = [row["predicted"] for row in of("curve")]
        axes.fill_between(x, [row["ci_lower"] or 0 for row in of("curve")], [row["ci_upper"] or 1 for row in of("curve")], color=colour, alpha=0.2)
        axes.plot(x, [row["observed"] for row in of("curve")], color=colour)
        groups = [row for row in of("group") if row["observed"] is not None]
        axes.errorbar([row["p_mean"] for row in groups], [row["observed"] for row in groups], yerr=[[row["observed"] - row["ci_lower"] for row in groups], [row["ci_upper"] - row["observed"] for row in groups]], fmt="o", color=colour)
        axes.scatter([row["y_prob"] for row in of("person")], [row["y_true"] for row in of("person")], marker="|", color=colour)
    for name in ("net_benefit_model", "net_benefit_all", "net_benefit_none"):
        if of("threshold"):
            axes.plot([row["threshold"] for row in of("threshold")], [row[name] for row in of("threshold")], color=colour)
    kept = [row for row in of("retention") if row["metric_name"] == key and row["metric_value"] is not None]
    axes.plot([row["retention_rate"] for row in kept], [row["metric_value"] for row in kept], color=colour, marker="o", markersize=2)


def main(sidecars, out, *ids):
    plt.rcParams.update({"font.size": 7, "svg.fonttype": "none", "pdf.fonttype": 42})
    for name in ids:
        document = json.loads((Path(sidecars) / f"{name}.json").read_text())
        figure = plt.figure(figsize=(document["width_in"], document["height_in"]), layout="constrained")
        draw = forest if "forest" in name else heatmap if "heatmap" in name else specification if "specification" in name else panels
        draw(figure, document["data"])
        for kind in ("svg", "pdf", "png"):
            figure.savefig(Path(out) / f"{name}.{kind}", dpi=300)
        plt.close(figure)


main(*sys.argv[1:])
