import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import * as fc from "fast-check";
import {
  meanPrediction,
  personPredictions,
  personQuantiles,
  refitPredictions,
  roundTo12,
} from "../../src/stratos/index.ts";
import { python } from "./oracles.ts";
import { allClose, failureOf, refitsOf, valueOf } from "./support.ts";

suite("refit predictions", () => {
  const { refits } = python;

  test("mean and standard deviation over the refits, to twelve decimals", () => {
    const { mean, sd } = meanPrediction(refitsOf(refits.a));
    assert.deepEqual([...mean], refits.pbar);
    allClose(sd, refits.s, 1e-12);
    assert.ok(sd.every((value) => value === roundTo12(value)));
  });

  test("the mean of .1, .2 and .3 reaches .20 in every order", () => {
    const orders = [
      [0.1, 0.2, 0.3],
      [0.3, 0.2, 0.1],
      [0.2, 0.3, 0.1],
      [0.3, 0.1, 0.2],
    ];
    assert.ok(
      orders.some(([a, b, c]) => (a! + b! + c!) / 3 !== 0.2),
      "the trap is real",
    );
    assert.deepEqual([...meanPrediction(refitsOf(orders)).mean], [0.2, 0.2, 0.2, 0.2]);
  });

  test("equal refits have a standard deviation of exactly 0", () => {
    assert.deepEqual([...meanPrediction(refitsOf([[0.1, 0.1, 0.1]])).sd], [0]);
  });

  test("single precision is widened, not parsed", () => {
    const P = valueOf(refitPredictions(Float32Array.of(0.1, 0.7), 2));
    assert.deepEqual([...P.values], [Math.fround(0.1), Math.fround(0.7)]);
  });

  test("rows are people", () => {
    const P = valueOf(refitPredictions([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], 2));
    assert.equal(P.refits, 3);
    assert.deepEqual([...personPredictions(P, 1)], [0.4, 0.5, 0.6]);
  });

  test("quantiles of each person", () => {
    const columns = personQuantiles(refitsOf(refits.a), [0.025, 0.5, 0.975]);
    for (const [k, column] of columns.entries()) allClose(column, refits.quantiles[k]!, 1e-14);
  });

  test("a matrix that is ragged, empty or out of range is refused", () => {
    assert.deepEqual(failureOf(refitPredictions([0.1, 0.2, 0.3], 2)), {
      reason: "unequal-length",
      expected: 2,
      found: 3,
    });
    assert.equal(failureOf(refitPredictions([0.1], 2)).reason, "unequal-length");
    assert.equal(failureOf(refitPredictions([], 2)).reason, "empty");
    assert.equal(failureOf(refitPredictions([0.1], 0)).reason, "empty");
    assert.equal(failureOf(refitPredictions([0.1, Number.NaN], 2)).reason, "not-finite");
    assert.equal(failureOf(refitPredictions([0.1, 1.5], 2)).reason, "out-of-range");
  });
});

suite("rounding to twelve decimals", () => {
  test("agrees with exact decimal digits and is done once", () => {
    fc.assert(
      fc.property(fc.double({ min: -10, max: 10, noNaN: true }), (x) => {
        const rounded = roundTo12(x);
        assert.ok(Math.abs(rounded - x) <= 0.5e-12 + 4e-15);
        assert.equal(roundTo12(rounded), rounded);
      }),
    );
  });

  test("half a unit goes to the even neighbour", () => {
    // 2^-13 has 13 decimals and ends in 5, so twelve decimals lie exactly half a unit away.
    assert.equal(roundTo12(2 ** -13), 0.000122070312);
    assert.equal(roundTo12(3 * 2 ** -13), 0.000366210938);
    assert.equal(roundTo12(-(2 ** -13)), -0.000122070312);
  });
});
