import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  auroc,
  binaryEntropy,
  certaintyThirds,
  classificationInstability,
  decisionUncertainty,
  decomposeUncertainty,
  errorsAt,
  netBenefit,
  predictionInstability,
  retentionCurve,
  riskCoverage,
  scaledBrier,
} from "../../src/stratos/index.ts";
import { dataSets } from "./oracles.ts";
import { allClose, close, failureOf, refitsOf, sampleOf, valueOf } from "./support.ts";

suite("risk by coverage", () => {
  test("generalised risk never falls, ends at the error rate, and no risk beats the oracle's", () => {
    const { y, p, q } = dataSets["study_ties"]!;
    const wrong = errorsAt(sampleOf(y, p), 0.5);
    const { points, augrc } = valueOf(riskCoverage(Float64Array.from(q), wrong));
    const rate = wrong.reduce((total, error) => total + error, 0) / wrong.length;
    let before = 0;
    for (const point of points) {
      assert.ok(point.generalisedRisk >= before - 1e-15);
      assert.ok(point.risk >= point.oracleRisk - 1e-15);
      before = point.generalisedRisk;
    }
    close(before, rate, 1e-15);
    close(points.at(-1)!.risk, rate, 1e-15);
    assert.ok(augrc > 0 && augrc < rate);
  });

  test("one tied block is a flat line at the error rate", () => {
    const { points } = valueOf(riskCoverage(Float64Array.of(1, 1, 1), Uint8Array.of(0, 1, 0)));
    allClose(
      points.map((point) => point.risk),
      [1 / 3, 1 / 3, 1 / 3],
      1e-15,
    );
  });

  test("bad input is refused", () => {
    const wrong = Uint8Array.of(0, 1);
    assert.equal(failureOf(riskCoverage(Float64Array.of(1), wrong)).reason, "unequal-length");
    assert.equal(failureOf(riskCoverage(new Float64Array(), new Uint8Array())).reason, "empty");
    assert.equal(failureOf(riskCoverage(Float64Array.of(1, Number.NaN), wrong)).reason, "not-finite");
    assert.equal(failureOf(riskCoverage(Float64Array.of(1, 2), Uint8Array.of(0, 7))).reason, "not-binary");
  });
});

suite("retention", () => {
  const { y, p, q } = dataSets["study"]!;
  const sample = sampleOf(y, p);
  const points = valueOf(retentionCurve(sample, Float64Array.from(q)));

  test("rates are twentieths, counts ⌊n·i/20⌋ but at least ten", () => {
    assert.deepEqual(
      points.map((point) => point.rate),
      Array.from({ length: 20 }, (_, i) => (i + 1) / 20),
    );
    assert.deepEqual(
      points.map((point) => point.nRetained),
      [10, 10, 10, 12, 15, 18, 22, 25, 28, 31, 34, 37, 40, 44, 47, 50, 53, 56, 59, 63],
    );
  });

  test("everybody kept gives the metrics of the whole sample", () => {
    const all = points.at(-1)!;
    close(all.auroc!, auroc(sample), 1e-14);
    close(all.scaledBrier!, scaledBrier(sample), 1e-14);
    close(all.netBenefit, netBenefit(sample, 0.15), 1e-14);
    assert.equal(all.nEventsRetained, 17);
  });

  test("with one class left, what needs two is null and the rest is not", () => {
    const label = Float64Array.from(y);
    const [first] = valueOf(retentionCurve(sample, label));
    assert.equal(first!.nEventsRetained, 0);
    assert.deepEqual([first!.auroc, first!.scaledBrier], [null, null]);
    assert.ok(first!.netBenefit <= 0);
    assert.ok(first!.netBenefitAll < 0);
  });

  test("the order of rows has no say in ties", () => {
    const tied = Float64Array.from(q, (value) => Math.round(value * 4));
    const turned = valueOf(retentionCurve(sampleOf(y.toReversed(), p.toReversed()), tied.toReversed()));
    for (const [i, point] of valueOf(retentionCurve(sample, tied)).entries()) {
      assert.deepEqual({ ...turned[i], brier: 0, scaledBrier: 0 }, { ...point, brier: 0, scaledBrier: 0 });
      close(turned[i]!.brier, point.brier, 1e-15);
    }
  });

  test("fewer than ten people are all kept", () => {
    const few = valueOf(retentionCurve(sampleOf([0, 1, 1], [0.1, 0.2, 0.3]), Float64Array.of(1, 2, 3)));
    assert.ok(few.every((point) => point.nRetained === 3));
  });

  test("thirds are disjoint, hold everybody and all errors", () => {
    const thirds = valueOf(certaintyThirds(sample, Float64Array.from(q)));
    assert.deepEqual(
      thirds.map((third) => third.n),
      [21, 21, 21],
    );
    const errors = errorsAt(sample, 0.5).reduce((total, error) => total + error, 0);
    assert.equal(
      thirds.reduce((total, third) => total + third.errors, 0),
      errors,
    );
    assert.ok(thirds.every(({ rate, interval }) => interval.lower <= rate && rate <= interval.upper));
  });

  test("an uncertainty that is missing or of other people is refused", () => {
    assert.equal(failureOf(retentionCurve(sample, Float64Array.of(1))).reason, "unequal-length");
    const missing = Float64Array.from(q).fill(Number.NaN, 0, 2);
    assert.deepEqual(failureOf(certaintyThirds(sample, missing)), {
      reason: "not-finite",
      index: 0,
      count: 2,
    });
  });
});

suite("entropy", () => {
  test("sure predictions have none, and refits that agree share all of it", () => {
    assert.deepEqual([binaryEntropy(0), binaryEntropy(1)], [0, 0]);
    close(binaryEntropy(0.5), Math.LN2, 1e-15);
    const parts = decomposeUncertainty(
      refitsOf([
        [0.123456789, 0.123456789],
        [0, 1],
        [1, 1],
      ]),
    );
    allClose(parts.mutualInformation, [0, Math.LN2, 0], 1e-11);
    assert.ok(parts.mutualInformation.every((value) => value >= 0));
  });
});

suite("instability", () => {
  const P = refitsOf([
    [0.5, 0.2],
    [0.1, 0.9],
  ]);

  test("a prediction on the threshold is positive, in the refits as in the reference", () => {
    const { flipRate, cii } = valueOf(classificationInstability(P, Float64Array.of(0.5, 0.4), 0.5));
    assert.deepEqual([...flipRate], [0.5, 0.5]);
    assert.equal(cii, 0.5);
  });

  test("decision uncertainty is the share of the minority", () => {
    assert.deepEqual([...decisionUncertainty(P, 0.5)], [0.5, 0.5]);
    assert.deepEqual([...decisionUncertainty(P, 0.05)], [0, 0]);
  });

  test("a reference of other people or no probability is refused", () => {
    assert.equal(failureOf(predictionInstability(P, Float64Array.of(0.5))).reason, "unequal-length");
    assert.equal(failureOf(predictionInstability(P, Float64Array.of(0.5, 2))).reason, "out-of-range");
    assert.equal(
      failureOf(classificationInstability(P, Float64Array.of(0.5, Number.NaN), 0.5)).reason,
      "not-finite",
    );
  });
});
