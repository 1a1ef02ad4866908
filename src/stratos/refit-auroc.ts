import type { InputFailure } from "./failure.ts";
import { pairCounter, type Placements } from "./placements.ts";
import type { RefitPredictions } from "./refit-predictions.ts";
import { failed, success, type Result } from "./result.ts";
import { validateAnyClass, withBothClasses } from "./sample.ts";

/** The mean AUROC over refits, with what its sampling variance needs. */
export interface RefitAuroc extends Placements {
  /** The AUROC of each refit, in the order of P's columns. */
  readonly perRefit: Float64Array;
}

/**
 * Mean over the refits of the AUROC. It is a two-sample U-statistic whose kernel K(i, j) is the share of refits
 * that rank case i above control j (ties ½), so DeLong's variance holds on K's row and column means: hand the
 * result to `aurocEstimate` for its interval over test people, two of them to `aurocDifference`.
 *
 * @param P predictions of all refits
 * @param y labels of the same people
 * @returns value, row means, column means and the AUROC of each refit; or `unequal-length`, `not-binary`,
 *   `single-class`
 */
export function refitAuroc(P: RefitPredictions, y: ArrayLike<number>): Result<RefitAuroc, InputFailure> {
  if (y.length !== P.people) {
    return failed({ reason: "unequal-length", expected: P.people, found: y.length });
  }
  const labels = validateAnyClass(y, new Float64Array(y.length));
  if (!labels.ok) return labels;
  const sample = withBothClasses(labels.value);
  if (!sample.ok) return sample;

  const caseRows = rowsWithLabel(sample.value.y, 1);
  const controlRows = rowsWithLabel(sample.value.y, 0);
  const cases = new Float64Array(caseRows.length);
  const controls = new Float64Array(controlRows.length);
  const counter = pairCounter(cases.length, controls.length);
  const perRefit = new Float64Array(P.refits);
  for (let refit = 0; refit < P.refits; refit += 1) {
    gatherColumn(P, refit, caseRows, cases);
    gatherColumn(P, refit, controlRows, controls);
    perRefit[refit] = counter.add(cases, controls);
  }
  return success({ ...counter.result(), perRefit });
}

function rowsWithLabel(y: Uint8Array, label: number): Uint32Array {
  return Uint32Array.from([...y.keys()].filter((row) => y[row] === label));
}

function gatherColumn(P: RefitPredictions, refit: number, rows: Uint32Array, into: Float64Array): void {
  for (let k = 0; k < rows.length; k += 1) into[k] = P.values[rows[k]! * P.refits + refit]!;
}
