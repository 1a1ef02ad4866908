import type { Digest } from "./digest.ts";
import type { OwnerRecord } from "./journal-records.ts";
import type { Plan } from "./plan.ts";
import { folderOf, type Stage } from "./stage.ts";
import type { Step } from "./steps.ts";

/** In the ledger, of an output that a step is writing in its place: what a killed build has left of it is ours. */
export const BEING_WRITTEN = "being written" as Digest;

interface Parked {
  readonly path: string;
  /** Where it was put; undefined where there was nothing. */
  readonly parked: string | undefined;
  readonly owner: OwnerRecord | undefined;
}

/**
 * Has a program write outputs in their own places, because it insists on these. What is there is parked meanwhile and
 * put back after; what the program has made goes to the step's private folder, as if it had been written there.
 *
 * @param moveAside puts away what lies at a path and is not as plr left it
 */
export async function runInPlace<T>(
  step: Step,
  stage: Stage,
  {
    plan,
    moveAside,
    run,
  }: {
    readonly plan: Plan;
    readonly moveAside: (path: string) => void;
    readonly run: (outputs: Stage["paths"]) => Promise<T>;
  },
): Promise<T> {
  const { files } = plan.host;
  const outputs = Object.entries(step.outputs);
  for (const [, { path }] of outputs) if (!isOurs(path, plan)) moveAside(path);
  const parked = outputs.map(([name, { path }], index) =>
    park(path, `${folderOf(stage.paths[name] ?? "")}/.plr-parked-${index}`, plan),
  );
  plan.journal.flush();
  try {
    return await run(Object.fromEntries(outputs.map(([name, { path }]) => [name, path])));
  } finally {
    for (const [name, { path }] of outputs) {
      const made = stage.paths[name];
      if (made !== undefined && files.stat(path)) files.rename(path, made);
    }
    for (const one of parked) putBack(one, plan);
  }
}

function isOurs(path: string, { files, journal }: Plan): boolean {
  files.forget(path);
  files.forgetBelow(path);
  const owner = journal.get("owner", path);
  const stat = files.stat(path);
  if (stat === undefined || owner?.digest === BEING_WRITTEN) return true;
  return stat.kind !== "other" && files.digest(path) === owner?.digest;
}

function park(path: string, to: string, { files, journal, host, graph }: Plan): Parked {
  const owner = journal.get("owner", path);
  const isThere = files.stat(path) !== undefined;
  const { variant } = graph.project;
  journal.put("owner", path, { variant, precious: false, ...owner, digest: BEING_WRITTEN });
  if (isThere && owner?.digest === BEING_WRITTEN) host.files.remove(path);
  const isParked = isThere && owner?.digest !== BEING_WRITTEN;
  if (isParked) host.files.rename(path, to);
  else if (folderOf(path) !== "") host.files.makeFolder(folderOf(path));
  files.forget(path);
  files.forgetBelow(path);
  return { path, parked: isParked ? to : undefined, owner };
}

function putBack({ path, parked, owner }: Parked, { files, journal, host }: Plan): void {
  if (parked !== undefined) host.files.rename(parked, path);
  if (owner === undefined || owner.digest === BEING_WRITTEN) journal.drop("owner", path);
  else journal.put("owner", path, owner);
  files.forget(path);
  files.forgetBelow(path);
}
