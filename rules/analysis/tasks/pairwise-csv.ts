import { writeFileSync } from "node:fs";
import { task } from "plr";
import type { Pairwise } from "../../schema/comparisons.ts";
import { checkPublic } from "../check-public.ts";
import { withDatabase } from "../database.ts";
import { selectPairRows } from "../latex/pairs.ts";
import type { pairwiseCsv } from "../tables.ts";

export default task<typeof pairwiseCsv>(async ({ inputs, outputs }) => {
  const rows = await withDatabase(inputs.pairwise, (analysis) => selectPairRows({ analysis }));
  for (const factor of ["outlier", "imputation", "classifier"] as const) {
    writeFileSync(outputs[factor], csv(rows.filter((row) => row.factor === factor)));
  }
  await checkPublic(Object.values(outputs));
});

const columns = [
  "factor",
  "level_1",
  "level_2",
  "metric",
  "n_pairs",
  "mean_diff",
  "ci_lower",
  "ci_upper",
  "p",
  "p_holm",
  "p_fdr",
  "cohens_d",
  "hedges_g",
] as const satisfies readonly (keyof Pairwise)[];

/** Method names hold neither commas nor quotes; what is undefined is an empty cell. */
function csv(rows: readonly Pairwise[]): string {
  const lines = rows.map((row) => columns.map((column) => row[column] ?? "").join(","));
  return [columns.join(","), ...lines, ""].join("\n");
}
