#!/usr/bin/env python3
"""Write an MLflow file store of classification runs for the benchmark. Needs numpy alone.

    make_study.py OUT --runs 20 --bootstraps 1000 --curves    20 pickles of the real size, about 33 MB each
    make_study.py OUT --runs 400 --bootstraps 50              400 small ones
    make_study.py OUT --first 400 --runs 1 --bootstraps 50    one run more

OUT/mlruns       one experiment, PLR_Classification, with `--runs` finished runs from number `--first` on
OUT/people.json  codes and labels of everybody, for the recordings: made by the benchmark itself

No model is trained. A person has a latent score, a pipeline shifts and blurs it, and each of the B "models" adds a
noise of its own. So predictions spread over the models, and from pipeline to pipeline, roughly as real ones do.
Structure, names, keys and types of the pickles are those of the study's own metrics pickles. Nothing is from real
people. The same arguments write the same bytes.
"""

import argparse
import hashlib
import itertools
import json
import pathlib
import pickle
import warnings

import numpy as np

# A model that flags nobody has no PPV: the pickles say NaN, as real ones do.
warnings.filterwarnings("ignore", category=RuntimeWarning)

OUTLIER = [
    "pupil-gt",
    "ensemble-LOF-MOMENT-OneClassSVM-PROPHET-SubPCA-TimesNet-UniTS-gt-finetune",
    "MOMENT-gt-finetune",
    "LOF",
    "TimesNet-gt",
    "OneClassSVM",
    "MOMENT-gt-zeroshot",
    "UniTS-gt-finetune",
    "PROPHET",
    "SubPCA",
    "ensembleThresholded-MOMENT-TimesNet-UniTS-gt-finetune",
]
IMPUTATION = [
    "pupil-gt",
    "CSDI",
    "SAITS",
    "TimesNet",
    "MOMENT-finetune",
    "MOMENT-zeroshot",
    "ensemble-CSDI-MOMENT-SAITS",
    "ensemble-CSDI-MOMENT-SAITS-TimesNet",
]
CLASSIFIER = ["CATBOOST", "XGBOOST", "TabPFN", "TabM", "LogisticRegression"]
# The pipelines that figures show side by side come first, so that a small study has them.
ROLES = [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (2, 4), (3, 5), (5, 5)]

SPLITS = ("train", "val", "test")
TRAIN, TEST = (106, 39), (46, 17)  # controls, cases
PREVALENCE = 0.0354
START = 1_700_000_000_000
EXPERIMENT = "253031330985650090"


def generator(*key):
    digest = hashlib.sha256("/".join(map(str, key)).encode()).digest()
    return np.random.default_rng(int.from_bytes(digest[:8], "big"))


def pipelines():
    named = [(OUTLIER[o], IMPUTATION[i], "CATBOOST") for o, i in ROLES]
    grid = itertools.product(OUTLIER, IMPUTATION, CLASSIFIER)
    return named + [one for one in grid if one not in named]


def people(seed):
    rng = generator(seed, "people")
    split = {}
    for name, (controls, cases), first in (("train", TRAIN, 1), ("test", TEST, 301)):
        codes = [f"PLR1{first + k:03d}" for k in range(controls)] + [f"PLR4{first + k:03d}" for k in range(cases)]
        labels = np.repeat([0, 1], [controls, cases])
        order = rng.permutation(len(codes))
        split[name] = (np.array(codes, dtype=object)[order], labels[order].astype(np.int64))
    return split


def predictions(labels, name, bootstraps, rng):
    """Probabilities (people, bootstraps): a latent score, the pipeline's blur, and a noise per model."""
    latent = generator("latent", *labels.tolist()).normal(size=len(labels)) + 1.7 * (labels - 0.5)
    blur = generator(name, len(labels)).normal(size=len(labels)) * 0.5
    tilt = rng.normal(size=bootstraps) * 0.35
    shift = rng.normal(size=bootstraps) * 0.4
    noise = rng.normal(size=(len(labels), bootstraps)) * 0.45
    logits = (latent + blur)[:, None] * np.exp(tilt) + shift + noise - 0.9
    return 1 / (1 + np.exp(-logits))


