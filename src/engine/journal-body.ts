// The bodies of the records that a journal has by the hundred thousand, in a form that is read without parsing what
// nobody asks for. A body that does not fit its form, and every other kind, is JSON: its first byte tells.
import type { Digest } from "./digest.ts";
import type { Stat } from "./host.ts";
import type { Entry, FileRecord, OwnerRecord, StepOutline, StepRecord } from "./journal-records.ts";

/** First byte of a binary body; no JSON text begins with it. */
const BINARY = 1;
const TUPLE_PARTS = 5;
/** Where the parts of a file's body lie. */
const FILE_BODY = { flags: 1, tuple: 2, digest: 2 + 8 * TUPLE_PARTS, size: 10 + 8 * TUPLE_PARTS };

export interface BodyWriter {
  /** Makes room for so many bytes more, and says where they begin. */
  readonly room: (bytes: number) => { readonly buffer: Buffer; readonly at: number };
}

export function writeBody(kind: string, body: unknown, writer: BodyWriter): number {
  if (kind === "file" && isPlainFile(body as FileRecord)) return writeFile(body as FileRecord, writer);
  if (kind === "owner" && isPlainOwner(body as OwnerRecord)) return writeOwner(body as OwnerRecord, writer);
  if (kind === "step" && isPlainStep(body as StepRecord)) return writeStep(body as StepRecord, writer);
  const text = JSON.stringify(body);
  const length = Buffer.byteLength(text);
  const { buffer, at } = writer.room(length);
  buffer.write(text, at, "utf8");
  return length;
}

export function readBody(kind: string, buffer: Buffer, start: number, end: number): unknown {
  if (!isBinary(buffer, start)) return JSON.parse(buffer.toString("utf8", start, end));
  if (kind === "file") return readFile(buffer, start);
  if (kind === "owner") return readOwner(buffer, start, end);
  return readStep(buffer, start);
}

/** Whether a body is cheap to read again. */
export function isBinary(buffer: Buffer, start: number): boolean {
  return buffer[start] === BINARY;
}

function isDigest(text: string): boolean {
  return text.length === 16 && /^[0-9a-f]{16}$/.test(text);
}

function isPlainFile(body: FileRecord): boolean {
  return (
    Object.keys(body).length === 3 && isDigest(body.digest) && /^\d+(?: -?\d+){2} \d+ \d+$/.test(body.tuple)
  );
}

function writeFile({ tuple, digest, settled }: FileRecord, writer: BodyWriter): number {
  const { buffer, at } = writer.room(FILE_BODY.size);
  buffer[at] = BINARY;
  buffer[at + FILE_BODY.flags] = settled ? 1 : 0;
  const parts = tuple.split(" ");
  for (let part = 0; part < TUPLE_PARTS; part++) {
    buffer.writeBigInt64LE(BigInt.asIntN(64, BigInt(parts[part] ?? 0)), at + FILE_BODY.tuple + 8 * part);
  }
  buffer.write(digest, at + FILE_BODY.digest, 8, "hex");
  return FILE_BODY.size;
}

function readFile(buffer: Buffer, at: number): FileRecord {
  return {
    tuple: tupleAt(buffer, at),
    digest: digestAt(buffer, at + FILE_BODY.digest),
    settled: buffer[at + FILE_BODY.flags] === 1,
  };
}

function partsAt(buffer: Buffer, body: number): readonly [bigint, bigint, bigint, bigint, bigint] {
  const at = body + FILE_BODY.tuple;
  return [
    buffer.readBigUInt64LE(at),
    buffer.readBigInt64LE(at + 8),
    buffer.readBigInt64LE(at + 16),
    buffer.readBigUInt64LE(at + 24),
    buffer.readBigUInt64LE(at + 32),
  ];
}

function tupleAt(buffer: Buffer, body: number): string {
  return partsAt(buffer, body).join(" ");
}

