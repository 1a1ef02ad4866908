import type { FigureDocument, FigureInterval } from "plr/charts/document";
import { count, counted, fixed } from "plr/charts/number-text";

/** A method under both of its names. */
interface Named {
  readonly short_name: string;
  readonly display_name: string;
}

/**
 * The caption: the question, what the figure adds, filters and counts of configurations if it shows any, one sentence per kind of interval, reference
 * lines with their source, and short names spelled out. Every number comes from the document.
 */
export function captionOf(
  document: FigureDocument,
  {
    sentences,
    abbreviated,
  }: { readonly sentences: readonly string[]; readonly abbreviated: readonly Named[] },
): string {
  return [
    document.question,
    ...sentences,
    ...(document.counts.configs === 0 ? [] : [filterSentence(document), countSentence(document)]),
    ...document.interval.map((interval) => intervalSentence(interval, document.counts)),
    ...lineSentences(document),
    ...nameSentences(abbreviated),
    ...(document.provenance.is_synthetic ? ["Synthetic data, not from patients; do not publish."] : []),
  ].join(" ");
}

/** What an interval of this kind says, and how it was made. */
function intervalSentence(interval: FigureInterval, counts: FigureDocument["counts"]): string {
  const { kind, method } = interval;
  if (kind === "refit") {
    const refits = count(counts.n_bootstrap);
    return `Thick bars: 95% of ${refits} refits on half-samples of the training set; not a confidence interval.`;
  }
  if (kind === "sampling") {
    const people = `${counted(counts.n_test, "person", "people")}, ${counts.n_events} with glaucoma`;
    return `Intervals: 95% CI for the test sample (${people}; ${method}).`;
  }
  if (kind === "paired") return `Differences: 95% CI of the paired difference, same people (${method}).`;
  return "Ticks: configurations, not uncertainty.";
}

function filterSentence({ filters }: FigureDocument): string {
  const shown = filters
    .filter(({ name }) => name === "classifier" || name === "featurization")
    .map(({ name, value }) => (name === "featurization" ? `features ${value}` : `classifier ${value}`));
  const left = filters.at(-1)?.rows_left ?? 0;
  return `Selected: ${[...shown, "registered methods"].join(", ")} (${counted(left, "configuration")}).`;
}

function countSentence({ counts }: FigureDocument): string {
  const few = counts.n_bootstrap < 200 ? "; fewer than 200 refits" : "";
  const people = `${counted(counts.n_test, "test person", "test people")}, ${counts.n_events} with glaucoma`;
  return `${people}; ${counted(counts.n_bootstrap, "refit")} each${few}.`;
}

function lineSentences({ reference_lines }: FigureDocument): string[] {
  if (reference_lines.length === 0) return [];
  const lines = reference_lines.map(
    ({ name, value, source }) => `${name} ${fixed(value, value < 0.1 ? 2 : 3)} (${source})`,
  );
  return [`Reference: ${lines.join("; ")}.`];
}

function nameSentences(abbreviated: readonly Named[]): string[] {
  const long = new Map(
    abbreviated
      .filter(({ short_name, display_name }) => short_name !== display_name)
      .map(({ short_name, display_name }) => [short_name, display_name]),
  );
  if (long.size === 0) return [];
  return [`Short names: ${[...long].map(([short, name]) => `${short}, ${name}`).join("; ")}.`];
}
