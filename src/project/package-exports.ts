/**
 * Looks a name up in a package.json's `exports` or `imports`, as Node does (its documentation, "Resolution algorithm
 * specification", PACKAGE_IMPORTS_EXPORTS_RESOLVE).
 *
 * @param map the member's value as parsed
 * @param name `"."`, `"./sub/path"` or `"#name"`
 * @param conditions beside `default`
 * @returns the target as written there, its `*` filled in; undefined where the map offers none
 */
export function packageTarget(
  map: unknown,
  name: string,
  conditions: ReadonlySet<string>,
): string | undefined {
  const names = namesOf(map);
  if (Object.hasOwn(names, name) && !name.includes("*")) return target(names[name], "", conditions);
  const best = Object.keys(names)
    .filter((pattern) => matches(pattern, name))
    .sort((a, b) => b.indexOf("*") - a.indexOf("*") || b.length - a.length)[0];
  if (best === undefined) return undefined;
  const star = best.indexOf("*");
  const filling = name.slice(star, name.length - (best.length - star - 1));
  return target(names[best], filling, conditions);
}

/** A map without subpaths stands for the package's main entry. */
function namesOf(map: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(map)) return map === undefined || map === null ? {} : { ".": map };
  const first = Object.keys(map)[0] ?? ".";
  return first.startsWith(".") || first.startsWith("#") ? map : { ".": map };
}

function matches(pattern: string, name: string): boolean {
  const star = pattern.indexOf("*");
  if (star === -1) return false;
  const before = pattern.slice(0, star);
  return name.length >= pattern.length && name.startsWith(before) && name.endsWith(pattern.slice(star + 1));
}

function target(value: unknown, filling: string, conditions: ReadonlySet<string>): string | undefined {
  const found = chosen(value, conditions);
  return typeof found === "string" ? found.replaceAll("*", () => filling) : undefined;
}

/** A string; null where the package forbids the name; undefined where no condition holds, so that the next may. */
function chosen(value: unknown, conditions: ReadonlySet<string>): string | null | undefined {
  if (typeof value === "string" || value === null) return value;
  if (Array.isArray(value)) {
    for (const item of value) {
      const found = chosen(item, conditions);
      if (typeof found === "string") return found;
    }
    return undefined;
  }
  if (!isRecord(value)) return undefined;
  for (const [condition, branch] of Object.entries(value)) {
    if (condition !== "default" && !conditions.has(condition)) continue;
    const found = chosen(branch, conditions);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
