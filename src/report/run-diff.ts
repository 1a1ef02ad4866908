import { type ShownDifference, differenceLines } from "./differences.ts";
import type { Look } from "./look.ts";
import { count, counted } from "./quantities.ts";

/** A version of an output. */
interface Version {
  readonly digest: string;
  readonly bytes: number;
  readonly step: string;
  readonly run: number;
}

/** An output that is not the same after two runs; undefined where there was none. */
export interface ChangedOutput {
  readonly path: string;
  readonly old: Version | undefined;
  readonly new: Version | undefined;
  /** In what the files differ; undefined where one of them is not kept anywhere. */
  readonly differences: readonly ShownDifference[] | undefined;
}

/** What `plr diff` tells. */
export interface RunDiff {
  readonly from: number;
  readonly to: number;
  readonly changed: readonly ChangedOutput[];
  /** Outputs that are the same. */
  readonly same: number;
}

const DIGEST = 8;

/** The answer for stdout, without a newline at its end. */
export function runDiffText({ from, to, changed, same }: RunDiff, look: Look): string {
  const number = (holds: (one: ChangedOutput) => boolean): number => changed.filter(holds).length;
  const parts: readonly (readonly [number, string])[] = [
    [number((one) => one.old !== undefined && one.new !== undefined), "changed"],
    [number((one) => one.old === undefined), "new"],
    [number((one) => one.new === undefined), "gone"],
    [same, "the same"],
  ];
  const words = parts.filter(([many]) => many > 0).map(([many, word]) => `${count(many)} ${word}`);
  return [
    `${look.paint.strong(`#${from} -> #${to}`)}  ${words.length === 0 ? "no outputs recorded" : words.join(", ")}`,
    ...changed.flatMap((one) => changedLines(one, look)),
  ].join("\n");
}

function changedLines({ path, old, new: now, differences }: ChangedOutput, look: Look): readonly string[] {
  const { paint, shown } = look;
  if (now === undefined) return [`${paint.failed("-")} ${shown(path)}`];
  const by = `by ${shown(now.step)} in #${now.run}`;
  if (old === undefined) return [`${paint.built("+")} ${shown(path)}  ${counted(now.bytes, "byte")}  ${by}`];
  const bytes =
    old.bytes === now.bytes
      ? counted(now.bytes, "byte")
      : `${count(old.bytes)} -> ${counted(now.bytes, "byte")}`;
  return [
    `${paint.caveat("~")} ${shown(path)}  ${old.digest.slice(0, DIGEST)} -> ${now.digest.slice(0, DIGEST)}  ${bytes}  ${by}`,
    ...differenceLines(differences ?? [], "    ", look),
  ];
}
