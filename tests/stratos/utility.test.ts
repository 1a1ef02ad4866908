import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import * as fc from "fast-check";
import {
  atPrevalence,
  decisionCurve,
  DECISION_THRESHOLDS,
  netBenefit,
  netBenefitAtPrevalence,
  netBenefitGain,
  netBenefitTreatAll,
  standardisedNetBenefit,
  stratifiedResamples,
} from "../../src/stratos/index.ts";
import { dataSets } from "./oracles.ts";
import { close, P, sampleOf, Y } from "./support.ts";

suite("net benefit", () => {
  const sample = sampleOf(Y, P);

  test("a prediction on the threshold is positive at all hundredths", () => {
    for (const t of DECISION_THRESHOLDS) {
      const [point] = decisionCurve(sampleOf([0, 1], [0, t]), { thresholds: [t] });
      assert.equal(point!.nPositive, 1, `${t}`);
      assert.equal(netBenefit(sampleOf([0, 1], [0, t]), t), 0.5, `${t}`);
    }
    assert.equal(DECISION_THRESHOLDS[28], 0.29);
    assert.equal(DECISION_THRESHOLDS.length, 50);
  });

  test("where everybody is positive the model is treat-all to the last bit, so no gain is invented", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (cases, controls) => {
        const y = [...Array<number>(cases).fill(1), ...Array<number>(controls).fill(0)];
        const everybody = sampleOf(
          y,
          y.map(() => 0.99),
        );
        for (const point of decisionCurve(everybody)) {
          assert.equal(point.model, point.all);
          assert.equal(netBenefit(everybody, point.threshold), point.all);
          assert.equal(netBenefitGain(everybody, point.threshold), Math.min(point.all, 0));
        }
      }),
      { numRuns: 30 },
    );
  });

  test("treat-all and the standardised benefit fall below 0 uncut", () => {
    close(netBenefitTreatAll(0.27, 0.5), -0.46, 1e-12);
    close(standardisedNetBenefit(sampleOf([0, 0, 0, 1], [0.9, 0.9, 0.9, 0.1]), 0.5), -3, 1e-12);
  });

  test("gain is beyond the better default", () => {
    close(netBenefitGain(sample, 0.15), 0.429411764706 - 0.411764705882, 1e-11);
    close(netBenefitGain(sample, 0.5), 0.1, 1e-12);
  });

  test("thresholds and prevalences outside (0, 1), or falling ones, are bugs of the caller", () => {
    for (const t of [0, 1, -0.1, Number.NaN]) {
      assert.throws(() => netBenefit(sample, t), RangeError);
      assert.throws(() => netBenefitTreatAll(0.5, t), RangeError);
      assert.throws(() => atPrevalence(sample, t), RangeError);
    }
    assert.throws(() => decisionCurve(sample, { thresholds: [0.2, 0.1] }), RangeError);
  });
});

suite("another prevalence", () => {
  const { y, p } = dataSets["study"]!;
  const sample = sampleOf(y, p);

  test("log odds move by one constant", () => {
    const moved = atPrevalence(sample, 0.0354).p;
    const logit = (v: number): number => Math.log(v / (1 - v));
    const shift = logit(0.0354) - logit(17 / 63);
    for (const [i, before] of sample.p.entries()) close(logit(moved[i]!) - logit(before), shift, 1e-8);
  });

  test("the sample's own prevalence changes nothing", () => {
    assert.deepEqual(atPrevalence(sample, 17 / 63).p, sample.p);
    close(netBenefitAtPrevalence(sample, 0.1, 17 / 63), netBenefit(sample, 0.1), 1e-15);
  });

  test("0 and 1 stay what they are", () => {
    assert.deepEqual([...atPrevalence(sampleOf([0, 1, 0], [0, 1, 0.5]), 0.0354).p].slice(0, 2), [0, 1]);
  });

  test("benefit is Se·π′ − (1 − Sp)·(1 − π′)·odds, in the curve as alone", () => {
    const [point] = decisionCurve(sample, { thresholds: [0.05], prevalence: 0.0354 });
    const byHand = point!.sensitivity * 0.0354 - (1 - point!.specificity) * (1 - 0.0354) * (0.05 / 0.95);
    close(point!.model, byHand, 1e-14);
    close(netBenefitAtPrevalence(sample, 0.05, 0.0354), byHand, 1e-14);
    close(point!.all, 0.0354 - 0.9646 * (0.05 / 0.95), 1e-14);
  });
});

suite("uncertainty of a decision curve", () => {
  const { y, p } = dataSets["study"]!;
  const sample = sampleOf(y, p);
  const resamples = stratifiedResamples(sample.y, { count: 400, seed: 7, key: "people" });

  test("intervals hold the curve and the gain is the benefit less the better default", () => {
    for (const { uncertainty, model, gain, all } of decisionCurve(sample, { resamples })) {
      assert.ok(uncertainty !== null);
      assert.ok(uncertainty.model.lower <= model && model <= uncertainty.model.upper);
      close(gain, model - Math.max(all, 0), 1e-15);
      close(uncertainty.gain.upper, uncertainty.model.upper - Math.max(all, 0), 1e-15);
      assert.ok(uncertainty.probUseful >= 0 && uncertainty.probUseful <= 1);
    }
  });

  test("a model that treats everybody is useful in no resample", () => {
    const everybody = sampleOf(
      y,
      p.map(() => 0.9),
    );
    const curve = decisionCurve(everybody, { resamples, thresholds: [0.05, 0.1, 0.2] });
    assert.deepEqual(
      curve.map((point) => point.uncertainty?.probUseful),
      [0, 0, 0],
    );
  });
});
