import { createHash } from "node:crypto";
import {
  type FigureDocument,
  type FigureInterval,
  type ReferenceLine,
  syntheticMarks,
} from "plr/charts/document";
import { cardHeight } from "plr/charts/frame";
import type { StudyRow } from "../../schema/analysis.ts";
import type { Figure } from "../figure-entry.ts";
import type { FigureOptions, FigureSetting, SelectFigure } from "../data-task.ts";
import type { Selection, Study } from "../query.ts";
import { captionOf } from "./caption.ts";

/** What one figure adds to the frame that all share. */
export interface DocumentParts {
  readonly figure: Figure;
  readonly study: Pick<StudyRow, "is_synthetic" | "registry_digest">;
  readonly selection: Selection;
  /** Every table that rows were selected from. */
  readonly tables: readonly string[];
  /** Everything that was selected, for the digest. */
  readonly selected: readonly (readonly object[])[];
  /** Rows as drawn. */
  readonly data: FigureDocument["data"];
  /** Values that are missing among them. */
  readonly missing: number;
  readonly alt: string;
  /** Sentences of the caption between the question and what all captions say. */
  readonly sentences: readonly string[];
  readonly units: FigureDocument["units"];
  readonly domains?: FigureDocument["domains"];
  readonly needs?: FigureDocument["needs"];
  readonly referenceLines?: readonly ReferenceLine[];
  readonly intervals: readonly FigureInterval[];
  /** Names that the figure abbreviates. */
  readonly abbreviated?: readonly { readonly short_name: string; readonly display_name: string }[];
  /** The height in inches that the drawing needs. */
  readonly height: (document: FigureDocument) => number;
}

/** From the databases to what one figure adds to its sidecar. */
export type SelectParts<Options extends FigureOptions> = (
  study: Study,
  facts: StudyRow,
  setting: FigureSetting<Options>,
) => Promise<DocumentParts>;

/** The same, to the whole sidecar. */
export function documentOf<Options extends FigureOptions>(
  select: SelectParts<Options>,
): SelectFigure<Options> {
  return async (study, facts, setting) => figureDocument(await select(study, facts, setting));
}

/** The sidecar of a figure: its rows, what they were filtered by, and where they come from. */
export function figureDocument(parts: DocumentParts): FigureDocument {
  const { figure, study, selection } = parts;
  const document: FigureDocument = {
    schema: "plr.figure/1",
    id: figure.id,
    title: figure.title,
    question: figure.question,
    alt: parts.alt,
    caption: "",
    width_in: figure.width,
    height_in: 1,
    needs: parts.needs ?? [],
    filters: [...selection.filters],
    counts: countsOf(parts),
    units: parts.units,
    domains: parts.domains ?? {},
    reference_lines: [...(parts.referenceLines ?? [])],
    interval: [...parts.intervals],
    data: parts.data,
    provenance: {
      rows_digest: digestOf(parts.selected),
      tables: [...parts.tables],
      registry_digest: study.registry_digest,
      code: codeVersion,
      run_ids: selection.configurations.map(({ run_id }) => run_id).toSorted(),
      is_synthetic: study.is_synthetic,
    },
    ...(study.is_synthetic ? syntheticMarks : {}),
  };
  const caption = captionOf(document, { sentences: parts.sentences, abbreviated: parts.abbreviated ?? [] });
  const applies = document.needs.every(({ met }) => met);
  return { ...document, caption, height_in: applies ? parts.height(document) : cardHeight(document) };
}

/** Shape of the rows and rules of the analysis; to be raised when they change in meaning. */
const codeVersion = "plr.analysis/1";

function countsOf({ data, missing, selection }: DocumentParts): FigureDocument["counts"] {
  const { configurations } = selection;
  const [first] = configurations;
  return {
    rows: data.length,
    configs: configurations.length,
    n_test: first?.n_test ?? 0,
    n_events: first?.n_events ?? 0,
    n_bootstrap: Math.max(0, ...configurations.map(({ n_bootstrap }) => n_bootstrap)),
    n_missing: missing,
  };
}

/** Digest of selected rows: of their values, not of the database that holds other rows too. */
function digestOf(selected: readonly (readonly object[])[]): string {
  return createHash("sha256").update(JSON.stringify(selected)).digest("hex").slice(0, 16);
}
