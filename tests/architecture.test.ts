// Reads every import of the project and holds the directions that dependencies may take.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parseSync } from "oxc-parser";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
/** Libraries of the domain: each is usable alone. */
const LIBRARIES = ["mlflow", "pickle", "stratos", "signal", "charts", "latex", "privacy"];

/** Folders of `src/` that the modules of each may import from, beside itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  host: ["engine"],
  project: ["engine"],
  report: ["engine"],
  cli: ["engine", "host", "project", "report"],
  "index.ts": ["engine", "project"],
  ...Object.fromEntries(LIBRARIES.map((name) => [name, []])),
};

interface Import {
  readonly from: string;
  readonly specifier: string;
  /** From the root; undefined for a package or a builtin. */
  readonly to: string | undefined;
  readonly isType: boolean;
}

interface Module {
  readonly path: string;
  readonly imports: readonly Import[];
  readonly hasDefault: boolean;
}

const modules = ["src", "configs", "rules", "plrfile.ts"].flatMap(filesBelow).map(readModule);
const imports = modules.flatMap((module) => module.imports);

function filesBelow(path: string): readonly string[] {
  if (path.endsWith(".ts")) return [path];
  return readdirSync(join(ROOT, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".d.ts"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)));
}

function readModule(path: string): Module {
  const text = readFileSync(join(ROOT, path), "utf8");
  const { module, errors } = parseSync(path, text);
  assert.deepEqual(errors, [], `${path} can be read`);
  const found: Import[] = [];
  const add = (specifier: string, isType: boolean): void => {
    const to = specifier.startsWith(".")
      ? relative(ROOT, resolve(ROOT, dirname(path), specifier))
      : undefined;
    found.push({ from: path, specifier, to, isType });
  };
  for (const { moduleRequest, entries } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) if (moduleRequest) add(moduleRequest.value, isType);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^["'`](.*)["'`]$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[1];
    if (literal !== undefined) add(literal, false);
  }
  // Types named in place: `typeof import("…")` and `import("…").Name`.
  for (const [, specifier = ""] of text.matchAll(
    /typeof import\("([^"]+)"\)|(?<=[:<|&] )import\("([^"]+)"\)\./g,
  )) {
    if (specifier !== "") add(specifier, true);
  }
  const hasDefault = module.staticExports.some(({ entries }) =>
    entries.some(({ exportName }) => exportName.kind === ("Default" as typeof exportName.kind)),
  );
  return { path, imports: found, hasDefault };
}

function folderIn(path: string, top: string): string | undefined {
  return path.startsWith(`${top}/`) ? path.split("/")[1] : undefined;
}

function isBuiltin(specifier: string): boolean {
  return specifier.startsWith("node:") || builtinModules.includes(specifier);
}

test("the reader sees the imports that are known to be there", () => {
  const has = (from: string, specifier: string): boolean =>
    imports.some((one) => one.from === from && one.specifier === specifier);
  assert.ok(has("src/engine/build.ts", "./plan.ts"), "a static import");
  assert.ok(has("src/index.ts", "./engine/artifact.ts"), "an export from elsewhere");
  assert.ok(has("src/cli/command-table.ts", "./commands/build.ts"), "an import while running");
  assert.ok(modules.length > 100);
});

test("every relative import leads to a module that is there, and none leads out of its half", () => {
  const known = new Set(modules.map(({ path }) => path));
  for (const { from, to } of imports) {
    if (to === undefined || !to.endsWith(".ts") || to.endsWith(".d.ts")) continue;
    assert.ok(known.has(to), `${from} imports ${to}`);
  }
});

test("folders of src import in one direction", () => {
  for (const { from, to } of imports) {
    const [folder, other] = [folderIn(from, "src"), to === undefined ? undefined : folderIn(to, "src")];
    if (folder === undefined || to === undefined || folder === other) continue;
    const allowed = MAY_IMPORT[folder];
    assert.ok(allowed, `src/${folder} is not in this test's table: say what it may import`);
    assert.ok(other !== undefined && allowed.includes(other), `${from} must not import ${to}`);
  }
});

