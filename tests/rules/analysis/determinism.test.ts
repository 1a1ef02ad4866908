import assert from "node:assert/strict";
import { test } from "node:test";
import { inStudy } from "./support/studies.ts";
import type { StudyWanted } from "./support/results-database.ts";

const cells = ["pupil-gt", "LOF", "SubPCA"].flatMap((outlier) =>
  ["pupil-gt", "SAITS", "CSDI"].map((imputation) => ({ outlier, imputation })),
);

/** Every row of every table of the analysis database. */
function analysisOf(wanted: StudyWanted, where = "true"): Promise<unknown[]> {
  return inStudy(wanted, async ({ analysis }) => {
    const tables = ["group_metrics", "method_contrasts", "contrast_configurations", "reference_differences"];
    const rows = tables.map((table) => analysis.rows(`FROM ${table} WHERE ${where} ORDER BY ALL`));
    return Promise.all([...rows, analysis.rows(where === "true" ? "FROM numbers ORDER BY ALL" : "SELECT 1")]);
  });
}

test("the same results give the same statistics, to the last bit", async () => {
  assert.deepEqual(await analysisOf({ cells }), await analysisOf({ cells }));
});

test("the order of the runs does not matter", async () => {
  assert.deepEqual(await analysisOf({ cells }), await analysisOf({ cells: cells.toReversed() }));
});

test("no number depends on the key of the pseudonyms", async () => {
  const pseudonym = (person: number, label: number): string =>
    `${label === 1 ? "G" : "H"}${String((person * 37) % 101).padStart(3, "0")}`;
  assert.deepEqual(await analysisOf({ cells }), await analysisOf({ cells, pseudonym }));
});

test("one run of another classifier moves no row of this one", async () => {
  const more = [...cells, { outlier: "LOF", imputation: "SAITS", classifier: "TabM" }];
  const ofCatBoost = async (all: typeof more): Promise<unknown> =>
    inStudy({ cells: all }, ({ analysis }) =>
      Promise.all([
        analysis.rows(
          "FROM group_metrics WHERE classifier = 'CatBoost' AND factor <> 'classifier' ORDER BY ALL",
        ),
        analysis.rows(
          "FROM method_contrasts WHERE classifier = 'CatBoost' AND factor <> 'classifier' ORDER BY ALL",
        ),
        analysis.rows("FROM reference_differences ORDER BY ALL"),
        analysis.rows("FROM choice_summary WHERE classifier = 'CatBoost' ORDER BY ALL"),
      ]),
    );
  assert.deepEqual(await ofCatBoost(cells), await ofCatBoost(more));
});
