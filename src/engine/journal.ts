import type { Hasher } from "./digest.ts";
import { type Files, FileError } from "./host.ts";
import { isBinary, readBody, readOutline, RecordedFile, writeBody } from "./journal-body.ts";
import {
  bodyAt,
  DROPPED,
  FRAME_HEAD,
  FRAME_SUM,
  frameOf,
  journalOf,
  keyAt,
  MAGIC,
  RECORD_HEAD,
  recordSize,
  soundFrameEnd,
} from "./journal-frames.ts";
import { createJournalIndex } from "./journal-index.ts";
import { type Bodies, KINDS, type RecordKind, type StepOutline } from "./journal-records.ts";

/** About what a record takes. */
const RECORD_BYTES = 80;
/** Less than this is not worth a compaction. */
const WASTE = 1 << 14;

/** What was built, append-only; the last record of a key wins. */
export interface Journal {
  readonly get: <K extends RecordKind>(kind: K, key: string) => Bodies[K] | undefined;
  /**
   * Gives a file as recorded if somebody has looked ahead and the file looks as its record says. What was seen grows
   * old, so only the first to ask gets anything, and must not ask about a file that may have changed since.
   */
  readonly takeAhead: () => (path: string) => RecordedFile | undefined;
  /** Has nobody look ahead any more. */
  readonly endAhead: () => void;
  /** As much of a step's record as a look at a fresh step needs. */
  readonly outline: (key: string) => StepOutline | undefined;
  /** Of a kind; while it is gone through nothing may be put or dropped. */
  readonly keys: (kind: RecordKind) => Iterable<string>;
  readonly count: (kind: RecordKind) => number;
  readonly has: (kind: RecordKind, key: string) => boolean;
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

/** A journal that was read before, and files that were looked at meanwhile. */
export interface JournalAhead {
  readonly bytes: Buffer;
  /** Whether the file that a record is about, by the record's place, was seen to look as the record says. */
  readonly looksAsRecorded: (place: number) => boolean;
  /** Looks at no more; what was seen stays. */
  readonly end: () => void;
}

/** A record is known by its place: in the file as it was read, or behind that in what this process added. */
type Place = number;

/**
 * Reads the journal at `path`; an absent, foreign or damaged one gives what can be read of it. A torn tail is
 * dropped at the next write.
 */
export function openJournal(path: string, files: Files, hasher: Hasher, given?: JournalAhead): Journal {
  /** Values of JSON bodies that somebody has asked for. */
  const parsed = new Map<Place, unknown>();
  let loaded: Buffer = Buffer.alloc(0);
  let added: Buffer = Buffer.alloc(0);
  let addedLength = 0;
  let flushed = 0;
  /** Size of the file, and of what of it can be read. */
  let size = 0;
  let valid = 0;
  /** Bytes of records that hold, and of those that do not any more. */
  let live = 0;
  let waste = 0;

  const bufferOf = (place: Place): Buffer => (place < loaded.length ? loaded : added);
  const offsetOf = (place: Place): number => (place < loaded.length ? place : place - loaded.length);
  const records = { bufferOf, offsetOf };
  let index = createJournalIndex(records, 0);
  const placeOf = (kind: RecordKind, key: string): Place | undefined => index.get(numberOf(kind), key);
  const sizeOf = (place: Place): number => recordSize(bufferOf(place), offsetOf(place));
  const apply = (place: Place, ownSize: number, isDrop: boolean): void => {
    const old = isDrop ? index.remove(place) : index.set(place);
    if (old !== undefined) {
      const oldSize = sizeOf(old);
      live -= oldSize;
      waste += oldSize;
      parsed.delete(old);
    }
    if (isDrop) waste += ownSize;
    else live += ownSize;
  };
  const load = (bytes: Buffer): void => {
    parsed.clear();
    loaded = bytes;
    index = createJournalIndex(records, Math.ceil(bytes.length / RECORD_BYTES));
    addedLength = flushed = live = waste = valid = 0;
    size = bytes.length;
    if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return;
    valid = MAGIC.length;
    for (;;) {
      const end = soundFrameEnd(bytes, valid, hasher);
      if (end === undefined) return;
      readFrame(bytes, valid + FRAME_HEAD, end - FRAME_SUM);
      valid = end;
    }
  };
  const readFrame = (bytes: Buffer, start: number, end: number): void => {
    for (let at = start; at < end;) {
      const tag = bytes[at] ?? 0;
      const length = recordSize(bytes, at);
      if ((tag & ~DROPPED) < KINDS.length) apply(at, length, (tag & DROPPED) !== 0);
      at += length;
    }
  };
  const room = (bytes: number): { buffer: Buffer; at: number } => {
    if (addedLength + bytes > added.length) {
      const larger = Buffer.allocUnsafe(Math.max(2 * added.length, addedLength + bytes, 1 << 16));
      added.copy(larger, 0, 0, addedLength);
      added = larger;
    }
    addedLength += bytes;
    return { buffer: added, at: addedLength - bytes };
  };
  const append = (kind: RecordKind, key: string, writeInto: (() => number) | undefined): void => {
    const keyLength = Buffer.byteLength(key);
    const { at } = room(RECORD_HEAD + keyLength);
    added[at] = numberOf(kind) | (writeInto ? 0 : DROPPED);
    added.writeUInt32LE(keyLength, at + 1);
    added.write(key, at + RECORD_HEAD, "utf8");
    const bodyLength = writeInto?.() ?? 0;
    added.writeUInt32LE(bodyLength, at + 5);
    apply(loaded.length + at, RECORD_HEAD + keyLength + bodyLength, writeInto === undefined);
  };
  const flush = (): void => {
    if (flushed === addedLength) return;
    if (valid < MAGIC.length) {
      files.replace(path, MAGIC);
      valid = size = MAGIC.length;
    } else if (valid < size) {
      files.truncate(path, valid);
      size = valid;
    }
    const frame = frameOf([added.subarray(flushed, addedLength)], hasher);
    size = Number.POSITIVE_INFINITY; // an append that fails half-way leaves a tail to be cut
    files.append(path, frame);
    flushed = addedLength;
    valid += frame.length;
    size = valid;
  };
  const allRecords = function* (): Iterable<Buffer> {
    for (const kind of KINDS) {
      for (const place of index.places(numberOf(kind))) {
        const at = offsetOf(place);
        yield bufferOf(place).subarray(at, at + sizeOf(place));
      }
    }
  };
  const overtaken = (): boolean => (files.stat(path)?.size ?? 0) !== size;

  let ahead = given;
  const get = <K extends RecordKind>(kind: K, key: string): Bodies[K] | undefined => {
    const place = placeOf(kind, key);
    if (place === undefined) return undefined;
    const buffer = bufferOf(place);
    const { start, end } = bodyAt(buffer, offsetOf(place));
    if (isBinary(buffer, start)) return readBody(kind, buffer, start, end) as Bodies[K];
    if (!parsed.has(place)) parsed.set(place, readBody(kind, buffer, start, end));
    return parsed.get(place) as Bodies[K];
  };
  load(given?.bytes ?? readIfThere(path, files));
  return {
    get,
    outline: (key) => {
      const place = placeOf("step", key);
      if (place === undefined) return undefined;
      const buffer = bufferOf(place);
      const { start } = bodyAt(buffer, offsetOf(place));
      return isBinary(buffer, start) ? readOutline(buffer, start) : get("step", key);
    },
    takeAhead: () => {
      const own = ahead;
      const bytes = loaded;
      ahead = undefined;
      return (file) => {
        if (own === undefined || loaded !== bytes) return undefined;
        const place = placeOf("file", file);
        const isKnown = place !== undefined && place < bytes.length && own.looksAsRecorded(place);
        return isKnown ? new RecordedFile(bytes, bodyAt(bytes, place).start) : undefined;
      };
    },
    endAhead: () => given?.end(),
    keys: function* (kind) {
      for (const place of index.places(numberOf(kind))) yield keyAt(bufferOf(place), offsetOf(place));
    },
    count: (kind) => index.count(numberOf(kind)),
    has: (kind, key) => placeOf(kind, key) !== undefined,
    put: (kind, key, body) => append(kind, key, () => writeBody(kind, body, { room })),
    drop: (kind, key) => {
      if (placeOf(kind, key) !== undefined) append(kind, key, undefined);
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
      if (waste < WASTE || waste < live) return;
      const bytes = journalOf(allRecords(), hasher);
      files.replace(path, bytes);
      load(bytes);
    },
  };
}

function numberOf(kind: RecordKind): number {
  return KINDS.indexOf(kind);
}

function readIfThere(path: string, files: Files): Buffer {
  try {
    const bytes = files.stat(path) ? files.read(path) : new Uint8Array();
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (error) {
    if (error instanceof FileError) return Buffer.alloc(0);
    throw error;
  }
}
