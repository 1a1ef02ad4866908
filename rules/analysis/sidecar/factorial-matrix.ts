import type { FigureDocument } from "plr/charts/document";
import { type GridAxis, type GridConfiguration, matrixHeight } from "plr/charts/figures/factorial-matrix";
import type { GridRejection } from "plr/charts/figures/factorial-rejections";
import { counted } from "plr/charts/number-text";
import { classifier as drawnClassifier } from "plr/charts/rows";
import { type RejectionReason, rejectionReasons } from "../../extraction/rejection.ts";
import type { GridCell, StudyRow } from "../../schema/analysis.ts";
import type { RejectedRun } from "../../schema/results.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { type Scope, selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

const factors = ["outlier", "imputation", "classifier"] as const;

/** GRID: every configuration of the registry with what became of it, and the runs that were rejected, by reason. */
export async function matrixDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope: main }: FigureSetting,
): Promise<FigureDocument> {
  const scope = { ...main, classifier: "all" };
  const selection = await selectConfigurations(study, scope);
  const names = registryNames(await selectMethods(study.results));
  const rejected = await study.results.rows<RejectedRun>("FROM rejected_runs ORDER BY run_id");
  const axes = factors.flatMap((factor) => axisRows(factor, names));
  const cells = (await selectCells(study, scope, names)).map(cellRow);
  const rejections = byReason(rejected);
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "grid_cells", "rejected_runs", "methods"],
    selected: [axes, cells, rejections],
    data: [...axes, ...cells, ...rejections],
    missing: cells.filter(({ config_id }) => config_id === null).length,
    alt: altOf(cells, rejections),
    sentences: [
      "Each cell of the matrix has a place for each classifier, in the order of the key; at its edges, configurations " +
        "evaluated of those that the registry allows.",
      "Rejected runs are those of the whole experiment, whatever their features; a run whose methods are not registered " +
        "has no cell.",
    ],
    units: { n_runs: "1" },
    intervals: [],
    abbreviated: axes.filter(({ factor }) => factor === "imputation"),
    height: matrixHeight,
  });
}

export default dataTask(matrixDocument);

function axisRows(factor: GridAxis["factor"], names: RegistryNames): GridAxis[] {
  return names.methods(factor).map(({ method, display_name, short_name, position }) => ({
    part: "axis",
    factor,
    method,
    display_name,
    short_name,
    position,
  }));
}

/** The cells of the scope's featurization, in registry order. */
async function selectCells(
  { analysis }: Study,
  { featurization }: Scope,
  names: RegistryNames,
): Promise<GridCell[]> {
  const cells = await analysis.rows<GridCell>("FROM grid_cells WHERE featurization = $1", [featurization]);
  const placesOf = (cell: GridCell): number[] => [
    names.find("outlier", cell.outlier_method).position,
    names.find("imputation", cell.imputation_method).position,
    names.find("classifier", cell.classifier).position,
  ];
  return cells
    .map((cell) => ({ cell, places: placesOf(cell) }))
    .toSorted((a, b) => a.places.map((place, i) => place - (b.places[i] ?? 0)).find((by) => by !== 0) ?? 0)
    .map(({ cell }) => cell);
}

function cellRow({ outlier_method, imputation_method, classifier, ...cell }: GridCell): GridConfiguration {
  return {
    part: "configuration",
    outlier_method,
    imputation_method,
    classifier: drawnClassifier.parse(classifier),
    ...outcomeOf(cell),
  };
}

function outcomeOf({
  status,
  reason,
  config_id,
}: Pick<GridCell, "status" | "reason" | "config_id">): Pick<
  GridConfiguration,
  "status" | "reason" | "config_id"
> {
  if (status === "evaluated") return { status, config_id, reason: null };
  if (status === "rejected") return { status, config_id: null, reason: wordsOf(reason ?? "") };
  return { status: "not run", config_id: null, reason: "not run" };
}

/** Most runs first; ties in the order of the filters. */
function byReason(runs: readonly RejectedRun[]): GridRejection[] {
  const order = Object.keys(rejectionReasons);
  return [...Map.groupBy(runs, ({ reason }) => reason)]
    .map(([reason, own]) => ({
      part: "rejection" as const,
      reason,
      words: wordsOf(reason),
      n_runs: own.length,
    }))
    .toSorted((a, b) => b.n_runs - a.n_runs || order.indexOf(a.reason) - order.indexOf(b.reason));
}

function wordsOf(reason: string): string {
  return Object.hasOwn(rejectionReasons, reason) ? rejectionReasons[reason as RejectionReason] : reason;
}

function altOf(cells: readonly GridConfiguration[], rejections: readonly GridRejection[]): string {
  const evaluated = cells.filter(({ status }) => status === "evaluated").length;
  const runs = rejections.reduce((sum, { n_runs }) => sum + n_runs, 0);
  const [most] = rejections;
  const mostly = most === undefined ? "" : `, mostly: ${most.words}`;
  return `${evaluated} of ${counted(cells.length, "configuration")} evaluated; ${counted(runs, "run")} rejected${mostly}.`;
}
