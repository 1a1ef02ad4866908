import { type ArtifactLocation, openTracking, type Result } from "plr/mlflow";
import { locatePickles } from "./locate-pickles.ts";
import { type Rejection, rejection } from "./rejection.ts";
import { trackingError } from "./tracking-error.ts";

/** A run whose artifacts a tracking server holds. */
export interface RemoteRun {
  readonly tracking_uri: string;
  readonly experiment_id: string;
  readonly run_id: string;
}

/** The bytes of a run's pickles; or why it has none. */
export type FetchedPickles =
  | {
      readonly metrics: Uint8Array;
      readonly baseline: Uint8Array | undefined;
      readonly features: Uint8Array | undefined;
    }
  | { readonly rejected: Rejection };

/**
 * Downloads a run's pickles with the credentials of the environment.
 *
 * @throws TaskError if the server does not give what it has
 */
export async function fetchPickles({
  tracking_uri,
  experiment_id,
  run_id,
}: RemoteRun): Promise<FetchedPickles> {
  const tracking = answer(await openTracking(tracking_uri));
  try {
    const run = answer(await tracking.run(experiment_id, run_id));
    const { metrics, baseline, features } = await locatePickles(tracking, run);
    if (metrics === "missing") return { rejected: rejection("metrics-missing") };
    if (metrics === "unreachable") return { rejected: rejection("metrics-unreachable") };
    const read = async (location: ArtifactLocation): Promise<Uint8Array> =>
      answer(await tracking.read(location));
    return {
      metrics: await read(metrics),
      baseline: baseline === null ? undefined : await read(baseline),
      features: features === null ? undefined : await read(features),
    };
  } finally {
    tracking.close();
  }
}

function answer<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw trackingError(result.failure);
}
