import { pearson, spearman } from "plr/stratos/correlation";
import { mean } from "plr/stratos/sum";
import * as schema from "../../schema/stages.ts";
import type { Database } from "../database.ts";
import { partTask } from "../statistics-task.ts";
import { type Filled, filled } from "../write-database.ts";
import { type ComparedStudy, type ComparisonSettings, levelsOf, loadStudy } from "./compared-study.ts";
import { groundTruth, wishedReference } from "./configuration.ts";
import { methodContrasts } from "./method-contrasts.ts";

export default partTask(stageTables);

/** Whether methods that are good at their own stage give better classifiers. */
export async function stageTables(results: Database, settings: ComparisonSettings): Promise<Filled[]> {
  const study = await loadStudy(results, settings);
  const scores = await results.rows<Score>(
    `SELECT stage, method, metric, value FROM preprocessing_quality
     WHERE split = 'test' AND value IS NOT NULL ORDER BY stage, method, source, metric`,
  );
  const rows = (["outlier", "imputation"] as const).flatMap((stage) => stageRows(study, stage, scores));
  return [filled(schema.stageQuality, rows), filled(schema.correlations, correlationsOf(rows))];
}

interface Score {
  readonly stage: string;
  readonly method: string;
  readonly metric: string;
  readonly value: number;
}

/** One row per method and metric; ground truth is what scores are measured against and has none. */
function stageRows(
  study: ComparedStudy,
  stage: "outlier" | "imputation",
  scores: readonly Score[],
): schema.StageQuality[] {
  const { classifier, featurization } = study.main;
  const members = study.configurations.filter(
    (own) => own.classifier === classifier && own.featurization === featurization,
  );
  const wished = wishedReference(stage, classifier);
  const methods = levelsOf(study, stage);
  const contrasts = methodContrasts(members, {
    factor: stage,
    classifier,
    featurization,
    methods,
    ...(wished === undefined ? {} : { reference: wished }),
  });
  return contrasts.flatMap(({ row }) => {
    const { method, block, mean: auroc, ci_lower, ci_upper } = row;
    if (method === groundTruth || auroc === null || block !== "complete") return [];
    const own = scores.filter((score) => score.stage === stage && score.method === method);
    return [...Map.groupBy(own, ({ metric }) => metric)].map(([metric, group]) => ({
      stage,
      method,
      metric,
      n: group.length,
      value: mean(group.map(({ value }) => value)),
      auroc,
      auroc_ci_lower: ci_lower,
      auroc_ci_upper: ci_upper,
    }));
  });
}

function correlationsOf(rows: readonly schema.StageQuality[]): schema.Correlation[] {
  const groups = Map.groupBy(rows, ({ stage, metric }) => `${stage}_${metric}_auroc`);
  return [...groups].flatMap(([name, methods]) => {
    const [scores, aurocs] = [methods.map(({ value }) => value), methods.map(({ auroc }) => auroc)];
    const found = { pearson: pearson(scores, aurocs), spearman: spearman(scores, aurocs) };
    return Object.entries(found).flatMap(([method, result]) => {
      if (!result.ok) return [];
      const { n, estimate, interval } = result.value;
      const limits = { ci_lower: interval?.lower ?? null, ci_upper: interval?.upper ?? null };
      return [{ name, method, n, estimate, ...limits }];
    });
  });
}
