import { counted } from "./quantities.ts";

interface Started {
  readonly written: readonly string[];
  readonly left: readonly string[];
  readonly ignored: readonly string[];
  readonly isModule: boolean;
  readonly isInstalled: boolean;
}

/** What `plr init` wrote and left, and what to do next. */
export function startedText({ written, left, ignored, isModule, isInstalled }: Started): string {
  const install = isInstalled ? [] : ["npm install plr   (or the path of its tarball or checkout)"];
  const type = isModule
    ? []
    : ["npm pkg set type=module   (package.json was left; editors and Node ask for it)"];
  return [
    ...written.map((path) => `wrote  ${path}`),
    ...left.map((path) => `left   ${path}, which was there`),
    ...(ignored.length > 0
      ? [`added  ${counted(ignored.length, "line")} to .gitignore: ${ignored.join(" ")}`]
      : []),
    ...[...install, ...type, "npx plr build"].map((step) => `next:  ${step}`),
  ].join("\n");
}
