// Looks at every file that the journal has a record of, in the journal's order, and says of each whether it still looks
// as recorded. It only saves the build from looking itself: what it has not come to is looked at in turn.
import { statSync } from "node:fs";
import { isAbsolute } from "node:path";
import { workerData } from "node:worker_threads";
import { looksAs } from "../engine/journal-body.ts";
import {
  bodyAt,
  FRAME_HEAD,
  FRAME_SUM,
  frameEnd,
  keyAt,
  MAGIC,
  recordSize,
} from "../engine/journal-frames.ts";
import { LOOKS_AS_RECORDED, LOOKS_OTHERWISE, type LookAheadWork } from "./look-ahead.ts";

/** The kind of file records, as it stands in the journal. */
const FILE = 0;

const { root, journal, seen } = workerData as LookAheadWork;
const bytes = Buffer.from(journal);
const flags = new Uint8Array(seen);

// Records that a later one replaced are looked at like any other: nobody asks about them, and they are few. Checksums are
// the reader's business: it asks about no record that it refused.
for (let start = MAGIC.length, end = frameEnd(bytes, start); end !== undefined;) {
  for (let at = start + FRAME_HEAD; at < end - FRAME_SUM; at += recordSize(bytes, at)) {
    if (bytes[at] === FILE) flags[at >> 3] = look(keyAt(bytes, at), at);
  }
  start = end;
  end = frameEnd(bytes, start);
}

function look(path: string, record: number): number {
  try {
    const found = statSync(isAbsolute(path) ? path : `${root}/${path}`, {
      bigint: true,
      throwIfNoEntry: false,
    });
    const isSame = found?.isFile() === true && looksAs(bytes, bodyAt(bytes, record).start, found);
    return isSame ? LOOKS_AS_RECORDED : LOOKS_OTHERWISE;
  } catch {
    return LOOKS_OTHERWISE;
  }
}
