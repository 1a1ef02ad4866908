import type { Digest, Hasher } from "./digest.ts";
import { FileError, type Files } from "./host.ts";
import type { Journal } from "./journal.ts";
import type { StoredRecord } from "./journal-records.ts";

/** Outputs up to this size lie together in pack files. */
const PACKED_BYTES = 64 * 1024;
/** What is packed is written in pieces of about this size. */
const BATCH_BYTES = 1 << 20;
/** A pack takes no more once it is larger than this. */
const PACK_BYTES = 64 << 20;

/** Outputs by the fingerprint that they were made under. Losing any of it costs a run, never truth. */
export interface Store {
  /** What is known of a fingerprint whose outputs are all there. */
  readonly find: (fingerprint: Digest) => StoredRecord | undefined;
  /** Writes an object to `to`; false if it is not there or not what it was. */
  readonly fetch: (output: StoredOutput, to: string) => boolean;
  /** The bytes of packed objects, read in one go where they lie together; undefined for one that is not what it was. */
  readonly readPacked: (outputs: readonly StoredOutput[]) => readonly (Uint8Array | undefined)[];
  /** Keeps outputs that were just published. */
  readonly save: (fingerprint: Digest, stored: StoredRecord) => void;
  /** Says that a fingerprint was wanted in this run. */
  readonly touch: (fingerprint: Digest, run: number) => void;
  /** Forgets a fingerprint: something of it was not what it should be. */
  readonly forget: (fingerprint: Digest) => void;
  /** Writes what is still held back. */
  readonly flush: () => void;
}

export type StoredOutput = Pick<StoredRecord["outputs"][number], "digest" | "size">;

/** Where a store lies. */
export interface StoreFiles {
  readonly files: Files;
  readonly hasher: Hasher;
  /** The folder of objects and packs, from the root. */
  readonly folder: string;
  /** The store's own journal. */
  readonly index: Journal;
}

/** Where one of several wanted objects lies. */
interface Packed {
  /** Which of those that are wanted. */
  readonly wanted: number;
  readonly pack: number;
  readonly at: number;
  readonly size: number;
}

