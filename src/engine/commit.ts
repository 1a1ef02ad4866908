import type { Artifact } from "./artifact.ts";
import type { Described } from "./describe-output.ts";
import { folderDigest, folderMembers } from "./folder-digest.ts";
import { settleCaveat } from "./caveats.ts";
import { ABSENT } from "./digest.ts";
import { keepEdges } from "./discovered-edges.ts";
import type { Emit } from "./event.ts";
import { FileError, type Files, type Host, type Stat } from "./host.ts";
import { BEING_WRITTEN } from "./in-place.ts";
import type { Journal } from "./journal.ts";
import type { IntentRecord, Move, StepRecord } from "./journal-records.ts";
import type { Plan } from "./plan.ts";
import { folderOf } from "./stage.ts";
import type { Step } from "./steps.ts";

/** An output in its private place, with its digests. */
export interface Made extends Described {
  readonly artifact: Artifact;
  readonly from: string;
}

/** What a step has made, and what is to be recorded of it. */
export interface Commit {
  readonly step: Step;
  readonly made: readonly Made[];
  readonly record: StepRecord;
}

interface Committing {
  readonly plan: Plan;
  readonly cache: string;
  readonly run: number;
  readonly emit: Emit;
}

/** Commits what one step has made. Throws a `FileError` where the system refuses a part of it. */
export function commitOutputs(commit: Commit, committing: Committing): void {
  for (const error of commitTogether([commit], committing).values()) throw error;
}

/**
 * Announces the moves of several steps in one write, moves, and records them in one write. Dying in between is finished
 * by {@link recoverIntents}. Gives the steps that are not committed for what the system refused them; throws where it
 * refuses the journal.
 */
export function commitTogether(
  commits: readonly Commit[],
  committing: Committing,
): ReadonlyMap<Step, FileError> {
  const { journal } = committing.plan;
  const refused = new Map<Step, FileError>();
  const attempt = <T extends Commit, R>(all: readonly T[], action: (commit: T) => R): R[] =>
    all.flatMap((commit) => {
      try {
        return [action(commit)];
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        refused.set(commit.step, error);
        return [];
      }
    });
  const folders = new Set<string>();
  // What may fail for want of a folder or a right fails before the first output is touched.
  const ready = attempt(commits, (commit) => prepare(commit, folders, committing));
  for (const { step, record, moves, isRecorded } of ready) {
    if (isRecorded) continue;
    journal.drop("step", step.recordKey);
    journal.put("intent", step.recordKey, { record, moves });
  }
  journal.flush();
  attempt(ready, (commit) => {
    const { files, host } = committing.plan;
    for (const move of commit.open) moveIntoPlace(move, files.stat(move.to)?.kind, host.files);
    for (const one of commit.made) takePlace(one, files);
    if (!commit.isRecorded) keepRecord(commit, committing);
  });
  journal.flush();
  return refused;
}

interface Prepared extends Commit {
  readonly moves: readonly Move[];
  /** Those whose outputs are not yet as they should be. */
  readonly open: readonly Move[];
  /** The journal says so already: outputs that were lost come back, and nothing is to be announced. */
  readonly isRecorded: boolean;
}

function prepare(commit: Commit, folders: Set<string>, committing: Committing): Prepared {
  const { step, made, record } = commit;
  const { host, graph, journal } = committing.plan;
  const { variant } = graph.project;
  const moves = made.map(({ artifact, from, facts }): Move => ({
    from,
    to: artifact.path,
    digest: facts.digest,
    variant,
    precious: artifact.precious,
    ...(artifact.folder && { folder: true as const }),
  }));
  for (const { to } of moves) {
    if (folders.has(folderOf(to))) continue;
    clearParents(to, committing);
    makeParent(to, host.files);
    folders.add(folderOf(to));
  }
  for (const { artifact, from } of made)
    if (artifact.private) host.files.setMode(from, artifact.folder ? 0o700 : 0o600);
  const open = moves.filter((move) => !isInPlace(move, committing.plan));
  for (const move of open) setAside(move, committing);
  const isRecorded = isAsRecorded(step, record, journal) && moves.every((move) => isOwned(move, journal));
  return { ...commit, moves, open, isRecorded };
}

