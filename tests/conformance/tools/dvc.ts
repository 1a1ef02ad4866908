import { declared, plainText, type Tool } from "../tool.ts";

export const dvc: Tool = {
  name: "dvc",
  version: ["dvc", "--version"],
  init: ["dvc", "init", "--no-scm", "--quiet"],
  build: ["dvc", "repro", "--quiet"],
  files: (rules) => ({
    "dvc.yaml": JSON.stringify({
      stages: Object.fromEntries(
        rules.map((rule) => [
          rule.name,
          { cmd: plainText(rule).replaceAll("${", "\\${"), deps: declared(rule), outs: [rule.to] },
        ]),
      ),
    }),
  }),
};
