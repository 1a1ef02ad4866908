import assert from "node:assert/strict";
import type { BuilderLock } from "../../src/engine/build.ts";
import { Killed, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, type MemoryBuild, type MemoryRequest } from "../support/memory-world.ts";
import type { membersOf } from "./drafts.ts";
import type { Round } from "./history.ts";

export interface Ended {
  readonly ran: readonly string[];
  /** False where it cannot be known what was done. */
  readonly isUndisturbed: boolean;
  readonly isDone: boolean;
  /** What is on the disk now. */
  readonly files: MemoryFiles;
}

interface Building {
  readonly files: MemoryFiles;
  readonly members: ReturnType<typeof membersOf>;
  readonly request: MemoryRequest;
  /** What somebody does to a source while the build runs. */
  readonly edit: (source: number) => void;
}

/** Builds once, or twice at the same time, or until it is killed. */
export async function buildAs(how: Round["build"], building: Building): Promise<Ended> {
  const { files, members, request } = building;
  if (how.how === "two at once") {
    const lock = createLock();
    const both = await Promise.all([1, 2].map(() => buildInMemory(files, members, { ...request, lock })));
    const failsTwice = request.failing?.size !== 0;
    return {
      ran: both.flatMap(({ ran }) => ran),
      isUndisturbed: !failsTwice,
      isDone: both.every(isDone),
      files,
    };
  }
  if ("at" in how) return await buildDisturbed(how, building);
  const ended = await buildInMemory(files, members, request);
  return { ran: ended.ran, isUndisturbed: true, isDone: isDone(ended), files };
}

const WRITES = new Set<string>([
  "append",
  "write",
  "copy",
  "rename",
  "replace",
  "truncate",
  "remove",
  "makeFolder",
]);

async function buildDisturbed(
  how: Extract<Round["build"], { readonly at: number }>,
  { files, members, request, edit }: Building,
): Promise<Ended> {
  const isCounted = counter(how);
  let operations = 0;
  let isDisturbed = false;
  files.onOperation = (_, name) => {
    if (isCounted(name)) operations++;
    if (operations < how.at) return;
    if (how.how === "killed") {
      isDisturbed = true;
      throw new Killed();
    }
    if (!isDisturbed) edit(how.source);
    isDisturbed = true;
  };
  try {
    const ended = await buildInMemory(files, members, request);
    return { ran: ended.ran, isUndisturbed: !isDisturbed, isDone: isDone(ended), files: files.clone() };
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    // What a dead process still has under way goes on in the old world.
    return { ran: [], isUndisturbed: false, isDone: false, files: files.clone() };
  }
}

/** Says of the operations of a build, one after the other, which of them the moment of a disturbance is counted in. */
function counter(how: Extract<Round["build"], { readonly at: number }>): (name: string) => boolean {
  if (how.how === "edited meanwhile") return () => true;
  // A death before a look leaves what a death before the next write leaves.
  if (how.before === "write") return (name) => WRITES.has(name);
  if (how.before === "rename") return (name) => name === "rename";
  let isAfterRename = false;
  return (name) => {
    if (!WRITES.has(name)) return false;
    const was = isAfterRename;
    isAfterRename = name === "rename";
    return was;
  };
}

function isDone({ end }: MemoryBuild): boolean {
  assert.ok(end.ok, JSON.stringify(end));
  return end.value.outcome === "done";
}

/** One builder at a time. */
function createLock(): () => Promise<BuilderLock> {
  let free = Promise.resolve();
  return async () => {
    const before = free;
    let release = (): void => {};
    free = new Promise((resolve) => (release = resolve));
    await before;
    return { isHeld: () => true, release };
  };
}
