import type { Dirent } from "node:fs";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { readFileDetails, readFileTags } from "./file-details.ts";
import { readFileExperiment, readFileRun } from "./file-run.ts";
import { listArtifacts, locateArtifact } from "./local-artifacts.ts";
import { inOrder } from "./order.ts";
import { readArtifact } from "./read-artifact.ts";
import type { Experiment, Result, Run, Tracking, Unreadable } from "./tracking.ts";
import { failed, ok } from "./tracking.ts";

/** Deleted experiments are moved here; deleted runs stay where they are. */
const TRASH = ".trash";

/** Opens a file store: a folder of experiments, as MLflow 1 to 3 write it. `root` is an existing folder. */
export function openFileStore(root: string, uri: string): Tracking {
  const store = { root, below: [root] };
  return {
    kind: "file",
    uri,
    experiments: async () => ok(await readExperiments(root)),
    listRuns: (experimentId) => listRuns(root, experimentId),
    run: (experimentId, runId) => findRun(root, experimentId, runId),
    details: async (run) => {
      const folder = join(root, folderOf(run));
      return existsSync(folder)
        ? ok(readFileDetails(folder))
        : failed({ reason: "run-not-found", runId: run.runId });
    },
    async taggedRuns(experimentId, names) {
      const listed = await listRuns(root, experimentId);
      if (!listed.ok) return listed;
      return ok(
        listed.value.map((run) =>
          run.kind === "run" ? { ...run, tags: readFileTags(join(root, folderOf(run)), names) } : run,
        ),
      );
    },
    artifacts: async (run, folder) => listArtifacts(run, folder, store),
    locate: async (run, path) => locateArtifact(run, path, store),
    read: (location) => readArtifact(location),
    close: () => undefined,
  };
}

async function readExperiments(root: string): Promise<(Experiment | Unreadable)[]> {
  const found: (Experiment | Unreadable)[] = [];
  for (const parent of [root, join(root, TRASH)])
    for (const name of foldersIn(parent)) {
      const experiment = await readFileExperiment(join(parent, name), name);
      if (experiment !== undefined) found.push(experiment);
    }
  return inOrder(found);
}

async function listRuns(root: string, experimentId: string): Promise<Result<(Run | Unreadable)[]>> {
  const experiment = experimentFolder(root, experimentId);
  if (experiment === undefined) return failed({ reason: "experiment-not-found", experimentId });
  const runs: (Run | Unreadable)[] = [];
  for (const name of foldersIn(join(root, experiment))) {
    const run = await readFileRun({ root, folder: join(experiment, name), name, experimentId });
    if (run !== undefined) runs.push(run);
  }
  return ok(inOrder(withoutCopies(runs)));
}

/** A run's folder has its id for a name; only one renamed by hand must be looked for in all of them. */
async function findRun(root: string, experimentId: string, runId: string): Promise<Result<Run>> {
  const experiment = experimentFolder(root, experimentId);
  if (experiment === undefined) return failed({ reason: "experiment-not-found", experimentId });
  const folder = join(experiment, runId);
  const own = isName(runId) ? await readFileRun({ root, folder, name: runId, experimentId }) : undefined;
  if (own?.kind === "run" && own.runId === runId) return ok(own);
  const listed = await listRuns(root, experimentId);
  const renamed = listed.ok
    ? listed.value.find((run) => run.kind === "run" && run.runId === runId)
    : undefined;
  return renamed?.kind === "run" ? ok(renamed) : failed({ reason: "run-not-found", runId });
}

/** Of several folders that hold the same run, the one of its name is the run; the others are told as copies. */
function withoutCopies(runs: readonly (Run | Unreadable)[]): (Run | Unreadable)[] {
  const originals = new Map<string, Run>();
  for (const run of runs)
    if (run.kind === "run" && (!originals.has(run.runId) || basename(folderOf(run)) === run.runId))
      originals.set(run.runId, run);
  return runs.map((run) =>
    run.kind === "unreadable" || originals.get(run.runId) === run
      ? run
      : { kind: "unreadable", id: basename(folderOf(run)), problem: "copy-of-another-run" },
  );
}

function folderOf(run: Run): string {
  return run.folder ?? join(run.experimentId, run.runId);
}

function experimentFolder(root: string, experimentId: string): string | undefined {
  if (!isName(experimentId)) return undefined;
  return [experimentId, join(TRASH, experimentId)].find((folder) => existsSync(join(root, folder)));
}

/** Folders and links to folders, but none that begins with a dot: what editors and file managers leave behind. */
function foldersIn(folder: string): string[] {
  return entriesOf(folder)
    .filter((entry) => (entry.isDirectory() || entry.isSymbolicLink()) && !entry.name.startsWith("."))
    .map((entry) => entry.name)
    .sort();
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function isName(id: string): boolean {
  return id !== "" && !id.startsWith(".") && !/[/\\\0]/.test(id);
}
