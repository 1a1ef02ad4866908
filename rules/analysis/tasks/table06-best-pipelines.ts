import { task } from "plr";
import { bestPipelinesTable } from "plr/latex/best-pipelines-table";
import { selectBestPipelines } from "../latex/best-pipelines.ts";
import { writeTex } from "../latex/write-tex.ts";
import type { bestPipelines } from "../tables.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof bestPipelines>(async ({ inputs, outputs, params }) => {
  const best = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    selectBestPipelines(study, facts, { ...params, most: 10 }),
  );
  await writeTex(outputs.tex, "table06_best_pipelines", bestPipelinesTable(best));
});
