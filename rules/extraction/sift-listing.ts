import { isRegistered, type MethodKind, type Registry } from "../registry.ts";
import type { Configuration } from "./config-id.ts";
import type { ListedArtifact, ListedRun, UnreadableRun } from "./listing.ts";
import { type Rejection, rejection, type RejectionReason } from "./rejection.ts";
import { parseRunName, type RunName, type RunNameFailure } from "./run-name.ts";

/** A run that passes every filter that needs no pickle. */
export type Candidate = {
  readonly run_id: string;
  readonly name: string;
  readonly configuration: Configuration;
  readonly start_time: number | null;
  readonly end_time: number | null;
  readonly metrics: ListedArtifact;
  readonly baseline: ListedArtifact | null;
  readonly features: ListedArtifact | null;
};

/** A run that is left out, with the first filter that it fails. */
export type RejectedListing = Rejection & { readonly run_id: string; readonly run_name: string | null };

/** What the runs are sifted by. */
export interface SiftOptions {
  readonly registry: Registry;
  /** What the study is: a synthetic study takes synthetic runs alone, a real one none. */
  readonly isSynthetic: boolean;
}

/** Sorts listed runs into candidates and rejected ones, each in the order of the listing. */
export function siftListing(
  runs: readonly (ListedRun | UnreadableRun)[],
  options: SiftOptions,
): { readonly candidates: readonly Candidate[]; readonly rejected: readonly RejectedListing[] } {
  const candidates: Candidate[] = [];
  const rejected: RejectedListing[] = [];
  for (const run of runs) {
    const sifted = siftRun(run, options);
    if ("reason" in sifted) rejected.push({ run_id: run.run_id, run_name: nameOf(run), ...sifted });
    else candidates.push(sifted);
  }
  return { candidates, rejected };
}

function siftRun(
  run: ListedRun | UnreadableRun,
  { registry, isSynthetic }: SiftOptions,
): Candidate | Rejection {
  if ("problem" in run) return rejection("meta-unreadable", run.problem);
  if (run.lifecycle !== "active") return rejection("deleted");
  if (run.status !== "FINISHED") return rejection("status-not-finished", run.status);
  const name = parseRunName(run.name);
  if (!name.ok) return nameRejection(name.failure);
  const unregistered = firstUnregistered(name.value, registry);
  if (unregistered !== undefined) return unregistered;
  if (run.is_synthetic !== isSynthetic)
    return rejection(isSynthetic ? "not-a-synthetic-run" : "synthetic-run");
  if (run.metrics === "missing") return rejection("metrics-missing");
  if (run.metrics === "unreachable") return rejection("metrics-unreachable");
  const { classifier, featurization, imputation_method, outlier_method } = name.value;
  return {
    run_id: run.run_id,
    name: run.name,
    configuration: { outlier_method, imputation_method, classifier, featurization },
    start_time: run.start_time,
    end_time: run.end_time,
    metrics: run.metrics,
    baseline: run.baseline,
    features: run.features,
  };
}

function nameRejection(failure: RunNameFailure): Rejection {
  return failure.reason === "run-name-not-of-the-grammar"
    ? rejection(failure.reason, `the field for the ${failure.field}`)
    : rejection(failure.reason, `${failure.fields} of 4`);
}

function firstUnregistered(name: RunName, registry: Registry): Rejection | undefined {
  const choices: readonly (readonly [MethodKind, string, RejectionReason])[] = [
    ["outlier", name.outlier_method, "outlier-not-registered"],
    ["imputation", name.imputation_method, "imputation-not-registered"],
    ["classifier", name.classifier, "classifier-not-registered"],
    ["featurization", name.featurization, "featurization-not-registered"],
  ];
  const failing = choices.find(([kind, method]) => !isRegistered(registry, kind, method));
  return failing && rejection(failing[2], failing[1]);
}

function nameOf(run: ListedRun | UnreadableRun): string | null {
  return "name" in run && run.name !== "" ? run.name : null;
}
