// What a journal holds: kinds of records, what the key of each means and what its body says.
import type { Digest } from "./digest.ts";

/** A file's digest, with what the file looked like when it was taken. */
export interface FileRecord {
  readonly tuple: string;
  readonly digest: Digest;
  /** The file was older than the moment of hashing by its file system's clock; otherwise it is hashed again. */
  readonly settled: boolean;
}

/** One part of a fingerprint: kind, name, value. */
export type Entry = readonly [kind: string, name: string, value: string];

/** A file that a step turned out to read: its digest, or that it was absent. */
export type DiscoveredInput = readonly [path: string, digest: Digest];

/** What a step was made of and what it made, when it last ran to its end. */
export interface StepRecord {
  readonly fingerprint: Digest;
  readonly entries: readonly Entry[];
  readonly outputs: readonly {
    readonly path: string;
    readonly digest: Digest;
    readonly size: number;
    readonly meaning: Digest;
  }[];
  readonly durMs: number;
  readonly run: number;
  /** Milliseconds since 1970, for people. */
  readonly at: number;
  readonly log: string | undefined;
  /** An input changed while the step ran; the result is kept and counts as stale. */
  readonly stale: boolean;
  /** What the step read beside what its rule declares: the second level of its key. Not set where there is none. */
  readonly discovered?: readonly DiscoveredInput[];
}

/** What decides whether a step is fresh, and how long it took. */
export type StepOutline = Pick<StepRecord, "fingerprint" | "stale" | "durMs" | "discovered"> & {
  readonly outputs: readonly Pick<StepRecord["outputs"][number], "path" | "digest">[];
};

/** An output on its way from where its step wrote it to its place. */
export interface Move extends OwnerRecord {
  readonly from: string;
  readonly to: string;
}

/** Written before outputs are moved into place: a build that died in between is finished by the next. */
export interface IntentRecord {
  readonly record: StepRecord;
  readonly moves: readonly Move[];
}

/** A file that plr wrote and may therefore replace or remove, as it left it. */
export interface OwnerRecord {
  readonly digest: Digest;
  readonly variant: string;
  /** Stays even if its rule goes. */
  readonly precious: boolean;
  /** Set where it is a folder with all that is in it. */
  readonly folder?: true;
}

/** What a pattern matched; it holds while the folders that were listed look as they did. */
export interface GlobRecord {
  readonly files: readonly string[];
  readonly folders: readonly (readonly [path: string, tuple: string])[];
}

/** A probe's value, which holds while the files that it names have this digest. */
export interface ProbeRecord {
  readonly files: Digest;
  readonly value: string;
}

/** Why outputs are not what a run of their step made of its present inputs. */
export interface Caveat {
  readonly kind: "accepted" | "changed-inputs" | "checkpoint";
  readonly step: string;
  /** The outputs that it is about. */
  readonly paths: readonly string[];
  /** Who accepted them, and why. */
  readonly by?: string;
  readonly reason?: string;
  /** Milliseconds since 1970, for people. */
  readonly at: number;
}

/** The outputs that a fingerprint was seen to give, and the run that made them. */
export interface StoredRecord extends Pick<StepRecord, "outputs" | "durMs" | "run" | "at" | "log"> {
  /** The last run that wanted them. */
  readonly used: number;
  /**
   * Not the outputs themselves, but what runs under the fingerprint discovered, a list of paths for each: together with
   * the digests of what they name it leads to the outputs.
   */
  readonly leads?: readonly (readonly string[])[];
}

/** Where the store has an object: a place in a pack, or a file of its own. */
export interface ObjectRecord {
  readonly pack: number | undefined;
  readonly at: number;
}

/** What a record of each kind says, with the meaning of its key. */
export interface Bodies {
  /** By path. */
  file: FileRecord;
  /** By the first output path of the step. */
  step: StepRecord;
  intent: IntentRecord;
  /** By `digest view`: content has one view digest for ever. */
  view: Digest;
  /** By the raw digest of a module and its extension. */
  module: unknown;
  /** By closure digest: the modules and packages behind it, for explanations. */
  closure: readonly Entry[];
  /** By pattern. */
  glob: GlobRecord;
  /** By name and parameters. */
  probe: ProbeRecord;
  /** By path: files that plr wrote. */
  owner: OwnerRecord;
  /** By the first output path of the step. */
  caveat: Caveat;
  /** By fingerprint; in the store's own journal. */
  stored: StoredRecord;
  /** By `digest-size`; in the store's own journal. */
  object: ObjectRecord;
  /**
   * By the first output path of the step: the paths that it discovered when it last ran to an end. They order steps,
   * also after a failure; whether a step is fresh is said by its record alone.
   */
  edges: readonly string[];
  /** By the empty key: the start of the machine since which all of this was written or is known to have lasted. */
  boot: { readonly id: string };
  /** By a version: the code of tasks as it was found last, with what it hung on. */
  code: unknown;
}

export type RecordKind = keyof Bodies;

/** Their places in this list are part of the file format. */
export const KINDS: readonly RecordKind[] = [
  "file",
  "step",
  "intent",
  "view",
  "module",
  "closure",
  "glob",
  "probe",
  "owner",
  "caveat",
  "stored",
  "object",
  "edges",
  "boot",
  "code",
];
