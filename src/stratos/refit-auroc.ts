import type { InputFailure } from "./failure.ts";
import type { Placements } from "./placements.ts";
import { personPredictions, type RefitPredictions } from "./refit-predictions.ts";
import { failed, ok, type Result } from "./result.ts";
import { validateAnyClass, withBothClasses } from "./sample.ts";
import { mean } from "./sum.ts";

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

  return ok(countPairs(P, rowsWithLabel(sample.value.y, 1), rowsWithLabel(sample.value.y, 0)));
}

/** Pair by pair, each over all refits at once: their predictions lie side by side, and nothing need be sorted. */
function countPairs(P: RefitPredictions, caseRows: Uint32Array, controlRows: Uint32Array): RefitAuroc {
  const pairs = caseRows.length * controlRows.length;
  // All counts are doubled, so that ties of ½ stay whole numbers.
  const perRefit = new Int32Array(P.refits);
  const wins = new Float64Array(caseRows.length);
  const losses = new Float64Array(controlRows.length);
  for (let i = 0; i < caseRows.length; i += 1) {
    const own = personPredictions(P, caseRows[i]!);
    for (let j = 0; j < controlRows.length; j += 1) {
      const won = addWins(own, personPredictions(P, controlRows[j]!), perRefit);
      wins[i]! += won;
      losses[j]! += won;
    }
  }
  return {
    value: mean(wins) / (2 * P.refits * controlRows.length),
    cases: wins.map((total) => total / (2 * P.refits * controlRows.length)),
    controls: losses.map((total) => total / (2 * P.refits * caseRows.length)),
    perRefit: Float64Array.from(perRefit, (total) => total / (2 * pairs)),
  };
}

/** Adds to each refit twice what the case wins from the control there; returns the sum over the refits. */
function addWins(own: Float64Array, other: Float64Array, perRefit: Int32Array): number {
  let total = 0;
  for (let b = 0; b < perRefit.length; b += 1) {
    // Whole numbers, which V8 compiles without a branch: which way it goes could not be foreseen here.
    const won = (Number(own[b]! > other[b]!) | 0) + (Number(own[b]! >= other[b]!) | 0);
    perRefit[b]! += won;
    total = (total + won) | 0;
  }
  return total;
}

function rowsWithLabel(y: Uint8Array, label: number): Uint32Array {
  return Uint32Array.from([...y.keys()].filter((row) => y[row] === label));
}
