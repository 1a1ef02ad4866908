import { declared, plainText, type Tool } from "../tool.ts";

export const snakemake: Tool = {
  name: "snakemake",
  version: ["snakemake", "--version"],
  build: ["snakemake", "--cores", "2", "--quiet"],
  files: (rules) => ({
    Snakefile: `rule all:
    input: ${JSON.stringify(rules.at(-1)?.to)}
${rules
  .map(
    (rule) => `rule ${rule.name}:
    input: ${declared(rule)
      .map((path) => JSON.stringify(path))
      .join(", ")}
    output: ${JSON.stringify(rule.to)}
    shell: ${JSON.stringify(plainText(rule).replaceAll("{", "{{").replaceAll("}", "}}"))}
`,
  )
  .join("")}`,
  }),
};
