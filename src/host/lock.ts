import { accessSync, constants, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { BuilderLock } from "../engine/build.ts";
import { failed, ok, type Result } from "../engine/failure.ts";

export interface LockOwner {
  readonly run: number;
  readonly pid: number;
  readonly host: string;
}

interface Waiting {
  /** Whether to wait at all for a build that has the lock. */
  readonly wait: boolean;
  readonly onWait: (owner: LockOwner | undefined) => void;
  readonly signal: AbortSignal;
}

const POLL_MS = 100;

/**
 * The project's only builder: a SQLite file without data, locked by the kernel for as long as its owner lives, so a
 * dead owner holds nothing. `lock.json` beside it only says who.
 */
export async function acquireLock(
  cache: string,
  run: number,
  { wait, onWait, signal }: Waiting,
): Promise<Result<BuilderLock>> {
  const { DatabaseSync } = await import("node:sqlite");
  const path = join(cache, "lock");
  try {
    mkdirSync(cache, { recursive: true });
    for (let told = false; ; told = true) {
      const database = new DatabaseSync(path, { timeout: 0 });
      try {
        database.exec("BEGIN EXCLUSIVE");
      } catch (error) {
        database.close();
        if (!isBusy(error)) throw error;
        if (!wait) return failed({ reason: "build-running", ...readOwner(cache) });
        if (signal.aborted) return failed({ reason: "cancelled" });
        if (!told) onWait(readOwner(cache));
        await sleep(POLL_MS);
        continue;
      }
      if (statSync(path, { throwIfNoEntry: false }) === undefined) {
        database.close(); // Somebody removed the folder: the next round makes a lock that others can see.
        mkdirSync(cache, { recursive: true });
        continue;
      }
      writeFileSync(join(cache, "lock.json"), JSON.stringify({ run, pid: process.pid, host: hostname() }));
      const ours = statSync(path).ino;
      const isHeld = (): boolean => statSync(path, { throwIfNoEntry: false })?.ino === ours;
      return ok({ isHeld, release: () => database.close() });
    }
  } catch (error) {
    return failed({ reason: "state-not-writable", path, code: systemCode(error, [cache, path]) });
  }
}

/** SQLite's own numbers for what the system refused. */
const SQLITE_CODES: Readonly<Record<number, string>> = { 8: "EROFS", 10: "EIO", 13: "ENOSPC", 14: "EACCES" };

function systemCode(error: unknown, paths: readonly string[]): string {
  const { code, errcode = -1, message } = error as NodeJS.ErrnoException & { readonly errcode?: number };
  const said = SQLITE_CODES[errcode & 0xff];
  return (said === "EROFS" ? refusalOf(paths) : undefined) ?? said ?? code ?? message;
}

/** SQLite says of what belongs to somebody else, too, that it is read-only. */
function refusalOf(paths: readonly string[]): string | undefined {
  try {
    for (const path of paths) accessSync(path, constants.W_OK);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  }
}

function isBusy(error: unknown): boolean {
  return (error as { readonly errcode?: number }).errcode === 5;
}

function readOwner(cache: string): LockOwner | undefined {
  try {
    return JSON.parse(readFileSync(join(cache, "lock.json"), "utf8")) as LockOwner;
  } catch {
    return undefined;
  }
}
