import type { ScriptCode } from "../engine/rule.ts";
import type { TaskCode } from "../engine/code.ts";
import { ABSENT, type Digest, type Hasher } from "../engine/digest.ts";
import { failed, ok, type Result, type RulePlace } from "../engine/failure.ts";
import type { Entry } from "../engine/journal-records.ts";
import { pythonFiles, type PythonImport, pythonImports } from "./python-imports.ts";
import { rFiles, rSources } from "./r-sources.ts";

/** What the closure of a script needs of the world. Paths are from the project root. */
export interface ScriptHost {
  readonly hasher: Hasher;
  readonly exists: (path: string) => boolean;
  readonly readText: (path: string) => string | undefined;
  /** Of the bytes; `ABSENT` where no file is. */
  readonly digest: (path: string) => Digest;
  /** What was found in a text of these bytes. */
  readonly cached: (key: string) => unknown;
  readonly store: (key: string, found: unknown) => void;
}

/** Raised when other imports are found in the same text. */
const VERSION = 1;

/**
 * The code of a Python or R script: the script, the local files that it imports or sources, these again, and its lock
 * file. Files count by their bytes. What is installed counts by the lock file alone.
 */
export function scriptCode(script: ScriptCode, place: RulePlace, host: ScriptHost): Result<TaskCode> {
  const files = new Set([script.path]);
  for (const path of files) for (const next of leadsTo(path, script, host)) files.add(next);
  const counted = [...files, ...(script.lock === undefined ? [] : [script.lock])].sort();
  const entries = counted.map((path): Entry => [
    path === script.lock ? "lock" : "module",
    path,
    host.digest(path),
  ]);
  const absent = entries.find(([, , digest]) => digest === ABSENT);
  if (absent) {
    const [, file] = absent;
    return failed({
      reason: "code-unreadable",
      file,
      line: 0,
      message: "there is no such file",
      rule: place,
    });
  }
  const digest = host.hasher.text(JSON.stringify(entries));
  return ok({ digest, module: undefined, modules: [], files: counted, entries });
}

function leadsTo(path: string, script: ScriptCode, host: ScriptHost): readonly string[] {
  const found = importsIn(path, script, host);
  if (script.language === "r") return (found as string[]).flatMap((one) => rFiles(one, path, host.exists));
  const folders = [script.path.slice(0, Math.max(0, script.path.lastIndexOf("/"))), ""];
  return (found as PythonImport[]).flatMap((one) => pythonFiles(one, path, { folders, exists: host.exists }));
}

function importsIn(path: string, { language }: ScriptCode, host: ScriptHost): unknown {
  const key = `script ${VERSION} ${language} ${host.digest(path)}`;
  const known = host.cached(key);
  if (known !== undefined) return known;
  const text = host.readText(path) ?? "";
  const found = language === "r" ? rSources(text) : pythonImports(text);
  host.store(key, found);
  return found;
}
