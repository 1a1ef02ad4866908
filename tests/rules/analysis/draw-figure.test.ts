import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { TaskError } from "plr";
import type { FigureDocument } from "plr/charts/document";
import { drawings } from "plr/charts/drawings";
import { drawForest } from "plr/charts/figures/forest";
import { drawn } from "../../../rules/analysis/figures.ts";
import { drawFigure } from "../../../rules/analysis/draw-figure.ts";
import { writeSidecar } from "../../../rules/analysis/sidecar/write-sidecar.ts";
import { documentsOf } from "./support/documents.ts";
import { signalRowsWanted } from "./support/signals.ts";
import { goldenCells, inStudy, withFolder } from "./support/studies.ts";

const embedded = ["MOMENT-embedding", "MOMENT-embedding-PCA"].map((featurization) => ({
  outlier: "pupil-gt",
  imputation: "pupil-gt",
  featurization,
}));

const wanted = goldenCells
  .filter(({ outlier }) => ["pupil-gt", "LOF", "SubPCA", "MOMENT-gt-finetune"].includes(outlier))
  .flatMap((cell) => [cell, { ...cell, classifier: "XGBoost" }]);

const rejected = [
  { run_name: "__SYNTHETIC_TABPFN_eval-auc__simple1.0__SAITS__LOF", reason: "inconsistent" },
  { run_name: null, reason: "deleted" },
];

const scored = [
  ["outlier", "LOF", "f1"],
  ["outlier", "SubPCA", "f1"],
  ["imputation", "SAITS", "mae"],
  ["imputation", "CSDI", "mae"],
].map(([stage = "", method = "", metric = ""], i) => ({
  stage,
  method,
  metric,
  source: "not named",
  split: "test",
  value: 0.5 + i / 10,
}));

function outputsIn(folder: string): Record<"svg" | "png" | "pdf" | "html", string> {
  const at = (kind: string): string => join(folder, `a.${kind}`);
  return { svg: at("svg"), png: at("png"), pdf: at("pdf"), html: at("html") };
}

test("every sidecar is drawn without a fault, as four files, and again to the same bytes", async () => {
  await withFolder((folder) =>
    inStudy(
      {
        cells: [...wanted, ...embedded],
        curves: true,
        refits: 5,
        isSynthetic: true,
        rejected,
        extra: { preprocessing_quality: scored, ...signalRowsWanted },
      },
      async (study, facts) => {
        const of = documentsOf(study, facts);
        const tried = new Set<string>();
        for (const name of Object.keys(of) as (keyof typeof of)[]) {
          const data = join(folder, `${name}.json`);
          const document = await of[name]();
          const draw = drawings.get(document.id);
          assert.ok(draw, document.id);
          tried.add(`figures/${document.id}`);
          await writeSidecar(data, document);
          const at = (kind: string): string => join(folder, `${name}.${kind}`);
          const paths = {
            inputs: { data },
            outputs: { svg: at("svg"), png: at("png"), pdf: at("pdf"), html: at("html") },
          };
          await drawFigure(paths, draw);
          const before = [at("svg"), at("png"), at("pdf"), at("html")].map((path) => readFileSync(path));
          assert.ok(
            before.every(({ length }) => length > 5000),
            name,
          );
          if (name !== "heatmap" && name !== "calibration") continue;
          await drawFigure(paths, draw);
          assert.ok(
            [at("svg"), at("png"), at("pdf"), at("html")].every((path, i) =>
              readFileSync(path).equals(before[i] ?? Buffer.of()),
            ),
            name,
          );
        }
        assert.deepEqual([...tried].toSorted(), drawn.map(({ pictures }) => pictures.name).toSorted());
      },
    ),
  );
});

test("upstream counted figures that failed as made: a drawing that breaks a rule fails by the figure's name, and nothing is written", async () => {
  await withFolder((folder) =>
    inStudy({ cells: wanted, refits: 5 }, async (study, facts) => {
      const data = join(folder, "figure.json");
      await writeSidecar(data, await documentsOf(study, facts).outliers());
      const outputs = outputsIn(folder);
      const broken = async (document: FigureDocument): Promise<string> =>
        (await drawForest(document)).replace("AUROC, mean", "NaN");
      await assert.rejects(
        drawFigure({ inputs: { data }, outputs }, broken),
        (error) =>
          error instanceof TaskError && /fig02_forest_outlier must not be published/.test(error.message),
      );
      assert.ok(!existsSync(outputs.svg));
    }),
  );
});

test("a file that is no sidecar is refused by its path", async () => {
  await withFolder(async (folder) => {
    const data = join(folder, "figure.json");
    writeFileSync(data, '{"schema":"plr.figure/1"}\n');
    const outputs = outputsIn(folder);
    await assert.rejects(drawFigure({ inputs: { data }, outputs }, drawForest), /figure\.json: .*alt/);
    assert.ok(statSync(data).size > 0);
  });
});

test("a sidecar with a subject code or a path of this machine is not written as public", async () => {
  await withFolder((folder) =>
    inStudy({ cells: wanted, refits: 5 }, async (study, facts) => {
      const document = await documentsOf(study, facts).outliers();
      const path = join(folder, "figure.json");
      await assert.rejects(writeSidecar(path, { ...document, caption: "PLR1042" }), /subject-code-pattern/);
      await assert.rejects(writeSidecar(path, { ...document, caption: "in /home/x/mlruns" }), /home-path/);
    }),
  );
});
