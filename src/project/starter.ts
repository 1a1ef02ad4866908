/** The files of a new project, by path from its root: a small chain of a shell, a TypeScript and a Python step. */
export const STARTER: Readonly<Record<string, string>> = {
  "plrfile.ts": `// What is built, and from what. \`npx plr build\` does what is stale; \`npx plr why TARGET\` says why that is so.
import { defineProject, python, rule, shell } from "plr";

// A program, or a line of shell. {in} and {out} are the paths below; a rule knows of no other files.
const sorted = shell({
  name: "sorted",
  inputs: { csv: "data/measurements.csv" },
  outputs: { csv: "out/sorted.csv" },
  script: "tail -n +2 {in} | sort -t , -k 2 -n > {out}",
});

// A module of TypeScript. It runs again when it changes, or what it imports, or its parameters.
export const summary = rule({
  name: "summary",
  inputs: { sorted: sorted.outputs.csv },
  params: { digits: 2 },
  outputs: { json: "out/summary.json" },
  task: () => import("./tasks/summary.ts"),
});

// Python: the script counts, and so do the modules of yours that it imports.
const report = python({
  name: "report",
  script: "scripts/report.py",
  args: ["{in}", "{out}"],
  inputs: { summary: summary.outputs.json },
  outputs: { text: "out/report.txt" },
});

export default defineProject({ name: "study", members: [sorted, summary, report] });
`,
  "tasks/summary.ts": `import { writeFileSync } from "node:fs";
import { task } from "plr";
import type { summary } from "../plrfile.ts";

// \`outputs.json\` is a private path; plr moves the file into place when the task has ended well.
export default task<typeof summary>(({ inputs, outputs, params, read, log }) => {
  const lines = Buffer.from(read(inputs.sorted)).toString().trim().split("\\n");
  const values = lines.map((line) => Number(line.split(",")[1]));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  log(\`\${values.length} values\`);
  writeFileSync(outputs.json, JSON.stringify({ n: values.length, mean: Number(mean.toFixed(params.digits)) }));
});
`,
  "scripts/report.py": `import json
import sys

summary, out = sys.argv[1:]
with open(summary) as file:
    found = json.load(file)
with open(out, "w") as file:
    file.write(f"{found['n']} measurements, mean {found['mean']}\\n")
`,
  "data/measurements.csv": `subject,value
ana,3.1
bo,2.4
chi,4.0
`,
  "package.json": `{
  "private": true,
  "type": "module"
}
`,
  "tsconfig.json": `{
  "compilerOptions": {
    "target": "esnext",
    "module": "preserve",
    "types": ["node"],
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "erasableSyntaxOnly": true,
    "verbatimModuleSyntax": true,
    "skipLibCheck": true
  },
  "include": ["plrfile.ts", "tasks"]
}
`,
};

/** What git should not keep: packages, plr's records, and what the starter's rules make. */
export const STARTER_IGNORES: readonly string[] = ["node_modules/", ".plr-cache/", "out/"];
