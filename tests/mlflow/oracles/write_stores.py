"""Writes one study with the real MLflow client as a file store and as a database, and tells what the client finds.

    python3 write_stores.py FOLDER      prints {"file": uri, "sqlite": uri, "runs": {name: …}} as JSON

Numbers are printed as text, for JSON knows no NaN. Run ids differ between the stores; names do not.
"""
import json, os, sys, tempfile, time
os.environ["MLFLOW_ALLOW_FILE_STORE"] = "true"
from mlflow import MlflowClient
from mlflow.entities import ViewType

folder = os.path.abspath(sys.argv[1])
uris = {"file": f"file://{folder}/mlruns", "sqlite": f"sqlite:///{folder}/mlflow.db"}
NAMES = ["CATBOOST_eval-auc__simple1.0__CSDI__LOF", "Käyrä 👁 ; 'q' \"dq\": # x", "yes", "12", "1e5", "null", "a: b", "- x", "'x", "x #y", " lead", "tab\tx", "long " * 40, "C:\\x", "{a}", "2020-01-01", "0x1F", "~", "1_000",
         "words: a name with ünïcode and a length well above the eighty columns that yaml folds at, mind"]


def write(uri, kind):
    client = MlflowClient(uri)
    location = None if kind == "file" else f"file://{folder}/artifacts/x"
    experiment = client.create_experiment("study: all #1", artifact_location=location)
    for n, name in enumerate(NAMES):
        run = client.create_run(experiment, run_name=name, start_time=1_700_000_000_000 + n, tags={"is_synthetic": "true"} if n == 0 else {}).info.run_id
        for key in ("a/b", "a b", "ä", "x.y-z"):
            client.log_param(run, key, f"line\nof {n}")
            client.log_metric(run, key, n / 7, timestamp=1)
        if n == 0:
            for key, value in {"empty": "", "none": None, "crlf": "a\r\nb\n", "long": "x" * 6000}.items(): client.log_param(run, key, value)
            for key, value in {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf"), "tiny": 5e-324}.items(): client.log_metric(run, key, value, timestamp=1)
            for step, stamp, value in ((5, 10, 1), (3, 20, 2), (5, 10, 1e-30), (5, 9, 7)): client.log_metric(run, "history", value, timestamp=stamp, step=step)
            with tempfile.TemporaryDirectory() as t:
                path = os.path.join(t, f"metrics_{name}.pickle")
                with open(path, "wb") as f: f.write(bytes(range(256)))
                client.log_artifact(run, path, "metrics")
        if n == 3: client.delete_tag(run, "mlflow.runName")
        client.set_terminated(run, ["FINISHED", "FAILED", "KILLED"][n % 3], end_time=1_700_000_001_000 + n)
        if n == 4: client.delete_run(run)
    client.create_run(experiment, run_name="still running", start_time=5)
    gone = client.create_experiment("study, gone", artifact_location=None if kind == "file" else f"file://{folder}/artifacts/y")
    client.create_run(gone, run_name="old")
    client.delete_experiment(gone)
    return client, experiment


client, experiment = write(uris["file"], "file")
write(uris["sqlite"], "sqlite")
found = client.search_runs([experiment], run_view_type=ViewType.ALL)
runs = {r.info.run_name: {"status": r.info.status, "lifecycle": r.info.lifecycle_stage, "startTime": r.info.start_time, "endTime": r.info.end_time,
                          "params": r.data.params, "tags": r.data.tags, "metrics": {k: repr(v) for k, v in r.data.metrics.items()}} for r in found}
print(json.dumps({**uris, "runs": runs}))
