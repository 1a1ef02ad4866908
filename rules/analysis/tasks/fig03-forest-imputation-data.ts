import { task } from "plr";
import type { forestImputationData } from "../figures.ts";
import { forestDocument } from "../sidecar/forest.ts";
import { writeSidecar } from "../sidecar/write-sidecar.ts";
import { withStudy } from "../with-study.ts";

export default task<typeof forestImputationData>(async ({ inputs, outputs, params }) => {
  const document = await withStudy({ results: inputs.metrics, analysis: inputs.study }, (study, facts) =>
    forestDocument(study, facts, { ...params, factor: "imputation", showPublished: false, domainStep: 0.05 }),
  );
  await writeSidecar(outputs.json, document);
});
