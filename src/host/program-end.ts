import { accessSync, constants, statSync } from "node:fs";
import { delimiter, resolve } from "node:path";
import type { Failure } from "../engine/failure.ts";
import type { Job, JobResult } from "../engine/host.ts";
import { commandOf } from "./command.ts";

/** Why a program was asked to end. */
export type Ending = "timed-out" | "cancelled";

/** How a program ended: with a code, by a signal, or not even started. */
export type ProgramEnd =
  | { readonly kind: "exited"; readonly exitCode: number }
  | { readonly kind: "killed"; readonly signal: string }
  | { readonly kind: "not-started"; readonly file: string; readonly code: string };

/** What the end of a program means for its step. */
export function programResult(
  job: Job,
  end: ProgramEnd,
  { ending, tail }: { readonly ending: Ending | undefined; readonly tail: readonly string[] },
): JobResult {
  if (ending === undefined && end.kind === "exited" && end.exitCode === 0) return { ok: true, read: [] };
  return { ok: false, failure: failureOf(job, end, ending), tail: end.kind === "not-started" ? [] : tail };
}

function failureOf(job: Job, end: ProgramEnd, ending: Ending | undefined): Failure {
  if (ending === "timed-out") return { reason: "timed-out", seconds: (job.timeoutMs ?? 0) / 1000 };
  if (ending === "cancelled") return { reason: "cancelled" };
  switch (end.kind) {
    case "killed":
      return { reason: "killed", signal: end.signal };
    case "not-started":
      return { reason: "not-started", command: end.file, code: end.code };
    case "exited": {
      const { file, args } = commandOf(job);
      return { reason: "exited", command: [file, ...args].join(" "), exitCode: end.exitCode };
    }
  }
}

/** The error with which the system refuses to start a job's program; nothing for one that it would start. */
export function refusalOf(job: Job, root: string): ProgramEnd | undefined {
  const { file } = commandOf(job);
  const places = file.includes("/") ? [""] : (job.env["PATH"] ?? "").split(delimiter);
  let code = "ENOENT";
  for (const place of places) {
    const path = resolve(root, place, file);
    try {
      if (!statSync(path, { throwIfNoEntry: false })) continue;
      accessSync(path, constants.X_OK);
      return undefined;
    } catch {
      code = "EACCES";
    }
  }
  return { kind: "not-started", file, code };
}
