import { z } from "zod";
import { widths } from "./theme.ts";

const finite = z.number();
const nullable = z.number().nullable();
const pair = z.tuple([finite, finite]);

/** How sure a drawn interval is of what. See `intervalSentence` for the words a caption uses. */
export const intervalKinds = ["refit", "sampling", "paired", "spread"] as const;
export type IntervalKind = (typeof intervalKinds)[number];

/** Names by which figures look up reference lines; others are drawn under their own name where a figure says so. */
export const referenceNames = {
  /** Half-width of the band of differences declared irrelevant, in AUROC. */
  margin: "declared margin",
  /** AUROC of ground-truth outliers with ground-truth imputation. */
  groundTruth: "GT × GT",
  median: "median",
  prevalence: "prevalence",
} as const;

const need = z.strictObject({ name: z.string(), met: z.boolean(), detail: z.string() });
const filter = z.strictObject({ name: z.string(), value: z.string(), rows_left: z.int().nonnegative() });

const referenceLine = z.strictObject({
  name: z.string(),
  value: finite,
  lower: nullable,
  upper: nullable,
  source: z.string(),
});

const interval = z.strictObject({
  kind: z.enum(intervalKinds),
  level: z.number().gt(0).max(1),
  method: z.string(),
  n_resamples: z.int().nullable(),
  seed: z.int().nullable(),
});

const counts = z.strictObject({
  rows: z.int(),
  configs: z.int(),
  n_test: z.int(),
  n_events: z.int(),
  n_bootstrap: z.int(),
  n_missing: z.int(),
});

const provenance = z.strictObject({
  /** Digest of the rows selected, not of the database: an unrelated row must not change the figure. */
  rows_digest: z.string(),
  tables: z.array(z.string()),
  registry_digest: z.string(),
  code: z.string(),
  run_ids: z.array(z.string()),
  is_synthetic: z.boolean(),
});

/** The column of a combined figure's rows that says which figure's panels they belong to. */
export const partColumn = "figure";

const scalar = z.union([z.string(), finite, z.boolean(), z.null(), z.array(finite)]);

/** Shape of a figure's sidecar, `plr.figure/1`, whatever its rows; the rows have a schema per figure in rows.ts. */
export const figureDocument = z.strictObject({
  schema: z.literal("plr.figure/1"),
  /** Also the name of its files, without their extensions. */
  id: z.string(),
  title: z.string(),
  question: z.string(),
  /** 300 characters at most; of a combined figure 600. */
  alt: z.string(),
  caption: z.string(),
  width_in: z.union([z.literal(widths.single), z.literal(widths.double), z.literal(widths.full)]),
  height_in: z.number().positive().max(9),
  /** What must hold for the figure to be drawn; one that is not met makes the figure "not applicable". */
  needs: z.array(need),
  filters: z.array(filter),
  counts,
  /** Unit by field name: "1" for AUROC, probabilities and net benefit; "s"; "%". */
  units: z.record(z.string(), z.string()),
  /** Displayed range by axis; an axis that is absent takes the figure's own rule. */
  domains: z.record(z.string(), pair),
  reference_lines: z.array(referenceLine),
  interval: z.array(interval),
  /** Flat rows; no undefined, no NaN, null with a `reason`. */
  data: z.array(z.record(z.string(), scalar)),
  provenance,
  _synthetic_warning: z.string().optional(),
  _data_source: z.string().optional(),
  _do_not_publish: z.boolean().optional(),
});

/** What a figure is drawn from, and its published sidecar: strict JSON with every plotted number. */
export type FigureDocument = z.infer<typeof figureDocument>;
export type ReferenceLine = z.infer<typeof referenceLine>;
export type FigureInterval = z.infer<typeof interval>;

/** Why a value is no figure document: one line per fault, with its path. */
export type DocumentFailure = { reason: "invalid-figure-document"; faults: string[] };

/** Checks parsed JSON against `plr.figure/1`; the marks of a synthetic study must all be there, or none. */
export function parseFigureDocument(
  value: unknown,
): { ok: true; value: FigureDocument } | { ok: false; failure: DocumentFailure } {
  const parsed = figureDocument.safeParse(value);
  const faults = parsed.success
    ? [...altFaults(parsed.data), ...syntheticFaults(parsed.data)]
    : parsed.error.issues.map((issue) => `${issue.path.join(".") || "document"}: ${issue.message}`);
  if (!parsed.success || faults.length > 0) {
    return { ok: false, failure: { reason: "invalid-figure-document", faults } };
  }
  return { ok: true, value: parsed.data };
}

function altFaults({ alt, data }: FigureDocument): string[] {
  const longest = data.some((row) => row[partColumn] !== undefined) ? 600 : 300;
  return alt.length > longest ? [`alt: has ${alt.length} characters, more than ${longest}`] : [];
}

function syntheticFaults(doc: FigureDocument): string[] {
  const marks = ["_synthetic_warning", "_data_source", "_do_not_publish"] as const;
  const wanted = doc.provenance.is_synthetic;
  return marks
    .filter((mark) => (doc[mark] !== undefined) !== wanted)
    .map((mark) => `${mark}: ${wanted ? "is missing on synthetic data" : "stands on real data"}`);
}

/** The three marks that a sidecar of a synthetic study carries. */
export const syntheticMarks = {
  _synthetic_warning: "SYNTHETIC DATA, not from patients",
  _data_source: "synthetic",
  _do_not_publish: true,
} as const;

/**
 * The sidecar's bytes: strict JSON, two-space indent, numbers to 6 decimals, one line feed at the end.
 *
 * @throws if the document holds a number that JSON cannot (NaN, an infinity) or a value left undefined
 */
export function serialiseFigure(doc: FigureDocument): string {
  return `${JSON.stringify(doc, roundNumber, 2)}\n`;
}

function roundNumber(key: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  if (!Number.isFinite(value)) throw new Error(`${key}: ${value} is no JSON number; write null and a reason`);
  const rounded = Math.round(value * 1e6) / 1e6;
  return rounded === 0 ? 0 : rounded;
}
