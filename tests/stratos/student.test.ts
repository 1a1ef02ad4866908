import assert from "node:assert/strict";
import { test } from "node:test";
import { studentQuantile } from "../../src/stratos/student.ts";

/** By scipy.stats.t.ppf, which is itself right to ten digits. */
const known = [
  [0.975, 1, 12.706204736432095],
  [0.975, 9, 2.2621571627409915],
  [0.95, 4, 2.1318467863266495],
  [0.975, 55, 2.0040447832891455],
  [0.975, 151, 1.9757989238179392],
  [0.975, 12.5, 2.1691859427125406],
] as const;

test("quantiles are scipy's, for whole and broken degrees of freedom", () => {
  for (const [q, df, wanted] of known) {
    assert.ok(Math.abs(studentQuantile(q, df) / wanted - 1) < 1e-9, `t(${q}, ${df})`);
  }
});
