import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import {
  meanSignal,
  principalComponents,
  rotatedComponents,
  sparseComponents,
} from "../../../rules/extraction/decomposition/components.ts";
import { contrastComponents } from "../../../rules/extraction/decomposition/contrast-components.ts";
import { decompose } from "../../../rules/extraction/decomposition/decompose.ts";
import { readCategories } from "../../../rules/extraction/decomposition/read-categories.ts";
import { templateComponents } from "../../../rules/extraction/decomposition/template-components.ts";

const folder = mkdtempSync(join(tmpdir(), "plr-decomposition-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Twelve people over 24 times; exact in binary, so that numpy sees the same. */
const times = Array.from({ length: 24 }, (_, t) => t);
const people = Array.from({ length: 12 }, (_, i) =>
  Float64Array.from(times, (t) => {
    const lit = t >= 8 && t < 14 ? -((i * 7) % 5) - 4 : 0;
    const late = t >= 14 ? -((i * 5) % 7) / 2 : 0;
    return lit + late + ((i * 13 + t * 11 + i * t * 3) % 17) / 16;
  }),
);
const light = { on_s: 7.5, off_s: 13.5 };

/** By numpy 2 and scipy: the values at times 3, 10 and 20 of each component. */
const expected = {
  principal: [
    [-0.262051952, -1.127269476, -1.102395173],
    [0.005272008, -1.000419158, 0.724950783],
    [-0.003049656, -0.031724503, -0.006494791],
  ],
  rotated: [
    [-0.169302798, -1.50755992, -0.180017374],
    [-0.181461308, -0.033038315, -1.275212645],
    [-0.01203838, -0.012346855, -0.084852077],
  ],
  contrast: [
    [0.03039952, -0.907582942, 0.265606536],
    [0.246129112, -1.978877922, 0.111540534],
    [0.180748561, -1.089360286, -0.835144164],
  ],
  template: [
    [-0.0, -0.095533278, -0.0],
    [-0.0, -3.895023138, -0.201132779],
    [0.0, 0.0, 0.330987146],
  ],
};

function at(components: readonly Float64Array[]): number[][] {
  return components.map((component) => [3, 10, 20].map((t) => component[t] ?? Number.NaN));
}

function agree(found: readonly (readonly number[])[], wanted: readonly (readonly number[])[] = []): void {
  assert.equal(found.length, wanted.length);
  found.forEach((row, i) =>
    row.forEach((value, k) =>
      assert.ok(Math.abs(value - (wanted[i]?.[k] ?? Number.NaN)) < 1e-6, `${i}, ${k}`),
    ),
  );
}

test("principal components are numpy's singular vectors, as far as a standard deviation moves a signal", () => {
  agree(at(principalComponents(people)), expected.principal);
});

test("rotated components are those of varimax and R's promax", () => {
  agree(at(rotatedComponents(principalComponents(people))), expected.rotated);
});

test("contrast components are scipy's generalised eigenvectors", () => {
  const lit = times.map((t) => t >= 8 && t <= 13);
  const before = times.map((t) => t < 8);
  agree(at(contrastComponents(people, { lit, before })), expected.contrast);
});

test("the template's parts are fitted by least squares", () => {
  agree(at(templateComponents(meanSignal(people), times, [light])), expected.template);
});

test("sparse components are zero where their first fit is small, and reach as far as principal ones", () => {
  const [first = new Float64Array()] = sparseComponents(people);
  const [principal = new Float64Array()] = principalComponents(people);
  assert.ok(times.filter((t) => t < 8).every((t) => first[t] === 0));
  assert.ok(Math.abs((first[10] ?? 0) / (principal[10] ?? 1) - 1) < 0.5);
});

async function signalsDatabase(): Promise<string> {
  const path = join(folder, "signals.db");
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(
    `CREATE TABLE preprocessed_signals AS
     SELECT c AS config_id, CASE WHEN c = 0 THEN 'Ground Truth' ELSE 'Traditional' END AS preprocessing_category,
       'P' || i AS subject_code, [t + i + 10 * c FOR t IN range(60)]::DOUBLE[] AS signal,
       [t / 30 FOR t IN range(60)]::DOUBLE[] AS time_vector
     FROM range(3) configurations(c), range(12) people(i) WHERE NOT (c = 2 AND i > 9)`,
  );
  await connection.run(
    "INSERT INTO preprocessed_signals VALUES (9, 'Deep Learning', 'P0', [1, 2, 3]::DOUBLE[], [0, 1, 2]::DOUBLE[])",
  );
  connection.closeSync();
  instance.closeSync();
  return path;
}

test("a category's people count once each, with the mean over its configurations, five times a second", async () => {
  const read = await readCategories(await signalsDatabase());
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.map(({ category, signals }) => [category, signals.length]),
    [
      ["Ground Truth", 12],
      ["Traditional", 12],
    ],
  );
  const [, traditional] = read.value;
  assert.equal(traditional?.times.length, 10);
  assert.ok(Math.abs((traditional?.times[0] ?? 0) - 0.083) < 1e-9);
  assert.ok(traditional?.signals.some(([value]) => value === 2.5 + 15));
});

test("categories of fewer than ten people are left out, and nothing names a person", () => {
  const few = { category: "Ensemble", times, signals: people.slice(0, 9) };
  const all = { category: "Traditional", times, signals: people };
  const { category_responses, signal_components } = decompose([few, all], [light]);
  assert.deepEqual(new Set(category_responses.map(({ category }) => category)), new Set(["Traditional"]));
  assert.equal(category_responses.length, times.length);
  assert.equal(signal_components.length, 5 * 3 * times.length);
  assert.ok(
    category_responses.every(
      ({ n, ci_lower, mean, ci_upper }) => n === 12 && ci_lower <= mean && mean <= ci_upper,
    ),
  );
});
