import { basename, dirname } from "node:path";
import { TaskError } from "plr";
import { scanPublic } from "plr/privacy/scan-public";

/**
 * The privacy gate for what the analysis writes. Codes themselves are unknown here, since nothing private is read:
 * patterns of codes, home and temporary paths and credentials are looked for.
 *
 * @param paths files that are about to become public, read in their decoded form
 * @throws TaskError that names each place and kind, never what was found
 */
export async function checkPublic(paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const findings = await scanPublic({
      root: dirname(path),
      files: [basename(path)],
      forbidden: { codes: [] },
    });
    if (findings.length > 0) {
      const places = findings.map(({ file, where, what }) => `${file}, ${where}: ${what}`);
      throw new TaskError(`must not be published: ${places.join("; ")}`);
    }
  }
}
