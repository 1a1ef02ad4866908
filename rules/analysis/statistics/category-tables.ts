import { describe } from "plr/stratos/describe";
import { kernelDensity } from "plr/stratos/kernel-density";
import * as schema from "../../schema/stages.ts";
import type { Database } from "../database.ts";
import { selectMethods } from "../select-rows.ts";
import { partTask } from "../statistics-task.ts";
import { type Filled, filled } from "../write-database.ts";

export default partTask(categoryTables);

const metrics = ["auroc", "scaled_brier", "net_benefit_10pct", "o_e_ratio"] as const;
type Metric = (typeof metrics)[number];

/** So few configurations have no quartiles worth the name, and so few no density. */
const least = { quartiles: 8, density: 20 } as const;
/** Places of a density, from the least configuration to the greatest. */
const places = 65;

interface Pipeline extends Record<Metric, number | null> {
  readonly outlier_method: string;
  readonly classifier: string;
  readonly featurization: string;
}

/** How far the configurations of each category of outlier methods spread: what there is, no comparison. */
export async function categoryTables(results: Database): Promise<Filled[]> {
  const pipelines = await results.rows<Pipeline>(
    `SELECT outlier_method, classifier, featurization, ${metrics.join(", ")} FROM essential_metrics
     ORDER BY featurization, classifier, config_id`,
  );
  const categories = new Map(
    (await selectMethods(results))
      .filter(({ kind }) => kind === "outlier")
      .map(({ method, category }) => [method, category]),
  );
  const groups = [
    ...Map.groupBy(pipelines, ({ outlier_method, classifier, featurization }) =>
      JSON.stringify([featurization, classifier, categories.get(outlier_method) ?? null]),
    ).values(),
  ].flatMap((members) => groupsOf(members, categories));
  return [
    filled(schema.categorySpread, groups.map(spreadRow)),
    filled(schema.categoryDensity, groups.flatMap(densityRows)),
  ];
}

interface Group {
  readonly keys: Pick<schema.CategorySpread, "category" | "classifier" | "featurization" | "metric">;
  readonly values: readonly number[];
}

/** The members' values of each metric, where they have any. */
function groupsOf(members: readonly Pipeline[], categories: ReadonlyMap<string, string | null>): Group[] {
  const [first] = members;
  const category = first === undefined ? null : (categories.get(first.outlier_method) ?? null);
  if (first === undefined || category === null) return [];
  const { classifier, featurization } = first;
  return metrics.flatMap((metric) => {
    const values = members.flatMap((member) => member[metric] ?? []);
    return values.length === 0 ? [] : [{ keys: { category, classifier, featurization, metric }, values }];
  });
}

function spreadRow({ keys, values }: Group): schema.CategorySpread {
  const description = describe(values);
  if (description === null) throw new RangeError(`${keys.category}: no configurations to describe`);
  const { n, min, q25, median, q75, max } = description;
  const hasQuartiles = n >= least.quartiles;
  return { ...keys, n, min, q25: hasQuartiles ? q25 : null, median, q75: hasQuartiles ? q75 : null, max };
}

function densityRows({ keys, values }: Group): schema.CategoryDensity[] {
  if (values.length < least.density) return [];
  // A ratio is as far from 1 when halved as when doubled.
  const isRatio = keys.metric === "o_e_ratio";
  const scaled = isRatio ? values.map(Math.log) : values;
  const [low, high] = [Math.min(...scaled), Math.max(...scaled)];
  const at = Array.from({ length: places }, (_, i) => low + ((high - low) * i) / (places - 1));
  const densities = kernelDensity(scaled, at) ?? [];
  return densities.map((density, i) => {
    const x = at[i] ?? Number.NaN;
    return { ...keys, place: i, x: isRatio ? Math.exp(x) : x, density };
  });
}
