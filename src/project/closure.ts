import { dirname, extname, relative } from "node:path";
import { ABSENT, type Digest, type Hasher } from "../engine/digest.ts";
import { type Failure, failed, ok, type Result, type RulePlace } from "../engine/failure.ts";
import { declaredAt } from "./declared-at.ts";
import type { FileProbe, PackageVersion } from "./installed-package.ts";
import { type FactsFailure, isModule, type ModuleFacts, moduleFacts } from "./module-facts.ts";
import type { Import } from "./module-imports.ts";
import { importResolver, type Resolved } from "./resolve-import.ts";

/** What the closure needs of the world. Paths are absolute. */
export interface CodeHost extends FileProbe {
  /** The project root. */
  readonly root: string;
  /** plrfile.ts and the other files that are known to declare rules: no task may load them. */
  readonly ruleFiles: readonly string[];
  readonly hasher: Hasher;
  /** The digest of the file's bytes; `ABSENT` where no file is. */
  readonly rawDigest: (path: string) => Digest;
  /** The text of a module; undefined where no file is. */
  readonly readSource: (path: string) => string | undefined;
  /** Facts kept for these bytes under this extension. */
  readonly cachedFacts: (raw: Digest, extension: string) => ModuleFacts | undefined;
  readonly storeFacts: (raw: Digest, extension: string, facts: ModuleFacts) => void;
}

/** The module that a rule names, and where it does so. */
export interface TaskPlace {
  readonly specifier: string;
  /** `file:///…/rules.ts:12`. */
  readonly declaredIn: string;
  readonly rule: RulePlace;
}

/** One local file that a task's code reaches. */
export interface CodeFile {
  /** From the project root. */
  readonly path: string;
  /** Of what counts: the tree for a module, the bytes for an asset. */
  readonly digest: Digest;
  /** Of the bytes: where it is the same, so is the code, whatever the parser makes of it. */
  readonly raw: Digest;
}

/** All code that a task runs: what of it counts, and where it was found. */
export interface Closure {
  /** The task's own module, from the project root. */
  readonly entry: string;
  /** Modules and assets, by path. */
  readonly modules: readonly CodeFile[];
  /** By name, then version. */
  readonly packages: readonly PackageVersion[];
  /** Every file whose change can alter the answer, from the project root: modules, assets, package.json files, locks. */
  readonly files: readonly string[];
}

/**
 * Gives the function that finds a task's closure. It remembers every module, so one is made for each build, and it
 * takes files to stay as they are meanwhile. Rules of one file that name one module get the same object.
 *
 * Fails with `code-unreadable` (also for an import that leads nowhere), `computed-import`, or `task-imports-rules`.
 */
export function closureFinder(host: CodeHost): (task: TaskPlace) => Result<Closure> {
  const root = host.realpath(host.root) ?? host.root;
  const resolve = folderResolver(host);
  const world: World = {
    host,
    root,
    ruleFiles: new Set(host.ruleFiles.map((file) => host.realpath(file) ?? file)),
    modules: moduleReader(host, root, resolve),
    resolve,
  };
  const known = new Map<string, Result<Closure>>();
  return (task) => {
    const key = `${declaredAt(task.declaredIn).file}\0${task.specifier}`;
    const found = known.get(key) ?? closureOf(task, world);
    // A failure names its rule, so it is not another rule's.
    if (found.ok) known.set(key, found);
    return found;
  };
}

interface World {
  readonly host: CodeHost;
  readonly root: string;
  readonly ruleFiles: ReadonlySet<string>;
  readonly modules: (path: string) => ReadModule;
  readonly resolve: Resolve;
}

/** What is the same of a module in each task that reaches it. */
interface ReadModule {
  readonly code: CodeFile;
  readonly facts: ModuleFacts | FactsFailure;
  readonly links: readonly Link[];
}

/** An import and where it leads. */
interface Link {
  readonly wanted: Import;
  readonly resolved: Resolved;
}

/** What has been reached so far. */
interface Walk {
  readonly world: World;
  readonly task: TaskPlace;
  readonly declaringFile: string;
  readonly found: Map<string, CodeFile>;
  readonly packages: Map<string, PackageVersion>;
  readonly files: Set<string>;
  /** Modules whose imports are or will be followed. */
  readonly followed: Set<string>;
  readonly pending: string[];
}

function closureOf(task: TaskPlace, world: World): Result<Closure> {
  const declared = declaredAt(task.declaredIn);
  const declaringFile = world.host.realpath(declared.file) ?? declared.file;
  const walk: Walk = {
    world,
    task,
    declaringFile,
    found: new Map(),
    packages: new Map(),
    files: new Set(),
    followed: new Set(),
    pending: [],
  };
  const first: Import = { specifier: task.specifier, kind: "dynamic", line: declared.line };
  const entry = world.resolve(first, dirname(declaringFile));
  const failure = follow({ wanted: first, resolved: entry }, declaringFile, walk) ?? followAll(walk);
  if (failure !== undefined) return failed(failure);
  if (entry.kind !== "local")
    return failed(
      unreadable(declaringFile, first.line, `"${task.specifier}" is not a module of the project`, walk),
    );
  return ok(collected(entry.path, walk));
}

