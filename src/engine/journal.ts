import type { Digest, Hasher } from "./digest.ts";
import { type Files, FileError } from "./host.ts";

/** A file's digest, with what the file looked like when it was taken. */
export interface FileRecord {
  readonly tuple: string;
  readonly digest: Digest;
  /** The file was older than the moment of hashing by its file system's clock; otherwise it is hashed again. */
  readonly settled: boolean;
}

/** One part of a fingerprint: kind, name, value. */
export type Entry = readonly [kind: string, name: string, value: string];

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
}

export interface Move extends OwnerRecord {
  readonly from: string;
  readonly to: string;
}

/** Written before outputs are moved into place: a build that died in between is finished by the next. */
export interface IntentRecord {
  readonly record: StepRecord;
  readonly moves: readonly Move[];
}

export interface OwnerRecord {
  readonly digest: Digest;
  readonly variant: string;
  /** Stays even if its rule goes. */
  readonly precious: boolean;
}

export interface GlobRecord {
  readonly files: readonly string[];
  readonly folders: readonly (readonly [path: string, tuple: string])[];
}

export interface ProbeRecord {
  readonly files: Digest;
  readonly value: string;
}

/** Record kinds, each with the meaning of its key. Numbers are part of the file format. */
interface Bodies {
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
}

export type RecordKind = keyof Bodies;
const KINDS: readonly RecordKind[] = [
  "file",
  "step",
  "intent",
  "view",
  "module",
  "closure",
  "glob",
  "probe",
  "owner",
];
const MAGIC = new TextEncoder().encode("plr journal 1\n");
const DROPPED = 0x80;
const HEAD = 9;
const SUM = 8;

/** What was built, append-only; the last record of a key wins. */
export interface Journal {
  readonly get: <K extends RecordKind>(kind: K, key: string) => Bodies[K] | undefined;
  readonly keys: (kind: RecordKind) => Iterable<string>;
  /** Appends at the next {@link Journal.flush}. */
  readonly put: <K extends RecordKind>(kind: K, key: string, body: Bodies[K]) => void;
  readonly drop: (kind: RecordKind, key: string) => void;
  readonly flush: () => void;
  /** Writes what was learnt about files without holding the lock, if nobody else has written; else drops it. */
  readonly offer: () => void;
  /** Whether another process has written since this journal was read. */
  readonly overtaken: () => boolean;
  /** Rewrites the file without what is superseded, if that is most of it. */
  readonly compact: () => void;
}

/** A body that is still text, or its value once somebody has asked. */
type Slot = { text: Uint8Array } | { value: unknown };

/**
 * Reads the journal at `path`; an absent, foreign or damaged one gives what can be read of it. A torn tail is
 * dropped at the next write.
 */
export function openJournal(path: string, files: Files, hasher: Hasher): Journal {
  const maps = Object.fromEntries(KINDS.map((kind) => [kind, new Map<string, Slot>()])) as Record<
    RecordKind,
    Map<string, Slot>
  >;
  let size = 0;
  let valid = 0;
  let superseded = 0;
  const pending: Uint8Array[] = [];
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();

  const apply = (kind: RecordKind, key: string, slot: Slot | undefined): void => {
    if (maps[kind].has(key)) superseded++;
    if (slot) maps[kind].set(key, slot);
    else maps[kind].delete(key);
  };
  const load = (): void => {
    const bytes = readIfThere(path, files);
    size = bytes.length;
    valid = 0;
    if (!startsWith(bytes, MAGIC)) return;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = MAGIC.length;
    valid = at;
    while (at + HEAD + SUM <= bytes.length) {
      const tag = view.getUint8(at);
      const keyLength = view.getUint32(at + 1, true);
      const end = at + HEAD + keyLength + view.getUint32(at + 5, true);
      const kind = KINDS[tag & ~DROPPED];
      if (end + SUM > bytes.length || kind === undefined) break;
      if (hasher.bytes(bytes.subarray(at, end)) !== hex(view.getBigUint64(end, true))) break;
      const key = decoder.decode(bytes.subarray(at + HEAD, at + HEAD + keyLength));
      apply(kind, key, tag & DROPPED ? undefined : { text: bytes.subarray(at + HEAD + keyLength, end) });
      at = end + SUM;
      valid = at;
    }
  };
  const append = (kind: RecordKind, key: string, body: Uint8Array | undefined): void => {
    pending.push(
      encodeRecord(
        KINDS.indexOf(kind) | (body ? 0 : DROPPED),
        encoder.encode(key),
        body ?? new Uint8Array(),
        hasher,
      ),
    );
  };
  const flush = (): void => {
    if (pending.length === 0) return;
    if (valid < MAGIC.length) {
      files.replace(path, MAGIC);
      valid = size = MAGIC.length;
    } else if (valid < size) {
      files.truncate(path, valid);
      size = valid;
    }
    const bytes = Buffer.concat(pending);
    size = Number.POSITIVE_INFINITY; // an append that fails half-way leaves a tail to be cut
    files.append(path, bytes);
    pending.length = 0;
    valid += bytes.length;
    size = valid;
  };

  const overtaken = (): boolean => (files.stat(path)?.size ?? 0) !== size;

  load();
  return {
    get: (kind, key) => {
      const slot = maps[kind].get(key);
      if (slot === undefined) return undefined;
      if ("value" in slot) return slot.value as never;
      const value: unknown = JSON.parse(decoder.decode(slot.text));
      maps[kind].set(key, { value });
      return value as never;
    },
    keys: (kind) => maps[kind].keys(),
    put: (kind, key, body) => {
      apply(kind, key, { value: body });
      append(kind, key, encoder.encode(JSON.stringify(body)));
    },
    drop: (kind, key) => {
      if (!maps[kind].has(key)) return;
      apply(kind, key, undefined);
      append(kind, key, undefined);
    },
    flush,
    overtaken,
    offer: () => {
      if (valid < size || overtaken()) return;
      try {
        flush();
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
      }
    },
    compact: () => {
      const live = KINDS.reduce((sum, kind) => sum + maps[kind].size, 0);
      if (superseded < 1000 || superseded < live) return;
      pending.length = 0;
      for (const kind of KINDS) {
        for (const [key, slot] of maps[kind]) {
          append(kind, key, "text" in slot ? slot.text : encoder.encode(JSON.stringify(slot.value)));
        }
      }
      const bytes = Buffer.concat([MAGIC, ...pending]);
      pending.length = 0;
      files.replace(path, bytes);
      size = valid = bytes.length;
      superseded = 0;
    },
  };
}

function encodeRecord(tag: number, key: Uint8Array, body: Uint8Array, hasher: Hasher): Uint8Array {
  const bytes = new Uint8Array(HEAD + key.length + body.length + SUM);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, tag);
  view.setUint32(1, key.length, true);
  view.setUint32(5, body.length, true);
  bytes.set(key, HEAD);
  bytes.set(body, HEAD + key.length);
  const end = HEAD + key.length + body.length;
  view.setBigUint64(end, BigInt(`0x${hasher.bytes(bytes.subarray(0, end))}`), true);
  return bytes;
}

function readIfThere(path: string, files: Files): Uint8Array {
  try {
    return files.stat(path) ? files.read(path) : new Uint8Array();
  } catch (error) {
    if (error instanceof FileError) return new Uint8Array();
    throw error;
  }
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return bytes.length >= prefix.length && prefix.every((byte, index) => bytes[index] === byte);
}

function hex(value: bigint): Digest {
  return value.toString(16).padStart(16, "0") as Digest;
}
