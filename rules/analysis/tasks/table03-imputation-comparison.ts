import { task } from "plr";
import { imputationComparisonTable } from "plr/latex/comparison-table";
import { selectComparison } from "../latex/comparison.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { imputationTable } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof imputationTable>(async ({ inputs, outputs, params }) => {
  const comparison = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectComparison(study, facts, { ...params, factor: "imputation" }),
  );
  await writeTex(outputs.tex, "table03_imputation_comparison", imputationComparisonTable(comparison));
});
