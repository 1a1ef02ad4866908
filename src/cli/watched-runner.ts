import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CACHE } from "../engine/cache-folder.ts";
import type { OwnRunner, VerifyWorld } from "../engine/verify.ts";
import { fileUses } from "../host/file-uses.ts";
import { withoutInstalled } from "../host/installed-files.ts";
import { createRunner } from "../host/runner.ts";
import type { Strace } from "../host/strace.ts";
import { readCalls } from "../host/strace-calls.ts";
import type { Session } from "./session.ts";

interface Watching {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Where what steps do with files is to be watched. */
  readonly strace: Strace | undefined;
}

/** Gives each step processes of its own. */
export function ownRunners(
  { host: { files }, root }: Session,
  { folder, signal, strace }: Watching,
): VerifyWorld<never>["openRunner"] {
  let traces = 0;
  return ({ node }): OwnRunner => {
    if (strace === undefined) return { runner: createRunner(files, CACHE, signal), uses: undefined };
    // Of its own for each step: what follows an ended one may still be writing to its file.
    const path = `${folder}/${traces++}.trace`;
    const trace = join(root, path);
    files.makeFolder(folder);
    return {
      runner: createRunner(files, CACHE, signal, strace(trace)),
      uses: () => {
        // Nothing was started.
        if (!existsSync(trace)) return [];
        const uses = fileUses(readCalls(readFileSync(trace, "latin1")), root);
        files.remove(path);
        return withoutInstalled(uses, { root, countsPackages: node.rule.action.type === "task" });
      },
    };
  };
}
