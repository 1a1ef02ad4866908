import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { CACHE } from "../../engine/cache-folder.ts";
import type { Digest } from "../../engine/digest.ts";
import type { Files } from "../../engine/host.ts";
import { openStore, type Store } from "../../engine/store.ts";
import { compareFiles } from "../../host/compare-files.ts";
import { createFiles } from "../../host/files.ts";
import { createHash } from "../../host/hash.ts";
import { type ChangedOutput, type RunDiff, runDiffText } from "../../report/run-diff.ts";
import type { Invocation } from "../invocation.ts";
import { answer, note } from "../output.ts";
import { recordedRun } from "../recorded-run.ts";
import { lookOf } from "../reporter.ts";
import { newestMaking, outputsAfter, type RecordedOutput } from "../run-outputs.ts";
import { storeFiles } from "../store-files.ts";
import { withRoot } from "../with-root.ts";
import { usageError } from "../usage-error.ts";

/** Says which outputs are not the same after two runs, and in what. */
export function run({ words, options }: Invocation): Promise<number> {
  return withRoot(async (root) => {
    const newest = newestMaking(root);
    if (newest === undefined) {
      note("plr: no run is recorded in which a step made something");
      return 1;
    }
    const named: number[] = [];
    for (const word of words) {
      const run = recordedRun(root, word);
      if (run === undefined) return 2;
      named.push(run);
    }
    if (named.length > 2) return usageError("diff takes two runs", "plr runs ls");
    const [from = newest - 1, to = Math.max(newest, from)] = named;
    const diff = await diffRuns(root, from, to);
    if (options["json"] === true) answer(JSON.stringify({ schema: 1, ...diff }, undefined, 2));
    else answer(runDiffText(diff, lookOf(process.stdout, options)));
    return 0;
  });
}

async function diffRuns(root: string, from: number, to: number): Promise<RunDiff> {
  const [before, after] = [outputsAfter(root, from), outputsAfter(root, to)];
  const hasher = await createHash();
  const files = createFiles(root, CACHE, hasher);
  const store = openStore(storeFiles(files, hasher));
  const scratch = mkdtempSync(join(tmpdir(), "plr-diff-"));
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted((one, other) =>
    one < other ? -1 : 1,
  );
  const changed: ChangedOutput[] = [];
  try {
    for (const path of paths) {
      const [old, now] = [before.get(path), after.get(path)];
      if (old?.digest === now?.digest) continue;
      const oldPlace = old && placeOf(old, { root, files, store, fetched: join(scratch, "old") });
      const newPlace = now && placeOf(now, { root, files, store, fetched: join(scratch, "new") });
      const differences =
        oldPlace === undefined || newPlace === undefined
          ? undefined
          : await compareFiles(path, resolve(root, oldPlace), resolve(root, newPlace));
      changed.push({ path, old, new: now, differences });
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { from, to, changed, same: paths.length - changed.length };
}

interface Looking {
  readonly root: string;
  readonly files: Files;
  readonly store: Store;
  /** Where a version that is only in the store may be written. */
  readonly fetched: string;
}

/** Where a version of an output is: in its place, as a checkpoint, among the files that were moved aside, or in the store. */
function placeOf(
  { path, digest, bytes }: RecordedOutput,
  { root, files, store, fetched }: Looking,
): string | undefined {
  const aside = join(root, CACHE, "aside");
  const moved = existsSync(aside) ? readdirSync(aside).map((run) => `${CACHE}/aside/${run}/${path}`) : [];
  const place = [path, `checkpoints/${path}`, ...moved].find(
    (one) => files.stat(one)?.kind === "file" && files.hash(one) === digest,
  );
  if (place !== undefined) return place;
  return store.fetch({ digest: digest as Digest, size: bytes }, fetched) ? fetched : undefined;
}
