import assert from "node:assert/strict";
import { test } from "node:test";
import type { Database } from "../../../rules/analysis/database.ts";
import { drawn } from "../../../rules/analysis/figures.ts";
import { analysisTables } from "../../../rules/schema/analysis.ts";
import { resultsTables } from "../../../rules/schema/results.ts";
import { documentsOf } from "./support/documents.ts";
import { signalRowsWanted } from "./support/signals.ts";
import { inStudy } from "./support/studies.ts";

const tables = [...resultsTables, ...analysisTables].map(({ name }) => name);
/** What every figure may start from. */
const shared = ["essential_metrics", "methods", "study"];

const cells = [
  { outlier: "pupil-gt", imputation: "pupil-gt" },
  { outlier: "LOF", imputation: "SAITS" },
  { outlier: "pupil-gt", imputation: "SAITS" },
  { outlier: "LOF", imputation: "pupil-gt" },
];

test("a figure's data step declares every table that it reads, and no other", async () => {
  const declared = new Map(drawn.map(({ select }) => [select.name, Object.keys(select.inputs)]));
  await inStudy({ cells, curves: true, refits: 5, extra: signalRowsWanted }, async (study, facts) => {
    for (const name of Object.keys(documentsOf(study, facts)) as (keyof ReturnType<typeof documentsOf>)[]) {
      const read = new Set<string>();
      const watched = { results: watching(study.results, read), analysis: watching(study.analysis, read) };
      const { id } = await documentsOf(watched, facts)[name]();
      const own = declared.get(`figures/${id}/data`) ?? [];
      const apart = (list: Iterable<string>) =>
        [...list].filter((table) => !shared.includes(table)).toSorted();
      assert.deepEqual(apart(read), apart(own), id);
    }
  });
});

/** Notes the tables that queries name. */
function watching(database: Database, read: Set<string>): Database {
  return {
    rows: (sql, values) => {
      for (const [, table = ""] of sql.matchAll(/\b(?:FROM|JOIN)\s+(\w+)/g)) {
        if ((tables as readonly string[]).includes(table)) read.add(table);
      }
      return database.rows(sql, values);
    },
  };
}
