import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { CACHE } from "../../engine/cache-folder.ts";
import type { Files } from "../../engine/host.ts";
import { compareFiles } from "../../host/compare-files.ts";
import { createFiles } from "../../host/files.ts";
import { createHash } from "../../host/hash.ts";
import { findPlrfile } from "../../project/load.ts";
import { failureLines } from "../../report/failure-text.ts";
import { exitCodeOf } from "../../report/failures.ts";
import { type ChangedOutput, type RunDiff, runDiffText } from "../../report/run-diff.ts";
import type { Invocation } from "../invocation.ts";
import { answer, note } from "../output.ts";
import { lookOf } from "../reporter.ts";
import { newestMaking, outputsAfter } from "../run-outputs.ts";
import { listRuns } from "../runs.ts";

/** Says which outputs are not the same after two runs, and in what. */
export async function run({ words, options }: Invocation): Promise<number> {
  const plrfile = findPlrfile(process.cwd());
  if (!plrfile.ok) {
    note(failureLines(plrfile.failure, lookOf(process.stderr)).join("\n"));
    return exitCodeOf(plrfile.failure);
  }
  const root = dirname(plrfile.value);
  const newest = newestMaking(root);
  if (newest === undefined) {
    note("plr: no run is recorded in which a step made something");
    return 1;
  }
  const [from = newest - 1, to = Math.max(newest, from)] = words.map((word) =>
    Number(word.replace(/^#/, "")),
  );
  const known = listRuns(root);
  const wrong = words.find((_, at) => !known.includes(at === 0 ? from : to));
  if (wrong !== undefined || words.length > 2) {
    note(
      `error[PLR001]: ${wrong === undefined ? "diff takes two runs" : `no run "${wrong}" is recorded`}\nhint: plr runs ls`,
    );
    return 2;
  }
  const diff = await diffRuns(root, from, to);
  if (options["json"] === true) answer(JSON.stringify({ schema: 1, ...diff }, undefined, 2));
  else answer(runDiffText(diff, lookOf(process.stdout, options)));
  return 0;
}

async function diffRuns(root: string, from: number, to: number): Promise<RunDiff> {
  const [before, after] = [outputsAfter(root, from), outputsAfter(root, to)];
  const files = createFiles(root, CACHE, await createHash());
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted((one, other) =>
    one < other ? -1 : 1,
  );
  const changed: ChangedOutput[] = [];
  for (const path of paths) {
    const [old, now] = [before.get(path), after.get(path)];
    if (old?.digest === now?.digest) continue;
    const oldPlace = old && placeOf(path, old.digest, { root, files });
    const newPlace = now && placeOf(path, now.digest, { root, files });
    const differences =
      oldPlace === undefined || newPlace === undefined
        ? undefined
        : await compareFiles(path, join(root, oldPlace), join(root, newPlace));
    changed.push({ path, old, new: now, differences });
  }
  return { from, to, changed, same: paths.length - changed.length };
}

/** Where a version of an output is: in its place, as a checkpoint, or among the files that were moved aside. */
function placeOf(
  path: string,
  digest: string,
  { root, files }: { root: string; files: Files },
): string | undefined {
  const aside = join(root, CACHE, "aside");
  const moved = existsSync(aside) ? readdirSync(aside).map((run) => `${CACHE}/aside/${run}/${path}`) : [];
  return [path, `checkpoints/${path}`, ...moved].find(
    (place) => files.stat(place)?.kind === "file" && files.hash(place) === digest,
  );
}
