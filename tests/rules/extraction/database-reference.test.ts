import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { databaseReference } from "../../../rules/database-reference.ts";

test("docs/reference/database.md says what the schema says", () => {
  const path = new URL("../../../docs/reference/database.md", import.meta.url);
  const message = "run node scripts/write-database-reference.ts";
  assert.equal(readFileSync(path, "utf8"), databaseReference(), message);
});
