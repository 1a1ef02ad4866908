import { readFileSync, rmSync } from "node:fs";
import type { FoundInput, Job, JobResult } from "../engine/host.ts";
import type { InputList } from "../engine/rule.ts";
import { listPathOf } from "./command.ts";
import { readDepfile } from "./depfile.ts";

/** Adds to how a program ended what it listed of what it read, and removes the list. Without a list it has failed. */
export async function withListed(done: Promise<JobResult>, job: Job, list: InputList): Promise<JobResult> {
  const result = await done;
  const path = listPathOf(job, list);
  try {
    const found = readDepfile(readFileSync(path, "utf8")).map((one): FoundInput => ({ path: one }));
    rmSync(path);
    return { ...result, found };
  } catch (error) {
    if (!result.ok) return result;
    const { message } = error as NodeJS.ErrnoException;
    return { ok: false, failure: { reason: "depfile-unreadable", problem: message }, tail: [] };
  }
}
