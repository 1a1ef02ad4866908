import { createRequire } from "node:module";
import { extname } from "node:path";
import type * as Oxc from "oxc-parser";
import type { Digest, Hasher } from "../engine/digest.ts";
import { type Import, importCollector } from "./module-imports.ts";
import { type TreeNode, treeText } from "./tree-text.ts";

/** What of a module's source matters to what it does. Plain data, to be kept under the raw digest of the bytes. */
export interface ModuleFacts {
  /** xxh64 of the syntax tree without positions, comments, types and formatting. */
  readonly digest: Digest;
  /** Each pair of specifier and kind once, at its first line. */
  readonly imports: readonly Import[];
}

export type FactsFailure =
  | { readonly reason: "code-unreadable"; readonly line: number; readonly message: string }
  | { readonly reason: "computed-import"; readonly line: number };

export type FactsResult =
  | { readonly ok: true; readonly value: ModuleFacts }
  | { readonly ok: false; readonly failure: FactsFailure };

/** Facts kept by a version of plr with another number are of no use: increase it when facts of a source change. */
export const FACTS_VERSION = 1;

const COMMON_JS = new Set([".cjs", ".cts"]);
const ESM = new Set([".mjs", ".mts"]);
const MODULES = new Set([...COMMON_JS, ...ESM, ".js", ".jsx", ".ts", ".tsx"]);

/** Whether a file of this name can be loaded as a module with imports of its own. */
export function isModule(path: string): boolean {
  return MODULES.has(extname(path));
}

/**
 * Reads a module's facts off its source. Depends on the extension, the source and the hasher alone.
 *
 * @param path of a JavaScript or TypeScript module; only its extension is looked at
 */
export function moduleFacts(path: string, source: string, hasher: Hasher): FactsResult {
  const extension = extname(path);
  const parsed = parse(extension, source);
  const error = parsed.errors.find(isError);
  if (error !== undefined) {
    const line = lineAt(source, error.labels[0]?.start ?? 0);
    return { ok: false, failure: { reason: "code-unreadable", line, message: error.message } };
  }
  const commonJs = COMMON_JS.has(extension) || !(ESM.has(extension) || parsed.module.hasModuleSyntax);
  const collector = importCollector(commonJs);
  const text = treeText(parsed.program as unknown as TreeNode, collector.visit);

  const imports = new Map<string, Import>();
  for (const { specifier, kind, start } of collector.found()) {
    const line = lineAt(source, start);
    if (specifier === undefined) return { ok: false, failure: { reason: "computed-import", line } };
    const key = `${kind} ${specifier}`;
    if (!imports.has(key)) imports.set(key, { specifier, kind, line });
  }
  return { ok: true, value: { digest: hasher.text(text), imports: [...imports.values()] } };
}

/** Whether a `.js` or `.ts` file is a CommonJS module is for its package.json to say; here what can be parsed decides. */
function parse(extension: string, source: string): Oxc.ParseResult {
  // Costs tens of milliseconds to load, and is needed only for a source that was never seen before.
  const { parseSync } = createRequire(import.meta.url)("oxc-parser") as typeof Oxc;
  const as = (sourceType: "module" | "commonjs"): Oxc.ParseResult =>
    parseSync(`module${extension}`, source, { sourceType, preserveParens: false });
  if (COMMON_JS.has(extension)) return as("commonjs");
  const parsed = as("module");
  if (ESM.has(extension) || !parsed.errors.some(isError)) return parsed;
  const script = as("commonjs");
  return script.errors.some(isError) ? parsed : script;
}

function isError(problem: { readonly severity: string }): boolean {
  return problem.severity === "Error";
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let end = source.indexOf("\n"); end !== -1 && end < offset; end = source.indexOf("\n", end + 1))
    line++;
  return line;
}
