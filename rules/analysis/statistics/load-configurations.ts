import { TaskError } from "plr";
import type { Placements } from "plr/stratos/placements";
import { validate } from "plr/stratos/sample";
import type { AurocKernel, Prediction } from "../../schema/people.ts";
import type { Database } from "../database.ts";
import { type Configuration, isGroundTruth } from "./configuration.ts";

/** What the statistics need of a study: every configuration, and the labels of its people in their order. */
export interface LoadedConfigurations {
  /** In the order of config_id. */
  readonly configurations: readonly Configuration[];
  /** Labels of the test people, in the order that all configurations share. */
  readonly labels: Uint8Array;
}

type MetricsRow = Omit<Configuration, "kernel" | "people">;
type PersonRow = Pick<Prediction, "config_id" | "subject_code" | "y_true" | "y_prob"> &
  Pick<AurocKernel, "placement">;

/**
 * Reads every configuration with the kernel of its AUROC and its averaged predictions. People stand in the order of
 * label and prediction of one configuration (ground truth × ground truth where there is one), not of pseudonym: so
 * resamples of people do not depend on the key that pseudonyms come from, nor on which runs are added.
 *
 * @param main classifier and featurization of that configuration
 * @throws TaskError if there is no configuration, or if configurations are not of the same people: then nothing
 *   between them can be paired
 */
export async function loadConfigurations(
  results: Database,
  main: { readonly classifier: string; readonly featurization: string },
): Promise<LoadedConfigurations> {
  const rows = await results.rows<MetricsRow>(
    `SELECT config_id, outlier_method, imputation_method, classifier, featurization, auroc
     FROM essential_metrics ORDER BY config_id`,
  );
  const people = await results.rows<PersonRow>(
    `SELECT config_id, subject_code, y_true, y_prob, placement
     FROM predictions JOIN auroc_kernels USING (config_id, subject_code, y_true)
     ORDER BY config_id, subject_code`,
  );
  const byConfiguration = Map.groupBy(people, (person) => person.config_id);
  const anchor = anchorOf(rows, main);
  const first = inOrder(byConfiguration.get(anchor?.config_id ?? -1) ?? []);
  if (anchor === undefined || first.length === 0) {
    throw new TaskError("the results database holds no configuration with predictions");
  }
  const configurations = rows.map((row) => {
    const own = alignedWith(first, byConfiguration.get(row.config_id) ?? []);
    if (own === undefined) throw otherPeople(row, anchor);
    return configurationOf(row, own);
  });
  return { configurations, labels: Uint8Array.from(first, (person) => person.y_true) };
}

function anchorOf(
  rows: readonly MetricsRow[],
  main: { readonly classifier: string; readonly featurization: string },
): MetricsRow | undefined {
  const wanted = rows.find(
    (row) =>
      isGroundTruth(row) && row.classifier === main.classifier && row.featurization === main.featurization,
  );
  return wanted ?? rows[0];
}

function inOrder(people: readonly PersonRow[]): PersonRow[] {
  return people.toSorted((a, b) => a.y_true - b.y_true || a.y_prob - b.y_prob);
}

/** The same people in the order of `first`; undefined if they are others. */
function alignedWith(first: readonly PersonRow[], own: readonly PersonRow[]): PersonRow[] | undefined {
  const byCode = new Map(own.map((person) => [person.subject_code, person]));
  const aligned = first.flatMap(({ subject_code, y_true }) => {
    const person = byCode.get(subject_code);
    return person?.y_true === y_true ? [person] : [];
  });
  return aligned.length === first.length && own.length === first.length ? aligned : undefined;
}

function configurationOf(row: MetricsRow, people: readonly PersonRow[]): Configuration {
  const sample = validate(
    people.map((person) => person.y_true),
    people.map((person) => person.y_prob),
  );
  if (!sample.ok) {
    throw new TaskError(`predictions of ${nameOf(row)} cannot be used: ${sample.failure.reason}`);
  }
  return { ...row, kernel: kernelOf(row.auroc, people), people: sample.value };
}

function kernelOf(value: number, people: readonly PersonRow[]): Placements {
  const placementsWith = (label: number): Float64Array =>
    Float64Array.from(
      people.filter((person) => person.y_true === label),
      (person) => person.placement,
    );
  return { value, cases: placementsWith(1), controls: placementsWith(0) };
}

function otherPeople(row: MetricsRow, anchor: MetricsRow): TaskError {
  return new TaskError(
    `the test people of ${nameOf(row)} are not those of ${nameOf(anchor)}`,
    "Differences between configurations are paired on people; reject the run that is of another split.",
  );
}

function nameOf(row: MetricsRow): string {
  return `${row.outlier_method} × ${row.imputation_method}, ${row.classifier}, ${row.featurization}`;
}
