import { writeFileSync } from "node:fs";
import { task, TaskError } from "plr";
import {
  type AssignmentFailure,
  assignPseudonyms,
  type PseudonymLookup,
} from "plr/privacy/assign-pseudonyms";
import { makeKey, readKey } from "plr/privacy/pseudonym-key";
import { readLookup, writeLookup } from "plr/privacy/pseudonym-lookup";
import { readSubjects } from "../read-subjects.ts";
import { recordingsError } from "../recordings-error.ts";
import type { lookup } from "../rules.ts";

/**
 * Gives everybody in the recordings a pseudonym. Key and lookup are made on first use and kept for good: they are
 * inputs, so the engine runs this again when they have appeared or grown, and then nothing moves any more.
 */
export default task<typeof lookup>(async ({ inputs, outputs, log }) => {
  const subjects = await subjectsOf(inputs.recordings);
  await makeKey(inputs.key);
  const key = await readKey(inputs.key);
  if (!key.ok)
    throw new TaskError(`${inputs.key} is no key: ${key.failure.reason}`, "It holds 64 hexadecimal digits.");
  const known = await knownPseudonyms(inputs.known);
  const assigned = assignPseudonyms({ subjects, key: key.value, known });
  if (!assigned.ok) throw assignmentError(assigned.failure);
  if (assigned.value.size > known.size) await writeLookup(inputs.known, assigned.value);
  const codes = [...new Set([...subjects.map(({ code }) => code), ...assigned.value.keys()])].toSorted();
  writeFileSync(outputs.lookup, JSON.stringify([...assigned.value]));
  writeFileSync(outputs.codes, JSON.stringify(codes));
  log(`${assigned.value.size} people with a pseudonym, ${assigned.value.size - known.size} of them new`);
});

async function subjectsOf(path: string): Promise<Parameters<typeof assignPseudonyms>[0]["subjects"]> {
  const read = await readSubjects(path);
  if (read.ok) return read.value;
  throw recordingsError(path, read, {
    holds: "the recordings",
    remedy:
      "SERI_DB_PATH names a DuckDB file with tables train and test, each with subject_code and class_label.",
  });
}

async function knownPseudonyms(path: string): Promise<PseudonymLookup> {
  const known = await readLookup(path);
  if (known.ok) return known.value;
  if (known.failure.reason === "lookup-missing") return new Map();
  throw new TaskError(
    `${path} cannot be used: ${known.failure.reason}`,
    "Restore it from a backup. Without it, people would change their pseudonyms.",
  );
}

function assignmentError(failure: AssignmentFailure): TaskError {
  const particulars =
    "count" in failure
      ? `${failure.count} people`
      : "pseudonyms" in failure
        ? failure.pseudonyms.join(", ")
        : "";
  return new TaskError(
    `pseudonyms cannot be assigned: ${failure.reason}${particulars && `, ${particulars}`}`,
  );
}
