import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import * as fc from "fast-check";
import {
  auroc,
  aurocEstimate,
  averagePrecision,
  calibrationSlope,
  decisionCurve,
  equalCountGroups,
  partialAuroc,
  placements,
  quantiles7,
  stratosMetrics,
  validate,
} from "../../src/stratos/index.ts";
import type { TwoClassSample } from "../../src/stratos/index.ts";
import { close, sampleOf, valueOf } from "./support.ts";

/** Predictions as they come: anywhere, on round numbers, at the ends, or next to them. */
const prediction = fc.oneof(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.integer({ min: 0, max: 10 }).map((k) => k / 10),
  fc.constantFrom(0, 1, 1e-300, 1e-12, 1 - 2 ** -53),
);
const person = fc.record({ y: fc.constantFrom(0, 1), p: prediction });
const people = fc
  .array(person, { minLength: 2, maxLength: 40 })
  .filter((rows) => rows.some(({ y }) => y === 0) && rows.some(({ y }) => y === 1));

const sampleFrom = (rows: readonly { y: number; p: number }[]): TwoClassSample =>
  sampleOf(
    rows.map(({ y }) => y),
    rows.map(({ p }) => p),
  );

suite("whatever the predictions", () => {
  test("quantiles are those of the sorted values, to the last bit", () => {
    const values = fc.array(prediction, { minLength: 1, maxLength: 60 });
    const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(values, probabilities, (numbers, wanted) => {
        const sorted = Float64Array.from(numbers).sort();
        const expected = wanted.map((q) => {
          const position = (sorted.length - 1) * q;
          const lower = sorted[Math.floor(position)]!;
          const upper = sorted[Math.min(Math.floor(position) + 1, sorted.length - 1)]!;
          return lower + (position - Math.floor(position)) * (upper - lower);
        });
        assert.deepEqual(quantiles7(numbers, wanted), expected);
      }),
    );
  });

  test("every measure is a finite number or a typed failure", () => {
    fc.assert(
      fc.property(people, (rows) => {
        const metrics = valueOf(
          stratosMetrics(
            rows.map(({ y }) => y),
            rows.map(({ p }) => p),
          ),
        );
        JSON.stringify(metrics, (key, value: unknown) => {
          assert.ok(typeof value !== "number" || Number.isFinite(value), `${key} is ${String(value)}`);
          return value;
        });
      }),
      { numRuns: 60 },
    );
  });

  test("the order of rows changes nothing", () => {
    const numbersOf = (rows: readonly { y: number; p: number }[]): number[] => {
      const sample = sampleFrom(rows);
      const slope = calibrationSlope(sample);
      return [
        auroc(sample),
        averagePrecision(sample),
        partialAuroc(sample, 0.2).area,
        slope.ok ? slope.value.value : 0,
        ...equalCountGroups(sample).map((group) => group.observed ?? 0),
        ...decisionCurve(sample).map((point) => point.gain),
      ];
    };
    fc.assert(
      fc.property(people, (rows) => {
        const turned = numbersOf(rows.toReversed());
        for (const [i, value] of numbersOf(rows).entries()) close(turned[i]!, value, 1e-9);
      }),
      { numRuns: 60 },
    );
  });

  test("AUROC depends on ranks alone, turns over with the predictions, and is the mean of its placements", () => {
    fc.assert(
      fc.property(people, (rows) => {
        const value = auroc(sampleFrom(rows));
        // Halving is exact down to the smallest numbers, so it keeps every order and tie.
        close(
          auroc(sampleFrom(rows.map(({ y, p }) => ({ y, p: Math.max(p, 1e-300) / 2 })))),
          auroc(sampleFrom(rows.map(({ y, p }) => ({ y, p: Math.max(p, 1e-300) })))),
          0,
        );
        close(auroc(sampleFrom(rows.map(({ y, p }) => ({ y: 1 - y, p })))), 1 - value, 1e-12);
        const { cases, controls } = placements(sampleFrom(rows));
        for (const part of [cases, controls]) {
          close(part.reduce((total, share) => total + share, 0) / part.length, value, 1e-12);
        }
      }),
    );
  });

  test("intervals hold their estimate and stay within [0, 1]", () => {
    fc.assert(
      fc.property(people, (rows) => {
        const estimate = aurocEstimate(placements(sampleFrom(rows)));
        if (!estimate.ok) return;
        const { value, interval, logit } = estimate.value;
        for (const { lower, upper } of [interval, logit ?? interval]) {
          assert.ok(lower >= 0 && lower <= value && value <= upper && upper <= 1);
        }
      }),
    );
  });

  test("no model benefits more than the prevalence, nor less than treating the wrong half", () => {
    fc.assert(
      fc.property(people, (rows) => {
        const sample = sampleFrom(rows);
        const prevalence = sample.events / sample.n;
        for (const { model, all, threshold } of decisionCurve(sample)) {
          assert.ok(model <= prevalence + 1e-12);
          assert.ok(model >= all - prevalence - 1e-12, `${threshold}`);
        }
      }),
    );
  });

  test("input of any numbers is accepted or refused, never thrown at", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.array(fc.double()), (y, p) => {
        assert.equal(typeof validate(y, p).ok, "boolean");
      }),
    );
  });
});
