import { task } from "plr";
import type { heatmapData } from "../figures.ts";
import { heatmapDocument } from "../sidecar/heatmap.ts";
import { writeSidecar } from "../sidecar/write-sidecar.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof heatmapData>(async ({ inputs, outputs, params }) => {
  const document = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    heatmapDocument(study, facts, { figure: params.figure, scope: params.main, halfWidthDecimals: 2 }),
  );
  await writeSidecar(outputs.json, document);
});
