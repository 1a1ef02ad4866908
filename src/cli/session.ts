import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { CACHE, JOURNAL } from "../engine/cache-folder.ts";
import { failed, ok, type Result } from "../engine/failure.ts";
import { buildGraph, type Graph } from "../engine/graph.ts";
import type { Host } from "../engine/host.ts";
import type { KeptStore } from "../engine/build.ts";
import { type Journal, openJournal } from "../engine/journal.ts";
import type { OpenCode } from "../engine/code.ts";
import { askModule, askTool, binaryOf } from "../host/ask.ts";
import { createFiles } from "../host/files.ts";
import { createHash } from "../host/hash.ts";
import { lookAhead } from "../host/look-ahead.ts";
import { bootId } from "../host/process-identity.ts";
import { createRunner } from "../host/runner.ts";
import { findPlrfile, loadProject } from "../project/load.ts";
import { codeOpener } from "../project/task-code.ts";
import { storeFiles } from "./store-files.ts";

/** What the store keeps unless the project says otherwise: 5 GB. */
const STORE_BYTES = 5e9;

/** A project that has been read, and the world around it. */
export interface Session {
  readonly root: string;
  /** The folder that the command was typed in. */
  readonly from: string;
  readonly plrfile: string;
  readonly graph: Graph;
  readonly host: Host;
  readonly openJournal: () => Journal;
  readonly openStore: () => KeptStore;
  readonly openCode: OpenCode;
  /** Ends all child processes at once. */
  readonly kill: () => void;
}

/** Finds and reads the project at or above the working directory, and makes its folder the working directory. */
export async function openSession(signal: AbortSignal): Promise<Result<Session>> {
  const from = process.cwd();
  const plrfile = findPlrfile(from);
  if (!plrfile.ok) return plrfile;
  const root = dirname(plrfile.value);
  process.chdir(root);
  const ahead = lookAhead(root, JOURNAL);
  const [hasher, project] = await Promise.all([createHash(), loadProject(plrfile.value)]);
  if (!project.ok) return project;
  const files = createFiles(root, CACHE, hasher);
  const graph = buildGraph(project.value, files);
  if (!graph.ok) {
    const { locateRules } = await import("../project/locate-rules.ts");
    return failed(await locateRules(graph.failure, plrfile.value));
  }
  const runner = createRunner(files, CACHE, signal);
  const host: Host = {
    files,
    hasher,
    runner,
    now: () => performance.now(),
    wait: (ms, aborted) => sleep(ms, undefined, { signal: aborted }).catch(() => {}),
    bootId: bootId(),
    env: { ...process.env },
    askTool,
    binaryOf,
    askModule,
  };
  return ok({
    root,
    from,
    plrfile: plrfile.value,
    graph: graph.value,
    host,
    openJournal: () => openJournal(JOURNAL, files, hasher, ahead()),
    openStore: () => ({ ...storeFiles(files, hasher), budget: project.value.storeBytes ?? STORE_BYTES }),
    openCode: codeOpener(root, plrfile.value, hasher),
    kill: runner.kill,
  });
}
