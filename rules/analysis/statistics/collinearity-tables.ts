import { quantile7 } from "plr/stratos/quantile";
import * as schema from "../../schema/features.ts";
import type { Database } from "../database.ts";
import { partTask } from "../statistics-task.ts";
import { type Filled, filled } from "../write-database.ts";

/** Whose training features are summarised. */
export type CollinearitySettings = { readonly classifier: string; readonly featurization: string };

export default partTask(collinearityTables);

/** How far the features of the study's main classifier repeat one another, over its configurations. */
export async function collinearityTables(results: Database, scope: CollinearitySettings): Promise<Filled[]> {
  const select = <Row>(table: string, order: string): Promise<Row[]> =>
    results.rows<Row>(
      `SELECT ${table}.* FROM ${table} JOIN essential_metrics m USING (config_id)
       WHERE m.classifier = $1 AND m.featurization = $2 ORDER BY ${order}, config_id`,
      [scope.classifier, scope.featurization],
    );
  const factors = await select<schema.FeatureVif>("feature_vif", "feature, block");
  const pairs = await select<schema.FeatureCorrelation>("feature_correlations", "feature, other");
  return [
    filled(
      schema.featureCollinearity,
      grouped(factors, ({ feature, block }) => `${feature} ${block}`).map(([first, group]) => {
        const { n, median, min, max } = summary(group.map(({ vif }) => vif));
        const { feature, block, stimulus } = first;
        return {
          ...scope,
          feature,
          block,
          stimulus,
          n_configs: n,
          median_vif: median,
          min_vif: min,
          max_vif: max,
        };
      }),
    ),
    filled(
      schema.featurePairs,
      grouped(pairs, ({ feature, other }) => `${feature} ${other}`).map(([first, group]) => {
        const { n, median, min, max } = summary(group.map(({ r }) => r));
        const { feature, other } = first;
        return { ...scope, feature, other, n_configs: n, median_r: median, min_r: min, max_r: max };
      }),
    ),
  ];
}

function grouped<Row>(rows: readonly Row[], key: (row: Row) => string): [Row, Row[]][] {
  return [...Map.groupBy(rows, key).values()].map((group) => [group[0] as Row, group]);
}

interface Summary {
  readonly n: number;
  readonly median: number | null;
  readonly min: number | null;
  readonly max: number | null;
}

/** Of the values that exist. */
function summary(values: readonly (number | null)[]): Summary {
  const present = values.filter((value) => value !== null);
  if (present.length === 0) return { n: 0, median: null, min: null, max: null };
  return {
    n: present.length,
    median: quantile7(present, 0.5),
    min: Math.min(...present),
    max: Math.max(...present),
  };
}
