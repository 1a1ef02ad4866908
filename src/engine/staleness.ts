import { ABSENT, type Digest } from "./digest.ts";
import type { Reason } from "./event.ts";
import { namedBy } from "./fingerprint.ts";
import type { Entry, StepOutline } from "./journal-records.ts";

/** What decides whether a step is stale: how it stands now, beside what was recorded of it. */
export interface Evidence {
  readonly record: StepOutline | undefined;
  /** The parts of the recorded fingerprint; asked for only where it is not the present one. */
  readonly recordedEntries: () => readonly Entry[];
  readonly fingerprint: Digest;
  /** The parts of the fingerprint; asked for only where it is not the recorded one. */
  readonly entries: () => readonly Entry[];
  readonly forced: boolean;
  /** Present digest of an output's bytes. */
  readonly outputDigest: (path: string) => Digest | undefined;
  /** Modules and packages behind a code digest, where they are known. */
  readonly closure: (digest: string) => readonly Entry[] | undefined;
  /** The step that makes a path. */
  readonly makerOf: (path: string) => string | undefined;
  /** Present digest of a discovered input. */
  readonly inputDigest: (path: string) => Digest;
  /** Whether the rule that makes a path, if there is one, is known to come before the step. */
  readonly isOrdered: (path: string) => boolean;
}

/**
 * Why a step must run: empty if it need not. A short list of predicates in order; the whole rule is in
 * `docs/reference/when-a-step-runs.md`.
 */
export function reasonsToRun(evidence: Evidence): readonly Reason[] {
  const { record } = evidence;
  if (record === undefined) return [...neverBuilt(), ...forced(evidence)];
  return [
    ...changedWhileRunning(record),
    ...fingerprintChanged(record, evidence),
    ...discoveredChanged(record, evidence),
    ...outputsTouched(record, evidence),
    ...forced(evidence),
  ];
}

function neverBuilt(): readonly Reason[] {
  return [{ kind: "never-built", what: "" }];
}

function forced(evidence: Evidence): readonly Reason[] {
  return evidence.forced ? [{ kind: "forced", what: "" }] : [];
}

function changedWhileRunning(record: StepOutline): readonly Reason[] {
  return record.stale ? [{ kind: "changed-while-running", what: "" }] : [];
}

function outputsTouched(record: StepOutline, evidence: Evidence): readonly Reason[] {
  const reasons: Reason[] = [];
  for (const { path, digest } of record.outputs) {
    const now = evidence.outputDigest(path);
    if (now === undefined) reasons.push({ kind: "output-missing", what: path });
    else if (now !== digest) reasons.push({ kind: "output-altered", what: path, old: digest, new: now });
  }
  return reasons;
}

function fingerprintChanged(record: StepOutline, evidence: Evidence): readonly Reason[] {
  if (record.fingerprint === evidence.fingerprint) return [];
  const reasons = compareEntries(evidence.recordedEntries(), evidence);
  // The same parts in another order, as when a list is turned round.
  return reasons.length > 0 ? reasons : [{ kind: "rule-changed", what: "the order of its inputs" }];
}

/** The second level of the key: files that the step named when it last ran. */
function discoveredChanged({ discovered = [] }: StepOutline, evidence: Evidence): readonly Reason[] {
  return discovered.flatMap(([what, old]): readonly Reason[] => {
    const now = evidence.inputDigest(what);
    if (now === old && evidence.isOrdered(what)) return [];
    const via = evidence.makerOf(what);
    const made = via === undefined ? {} : { via };
    if (old === ABSENT && now !== old) return [{ kind: "input-added", what, new: now, ...made }];
    if (now === ABSENT && now !== old) return [{ kind: "input-removed", what, old }];
    return [{ kind: "input-changed", what, old, new: now, ...made }];
  });
}

const KIND_OF: Readonly<Record<string, Reason["kind"]>> = {
  engine: "rule-changed",
  output: "rule-changed",
  command: "rule-changed",
  code: "code-changed",
  param: "param-changed",
  env: "env-changed",
  tool: "tool-changed",
  probe: "input-changed",
  members: "input-changed",
  input: "input-changed",
};

function compareEntries(before: readonly Entry[], evidence: Evidence): readonly Reason[] {
  const keyOf = ([kind, name]: Entry): string => `${kind}\0${name}`;
  const old = new Map(before.map((entry) => [keyOf(entry), entry]));
  const entries = evidence.entries();
  const now = new Map(entries.map((entry) => [keyOf(entry), entry]));
  const reasons: Reason[] = [];
  for (const [key, entry] of now) {
    const previous = old.get(key);
    if (previous?.[2] !== entry[2]) reasons.push(...describe(entry, previous, evidence));
  }
  for (const [key, entry] of old) {
    if (!now.has(key)) reasons.push(removed(entry));
  }
  // The number of members says nothing that an added or removed one does not say.
  const told = reasons.filter(({ kind }) => kind === "input-added" || kind === "input-removed").length > 0;
  return told ? reasons.filter((reason) => !isMembers(reason, entries)) : reasons;
}

function isMembers(reason: Reason, entries: readonly Entry[]): boolean {
  return (
    entries.some(([kind, name]) => kind === "members" && name === reason.what) &&
    reason.kind === "input-changed"
  );
}

function describe(entry: Entry, previous: Entry | undefined, evidence: Evidence): readonly Reason[] {
  const [kind, name, value] = entry;
  if (kind === "code" && previous) return codeReasons(previous[2], value, evidence);
  const what = kind === "input" ? namedBy(name) : name;
  const via = kind === "input" ? evidence.makerOf(what.split(" : ")[0] ?? what) : undefined;
  const added = previous === undefined && kind === "input";
  return [
    {
      kind: added ? "input-added" : (KIND_OF[kind] ?? "rule-changed"),
      what: what || kind,
      ...(previous && { old: previous[2] }),
      new: value,
      ...(via !== undefined && { via }),
    },
  ];
}

function removed([kind, name, value]: Entry): Reason {
  if (kind === "input") return { kind: "input-removed", what: namedBy(name), old: value };
  return { kind: KIND_OF[kind] ?? "rule-changed", what: name || kind, old: value };
}

function codeReasons(before: string, after: string, evidence: Evidence): readonly Reason[] {
  const old = evidence.closure(before);
  const now = evidence.closure(after);
  if (!old || !now) return [{ kind: "code-changed", what: "", old: before, new: after }];
  const digests = new Map(old.map(([, name, digest]) => [name, digest]));
  const names = new Set([...digests.keys(), ...now.map(([, name]) => name)]);
  const latest = new Map(now.map(([, name, digest]) => [name, digest]));
  const moved = [...names].filter((name) => digests.get(name) !== latest.get(name)).sort();
  return moved.map((name) => ({
    kind: "code-changed",
    what: name,
    ...(digests.has(name) && { old: digests.get(name) ?? "" }),
    ...(latest.has(name) && { new: latest.get(name) ?? "" }),
  }));
}
