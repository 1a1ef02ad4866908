import { plainText, type Tool } from "../tool.ts";

export const tup: Tool = {
  name: "tup",
  version: ["tup", "--version"],
  init: ["tup", "init"],
  tickMs: 1000,
  build: ["tup", "--quiet"],
  files: (rules) => ({
    Tupfile: rules
      .map((rule) => `: ${rule.from} |> ${plainText(rule).replaceAll("%", "%%")} |> ${rule.to}\n`)
      .join(""),
  }),
};