def ratio(a, b):
    return np.divide(a, b, out=np.full(np.shape(a), np.nan), where=np.asarray(b) != 0)


def scalars(y, p):
    """The scalars of every model, as lists of Python floats. p: (people, bootstraps)."""
    hat = p > 0.5
    case = y == 1
    tp, fp = hat[case].sum(0).astype(float), hat[~case].sum(0).astype(float)
    fn, tn = case.sum() - tp, (~case).sum() - fp
    se, sp = ratio(tp, tp + fn), ratio(tn, tn + fp)
    pairs = p[case][:, None, :] - p[~case][None, :, :]
    wins = (pairs > 0) + 0.5 * (pairs == 0)
    hard_cases, hard_controls = np.sort(p[case], axis=0)[:3], np.sort(p[~case], axis=0)[-8:]
    hard = hard_cases[:, None, :] > hard_controls[None, :, :]
    thirds = np.minimum((p * 3).astype(int), 2)
    gaps = [np.abs(np.where(thirds == k, p - y[:, None], 0).sum(0)) / np.maximum((thirds == k).sum(0), 1) for k in range(3)]
    ordered = np.take_along_axis(np.broadcast_to(y[:, None], p.shape), np.argsort(-p, axis=0), axis=0)
    hits = np.cumsum(ordered, axis=0)
    precision = hits / np.arange(1, len(y) + 1)[:, None]
    values = {
        "AUROC": wins.mean((0, 1)),
        "AUPR": (precision * ordered).sum(0) / max(case.sum(), 1),
        "F1": ratio(2 * tp, 2 * tp + fp + fn),
        "sensitivity": se,
        "specificity": sp,
        "PPV": ratio(tp, tp + fp),
        "NPV": ratio(tn, tn + fn),
        "accuracy": (tp + tn) / len(y),
        "accuracy_balanced": (se + sp) / 2,
        "PPV_prev": ratio(se * PREVALENCE, se * PREVALENCE + (1 - sp) * (1 - PREVALENCE)),
        "NPV_prev": ratio(sp * (1 - PREVALENCE), (1 - se) * PREVALENCE + sp * (1 - PREVALENCE)),
        "tpAUC": hard.mean((0, 1)),
        "Brier": ((p - y[:, None]) ** 2).mean(0),
        "ECE": np.max(gaps, axis=0),
    }
    return {name: value.tolist() for name, value in values.items()}


def curves(y, p):
    """Arrays (200, B) and (10, B), for each model on one grid."""
    grid, ten, n, bootstraps = np.linspace(0, 1, 200), np.linspace(0, 1, 10), len(y), p.shape[1]
    order = np.argsort(-p, axis=0)
    ordered = np.take_along_axis(np.broadcast_to(y[:, None], p.shape), order, axis=0)
    tp = np.cumsum(ordered, axis=0) / max(y.sum(), 1)
    fp = np.cumsum(1 - ordered, axis=0) / max((1 - y).sum(), 1)
    precision = np.cumsum(ordered, axis=0) / np.arange(1, n + 1)[:, None]
    falling = np.take_along_axis(p, order, axis=0)
    each = lambda make: np.stack([make(b) for b in range(bootstraps)], 1)
    thresholds = each(lambda b: np.interp(grid, np.linspace(0, 1, n), falling[:, b]))
    thresholds[:3] = np.nan
    repeated = np.repeat(grid[:, None], bootstraps, 1)
    return {
        "AUROC": {"fpr": repeated, "tpr": each(lambda b: np.interp(grid, fp[:, b], tp[:, b])), "thresholds": thresholds},
        "AUPR": {
            "precision": each(lambda b: np.interp(grid, tp[:, b], precision[:, b])),
            "recall": np.ones_like(repeated),
            "thresholds": thresholds.copy(),
        },
        "calibration_curve": {
            "prob_pred": np.repeat(ten[:, None], bootstraps, 1),
            "prob_true": np.clip(np.repeat(ten[:, None], bootstraps, 1) + 0.1 * np.sin(7 * ten)[:, None], 0, 1),
        },
    }


