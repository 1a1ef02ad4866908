import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  bootstrap,
  calibrationIndex,
  calibrationIndexReplicates,
  calibrationInTheLarge,
  calibrationSlope,
  equalCountGroups,
  equalWidthBins,
  equalWidthIndex,
  loessFit,
  observedExpected,
  smoothCalibration,
  smoothCalibrationError,
  sortedByX,
  stratifiedResamples,
} from "../../src/stratos/index.ts";
import { dataSets, twoClassSets } from "./oracles.ts";
import { allClose, close, failureOf, sampleOf, valueOf } from "./support.ts";

suite("recalibration", () => {
  test("without overlap there is no slope", () => {
    for (const { data } of twoClassSets().filter((set) => set.py.slope === undefined)) {
      assert.deepEqual(failureOf(calibrationSlope(sampleOf(data.y, data.p))), { reason: "no-overlap" });
    }
  });

  test("predictions of exactly 0 and 1 are cut and counted", () => {
    assert.equal(valueOf(calibrationSlope(sampleOf([0, 1, 0, 1], [0, 1, 0.6, 0.4]))).nCut, 2);
  });

  test("a slope across classes that merely touch is refused: its likelihood has no maximum", () => {
    assert.equal(
      failureOf(calibrationSlope(sampleOf([0, 0, 1, 1], [0.1, 0.5, 0.5, 0.9]))).reason,
      "no-overlap",
    );
  });

  test("an overlap that the cut at 1e-10 removes is none", () => {
    const slope = calibrationSlope(sampleOf([0, 0, 1, 0], [0, 0.1, 1e-300, 0]));
    assert.deepEqual(failureOf(slope), { reason: "no-overlap" });
  });

  test("extreme offsets still converge", () => {
    const large = valueOf(calibrationInTheLarge(sampleOf([0, 1, 0, 1], [1, 0, 1, 0])));
    close(large.value, 0, 1e-6);
  });

  test("O:E refuses to divide by nothing", () => {
    assert.equal(failureOf(observedExpected(sampleOf([0, 1], [0, 0]))).reason, "nothing-expected");
    assert.equal(failureOf(observedExpected(sampleOf([0, 1], [5e-324, 0]))).reason, "nothing-expected");
  });
});

suite("calibration error", () => {
  test("edges are k/m as numbers: no prediction falls beside its bin", () => {
    for (const bins of [3, 7, 10, 20, 50]) {
      for (let k = 0; k < bins; k += 1) assert.equal(equalWidthIndex(k / bins, bins), k, `${k}/${bins}`);
      assert.equal(equalWidthIndex(1, bins), bins - 1);
    }
    assert.equal(equalWidthIndex(0.3 - 2 ** -54, 10), 2);
  });

  test("perfect predictions have a smooth error of 0", () => {
    assert.equal(smoothCalibrationError(sampleOf([0, 1, 1], [0, 1, 1])), 0);
  });
});

