import { join } from "node:path";
import { REPOSITORY } from "../../support/project.ts";
import type { ChainRule, Tool } from "../tool.ts";

const BINARY = [process.execPath, join(REPOSITORY, "bin/plr.js")];

export const plr: Tool = {
  name: "plr",
  version: [...BINARY, "--version"],
  build: [...BINARY, "build", "--quiet"],
  files: (rules) => ({
    "package.json": '{ "type": "module" }\n',
    "plrfile.ts": `import { defineProject, rule, shell } from "plr";
void rule;
void shell;
${rules.map(declaration).join("\n")}
export default defineProject({ name: "chain", members: [${rules.map(({ name }) => name).join(", ")}] });
`,
    ...Object.fromEntries(rules.flatMap(taskOf)),
  }),
};

function declaration({ name, recipe, from, to }: ChainRule): string {
  const work =
    recipe.program === undefined
      ? `script: ${JSON.stringify(recipe.text)}`
      : `task: () => import("./tasks/${name}.ts")`;
  return `const ${name} = ${recipe.program === undefined ? "shell" : "rule"}({ name: "${name}", inputs: { in: "${from}" }, outputs: { out: "${to}" }, ${work} });`;
}

/** plr's own form of a program in the project's language: a task that calls what the program calls. */
function taskOf({ name, recipe, from, to }: ChainRule): readonly (readonly [string, string])[] {
  if (recipe.program === undefined) return [];
  const text = `import { task } from "plr";
import { make } from "../helper.mjs";
export default task(({ inputs, outputs }) => make(inputs["in"] ?? "${from}", outputs["out"] ?? "${to}"));
`;
  return [[`tasks/${name}.ts`, text]];
}
