import type { TwoClassSample } from "./sample.ts";

/** One vertex of an ROC curve: the rates if everybody with p ≥ threshold counts as positive. */
export interface RocPoint {
  /** The least prediction that is positive here; Infinity at (0, 0), where nobody is. */
  readonly threshold: number;
  readonly fpr: number;
  readonly tpr: number;
}

/**
 * The empirical ROC curve: (0, 0), then a vertex per distinct prediction from the greatest to the least, so that
 * the last one is (1, 1). At most n + 1 vertices; the trapezes below them sum to the AUROC.
 */
export function rocCurve(sample: TwoClassSample): RocPoint[] {
  const controls = sample.n - sample.events;
  const points: RocPoint[] = [{ threshold: Infinity, fpr: 0, tpr: 0 }];
  for (const cut of cutPoints(sample)) {
    points.push({
      threshold: cut.threshold,
      fpr: cut.falsePositives / controls,
      tpr: cut.truePositives / sample.events,
    });
  }
  return points;
}

/**
 * Sensitivity at a false-positive rate, along straight lines between the vertices; where the curve is vertical,
 * its top.
 *
 * @param curve vertices of {@link rocCurve}
 * @param fpr a rate within [0, 1]
 */
export function sensitivityAt(curve: readonly RocPoint[], fpr: number): number {
  let last = 0;
  while (last + 1 < curve.length && curve[last + 1]!.fpr <= fpr) last += 1;
  const left = curve[last]!;
  const right = curve[last + 1];
  if (right === undefined) return left.tpr;
  return left.tpr + ((fpr - left.fpr) / (right.fpr - left.fpr)) * (right.tpr - left.tpr);
}

/** Counts of those at or above one distinct prediction. */
export interface CutPoint {
  readonly threshold: number;
  readonly truePositives: number;
  readonly falsePositives: number;
}

/** One entry per distinct prediction, from the greatest to the least: who is positive if p ≥ it. */
export function cutPoints(sample: TwoClassSample): CutPoint[] {
  const order = [...sample.p.keys()].sort((a, b) => sample.p[b]! - sample.p[a]!);
  const cuts: CutPoint[] = [];
  let truePositives = 0;
  for (const [rank, person] of order.entries()) {
    truePositives += sample.y[person]!;
    const next = order[rank + 1];
    const threshold = sample.p[person]!;
    if (next === undefined || sample.p[next] !== threshold) {
      cuts.push({ threshold, truePositives, falsePositives: rank + 1 - truePositives });
    }
  }
  return cuts;
}
