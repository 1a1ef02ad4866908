import type { Failure } from "../engine/failure.ts";
import { cleanLine, withoutColours } from "./escape.ts";
import { describeFailure, type FailureText } from "./failures.ts";
import type { StepFailure } from "./fold.ts";
import type { Look } from "./look.ts";
import { duration, firstOf } from "./quantities.ts";
import { shellWord } from "./shell-word.ts";

type Fact = FailureText["facts"][number];

const LABEL_WIDTH = 9;

/** A failure before anything ran, as lines: `error[PLR007]: …`, its facts, and one `hint:` line. */
export function failureLines(failure: Failure, look: Look): readonly string[] {
  return blockOf(describeFailure(failure), [], look);
}

/** A step that failed, with its last lines, what waits for it in vain, and where its log is. */
export function stepFailureLines(failed: StepFailure, look: Look): readonly string[] {
  const { step, failure, blocked, tail, attempts } = failed;
  const { paint, symbols } = look;
  const text = describeFailure(failure);
  const facts = [
    ...(text.facts.some(([label]) => label === "rule") ? [] : [ruleFact(failed)]),
    ...text.facts,
    ...(blocked.length === 0 ? [] : [["needed by", `${firstOf(blocked)} (blocked)`] as const]),
  ];
  const title = `${step}: ${text.title}`;
  return [
    paint.failed(`${symbols.failed} ${look.shown(step)} ${howItEnded(failed)}`),
    ...blockOf({ ...text, title, facts }, tail, look),
    ...(attempts === 0 ? [] : [`${paint.strong("log:")}  plr log ${look.shown(shellWord(step))}`]),
  ];
}

/** A line of a step's output; it keeps its own colours where colour is wanted. */
export function outputLine(line: string, { paint }: Look): string {
  return paint.enabled ? cleanLine(line) : withoutColours(cleanLine(line));
}

function blockOf(text: FailureText, tail: readonly string[], look: Look): readonly string[] {
  const { paint, shown } = look;
  const width = Math.max(LABEL_WIDTH, ...text.facts.map(([label]) => shown(label).length));
  return [
    `${paint.failed(`error[${text.code}]`)}: ${shown(text.title)}`,
    ...text.facts.map(([label, fact]) =>
      `  ${paint.quiet(shown(label).padEnd(width))} ${shown(fact)}`.trimEnd(),
    ),
    ...(text.excerpt ?? []).map((line) => `  ${shown(line)}`),
    ...tail.map((line) => `  ${paint.quiet("|")} ${outputLine(line, look)}`),
    ...(text.hint === undefined ? [] : [`${paint.strong("hint:")} ${shown(text.hint)}`]),
  ];
}

function ruleFact({ step, at }: StepFailure): Fact {
  return ["rule", at === undefined ? step : `${step}   ${at}`];
}

function howItEnded({ attempts, durMs }: StepFailure): string {
  if (attempts === 0) return "cannot run";
  return `failed after ${duration(durMs)}${attempts > 1 ? `, attempt ${attempts}` : ""}`;
}
