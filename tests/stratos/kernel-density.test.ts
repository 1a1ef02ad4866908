import assert from "node:assert/strict";
import { test } from "node:test";
import { bandwidth, kernelDensity } from "plr/stratos/kernel-density";

test("the bandwidth is R's bw.nrd0", () => {
  // bw.nrd0(1:10) and bw.nrd0(c(1, 1, 1, 1, 1, 1, 1, 9)); in the second the quartiles agree and s is taken.
  assert.ok(Math.abs((bandwidth([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) ?? 0) - 1.719286) < 1e-6);
  assert.ok(Math.abs((bandwidth([1, 1, 1, 1, 1, 1, 1, 9]) ?? 0) - 1.679459) < 1e-6);
  assert.equal(bandwidth([2, 2, 2]), null);
  assert.equal(bandwidth([2]), null);
});

test("the density is that of a mixture of normals, and holds a mass of one", () => {
  const values = [0.2, 0.4, 0.4, 0.9];
  const width = bandwidth(values) ?? 0;
  const normal = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const [found] = kernelDensity(values, [0.5]) ?? [];
  // scipy.stats.gaussian_kde with this bandwidth gives 1.19636964.
  const wanted = values.reduce((sum, value) => sum + normal((0.5 - value) / width), 0) / (4 * width);
  assert.ok(Math.abs((found ?? 0) - 1.19636964) < 1e-8);
  assert.ok(Math.abs((found ?? 0) - wanted) < 1e-12);

  const step = 0.005;
  const grid = Array.from({ length: 801 }, (_, i) => -1.5 + step * i);
  const mass = (kernelDensity(values, grid) ?? []).reduce((sum, density) => sum + density * step, 0);
  assert.ok(Math.abs(mass - 1) < 1e-6);
});
