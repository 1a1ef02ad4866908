import assert from "node:assert/strict";
/** Every sample document: each figure over each made-up study. */
import { drawings, type FigureDocument } from "../../src/charts/index.ts";
import { calibrationDocument, decisionDocument, retentionDocument } from "./samples-roles.ts";
import { forestDocument, heatmapDocument, specificationDocument } from "./samples.ts";
import { studies } from "./samples-study.ts";
import type { Study } from "./samples-study.ts";

function sampleDocuments(study: Study): FigureDocument[] {
  return [
    forestDocument(study, "outlier"),
    forestDocument(study, "imputation"),
    forestDocument(study, "classifier"),
    heatmapDocument(study),
    specificationDocument(study),
    specificationDocument(study, true),
    calibrationDocument(study),
    decisionDocument(study),
    retentionDocument(study),
  ];
}

export const allSamples: readonly { name: string; doc: FigureDocument }[] = Object.values(studies).flatMap(
  (study) => sampleDocuments(study).map((doc) => ({ name: `${doc.id}, ${study.name} study`, doc })),
);

export function drawOf(id: string): (doc: FigureDocument) => Promise<string> {
  const draw = drawings.get(id);
  assert.ok(draw, `no drawing for ${id}`);
  return draw;
}
