import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { REPOSITORY } from "../support/project.ts";
import type { search } from "./search.ts";

/** A fault that the search must find. */
export interface PlantedBug {
  readonly name: string;
  readonly file: string;
  /** Text that must be there once, and what takes its place. */
  readonly text: string;
  readonly becomes: string;
}

export const PLANTED: readonly PlantedBug[] = [
  {
    name: "stat shortcut without the clock guard",
    file: "src/engine/file-table.ts",
    text: "  if (found.device === clock.device) return found.changedNs < clock.ns;",
    becomes: "  if (found.device === clock.device) return true;",
  },
  {
    name: "record written before rename",
    file: "src/engine/commit.ts",
    text: `    journal.put("intent", step.recordKey, { record, moves });
  }
  journal.flush();`,
    becomes: `    journal.put("step", step.recordKey, record);
  }
  journal.flush();`,
  },
  {
    name: "environment left out of the fingerprint",
    file: "src/engine/fingerprint.ts",
    text: `    sink("env", name, envDigest(name, facts));`,
    becomes: `    void [name, envDigest];`,
  },
  {
    name: "a glob that sees an orphan",
    file: "src/engine/globs.ts",
    text: "onDisk.filter(isMember)",
    becomes: "onDisk",
  },
  {
    name: "a folder known by the names in it alone",
    file: "src/engine/folder-digest.ts",
    text: "`${digest} ${path}\\0`",
    becomes: "`${path}\\0${digest.slice(0, 0)}`",
  },
  {
    name: "a view of which nothing counts but its name",
    file: "src/engine/file-table.ts",
    text: 'return journal.get("view", `${content} ${view}`);',
    becomes: 'return journal.get("view", `${content} ${view}`) && (view as Digest);',
  },
  {
    name: "a step that writes in place and has not said so",
    file: "src/engine/in-place.ts",
    text: 'journal.put("owner", path, { variant, precious: false, ...owner, digest: BEING_WRITTEN });',
    becomes: "void variant;",
  },
];

/** Copies the engine with the search, plants the bug in the copy, and searches there. */
export async function searchPlanted(
  { file, text, becomes }: PlantedBug,
  limit: Parameters<typeof search>[0],
): ReturnType<typeof search> {
  const folder = fs.mkdtempSync(join(tmpdir(), "planted-"));
  try {
    for (const path of ["src/engine", "src/host", "tests/soak", "tests/support", "package.json"]) {
      fs.cpSync(join(REPOSITORY, path), join(folder, path), { recursive: true });
    }
    fs.symlinkSync(join(REPOSITORY, "node_modules"), join(folder, "node_modules"));
    const whole = fs.readFileSync(join(folder, file), "utf8");
    assert.equal(whole.split(text).length, 2, `${file} has the text to replace once: ${text}`);
    fs.writeFileSync(
      join(folder, file),
      whole.replace(text, () => becomes),
    );
    const copy = (await import(pathToFileURL(join(folder, "tests/soak/search.ts")).href)) as {
      readonly search: typeof search;
    };
    return await copy.search({ ...limit, isFirstEnough: true });
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}
