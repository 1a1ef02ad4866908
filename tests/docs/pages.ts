import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** A page of the documentation; `path` is from the project's root. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** Every page that is written for readers. */
export function readPages(): readonly Page[] {
  return globSync(["*.md", "docs/**/*.md"], { cwd: root })
    .sort()
    .map((path) => ({ path, text: readFileSync(`${root}${path}`, "utf8") }));
}

/** The text without blocks of code, where nothing is a link. */
export function prose(text: string): string {
  return text.replaceAll(/^[ \t]*```[\s\S]*?^[ \t]*```/gm, "");
}

/** What stands in backticks within prose. */
export function codeSpans(text: string): readonly string[] {
  return Array.from(prose(text).matchAll(/`([^`\n]+)`/g), ([, code = ""]) => code);
}

/** Lines of code blocks that are typed into a shell. */
export function shellLines(text: string): readonly string[] {
  const blocks = text.matchAll(/^[ \t]*```(sh)?\n([\s\S]*?)^[ \t]*```/gm);
  return Array.from(blocks, ([, language, body = ""]) =>
    body
      .split("\n")
      .filter((line) => language === "sh" || line.startsWith("$ "))
      .map((line) => line.replace(/^\$ /, "").replace(/(?:^|\s)#.*$/, ""))
      .filter((line) => line !== ""),
  ).flat();
}

/** Anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(text: string): ReadonlySet<string> {
  return new Set(
    Array.from(prose(text).matchAll(/^#{1,6} (.+)$/gm), ([, heading = ""]) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
        .trim()
        .replaceAll(" ", "-"),
    ),
  );
}
