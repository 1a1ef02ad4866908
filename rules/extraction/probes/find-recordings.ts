import { statSync } from "node:fs";
import { TaskError } from "plr";

/**
 * Whether the recordings are there: true. Asked in every build, so that a wrong path is told with the setting that it
 * came from.
 *
 * @throws TaskError that names the setting, if they are not
 */
export default function findRecordings({
  path,
  from,
}: {
  readonly path: string;
  readonly from: string;
}): boolean {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() === true) return true;
  throw new TaskError(
    `no recordings at ${path} (${from})`,
    "Set SERI_DB_PATH, or DATA.recordings in configs/defaults.yaml, to the DuckDB file with the recordings.",
  );
}
