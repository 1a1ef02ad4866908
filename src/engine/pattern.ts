import { posix } from "node:path";

/** Whether a path belongs to a glob of the given patterns; a pattern that begins with `!` takes paths out. */
export function matchesGlob(path: string, patterns: readonly string[]): boolean {
  const taken = patterns.filter((pattern) => !pattern.startsWith("!"));
  const left = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const isMatch = (pattern: string): boolean => posix.matchesGlob(path, pattern);
  return taken.some(isMatch) && !left.some(isMatch);
}

/** Whether something in a folder may belong to a glob of the given patterns. */
export function mayMatchBelow(folder: string, patterns: readonly string[]): boolean {
  const parts = folder.split("/");
  return patterns.some((pattern) => {
    if (pattern.startsWith("!")) return false;
    // Where braces hold a slash nothing can be told part by part.
    if (/\{[^}]*\//.test(pattern)) return true;
    const wanted = pattern.split("/");
    const deep = wanted.indexOf("**");
    if (deep < 0 && wanted.length <= parts.length) return false;
    const told = deep < 0 ? parts : parts.slice(0, deep);
    return told.every((part, at) => posix.matchesGlob(part, wanted[at] ?? ""));
  });
}
