import { failed, ok, type Result, type RulePlace } from "../engine/failure.ts";
import { declaredAt } from "./declared-at.ts";

/** Comments and texts are taken whole, so that nothing within them looks like an import. */
const PARTS =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|`(?:\\[\s\S]|[^`\\])*`|[\p{ID_Start}$_][\p{ID_Continue}$]*|[^\s]/gu;
/** How nearly every task is written; the whole text need not be taken apart. */
const PLAIN = /^\(\)\s*=>\s*import\(\s*"([^"\\\n]+)",?\s*\)$/;
const LOADERS = new Set(["import", "require"]);

/**
 * The module that `() => import("./tasks/forest.ts")` would load, read off the function's source text. Bundlers may
 * have turned `import` into `require`.
 *
 * @param declaredIn `file:///…/rules.ts:12`, for the failure
 * @returns the specifier, or `computed-import` where the text names no module or more than one
 */
export function taskSpecifier(load: () => unknown, declaredIn: string, rule: RulePlace): Result<string> {
  const source = String(load);
  const plain = PLAIN.exec(source)?.[1];
  if (plain !== undefined) return ok(plain);
  const specifiers = new Set(loadedBy(source));
  const [only] = specifiers;
  if (specifiers.size === 1 && only !== undefined) return ok(only);
  return failed({ reason: "computed-import", ...declaredAt(declaredIn), rule });
}

/** What each `import(…)` names; undefined where that is computed. */
function loadedBy(source: string): readonly (string | undefined)[] {
  const parts = (source.match(PARTS) ?? []).filter((part) => !/^\/[/*]/.test(part));
  return parts.flatMap((part, at) => {
    if (!LOADERS.has(part) || parts[at - 1] === "." || parts[at + 1] !== "(") return [];
    const text = parts[at + 2] ?? "";
    const ends = parts[at + 3] === ")" || parts[at + 3] === ",";
    return [ends ? textOf(text) : undefined];
  });
}

function textOf(literal: string): string | undefined {
  if (!/^["'`]/.test(literal) || (literal.startsWith("`") && literal.includes("${"))) return undefined;
  const inner = literal.slice(1, -1);
  return inner.replaceAll(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|([\s\S]))/gi, unescaped);
}

function unescaped(_all: string, ...groups: readonly (string | undefined)[]): string {
  const code = groups[0] ?? groups[1] ?? groups[2];
  return code === undefined ? (groups[3] ?? "") : String.fromCodePoint(Number.parseInt(code, 16));
}
