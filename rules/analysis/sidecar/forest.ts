import type { FigureDocument, ReferenceLine } from "plr/charts/document";
import { forestHeight } from "plr/charts/figures/forest";
import { counted, fixed } from "plr/charts/number-text";
import type { ForestMethod, ForestRow } from "plr/charts/figures/forest-rows";
import { domainOf } from "plr/charts/scale";
import type { StudyRow } from "../../schema/analysis.ts";
import type { ContrastConfiguration, MethodContrast } from "../../schema/comparisons.ts";
import { dataTask, type FigureSetting } from "../data-task.ts";
import { type Scope, selectConfigurations, type SelectedConfiguration, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import type { Published } from "../settings.ts";
import { figureDocument } from "./figure-document.ts";
import { intervalBy, pairedByDelong, samplingByDelong } from "./intervals.ts";
import { declaredMargin, marginLine } from "./margin-line.ts";
import { registryNames, type RegistryNames } from "./registry-names.ts";

type Factor = "outlier" | "imputation" | "classifier";

/** Which forest, and what stands beside its methods. */
export type ForestOptions = {
  /** One factor, or several, one below the other. */
  readonly factors: readonly Factor[];
  /** Published results, drawn below as other cohorts; those not shown still widen the range that forests share. */
  readonly published: readonly Published[];
  readonly showPublished: boolean;
};

/** The range's ends are multiples of this. */
const domainStep = 0.05;

/** FOREST: mean AUROC of each method over the complete block, and the paired difference from the reference. */
export async function forestDocument(
  study: Study,
  facts: StudyRow,
  { figure, scope: main, options }: FigureSetting<ForestOptions>,
): Promise<FigureDocument> {
  const { factors } = options;
  const scope = factors.includes("classifier") ? { ...main, classifier: "all" } : main;
  const selection = await selectConfigurations(study, scope);
  const methods = await selectMethods(study.results);
  const names = registryNames(methods);
  const contrasts = await selectContrasts(study, main);
  const forests = await Promise.all(
    factors.map(async (factor) => {
      const own = contrasts.filter((contrast) => contrast.factor === factor);
      const members = await selectMembers(study, main, factor);
      const rows = own.map((contrast) => methodRow(contrast, names)).toSorted(asDrawn);
      return { factor, own, members, rows, ticks: ticks(rows, members, selection.configurations) };
    }),
  );
  const rows = forests.flatMap((forest) => forest.rows);
  const published = options.showPublished ? options.published.map(publishedLine) : [];
  const margin = await declaredMargin(study);
  return figureDocument({
    figure,
    study: facts,
    selection,
    tables: ["essential_metrics", "method_contrasts", "contrast_configurations", "methods"],
    selected: forests.flatMap(({ own, members, ticks }) => [own, members, ticks]),
    data: forests.flatMap(({ rows, ticks }) => [...rows, ...ticks]),
    missing: rows.filter(({ mean }) => mean === null).length,
    alt: forests.map(({ factor, rows }) => altOf(factor, rows)).join(" "),
    sentences: forests.flatMap(({ factor, rows }) => [
      ...(forests.length > 1 ? [headings[factor]] : []),
      ...sentencesOf(factor, rows),
    ]),
    units: {
      mean: "1",
      ci_lower: "1",
      ci_upper: "1",
      diff: "1",
      diff_lower: "1",
      diff_upper: "1",
      auroc: "1",
    },
    domains: {
      auroc: sharedDomain(contrasts, options),
      ...(forests.length > 1 ? { diff: differenceDomain(rows, margin) } : {}),
    },
    referenceLines: [marginLine(margin), ...published],
    intervals: [
      samplingByDelong,
      pairedByDelong,
      // A method's only configuration is its mean, and has no tick of its own.
      ...(rows.some(({ n_cells }) => n_cells > 1) ? [intervalBy("spread", "configurations")] : []),
    ],
    abbreviated: rows,
    height: forestHeight,
  });
}

export default dataTask<ForestOptions>(forestDocument);

function selectContrasts({ analysis }: Study, main: Scope): Promise<MethodContrast[]> {
  return analysis.rows<MethodContrast>(
    `FROM method_contrasts WHERE featurization = $1 AND (factor = 'classifier' OR classifier = $2)
     ORDER BY factor, method, classifier`,
    [main.featurization, main.classifier],
  );
}

function selectMembers({ analysis }: Study, main: Scope, factor: string): Promise<ContrastConfiguration[]> {
  return analysis.rows<ContrastConfiguration>(
    `FROM contrast_configurations
     WHERE factor = $1 AND featurization = $2 AND (factor = 'classifier' OR classifier = $3)
     ORDER BY factor, method, classifier, config_id`,
    [factor, main.featurization, main.classifier],
  );
}

function methodRow(contrast: MethodContrast, names: RegistryNames): ForestMethod {
  const factor = contrast.factor as Factor;
  return {
    part: "method",
    factor,
    ...names.columns(factor, contrast.method),
    block: contrast.block === "ground-truth-only" ? "ground-truth-only" : "complete",
    n_cells: contrast.n_cells,
    n_partners: contrast.n_partners,
    mean: contrast.mean,
    ci_lower: contrast.ci_lower,
    ci_upper: contrast.ci_upper,
    diff: contrast.diff,
    diff_lower: contrast.diff_lower,
    diff_upper: contrast.diff_upper,
    is_reference: contrast.is_reference,
    reason: reasonOf(contrast),
  };
}

function reasonOf(contrast: MethodContrast): string | null {
  if (contrast.diff !== null) return null;
  if (contrast.is_reference) return "is the reference";
  if (contrast.block === "none") return "no shared partner";
  return contrast.block === "ground-truth-only" ? "is GT × GT itself" : "no interval";
}

/** Ranked by mean, ties in registry order; below them what stands outside the block. */
function asDrawn(a: ForestMethod, b: ForestMethod): number {
  if (a.block !== b.block) return a.block === "complete" ? -1 : 1;
  return (a.block === "complete" ? (b.mean ?? -1) - (a.mean ?? -1) : 0) || a.position - b.position;
}

function ticks(
  rows: readonly ForestMethod[],
  members: readonly ContrastConfiguration[],
  configurations: readonly SelectedConfiguration[],
): Extract<ForestRow, { part: "configuration" }>[] {
  const aurocs = new Map(configurations.map(({ config_id, auroc }) => [config_id, auroc]));
  return rows.flatMap(({ factor, method }) =>
    members
      .filter((member) => member.method === method)
      .flatMap(({ config_id }) => {
        const auroc = aurocs.get(config_id);
        return auroc === undefined
          ? []
          : [{ part: "configuration" as const, factor, method, config_id, auroc }];
      }),
  );
}

/** One range for all three forests, so that they can be read side by side. */
function sharedDomain(contrasts: readonly MethodContrast[], options: ForestOptions): [number, number] {
  const [low, high] = domainOf(
    [
      ...contrasts.flatMap(({ ci_lower, ci_upper, min, max }) => [ci_lower, ci_upper, min, max]),
      ...options.published.flatMap(({ lower, upper }) => [lower, upper]),
    ],
    domainStep,
  );
  return [low, high];
}

/** One range of differences for all factors of a figure. */
function differenceDomain(rows: readonly ForestMethod[], margin: number): [number, number] {
  const shown = rows.flatMap(({ diff, diff_lower, diff_upper }) => [diff, diff_lower, diff_upper]);
  const [low, high] = domainOf([...shown, margin, -margin], 0.02);
  return [low, high];
}

const headings = {
  outlier: "Outlier detection.",
  imputation: "Imputation.",
  classifier: "Classifiers.",
} as const;

function publishedLine({ name, value, lower, upper, source }: Published): ReferenceLine {
  return { name, value, lower, upper, source };
}

const nouns = { outlier: "outlier detection", imputation: "imputation", classifier: "classifier" } as const;

function altOf(factor: Factor, rows: readonly ForestMethod[]): string {
  const ranked = rows.filter((row) => row.block === "complete" && row.mean !== null);
  const [best, worst] = [ranked.at(0), ranked.at(-1)];
  const apart = rows.filter(
    ({ diff_lower, diff_upper }) =>
      diff_lower !== null && diff_upper !== null && (diff_lower > 0 || diff_upper < 0),
  ).length;
  const noun = factor === "classifier" ? counted(ranked.length, "classifier") : "";
  const methods = noun || `${ranked.length} ${nouns[factor]} ${ranked.length === 1 ? "method" : "methods"}`;
  return (
    `${methods}: mean AUROC ${fixed(best?.mean ?? null, 3)} (${best?.short_name ?? "n/a"}) to ` +
    `${fixed(worst?.mean ?? null, 3)} (${worst?.short_name ?? "n/a"}); ` +
    `the paired difference excludes zero for ${apart}.`
  );
}

function sentencesOf(factor: Factor, rows: readonly ForestMethod[]): string[] {
  const whole = rows.filter((row) => row.block === "complete" && row.n_cells === row.n_partners);
  const partners = whole[0]?.n_partners ?? 0;
  const partner = { outlier: "imputation method", imputation: "outlier method", classifier: "pipeline" }[
    factor
  ];
  const reference = rows.find((row) => row.is_reference);
  const wished = { outlier: "pupil-gt", imputation: undefined, classifier: "CatBoost" }[factor];
  const substitute = wished !== undefined && reference !== undefined && reference.method !== wished;
  return [
    `Means over the complete block: ${counted(partners, partner)} that all ranked methods were run with` +
      `${partners === 1 ? " (a block of one cell per method)" : ""}.`,
    ...(reference === undefined
      ? []
      : [
          `Differences are from ${reference.display_name}${
            substitute
              ? ", the best, because the usual reference is not in the block"
              : wished === undefined
                ? ", the best: chosen on the same people, so optimistic"
                : ""
          }.`,
        ]),
    ...(rows.some((row) => row.block === "complete" && row.n_cells < row.n_partners)
      ? ["In parentheses: partners run of those in the block; differences are then over these alone."]
      : []),
  ];
}
