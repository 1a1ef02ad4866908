import type { Artifact } from "./artifact.ts";
import { type Commit, commitTogether, type Made } from "./commit.ts";
import type { Digest } from "./digest.ts";
import { hashEntries } from "./fingerprint.ts";
import { FileError } from "./host.ts";
import { isForced } from "./plan.ts";
import type { Entry, StepRecord, StoredRecord } from "./journal-records.ts";
import { describeOutputs, type StepEnd } from "./step-run.ts";
import type { BuildSetting } from "./step-setting.ts";
import type { Step } from "./steps.ts";
import { isPacked, type StoredOutput } from "./store.ts";

/** So many steps are restored together: they share what a commit costs, and a build still hears that it is to end. */
export const RESTORED_TOGETHER = 256;

/** A step with the stored result that fits its inputs as they are. */
export interface Restorable {
  readonly step: Step;
  readonly fingerprint: Digest;
  readonly entries: readonly Entry[];
  readonly stored: StoredRecord;
  readonly outputs: readonly Wanted[];
}

interface Wanted {
  readonly artifact: Artifact;
  readonly stored: StoredOutput;
  readonly meaning: Digest;
}

/** Puts back many small outputs at a time, without a slot or a process. */
export interface Restorer {
  /** Undefined where nothing is stored, and for what is restored or run by itself: see `stored-results.ts`. */
  readonly find: (step: Step) => Restorable | undefined;
  /** How the steps ended that are restored; for the others nothing has changed, and they are found no more. */
  readonly restore: (found: readonly Restorable[]) => ReadonlyMap<Step, StepEnd>;
}

export function createRestorer(setting: BuildSetting): Restorer {
  const { plan, walk, store, stages, run } = setting;
  const { journal, host } = plan;
  /** Steps that could not be restored together with others. */
  const refused = new Set<Step>();

  /** A step's outputs in the order of their record, or undefined if one is not to be had like this. */
  const wantedOf = (step: Step, stored: StoredRecord): readonly Wanted[] | undefined => {
    const artifacts = new Map(Object.values(step.outputs).map((artifact) => [artifact.path, artifact]));
    if (artifacts.size !== stored.outputs.length) return undefined;
    const wanted = stored.outputs.flatMap((output): Wanted[] => {
      const artifact = artifacts.get(output.path);
      const meaning = artifact && knownMeaning(artifact, output.digest);
      return artifact && meaning && isPacked(output) ? [{ artifact, stored: output, meaning }] : [];
    });
    return wanted.length === stored.outputs.length ? wanted : undefined;
  };
  const knownMeaning = ({ meaning }: Artifact, content: Digest): Digest | undefined =>
    meaning === "bytes" ? content : journal.get("view", `${content} ${meaning}`);

  const find = (step: Step): Restorable | undefined => {
    if (!store || refused.has(step) || isForced(step, plan) || walk.isDeferred(step)) return undefined;
    const entries = walk.entriesOf(step);
    const fingerprint = hashEntries(entries, host.hasher);
    const stored = store.find(fingerprint);
    const outputs = stored && stored.leads === undefined ? wantedOf(step, stored) : undefined;
    return stored && outputs && { step, fingerprint, entries, stored, outputs };
  };
  /** Writes the outputs of a step into private places; undefined if one is missing. */
  const stage = (
    outputs: readonly Wanted[],
    bytes: readonly (Uint8Array | undefined)[],
  ): Made[] | undefined => {
    const made: Made[] = [];
    for (const [index, { artifact, stored }] of outputs.entries()) {
      const content = bytes[index];
      const from = content && stages.passage(artifact.path);
      if (content === undefined || from === undefined) return undefined;
      host.files.write(from, content);
      made.push({
        artifact,
        from,
        facts: { digest: stored.digest, size: stored.size, views: {} },
        members: [],
      });
    }
    return made;
  };
  const commitsOf = (found: readonly Restorable[]): readonly Commit[] => {
    const bytes =
      store?.readPacked(found.flatMap(({ outputs }) => outputs.map(({ stored }) => stored))) ?? [];
    let at = 0;
    return found.flatMap(({ step, fingerprint, entries, stored, outputs }) => {
      const made = stage(outputs, bytes.slice(at, (at += outputs.length)));
      if (made === undefined) return [];
      const { durMs, run: madeBy, at: madeAt, log } = stored;
      const record: StepRecord = {
        fingerprint,
        entries,
        outputs: outputs.map(({ artifact: { path }, stored: { digest, size }, meaning }) => ({
          path,
          digest,
          size,
          meaning,
        })),
        durMs,
        run: madeBy,
        at: madeAt,
        log,
        stale: false,
      };
      return [{ step, made, record }];
    });
  };

  return {
    find: (step) => withoutFileErrors(() => find(step)),
    restore: (found) => {
      const ends = new Map<Step, StepEnd>();
      withoutFileErrors(() => {
        const commits = setting.holdsLock() ? commitsOf(found) : [];
        const previous = new Map(commits.map(({ step }) => [step, journal.get("step", step.recordKey)]));
        const not = commitTogether(commits, { ...setting, run: run.number });
        for (const { step, made, record } of commits) {
          if (not.has(step)) continue;
          const outputs = describeOutputs(made, record, previous.get(step));
          ends.set(step, { outcome: "restored", record, outputs, attempts: 1 });
          store?.touch(record.fingerprint, run.number);
        }
      });
      for (const { step } of found) if (!ends.has(step)) refused.add(step);
      return ends;
    },
  };
}

/** Whatever the system refuses here, it is asked again for the step by itself, and its answer is that step's failure. */
function withoutFileErrors<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return undefined;
  }
}
