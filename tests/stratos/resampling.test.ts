import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  auroc,
  bcaInterval,
  bootstrap,
  brierScore,
  calibrationSlope,
  firstResamples,
  pairedReplicates,
  percentileInterval,
  rocBand,
  rocCurve,
  seededGenerator,
  sensitivityAt,
  stratifiedResamples,
  xoshiro,
} from "../../src/stratos/index.ts";
import { dataSets, python } from "./oracles.ts";
import { close, failureOf, sampleOf, valueOf } from "./support.ts";

suite("generator", () => {
  test("is xoshiro128**", () => {
    const generator = xoshiro([1, 2, 3, 4]);
    assert.deepEqual(Array.from({ length: 10 }, generator.next), python.resampling.first);
  });

  test("equal seed and key repeat, another of either does not", () => {
    const first = (seed: number, key: string): number => seededGenerator(seed, key).next();
    assert.equal(first(42, "a"), first(42, "a"));
    assert.notEqual(first(42, "a"), first(43, "a"));
    assert.notEqual(first(42, "a"), first(42, "b"));
    // Seed and key are kept apart: 4 with 2… is not 42 with ….
    assert.notEqual(first(4, "2a"), first(42, "a"));
  });

  test("whole numbers are even over a bound that does not divide 2^32", () => {
    const generator = seededGenerator(1, "bound");
    const counts = new Uint32Array(7);
    for (let i = 0; i < 70_000; i += 1) counts[generator.below(7)]! += 1;
    // Five standard deviations.
    for (const count of counts) assert.ok(Math.abs(count - 10_000) < 463, counts.join(" "));
  });

  test("a draw that would favour a number is drawn again", () => {
    const generator = xoshiro([1, 2, 3, 4]);
    generator.next();
    // The second output is 0, one of the 296 that make 0 too frequent below 1000; the third falls on 1.
    assert.equal(generator.below(1000), 1);
  });

  test("a state of zeros would stay there", () => {
    assert.throws(() => xoshiro([0, 0, 0, 0]), RangeError);
    assert.throws(() => xoshiro([1, 2, 3]), RangeError);
  });
});

suite("stratified resamples", () => {
  const { y } = dataSets["study"]!;
  const labels = Uint8Array.from(y);

  test("keep every label in its place", () => {
    const { indices, count, people } = stratifiedResamples(labels, { count: 50, seed: 1, key: "k" });
    assert.equal(indices.length, count * people);
    assert.ok(indices.every((person, place) => y[person] === y[place % people]));
  });

  test("more of them begin with the same ones", () => {
    const few = stratifiedResamples(labels, { count: 5, seed: 1, key: "k" }).indices;
    const more = stratifiedResamples(labels, { count: 9, seed: 1, key: "k" });
    const many = more.indices;
    assert.deepEqual(firstResamples(more, 5), { people: labels.length, count: 5, indices: few });
    assert.deepEqual(many.slice(0, few.length), few);
  });

  test("none of them, or of other people, are bugs of the caller", () => {
    assert.throws(() => stratifiedResamples(labels, { count: 0, seed: 1, key: "k" }), RangeError);
    const resamples = stratifiedResamples(labels, { count: 2, seed: 1, key: "k" });
    assert.throws(() => bootstrap(sampleOf([0, 1], [0.1, 0.2]), resamples, auroc), RangeError);
  });
});

suite("bootstrap", () => {
  const { y, p, q } = dataSets["study"]!;
  const a = sampleOf(y, p);
  const b = sampleOf(y, q);
  const resamples = stratifiedResamples(a.y, { count: 500, seed: 3, key: "people" });

  test("the same resamples serve two configurations, so that equal ones never differ", () => {
    const difference = pairedReplicates(bootstrap(a, resamples, auroc), bootstrap(a, resamples, auroc));
    assert.ok(difference.every((value) => value === 0));
  });

  test("the spread of a paired difference is close to DeLong's", () => {
    const difference = pairedReplicates(bootstrap(a, resamples, auroc), bootstrap(b, resamples, auroc));
    const { lower, upper } = valueOf(percentileInterval(difference));
    const sd = Math.sqrt(python.sets["study"]!.difference_variance!);
    close((upper - lower) / (2 * 1.96), sd, 0.2 * sd);
  });

  test("replicates without a value are counted, not filled in", () => {
    const tiny = sampleOf([0, 0, 1, 1], [0.1, 0.6, 0.5, 0.9]);
    const drawn = stratifiedResamples(tiny.y, { count: 200, seed: 3, key: "tiny" });
    const slopes = bootstrap(tiny, drawn, (sample) => {
      const slope = calibrationSlope(sample);
      return slope.ok ? slope.value.value : null;
    });
    const interval = valueOf(percentileInterval(slopes));
    assert.equal(interval.used + interval.missing, 200);
    assert.equal(interval.missing, slopes.filter((value) => value === null).length);
    assert.ok(interval.missing > 50);
    assert.equal(pairedReplicates(slopes, slopes).filter((value) => value === null).length, interval.missing);
  });

  test("too few or motionless replicates have no interval", () => {
    assert.deepEqual(failureOf(percentileInterval([null, 0.5])), { reason: "too-few", n: 1 });
    assert.deepEqual(failureOf(bcaInterval([1, 2], 3, [Float64Array.of(1, 2)])), { reason: "no-spread" });
    assert.deepEqual(failureOf(bcaInterval([1, 2, 3], 2, [Float64Array.of(2, 2)])), { reason: "no-spread" });
  });

  test("a statistic may not see stale arrays", () => {
    const sums = bootstrap(a, resamples, (sample) => brierScore(sample));
    assert.ok(new Set(sums).size > 400);
  });
});

suite("ROC band", () => {
  test("holds the curve at every rate and reaches (1, 1)", () => {
    const { y, p } = dataSets["study"]!;
    const sample = sampleOf(y, p);
    const band = rocBand(sample, stratifiedResamples(sample.y, { count: 300, seed: 3, key: "people" }));
    assert.equal(band.length, 101);
    for (const { fpr, tpr, interval } of band) {
      assert.ok(interval.lower <= tpr && tpr <= interval.upper, `${fpr}`);
      assert.equal(tpr, sensitivityAt(rocCurve(sample), fpr));
    }
    assert.deepEqual(band.at(-1), { fpr: 1, tpr: 1, interval: { lower: 1, upper: 1 } });
  });
});
