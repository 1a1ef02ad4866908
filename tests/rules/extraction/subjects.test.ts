import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pseudonymiser } from "../../../rules/extraction/pseudonymise.ts";
import findRecordings from "../../../rules/extraction/probes/find-recordings.ts";
import { readSubjects } from "../../../rules/extraction/read-subjects.ts";
import type { RunFile } from "../../../rules/extraction/run-file.ts";
import { DEMO, expected } from "./support/demo.ts";

const folder = mkdtempSync(join(tmpdir(), "plr-subjects-"));
after(() => rmSync(folder, { recursive: true }));

test("the recordings tell everybody once, with class, and who was not labelled", async () => {
  const read = await readSubjects(join(DEMO, "SYNTH_PLR_DEMO.db"));
  assert(read.ok);
  const labelled = read.value.filter(({ label }) => label !== null);
  assert.equal(read.value.length, 507);
  assert.equal(new Set(read.value.map(({ code }) => code)).size, 507);
  assert.deepEqual(labelled.map(({ code }) => code).toSorted(), expected.cohort.codes.toSorted());
  assert(labelled.every(({ code, label }) => code.startsWith("SYNTH_G") === (label === "glaucoma")));
});

test("recordings that are not there are told with the setting that names them", () => {
  const from = "from SERI_DB_PATH";
  assert.equal(findRecordings({ path: join(DEMO, "SYNTH_PLR_DEMO.db"), from }), true);
  for (const path of [join(folder, "absent.db"), folder]) {
    const wanted = {
      message: `no recordings at ${path} (from SERI_DB_PATH)`,
      hint: /SERI_DB_PATH.*DATA\.recordings/,
    };
    assert.throws(() => findRecordings({ path, from }), wanted);
  }
});

test("a file that is no database is told apart from one that is too new", async () => {
  const text = join(folder, "text.db");
  writeFileSync(text, "not a database");
  const read = await readSubjects(text);
  assert(!read.ok && read.reason === "not-recordings");
  assert.match(read.detail, /no DuckDB file/);
});

const file: RunFile = {
  run_id: "r",
  rejected: null,
  tables: {
    predictions: {
      subject_code: ["c1", "c2", "c3"],
      y_true: Float64Array.of(0, 1, 0),
      y_prob: Float64Array.of(0.1, 0.2, 0.3),
    },
    auroc_kernels: {
      subject_code: ["c1", "c2", "c3"],
      y_true: Float64Array.of(0, 1, 0),
      placement: Float64Array.of(1, 2, 3),
    },
  },
};

test("people change their codes for pseudonyms and their places with them", () => {
  const lookup = new Map([
    ["c1", "H002"],
    ["c2", "G001"],
    ["c3", "H001"],
  ]);
  const { rejected, tables } = pseudonymiser(lookup)(file);
  assert.equal(rejected, null);
  assert.deepEqual(tables["predictions"], {
    subject_code: ["G001", "H001", "H002"],
    y_true: Float64Array.of(1, 0, 0),
    y_prob: Float64Array.of(0.2, 0.3, 0.1),
  });
  assert.deepEqual(tables["auroc_kernels"]?.["placement"], Float64Array.of(2, 3, 1));
});

test("a person whom nobody knows, or of the other class, rejects the whole run and stays unnamed", () => {
  const unknown = pseudonymiser(new Map([["c1", "H001"]]))(file);
  assert.deepEqual(unknown.tables, {});
  assert.deepEqual(unknown.rejected, {
    reason: "unknown-subject",
    detail: "a test person is not in the recordings: 2 of 3 people",
  });
  const swapped = new Map([
    ["c1", "G001"],
    ["c2", "H001"],
    ["c3", "H002"],
  ]);
  assert.equal(pseudonymiser(swapped)(file).rejected?.reason, "label-differs");
});

test("runs with other people, or other labels, are told apart although lists of codes are remembered", () => {
  const lookup = new Map([
    ["c1", "H002"],
    ["c2", "G001"],
    ["c3", "H001"],
  ]);
  const underPseudonyms = pseudonymiser(lookup);
  assert.equal(underPseudonyms(file).rejected, null);
  const table = file.tables["predictions"] ?? {};
  const withTable = (changed: object): typeof file => ({
    ...file,
    tables: { ...file.tables, predictions: { ...table, ...changed } },
  });
  const relabelled = withTable({ y_true: Float64Array.of(1, 1, 0) });
  assert.equal(underPseudonyms(relabelled).rejected?.reason, "label-differs");
  const renamed = withTable({ subject_code: ["c1", "c2\0c3", "c3"] });
  assert.equal(underPseudonyms(renamed).rejected?.reason, "unknown-subject");
  const turned = underPseudonyms(
    withTable({ subject_code: ["c3", "c1", "c2"], y_true: Float64Array.of(0, 0, 1) }),
  );
  assert.deepEqual(turned.tables["predictions"]?.["y_prob"], Float64Array.of(0.3, 0.1, 0.2));
  assert.deepEqual(underPseudonyms(file), pseudonymiser(lookup)(file));
});
