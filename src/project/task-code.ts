import { readFileSync, realpathSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import type { CodeReader, OpenCode, TaskCode } from "../engine/code.ts";
import { ABSENT, type Digest, type Hasher } from "../engine/digest.ts";
import { ok } from "../engine/failure.ts";
import type { Entry } from "../engine/journal-records.ts";
import type { Project } from "../engine/project.ts";
import { type Closure, closureFinder } from "./closure.ts";
import { declaredAt } from "./declared-at.ts";
import { keptCode, traceProbe } from "./known-code.ts";
import { FACTS_VERSION, type ModuleFacts } from "./module-facts.ts";
import { scriptCode, type ScriptHost } from "./script-code.ts";
import { taskSpecifier } from "./task-specifier.ts";

/** Reads the code of tasks below `root`, with what is known of it kept in the journal. */
export function codeOpener(root: string, plrfile: string, hasher: Hasher): OpenCode {
  return (project, files, journal): CodeReader => {
    const digestOf = (path: string): Digest =>
      files.digest(path.startsWith(`${root}/`) ? path.slice(root.length + 1) : path);
    const declaring = [plrfile, ...ruleFiles(project)];
    const probe = traceProbe(
      {
        exists: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
        realpath: (path) => attempt(() => realpathSync.native(path)),
        readText,
      },
      { digestOf: (path) => attempt(() => digestOf(path)) ?? ABSENT, hasher },
    );
    const find = closureFinder({
      root,
      ruleFiles: declaring,
      hasher,
      ...probe,
      readSource: readText,
      rawDigest: digestOf,
      cachedFacts: (raw, extension) =>
        journal.get("module", factsKey(raw, extension)) as ModuleFacts | undefined,
      storeFacts: (raw, extension, facts) => journal.put("module", factsKey(raw, extension), facts),
    });
    const known = keptCode(journal, { probe, ruleFiles: declaring });
    const scripts: ScriptHost = {
      hasher,
      exists: (path) => statSync(join(root, path), { throwIfNoEntry: false })?.isFile() ?? false,
      readText: (path) => readText(join(root, path)),
      digest: files.digest,
      cached: (key) => journal.get("module", key),
      store: (key, found) => journal.put("module", key, found),
    };
    const read: CodeReader["read"] = (code, place) => {
      if ("language" in code) return scriptCode(code, place, scripts);
      const { load, declaredIn } = code;
      const specifier = taskSpecifier(load, declaredIn, place);
      if (!specifier.ok) return specifier;
      const key = `${declaredAt(declaredIn).file} ${specifier.value}`;
      const before = known.get(key);
      if (before) return ok(before);
      const closure = find({ specifier: specifier.value, declaredIn, rule: place });
      return closure.ok ? ok(known.add(key, toTaskCode(closure.value, root, hasher))) : closure;
    };
    return { read, keep: known.keep };
  };
}

function factsKey(raw: Digest, extension: string): string {
  return `${FACTS_VERSION} ${raw}${extension}`;
}

function toTaskCode({ entry, modules, packages, files }: Closure, root: string, hasher: Hasher): TaskCode {
  const entries: Entry[] = [
    ...modules.map(({ path, digest }): Entry => ["module", path, digest]),
    ...packages.map(({ name, version, integrity }): Entry => [
      "package",
      name,
      `${version} ${integrity ?? ""}`.trim(),
    ]),
  ];
  return {
    digest: hasher.text(JSON.stringify([entry, entries])),
    module: isAbsolute(entry) ? entry : join(root, entry),
    modules: modules.map(({ path, raw }) => ({ path, digest: raw })),
    files,
    entries,
  };
}

function ruleFiles({ rules }: Project): readonly string[] {
  const sites = rules.flatMap(({ action }) =>
    action.type === "task" ? [declaredAt(action.declaredIn).file] : [],
  );
  return [...new Set(sites)];
}

function readText(path: string): string | undefined {
  return attempt(() => readFileSync(path, "utf8"));
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
