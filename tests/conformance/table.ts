/** How a tool fared. */
export interface Column {
  readonly name: string;
  readonly version: string | undefined;
  /** Of each scenario: empty where it passed, else what went wrong; undefined where the tool is not installed. */
  readonly outcomes: readonly (string | undefined)[];
}

/** Scenarios down, tools across. */
export function tableOf(scenarios: readonly string[], columns: readonly Column[]): string {
  const rows = [
    ["", ...columns.map(({ name, version }) => `${name} ${version ?? ""}`.trimEnd())],
    ...scenarios.map((name, row) => [name, ...columns.map(({ outcomes }) => cellOf(outcomes[row]))]),
    ["", ...columns.map(sumOf)],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths?.[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function cellOf(outcome: string | undefined): string {
  if (outcome === undefined) return "–";
  return outcome === "" ? "✔" : `✘ ${outcome}`;
}

function sumOf({ outcomes }: Column): string {
  if (outcomes.includes(undefined)) return "not installed";
  return `${outcomes.filter((outcome) => outcome === "").length} of ${outcomes.length}`;
}