/** What the system says of a file, to the last digit. */
export interface ExactStat {
  readonly size: bigint;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly ino: bigint;
  readonly dev: bigint;
}

/** Whether a file looks as the body of its record says; false if the body does not say. */
export function looksAs(buffer: Buffer, body: number, found: ExactStat): boolean {
  const at = body + FILE_BODY.tuple;
  return (
    buffer[body] === BINARY &&
    buffer.readBigInt64LE(at + 16) === found.ctimeNs &&
    buffer.readBigInt64LE(at + 8) === found.mtimeNs &&
    buffer.readBigUInt64LE(at) === found.size &&
    buffer.readBigUInt64LE(at + 24) === found.ino &&
    buffer.readBigUInt64LE(at + 32) === found.dev
  );
}

/**
 * A file that looks as the body of its record says. A class, so that one of a hundred thousand takes three
 * words and no closure; what nobody asks for is not read.
 */
export class RecordedFile implements Stat {
  readonly #buffer: Buffer;
  readonly #body: number;

  constructor(buffer: Buffer, body: number) {
    this.#buffer = buffer;
    this.#body = body;
  }

  get kind(): "file" {
    return "file";
  }

  get size(): number {
    return Number(partsAt(this.#buffer, this.#body)[0]);
  }

  get tuple(): string {
    return tupleAt(this.#buffer, this.#body);
  }

  get changedNs(): bigint {
    const [, mtime, ctime] = partsAt(this.#buffer, this.#body);
    return mtime > ctime ? mtime : ctime;
  }

  get device(): bigint {
    return partsAt(this.#buffer, this.#body)[4];
  }

  /** The digest of its content, if that was old enough when it was taken. */
  get digest(): Digest | undefined {
    const isSettled = this.#buffer[this.#body + FILE_BODY.flags] === 1;
    return isSettled ? digestAt(this.#buffer, this.#body + FILE_BODY.digest) : undefined;
  }
}

function digestAt(buffer: Buffer, at: number): Digest {
  return buffer.toString("hex", at, at + 8) as Digest;
}

function isPlainOwner(body: OwnerRecord): boolean {
  return Object.keys(body).length === 3 && isDigest(body.digest);
}

function writeOwner({ digest, variant, precious }: OwnerRecord, writer: BodyWriter): number {
  const length = 10 + Buffer.byteLength(variant);
  const { buffer, at } = writer.room(length);
  buffer[at] = BINARY;
  buffer[at + 1] = precious ? 1 : 0;
  buffer.write(digest, at + 2, 8, "hex");
  buffer.write(variant, at + 10, "utf8");
  return length;
}

function readOwner(buffer: Buffer, at: number, end: number): OwnerRecord {
  return {
    digest: digestAt(buffer, at + 2),
    variant: buffer.toString("utf8", at + 10, end),
    precious: buffer[at + 1] === 1,
  };
}

/** What of a step's record is written part by part; anything else is JSON behind it. */
const STEP_PARTS = ["fingerprint", "entries", "outputs", "durMs", "run", "at", "log", "stale"];
const STEP_FIXED = 42;
const OUTPUTS_AT = 34;
const ENTRIES_AT = 38;
/** Of an output, behind its path. */
const OUTPUT_FIXED = 24;
const STALE = 1;
const LOGGED = 2;
const MORE = 4;

function isPlainStep(body: StepRecord): boolean {
  return (
    isDigest(body.fingerprint) &&
    body.outputs.every(
      (output) => isDigest(output.digest) && isDigest(output.meaning) && Object.keys(output).length === 4,
    )
  );
}

/** Fixed part, outputs, log, the rest, entries: what is asked for most comes first. */
function writeStep(record: StepRecord, writer: BodyWriter): number {
  const more = Object.entries(record).filter(([name]) => !STEP_PARTS.includes(name));
  const { fingerprint, outputs, log, entries } = record;
  let length = 0;
  const room = (bytes: number): { buffer: Buffer; at: number } => {
    length += bytes;
    return writer.room(bytes);
  };
  const text = (value: string): void => {
    const bytes = Buffer.byteLength(value);
    const { buffer, at } = room(4 + bytes);
    buffer.writeUInt32LE(bytes, at);
    buffer.write(value, at + 4, "utf8");
  };
  const { buffer, at } = room(STEP_FIXED);
  buffer[at] = BINARY;
  buffer[at + 1] =
    (record.stale ? STALE : 0) | (log === undefined ? 0 : LOGGED) | (more.length > 0 ? MORE : 0);
  buffer.write(fingerprint, at + 2, 8, "hex");
  buffer.writeDoubleLE(record.durMs, at + 10);
  buffer.writeDoubleLE(record.run, at + 18);
  buffer.writeDoubleLE(record.at, at + 26);
  buffer.writeUInt32LE(outputs.length, at + OUTPUTS_AT);
  buffer.writeUInt32LE(entries.length, at + ENTRIES_AT);
  for (const output of outputs) {
    text(output.path);
    const fixed = room(OUTPUT_FIXED);
    fixed.buffer.write(output.digest, fixed.at, 8, "hex");
    fixed.buffer.write(output.meaning, fixed.at + 8, 8, "hex");
    fixed.buffer.writeDoubleLE(output.size, fixed.at + 16);
  }
  if (log !== undefined) text(log);
  if (more.length > 0) text(JSON.stringify(Object.fromEntries(more)));
  for (const entry of entries) for (const part of entry) text(part);
  return length;
}

/** Reads what decides whether a step is fresh, and leaves the rest unread. */
export function readOutline(buffer: Buffer, start: number): StepOutline {
  const outputs: { path: string; digest: Digest }[] = [];
  let at = start + STEP_FIXED;
  for (let left = buffer.readUInt32LE(start + OUTPUTS_AT); left > 0; left--) {
    const length = buffer.readUInt32LE(at);
    at += 4 + length;
    outputs.push({ path: buffer.toString("utf8", at - length, at), digest: digestAt(buffer, at) });
    at += OUTPUT_FIXED;
  }
  const { discovered } = (buffer[start + 1] ?? 0) & MORE ? readStep(buffer, start) : {};
  return {
    fingerprint: digestAt(buffer, start + 2),
    outputs,
    durMs: buffer.readDoubleLE(start + 10),
    stale: ((buffer[start + 1] ?? 0) & STALE) !== 0,
    ...(discovered && { discovered }),
  };
}

function readStep(buffer: Buffer, start: number): StepRecord {
  let at = start + STEP_FIXED;
  const text = (): string => {
    const length = buffer.readUInt32LE(at);
    at += 4 + length;
    return buffer.toString("utf8", at - length, at);
  };
  const flags = buffer[start + 1] ?? 0;
  const outputs = Array.from({ length: buffer.readUInt32LE(start + OUTPUTS_AT) }, () => {
    const path = text();
    at += OUTPUT_FIXED;
    return {
      path,
      digest: digestAt(buffer, at - 24),
      size: buffer.readDoubleLE(at - 8),
      meaning: digestAt(buffer, at - 16),
    };
  });
  const log = flags & LOGGED ? text() : undefined;
  const more = flags & MORE ? (JSON.parse(text()) as Partial<StepRecord>) : undefined;
  const entries = Array.from({ length: buffer.readUInt32LE(start + ENTRIES_AT) }, (): Entry => [
    text(),
    text(),
    text(),
  ]);
  return {
    fingerprint: digestAt(buffer, start + 2),
    entries,
    outputs,
    durMs: buffer.readDoubleLE(start + 10),
    run: buffer.readDoubleLE(start + 18),
    at: buffer.readDoubleLE(start + 26),
    log,
    stale: (flags & STALE) !== 0,
    ...more,
  };
}
