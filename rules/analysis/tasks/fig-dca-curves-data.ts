import { task } from "plr";
import type { decisionCurvesData } from "../figures.ts";
import { decisionDocument } from "../sidecar/decision-curve.ts";
import { writeSidecar } from "../sidecar/write-sidecar.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof decisionCurvesData>(async ({ inputs, outputs, params }) => {
  const document = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    decisionDocument(study, facts, {
      ...params,
      scope: params.main,
      populationPrevalence: params.population,
      lastThreshold: 0.4,
      declared: [0.05, 0.2],
    }),
  );
  await writeSidecar(outputs.json, document);
});
