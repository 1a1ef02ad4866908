import { parseRunName } from "../../extraction/run-name.ts";
import * as schema from "../../schema/analysis.ts";
import type { Database } from "../database.ts";
import { selectMethods } from "../select-rows.ts";
import { partTask } from "../statistics-task.ts";
import { type Filled, filled } from "../write-database.ts";
import type { Choices } from "./configuration.ts";

export default partTask(gridTables);

/** What became of every pipeline that the registry allows. */
export async function gridTables(results: Database): Promise<Filled[]> {
  const evaluated = await results.rows<Choices & { readonly config_id: number }>(
    "SELECT config_id, outlier_method, imputation_method, classifier, featurization FROM essential_metrics",
  );
  const rejected = await results.rows<{ readonly run_name: string | null; readonly reason: string }>(
    "SELECT run_name, reason FROM rejected_runs ORDER BY run_id",
  );
  const isSynthetic = await isSyntheticStudy(results);
  const configOf = new Map(evaluated.map((own) => [nameOf(own), own.config_id]));
  const reasonOf = new Map(
    rejected.toReversed().flatMap(({ run_name, reason }): [string, string][] => {
      const name = parseRunName(run_name ?? "");
      // A run of the other kind of study is none of this grid, whatever it is called.
      return name.ok && name.value.isSynthetic === isSynthetic ? [[nameOf(name.value), reason]] : [];
    }),
  );
  const rows = (await registeredPipelines(results)).map((choices): schema.GridCell => {
    const config_id = configOf.get(nameOf(choices)) ?? null;
    if (config_id !== null) return { ...choices, status: "evaluated", reason: null, config_id };
    const reason = reasonOf.get(nameOf(choices)) ?? null;
    return { ...choices, status: reason === null ? "not-run" : "rejected", reason, config_id };
  });
  return [filled(schema.gridCells, rows)];
}

async function isSyntheticStudy(results: Database): Promise<boolean> {
  const [row] = await results.rows<{ readonly value: string }>(
    "SELECT value FROM extraction_metadata WHERE key = 'is_synthetic'",
  );
  return row?.value === "true";
}

async function registeredPipelines(results: Database): Promise<Choices[]> {
  const methods = await selectMethods(results);
  const of = (kind: string): string[] =>
    methods.filter((method) => method.kind === kind).map(({ method }) => method);
  return of("outlier").flatMap((outlier_method) =>
    of("imputation").flatMap((imputation_method) =>
      of("classifier").flatMap((classifier) =>
        of("featurization").map((featurization) => ({
          outlier_method,
          imputation_method,
          classifier,
          featurization,
        })),
      ),
    ),
  );
}

function nameOf({ outlier_method, imputation_method, classifier, featurization }: Choices): string {
  return JSON.stringify([outlier_method, imputation_method, classifier, featurization]);
}
