import { ok, type Result } from "../../engine/failure.ts";
import { collectStore, storeSizes, verifyStore } from "../../engine/store-care.ts";
import { bytes, counted } from "../../report/quantities.ts";
import { withSession } from "../with-session.ts";
import type { Invocation } from "../invocation.ts";
import { answer, note } from "../output.ts";
import type { Session } from "../session.ts";
import { asOnlyWriter } from "../writer-lock.ts";

const ACTIONS: Readonly<Record<string, (session: Session) => number>> = {
  gc: (session) => {
    const store = session.openStore();
    const before = storeSizes(store).diskBytes;
    collectStore(store, store.budget, Number.NaN);
    note(`plr: freed ${bytes(Math.max(0, before - storeSizes(store).diskBytes))}`);
    return 0;
  },
  clear: ({ host, openStore }) => {
    const { folder } = openStore();
    host.files.remove(folder);
    note("plr: the store is empty; what is built stays as it is");
    return 0;
  },
  verify: (session) => {
    const store = session.openStore();
    const { objects } = storeSizes(store);
    const damaged = verifyStore(store);
    note(
      damaged === 0
        ? `plr: ${counted(objects, "object")}, all whole`
        : `plr: dropped ${counted(damaged, "damaged object")} of ${objects}; what needs them is built again`,
    );
    return damaged === 0 ? 0 : 1;
  },
};

/** Looks at the store of results, or tidies it as the project's only writer. */
export function run({ words: [what = ""], options }: Invocation): Promise<number> {
  return withSession(async (session, signal): Promise<Result<number>> => {
    if (what === "stats") return ok(printSizes(session, options["json"] === true));
    const action = ACTIONS[what];
    if (action === undefined) {
      note("usage: plr cache stats|gc|clear|verify");
      return ok(2);
    }
    return asOnlyWriter(signal, () => ok(action(session)));
  });
}

function printSizes({ openStore }: Session, asJson: boolean): number {
  const store = openStore();
  const sizes = { ...storeSizes(store), budget: store.budget };
  if (asJson) {
    answer(JSON.stringify(sizes));
    return 0;
  }
  answer(`results   ${sizes.results}`);
  answer(`objects   ${sizes.objects}, ${bytes(sizes.bytes)}`);
  answer(`on disk   ${bytes(sizes.diskBytes)} of at most ${bytes(sizes.budget)}`);
  return 0;
}
