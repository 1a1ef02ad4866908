import { relative, resolve, sep } from "node:path";
import { resolveTarget } from "../engine/targets.ts";
import type { Session } from "./session.ts";

/**
 * Targets as the project knows them. A name is one wherever it is typed; a path may also start at the folder that it is
 * typed in, or be absolute. What nothing is known by stays as it was typed.
 */
export function targetsHere(
  words: readonly string[],
  { graph, root, from }: Pick<Session, "graph" | "root" | "from">,
): readonly string[] {
  return words.map((word) => {
    const isPath = /^\.{0,2}\//.test(word);
    if (!isPath && resolveTarget(word, graph).ok) return word;
    const path = relative(root, resolve(from, word)).replaceAll(sep, "/");
    return graph.ownerOf(path) ? path : word;
  });
}
