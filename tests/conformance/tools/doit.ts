import { declared, plainText, type Tool } from "../tool.ts";

export const doit: Tool = {
  name: "doit",
  version: ["doit", "--version"],
  build: ["doit", "-v0"],
  files: (rules) => ({
    "dodo.py": rules
      .map(
        (rule) => `def task_${rule.name}():
    return {
        "file_dep": ${JSON.stringify(declared(rule))},
        "targets": ${JSON.stringify([rule.to])},
        "actions": [${JSON.stringify(plainText(rule).replaceAll("%", "%%"))}],
    }
`,
      )
      .join("\n"),
  }),
};
