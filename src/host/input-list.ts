import { readFileSync, rmSync } from "node:fs";
import type { FoundInput, Job, JobResult } from "../engine/host.ts";
import type { InputList } from "../engine/rule.ts";
import { listPathOf } from "./command.ts";
import { readDepfile } from "./depfile.ts";
import { readRecorder } from "./recorder-list.ts";

/** Adds to how a program ended what it listed of what it read, and removes the list. Without a list it has failed. */
export async function withListed(
  done: Promise<JobResult>,
  job: Job,
  { list, root }: { readonly list: InputList; readonly root: string },
): Promise<JobResult> {
  const result = await done;
  const path = listPathOf(job, list);
  try {
    const text = readFileSync(path, "utf8");
    const paths = list.format === "make" ? readDepfile(text) : readRecorder(text, root);
    const found = paths.map((one): FoundInput => ({ path: one }));
    rmSync(path);
    return { ...result, found };
  } catch (error) {
    if (!result.ok) return result;
    const { message } = error as NodeJS.ErrnoException;
    return { ok: false, failure: { reason: "depfile-unreadable", problem: message }, tail: [] };
  }
}
