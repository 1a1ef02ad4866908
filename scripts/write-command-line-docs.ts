import { writeFileSync } from "node:fs";
import { commandLineDocs } from "./command-line-docs.ts";

writeFileSync(new URL("../docs/reference/command-line.md", import.meta.url), commandLineDocs());
