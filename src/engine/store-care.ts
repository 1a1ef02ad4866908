import type { Digest } from "./digest.ts";
import { FileError } from "./host.ts";
import type { Journal } from "./journal.ts";
import type { ObjectRecord, StoredRecord } from "./journal-records.ts";
import {
  ifWritable,
  newestPack,
  objectKey,
  objectPath,
  packPath,
  type StoreFiles,
  writePack,
} from "./store.ts";

/** A pack is written anew once less than this share of it is wanted. */
const LEAST_LIVE = 0.5;

export interface StoreSizes {
  /** Fingerprints whose outputs are kept. */
  readonly results: number;
  readonly objects: number;
  /** Bytes of the objects. */
  readonly bytes: number;
  /** Bytes on disk. */
  readonly diskBytes: number;
}

/** How much is kept. */
export function storeSizes({ files, folder, index }: StoreFiles): StoreSizes {
  const keys = Array.from(index.keys("object"));
  const onDisk = files.stat(folder) ? files.list(folder) : [];
  return {
    results: Array.from(index.keys("stored")).length,
    objects: keys.length,
    bytes: keptBytes(index),
    diskBytes: onDisk.reduce((sum, path) => sum + (files.stat(`${folder}/${path}`)?.size ?? 0), 0),
  };
}

/** Collects if more is kept than the budget allows. */
export function trimStore(store: StoreFiles, budget: number, run: number): void {
  if (keptBytes(store.index) > budget) ifWritable(() => collectStore(store, budget, run));
}

/**
 * Brings the store down to a number of bytes: what was wanted longest ago goes first, and what `run` wanted stays.
 * Files that no record names go as well.
 */
export function collectStore(store: StoreFiles, budget: number, run: number): void {
  const { index } = store;
  const results = resultsOf(index).toSorted((a, b) => a.record.used - b.record.used);
  const users = countUsers(results);
  let bytes = keptBytes(index);
  for (const key of Array.from(index.keys("object"))) if (!users.has(key)) bytes -= dropObject(key, store);
  for (const { fingerprint, record } of results) {
    if (bytes <= budget || record.used === run) break;
    index.drop("stored", fingerprint);
    for (const key of new Set(record.outputs.map(objectKey))) {
      const left = (users.get(key) ?? 1) - 1;
      users.set(key, left);
      if (left === 0) bytes -= dropObject(key, store);
    }
  }
  index.flush();
  compactPacks(store);
  index.compact();
  index.flush();
  removeUnnamed(store);
}

/** Reads every object, and drops those whose bytes are not what their name says; gives how many. */
export function verifyStore(store: StoreFiles): number {
  const { files, hasher, folder, index } = store;
  const damaged = new Set<string>();
  for (const key of Array.from(index.keys("object"))) {
    const digest = digestOf(key, { files, hasher, folder, index });
    if (digest !== key.slice(0, key.indexOf("-"))) damaged.add(key);
  }
  for (const key of damaged) dropObject(key, store);
  for (const { fingerprint, record } of resultsOf(index)) {
    if (record.outputs.some((output) => damaged.has(objectKey(output)))) index.drop("stored", fingerprint);
  }
  index.flush();
  return damaged.size;
}

interface Result {
  readonly fingerprint: Digest;
  readonly record: StoredRecord;
}

function resultsOf(index: Journal): readonly Result[] {
  return Array.from(index.keys("stored")).flatMap((key) => {
    const record = index.get("stored", key);
    return record ? [{ fingerprint: key as Digest, record }] : [];
  });
}

/** How many results name each object. */
function countUsers(results: readonly Result[]): Map<string, number> {
  const users = new Map<string, number>();
  for (const { record } of results) {
    for (const key of new Set(record.outputs.map(objectKey))) users.set(key, (users.get(key) ?? 0) + 1);
  }
  return users;
}

function keptBytes(index: Journal): number {
  return Array.from(index.keys("object")).reduce((sum, key) => sum + sizeOf(key), 0);
}

function sizeOf(key: string): number {
  return Number(key.slice(key.indexOf("-") + 1));
}

/** Gives the bytes that are gone; those of a pack go when it is written anew. */
function dropObject(key: string, { files, folder, index }: StoreFiles): number {
  if (index.get("object", key)?.pack === undefined) files.remove(objectPath(folder, key));
  index.drop("object", key);
  return sizeOf(key);
}

function digestOf(key: string, { files, hasher, folder, index }: StoreFiles): Digest | undefined {
  const place = index.get("object", key);
  try {
    if (place?.pack === undefined) return files.hash(objectPath(folder, key));
    return hasher.bytes(files.slice(packPath(folder, place.pack), place.at, sizeOf(key)));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return undefined;
  }
}

/** Moves what is wanted of mostly dead packs to a new one. */
function compactPacks(store: StoreFiles): void {
  const { files, folder, index } = store;
  let target = newestPack(index) + 1;
  for (const [pack, objects] of packedObjects(index)) {
    const path = packPath(folder, pack);
    const size = files.stat(path)?.size ?? 0;
    const live = objects.reduce((sum, { key }) => sum + sizeOf(key), 0);
    if (live >= size * LEAST_LIVE) continue;
    const held = objects.map(({ key, place }) => ({ key, bytes: files.slice(path, place.at, sizeOf(key)) }));
    target = writePack(held, target, store);
    index.flush();
    files.remove(path);
  }
}

function packedObjects(
  index: Journal,
): ReadonlyMap<number, readonly { readonly key: string; readonly place: ObjectRecord }[]> {
  const packs = new Map<number, { key: string; place: ObjectRecord }[]>();
  for (const key of index.keys("object")) {
    const place = index.get("object", key);
    if (place?.pack === undefined) continue;
    const others = packs.get(place.pack);
    if (others) others.push({ key, place });
    else packs.set(place.pack, [{ key, place }]);
  }
  return packs;
}

/** Removes files that are neither the index, a pack with something in it, nor an object with a record. */
function removeUnnamed({ files, folder, index }: StoreFiles): void {
  const packs = packedObjects(index);
  for (const path of files.stat(folder) ? files.list(folder) : []) {
    const pack = /^pack-(\d+)$/.exec(path)?.[1];
    const place = index.get("object", path.slice(path.lastIndexOf("/") + 1));
    const isObject = place !== undefined && place.pack === undefined;
    const isNamed = path === "index" || (pack === undefined ? isObject : packs.has(Number(pack)));
    if (!isNamed) files.remove(`${folder}/${path}`);
  }
}
