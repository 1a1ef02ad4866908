import { task } from "plr";
import { varianceTable } from "plr/latex/variance-tables";
import { selectVariance } from "../latex/variance.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { varianceDecomposition } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof varianceDecomposition>(async ({ inputs, outputs, params }) => {
  const selected = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectVariance(study, facts, { ...params, cells: ["complete"] }),
  );
  await writeTex(outputs.tex, "table01_variance_decomposition", { ok: true, value: varianceTable(selected) });
});
