import { contentTex } from "./escape.ts";
import type { Result } from "./result.ts";
import type { Content } from "./tex.ts";

/** One macro: its name without the backslash, what it prints, and a comment for whoever reads the file. */
export type Macro = { readonly name: string; readonly value: Content; readonly comment?: string };

/** Why macros could not be written; every name is listed as it was given. */
export type MacroFailure =
  | { readonly reason: "macro-name-invalid"; readonly names: readonly string[] }
  | { readonly reason: "macro-name-duplicate"; readonly names: readonly string[] };

/**
 * Macro definitions that may be read twice in one document, and again with other values: each name is provided, then
 * redefined. Names are camel case with an inner capital (`bestAuroc`), as no command of LaTeX is, so that nothing of
 * the document is overwritten. Two entries with one name are a failure, not "the last one wins".
 */
export function macros(entries: readonly Macro[]): Result<string, MacroFailure> {
  const names = entries.map(({ name }) => name);
  const invalid = names.filter((name) => !MACRO_NAME.test(name));
  if (invalid.length > 0) return { ok: false, failure: { reason: "macro-name-invalid", names: invalid } };
  const duplicate = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  if (duplicate.length > 0)
    return { ok: false, failure: { reason: "macro-name-duplicate", names: duplicate } };
  return { ok: true, value: entries.map(definition).join("") };
}

/**
 * The macro name for a number's name: `best_auroc_2` gives `bestAurocTwo`. Anything but letters and digits parts
 * words, capitals inside a word stay, digits are spelled. A name without an inner capital gets `plr` before it:
 * `prevalence` gives `plrPrevalence`. A name without a letter or digit gives the empty string, which is no name.
 */
export function macroName(name: string): string {
  const words = name
    .replaceAll(/\d/gu, (digit) => ` ${DIGITS[Number(digit)] ?? ""} `)
    .split(/[^A-Za-z]+/u)
    .filter((word) => word !== "");
  const camel = words.map((word, index) => withCase(word, index === 0)).join("");
  if (camel === "" || MACRO_NAME.test(camel)) return camel;
  return `plr${withCase(camel, false)}`;
}

const MACRO_NAME = /^[a-z]+[A-Z][A-Za-z]*$/u;
const DIGITS = ["Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine"] as const;

function withCase(word: string, isFirst: boolean): string {
  return (isFirst ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1);
}

function definition({ name, value, comment }: Macro): string {
  const note = comment === undefined ? "" : `% ${comment.replaceAll(/\s+/gu, " ")}\n`;
  return `${note}\\providecommand{\\${name}}{}\\renewcommand{\\${name}}{${contentTex(value)}}\n`;
}
