import { TaskError } from "plr";
import * as schema from "../../schema/analysis.ts";
import type { Database } from "../database.ts";
import type { AnalysisSettings } from "../settings.ts";
import { partTask } from "../statistics-task.ts";
import { type Filled, filled } from "../write-database.ts";
import { loadStudy } from "./compared-study.ts";
import { numbers } from "./numbers.ts";

export default partTask(numberTables);

/** What was analysed and how, and the single numbers of the text. */
export async function numberTables(results: Database, settings: AnalysisSettings): Promise<Filled[]> {
  const study = await loadStudy(results, settings);
  const { featurization } = settings;
  const configurations = study.configurations.filter((own) => own.featurization === featurization);
  const [refits] = await results.rows<{ n: number }>(
    "SELECT max(n_bootstrap)::INTEGER AS n FROM essential_metrics",
  );
  const { methods, resamples } = study;
  return [
    filled(schema.study, [
      {
        is_synthetic: (await metadata(results, "is_synthetic")) === "true",
        registry_digest: await metadata(results, "registry_digest"),
      },
    ]),
    filled(schema.declaredMargin, [{ margin: settings.margin }]),
    filled(schema.resampling, [{ n_resamples: settings.resamples, seed: settings.seed }]),
    filled(schema.numbers, numbers({ configurations, methods, resamples, settings, refits: refits?.n ?? 0 })),
  ];
}

async function metadata(results: Database, key: string): Promise<string> {
  const [row] = await results.rows<{ value: string }>(
    "SELECT value FROM extraction_metadata WHERE key = $1",
    [key],
  );
  if (row === undefined) throw new TaskError(`the results database does not hold ${key} in its metadata`);
  return row.value;
}
