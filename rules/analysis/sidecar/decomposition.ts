import type { FigureDocument } from "plr/charts/document";
import { decompositionHeight, type DecompositionRow } from "plr/charts/figures/decomposition-grid";
import { fixed } from "plr/charts/number-text";
import { categories } from "plr/charts/theme";
import type { StudyRow } from "../../schema/analysis.ts";
import type {
  CategoryResponse,
  SignalComponent,
  SignalSummary,
  StimulusProtocol,
} from "../../schema/signals.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import type { Study } from "../query.ts";
import { figureDocument } from "./figure-document.ts";

/** DECOMP: the mean response that each category of preprocessing gives, and its components. */
export async function decompositionDocument(
  study: Study,
  facts: StudyRow,
  { figure }: FigureSetting,
): Promise<FigureDocument> {
  const protocol = await study.results.rows<StimulusProtocol>("FROM stimulus_protocol ORDER BY on_s");
  const [signal] = await study.results.rows<Pick<SignalSummary, "unit">>(
    "SELECT unit FROM signal_summary LIMIT 1",
  );
  const responses = await study.results.rows<CategoryResponse>(
    "FROM category_responses ORDER BY category, time_s",
  );
  const components = await study.results.rows<SignalComponent>(
    "FROM signal_components ORDER BY category, method, component, time_s",
  );
  const means = [...Map.groupBy(responses, ({ category }) => category).values()].toSorted(
    ([a], [b]) => placeOf(a?.category) - placeOf(b?.category),
  );
  const parts = [
    ...Map.groupBy(components, (row) => `${row.category} ${row.method} ${row.component}`).values(),
  ];
  const data: DecompositionRow[] = [
    ...protocol.map(({ colour, nm, on_s, off_s }): DecompositionRow => ({
      part: "light",
      colour: colour as "Blue" | "Red",
      nm,
      on_s,
      off_s,
    })),
    ...means.map(responseRow),
    ...parts.map(componentRow),
  ];
  return figureDocument({
    figure,
    study: facts,
    selection: { configurations: [], filters: [] },
    tables: ["stimulus_protocol", "signal_summary", "category_responses", "signal_components"],
    selected: [protocol, responses, components],
    data: means.length === 0 ? [] : data,
    missing: 0,
    alt: altOf(means),
    sentences: [
      "Signals by category of preprocessing; a person's is the mean over the category's configurations, averaged over a " +
        "fifth of a second. Grey band: 95% CI of the mean over people (Student); grey line: the first category's mean.",
      "Template: phasic, sustained and post-illumination (PIPR) part, fitted to the mean by least squares. Principal " +
        "components, these rotated by varimax and promax, and sparse ones: as far as one standard deviation of their " +
        "scores moves a signal. Contrast: weighted means of people that vary most under light against before it. " +
        "Signs are free: the entry of greatest size points down. The scale is one within a row.",
    ],
    units: { mean: signal?.unit ?? "", value: signal?.unit ?? "", time_s: "s" },
    needs: [
      {
        name: "signals of two categories of preprocessing",
        met: means.length > 1,
        detail: `the study's preprocessed signals have ${means.length} of at least 10 people each`,
      },
    ],
    intervals: [],
    height: decompositionHeight,
  });
}

export default dataTask(decompositionDocument);

/** In the order of the other figures; others last. */
function placeOf(category: string | undefined): number {
  const place = Object.keys(categories).indexOf(category ?? "");
  return place === -1 ? Number.MAX_SAFE_INTEGER : place;
}

function responseRow(rows: readonly CategoryResponse[]): DecompositionRow {
  return {
    part: "response",
    category: rows[0]?.category ?? "",
    n: rows[0]?.n ?? 0,
    time_s: rows.map(({ time_s }) => time_s),
    mean: rows.map(({ mean }) => mean),
    ci_lower: rows.map(({ ci_lower }) => ci_lower),
    ci_upper: rows.map(({ ci_upper }) => ci_upper),
  };
}

function componentRow(rows: readonly SignalComponent[]): DecompositionRow {
  const [first] = rows;
  return {
    part: "component",
    category: first?.category ?? "",
    method: (first?.method ?? "principal") as Extract<DecompositionRow, { part: "component" }>["method"],
    component: first?.component ?? 1,
    time_s: rows.map(({ time_s }) => time_s),
    value: rows.map(({ value }) => value),
  };
}

/** Where some category's mean lies farthest from the first's. */
function altOf(means: readonly (readonly CategoryResponse[])[]): string {
  const [first = [], ...others] = means;
  const gaps = others.flatMap((own) =>
    own.map(({ category, mean }, i) => ({ category, gap: Math.abs(mean - (first[i]?.mean ?? mean)) })),
  );
  const [largest] = gaps.toSorted((a, b) => b.gap - a.gap);
  const range =
    largest === undefined
      ? ""
      : `; largest gap to ${first[0]?.category ?? ""} ${fixed(largest.gap, 2)} in ${largest.category}`;
  return `Mean response for ${means.length} categories of preprocessing, with components by five methods${range}.`;
}
