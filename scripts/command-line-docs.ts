import { COMMANDS } from "../src/cli/command-table.ts";
import type { Command } from "../src/cli/command.ts";

/** The text of docs/reference/command-line.md: every command and option, from the command table. */
export function commandLineDocs(): string {
  return `${[HEAD, overview(), ...COMMANDS.map(section)].join("\n\n")}\n`;
}

const HEAD = `# Command line

Generated from \`src/cli/command-table.ts\` by \`node scripts/write-command-line-docs.ts\`; change that.

A *target* is the name of a rule, a group or a flow, or the path of an output, from the
project's root, from the folder that you are in, or absolute. \`plr list\` shows them. Answers go to stdout, the story of a
build and errors go to stderr. [Exit codes](exit-codes.md), [codes of failures](failures.md).

A command may be typed in any folder of the project; with \`-C FOLDER\` it works as if it were typed there.

Every command knows \`--help\`; \`plr --version\` prints the version.`;

function overview(): string {
  const rows = COMMANDS.map(
    ({ name, words, summary }) => `| [\`${usage(name, words)}\`](#plr-${name}) | ${cell(summary)} |`,
  );
  return ["| command | does |", "|---|---|", ...rows].join("\n");
}

function section({ name, words, summary, options, examples }: Command): string {
  const rows = options.map((option) => `| \`${cell(option.flags)}\` | ${cell(option.summary)} |`);
  return [
    `## plr ${name}`,
    `\`${usage(name, words)}\`: ${summary.charAt(0).toLowerCase()}${summary.slice(1)}.`,
    ...(rows.length > 0 ? [["| option | does |", "|---|---|", ...rows].join("\n")] : []),
    ["```sh", ...examples, "```"].join("\n"),
  ].join("\n\n");
}

function usage(name: string, words: string): string {
  return `plr ${name} ${words}`.trim();
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
