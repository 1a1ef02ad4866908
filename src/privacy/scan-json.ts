import type { FindingKind } from "./finding.ts";
import { type ScanContext, within } from "./scan-context.ts";
import type { TextPart } from "./scan-text.ts";

/**
 * Scans the keys and strings of a JSON text, escapes decoded, and reports JSON pointers. Gives the kinds it reported,
 * so that a scan of the same text by line can be silent about them. A text that is no JSON is `damaged`.
 */
export function scanJson({ text, where }: TextPart, context: ScanContext): ReadonlySet<FindingKind> {
  const parsed = parse(text);
  const reported = new Set<FindingKind>();
  if (parsed === undefined) {
    context.log.report({ where: within(where, "whole text"), what: "unreadable", why: "damaged" });
    return reported;
  }
  visit(parsed.value, [], (found, path) => {
    for (const what of context.matcher.kinds(found)) {
      reported.add(what);
      context.log.report({ what, where: within(where, pointer(path, context)), group: `${where}\0json` });
    }
  });
  return reported;
}

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/u, "")) };
  } catch {
    return undefined;
  }
}

type Path = (string | number)[];

function visit(value: unknown, path: Path, see: (text: string, path: Path) => void): void {
  if (typeof value === "string") {
    see(value, path);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visitChild(item, index, path, see);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      path.push(key);
      see(key, path);
      path.pop();
      visitChild(item, key, path, see);
    }
  }
}

function visitChild(
  item: unknown,
  key: string | number,
  path: Path,
  see: (text: string, path: Path) => void,
): void {
  path.push(key);
  visit(item, path, see);
  path.pop();
}

function pointer(path: Path, { matcher }: ScanContext): string {
  const steps = path.map((step) => {
    const name = matcher.redact(String(step));
    return name.replaceAll("~", "~0").replaceAll("/", "~1");
  });
  return steps.length === 0 ? "whole value" : `/${steps.join("/")}`;
}
