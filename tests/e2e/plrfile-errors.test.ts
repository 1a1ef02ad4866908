// What is wrong in a plrfile, or in a module that it imports, is shown with its file, line and column.
import assert from "node:assert/strict";
import { test } from "node:test";
import { makeProject } from "../support/project.ts";

const HEAD = 'import { defineProject, shell } from "plr";\n';
const END = 'export default defineProject({ name: "p", members: [] });\n';

interface Wrong {
  readonly plrfile: string;
  readonly rules?: string;
  /** What is said, and the mark below the line. */
  readonly said: RegExp;
}

const WRONG: Readonly<Record<string, Wrong>> = {
  "text that is no TypeScript": {
    plrfile: `${HEAD}const a = shell({ name: "a", ;\n${END}`,
    said: /plrfile\.ts:2:30 cannot be loaded: .*\n  2 \| const a = shell\(\{ name: "a", ;\n    \| {30}\^/,
  },
  "an export that is not there": {
    plrfile: `import { defineProjekt } from "plr";\n`,
    said: /plrfile\.ts:1:10 cannot be loaded: .*'defineProjekt'\n  1 \| import .*\n    \| {10}\^/,
  },
  "a module that is not there": {
    plrfile: `${HEAD}import { x } from "./rules/none.ts";\n${END}`,
    said: /plrfile\.ts:2:19 cannot be loaded: Cannot find module .*\n  2 \| import .*\n    \| {19}\^/,
  },
  "a package that is not there": {
    plrfile: `${HEAD}import nonesuch from "nonesuch";\n${END}`,
    said: /plrfile\.ts:2:22 cannot be loaded: Cannot find package 'nonesuch'/,
  },
  "a part of a package that is not there": {
    plrfile: `${HEAD}import { x } from "plr/nope";\n${END}`,
    said: /plrfile\.ts:2:19 cannot be loaded: Package subpath '\.\/nope'/,
  },
  "an error that is thrown": {
    plrfile: `${HEAD}\tthrow new Error("no study is configured");\n${END}`,
    said: /plrfile\.ts:2:8 cannot be loaded: no study is configured\n  2 \| .*\n    \| \t {6}\^/,
  },
  "an error in a module that it imports": {
    plrfile: `${HEAD}import "./rules/a.ts";\n${END}`,
    rules:
      "const settings = undefined as unknown as { margin: number };\nexport const { margin } = settings;\n",
    said: /rules\/a\.ts:2:\d+ cannot be loaded: Cannot destructure/,
  },
  "a member that is undefined": {
    plrfile: `${HEAD}const rules = {} as { a: never };\nexport default defineProject({ name: "p", members: [rules.a] });\n`,
    said: /plrfile\.ts:3:16 cannot be loaded: member 0 .* is undefined/,
  },
  "a rule without a name": {
    plrfile: `${HEAD}shell({ outputs: { o: "o" }, script: ":" } as never);\n${END}`,
    said: /plrfile\.ts:2:1 cannot be loaded: a rule needs a name/,
  },
  "a rule without outputs": {
    plrfile: `${HEAD}shell({ name: "a", script: ":" } as never);\n${END}`,
    said: /plrfile\.ts:2:1 cannot be loaded: a rule needs outputs/,
  },
  "an edge that is undefined": {
    plrfile: `${HEAD}const edges = {} as { typo: string };
const a = shell({ name: "a", inputs: { x: edges.typo }, outputs: { o: "o" }, script: ":" });
export default defineProject({ name: "p", members: [a] });\n`,
    said: /inputs\.x of a names nothing\n.*plrfile\.ts:3/,
  },
};

for (const [what, { plrfile, rules, said }] of Object.entries(WRONG)) {
  test(what, async () => {
    await using project = await makeProject({
      files: { "plrfile.ts": plrfile, ...(rules !== undefined && { "rules/a.ts": rules }) },
    });
    const { exit, stderr } = await project.run(["build"]);
    assert.equal(exit, 2, stderr);
    assert.match(stderr, said);
  });
}
