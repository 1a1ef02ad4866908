import type { TaskCode } from "../engine/code.ts";
import { ABSENT, type Digest, type Hasher } from "../engine/digest.ts";
import type { Entry } from "../engine/journal-records.ts";
import type { Journal } from "../engine/journal.ts";
import type { FileProbe } from "./installed-package.ts";
import { FACTS_VERSION } from "./module-facts.ts";

/** Code that an earlier build found, and all that it hung on. Paths of modules are from the root, others absolute. */
interface CodeRecord {
  /** Files that declare rules: no task may import them. */
  readonly ruleFiles: readonly string[];
  /** What was asked of the file system to find out where imports lead, with its answers. */
  readonly asked: Answers;
  readonly modules: readonly (readonly [path: string, raw: Digest, tree: string])[];
  /** By the file that declares the task and the specifier there. */
  readonly tasks: readonly (readonly [key: string, task: TaskRecord])[];
}

interface Answers {
  readonly realPaths: readonly (readonly [path: string, real: string | null])[];
  readonly exist: readonly (readonly [path: string, exists: boolean])[];
  /** Of package.json files and locks. */
  readonly texts: readonly (readonly [path: string, digest: Digest])[];
}

interface TaskRecord {
  readonly digest: Digest;
  readonly module: string;
  /** Places in the list of modules. */
  readonly modules: readonly number[];
  readonly packages: readonly Entry[];
  /** What beside its modules can alter its digest. */
  readonly others: readonly string[];
}

/** What is known of tasks' code, by the file that declares the task and the specifier there. */
export interface KnownCode {
  readonly get: (key: string) => TaskCode | undefined;
  readonly add: (key: string, code: TaskCode) => TaskCode;
  /** Writes down all that is known, if something was added. */
  readonly keep: () => void;
}

interface Looking {
  readonly probe: TracedProbe;
  readonly ruleFiles: readonly string[];
}

/** What an earlier build found of code that is as it was then. */
export function keptCode(journal: Journal, { probe, ruleFiles }: Looking): KnownCode {
  const key = `${FACTS_VERSION}`;
  const record = journal.get("code", key) as CodeRecord | undefined;
  const isSameRules = record?.ruleFiles.join("\n") === ruleFiles.join("\n");
  const known =
    record && isSameRules && probe.hold(record.asked)
      ? recallTasks(record, probe.digestOf)
      : new Map<string, TaskCode>();
  let hasMore = false;
  return {
    get: (task) => known.get(task),
    add: (task, code) => {
      known.set(task, code);
      hasMore = true;
      return code;
    },
    keep: () => {
      if (!hasMore) return;
      const kept: CodeRecord = { ruleFiles, asked: probe.answers(), ...recordTasks(known) };
      journal.put("code", key, kept);
      hasMore = false;
    },
  };
}

/** A file system that writes down what it is asked. */
export interface TracedProbe extends FileProbe {
  readonly answers: () => Answers;
  /** Of a file's bytes; `ABSENT` where none can be read. */
  readonly digestOf: (path: string) => Digest;
  /** Whether all of them are what would be answered now. */
  readonly hold: (answers: Answers) => boolean;
}

/** No file has this digest. */
const NEVER = "" as Digest;

/** Asks each question once: many folders import the same files, each by a specifier of its own. */
export function traceProbe(
  probe: FileProbe,
  { digestOf, hasher }: { readonly digestOf: (path: string) => Digest; readonly hasher: Hasher },
): TracedProbe {
  const realPaths = new Map<string, string | undefined>();
  const exist = new Map<string, boolean>();
  const texts = new Map<string, Digest>();
  const realpath = remembered(probe.realpath, realPaths);
  const exists = remembered(probe.exists, exist);
  return {
    realpath,
    exists,
    digestOf,
    readText: (path) => {
      const digest = digestOf(path);
      const text = probe.readText(path);
      const isOfDigest = text === undefined ? digest === ABSENT : hasher.text(text) === digest;
      // What changed between the two looks is read again by the next build.
      texts.set(path, isOfDigest ? digest : NEVER);
      return text;
    },
    answers: () => ({
      realPaths: Array.from(realPaths, ([path, real]) => [path, real ?? null] as const),
      exist: [...exist],
      texts: [...texts],
    }),
    hold: (answers) =>
      answers.realPaths.every(([path, real]) => realpath(path) === (real ?? undefined)) &&
      answers.exist.every(([path, was]) => exists(path) === was) &&
      answers.texts.every(([path, was]) => {
        texts.set(path, digestOf(path));
        return texts.get(path) === was;
      }),
  };
}

function remembered<T>(look: (path: string) => T, seen: Map<string, T>): (path: string) => T {
  return (path) => {
    const known = seen.get(path);
    if (known !== undefined || seen.has(path)) return known as T;
    const found = look(path);
    seen.set(path, found);
    return found;
  };
}

/** The tasks of a record whose modules all have the bytes that they had. */
function recallTasks(
  { modules, tasks }: CodeRecord,
  digestOf: (path: string) => Digest,
): Map<string, TaskCode> {
  const isSame = modules.map(([path, raw]) => digestOf(path) === raw);
  const holding = tasks.filter(([, task]) => task.modules.every((at) => isSame[at]));
  return new Map(holding.map(([key, task]) => [key, recall(task, modules)]));
}

function recall(task: TaskRecord, table: CodeRecord["modules"]): TaskCode {
  const own = task.modules.flatMap((at) => table.slice(at, at + 1));
  const paths = own.map(([path]) => path);
  return {
    digest: task.digest,
    module: task.module,
    modules: own.map(([path, digest]) => ({ path, digest })),
    files: [...paths, ...task.others],
    entries: [...own.map(([path, , tree]): Entry => ["module", path, tree]), ...task.packages],
  };
}

function recordTasks(found: ReadonlyMap<string, TaskCode>): Pick<CodeRecord, "modules" | "tasks"> {
  const places = new Map<string, number>();
  const modules: (readonly [string, Digest, string])[] = [];
  const tasks = Array.from(found, ([key, { digest, module = "", modules: own, files, entries }]) => {
    const trees = new Map(
      entries.filter(([kind]) => kind === "module").map(([, path, tree]) => [path, tree]),
    );
    for (const { path, digest: raw } of own) {
      if (places.has(path)) continue;
      places.set(path, modules.length);
      modules.push([path, raw, trees.get(path) ?? raw]);
    }
    const task: TaskRecord = {
      digest,
      module,
      modules: own.map(({ path }) => places.get(path) ?? -1),
      packages: entries.filter(([kind]) => kind !== "module"),
      others: files.filter((path) => !trees.has(path)),
    };
    return [key, task] as const;
  });
  return { modules, tasks };
}
