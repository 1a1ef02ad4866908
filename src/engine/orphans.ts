import { ABSENT } from "./digest.ts";
import type { Emit } from "./event.ts";
import type { Plan } from "./plan.ts";
import { stepOfRule } from "./steps.ts";
import type { Walk } from "./walk.ts";

/** Files that plr wrote for this variant and that no rule of the present project makes. */
export function findOrphans(plan: Plan, walk: Walk): readonly string[] {
  const { journal, graph } = plan;
  const claimed = new Set<string>();
  for (const node of graph.nodes) {
    const left = plan.leftOut.has(node) ? stepOfRule(node) : undefined;
    const steps = left ? [left] : walk.stepsOf(node);
    if (steps === undefined) return [];
    for (const step of steps) for (const { path } of Object.values(step.outputs)) claimed.add(path);
  }
  const { variant } = graph.project;
  return Array.from(journal.keys("owner")).filter((path) => {
    if (claimed.has(path)) return false;
    const owner = journal.get("owner", path);
    return owner?.variant === variant && !owner.precious;
  });
}

/** Removes orphans whose bytes are still ours, and reports the others. */
export function removeOrphans(plan: Plan, walk: Walk, emit: Emit): void {
  const removed: string[] = [];
  const changed: string[] = [];
  for (const path of findOrphans(plan, walk)) {
    (removeOwned(path, plan) ? removed : changed).push(path);
  }
  if (removed.length > 0) emit("outputs.removed", { paths: removed });
  if (changed.length > 0) emit("orphans.found", { paths: changed });
}

/** Removes a file that plr wrote, if it is still as plr left it; an absent one is only forgotten. */
export function removeOwned(
  path: string,
  { files, journal, host }: Pick<Plan, "files" | "journal" | "host">,
): boolean {
  const stat = files.stat(path);
  if (stat && stat.kind !== "file") {
    journal.drop("owner", path); // Something else has taken its place, and is not ours to read or remove.
    return false;
  }
  const digest = files.digest(path);
  if (digest !== ABSENT && digest !== journal.get("owner", path)?.digest) return false;
  host.files.remove(path);
  files.forget(path);
  journal.drop("owner", path);
  journal.drop("step", path);
  for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) {
    if (!host.files.removeEmptyFolder(folder)) break;
  }
  return true;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
