import { writeFileSync } from "node:fs";
import { databaseReference } from "../rules/database-reference.ts";

writeFileSync(new URL("../docs/reference/database.md", import.meta.url), databaseReference());
