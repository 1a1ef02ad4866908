import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  auroc,
  aurocDifference,
  aurocEstimate,
  averagePrecision,
  brierScore,
  combinePlacements,
  delong,
  discriminationSlope,
  partialAuroc,
  placements,
  refitAuroc,
  rocCurve,
  scaledBrier,
  sensitivityAt,
  twoWayPartialAuroc,
} from "../../src/stratos/index.ts";
import { python, twoClassSets } from "./oracles.ts";
import { allClose, close, failureOf, refitsOf, sampleOf, valueOf } from "./support.ts";

suite("discrimination against scikit-learn, pROC and fractions", () => {
  for (const { name, data, py, r } of twoClassSets()) {
    const sample = sampleOf(data.y, data.p);
    const other = sampleOf(data.y, data.q);

    test(`${name}: AUROC, average precision, Brier`, () => {
      close(auroc(sample), py.auroc!, 1e-12, "sklearn");
      close(auroc(sample), r.auroc!, 1e-12, "pROC");
      close(averagePrecision(sample), py.average_precision!, 1e-12);
      close(brierScore(sample), py.brier, 1e-12);
      const prevalence = sample.events / sample.n;
      close(scaledBrier(sample), 1 - py.brier / (prevalence * (1 - prevalence)), 1e-12);
    });

    test(`${name}: partial areas`, () => {
      const { area, standardised } = partialAuroc(sample, 0.2);
      close(area, py.pauc_20_raw!, 1e-12, "fractions");
      close(area, r.pauc_20!, 1e-12, "pROC");
      close(standardised, py.pauc_20_standardised!, 1e-12, "sklearn");
      close(twoWayPartialAuroc(sample, 0.179, 0.862), py.tpauc!, 1e-12);
    });

    if (py.variance === undefined) {
      test(`${name}: a single case or control has no variance`, () => {
        assert.deepEqual(failureOf(delong(sample)), { reason: "too-few", n: 1 });
        assert.equal(failureOf(aurocDifference(placements(sample), placements(other))).reason, "too-few");
      });
      continue;
    }

    test(`${name}: DeLong's variance and interval`, () => {
      const estimate = valueOf(delong(sample));
      close(estimate.variance, py.variance!, 1e-14);
      close(estimate.variance, r.variance!, 1e-14);
      allClose([estimate.interval.lower, estimate.value, estimate.interval.upper], r.interval!, 1e-12);
      assert.equal(estimate.degenerate, py.variance === 0);
      assert.equal(estimate.logit === null, py.auroc === 0 || py.auroc === 1);
    });

    test(`${name}: DeLong's paired difference`, () => {
      const difference = valueOf(aurocDifference(placements(sample), placements(other)));
      close(difference.value, py.difference!, 1e-12);
      close(difference.variance, py.difference_variance!, 1e-14);
      close(difference.z ?? Number.NaN, r.z!, 1e-9);
      close(difference.p ?? Number.NaN, r.p!, 1e-10);
    });
  }
});

test("the discrimination slope is the difference of mean predictions", () => {
  close(discriminationSlope(sampleOf([0, 1, 1, 0], [0.1, 0.5, 0.9, 0.3])), 0.5, 1e-15);
});

suite("ROC curve", () => {
  for (const { name, data, py } of twoClassSets()) {
    test(`${name}: vertices rise from (0, 0) to (1, 1) and their trapezes sum to the AUROC`, () => {
      const curve = rocCurve(sampleOf(data.y, data.p));
      if (py.roc !== undefined && py.roc !== null) {
        allClose(
          curve.map((point) => point.fpr),
          py.roc[0],
          1e-14,
        );
        allClose(
          curve.map((point) => point.tpr),
          py.roc[1],
          1e-14,
        );
      }
      let area = 0;
      for (const [k, { fpr, tpr }] of curve.entries()) {
        const before = curve[k - 1] ?? { fpr: 0, tpr: 0 };
        assert.ok(fpr >= before.fpr && tpr >= before.tpr);
        area += ((fpr - before.fpr) * (tpr + before.tpr)) / 2;
      }
      close(area, py.auroc!, 1e-12);
      assert.ok(curve.length <= data.y.length + 1);
    });
  }

  test("a vertical piece is read at its top, a slanted one along the line", () => {
    const curve = rocCurve(sampleOf([1, 1, 0, 1, 0], [0.9, 0.8, 0.5, 0.5, 0.1]));
    close(sensitivityAt(curve, 0), 2 / 3);
    close(sensitivityAt(curve, 0.25), 5 / 6);
    close(sensitivityAt(curve, 0.5), 1);
    close(sensitivityAt(curve, 1), 1);
  });
});

suite("AUROC over refits", () => {
  const { refits } = python;
  const a = valueOf(refitAuroc(refitsOf(refits.a), refits.y));
  const b = valueOf(refitAuroc(refitsOf(refits.b), refits.y));

  test("each refit, their mean, and the kernel's row and column means", () => {
    allClose(a.perRefit, refits.a_auroc, 1e-12);
    close(a.value, refits.value, 1e-12);
    allClose(a.cases, refits.cases, 1e-12);
    allClose(a.controls, refits.controls, 1e-12);
  });

  test("the variance is DeLong's on the averaged kernel, not the mean of the refits' variances", () => {
    close(valueOf(aurocEstimate(a)).variance, refits.variance, 1e-14);
  });

  test("differences and means of configurations come from stored row and column means alone", () => {
    const stored = (of: typeof a): typeof a => JSON.parse(JSON.stringify(of), toFloats) as typeof a;
    const difference = valueOf(aurocDifference(stored(a), stored(b)));
    close(difference.value, refits.difference, 1e-12);
    close(difference.variance, refits.difference_variance, 1e-14);
    const both = valueOf(aurocEstimate(combinePlacements([a, b], [0.5, 0.5])));
    close(both.value, refits.mean_of_both, 1e-12);
    close(both.variance, refits.mean_of_both_variance, 1e-14);
  });

  test("one refit is DeLong", () => {
    const { data } = twoClassSets().find(({ name }) => name === "study_ties")!;
    const single = valueOf(refitAuroc(refitsOf(data.p.map((p) => [p])), data.y));
    assert.deepEqual(valueOf(aurocEstimate(single)), valueOf(delong(sampleOf(data.y, data.p))));
  });

  test("a configuration does not differ from itself, and has no z", () => {
    const same = valueOf(aurocDifference(a, a));
    assert.deepEqual(
      [same.value, same.variance, same.interval, same.z, same.p],
      [0, 0, { lower: 0, upper: 0 }, null, null],
    );
  });

  test("labels that do not fit are refused", () => {
    const P = refitsOf(refits.a);
    assert.equal(failureOf(refitAuroc(P, [0, 1])).reason, "unequal-length");
    assert.equal(
      failureOf(
        refitAuroc(
          P,
          Array.from(refits.y, () => 2),
        ),
      ).reason,
      "not-binary",
    );
    assert.equal(
      failureOf(
        refitAuroc(
          P,
          Array.from(refits.y, () => 0),
        ),
      ).reason,
      "single-class",
    );
  });

  test("placements of different people are a bug of the caller", () => {
    const other = placements(sampleOf([0, 1], [0.1, 0.2]));
    assert.throws(() => aurocDifference(a, other), RangeError);
  });
});

function toFloats(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || "value" in value) return value;
  return Float64Array.from(Object.values(value as Record<string, number>));
}
