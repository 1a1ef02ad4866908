import { declared, plainText, type Tool } from "../tool.ts";

export const make: Tool = {
  name: "make",
  version: ["make", "--version"],
  build: ["make", "-s"],
  files: (rules) => ({
    Makefile: [
      `all: ${rules.at(-1)?.to}`,
      ...rules.map(
        (rule) => `${rule.to}: ${declared(rule).join(" ")}\n\t${plainText(rule).replaceAll("$", "$$$$")}`,
      ),
      "",
    ].join("\n"),
  }),
};
