import type { Stratos, StratosMeasure } from "plr/latex/stratos-table";
import type { StudyRow } from "../../schema/analysis.ts";
import type { EssentialMetrics } from "../../schema/metrics.ts";
import { type Scope, selectConfigurations, type Study } from "../query.ts";
import { selectMethods } from "../select-rows.ts";
import { registryNames } from "../sidecar/registry-names.ts";
import { type Role, rolePipelines } from "../sidecar/roles.ts";

/** A measure of essential_metrics that has an interval, and what treating all and no one reach, if it is defined. */
type Measure = {
  readonly name: string;
  readonly column: WithInterval;
  readonly treatAll?: keyof EssentialMetrics;
};

type WithInterval = {
  [Name in keyof EssentialMetrics]: `${Name}_ci_lower` extends keyof EssentialMetrics ? Name : never;
}[keyof EssentialMetrics];

const domains: readonly { readonly name: string; readonly measures: readonly Measure[] }[] = [
  { name: "Discrimination", measures: [{ name: "AUROC", column: "auroc_mean_pred" }] },
  {
    name: "Calibration",
    measures: [
      { name: "Intercept", column: "calibration_intercept" },
      { name: "Slope", column: "calibration_slope" },
      { name: "O:E ratio", column: "o_e_ratio" },
      { name: "ICI", column: "ici" },
    ],
  },
  {
    name: "Overall",
    measures: [
      { name: "Brier score", column: "brier_mean_pred" },
      { name: "Scaled Brier score", column: "scaled_brier" },
    ],
  },
  {
    name: "Net benefit by threshold",
    measures: ([5, 10, 15, 20] as const).map((percent) => ({
      name: `${percent}%`,
      column: `net_benefit_${percent}pct` as const,
      treatAll: `net_benefit_all_${percent}pct` as const,
    })),
  },
];

const columns = domains.flatMap(({ measures }) =>
  measures.flatMap(({ column, treatAll }) => [
    column,
    `${column}_ci_lower` as const,
    `${column}_ci_upper` as const,
    ...(treatAll === undefined ? [] : [treatAll]),
  ]),
);

/** The standard pipelines that the study has, measure by measure. Treating all depends on the people alone. */
export async function selectStratos(
  study: Study,
  facts: StudyRow,
  { main, roles }: { readonly main: Scope; readonly roles: readonly Role[] },
): Promise<Stratos> {
  const { configurations } = await selectConfigurations<EssentialMetrics>(study, main, columns);
  const names = registryNames(await selectMethods(study.results));
  const found = rolePipelines(roles, configurations);
  const labels = new Map(roles.map(({ role, label }) => [role, label]));
  const rows = found.map(({ configuration }) => configuration);
  const [anyone] = configurations;
  return {
    pipelines: found.map(({ role, configuration }) => ({
      label: labels.get(role) ?? role,
      name: names.pipeline(configuration),
    })),
    domains: domains.map(({ name, measures }) => ({
      name,
      measures: measures.map((measure) => measureOf(measure, { rows, anyone })),
    })),
    people: anyone?.n_test ?? 0,
    events: anyone?.n_events ?? 0,
    absent: roles.filter(({ role }) => !found.some((own) => own.role === role)).map(({ label }) => label),
    setting: `${main.classifier}, ${main.featurization}`,
    synthetic: facts.is_synthetic,
  };
}

function measureOf(
  { name, column, treatAll }: Measure,
  { rows, anyone }: { rows: readonly EssentialMetrics[]; anyone: EssentialMetrics | undefined },
): StratosMeasure {
  const all = treatAll === undefined ? undefined : anyone?.[treatAll];
  return {
    name,
    estimates: rows.map((row) => ({
      value: row[column],
      lower: row[`${column}_ci_lower`],
      upper: row[`${column}_ci_upper`],
    })),
    treatAll: typeof all === "number" ? all : null,
    treatNone: typeof all === "number" ? 0 : null,
  };
}
