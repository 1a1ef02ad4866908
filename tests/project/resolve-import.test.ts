import assert from "node:assert/strict";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { FileProbe } from "../../src/project/installed-package.ts";
import { importResolver } from "../../src/project/resolve-import.ts";
import { memoryHost } from "./code-host.ts";

const disk: FileProbe = {
  realpath: (path) => tried(() => realpathSync.native(path)),
  exists: (path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false,
  readText: (path) => tried(() => readFileSync(path, "utf8")),
};

function tried<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), "plr-resolve-")));
after(() => rmSync(folder, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test("leads where Node's own resolver leads", async () => {
  write(
    "package.json",
    JSON.stringify({
      name: "study",
      type: "module",
      exports: { ".": "./main.ts", "./lib/*": { import: "./lib/*.ts" }, "./data": "./data/a.json" },
      imports: {
        "#lib/*": "./lib/*.ts",
        "#ext": "ext",
        "#kind": { require: "./no.cjs", default: "./lib/a.ts" },
      },
    }),
  );
  for (const path of ["main.ts", "lib/a.ts", "lib/b c.ts", "data/a.json", "rules/deep/x.ts"]) write(path, "");
  write(
    "packages/linked/package.json",
    JSON.stringify({ name: "linked", exports: { ".": { node: "./i.ts" } } }),
  );
  write("packages/linked/i.ts", "");
  write("packages/old/package.json", JSON.stringify({ name: "old", main: "lib/main.js" }));
  write("packages/old/lib/main.js", "");
  write("packages/old/other.js", "");
  write(
    "node_modules/ext/package.json",
    JSON.stringify({ name: "ext", version: "1.0.0", exports: "./e.js" }),
  );
  write("node_modules/ext/e.js", "");
  write(
    "rules/node_modules/ext/package.json",
    JSON.stringify({ name: "ext", version: "2.0.0", exports: "./e.js" }),
  );
  write("rules/node_modules/ext/e.js", "");
  write("node_modules/@scope/one/package.json", JSON.stringify({ name: "@scope/one", version: "3.0.0" }));
  write("node_modules/@scope/one/sub/x.js", "");
  symlinkSync("../packages/linked", join(folder, "node_modules/linked"));
  symlinkSync("../packages/old", join(folder, "node_modules/old"));
  symlinkSync("../../lib/a.ts", join(folder, "rules/deep/link.ts"));

  const specifiers = ["./x.ts", "../../lib/a.ts", "./link.ts", "../../lib/b%20c.ts", "./x.ts?v=1#h", "study"];
  specifiers.push(
    "study/lib/a",
    "study/data",
    "#lib/a",
    "#ext",
    "#kind",
    "linked",
    "old",
    "old/other.js",
    "ext",
  );
  specifiers.push(
    "@scope/one/sub/x.js",
    "node:fs",
    "fs/promises",
    pathToFileURL(join(folder, "main.ts")).href,
  );
  write(
    "rules/deep/oracle.mjs",
    `export const urls = ${JSON.stringify(specifiers)}.map((name) => import.meta.resolve(name));`,
  );
  const oracle = (await import(pathToFileURL(join(folder, "rules/deep/oracle.mjs")).href)) as {
    readonly urls: readonly string[];
  };
  const resolve = importResolver(disk);
  for (const [at, specifier] of specifiers.entries()) {
    const url = oracle.urls[at] ?? "";
    const resolved = resolve({ specifier, kind: "static" }, join(folder, "rules/deep"));
    // A link is named by itself before it is loaded, and by its target after.
    if (resolved.kind === "local")
      assert.equal(resolved.path, realpathSync(new URL(url.replace(/[?#].*/, ""))), specifier);
    else if (resolved.kind === "package")
      assert.ok(url.includes(`/node_modules/${resolved.version.name}/`), url);
    else assert.ok(resolved.kind === "builtin" && url.startsWith("node:"), `${specifier}: ${resolved.kind}`);
  }
});

const PACKAGES = {
  "package.json": '{"name":"study"}',
  "node_modules/.package-lock.json": JSON.stringify(
    {
      packages: {
        "node_modules/bare": { version: "1.0.0", dependencies: { two: "^2.0.0" } },
        "node_modules/two": { version: "2.0.0", integrity: "sha512-two" },
        "node_modules/two/node_modules/bare": { version: "9.0.0", integrity: "sha512-nine" },
      },
    },
    null,
    2,
  ),
  "node_modules/bare/package.json": '{"name":"bare","version":"1.0.0"}',
  "node_modules/two/package.json": '{"name":"two","version":"2.0.0"}',
  "src/a.ts": "",
};

test("a package counts by version and by what the lock says of its archive", () => {
  const resolve = importResolver(memoryHost(PACKAGES));
  assert.deepEqual(resolve({ specifier: "two/deep.js", kind: "static" }, "/p/src"), {
    kind: "package",
    version: { name: "two", version: "2.0.0", integrity: "sha512-two" },
    files: ["/p/node_modules/two/package.json", "/p/node_modules/.package-lock.json"],
  });
  assert.deepEqual(resolve({ specifier: "bare", kind: "static" }, "/p/src"), {
    kind: "package",
    version: { name: "bare", version: "1.0.0", integrity: undefined },
    files: ["/p/node_modules/bare/package.json"],
  });
});

test("the bare plr is the engine; its subpaths are local unless it is installed", () => {
  const own = { name: "plr", version: "4.0.0", exports: { ".": "./src/index.ts", "./*": "./src/*.ts" } };
  const within = importResolver(memoryHost({ "package.json": JSON.stringify(own), "src/charts.ts": "" }));
  assert.deepEqual(within({ specifier: "plr", kind: "static" }, "/p/rules"), { kind: "engine" });
  assert.deepEqual(within({ specifier: "plr/charts", kind: "static" }, "/p/rules"), {
    kind: "local",
    path: "/p/src/charts.ts",
    files: ["/p/package.json"],
  });
  const beside = importResolver(
    memoryHost({ "package.json": "{}", "node_modules/plr/package.json": JSON.stringify(own) }),
  );
  assert.deepEqual(beside({ specifier: "plr", kind: "static" }, "/p/rules"), { kind: "engine" });
  const subpath = beside({ specifier: "plr/charts", kind: "static" }, "/p/rules");
  assert.equal(subpath.kind === "package" && subpath.version.version, "4.0.0");
});

test("what is not there is missing; where code can do without, it counts as absent", () => {
  const resolve = importResolver(memoryHost(PACKAGES));
  const kindOf = (specifier: string, kind: "static" | "dynamic" | "require" | "asset"): string =>
    resolve({ specifier, kind }, "/p/src").kind;
  assert.equal(kindOf("./b.ts", "static"), "missing");
  assert.equal(kindOf("./b.ts", "dynamic"), "missing");
  assert.equal(kindOf("./a", "static"), "missing");
  assert.equal(kindOf("./", "static"), "missing");
  assert.equal(kindOf("none", "static"), "missing");
  assert.equal(kindOf("#none", "static"), "missing");
  assert.equal(kindOf("%zz", "static"), "missing");
  assert.equal(kindOf("file:///%zz", "static"), "missing");
  assert.deepEqual(resolve({ specifier: "none", kind: "dynamic" }, "/p/src"), {
    kind: "package",
    version: { name: "none", version: "absent", integrity: undefined },
    files: [],
  });
  assert.deepEqual(resolve({ specifier: "./later.csv", kind: "asset" }, "/p/src"), {
    kind: "local",
    path: "/p/src/later.csv",
    files: [],
  });
  assert.equal(kindOf("../src", "asset"), "outside");
  assert.equal(kindOf("https://example.org/a.csv", "asset"), "outside");
});

test("require tries endings, an import does not", () => {
  const host = memoryHost({ "lib/x.js": "", "lib/dir/index.js": "", "lib/d.json": "" });
  const resolve = importResolver(host);
  const found = (specifier: string): unknown => {
    const resolved = resolve({ specifier, kind: "require" }, "/p/lib");
    return resolved.kind === "local" ? resolved.path : resolved.kind;
  };
  assert.equal(found("./x"), "/p/lib/x.js");
  assert.equal(found("./dir"), "/p/lib/dir/index.js");
  assert.equal(found("./d"), "/p/lib/d.json");
  assert.equal(found("./y"), "missing");
});
