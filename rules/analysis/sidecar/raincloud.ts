import type { FigureDocument, ReferenceLine } from "plr/charts/document";
import { rainHeight, rainReferences } from "plr/charts/figures/raincloud";
import type {
  RainConfiguration,
  RainDensity,
  RainMetric,
  RainRow,
  RainSpread,
} from "plr/charts/figures/raincloud-rows";
import { counted } from "plr/charts/number-text";
import type { Category } from "plr/charts/theme";
import type { StudyRow } from "../../schema/analysis.ts";
import type { CategoryDensity, CategorySpread } from "../../schema/stages.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { selectConfigurations, type SelectedConfiguration, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { figureDocument } from "./figure-document.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

interface Measures {
  readonly scaled_brier: number;
  readonly net_benefit_10pct: number;
  readonly net_benefit_all_10pct: number;
  readonly o_e_ratio: number;
}

/** Net benefits that agree to so much are the same decisions. */
const tolerance = 1e-9;

/** RAIN: four measures of every configuration by the category of its outlier method. */
export async function rainDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope }: FigureSetting,
): Promise<FigureDocument> {
  const selection = await selectConfigurations<Measures>(study, scope, [
    "scaled_brier",
    "net_benefit_10pct",
    "net_benefit_all_10pct",
    "o_e_ratio",
  ]);
  const names = registryNames(await selectMethods(study.results));
  const of = [scope.classifier, scope.featurization];
  const spreads = await study.analysis.rows<CategorySpread>(
    "FROM category_spread WHERE classifier = $1 AND featurization = $2 ORDER BY category, metric",
    of,
  );
  const densities = await study.analysis.rows<CategoryDensity>(
    "FROM category_density WHERE classifier = $1 AND featurization = $2 ORDER BY category, metric, place",
    of,
  );
  const configurations = selection.configurations.map((row) => configurationRow(row, names));
  const data: RainRow[] = [...configurations, ...spreads.map(spreadRow), ...densities.map(densityRow)];
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "category_spread", "category_density", "methods"],
    selected: [selection.configurations, spreads, densities],
    data,
    missing: 0,
    alt: altOf(configurations),
    sentences: [
      "By the category of the outlier method; a category has as many configurations as methods and partners happen to give.",
      "Bars: quartiles, from eight configurations. Outlines: Gaussian kernel density, from twenty.",
      "All of it is configurations, not uncertainty.",
      "Open dots: every decision at 10% is to treat.",
    ],
    units: { auroc: "1", scaled_brier: "1", net_benefit_10pct: "1", o_e_ratio: "1" },
    referenceLines: referenceLines(selection.configurations),
    intervals: [],
    height: rainHeight,
  });
}

export default dataTask(rainDocument);

function configurationRow(row: SelectedConfiguration & Measures, names: RegistryNames): RainConfiguration {
  const { config_id, auroc, scaled_brier, net_benefit_10pct, net_benefit_all_10pct, o_e_ratio } = row;
  return {
    part: "configuration",
    config_id,
    name: names.pipeline(row),
    category: names.category("outlier", row.outlier_method),
    auroc,
    scaled_brier,
    net_benefit_10pct,
    net_benefit_all_10pct,
    o_e_ratio,
    equals_default: Math.abs(net_benefit_10pct - net_benefit_all_10pct) < tolerance,
  };
}

function spreadRow({ category, metric, n, median, q25, q75 }: CategorySpread): RainSpread {
  return {
    part: "spread",
    category: category as Category,
    metric: metric as RainMetric,
    n,
    median,
    q25,
    q75,
    reason: q25 === null ? "fewer than eight configurations" : null,
  };
}

function densityRow({ category, metric, place, x, density }: CategoryDensity): RainDensity {
  return { part: "density", category: category as Category, metric: metric as RainMetric, place, x, density };
}

/** What needs no model: predicting the prevalence for everybody, treating everybody, and a ratio of one. */
function referenceLines(configurations: readonly Measures[]): ReferenceLine[] {
  const [first] = configurations;
  const line = (name: string, value: number, source: string): ReferenceLine => ({
    name,
    value,
    lower: null,
    upper: null,
    source,
  });
  return [
    line(rainReferences.scaled_brier, 0, "IPA of predicting the prevalence for everybody"),
    line(
      rainReferences.net_benefit_10pct,
      first?.net_benefit_all_10pct ?? 0,
      "net benefit at 10% of treating everybody",
    ),
    line(rainReferences.o_e_ratio, 1, "O:E of predictions that sum to the cases"),
  ];
}

function altOf(configurations: readonly RainConfiguration[]): string {
  const equal = configurations.filter(({ equals_default }) => equals_default).length;
  return (
    `AUROC, scaled Brier score, net benefit and O:E by category; ${equal} of ` +
    `${counted(configurations.length, "configuration")} equal treating all at 10%.`
  );
}
