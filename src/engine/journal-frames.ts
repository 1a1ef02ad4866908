// How a journal lies on the disk: a first line, then frames, each of which is what one write appended. A frame is its
// length, records, and a checksum of both. A record is its kind, the lengths of its key and its body, and these two.
import type { Hasher } from "./digest.ts";

/** The first line; another version's journal is taken for empty. */
export const MAGIC = Buffer.from("plr journal 2\n");
/** Before a frame's records, and behind them. */
export const FRAME_HEAD = 4;
export const FRAME_SUM = 8;
/** Before a record's key. */
export const RECORD_HEAD = 9;
/** A journal that is written anew is cut into frames of about this size. */
const FRAME = 1 << 20;
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

/** One frame with these records. */
export function frameOf(records: readonly Buffer[], hasher: Hasher): Buffer {
  const length = records.reduce((sum, record) => sum + record.length, 0);
  const frame = Buffer.allocUnsafe(FRAME_HEAD + length + FRAME_SUM);
  frame.writeUInt32LE(length, 0);
  let at = FRAME_HEAD;
  for (const record of records) at += record.copy(frame, at);
  frame.write(hasher.bytes(frame.subarray(0, at)), at, FRAME_SUM, "hex");
  return frame;
}

/** Where a frame ends that is whole and has the right checksum; undefined where there is none. */
export function soundFrameEnd(bytes: Buffer, start: number, hasher: Hasher): number | undefined {
  const end = frameEnd(bytes, start);
  if (end === undefined) return undefined;
  const sum = bytes.toString("hex", end - FRAME_SUM, end);
  return hasher.bytes(bytes.subarray(start, end - FRAME_SUM)) === sum ? end : undefined;
}

/** A whole journal with these records. */
export function journalOf(records: Iterable<Buffer>, hasher: Hasher): Buffer {
  const parts: Buffer[] = [MAGIC];
  let frame: Buffer[] = [];
  let length = 0;
  const close = (): void => {
    if (length > 0) parts.push(frameOf(frame, hasher));
    frame = [];
    length = 0;
  };
  for (const record of records) {
    frame.push(record);
    length += record.length;
    if (length >= FRAME) close();
  }
  close();
  return Buffer.concat(parts);
}
