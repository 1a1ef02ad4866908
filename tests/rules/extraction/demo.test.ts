import assert from "node:assert/strict";
import { test } from "node:test";
import type { RunFile, TableColumns } from "../../../rules/extraction/run-file.ts";
import { DEMO_URI, expected, lookupOf } from "./support/demo.ts";
import { extractStudy } from "./support/extract-study.ts";

const study = { uri: DEMO_URI, experimentName: "synth_PLR_Classification", isSynthetic: true };
const { accepted, rejected } = await extractStudy({ ...study, lookup: lookupOf("rising") });

test("every run of the demo study is accepted", () => {
  assert.deepEqual(rejected, []);
  assert.deepEqual(accepted.map(({ run_id }) => run_id).toSorted(), Object.keys(expected.runs).toSorted());
});

test("every number of every run is what numpy, scipy and scikit-learn make of the same pickles", () => {
  const wrong = accepted.flatMap((run) => {
    const columns = expected.runs[run.run_id]?.columns ?? {};
    const found = columnsOf(run);
    return Object.entries(columns)
      .filter(([name, value]) => !agree(value, found[name]))
      .map(([name, value]) => `${run.run_id} ${name}: ${String(value)} is ${String(found[name])}`);
  });
  assert.deepEqual(wrong, []);
  const [first] = Object.values(expected.runs);
  assert(Object.keys(first?.columns ?? {}).length >= 40, "the expectations are of all columns");
});

test("numbers do not hang on the pseudonyms", async () => {
  const again = await extractStudy({ ...study, lookup: lookupOf("falling") });
  const numbers = (runs: readonly RunFile[]): unknown =>
    runs.map(({ tables: { predictions, auroc_kernels, ...others } }) => ({
      others,
      people: [predictions, auroc_kernels].map((table) => withoutPeople(table ?? {})),
    }));
  assert.deepEqual(numbers(again.accepted), numbers(accepted));
  assert.notDeepEqual(again.accepted, accepted, "the pseudonyms differ, so people change places");
});

test("people are ordered by pseudonym in every run, so nothing of the pickle's order is left", () => {
  for (const { tables } of accepted) {
    for (const table of ["predictions", "auroc_kernels"]) {
      const people = [...(tables[table]?.["subject_code"] ?? [])].map(String);
      assert.deepEqual(people, people.toSorted());
      assert(people.every((code) => /^[GH]\d{3}$/.test(code)));
    }
  }
});

/** Everything that the expectations name, by their names. */
function columnsOf({ tables }: RunFile): Record<string, number | null | readonly number[]> {
  const of = (table: string): TableColumns => tables[table] ?? {};
  const single = { ...of("supplementary_metrics"), ...of("essential_metrics") };
  const distributions = of("distribution_stats");
  const at = (row: number) => ({
    mean: numberAt(distributions["mean"], row),
    median: numberAt(distributions["median"], row),
  });
  const [controls, cases] = [at(0), at(1)];
  const counts = [...(of("probability_distributions")["count"] ?? [])].map(Number);
  const full = [...(of("instability")["reference"] ?? [])].indexOf("full_model");
  return {
    ...Object.fromEntries(Object.entries(single).map(([name, values]) => [name, numberAt(values, 0)])),
    instability_mape: full < 0 ? null : numberAt(of("instability")["mape"], full),
    instability_cii: full < 0 ? null : numberAt(of("instability")["cii"], full),
    mean_cases: cases.mean,
    mean_controls: controls.mean,
    median_cases: cases.median,
    median_controls: controls.median,
    bins_controls: counts.slice(0, 10),
    bins_cases: counts.slice(10),
  };
}

function numberAt(values: TableColumns[string] | undefined, row: number): number | null {
  const value = values?.[row];
  return typeof value === "number" && !Number.isNaN(value) ? value : null;
}

function agree(
  value: number | null | readonly number[],
  found: number | null | readonly number[] | undefined,
): boolean {
  if (typeof value === "number") return typeof found === "number" && Math.abs(value - found) <= 1e-9;
  return value === null ? found === null : JSON.stringify(value) === JSON.stringify(found);
}

/** The numbers of the people as a set: sorted, without who they are of. */
function withoutPeople(table: TableColumns): unknown {
  return Object.entries(table)
    .filter(([name]) => name !== "subject_code")
    .map(([name, values]) => [name, [...values].toSorted((a, b) => Number(a) - Number(b))]);
}
