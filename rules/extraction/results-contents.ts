import { createMatcher } from "plr/privacy/forbidden-matcher";
import type { ExtractionSettings } from "../study.ts";
import { type RegisteredMethod, type Registry, registryDigest } from "../registry.ts";
import type { Table } from "../schema/table.ts";
import {
  extractionMetadata,
  methods,
  preprocessingQuality,
  type PreprocessingQuality,
  rejectedRuns,
  resultsTables,
  runTables,
} from "../schema/results.ts";
import { categoryResponses, signalComponents, signalSummary, stimulusProtocol } from "../schema/signals.ts";
import type { Merged } from "./merge-runs.ts";
import { rejection, rejectionReasons, type RejectionReason } from "./rejection.ts";
import type { Decomposition } from "./decomposition/decompose.ts";
import type { Signals } from "./signals/read-signals.ts";
import type { ColumnValues, RunFile, TableColumns } from "./run-file.ts";
import type { TableParts } from "./write-results.ts";

/** Counts up when tables or columns change their meaning. */
const SCHEMA_VERSION = 1;

/** What the database says of itself. */
export interface StudyFacts {
  readonly experiment: string;
  readonly isSynthetic: boolean;
  /** How people were resampled, of runs whose curves figures show. */
  readonly resampling: ExtractionSettings;
  readonly registry: Registry;
  /** Original codes of everybody in the recordings: names of rejected runs that hold one are not shown. */
  readonly codes: readonly string[];
  /** How good the stages before classification are, in the order of the table's key. */
  readonly quality: readonly PreprocessingQuality[];
  /** What is public of the recordings, in the order of the tables' keys. */
  readonly signals: Signals & Decomposition;
}

/** Every table of the `results` database with its rows, in the order of its key. */
export function resultsContents({ accepted, rejected }: Merged, facts: StudyFacts): TableParts[] {
  const parts = new Map<Table, readonly TableColumns[]>(
    runTables.map((table): [Table, readonly TableColumns[]] => [
      table,
      accepted.map((run) => run.tables[table.name] ?? {}),
    ]),
  );
  parts.set(preprocessingQuality, [columnsOf(preprocessingQuality, facts.quality)]);
  parts.set(stimulusProtocol, [columnsOf(stimulusProtocol, facts.signals.stimulus_protocol)]);
  parts.set(categoryResponses, [columnsOf(categoryResponses, facts.signals.category_responses)]);
  parts.set(signalComponents, [columnsOf(signalComponents, facts.signals.signal_components)]);
  parts.set(signalSummary, [columnsOf(signalSummary, facts.signals.signal_summary)]);
  parts.set(methods, [columnsOf(methods, facts.registry.toSorted(byKindAndMethod))]);
  parts.set(rejectedRuns, [columnsOf(rejectedRuns, rejected.map(presentable(facts.codes)))]);
  parts.set(extractionMetadata, [columnsOf(extractionMetadata, metadata({ accepted, rejected }, facts))]);
  return resultsTables.map((table) => ({ table, parts: parts.get(table) ?? [] }));
}

function byKindAndMethod(a: RegisteredMethod, b: RegisteredMethod): number {
  const [left, right] = a.kind === b.kind ? [a.method, b.method] : [a.kind, b.kind];
  return left < right ? -1 : 1;
}

/** Names and details come from outside: one that holds a code or a path is replaced, not published. */
function presentable(
  codes: readonly string[],
): (run: Merged["rejected"][number]) => Merged["rejected"][number] {
  const matcher = createMatcher({ codes });
  const isOpen = (text: string): boolean => matcher.kinds(text).length === 0;
  return ({ run_id, run_name, reason, detail }) => ({
    run_id,
    run_name: run_name !== null && isOpen(run_name) ? run_name : null,
    reason,
    detail: isOpen(detail) ? detail : wordsOf(reason),
  });
}

function wordsOf(reason: string): string {
  return reason in rejectionReasons ? rejection(reason as RejectionReason).detail : reason;
}

/** Nothing here tells when, where or from which kind of store the database was made. */
function metadata(
  { accepted, rejected }: Merged,
  { experiment, isSynthetic, registry, resampling }: StudyFacts,
): { readonly key: string; readonly value: string }[] {
  const entries = {
    curve_resamples: String(resampling.curve_resamples),
    experiment,
    is_synthetic: String(isSynthetic),
    n_runs_accepted: String(accepted.length),
    n_runs_rejected: String(rejected.length),
    registry_digest: registryDigest(registry),
    resamples: String(resampling.resamples),
    same_test_people: String(haveSamePeople(accepted)),
    schema_version: String(SCHEMA_VERSION),
    seed: String(resampling.seed),
  };
  return Object.entries(entries).map(([key, value]) => ({ key, value }));
}

/** Paired comparisons need it. */
function haveSamePeople(accepted: readonly RunFile[]): boolean {
  const people = accepted.map(({ tables }) => textsOf(tables["predictions"]?.["subject_code"]));
  return people.every((list) => list === people[0]);
}

function textsOf(values: ColumnValues | undefined): string {
  return values === undefined ? "" : Array.from<string | number | null>(values).join(" ");
}

function columnsOf(table: Table, rows: readonly object[]): TableColumns {
  const columns = Object.entries(table.columns).map(([name, { type }]): [string, ColumnValues] => {
    const values = rows.map((row) => (row as { readonly [column: string]: unknown })[name] ?? null);
    return type === "VARCHAR"
      ? [name, values.map((value) => (typeof value === "string" ? value : null))]
      : [name, Float64Array.from(values.map((value) => (typeof value === "number" ? value : Number.NaN)))];
  });
  return Object.fromEntries(columns);
}
