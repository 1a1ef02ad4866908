import { createJsonLinesReporter } from "./json-lines.ts";
import { createPlainReporter } from "./plain.ts";
import { createQuietReporter } from "./quiet.ts";
import type { Reporter, ReporterKind, ReporterOptions } from "./reporter.ts";
import { createTerminalReporter } from "./terminal.ts";

/** A reporter of the kind that was chosen, for one build. */
export function createReporter(options: ReporterOptions): Reporter {
  switch (options.kind) {
    case "terminal":
      return createTerminalReporter(options);
    case "plain":
      return createPlainReporter(options);
    case "json":
      return createJsonLinesReporter(options.write);
    case "quiet":
      return createQuietReporter(options);
  }
}

/** The live view is for a terminal that can move its cursor, with somebody before it. */
export function chooseReporter(wanted: {
  readonly json: boolean;
  readonly quiet: boolean;
  /** Of stderr. */
  readonly isTTY: boolean;
  readonly env: { readonly [name: string]: string | undefined };
}): ReporterKind {
  if (wanted.json) return "json";
  if (wanted.quiet) return "quiet";
  const { CI: ci, TERM: term } = wanted.env;
  return wanted.isTTY && term !== "dumb" && !ci ? "terminal" : "plain";
}