function followAll(walk: Walk): Failure | undefined {
  for (let path = walk.pending.pop(); path !== undefined; path = walk.pending.pop()) {
    const { facts, links } = walk.world.modules(path);
    if ("reason" in facts) return { ...facts, file: shown(path, walk.world), rule: walk.task.rule };
    for (const link of links) {
      const failure = follow(link, path, walk);
      if (failure !== undefined) return failure;
    }
  }
  return undefined;
}

function follow({ wanted, resolved }: Link, importer: string, walk: Walk): Failure | undefined {
  if (resolved.kind === "missing") return unreadable(importer, wanted.line, resolved.message, walk);
  if ("files" in resolved) for (const file of resolved.files) walk.files.add(file);
  if (resolved.kind === "package") {
    walk.packages.set(`${resolved.version.name}\0${resolved.version.version}`, resolved.version);
    return undefined;
  }
  if (resolved.kind !== "local") return undefined;
  if (wanted.kind === "asset" || !isModule(resolved.path)) {
    takeAsset(resolved.path, walk);
    return undefined;
  }
  return takeModule(resolved.path, importer, walk);
}

function takeModule(path: string, importer: string, walk: Walk): Failure | undefined {
  if (isRuleFile(path, walk)) {
    const [file, imports] = [shown(importer, walk.world), shown(path, walk.world)];
    return { reason: "task-imports-rules", file, imports, rule: walk.task.rule };
  }
  if (!walk.found.has(path)) walk.found.set(path, walk.world.modules(path).code);
  followLater(path, walk);
  return undefined;
}

/** A module named by a URL may be a worker's: its bytes count, and what it imports too. */
function takeAsset(path: string, walk: Walk): void {
  const raw = walk.found.get(path)?.raw ?? walk.world.host.rawDigest(path);
  walk.found.set(path, { path: shown(path, walk.world), digest: raw, raw });
  if (raw === ABSENT || !isModule(path) || isRuleFile(path, walk)) return;
  const { facts } = walk.world.modules(path);
  const isCode = !("reason" in facts) || facts.reason === "computed-import";
  if (isCode) followLater(path, walk);
}

function followLater(path: string, { followed, pending }: Walk): void {
  if (followed.has(path)) return;
  followed.add(path);
  pending.push(path);
}

function collected(entry: string, walk: Walk): Closure {
  const { world, found, packages, files } = walk;
  const modules = [...found.values()].sort((a, b) => order(a.path, b.path));
  const others = [...files].map((file) => shown(file, world));
  return {
    entry: shown(entry, world),
    modules,
    packages: [...packages.values()].sort((a, b) => order(a.name, b.name) || order(a.version, b.version)),
    files: [...new Set([...modules.map((module) => module.path), ...others])].sort(order),
  };
}

type Resolve = (wanted: Import, folder: string) => Resolved;

function moduleReader(host: CodeHost, root: string, resolve: Resolve): (path: string) => ReadModule {
  const known = new Map<string, ReadModule>();
  return (path) => {
    const seen = known.get(path);
    if (seen) return seen;
    const { raw, facts } = readFacts(path, host);
    const isRead = !("reason" in facts);
    const module = {
      code: { path: shown(path, { root }), digest: isRead ? facts.digest : raw, raw },
      facts,
      links: isRead
        ? facts.imports.map((wanted) => ({ wanted, resolved: resolve(wanted, dirname(path)) }))
        : [],
    };
    known.set(path, module);
    return module;
  };
}

function readFacts(
  path: string,
  host: CodeHost,
): { readonly raw: Digest; readonly facts: ModuleFacts | FactsFailure } {
  const raw = host.rawDigest(path);
  const extension = extname(path);
  const cached = host.cachedFacts(raw, extension);
  if (cached !== undefined) return { raw, facts: cached };
  const source = host.readSource(path);
  if (source === undefined)
    return { raw, facts: { reason: "code-unreadable", line: 0, message: "the file cannot be read" } };
  const read = moduleFacts(path, source, host.hasher);
  if (!read.ok) return { raw, facts: read.failure };
  // The file may have changed since its bytes were hashed: then these are not the facts of those bytes.
  if (host.hasher.text(source) === raw) host.storeFacts(raw, extension, read.value);
  return { raw, facts: read.value };
}

/** An answer holds for all files of a folder. */
function folderResolver(host: CodeHost): Resolve {
  const resolve = importResolver(host);
  const folders = new Map<string, Map<string, Resolved>>();
  return (wanted, folder) => {
    const inFolder = folders.get(folder) ?? new Map<string, Resolved>();
    folders.set(folder, inFolder);
    const key = `${wanted.kind} ${wanted.specifier}`;
    const resolved = inFolder.get(key) ?? resolve(wanted, folder);
    inFolder.set(key, resolved);
    return resolved;
  };
}

function unreadable(file: string, line: number, message: string, { world, task }: Walk): Failure {
  return { reason: "code-unreadable", file: shown(file, world), line, message, rule: task.rule };
}

function isRuleFile(path: string, { declaringFile, world }: Walk): boolean {
  return path === declaringFile || world.ruleFiles.has(path);
}

/** From the project root; a linked workspace may lie outside of it. */
function shown(path: string, { root }: Pick<World, "root">): string {
  return path.startsWith(`${root}/`) ? path.slice(root.length + 1) : relative(root, path);
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
