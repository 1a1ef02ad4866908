import { acceptOutputs } from "../../engine/accept.ts";
import { ok } from "../../engine/failure.ts";
import { counted } from "../../report/quantities.ts";
import { withSession } from "../with-session.ts";
import type { Invocation } from "../invocation.ts";
import { answer, note } from "../output.ts";
import { writerLock } from "../writer-lock.ts";
import { userName } from "../user-name.ts";
import { targetsHere } from "../targets-here.ts";

/** Takes the present outputs of the targets as good, with a caveat that says why. */
export function run({ words, options }: Invocation): Promise<number> {
  const { reason } = options;
  if (words.length === 0 || typeof reason !== "string" || reason.trim() === "") {
    note('usage: plr accept TARGET… --reason "why the outputs are good as they are"');
    return Promise.resolve(2);
  }
  return withSession(async (session, signal) => {
    const accepted = await acceptOutputs(
      session.graph,
      { targets: targetsHere(words, session), by: userName(), reason, at: Date.now() },
      { ...session, emit: () => {}, lock: () => writerLock(signal) },
    );
    if (!accepted.ok) return accepted;
    for (const { id } of accepted.value) answer(id);
    const said =
      accepted.value.length === 0
        ? "nothing to accept: no step of theirs is stale by itself"
        : `accepted ${counted(accepted.value.length, "step")}`;
    note(`plr: ${said}`);
    return ok(0);
  });
}
