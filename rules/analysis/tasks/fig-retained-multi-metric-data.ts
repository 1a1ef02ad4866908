import { task } from "plr";
import type { retentionData } from "../figures.ts";
import { retentionDocument } from "../sidecar/retention.ts";
import { writeSidecar } from "../sidecar/write-sidecar.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof retentionData>(async ({ inputs, outputs, params }) => {
  const document = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    retentionDocument(study, facts, { ...params, scope: params.main, fewestPeople: 20 }),
  );
  await writeSidecar(outputs.json, document);
});
