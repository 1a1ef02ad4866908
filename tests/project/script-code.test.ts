import assert from "node:assert/strict";
import { test } from "node:test";
import type { ScriptCode } from "../../src/engine/rule.ts";
import { ABSENT } from "../../src/engine/digest.ts";
import { pythonImports } from "../../src/project/python-imports.ts";
import { rSources } from "../../src/project/r-sources.ts";
import { scriptCode } from "../../src/project/script-code.ts";
import { hasher } from "./code-host.ts";

function codeOf(files: Readonly<Record<string, string>>, script: Partial<ScriptCode> = {}) {
  return scriptCode(
    { language: "python", path: "py/main.py", lock: undefined, ...script },
    { name: "r", at: undefined },
    {
      hasher,
      exists: (path) => path in files,
      readText: (path) => files[path],
      digest: (path) => (path in files ? hasher.text(files[path] ?? "") : ABSENT),
      cached: () => undefined,
      store: () => {},
    },
  );
}

function filesOf(
  files: Readonly<Record<string, string>>,
  script: Partial<ScriptCode> = {},
): readonly string[] {
  const code = codeOf(files, script);
  assert.ok(code.ok, JSON.stringify(code));
  return code.value.files;
}

const PYTHON: readonly (readonly [what: string, source: string, modules: readonly string[]])[] = [
  ["import", "import a, b.c as d\n", ["a", "b.c"]],
  ["from", "from a.b import c as d, e\n", ["a.b:c,e"]],
  [
    "from the package",
    "from . import a\nfrom ..b import c\nfrom .d.e import f\n",
    [".:a", "..b:c", ".d.e:f"],
  ],
  ["over lines", "from a import (  # remark\n  b,\n  c,\n)\nfrom d \\\n  import e\n", ["a:b,c", "d:e"]],
  [
    "within blocks",
    "def f():\n    import a; import b\ntry: import c\nexcept ImportError: pass\n",
    ["a", "b", "c"],
  ],
  ["all names", "from a import *\n", ["a:"]],
  ["not in texts and remarks", '"""\nimport a\n"""\n# import b\nx = "\\n import c"\n', []],
  ["by function", "importlib.import_module(\"a.b\")\n__import__('c')\n", ["a.b", "c"]],
  ["words that begin alike", "important = 1\nfrom_here = import_it\n", []],
];

for (const [what, source, modules] of PYTHON) {
  test(`imports of Python: ${what}`, () => {
    const found = pythonImports(source).map(
      ({ level, module, names }) =>
        ".".repeat(level) + module + (level > 0 || source.includes("from") ? `:${names.join(",")}` : ""),
    );
    assert.deepEqual(found.sort(), [...modules].sort());
  });
}

test("a Python script's code is what it imports from its folder or the project, again and again", () => {
  const files = {
    "py/main.py": "import helper\nfrom pkg.sub import thing\nimport numpy\nfrom lib import tool\n",
    "py/helper.py": "import main\n",
    "py/pkg/__init__.py": "",
    "py/pkg/sub/__init__.py": "from . import thing\n",
    "py/pkg/sub/thing.py": "from ..other import x\n",
    "py/pkg/other.py": "",
    "py/pkg/unused.py": "",
    "lib/tool.py": "",
    "py/lock.txt": "",
  };
  assert.deepEqual(filesOf(files, { lock: "py/lock.txt" }), [
    "lib/tool.py",
    "py/helper.py",
    "py/lock.txt",
    "py/main.py",
    "py/pkg/__init__.py",
    "py/pkg/other.py",
    "py/pkg/sub/__init__.py",
    "py/pkg/sub/thing.py",
  ]);
});

test("a module of its own that hides an installed one counts from when it is there", () => {
  const before = codeOf({ "py/main.py": "import numpy\n" });
  const after = codeOf({ "py/main.py": "import numpy\n", "py/numpy.py": "" });
  assert.ok(before.ok && after.ok);
  assert.notEqual(before.value.digest, after.value.digest);
});

test("an R script's code is what it sources by a literal path", () => {
  assert.deepEqual(
    rSources('source("a.R")\n# source("b.R")\nx <- "# no"; source(file = \'c.R\')\nsource(name)\n'),
    ["a.R", "c.R"],
  );
  const files = {
    "R/main.R": 'source("R/a.R")\nsource("b.R")',
    "R/a.R": 'source("../R/c.R")',
    "R/b.R": "",
    "R/c.R": "",
  };
  assert.deepEqual(filesOf(files, { language: "r", path: "R/main.R" }), [
    "R/a.R",
    "R/b.R",
    "R/c.R",
    "R/main.R",
  ]);
});

test("a script or a lock file that is not there is an error that names it", () => {
  const code = codeOf({ "py/main.py": "" }, { lock: "uv.lock" });
  assert.ok(!code.ok && code.failure.reason === "code-unreadable" && code.failure.file === "uv.lock");
});
