import assert from "node:assert/strict";
import { test } from "node:test";
import { analysisTables } from "../../../rules/schema/analysis.ts";
import { inStudy } from "./support/studies.ts";
import type { StudyWanted } from "./support/results-database.ts";

const cells = ["pupil-gt", "LOF"].flatMap((outlier) =>
  ["pupil-gt", "SAITS"].map((imputation) => ({ outlier, imputation })),
);
const refits = 5;

/** Every row of every table of the analysis database. */
function analysisOf(wanted: StudyWanted): Promise<unknown[]> {
  return inStudy(wanted, ({ analysis }) =>
    Promise.all(analysisTables.map(({ name }) => analysis.rows(`FROM ${name} ORDER BY ALL`))),
  );
}

const once = await analysisOf({ cells, refits });

test("the same results give the same statistics, to the last bit", async () => {
  assert.deepEqual(await analysisOf({ cells, refits }), once);
});

test("the order of the runs does not matter", async () => {
  assert.deepEqual(await analysisOf({ cells: cells.toReversed(), refits }), once);
});

test("no number depends on the key of the pseudonyms", async () => {
  const pseudonym = (person: number, label: number): string =>
    `${label === 1 ? "G" : "H"}${String((person * 37) % 101).padStart(3, "0")}`;
  assert.deepEqual(await analysisOf({ cells, refits, pseudonym }), once);
});

test("one run of another classifier moves no row of this one", async () => {
  const more = [...cells, { outlier: "LOF", imputation: "SAITS", classifier: "TabM" }];
  const ofCatBoost = async (all: typeof more): Promise<unknown> =>
    inStudy({ cells: all, refits }, ({ analysis }) =>
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
  assert.deepEqual(await ofCatBoost(more), await ofCatBoost(cells));
});
