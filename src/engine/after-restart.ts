import { JOURNAL } from "./cache-folder.ts";
import type { Journal } from "./journal.ts";
import type { FileRecord } from "./journal-records.ts";
import type { Host } from "./host.ts";

/** How long before the journal's last write a file may have been written without having reached the disk. */
const UNSYNCED_NS = 600_000_000_000n;

/**
 * Forgets the digests of files that were written shortly before the machine last went down. Nothing waits for the
 * disk while it builds, so after a loss of power such a file may look as it did and hold something else, or nothing.
 */
export function forgetUnsynced(journal: Journal, { files, bootId }: Pick<Host, "files" | "bootId">): void {
  if (bootId === "" || journal.get("boot", "")?.id === bootId) return;
  const written = files.stat(JOURNAL)?.changedNs ?? 0n;
  for (const path of Array.from(journal.keys("file"))) {
    const record = journal.get("file", path);
    if (record && changedNs(record) >= written - UNSYNCED_NS) journal.drop("file", path);
  }
  for (const patterns of Array.from(journal.keys("glob"))) journal.drop("glob", patterns);
  journal.put("boot", "", { id: bootId });
}

/** From a file's tuple, which is for comparing alone everywhere else. */
function changedNs({ tuple }: FileRecord): bigint {
  return BigInt(tuple.split(" ")[2] ?? 0);
}
