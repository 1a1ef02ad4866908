import { booktabs, type Column, type Row } from "./booktabs.ts";
import { type Estimate, formatFixed, formatInterval, MISSING } from "./format.ts";
import { type Content, rawTex } from "./tex.ts";

/** One measure: a value for each pipeline, and for treating all and no one where it has one. */
export type StratosMeasure = {
  /** As it is to be printed. */
  readonly name: string;
  /** In the order of the pipelines. Without limits there is no interval. */
  readonly estimates: readonly Estimate[];
  /** Of treating all and treating no one; null where the measure is not defined for them. */
  readonly treatAll: number | null;
  readonly treatNone: number | null;
};

/** Measures of one domain (discrimination, calibration, …). */
export type StratosDomain = { readonly name: string; readonly measures: readonly StratosMeasure[] };

/**
 * Pipelines with a label (`Best ensemble`) and what they are (`Ens-Full × CSDI`), the domains in the order in which they
 * are printed, the number of test people and of those with the disease, and roles that the study does not have.
 */
export type Stratos = {
  readonly pipelines: readonly { readonly label: string; readonly name: string }[];
  readonly domains: readonly StratosDomain[];
  readonly people: number;
  readonly events: number;
  readonly absent: readonly string[];
  readonly setting: string;
  readonly synthetic: boolean;
};

/**
 * `table08_stratos_core.tex`: the measures that a report of a prediction model must give, for the standard pipelines
 * beside treating all and treating no one (STRATOS TG6, Van Calster 2024).
 */
export function stratosTable(stratos: Stratos): string {
  const { pipelines, domains, setting, synthetic } = stratos;
  return booktabs({
    columns: [
      { header: "Measure", align: "left" },
      ...pipelines.map(({ label, name }): Column => ({
        header: [...twoLines(label), name],
        align: "number",
      })),
      { header: ["Treat", "all"], align: "number" },
      { header: ["Treat", "none"], align: "number" },
    ],
    rows: domains.flatMap(({ name, measures }): Row[] => [{ section: name }, ...measures.flatMap(lines)]),
    caption: `Core measures of the standard pipelines (${setting}), of the averaged prediction of all models.`,
    label: "tab:stratos",
    notes: notes(stratos),
    synthetic,
  });
}

/** The estimates, and under them their intervals, if there are any. */
function lines({ name, estimates, treatAll, treatNone }: StratosMeasure): Row[] {
  const values: Row = [
    name,
    ...estimates.map(({ value }) => formatFixed(value)),
    ofDefault(treatAll),
    ofDefault(treatNone),
  ];
  if (estimates.every(({ lower, upper }) => lower === null || upper === null)) return [values];
  return [values, ["", ...estimates.map(small), "", ""]];
}

function ofDefault(value: number | null): Content {
  return value === null ? "" : formatFixed(value);
}

function small(estimate: Estimate): Content {
  if (estimate.lower === null || estimate.upper === null) return MISSING;
  return rawTex(String.raw`\scriptsize ${formatInterval(estimate).tex}`);
}

/** Breaks a label at the space that leaves the shorter longest line. */
function twoLines(label: string): readonly string[] {
  const words = label.split(" ");
  const cuts = words
    .slice(1)
    .map((_, at) => [words.slice(0, at + 1).join(" "), words.slice(at + 1).join(" ")]);
  const longest = (cut: readonly string[]): number => Math.max(...cut.map((part) => part.length));
  return cuts.toSorted((a, b) => longest(a) - longest(b))[0] ?? [label];
}

function notes({ people, events, absent }: Stratos): readonly Content[] {
  return [
    `${people} test people, ${events} with glaucoma. In brackets: 95% interval over people. ` +
      "Intercept: calibration in the large. A slope is not defined where predictions of cases and controls do not overlap.",
    "Net benefit in true positives per person, positive at or above the threshold. " +
      "Intercept, O:E and net benefit hold at the prevalence of the test people and do not carry over to a population.",
    ...(absent.length === 0
      ? []
      : [`Not run in this study: ${absent.map((label) => label.toLowerCase()).join(", ")}.`]),
  ];
}