function isAsRecorded(
  { recordKey }: Step,
  { fingerprint, outputs, stale }: StepRecord,
  journal: Journal,
): boolean {
  const known = journal.outline(recordKey);
  if (known === undefined || known.stale || stale || known.fingerprint !== fingerprint) return false;
  if (known.discovered !== undefined || journal.get("caveat", recordKey) !== undefined) return false;
  return (
    known.outputs.length === outputs.length &&
    known.outputs.every(({ path, digest }, at) => path === outputs[at]?.path && digest === outputs[at].digest)
  );
}

function isOwned({ to, digest, variant, precious }: Move, journal: Journal): boolean {
  const owner = journal.get("owner", to);
  return owner?.digest === digest && owner.variant === variant && owner.precious === precious;
}

function keepRecord({ step, record, moves }: Prepared, { plan, emit }: Committing): void {
  const { journal } = plan;
  for (const move of moves) enterOwned(move, journal);
  for (const entry of record.entries) {
    const closure = entry[0] === "code" ? plan.code.get(step.node)?.entries : undefined;
    if (closure && journal.get("closure", entry[2]) === undefined) journal.put("closure", entry[2], closure);
  }
  journal.put("step", step.recordKey, record);
  keepEdges(step.recordKey, record, journal);
  settleCaveat(step.recordKey, record, { journal, emit, step: step.id });
  journal.drop("intent", step.recordKey);
}

/** A folder takes no other's place by being renamed, nor does a file take a folder's: that is put out of the way first. */
function moveIntoPlace(
  { from, to, folder }: Move,
  present: Stat["kind"] | undefined,
  files: Pick<Files, "rename" | "remove">,
): void {
  const isInTheWay = present === "folder" || (present !== undefined && folder === true);
  // A name of its own: one made from the output's could be longer than names may be.
  const away = `${folderOf(from)}/.plr-old`;
  if (isInTheWay) {
    // A build that died may have left there what it replaced.
    files.remove(away);
    files.rename(to, away);
  }
  files.rename(from, to);
  if (isInTheWay) files.remove(away);
}

/** Knows the digest of what was moved to its place. */
function takePlace({ artifact: { path, folder }, facts, members }: Made, files: Plan["files"]): void {
  if (folder) files.forgetBelow(path);
  files.place(path, facts.digest);
  for (const member of members)
    if (!member.path.endsWith("/")) files.place(`${path}/${member.path}`, member.digest);
}

/** Where an output's folder goes, an older rule's output is removed; a file that is not ours stays and is in the way. */
function clearParents(path: string, committing: Committing): void {
  const { files, journal, host } = committing.plan;
  for (let folder = folderOf(path); folder !== ""; folder = folderOf(folder)) {
    const owner = journal.get("owner", folder);
    if (!owner || (owner.digest !== BEING_WRITTEN && digestAt(folder, host) !== owner.digest)) continue;
    if (owner.precious) moveAside(folder, committing);
    else host.files.remove(folder);
    journal.drop("owner", folder);
    journal.drop("step", folder);
    files.forget(folder);
  }
}

/** Finishes what a dead build had announced, where its private files are still as announced; forgets the rest. */
export function recoverIntents(journal: Journal, host: Seeing): void {
  for (const key of Array.from(journal.keys("intent"))) {
    const intent = journal.get("intent", key);
    if (intent && rollForward(intent, journal, host)) {
      for (const move of intent.moves) enterOwned(move, journal);
      journal.put("step", key, intent.record);
      keepEdges(key, intent.record, journal);
      settleCaveat(key, intent.record, { journal, emit: () => {}, step: key });
    } else if (intent) {
      // What was not ours had made way before the intent was written, so what is there now came from us, or after us: a
      // loss of power may have left zeros of it. It is in the ledger then, as an output that somebody has changed.
      for (const move of intent.moves) {
        const present = digestAt(move.to, host);
        const isKnown = present === ABSENT || present === journal.get("owner", move.to)?.digest;
        if (!isKnown) enterOwned(move, journal);
      }
    }
    journal.drop("intent", key);
  }
  journal.flush();
}