def stat(values):
    a = np.asarray(values, dtype=float)
    sd = float(np.nanstd(a))
    ci = np.array([np.nan, np.nan]) if sd == 0 else np.nanpercentile(a, [2.5, 97.5])
    return {"n": int(a.shape[0]), "mean": np.float64(np.nanmean(a)), "std": np.float64(sd), "ci": ci}


def curve_stat(values):
    mean = values.mean(1)
    return {"mean": mean, "std": mean, "ci": np.percentile(values, [2.5, 97.5], axis=1)}


def entropy(p):
    return -(p * np.log(p + 1e-10) + (1 - p) * np.log(1 - p + 1e-10))


def subject_statistics(p, labels):
    """Mean and spread of everything that is known of a person. p: (people, models)."""
    mean = p.mean(1)
    known = {"y_pred_proba": p, "y_pred": (p > 0.5).astype(np.int64), "label": np.repeat(labels[:, None], p.shape[1], 1)}
    preds = {key: {"mean": v.mean(1), "std": v.std(1)} for key, v in known.items()}
    unknown = {
        "confidence": np.maximum(mean, 1 - mean),
        "entropy_of_expected": entropy(mean),
        "expected_entropy": entropy(p).mean(1),
        "mutual_information": entropy(mean) - entropy(p).mean(1),
    }
    preds |= {key: {"mean": v, "std": np.full_like(v, np.nan)} for key, v in unknown.items()}
    wrong = (mean > 0.5) != labels
    risk = np.cumsum(wrong[np.argsort(p.std(1))]) / np.arange(1, len(labels) + 1)
    uq = {
        "scalars": {"AURC": risk.mean(), "AURC_E": risk.mean() / 2, **{key: np.mean(v) for key, v in unknown.items()}},
        "arrays": {
            "entropy": unknown["entropy_of_expected"],
            "mutual_information": unknown["mutual_information"],
            "coverage": np.linspace(0, 1, len(labels)),
            "risk": risk,
        },
    }
    return preds, uq


def drawn_lists(codes, labels, p, drawn):
    """Train and val keep one list per person and key, with an entry for each time the person was drawn."""
    hat = (p > 0.5).astype(int)
    out = {"y_pred_proba": {}, "y_pred": {}, "label": {}}
    for person, code in enumerate(codes):
        times = np.repeat(np.arange(p.shape[1]), drawn[person])
        out["y_pred_proba"][code] = p[person, times].tolist()
        out["y_pred"][code] = hat[person, times].tolist()
        out["label"][code] = [int(labels[person])] * len(times)
    return out


def metrics(name, cohort, bootstraps, with_curves, seed):
    """The content of metrics_{name}.pickle."""
    rng = generator(seed, name)
    out = {"metrics_iter": {}, "metrics_stats": {}, "subjectwise_stats": {}, "subject_global_stats": {}}
    counts = rng.multinomial(72, np.full(len(cohort["train"][0]), 1 / len(cohort["train"][0])), size=bootstraps).T
    for split in SPLITS:
        codes, labels = cohort["test" if split == "test" else "train"]
        p = predictions(labels, name, bootstraps, rng)
        each = scalars(labels, p)
        arrays = curves(labels, p) if with_curves else {}
        iterations = {"metrics": {"scalars": each, "arrays": arrays}}
        if split == "test":
            keys = {
                "y_pred_proba": p.astype(np.float32) if name.startswith("XGBOOST") else p,
                "y_pred": (p > 0.5).astype(np.int64),
                "label": np.repeat(labels[:, None], bootstraps, 1),
            }
            iterations["preds"] = {"arrays": {"predictions": keys}}
            p = keys["y_pred_proba"].astype(float)
        else:
            drawn = counts if split == "train" else (counts == 0).astype(int)
            iterations["preds_dict"] = {"arrays": drawn_lists(codes, labels, p, drawn)}
        preds, uq = subject_statistics(p, labels)
        out["metrics_iter"][split] = iterations
        out["metrics_stats"][split] = {
            "metrics": {
                "scalars": {key: stat(values) for key, values in each.items()},
                "arrays": {m: {key: curve_stat(v) for key, v in parts.items()} for m, parts in arrays.items()},
            }
        }
        out["subjectwise_stats"][split] = {"preds": preds, "uq": uq, "subject_code": codes, "labels": labels}
        out["subject_global_stats"][split] = {
            key: {var: {label: stat(v[labels == label]) for label in np.unique(labels)} for var, v in parts.items()}
            for key, parts in preds.items()
        }
    return out


