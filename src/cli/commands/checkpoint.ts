import { ok, failed, type Result } from "../../engine/failure.ts";
import { addCheckpoint, readCheckpoints } from "../../project/checkpoint.ts";
import { withSession } from "../with-session.ts";
import { answer, note } from "../output.ts";
import type { Invocation } from "../invocation.ts";
import type { Session } from "../session.ts";
import { targetsHere } from "../targets-here.ts";

/** `add PATHS`: takes outputs into `checkpoints.json`; `ls`: lists them. */
export function run({ words, options }: Invocation): Promise<number> {
  const [what, ...named] = words;
  return withSession(async (session) => {
    const paths = targetsHere(named, session);
    if (what === "ls") {
      const listed = readCheckpoints(session.root);
      if (!listed.ok) return listed;
      for (const { path, sha256, note: text } of listed.value) {
        answer(`${path}  ${sha256.slice(0, 12)}${text === "" ? "" : `  ${text}`}`);
      }
      return ok(0);
    }
    if (what !== "add" || paths.length === 0) {
      note("usage: plr checkpoint add PATH… [--note TEXT] | plr checkpoint ls");
      return ok(2);
    }
    for (const path of paths) {
      const meaning = await meaningOf(session, path);
      if (!meaning.ok) return meaning;
      const text = typeof options["note"] === "string" ? options["note"] : "";
      const added = addCheckpoint(session.root, { path, meaning: meaning.value, note: text });
      if (!added.ok) return added;
      note(`plr: ${path} is a checkpoint now; commit checkpoints.json and ${added.value.copy}`);
    }
    return ok(0);
  });
}

/** The digest of an output's present content under its own view. */
export async function meaningOf({ graph, host }: Session, path: string): Promise<Result<string>> {
  const rule = graph.ownerOf(path)?.rule;
  const output =
    rule?.kind === "rule" ? Object.values(rule.outputs).find((one) => one.path === path) : undefined;
  if (!output) return failed({ reason: "unknown-target", target: path, known: [...graph.outputs.keys()] });
  if (output.folder) return failed({ reason: "not-a-file", path });
  if (output.private) return failed({ reason: "private-checkpoint", path });
  const facts = await host.runner.describe(path, output.meaning === "bytes" ? [] : [output.meaning], 0);
  return facts.ok ? ok(facts.value.views[output.meaning] ?? facts.value.digest) : facts;
}
