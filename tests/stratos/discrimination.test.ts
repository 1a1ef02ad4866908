import assert from "node:assert/strict";
import { describe as suite, test } from "node:test";
import {
  aurocDifference,
  aurocEstimate,
  combinePlacements,
  delong,
  discriminationSlope,
  placements,
  refitAuroc,
  rocCurve,
  sensitivityAt,
} from "../../src/stratos/index.ts";
import { dataSets, python, twoClassSets } from "./oracles.ts";
import { allClose, close, failureOf, refitsOf, sampleOf, valueOf } from "./support.ts";

test("a single case has no variance", () => {
  const { y, p, q } = dataSets["one_case"]!;
  const [sample, other] = [sampleOf(y, p), sampleOf(y, q)];
  assert.deepEqual(failureOf(delong(sample)), { reason: "too-few", n: 1 });
  assert.equal(failureOf(aurocDifference(placements(sample), placements(other))).reason, "too-few");
});

test("an AUROC of 0 or 1 has a point for its interval, and says so", () => {
  for (const name of ["separated", "reversed"]) {
    const { y, p } = dataSets[name]!;
    const { degenerate, logit, interval, value } = valueOf(delong(sampleOf(y, p)));
    assert.deepEqual([degenerate, logit, interval], [true, null, { lower: value, upper: value }]);
  }
});

test("the discrimination slope is the difference of mean predictions", () => {
  close(discriminationSlope(sampleOf([0, 1, 1, 0], [0.1, 0.5, 0.9, 0.3])), 0.5, 1e-15);
});

suite("ROC curve", () => {
  for (const { name, data, py } of twoClassSets()) {
    test(`${name}: vertices rise from (0, 0) to (1, 1) and their trapezes sum to the AUROC`, () => {
      const curve = rocCurve(sampleOf(data.y, data.p));
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
