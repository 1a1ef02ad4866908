import { describeFailure, exitCodeOf } from "../src/report/failures.ts";
import { failureSamples } from "./failure-samples.ts";

/** The text of docs/reference/failures.md: code, exit code, first line and way out of every failure. */
export function failureDocs(): string {
  const rows = Object.entries(failureSamples)
    .map(([reason, failure]) => ({ reason, exit: exitCodeOf(failure), ...describeFailure(failure) }))
    .sort((a, b) => (a.code < b.code ? -1 : 1))
    .map(
      ({ code, reason, exit, title, hint = "" }) =>
        `| ${code} | \`${reason}\` | ${exit} | ${cell(title)} | ${cell(hint)} |`,
    );
  return `${HEAD}\n${rows.join("\n")}\n`;
}

const HEAD = `# Failures

Generated from \`src/report/failures.ts\` by \`node scripts/write-failure-docs.ts\`; change that.

What can be expected to go wrong has a code, which never changes its meaning, and a reason, which stands in the events.
Words in capitals stand for what differs from case to case; a hint may depend on the case too, and one is shown. PLR001
is a command line that cannot be read (exit 2). Anything else is a bug: it ends with exit code 70 and a stack.

With exit code 2 nothing was run. With exit code 1 a step failed: its old outputs are as they were, \`plr log STEP\`
shows its whole log, and what did not depend on it is kept ([exit codes](exit-codes.md)).

| code | reason | exit | says | way out |
|---|---|---|---|---|`;

/** Bars would end the cell, and angle brackets would be read as HTML. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;");
}
