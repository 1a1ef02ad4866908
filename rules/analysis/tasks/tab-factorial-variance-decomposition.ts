import { task } from "plr";
import { anovaTable } from "plr/latex/variance-tables";
import { selectVariance } from "../latex/variance.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { factorialVariance } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof factorialVariance>(async ({ inputs, outputs, params }) => {
  const selected = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectVariance(study, facts, { ...params, cells: ["complete", "all"] }),
  );
  await writeTex(outputs.tex, "tab-factorial-variance-decomposition", {
    ok: true,
    value: anovaTable(selected),
  });
});
