import { existsSync, readFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { type StackPlace, stackPlaces } from "../engine/stack-places.ts";

/** Where an error arose: the file as `rules/a.ts:3:7`, and that line of it with a mark below the column. */
export interface ErrorPlace {
  readonly file: string;
  /** Empty where no line is known. */
  readonly frame: string;
}

/** What Node says of an import that leads nowhere: it names the importing file, but not the line. */
const NOWHERE =
  /^(?:Cannot find (?:module|package) '([^']+)'|Package subpath '([^']+)' is not defined .*|Directory import '([^']+)' .*) imported from (.+)$/;

/** The innermost place in the project that an error names; the plrfile where it names none. */
export function errorPlace(error: unknown, plrfile: string): ErrorPlace {
  const root = dirname(plrfile);
  const { stack = "", message } = error instanceof Error ? error : new Error(String(error));
  const [, module, subpath, folder, importer = ""] = NOWHERE.exec(message) ?? [];
  const wanted = module ?? subpath ?? folder;
  const places = wanted === undefined ? stackPlaces(stack) : importPlaces(wanted, importer);
  for (const { file, line, column } of places) {
    const path = fileURLToPath(file);
    if (!path.startsWith(`${root}/`) || path.includes("/node_modules/") || !existsSync(path)) continue;
    const at = [relative(root, path), line, ...(column === undefined ? [] : [column])].join(":");
    return { file: at, frame: frameOf(linesOf(path)[line - 1] ?? "", line, column) };
  }
  return { file: relative(root, plrfile), frame: "" };
}

/** The texts in a module that end as what was looked for does. */
function importPlaces(wanted: string, importer: string): readonly StackPlace[] {
  if (!existsSync(importer)) return [];
  const name = wanted.slice(wanted.lastIndexOf("/") + 1);
  return linesOf(importer).flatMap((text, at) => {
    const specifiers = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'`]([^"'`]*)["'`]/g);
    const found = [...specifiers].find(([, specifier = ""]) => specifier.split("/").includes(name));
    const column = found && found.index + found[0].search(/["'`]/) + 1;
    return column === undefined ? [] : [{ file: pathToFileURL(importer), line: at + 1, column }];
  });
}

function frameOf(source: string, line: number, column: number | undefined): string {
  const shown = `${line} | ${source}`;
  if (column === undefined) return shown;
  // Tabs stay tabs, so that the mark stands below its place however wide they are shown.
  const indent = source.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  return `${shown}\n${" ".repeat(`${line}`.length)} | ${indent}^`;
}

function linesOf(path: string): readonly string[] {
  return readFileSync(path, "utf8").split(/\r?\n/);
}
