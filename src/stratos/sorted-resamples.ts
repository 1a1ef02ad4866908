import type { LoessData } from "./loess.ts";
import { checkPeople, type Resamples } from "./resamples.ts";
import type { Sample } from "./sample.ts";

/**
 * Hands each resample to a visitor as a scatter of labels on predictions, sorted by prediction, in the same two
 * arrays every time. The people are sorted once; a resample then only says how often each is there.
 *
 * @throws RangeError if the resamples are of another number of people
 */
export function forEachSortedResample(
  sample: Sample,
  resamples: Resamples,
  visit: (drawn: LoessData) => void,
): void {
  checkPeople(sample, resamples);
  const { n, p, y } = sample;
  const order = Uint32Array.from(p.keys()).sort((a, b) => p[a]! - p[b]!);
  const times = new Uint32Array(n);
  const drawn = { x: new Float64Array(n), y: new Float64Array(n) };
  for (let start = 0; start < resamples.indices.length; start += n) {
    times.fill(0);
    for (let k = start; k < start + n; k += 1) times[resamples.indices[k]!]! += 1;
    let place = 0;
    for (let rank = 0; rank < n; rank += 1) {
      const person = order[rank]!;
      const next = place + times[person]!;
      for (; place < next; place += 1) {
        drawn.x[place] = p[person]!;
        drawn.y[place] = y[person]!;
      }
    }
    visit(drawn);
  }
}
