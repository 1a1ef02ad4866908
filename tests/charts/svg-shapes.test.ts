import assert from "node:assert/strict";
import { test } from "node:test";
import { pathOutlines } from "../../src/charts/path-outline.ts";
import { isInside, svgShapes } from "../../src/charts/svg-shapes.ts";

test("relative and absolute commands end where SVG says, each stroke on its own", () => {
  assert.deepEqual(pathOutlines("M1,2h3v4h-3ZM10,10L12,11l1,1H0V5"), [
    [
      [1, 2],
      [4, 2],
      [4, 6],
      [1, 6],
      [1, 2],
    ],
    [
      [10, 10],
      [12, 11],
      [13, 12],
      [0, 12],
      [0, 5],
    ],
  ]);
  assert.deepEqual(pathOutlines("M1,1 3,1-2-.5"), [
    [
      [1, 1],
      [3, 1],
      [-2, -0.5],
    ],
  ]);
});

test("two half circles stay on their circle, whichever way they turn", () => {
  for (const sweep of [0, 1]) {
    const d = `M-2,0A2,2,0,1,${sweep},2,0a2,2,0,1,${sweep},-4,0`;
    const points = pathOutlines(d).flat();
    assert.ok(points.every(([x, y]) => Math.abs(Math.hypot(x, y) - 2) < 1e-9));
    const ys = points.map(([, y]) => y);
    assert.ok(Math.max(...ys) > 1.99 && Math.min(...ys) < -1.99);
    assert.equal(Math.sign(points[8]?.[1] ?? 0), sweep === 1 ? -1 : 1);
  }
});

test("a quarter circle bulges to the side that its flags say", () => {
  const [small] = pathOutlines("M1,0A1,1,0,0,1,0,1");
  assert.ok(small?.every(([x, y]) => x > -0.01 && y > -0.01));
  const [large] = pathOutlines("M1,0A1,1,0,1,1,0,1");
  assert.ok(Math.max(...(large ?? []).map(([x]) => x)) > 1.9, "the large arc has its centre at (1, 1)");
});

test("a command that is never written is refused rather than passed over", () => {
  assert.throws(() => pathOutlines("M0,0C1,1,2,2,3,3"), /no path command of this library: C/);
  assert.throws(() => pathOutlines("M0,0A1,2,0,1,1,3,3"), /elliptical/);
});

test("shapes are found through their groups' transforms, with what they are painted with", () => {
  const [rect, line, ...rest] = svgShapes(
    '<svg><g transform="translate(10,5)"><rect x="1" y="2" width="3" height="4" fill="#FFFFFF" opacity="0.5"/>' +
      '<line transform="rotate(90)" x2="6" y2="0" stroke="#222222" stroke-width="2"/></g>' +
      '<path d="M0,0h9" fill="none"/></svg>',
  );
  assert.deepEqual(rest, []);
  assert.deepEqual(rect?.box, { left: 11, right: 14, top: 7, bottom: 11 });
  assert.deepEqual([rect.filled, rect.opaque, rect.reach], [true, false, 0]);
  assert.ok(line && Math.abs(line.box.bottom - 11) < 1e-9 && Math.abs(line.box.right - 10) < 1e-9);
  assert.deepEqual([line.filled, line.reach], [false, 1]);
});

test("inside is decided by even and odd: a hole in a shape is outside", () => {
  const [ring] = svgShapes('<path d="M0,0h10v10h-10ZM4,4h2v2h-2Z" fill="#222222"/>');
  assert.ok(ring);
  assert.ok(isInside(ring, [2, 2]));
  assert.ok(!isInside(ring, [5, 5]));
  assert.ok(!isInside(ring, [11, 5]));
});

test("a path without a filling of its own takes its group's", () => {
  const [open] = svgShapes('<svg><g fill="none"><path d="M0,0h9v9" stroke="#222222"/></g></svg>');
  assert.equal(open?.filled, false);
  const [black] = svgShapes('<svg><path d="M0,0h9v9"/></svg>');
  assert.equal(black?.filled, true);
});
