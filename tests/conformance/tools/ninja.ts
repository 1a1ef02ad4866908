import { declared, plainText, type Tool } from "../tool.ts";

export const ninja: Tool = {
  name: "ninja",
  version: ["ninja", "--version"],
  build: ["ninja", "--quiet"],
  files: (rules) => ({
    "build.ninja": rules
      .map(
        (rule) => `rule ${rule.name}
  command = ${plainText(rule).replaceAll("$", "$$$$")}
build ${rule.to}: ${rule.name} ${declared(rule).join(" ")}
`,
      )
      .join(""),
  }),
};
