import type { Caveat } from "../engine/journal-records.ts";
import type { Failure } from "../engine/failure.ts";
import { padToWidth, displayWidth } from "./display-width.ts";
import { caveatSubject, caveatWords } from "./caveats.ts";
import { describeFailure } from "./failures.ts";
import type { Look } from "./look.ts";
import { count, counted, firstOf, roughly } from "./quantities.ts";

/** The steps of a flow, by how they stand now. */
export interface FlowStatus {
  readonly name: string;
  readonly fresh: number;
  readonly stale: number;
  /** Need a stale step; whether they run is known when it has ended. */
  readonly possible: number;
  readonly broken: number;
  /** Recorded time of the stale ones, ms; 0 where none was timed. */
  readonly expectMs: number;
  readonly caveats: number;
}

export interface StatusReport {
  readonly flows: readonly FlowStatus[];
  readonly stale: readonly string[];
  readonly broken: readonly { readonly step: string; readonly failure: Failure }[];
  /** Why outputs are not to be taken as built from their inputs; `carriedBy` are the rules that rest on them. */
  readonly caveats: readonly (Caveat & { readonly carriedBy: readonly string[] })[];
  /** Rules that are not built for want of a tool that they declare optional. */
  readonly leftOut: readonly { readonly tool: string; readonly rules: readonly string[] }[];
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
  /** Files that plr wrote and that no rule makes any more. */
  readonly orphans: readonly string[];
}

const STALE_NAMED = 10;
const LISTED = 20;

/** The answer as text for stdout, without a newline at its end. */
export function statusText(report: StatusReport, look: Look): string {
  const { paint, symbols, shown } = look;
  const width = Math.max(0, ...report.flows.map(({ name }) => displayWidth(shown(name))));
  const named = report.stale.slice(0, STALE_NAMED).map(shown).join(", ");
  const more = report.stale.length - STALE_NAMED;
  const others = more > 0 ? ` and ${count(more)} more` : "";
  return [
    ...report.flows.map((flow) => flowLine(flow, width, look)),
    ...(named === "" ? [] : [`${paint.stale("stale")}: ${named}${others}   (why: plr why T)`]),
    ...listed(report.broken, look, ({ step, failure }) => {
      const { code, title } = describeFailure(failure);
      return `${paint.failed(symbols.failed)} ${shown(step)}  ${code} ${shown(title)}`;
    }),
    ...listed(
      report.leftOut,
      look,
      ({ tool, rules }) => `- ${firstOf(rules.map(shown))} left out: ${shown(tool)} is not installed`,
    ),
    ...listed(
      report.caveats,
      look,
      (caveat) => `${paint.caveat(symbols.caveat)} ${shown(caveatLine(caveat, report.checkedAt))}`,
    ),
    ...listed(
      report.orphans,
      look,
      (path) => `${paint.caveat("!")} ${shown(path)}  orphan, rule is gone (plr clean --orphans)`,
    ),
  ].join("\n");
}

function caveatLine(caveat: StatusReport["caveats"][number], now: number): string {
  const words = `${caveatSubject(caveat)}  ${caveatWords(caveat, now - caveat.at)}`;
  const [first, ...others] = caveat.carriedBy;
  if (first === undefined) return words;
  return `${words}; ${firstOf([first, ...others])} ${others.length === 0 ? "rests" : "rest"} on it`;
}

/** `analysis       316 fresh    2 stale     ~18 s   ⚑ 1 caveat` */
function flowLine(flow: FlowStatus, width: number, { paint, symbols, shown }: Look): string {
  const columns = [
    `${count(flow.fresh).padStart(7)} ${paint.quiet("fresh")}`,
    flow.stale === 0 ? " ".repeat(11) : `${count(flow.stale).padStart(5)} ${paint.stale("stale")}`,
    (flow.expectMs === 0 ? "" : `~${roughly(flow.expectMs)}`).padStart(10),
    flow.possible === 0 ? "" : `   ${count(flow.possible)} may run`,
    flow.broken === 0 ? "" : `   ${paint.failed(symbols.failed)} ${count(flow.broken)} cannot run`,
    flow.caveats === 0 ? "" : `   ${paint.caveat(symbols.caveat)} ${counted(flow.caveats, "caveat")}`,
  ];
  return `${padToWidth(shown(flow.name), width)} ${columns.join("")}`.trimEnd();
}

function listed<T>(all: readonly T[], look: Look, line: (one: T) => string): readonly string[] {
  const more = all.length - LISTED;
  const lines = all.slice(0, LISTED).map(line);
  return more > 0 ? [...lines, `${look.symbols.more} ${count(more)} more`] : lines;
}
