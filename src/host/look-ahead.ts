import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { JournalAhead } from "../engine/journal.ts";

/** What the thread gets: the journal's bytes, and a byte for each eight of them to say what it saw. */
export interface LookAheadWork {
  readonly root: string;
  readonly journal: SharedArrayBuffer;
  readonly seen: SharedArrayBuffer;
}

/** A shorter journal is looked through sooner than a thread starts. */
const WORTH_A_THREAD = 400_000;

/** What a thread says of the file that a record is about. */
export const LOOKS_AS_RECORDED = 1;
export const LOOKS_OTHERWISE = 2;

/**
 * Reads a long journal and starts a thread that looks at the files that it names, while the plrfile is evaluated and
 * joined. Gives what the journal's reader takes, once: the bytes, as long as the file is still the one that was read.
 */
export function lookAhead(root: string, path: string): () => JournalAhead | undefined {
  const read = readShared(path);
  if (read === undefined) return () => undefined;
  const { journal, identity } = read;
  const seen = new SharedArrayBuffer(Math.ceil(journal.byteLength / 8));
  const data: LookAheadWork = { root, journal, seen };
  const extension = import.meta.url.endsWith(".ts") ? "ts" : "js";
  const url = new URL(`./look-ahead-thread.${extension}`, import.meta.url);
  const thread = new Worker(startCached(url), {
    eval: true,
    workerData: data,
    // It keeps nothing: with these limits it takes a few megabytes beside the bytes that both share.
    resourceLimits: { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 },
  });
  thread.on("error", () => {}); // Whatever it has not seen is looked at in turn.
  thread.unref();
  const flags = new Uint8Array(seen);
  let isTaken = false;
  return () => {
    if (isTaken || identityOf(statSync(path, { throwIfNoEntry: false })) !== identity) return undefined;
    isTaken = true;
    return {
      bytes: Buffer.from(journal),
      looksAsRecorded: (record) => flags[record >> 3] === LOOKS_AS_RECORDED,
      end: () => void thread.terminate(),
    };
  };
}

/** A thread has no compile cache unless it asks for it; without one it starts later than a build of 10,000 steps has ended. */
function startCached({ href }: URL): string {
  return `require("node:module").enableCompileCache?.(); import(${JSON.stringify(href)});`;
}

function readShared(path: string): { journal: SharedArrayBuffer; identity: string } | undefined {
  try {
    const file = openSync(path, "r");
    try {
      const stat = fstatSync(file);
      if (stat.size < WORTH_A_THREAD) return undefined;
      const journal = new SharedArrayBuffer(stat.size);
      const bytes = new Uint8Array(journal);
      let done = 0;
      for (let got = -1; got !== 0 && done < bytes.length; done += got)
        got = readSync(file, bytes, done, bytes.length - done, done);
      return done === bytes.length ? { journal, identity: identityOf(stat) } : undefined;
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined; // The journal's reader says what is wrong with it.
  }
}

function identityOf(stat: { size: number; ino: number; mtimeMs: number } | undefined): string {
  return stat === undefined ? "" : `${stat.size} ${stat.ino} ${stat.mtimeMs}`;
}
