import type { Digest } from "./digest.ts";
import { digestsOf, refuseDiscovered } from "./discovered.ts";
import { hashEntries } from "./fingerprint.ts";
import type { Made } from "./commit.ts";
import type { Files, FoundInput } from "./host.ts";
import type { DiscoveredInput, Entry, StepRecord, StoredRecord } from "./journal-records.ts";
import { isForced, type Plan } from "./plan.ts";
import type { Stage } from "./stage.ts";
import type { StepSetting } from "./step-setting.ts";
import type { Step } from "./steps.ts";
import type { Store } from "./store.ts";

/** Of one fingerprint no more sets of discovered paths are kept. */
const LEADS = 8;

/** A result that fits what is there now. */
interface Candidate {
  readonly key: Digest;
  readonly stored: StoredRecord;
  readonly paths: readonly string[];
}

/**
 * Brings outputs that the step is known to give into the private folder: under its present fingerprint and, where it
 * discovered inputs, with these as they are now. Undefined where nothing is known; postponed where what it discovered
 * is yet to be made.
 */
export async function fetchStored(
  step: Step,
  stage: Stage,
  setting: StepSetting,
): Promise<
  | { readonly stored: StoredRecord; readonly found: readonly FoundInput[] }
  | { readonly end: { readonly outcome: "postponed" } }
  | undefined
> {
  const { plan, walk, run, store } = setting;
  // An input that the task is to hash while it reads would have to be read twice.
  if (!store || isForced(step, plan) || walk.isDeferred(step)) return undefined;
  const fingerprint = hashEntries(walk.entriesOf(step), plan.host.hasher);
  const found = findFitting(fingerprint, store, plan);
  if (found === undefined) return undefined;
  const made = await setting.areMade(step, found.paths);
  if (!made.ok || refuseDiscovered(step, found.paths, plan)) return undefined;
  if (!made.value) return { end: { outcome: "postponed" } };
  // What was made meanwhile may be another.
  if (findFitting(fingerprint, store, plan)?.key !== found.key) return undefined;
  if (!fetchOutputs(step, stage, { store, found, plan })) return undefined;
  for (const key of new Set([fingerprint, found.key])) store.touch(key, run.number);
  return { stored: found.stored, found: found.paths.map((path) => seen(path, plan)) };
}

/**
 * Whether a build would take a stale step's outputs from the store, as far as can be told before what it needs is made.
 * Reads only.
 */
export function isStored(
  step: Step,
  { plan, walk, store }: Pick<StepSetting, "plan" | "walk"> & { readonly store: Store },
): boolean {
  if (isForced(step, plan) || walk.isDeferred(step)) return false;
  const found = findFitting(hashEntries(walk.entriesOf(step), plan.host.hasher), store, plan);
  return found !== undefined && refuseDiscovered(step, found.paths, plan) === undefined;
}

function findFitting(fingerprint: Digest, store: Store, plan: Plan): Candidate | undefined {
  const stored = store.find(fingerprint);
  if (stored?.leads === undefined) return stored && { key: fingerprint, stored, paths: [] };
  for (const paths of stored.leads) {
    const key = keyOf(fingerprint, digestsOf(paths.map(toNamed), plan.files), plan);
    const behind = store.find(key);
    if (behind) return { key, stored: behind, paths };
  }
  return undefined;
}

function toNamed(path: string): { readonly path: string } {
  return { path };
}

function fetchOutputs(
  step: Step,
  stage: Stage,
  { store, found: { stored, key }, plan }: { store: Store; found: Candidate; plan: Plan },
): boolean {
  const isWhole = Object.entries(stage.paths).every(([name, to]) => {
    const { path = "", folder = false } = step.outputs[name] ?? {};
    if (folder) return fetchFolder([path, to], stored, { store, files: plan.host.files });
    const output = stored.outputs.find((one) => one.path === path);
    return output !== undefined && store.fetch(output, to);
  });
  if (isWhole) return true;
  store.forget(key);
  for (const path of Object.values(stage.paths)) plan.host.files.remove(path);
  return false;
}

function fetchFolder(
  [path, to]: readonly [path: string, to: string],
  { outputs }: StoredRecord,
  { store, files }: { readonly store: Store; readonly files: Files },
): boolean {
  const kept = outputs.filter((output) => output.path.startsWith(`${path}/`));
  return (
    kept.length > 0 &&
    kept.every((output) => {
      const target = to + output.path.slice(path.length);
      if (!output.path.endsWith("/")) return store.fetch(output, target);
      files.makeFolder(target.slice(0, -1));
      return true;
    })
  );
}

function seen(path: string, { files }: Plan): FoundInput {
  const stat = files.stat(path);
  return { path, seen: stat === undefined ? "absent" : { tuple: stat.tuple } };
}

/** Keeps what a step has made. */
export function saveStored(
  record: StepRecord,
  run: number,
  { store, made, plan }: { readonly store: Store; readonly made: readonly Made[]; readonly plan: Plan },
): void {
  const { fingerprint, durMs, at, log, discovered } = record;
  const outputs = record.outputs.flatMap((output, index) => keptOf(output, made[index], plan));
  const kept: StoredRecord = { outputs, durMs, at, log, run, used: run };
  if (discovered === undefined) {
    store.save(fingerprint, kept);
    return;
  }
  store.save(keyOf(fingerprint, discovered, plan), kept);
  const paths = discovered.map(([path]) => path);
  const others = (store.find(fingerprint)?.leads ?? []).filter(
    (lead) => lead.join("\0") !== paths.join("\0"),
  );
  store.save(fingerprint, { ...kept, outputs: [], leads: [paths, ...others].slice(0, LEADS) });
}

/** Of a folder all that is in it, and its own name, for it may be empty. */
function keptOf(
  output: StoredRecord["outputs"][number],
  made: Made | undefined,
  { host }: Plan,
): StoredRecord["outputs"] {
  if (made?.artifact.folder !== true) return [output];
  const own = { path: "", digest: host.hasher.text(""), size: 0 };
  return [own, ...made.members].map(({ path, digest, size }) => ({
    path: `${output.path}/${path}`,
    digest,
    size,
    meaning: digest,
  }));
}

/** The second level of the key. */
function keyOf(fingerprint: Digest, discovered: readonly DiscoveredInput[], { host }: Plan): Digest {
  const entries = discovered.map(([path, digest]): Entry => ["discovered", path, digest]);
  return hashEntries([["fingerprint", "", fingerprint], ...entries], host.hasher);
}
