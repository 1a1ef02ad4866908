import { seededGenerator } from "../src/stratos/index.ts";

/** Labels of the people, and the predictions of each run for them. */
export interface IntervalStudy {
  readonly y: readonly number[];
  readonly runs: readonly (readonly number[])[];
  /** Bootstrap resamples behind each resampled interval. */
  readonly resamples: number;
}

/** A study of the real one's size: 63 people, 17 of them cases, predicted by 440 runs. */
export function intervalStudy(): IntervalStudy {
  const generator = seededGenerator(1, "intervals");
  const uniform = (): number => (generator.next() + 0.5) / 2 ** 32;
  const normal = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  const y = Array.from({ length: 63 }, (_, person) => (person < 17 ? 1 : 0));
  const runs = Array.from({ length: 440 }, () =>
    y.map((label) => 1 / (1 + Math.exp(1 - 1.5 * label - normal()))),
  );
  return { y, runs, resamples: 2000 };
}
