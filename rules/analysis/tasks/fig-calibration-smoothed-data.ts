import { task } from "plr";
import type { calibrationData } from "../figures.ts";
import { calibrationDocument } from "../sidecar/calibration.ts";
import { writeSidecar } from "../sidecar/write-sidecar.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof calibrationData>(async ({ inputs, outputs, params }) => {
  const document = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    calibrationDocument(study, facts, { ...params, scope: params.main, fewestDistinct: 10 }),
  );
  await writeSidecar(outputs.json, document);
});
