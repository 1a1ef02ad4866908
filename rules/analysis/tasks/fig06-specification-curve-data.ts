import { task } from "plr";
import type { specificationCurveData } from "../figures.ts";
import { specificationDocument } from "../sidecar/specification-curve.ts";
import { writeSidecar } from "../sidecar/write-sidecar.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof specificationCurveData>(async ({ inputs, outputs, params }) => {
  const document = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    specificationDocument(study, facts, { figure: params.figure, scope: params.main, topShare: 0.25 }),
  );
  await writeSidecar(outputs.json, document);
});
