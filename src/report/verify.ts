import type { FileUse } from "../engine/undeclared.ts";
import type { VerifiedOutput, VerifiedStep } from "../engine/verify.ts";
import { type ShownDifference, differenceLines } from "./differences.ts";
import { failureLines, outputLine } from "./failure-text.ts";
import type { Look } from "./look.ts";
import { count, counted } from "./quantities.ts";

/** A step that was run again, in a line, and below it what differs and what it does not declare. */
export function verifiedText(found: VerifiedStep<ShownDifference>, look: Look): string {
  const undeclared = (found.undeclared ?? []).map(
    ({ path, use }) => `    ${look.paint.failed("not declared:")} ${DOES[use]} ${look.shown(path)}`,
  );
  return [outcomeText(found, look), ...undeclared].join("\n");
}

const DOES: Readonly<Record<FileUse["use"], string>> = {
  read: "reads",
  listed: "lists the folder",
  written: "writes",
  removed: "removes",
};

function outcomeText(found: VerifiedStep<ShownDifference>, look: Look): string {
  const { paint, symbols, shown } = look;
  const id = shown(found.step);
  switch (found.outcome) {
    case "same":
      return `${paint.built(symbols.built)} ${id}  ${counted(found.outputs.length, "file")}, byte for byte the same`;
    case "equal":
      return [
        `${paint.same(symbols.same)} ${id}  the same but for bytes`,
        ...found.outputs.flatMap((output) => outputLines(output, look)),
      ].join("\n");
    case "differs":
      return [
        `${paint.failed(symbols.failed)} ${id}  comes out different`,
        ...found.outputs.flatMap((output) => outputLines(output, look)),
      ].join("\n");
    case "moved":
      return `${paint.caveat("?")} ${id}  an input changed meanwhile, so nothing is known`;
    case "failed":
      return [
        `${paint.failed(symbols.failed)} ${id}  fails when run again`,
        ...(found.failure ? failureLines(found.failure, look).map((line) => `  ${line}`) : []),
        ...(found.tail ?? []).map((line) => `  | ${outputLine(line, look)}`),
      ].join("\n");
  }
}

const EQUAL_IN: Readonly<Record<string, string>> = { tables: "rows", json: "values", pixels: "picture" };

function outputLines(
  { path, outcome, meaning, differences }: VerifiedOutput<ShownDifference>,
  look: Look,
): readonly string[] {
  if (outcome === "same") return [];
  if (outcome === "equal")
    return [`    ${look.shown(path)}: same ${EQUAL_IN[meaning] ?? meaning}, other bytes`];
  return [`    ${look.shown(path)} differs`, ...differenceLines(differences, "      ", look)];
}

/** `plr: 12 steps run again: 10 the same, 1 equal, 1 different` */
export function verifySummary(
  all: readonly VerifiedStep<unknown>[],
  notVerified: readonly string[],
  look: Look,
): string {
  const number = (outcome: VerifiedStep<unknown>["outcome"]): number =>
    all.filter((one) => one.outcome === outcome).length;
  const parts: readonly (readonly [number, string])[] = [
    [number("failed"), "failed"],
    [number("differs"), "different"],
    [number("moved"), "not known"],
    [number("equal"), "the same but for bytes"],
    [number("same"), "the same"],
  ];
  const words = parts.filter(([many]) => many > 0).map(([many, word]) => `${count(many)} ${word}`);
  const undeclared = all.filter((one) => (one.undeclared ?? []).length > 0).length;
  if (undeclared > 0) words.push(`${count(undeclared)} with files that are not declared`);
  const said = `plr: ${counted(all.length, "step")} run again${words.length === 0 ? "" : `: ${words.join(", ")}`}`;
  if (notVerified.length === 0) return said;
  const [first = ""] = notVerified;
  const others = notVerified.length === 1 ? "" : ` and ${count(notVerified.length - 1)} more`;
  return `${said}\nplr: not fresh, so not run again: ${look.shown(first)}${others}   (plr build makes them)`;
}