/** What is seen of files before there is a table of them. */
type Seeing = Pick<Host, "files" | "hasher">;

function rollForward({ moves }: IntentRecord, journal: Journal, host: Seeing): boolean {
  const { files } = host;
  const open = moves.filter(({ to, digest }) => digestAt(to, host) !== digest);
  const isMovable = open.every(({ from, to, digest }) => {
    const present = digestAt(to, host);
    const isFree = present === ABSENT || present === journal.get("owner", to)?.digest;
    return isFree && digestAt(from, host) === digest;
  });
  if (!isMovable) return false;
  for (const move of open) {
    makeParent(move.to, files);
    moveIntoPlace(move, files.stat(move.to)?.kind, files);
  }
  return true;
}

/** Enters an output in the ledger. What is in a folder goes with it. */
export function enterOwned(
  { to, digest, variant, precious, folder }: Omit<Move, "from">,
  journal: Journal,
): void {
  journal.put("owner", to, { digest, variant, precious, ...(folder && { folder }) });
  if (!folder) return;
  for (const path of Array.from(journal.keys("owner"))) {
    if (path.startsWith(`${to}/`)) journal.drop("owner", path);
  }
}

/** The digest of what lies at a path. */
function digestAt(path: string, { files, hasher }: Seeing): string {
  const { stat, hash } = files;
  const found = stat(path);
  if (found === undefined) return ABSENT;
  if (found.kind === "folder")
    return folderDigest(folderMembers(path, { files, hasher, stat, digestOf: hash }), hasher);
  return found.kind === "file" ? hash(path) : NOT_A_FILE;
}

const NOT_A_FILE = "not a file";

function makeParent(path: string, files: Files): void {
  const folder = folderOf(path);
  if (folder !== "") files.makeFolder(folder);
}

/** An output that is as it should be already, in our ledger, is left alone: what reads its times sees no change. */
function isInPlace({ to, digest, folder }: Move, { files, journal }: Plan): boolean {
  files.forget(to);
  if (folder) files.forgetBelow(to);
  return journal.get("owner", to)?.digest === digest && presentDigest(to, files) === digest;
}

/** What is not as plr left it is moved aside before it is replaced; what a killed build left half-written is ours. */
function setAside({ to: path, digest }: Move, committing: Committing): void {
  const { files, journal, host } = committing.plan;
  if (journal.get("owner", path)?.digest === BEING_WRITTEN) {
    host.files.remove(path);
    files.forget(path);
    files.forgetBelow(path);
    return;
  }
  const present = presentDigest(path, files);
  if (present === ABSENT || present === digest || present === journal.get("owner", path)?.digest) return;
  if (!isAllOurs(path, committing.plan)) moveAside(path, committing);
}

/** Whether a folder holds nothing but files that rules before made one by one. */
function isAllOurs(path: string, { files, journal }: Plan): boolean {
  if (files.stat(path)?.kind !== "folder") return false;
  return files
    .members(path)
    .every(
      (one) => one.path.endsWith("/") || journal.get("owner", `${path}/${one.path}`)?.digest === one.digest,
    );
}

function presentDigest(path: string, files: Plan["files"]): string {
  return files.stat(path)?.kind === "other" ? NOT_A_FILE : files.digest(path);
}

/** Puts away what lies at a path and is not as plr left it. */
export function moveAside(path: string, { plan, cache, run, emit }: Committing): void {
  const { files } = plan.host;
  const to = freeName(`${cache}/aside/${run}/${path}`, files);
  makeParent(to, files);
  files.rename(path, to);
  plan.files.forget(path);
  emit("output.movedAside", { path, to });
}

function freeName(path: string, files: Files): string {
  if (!files.stat(path)) return path;
  for (let count = 2; ; count++) if (!files.stat(`${path}.${count}`)) return `${path}.${count}`;
}
