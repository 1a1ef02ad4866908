import type { Artifact } from "./artifact.ts";
import { ABSENT } from "./digest.ts";
import type { Emit } from "./event.ts";
import { type FileFacts, type Files } from "./host.ts";
import type { IntentRecord, Journal, StepRecord } from "./journal.ts";
import type { Plan } from "./plan.ts";
import type { Step } from "./steps.ts";

/** An output in its private place, with its digests. */
export interface Made {
  readonly artifact: Artifact;
  readonly from: string;
  readonly facts: FileFacts;
}

interface Committing {
  readonly plan: Plan;
  readonly cache: string;
  readonly run: number;
  readonly emit: Emit;
}

/** Announces the move, moves, records. Dying in between is finished by {@link recoverIntents}. */
export function commitOutputs(
  step: Step,
  made: readonly Made[],
  record: StepRecord,
  committing: Committing,
): void {
  const { plan } = committing;
  const { files, journal, host } = plan;
  for (const { artifact, from } of made) {
    if (artifact.private) host.files.setMode(from, 0o600);
    setAside(artifact.path, made, committing);
  }
  const moves = made.map(({ artifact, from, facts }) => ({ from, to: artifact.path, digest: facts.digest }));
  journal.put("intent", step.recordKey, { record, moves });
  journal.flush();
  for (const { from, to } of moves) moveInto(from, to, host.files);
  for (const { to, digest } of moves) {
    files.forget(to);
    const tuple = files.stat(to)?.tuple;
    if (tuple !== undefined) files.adopt(to, digest, tuple);
    journal.put("owner", to, { digest, variant: plan.graph.project.variant });
  }
  for (const entry of record.entries) {
    const closure = entry[0] === "code" ? plan.code.get(step.node)?.entries : undefined;
    if (closure && journal.get("closure", entry[2]) === undefined) journal.put("closure", entry[2], closure);
  }
  journal.put("step", step.recordKey, record);
  journal.drop("intent", step.recordKey);
  journal.flush();
}

/** Finishes what a dead build had announced, where its private files are still as announced; forgets the rest. */
export function recoverIntents(journal: Journal, files: Files, variant: string): void {
  for (const key of Array.from(journal.keys("intent"))) {
    const intent = journal.get("intent", key);
    if (intent && rollForward(intent, files)) {
      for (const { to, digest } of intent.moves) journal.put("owner", to, { digest, variant });
      journal.put("step", key, intent.record);
    } else if (intent) {
      // Bytes named by an intent are ours, moved or not.
      for (const { to, digest } of intent.moves)
        if (hashOf(to, files) === digest) journal.put("owner", to, { digest, variant });
    }
    journal.drop("intent", key);
  }
  journal.flush();
}

function rollForward({ moves }: IntentRecord, files: Files): boolean {
  const open = moves.filter(({ to, digest }) => hashOf(to, files) !== digest);
  if (open.some(({ from, digest }) => hashOf(from, files) !== digest)) return false;
  for (const { from, to } of open) moveInto(from, to, files);
  return true;
}

function hashOf(path: string, files: Files): string {
  return files.stat(path)?.kind === "file" ? files.hash(path) : ABSENT;
}

function moveInto(from: string, to: string, files: Files): void {
  const slash = to.lastIndexOf("/");
  if (slash > 0) files.makeFolder(to.slice(0, slash));
  files.rename(from, to);
}

/** A file that is not as plr left it is moved aside before it is replaced. */
function setAside(path: string, made: readonly Made[], { plan, cache, run, emit }: Committing): void {
  const { files, journal, host } = plan;
  files.forget(path);
  const stat = files.stat(path);
  if (stat === undefined) return;
  const present = stat.kind === "file" ? files.digest(path) : undefined;
  const isOurs = present !== undefined && journal.get("owner", path)?.digest === present;
  const isEqual = made.some(({ artifact, facts }) => artifact.path === path && facts.digest === present);
  if (isOurs || isEqual) return;
  const to = `${cache}/aside/${run}/${path}`;
  host.files.remove(to);
  moveInto(path, to, host.files);
  files.forget(path);
  emit("output.movedAside", { path, to });
}
