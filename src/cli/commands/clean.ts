import { removeOwned } from "../../engine/orphans.ts";
import { createFileTable } from "../../engine/file-table.ts";
import type { Journal } from "../../engine/journal.ts";
import { ok, type Result } from "../../engine/failure.ts";
import { itemMaking } from "../../engine/steps.ts";
import { isNamed, itemsNamed, resolveTargets } from "../../engine/targets.ts";
import type { Invocation } from "../invocation.ts";
import { withSession } from "../with-session.ts";
import { answer, note } from "../output.ts";
import { CACHE } from "../../engine/cache-folder.ts";
import type { Session } from "../session.ts";
import { asOnlyWriter } from "../writer-lock.ts";
import { targetsHere } from "../targets-here.ts";

/** Removes files that the ledger names and that are still as plr left them; precious ones stay. */
export function run({ words, options }: Invocation): Promise<number> {
  return withSession(async (session, signal) => {
    const dryRun = options["dryRun"] === true;
    const orphans = options["orphans"] === true;
    const cleaned = await asOnlyWriter(signal, () =>
      clean(session, targetsHere(words, session), { dryRun, orphans }),
    );
    if (cleaned.ok && options["cache"] === true && !dryRun) removeCache(session);
    return cleaned;
  });
}

interface Cleaning {
  readonly dryRun: boolean;
  readonly orphans: boolean;
}

function clean(session: Session, targets: readonly string[], { dryRun, orphans }: Cleaning): Result<number> {
  const journal = session.openJournal();
  const paths = pathsToClean(session, journal, { targets, orphans });
  if (!paths.ok) return paths;
  const files = createFileTable(session.host.files, journal, session.host.hasher);
  const kept: string[] = [];
  let removed = 0;
  for (const path of paths.value) {
    if (dryRun) answer(path);
    else if (removeOwned(path, { files, journal, host: session.host })) removed++;
    else kept.push(path);
  }
  journal.flush();
  if (!dryRun) note(`plr: removed ${removed} ${removed === 1 ? "file" : "files"}`);
  for (const path of kept) note(`plr: kept ${path}: it was changed after plr wrote it`);
  return ok(0);
}

function pathsToClean(
  { graph }: Session,
  journal: Journal,
  { targets, orphans }: { targets: readonly string[]; orphans: boolean },
): Result<readonly string[]> {
  const owned = Array.from(journal.keys("owner"))
    .filter((path) => {
      const owner = journal.get("owner", path);
      return owner?.variant === graph.project.variant && !owner.precious && !isPrecious(path, graph);
    })
    .sort();
  if (orphans) return ok(owned.filter((path) => graph.ownerOf(path) === undefined));
  if (targets.length === 0) return ok(owned);
  const nodes = resolveTargets(targets, graph);
  if (!nodes.ok) return nodes;
  const wanted = new Set(nodes.value);
  return ok(
    owned.filter((path) => {
      const node = graph.ownerOf(path);
      if (node === undefined || !wanted.has(node)) return false;
      const items = itemsNamed(node, targets, graph);
      const item = node.rule.kind === "each" ? itemMaking(path, node.rule) : undefined;
      return items === undefined || (item !== undefined && isNamed(item, items));
    }),
  );
}

/** As its rule says now; the ledger has what it said when the file was made. */
function isPrecious(path: string, graph: Session["graph"]): boolean {
  const rule = graph.ownerOf(path)?.rule;
  const outputs = rule?.kind === "each" ? itemMaking(path, rule)?.outputs : rule?.outputs;
  return Object.values(outputs ?? {}).some((output) => output.path === path && output.precious);
}

function removeCache({ host }: Session): void {
  for (const name of ["objects", "journal", "clock", "runs", "stage", "lock", "lock.json"]) {
    host.files.remove(`${CACHE}/${name}`);
  }
}
