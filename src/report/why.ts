import type { Caveat } from "../engine/journal-records.ts";
import type { Reason, StepOutcome } from "../engine/event.ts";
import type { Failure } from "../engine/failure.ts";
import { caveatSubject, caveatWords } from "./caveats.ts";
import { failureLines } from "./failure-text.ts";
import type { Look } from "./look.ts";
import { count, counted, duration, firstOf, roughly } from "./quantities.ts";
import { describeReason } from "./reasons.ts";

/** How many parts of each kind a fingerprint has; for a stale step, of those that are as recorded. */
export interface PartCounts {
  readonly inputs: number;
  readonly params: number;
  readonly env: number;
  readonly tools: number;
  readonly modules: number;
}

/** What `plr why` tells of one step. */
export interface WhyReport {
  readonly step: string;
  readonly verdict:
    | { readonly kind: "fresh"; readonly parts: PartCounts }
    | {
        readonly kind: "stale";
        readonly reasons: readonly Reason[];
        readonly parts: PartCounts;
        /** What it took last time, ms. */
        readonly expectMs: number | undefined;
        /** Its outputs would come from the store. */
        readonly stored: boolean;
      }
    /** Steps that it needs are stale, so whether it runs is known when they have ended. */
    | { readonly kind: "waits"; readonly for: readonly string[] }
    | { readonly kind: "broken"; readonly failure: Failure }
    /** In a past run. */
    | {
        readonly kind: "was-stale";
        readonly run: number;
        readonly reasons: readonly Reason[];
        /** Undefined where the run ended before the step did. */
        readonly outcome: StepOutcome | undefined;
        readonly durMs: number | undefined;
      };
  /** Since when it is stale, where git can tell. */
  readonly since:
    | { readonly commit: string; readonly by: string; readonly at: number; readonly subject: string }
    | { readonly uncommitted: readonly string[] }
    | undefined;
  readonly lastBuilt: { readonly run: number; readonly ageMs: number } | undefined;
  /** Reasons of the stale steps before it, by step. */
  readonly upstream: ReadonlyMap<string, readonly Reason[]>;
  /** What its outputs rest on that was not built from its inputs. */
  readonly caveats: readonly Caveat[];
  /** Milliseconds since 1970. */
  readonly checkedAt: number;
}

const REASONS_SHOWN = 30;

/** The answer as text for stdout, without a newline at its end. */
export function whyText(report: WhyReport, look: Look): string {
  const { paint, symbols, shown } = look;
  const caveats = report.caveats.map(
    (caveat) =>
      `  ${paint.caveat(symbols.caveat)} ${shown(`${caveatSubject(caveat)} ${caveatWords(caveat, report.checkedAt - caveat.at)}`)}`,
  );
  return [verdictText(report, look), ...caveats].join("\n");
}

function verdictText(report: WhyReport, look: Look): string {
  const { step, verdict } = report;
  const { paint, shown } = look;
  const id = paint.strong(shown(step));
  switch (verdict.kind) {
    case "fresh":
      return `${id}: ${paint.built("fresh")}${sinceText(report)}: ${partsText(verdict.parts) || "its command"} as recorded`;
    case "stale":
      return [
        `${id}: ${paint.stale("stale")}, ${wouldText(verdict)}`,
        ...reasonLines(verdict.reasons, "  ", { report, look, told: new Set([step]) }),
        sinceCommit(report, look),
        footer(verdict.parts, report),
      ]
        .filter((line) => line !== "")
        .join("\n");
    case "waits": {
      const told = new Set([step]);
      return [
        `${id}: waits for ${verdict.for.map(shown).join(", ")}; runs if what it reads of ${verdict.for.length === 1 ? "it" : "them"} changes`,
        ...verdict.for.flatMap((maker) => upstreamLines(maker, "  ", { report, look, told })),
      ].join("\n");
    }
    case "was-stale":
      return [
        `${id} in #${verdict.run}: ${paint.stale("stale")}${outcomeText(verdict.outcome, verdict.durMs)}`,
        ...reasonLines(verdict.reasons, "  ", { report, look, told: new Set([step]) }),
      ].join("\n");
    case "broken":
      return [`${id}: ${paint.failed("cannot run")}`, ...failureLines(verdict.failure, look)].join("\n");
  }
}

function wouldText({ stored, expectMs }: Extract<WhyReport["verdict"], { readonly kind: "stale" }>): string {
  if (stored) return "would be restored from the store";
  return `would run${expectMs === undefined ? "" : ` (~${roughly(expectMs)})`}`;
}

const OUTCOMES: Readonly<Record<StepOutcome, string>> = {
  done: "built",
  same: "came out the same",
  restored: "was restored",
  failed: "failed",
  cancelled: "cancelled",
};

function outcomeText(outcome: StepOutcome | undefined, durMs: number | undefined): string {
  if (outcome === undefined || durMs === undefined) return ", did not end";
  return `, ${OUTCOMES[outcome]} after ${duration(durMs)}`;
}

/** `  since    ab12cd3, ana, 2 d ago: Widen the band` */
function sinceCommit({ since, checkedAt }: WhyReport, { shown }: Look): string {
  if (since === undefined) return "";
  if ("uncommitted" in since)
    return `  since  changes that are not committed: ${shown(firstOf(since.uncommitted))}`;
  return `  since  ${since.commit}, ${shown(since.by)}, ${roughly(checkedAt - since.at)} ago: ${shown(since.subject)}`;
}

interface Telling {
  readonly report: WhyReport;
  readonly look: Look;
  /** Steps whose reasons were given; each is told once. */
  readonly told: Set<string>;
}

function reasonLines(reasons: readonly Reason[], indent: string, telling: Telling): readonly string[] {
  const { look } = telling;
  const more = reasons.length - REASONS_SHOWN;
  const lines = reasons
    .slice(0, REASONS_SHOWN)
    .flatMap((reason) => [
      `${indent}${look.shown(describeReason(reason))}`,
      ...(reason.via === undefined ? [] : upstreamLines(reason.via, `${indent}  `, telling)),
    ]);
  return more > 0 ? [...lines, `${indent}${look.symbols.more} ${count(more)} more`] : lines;
}

function upstreamLines(maker: string, indent: string, telling: Telling): readonly string[] {
  const { report, look, told } = telling;
  const reasons = report.upstream.get(maker);
  if (reasons === undefined || told.has(maker)) return [];
  told.add(maker);
  return [`${indent}from ${look.shown(maker)}, stale:`, ...reasonLines(reasons, `${indent}  `, telling)];
}

function footer(parts: PartCounts, { lastBuilt }: WhyReport): string {
  const same = partsText(parts);
  return [
    ...(same === "" ? [] : [`same as before: ${same}.`]),
    ...(lastBuilt === undefined ? [] : [`last built by #${lastBuilt.run}, ${roughly(lastBuilt.ageMs)} ago`]),
  ].join("    ");
}

function sinceText({ lastBuilt }: WhyReport): string {
  return lastBuilt === undefined ? "" : ` since #${lastBuilt.run}`;
}

function partsText({ inputs, params, env, tools, modules }: PartCounts): string {
  const all: readonly (readonly [number, string])[] = [
    [inputs, "input"],
    [params, "param"],
    [env, "env variable"],
    [tools, "tool"],
    [modules, "module"],
  ];
  return all
    .filter(([number]) => number > 0)
    .map(([number, noun]) => counted(number, noun))
    .join(", ");
}
