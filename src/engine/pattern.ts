import { posix } from "node:path";

/** Whether a path belongs to a glob of the given patterns; a pattern that begins with `!` takes paths out. */
export function matchesGlob(path: string, patterns: readonly string[]): boolean {
  const taken = patterns.filter((pattern) => !pattern.startsWith("!"));
  const left = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const isMatch = (pattern: string): boolean => posix.matchesGlob(path, pattern);
  return taken.some(isMatch) && !left.some(isMatch);
}
