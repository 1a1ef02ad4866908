import type { Caveat } from "../engine/journal-records.ts";
import { displayWidth, padToWidth } from "./display-width.ts";
import type { Look } from "./look.ts";
import { counted, firstOf } from "./quantities.ts";

/** Something that may be named after `plr build`. */
export interface ListedTarget {
  readonly name: string;
  readonly kind: "flow" | "group" | "rule" | "absent";
  /** Rules of a flow or a group. */
  readonly members: number;
  /** Outputs of a rule; those of a fan-out hold `{key}`. */
  readonly outputs: readonly string[];
  /** Why it is not there, for one that is absent. */
  readonly reason?: string;
  /** What its outputs rest on that was not built from its inputs. */
  readonly caveats: readonly Caveat[];
}

/** One target a line, its name first, for stdout; without a newline at its end. */
export function listText(targets: readonly ListedTarget[], look: Look): string {
  const { paint, symbols, shown } = look;
  const width = Math.max(0, ...targets.map(({ name }) => displayWidth(shown(name))));
  const kindWidth = Math.max(5, ...targets.map(({ kind }) => kind.length));
  return targets
    .map((target) => {
      const what = target.reason ?? contentOf(target);
      const flag =
        target.caveats.length === 0
          ? ""
          : `  ${paint.caveat(symbols.caveat)} ${counted(target.caveats.length, "caveat")}`;
      return `${padToWidth(shown(target.name), width)}  ${target.kind.padEnd(kindWidth)}  ${paint.quiet(shown(what))}${flag}`;
    })
    .join("\n");
}

function contentOf({ kind, outputs, members }: ListedTarget): string {
  return kind === "rule" ? firstOf(outputs) : counted(members, "rule");
}
