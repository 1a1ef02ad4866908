import { TaskError } from "plr";
import type { StudyRow } from "../schema/analysis.ts";
import { withDatabase } from "./database.ts";
import type { Study } from "./query.ts";

/** Opens both databases of the study, read-only, for as long as `use` runs. */
export function withStudy<T>(
  paths: { readonly results: string; readonly analysis: string },
  use: (study: Study, facts: StudyRow) => Promise<T>,
): Promise<T> {
  return withDatabase(paths.results, (results) =>
    withDatabase(paths.analysis, async (analysis) => {
      const [facts] = await analysis.rows<StudyRow>("FROM study");
      if (facts === undefined) {
        throw new TaskError("the analysis database does not say which study it is of");
      }
      return use({ results, analysis }, facts);
    }),
  );
}
