import { writeFileSync } from "node:fs";
import { failureDocs } from "./failure-docs.ts";

writeFileSync(new URL("../docs/reference/failures.md", import.meta.url), failureDocs());
