import type { Artifact } from "./artifact.ts";
import { ABSENT } from "./digest.ts";
import { BEING_WRITTEN } from "./in-place.ts";
import type { Emit } from "./event.ts";
import type { Plan } from "./plan.ts";
import { type Step, stepOfRule } from "./steps.ts";
import type { Walk } from "./walk.ts";

/** Files that plr wrote for this variant and that no rule of the present project makes. */
export function findOrphans(plan: Plan, walk: Walk): readonly string[] {
  const { journal, graph } = plan;
  let owned = 0;
  for (const step of stepsOfAll(plan, walk)) {
    if (step === undefined) return [];
    for (const name in step.outputs) if (journal.has("owner", pathOf(step, name))) owned++;
  }
  // No path has two owners, so that with as many of them there is no other: no list of all paths is made for that.
  if (owned === journal.count("owner")) return [];
  const claimed = new Set<string>();
  const folders: string[] = [];
  for (const step of stepsOfAll(plan, walk)) {
    for (const { path, folder } of Object.values(step?.outputs ?? {})) {
      claimed.add(path);
      if (folder) folders.push(`${path}/`);
    }
  }
  const { variant } = graph.project;
  return Array.from(journal.keys("owner")).filter((path) => {
    if (claimed.has(path) || folders.some((folder) => path.startsWith(folder))) return false;
    const owner = journal.get("owner", path);
    return owner?.variant === variant && !owner.precious;
  });
}

/** All steps of the project; undefined for those of a rule that nobody has opened yet. */
function* stepsOfAll({ graph, leftOut }: Plan, walk: Walk): Iterable<Step | undefined> {
  for (const node of graph.nodes) {
    const left = leftOut.has(node) ? stepOfRule(node) : undefined;
    yield* left ? [left] : (walk.stepsOf(node) ?? [undefined]);
  }
}

function pathOf({ outputs }: Step, name: string): string {
  return (outputs[name] as Artifact).path;
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
  const owner = journal.get("owner", path);
  // Whatever a killed build has left where it was writing is ours.
  const isUnfinished = owner?.digest === BEING_WRITTEN;
  if (stat && !isUnfinished && stat.kind !== (owner?.folder ? "folder" : "file")) {
    journal.drop("owner", path); // Something else has taken its place, and is not ours to read or remove.
    return false;
  }
  const digest = isUnfinished ? ABSENT : files.digest(path);
  if (digest !== ABSENT && digest !== owner?.digest) return false;
  host.files.remove(path);
  files.forget(path);
  if (owner?.folder || isUnfinished) files.forgetBelow(path);
  journal.drop("owner", path);
  journal.drop("step", path);
  // Folders outside of the project are not ours, even if they are empty now.
  if (path.startsWith("/")) return true;
  for (let folder = parentOf(path); folder !== ""; folder = parentOf(folder)) {
    if (!host.files.removeEmptyFolder(folder)) break;
  }
  return true;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash < 0 ? "" : path.slice(0, slash);
}
