// How a journal lies on the disk: a first line, then frames, each of which is what one write appended. A frame is its
// length, records, and a checksum of both. A record is its kind, the lengths of its key and its body, and these two.

/** The first line; another version's journal is taken for empty. */
export const MAGIC = Buffer.from("plr journal 2\n");
/** Before a frame's records, and behind them. */
export const FRAME_HEAD = 4;
export const FRAME_SUM = 8;
/** Before a record's key. */
export const RECORD_HEAD = 9;
/** Set in the kind of a record that says that its key is gone. */
export const DROPPED = 0x80;

/** Where the frame that starts here ends; undefined where there is no whole one. */
export function frameEnd(bytes: Buffer, start: number): number | undefined {
  if (start + FRAME_HEAD + FRAME_SUM > bytes.length) return undefined;
  const end = start + FRAME_HEAD + bytes.readUInt32LE(start) + FRAME_SUM;
  return end > bytes.length ? undefined : end;
}

export function keyAt(bytes: Buffer, record: number): string {
  const start = record + RECORD_HEAD;
  return bytes.toString("utf8", start, start + bytes.readUInt32LE(record + 1));
}

export function bodyAt(bytes: Buffer, record: number): { readonly start: number; readonly end: number } {
  const start = record + RECORD_HEAD + bytes.readUInt32LE(record + 1);
  return { start, end: start + bytes.readUInt32LE(record + 5) };
}

/** Bytes that a record takes. */
export function recordSize(bytes: Buffer, record: number): number {
  return RECORD_HEAD + bytes.readUInt32LE(record + 1) + bytes.readUInt32LE(record + 5);
}
