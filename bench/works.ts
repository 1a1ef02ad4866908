import type { Work } from "./work.ts";
import { firstExtraction } from "./works/first-extraction.ts";

/** What is timed, in the order of the report. */
export const WORKS: readonly Work[] = [firstExtraction];
