import assert from "node:assert/strict";
import { test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { CODE, createScanner } from "./support/scanner.ts";

const { at, scanFile } = createScanner();

test("Parquet is read by cell and by metadata", async () => {
  const path = at("cells.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 'x' AS a, CASE WHEN i = 4999 THEN '/home/anna/mlruns' ELSE 'y' || i END AS b FROM range(5000) r(i))
     TO '${path}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {writer: '${CODE}'})`,
  );
  connection.closeSync();
  instance.closeSync();
  const findings = await scanFile("cells.parquet");
  assert.deepEqual(
    findings.map(({ what, where }) => [what, where]),
    [
      ["subject-code", "metadata"],
      ["home-path", "rows, column b, row 5000"],
      ["user-name", "rows, column b, row 5000"],
    ],
  );
});
