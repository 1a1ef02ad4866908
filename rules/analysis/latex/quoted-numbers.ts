import { count, fixed } from "plr/charts/number-text";
import type { NumberRow } from "../../schema/analysis.ts";
import type { MethodContrast } from "../../schema/comparisons.ts";
import type { Friedman } from "../../schema/ranks.ts";
import type { VarianceTerm } from "../../schema/variance.ts";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import { type Scope, selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { registryNames } from "../sidecar/registry-names.ts";
import { type Role, rolePipelines } from "../sidecar/roles.ts";

/** What is quoted: the study's main scope, and its standard pipelines. */
export type Quoted = { readonly main: Scope; readonly roles: readonly Role[] };

/**
 * Every number that a text may quote beside those of the table `numbers`, which comes first: sizes, the standard
 * pipelines, methods of each factor, shares of variance, correlations. What a study does not have is left out.
 */
export async function selectQuotedNumbers(study: Study, quoted: Quoted): Promise<NumberRow[]> {
  return [
    ...(await study.analysis.rows<NumberRow>("FROM numbers ORDER BY name")),
    ...(await sizes(study, quoted)),
    ...(await standardPipelines(study, quoted)),
    ...(await leaders(study, quoted)),
    ...(await variance(study)),
    ...(await comparisons(study)),
    ...(await correlations(study)),
  ];
}

async function sizes({ results, analysis }: Study, { main }: Quoted): Promise<NumberRow[]> {
  const [methods] = await results.rows<Readonly<Record<string, number>>>(
    `SELECT count(DISTINCT outlier_method)::INTEGER AS "nOutlierMethods",
            count(DISTINCT imputation_method)::INTEGER AS "nImputationMethods",
            count(DISTINCT classifier)::INTEGER AS "nClassifiers"
     FROM essential_metrics WHERE featurization = $1`,
    [main.featurization],
  );
  const [margin] = await analysis.rows<Readonly<Record<string, number>>>(
    `SELECT count(*)::INTEGER AS "nComparedWithGroundTruth",
            count(*) FILTER (outside_margin)::INTEGER AS "nOutsideMargin"
     FROM reference_differences WHERE metric = 'auroc'`,
  );
  const runs = await results.rows<{ name: string; value: number }>(
    `SELECT key AS name, value::INTEGER AS value FROM extraction_metadata
     WHERE key IN ('n_runs_accepted', 'n_runs_rejected') ORDER BY key`,
  );
  return [
    ...Object.entries({ ...methods, ...margin }),
    ...runs.map(({ name, value }): [string, number] => [name, value]),
  ].map(([name, value]) => counted(name, value));
}

const measures = {
  AUROCAveraged: "auroc_mean_pred",
  Brier: "brier_mean_pred",
  ScaledBrier: "scaled_brier",
  Intercept: "calibration_intercept",
  Slope: "calibration_slope",
  OE: "o_e_ratio",
  ICI: "ici",
  NetBenefitAtFive: "net_benefit_5pct",
  NetBenefitAtTen: "net_benefit_10pct",
  NetBenefitAtFifteen: "net_benefit_15pct",
  NetBenefitAtTwenty: "net_benefit_20pct",
} as const;

const treatingAll = {
  treatAllNetBenefitAtFive: "net_benefit_all_5pct",
  treatAllNetBenefitAtTen: "net_benefit_all_10pct",
  treatAllNetBenefitAtFifteen: "net_benefit_all_15pct",
  treatAllNetBenefitAtTwenty: "net_benefit_all_20pct",
} as const;

async function standardPipelines(study: Study, { main, roles }: Quoted): Promise<NumberRow[]> {
  const columns = Object.values(measures).flatMap(
    (column) => [column, `${column}_ci_lower`, `${column}_ci_upper`] as const,
  );
  const { configurations } = await selectConfigurations<EssentialMetrics>(study, main, [
    ...columns,
    ...Object.values(treatingAll),
  ]);
  const names = registryNames(await selectMethods(study.results));
  const [anyone] = configurations;
  return [
    ...Object.entries(treatingAll).flatMap(([name, column]) =>
      anyone === undefined ? [] : [estimated(name, { value: anyone[column], lower: null, upper: null })],
    ),
    ...rolePipelines(roles, configurations).flatMap(({ role, configuration }) => [
      worded(`${role}_Pipeline`, names.pipeline(configuration)),
      ...Object.entries(measures).map(([name, column]) =>
        estimated(`${role}_${name}`, {
          value: configuration[column],
          lower: configuration[`${column}_ci_lower`],
          upper: configuration[`${column}_ci_upper`],
        }),
      ),
    ]),
  ];
}

/** The method of highest mean AUROC of each factor over its complete block. */
async function leaders(study: Study, { main }: Quoted): Promise<NumberRow[]> {
  const names = registryNames(await selectMethods(study.results));
  const rows = await study.analysis.rows<
    MethodContrast & { factor: "outlier" | "imputation" | "classifier" }
  >(
    `FROM method_contrasts
     WHERE block = 'complete' AND featurization = $1 AND (factor = 'classifier' OR classifier = $2)
     QUALIFY row_number() OVER (PARTITION BY factor ORDER BY mean DESC, method) = 1 ORDER BY factor`,
    [main.featurization, main.classifier],
  );
  return rows.flatMap((row) => [
    worded(`${row.factor}_Leader`, names.find(row.factor, row.method).display_name),
    estimated(`${row.factor}_LeaderAUROC`, { value: row.mean, lower: row.ci_lower, upper: row.ci_upper }),
    estimated(`${row.factor}_LeaderDifference`, {
      value: row.diff,
      lower: row.diff_lower,
      upper: row.diff_upper,
    }),
  ]);
}

async function variance({ analysis }: Study): Promise<NumberRow[]> {
  const rows = await analysis.rows<VarianceTerm>(
    `FROM variance_decomposition WHERE ss_type = 'III' AND cells = 'complete' AND term <> 'residual'
     ORDER BY model = 'all', term`,
  );
  return rows.flatMap((row) => {
    const name = row.model === "all" ? `${row.term}_AllClassifiers` : row.term;
    return [
      estimated(`${name}_OmegaSquared`, {
        value: row.omega_sq,
        lower: row.omega_sq_ci_lower,
        upper: row.omega_sq_ci_upper,
      }),
      estimated(`${name}_PartialEtaSquared`, { value: row.eta_sq_partial, lower: null, upper: null }),
    ];
  });
}

async function comparisons({ analysis }: Study): Promise<NumberRow[]> {
  const pairs = await analysis.rows<{ factor: string; n: number; apart: number }>(
    `SELECT factor, count(*)::INTEGER AS n, count(*) FILTER (p_holm < 0.05)::INTEGER AS apart
     FROM pairwise WHERE metric = 'auroc' GROUP BY factor ORDER BY factor`,
  );
  const tests = await analysis.rows<Friedman>("FROM friedman ORDER BY family");
  return [
    ...pairs.flatMap(({ factor, n, apart }) => [
      counted(`${factor}_Pairs`, n),
      counted(`${factor}_PairsApart`, apart),
    ]),
    ...tests.map(({ family, cd }) => ({
      ...estimated(`${family}_CriticalDifference`, { value: cd, lower: null, upper: null }),
      text: fixed(cd, 2),
    })),
  ];
}

async function correlations({ analysis }: Study): Promise<NumberRow[]> {
  const rows = await analysis.rows<NumberRow>(
    `SELECT replace(name, '_auroc', '_Spearman') AS name, estimate AS value, ci_lower AS lower, ci_upper AS upper
     FROM correlations
     WHERE method = 'spearman' AND name IN ('outlier_f1_auroc', 'imputation_mae_auroc') ORDER BY name`,
  );
  return rows.map(({ name, ...estimate }) => ({
    ...estimated(name, estimate),
    text: fixed(estimate.value, 2),
  }));
}

function estimated(name: string, { value, lower, upper }: Omit<NumberRow, "name" | "text">): NumberRow {
  return { name, value, lower, upper, text: fixed(value, 3) };
}

function counted(name: string, value: number): NumberRow {
  return { name, value, lower: null, upper: null, text: count(value) };
}

function worded(name: string, text: string): NumberRow {
  return { name, value: null, lower: null, upper: null, text };
}
