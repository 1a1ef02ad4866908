import { dirname, join, resolve } from "node:path";
import xxhash from "xxhash-wasm";
import { ABSENT, type Digest, type Hasher } from "../../src/engine/digest.ts";
import type { CodeHost } from "../../src/project/closure.ts";
import type { ModuleFacts } from "../../src/project/module-facts.ts";

const { h64ToString, h64Raw } = await xxhash();

export const hasher: Hasher = {
  text: (text) => h64ToString(text) as Digest,
  bytes: (bytes) => h64Raw(bytes).toString(16).padStart(16, "0") as Digest,
};

export interface MemoryHost extends CodeHost {
  /** By path from the root, `/p`; may be changed between builds. */
  readonly files: Map<string, string>;
  /** Facts by digest and extension, as they were stored. */
  readonly stored: Map<string, ModuleFacts>;
  /** Paths of modules whose source was asked for. */
  readonly readings: string[];
}

/**
 * A file system in memory with its root at `/p`.
 *
 * @param files texts by path from the root
 * @param links targets by path; both from the root
 */
export function memoryHost(files: Record<string, string>, links: Record<string, string> = {}): MemoryHost {
  const root = "/p";
  const texts = new Map(Object.entries(files).map(([path, text]) => [resolve(root, path), text]));
  const targets = new Map(
    Object.entries(links).map(([path, target]) => [resolve(root, path), resolve(root, target)]),
  );
  const stored = new Map<string, ModuleFacts>();
  const readings: string[] = [];
  const followed = (path: string): string => {
    for (const [link, target] of targets)
      if (path === link || path.startsWith(`${link}/`)) return followed(target + path.slice(link.length));
    return path;
  };
  const folders = (): Set<string> => {
    const all = new Set<string>();
    for (const path of texts.keys())
      for (let at = dirname(path); at !== dirname(at); at = dirname(at)) all.add(at);
    return all;
  };
  return {
    root,
    files: texts,
    stored,
    readings,
    hasher,
    ruleFiles: [join(root, "plrfile.ts")],
    realpath: (path) => {
      const real = followed(path);
      return texts.has(real) || folders().has(real) ? real : undefined;
    },
    exists: (path) => texts.has(followed(path)),
    readText: (path) => texts.get(followed(path)),
    readSource: (path) => {
      readings.push(path);
      return texts.get(followed(path));
    },
    rawDigest: (path) => {
      const text = texts.get(followed(path));
      return text === undefined ? ABSENT : hasher.text(text);
    },
    cachedFacts: (raw, extension) => stored.get(raw + extension),
    storeFacts: (raw, extension, facts) => stored.set(raw + extension, facts),
  };
}
