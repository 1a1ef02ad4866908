import { task } from "plr";
import { checkPublic } from "../check-public.ts";
import type { statistics } from "../statistics-rules.ts";
import { readPart } from "../statistics-task.ts";
import { writeAnalysis } from "../write-analysis.ts";

export default task<typeof statistics>(async ({ inputs, outputs, params }) => {
  const parts = Object.values(inputs).map(readPart);
  await writeAnalysis(outputs.db, Object.assign({}, ...parts), params.synthetic);
  await checkPublic([outputs.db]);
});