test("the engine knows no package, and of Node only paths", () => {
  for (const { from, specifier } of imports) {
    if (folderIn(from, "src") !== "engine" || specifier.startsWith(".")) continue;
    assert.equal(specifier, "node:path", `${from} imports ${specifier}`);
  }
});

test("the study uses plr as any project would", () => {
  for (const { from, specifier, to } of imports) {
    if (from.startsWith("src/")) continue;
    if (to !== undefined) assert.ok(/^(?:configs|rules)\//.test(to), `${from} imports ${to}`);
    else assert.doesNotMatch(specifier, /^#|^file:|plr\/src/, `${from} imports ${specifier}`);
  }
});

test("no library of the domain imports plr, nor anything of src but itself", () => {
  for (const { from, specifier } of imports) {
    const folder = folderIn(from, "src");
    if (folder === undefined || !LIBRARIES.includes(folder)) continue;
    assert.ok(specifier !== "plr" && !specifier.startsWith("plr/"), `${from} imports ${specifier}`);
  }
});

test("every package that is imported is a dependency", () => {
  const { dependencies, name } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
    readonly name: string;
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const { from, specifier, isType } of imports) {
    if (specifier.startsWith(".") || isBuiltin(specifier) || isType) continue;
    const parts = specifier.split("/");
    const wanted = specifier.startsWith("@") ? parts.slice(0, 2).join("/") : (parts[0] ?? "");
    assert.ok(wanted === name || wanted in dependencies, `${from} imports ${specifier}`);
  }
});

test("no module needs itself, types aside", () => {
  const needs = new Map(
    modules.map(({ path, imports: found }) => [
      path,
      found.flatMap(({ to, isType }) => (to !== undefined && !isType ? [to] : [])),
    ]),
  );
  const settled = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(path), `a circle: ${[...trail.slice(trail.indexOf(path)), path].join(" → ")}`);
    if (settled.has(path)) return;
    for (const next of needs.get(path) ?? []) visit(next, [...trail, path]);
    settled.add(path);
  };
  for (const { path } of modules) visit(path, []);
});

test("only tasks, probes and the plrfile export a default", () => {
  for (const { path, hasDefault } of modules) {
    if (!hasDefault) continue;
    assert.ok(
      path === "plrfile.ts" ||
        /\/(?:(?:tasks|probes|sidecar|draw)\/[^/]+|statistics\/[^/]+-tables)\.ts$/.test(path),
      `${path} exports a default`,
    );
  }
});

test("heavy libraries are loaded where a task needs them, and not by a build with nothing to do", () => {
  const heavy =
    /^(?:@duckdb\/node-api|vega|vega-lite|@resvg\/resvg-js|pdfkit|fontkit|execa|pickleparser|fast-png|fast-glob|oxc-parser)$/;
  const reached = new Set<string>();
  const stack = ["src/cli/main.ts", "src/cli/commands/build.ts", "src/index.ts", "plrfile.ts"];
  for (let path = stack.pop(); path !== undefined; path = stack.pop()) {
    if (reached.has(path)) continue;
    reached.add(path);
    const module = modules.find((one) => one.path === path);
    const lazy = new Set(lazyImportsOf(path));
    for (const { to, specifier, isType } of module?.imports ?? []) {
      if (isType || lazy.has(specifier)) continue;
      assert.doesNotMatch(specifier, heavy, `${path} loads ${specifier} at once`);
      if (to?.endsWith(".ts") === true) stack.push(to);
    }
  }
  assert.ok(reached.size > 20);
});

/** What a module imports only while it runs. */
function lazyImportsOf(path: string): readonly string[] {
  const text = readFileSync(join(ROOT, path), "utf8");
  const { module } = parseSync(path, text);
  const eager = new Set(module.staticImports.map(({ moduleRequest }) => moduleRequest.value));
  return module.dynamicImports
    .map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1))
    .filter((specifier) => !eager.has(specifier));
}