suite("calibration bins", () => {
  test("equal widths cover everybody and leave empty bins without a share", () => {
    const bins = equalWidthBins(sampleOf([0, 1, 1], [0, 0.05, 1]), 10);
    assert.deepEqual(
      bins.map((bin) => bin.n),
      [2, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    );
    assert.deepEqual([bins[1]!.meanPrediction, bins[1]!.observed, bins[1]!.interval], [null, null, null]);
    assert.deepEqual([bins[9]!.start, bins[9]!.end, bins[9]!.observed], [0.9, 1, 1]);
    assert.equal(bins[0]!.observed, 0.5);
  });

  test("63 people make five groups of 12 or 13", () => {
    const { y, p } = dataSets["study"]!;
    const groups = equalCountGroups(sampleOf(y, p));
    assert.deepEqual(
      groups.map((group) => group.n),
      [12, 13, 12, 13, 13],
    );
    assert.equal(
      groups.reduce((events, group) => events + group.events, 0),
      17,
    );
  });

  test("equal predictions stay together whatever the order of rows", () => {
    const { y, p } = dataSets["study_ties"]!;
    const groups = equalCountGroups(sampleOf(y, p));
    assert.deepEqual(groups, equalCountGroups(sampleOf(y.toReversed(), p.toReversed())));
    assert.equal(
      groups.reduce((n, group) => n + group.n, 0),
      63,
    );
    const constant = equalCountGroups(sampleOf([0, 1, 1], [0.4, 0.4, 0.4]));
    assert.deepEqual(
      constant.map((group) => group.n),
      [3],
    );
  });
});

suite("loess", () => {
  test("R's interpolated surface is another, coarser estimate", () => {
    for (const { data, r } of twoClassSets()) {
      if (r.loess === undefined) continue;
      const { ici, e50, e90 } = valueOf(calibrationIndex(sampleOf(data.y, data.p)));
      allClose([ici, e50, e90], r.loess.interpolated, 0.05);
    }
  });

  test("the order of rows has no say", () => {
    const { y, p } = dataSets["study_ties"]!;
    const forward = valueOf(calibrationIndex(sampleOf(y, p)));
    const backward = valueOf(calibrationIndex(sampleOf(y.toReversed(), p.toReversed())));
    close(forward.ici, backward.ici, 1e-14);
  });

  test("three quarters of equal predictions leave no bandwidth", () => {
    const failure = failureOf(calibrationIndex(sampleOf([0, 1, 0, 1, 1], [0.2, 0.2, 0.2, 0.2, 0.9])));
    assert.deepEqual(failure, { reason: "zero-width", index: 0 });
  });

  test("nothing is extrapolated or invented", () => {
    const data = sortedByX([0.1, 0.2, 0.8, 0.9], [0, 1, 0, 1]);
    assert.equal(failureOf(loessFit(data, Float64Array.of(0.05))).reason, "out-of-range");
    assert.equal(failureOf(loessFit(data, Float64Array.of(0.95))).reason, "out-of-range");
    // Of the three nearest neighbours of .5 the farthest has no weight, so two are left for three terms.
    assert.equal(failureOf(loessFit(data, Float64Array.of(0.51))).reason, "not-estimable");
    assert.equal(failureOf(loessFit(sortedByX([0.5], [1]), Float64Array.of(0.5))).reason, "too-few");
  });

  test("a quadratic is reproduced", () => {
    const x = Float64Array.from({ length: 30 }, (_, i) => i / 29);
    const parabola = (v: number): number => 0.2 + 0.5 * v - 0.9 * v * v;
    const at = Float64Array.of(0, 0.111, 0.5, 0.777, 1);
    const fit = valueOf(loessFit(sortedByX(x, x.map(parabola)), at));
    allClose(fit, at.map(parabola), 1e-13);
  });
});

suite("calibration index of resamples", () => {
  const { y, p } = dataSets["study"]!;
  const sample = sampleOf(y, p);
  const resamples = stratifiedResamples(sample.y, { count: 50, seed: 1, key: "people" });

  test("is that of each resample by itself", () => {
    const one = bootstrap(sample, resamples, (drawn) => valueOf(calibrationIndex(drawn)).ici);
    const replicates = calibrationIndexReplicates(sample, resamples);
    assert.equal(replicates.length, 50);
    for (const [r, value] of replicates.entries()) close(value!, one[r]!, 1e-12);
  });

  test("is null where the smoother has no value, and the others keep their places", () => {
    const tied = sampleOf([0, 0, 1, 1, 1], [0.2, 0.2, 0.2, 0.2, 0.9]);
    const drawn = stratifiedResamples(tied.y, { count: 20, seed: 1, key: "tied" });
    assert.deepEqual(
      calibrationIndexReplicates(tied, drawn),
      bootstrap(tied, drawn, (people) => {
        const index = calibrationIndex(people);
        return index.ok ? index.value.ici : null;
      }),
    );
  });

  test("refuses resamples of other people", () => {
    assert.throws(() => calibrationIndexReplicates(sampleOf([0, 1], [0.1, 0.2]), resamples), RangeError);
  });
});

suite("smoothed calibration curve", () => {
  const { y, p } = dataSets["study"]!;
  const sample = sampleOf(y, p);
  const at = Float64Array.of(Math.min(...p), 0.1, 0.3, 0.5, Math.max(...p));

  test("is clipped, and its band holds it and repeats itself", () => {
    const resamples = stratifiedResamples(sample.y, { count: 300, seed: 1, key: "people" });
    const curve = valueOf(smoothCalibration(sample, at, resamples));
    assert.deepEqual(curve, valueOf(smoothCalibration(sample, at, resamples)));
    for (const { observed, interval } of curve) {
      assert.ok(observed >= 0 && observed <= 1);
      assert.ok(interval !== null && interval.lower >= 0 && interval.upper <= 1);
      assert.ok(interval.lower <= observed && observed <= interval.upper);
    }
  });

  test("has no band where most resamples cannot be fitted", () => {
    const few = sampleOf([0, 1, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.5, 0.9]);
    const resamples = stratifiedResamples(few.y, { count: 200, seed: 1, key: "few" });
    const [point] = valueOf(smoothCalibration(few, Float64Array.of(0.27), resamples));
    assert.equal(point!.interval, null);
  });

  test("has no band without resamples", () => {
    assert.ok(valueOf(smoothCalibration(sample, at)).every((point) => point.interval === null));
  });
});
