import { STORE } from "../engine/cache-folder.ts";
import type { Hasher } from "../engine/digest.ts";
import type { Files } from "../engine/host.ts";
import { openJournal } from "../engine/journal.ts";
import type { StoreFiles } from "../engine/store.ts";

/** A project's store, as it lies in its folder. */
export function storeFiles(files: Files, hasher: Hasher): StoreFiles {
  return { files, hasher, folder: STORE, index: openJournal(`${STORE}/index`, files, hasher) };
}