/** An object held back until its pack is written. */
interface Held {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Whether an object of this size lies in a pack. */
export function isPacked({ size }: Pick<StoredOutput, "size">): boolean {
  return size <= PACKED_BYTES;
}

export function objectKey({ digest, size }: StoredOutput): string {
  return `${digest}-${size}`;
}

/** Where an object too large for a pack lies. */
export function objectPath(folder: string, key: string): string {
  return `${folder}/${key.slice(0, 2)}/${key}`;
}

export function openStore({ files, hasher, folder, index }: StoreFiles): Store {
  let held: Held[] = [];
  let heldBytes = 0;
  const waiting = new Map<string, Uint8Array>();
  const stored = new Map<Digest, StoredRecord>();
  let isOpen = false;
  let pack: number | undefined;

  const recordOf = (fingerprint: Digest): StoredRecord | undefined =>
    stored.get(fingerprint) ?? index.get("stored", fingerprint);
  const isThere = (key: string): boolean => waiting.has(key) || index.get("object", key) !== undefined;
  const forgetObject = (key: string): void => index.drop("object", key);
  const open = (): void => {
    if (isOpen) return;
    files.makeFolder(folder);
    files.setMode(folder, 0o700); // What is private in the project is no more public here.
    isOpen = true;
  };
  const keepLarge = (key: string, from: string): void => {
    const to = objectPath(folder, key);
    files.makeFolder(to.slice(0, to.lastIndexOf("/")));
    files.copy(from, `${to}.new`);
    files.rename(`${to}.new`, to);
    index.put("object", key, { pack: undefined, at: 0 });
  };
  const keep = (output: StoredOutput, from: string): boolean => {
    const key = objectKey(output);
    if (isThere(key)) return true;
    if (!isPacked(output)) {
      keepLarge(key, from);
      return true;
    }
    // A folder within an output has no bytes, and is kept for its name.
    const bytes = from.endsWith("/") ? new Uint8Array() : Uint8Array.from(files.read(from));
    if (hasher.bytes(bytes) !== output.digest) return false;
    held.push({ key, bytes });
    waiting.set(key, bytes);
    heldBytes += bytes.length;
    return true;
  };
  const slice = (from: number, at: number, { size }: StoredOutput): Uint8Array =>
    files.slice(packPath(folder, from), at, size);
  const readPart = (part: readonly Packed[], into: (Uint8Array | undefined)[]): void => {
    const [first] = part;
    const last = part.at(-1);
    if (first === undefined || last === undefined) return;
    try {
      const bytes = files.slice(packPath(folder, first.pack), first.at, last.at + last.size - first.at);
      for (const { wanted, at, size } of part)
        into[wanted] = bytes.subarray(at - first.at, at - first.at + size);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
    }
  };
  const flush = (): void => {
    if (held.length === 0 && stored.size === 0) return;
    ifWritable(() => {
      if (held.length > 0) pack = writePack(held, pack ?? newestPack(index), { files, folder, index });
      for (const [fingerprint, record] of stored) index.put("stored", fingerprint, record);
      index.flush();
    });
    held = [];
    heldBytes = 0;
    waiting.clear();
    stored.clear();
  };

  return {
    find: (fingerprint) => {
      const record = recordOf(fingerprint);
      return record?.outputs.every((output) => isThere(objectKey(output))) === true ? record : undefined;
    },
    fetch: (output, to) => {
      const key = objectKey(output);
      const place = index.get("object", key);
      const bytes = waiting.get(key);
      try {
        if (place && place.pack === undefined) {
          files.copy(objectPath(folder, key), to);
          return files.hash(to) === output.digest;
        }
        const packed = bytes ?? (place?.pack === undefined ? undefined : slice(place.pack, place.at, output));
        if (packed === undefined || hasher.bytes(packed) !== output.digest) return false;
        files.write(to, packed);
        return true;
      } catch (error) {
        if (!(error instanceof FileError)) throw error;
        return false;
      }
    },
    readPacked: (outputs) => {
      const found = outputs.map((output) => waiting.get(objectKey(output)));
      const places = outputs.flatMap((output, wanted): Packed[] => {
        const place = found[wanted] ? undefined : index.get("object", objectKey(output));
        return place?.pack === undefined
          ? []
          : [{ wanted, pack: place.pack, at: place.at, size: output.size }];
      });
      for (const part of adjoining(places)) readPart(part, found);
      return found.map((bytes, at) =>
        bytes && hasher.bytes(bytes) === outputs[at]?.digest ? bytes : undefined,
      );
    },
    save: (fingerprint, record) =>
      ifWritable(() => {
        open();
        const areKept = record.outputs.every((output) => keep(output, output.path));
        if (!areKept) return;
        stored.set(fingerprint, record);
        if (heldBytes >= BATCH_BYTES) flush();
      }),
    touch: (fingerprint, run) => {
      const record = recordOf(fingerprint);
      if (record && record.used !== run) stored.set(fingerprint, { ...record, used: run });
    },
    forget: (fingerprint) => {
      const record = recordOf(fingerprint);
      for (const output of record?.outputs ?? []) forgetObject(objectKey(output));
      stored.delete(fingerprint);
      index.drop("stored", fingerprint);
    },
    flush,
  };
}

export function packPath(folder: string, pack: number): string {
  return `${folder}/pack-${pack}`;
}

/** The newest pack of an index; a new store begins with 0. */
export function newestPack(index: Journal): number {
  let newest = 0;
  for (const key of index.keys("object")) newest = Math.max(newest, index.get("object", key)?.pack ?? 0);
  return newest;
}

/** Objects that are read together: those that lie in a pack with little between them. */
function adjoining(places: readonly Packed[]): readonly (readonly Packed[])[] {
  const parts: Packed[][] = [];
  for (const place of places.toSorted((a, b) => a.pack - b.pack || a.at - b.at)) {
    const part = parts.at(-1);
    const last = part?.at(-1);
    const isNear = last?.pack === place.pack && place.at - (last.at + last.size) < PACKED_BYTES;
    if (part && isNear) part.push(place);
    else parts.push([place]);
  }
  return parts;
}

/** Appends objects to a pack, or to the next one if it is full; gives the one it took, having said where they lie. */
export function writePack(
  objects: readonly Held[],
  pack: number,
  { files, folder, index }: Pick<StoreFiles, "files" | "folder" | "index">,
): number {
  const size = files.stat(packPath(folder, pack))?.size ?? 0;
  if (size > PACK_BYTES) return writePack(objects, pack + 1, { files, folder, index });
  files.append(packPath(folder, pack), Buffer.concat(objects.map(({ bytes }) => bytes)));
  let at = size;
  for (const { key, bytes } of objects) {
    index.put("object", key, { pack, at });
    at += bytes.length;
  }
  return pack;
}

/** The store is there to save time: what it cannot write it does without. */
export function ifWritable(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
  }
}