def full_model(name, cohort, seed):
    """The content of baseline_metrics_{name}.pickle: the model of all training people."""
    codes, labels = cohort["test"]
    members = 10 if name.startswith("CATBOOST") else 1
    p = predictions(labels, name, members, generator(seed, "full", name))
    keys = {"y_pred_proba": p, "y_pred": (p > 0.5).astype(np.int64), "label": np.repeat(labels[:, None], members, 1)}
    if members > 1:
        known = {"preds": subject_statistics(p, labels)[0], "subject_code": codes, "labels": labels}
        return {"metrics_iter": {"test": {"preds": {"arrays": {"predictions": keys}}}}, "subjectwise_stats": {"test": known}}
    one = {key: v[:, 0] for key, v in keys.items()}
    return {"metrics": {"test": {"preds": {"arrays": {"predictions": one}}}}}


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def meta(fields):
    return "".join(f"{key}: {value}\n" for key, value in sorted(fields.items()))


def write_run(experiment, number, pipeline, options):
    outlier, imputation, classifier = pipeline
    metric = "roc_auc" if classifier == "LogisticRegression" else "auc"
    name = f"{classifier}_eval-{metric}__simple1.0__{imputation}__{outlier}"
    run_id = hashlib.sha256(f"{options.seed}/{number}".encode()).hexdigest()[:32]
    folder = experiment / run_id
    data = metrics(name, options.cohort, options.bootstraps, options.curves, options.seed)
    files = {f"metrics/metrics_{name}.pickle": data}
    if classifier in ("CATBOOST", "XGBOOST", "LogisticRegression"):
        files[f"baseline_model/baseline_metrics_{name}.pickle"] = full_model(name, options.cohort, options.seed)
    for path, content in files.items():
        target = folder / "artifacts" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            pickle.dump(content, file, protocol=5)
    for split in SPLITS:
        for key, value in data["metrics_stats"][split]["metrics"]["scalars"].items():
            write(folder / "metrics" / split / key, f"{START} {float(value['mean'])!r} 0\n")
    for key, value in {"model_name": classifier, "imputation_source": imputation, "anomaly_source": outlier}.items():
        write(folder / "params" / key, value)
    write(folder / "tags" / "mlflow.runName", name)
    started = START + number * 1000
    fields = {
        "artifact_uri": (folder / "artifacts").as_uri(),
        "end_time": started + 500,
        "entry_point_name": "''",
        "experiment_id": f"'{EXPERIMENT}'",
        "lifecycle_stage": "active",
        "run_id": run_id,
        "run_name": name,
        "source_name": "''",
        "source_type": 4,
        "source_version": "''",
        "start_time": started,
        "status": 3,
        "tags": "[]",
        "user_id": "user",
    }
    # Last, so that a run is there only when all of it is.
    write(folder / "meta.yaml", meta(fields))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=pathlib.Path)
    for name, default in (("runs", 20), ("first", 0), ("bootstraps", 1000), ("seed", 42)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--curves", action="store_true")
    options = parser.parse_args()
    out = options.out.resolve()
    options.cohort = people(options.seed)
    experiment = out / "mlruns" / EXPERIMENT
    fields = {
        "artifact_location": experiment.as_uri(),
        "creation_time": START,
        "experiment_id": f"'{EXPERIMENT}'",
        "last_update_time": START,
        "lifecycle_stage": "active",
        "name": "PLR_Classification",
    }
    write(experiment / "meta.yaml", meta(fields))
    last = options.first + options.runs
    for number, pipeline in list(enumerate(pipelines()))[options.first : last]:
        write_run(experiment, number, pipeline, options)
    listed = [
        {"split": split, "code": code, "label": "glaucoma" if label else "control"}
        for split, (codes, labels) in options.cohort.items()
        for code, label in zip(codes, labels.tolist())
    ]
    write(out / "people.json", json.dumps(listed))


if __name__ == "__main__":
    main()
