import assert from "node:assert/strict";
import { test } from "node:test";
import type { Compared } from "./count-comparisons.ts";
import { calibration } from "./measures/calibration.ts";
import { comparing } from "./measures/comparing.ts";
import { decisions } from "./measures/decisions.ts";
import { discrimination } from "./measures/discrimination.ts";
import { foundations } from "./measures/distributions.ts";
import { difference, type Measure } from "./measures/measure.ts";
import { refitMeasures } from "./measures/refits.ts";

/** Of each measure where the definition is the same; where it is not, a second opinion is of what it can be. */
const LEAST_SETS = 12;
const MEASURES: readonly Measure[] = [
  ...discrimination,
  ...calibration,
  ...decisions,
  ...refitMeasures,
  ...comparing,
  ...foundations,
];

for (const { name, against, comparisons, tolerance = 1e-10, differs } of MEASURES) {
  const reason = differs === undefined ? "" : ` (to ${tolerance}: ${differs})`;
  test(`${name}: ${against}${reason}`, (context) => {
    let count = 0;
    let largest = 0;
    for (const { set, got, want } of comparisons) {
      assert.equal(got.length, want.length, `${set}: as many numbers`);
      for (const [i, value] of want.entries()) {
        const apart = difference(got[i] ?? null, value);
        assert.ok(apart <= tolerance, `${set}[${i}]: ${got[i]} beside ${value}, apart by ${apart}`);
        count += 1;
        largest = Math.max(largest, apart);
      }
    }
    const enough = differs === undefined ? LEAST_SETS : 1;
    assert.ok(comparisons.length >= enough, `${comparisons.length} data sets are fewer than ${enough}`);
    const compared: Compared = { name, count, largest: differs === undefined ? largest : 0 };
    context.diagnostic(JSON.stringify(compared));
  });
}
