import { DROPPED, RECORD_HEAD } from "./journal-frames.ts";

/** Where the newest record of each key is, by the record's place. A record's kind belongs to its key. */
export interface JournalIndex {
  readonly get: (kind: number, key: string) => number | undefined;
  /** Puts a record in the place of the one that had its key, and gives that one's place. */
  readonly set: (place: number) => number | undefined;
  /** Takes out the record that has the key of the one at this place, and gives its place. */
  readonly remove: (place: number) => number | undefined;
  /** All places of a kind, in the order in which they were set; none may be set or taken out meanwhile. */
  readonly places: (kind: number) => Iterable<number>;
  /** How many keys of a kind there are. */
  readonly count: (kind: number) => number;
}

/** Where the record of a place lies. */
export interface Records {
  readonly bufferOf: (place: number) => Uint8Array;
  readonly offsetOf: (place: number) => number;
}

const EMPTY = 0;
const GONE = -1;

/**
 * An open hash table over keys as they lie in the journal, ugly for one reason: half a million of them as texts in a
 * `Map` cost half a second and 60 MB in each build with nothing to do. Here a key takes three numbers.
 */
export function createJournalIndex({ bufferOf, offsetOf }: Records, expected: number): JournalIndex {
  let table = makeTable(expected);
  /** Every place that was set, in turn, also those that hold no more. */
  let order = new Int32Array(Math.max(64, expected));
  let ordered = 0;
  let key = new Uint8Array(1024);
  const counts = new Int32Array(DROPPED);

  /** The slot in which the record is whose key these bytes are; -1 if there is none. */
  const find = (hash: number, kind: number, { bytes, start, length }: KeyBytes): number => {
    const { slots, hashes } = table;
    const mask = slots.length - 1;
    for (let at = hash & mask; slots[at] !== EMPTY; at = (at + 1) & mask) {
      const slot = slots[at] ?? EMPTY;
      if (slot === GONE || hashes[at] !== hash) continue;
      const other = bufferOf(slot - 1);
      const offset = offsetOf(slot - 1);
      if (kindAt(other, offset) === kind && isKey(other, offset, { bytes, start, length })) return at;
    }
    return -1;
  };
  const findRecord = (place: number): { hash: number; at: number } => {
    const bytes = bufferOf(place);
    const offset = offsetOf(place);
    const kind = kindAt(bytes, offset);
    const own = { bytes, start: offset + RECORD_HEAD, length: lengthAt(bytes, offset) };
    const hash = hashOf(kind, own);
    return { hash, at: find(hash, kind, own) };
  };
  const count = (place: number, more: 1 | -1): void => {
    const kind = kindAt(bufferOf(place), offsetOf(place));
    counts[kind] = (counts[kind] ?? 0) + more;
  };
  const append = (place: number): void => {
    if (ordered === order.length) {
      const longer = new Int32Array(2 * order.length);
      longer.set(order);
      order = longer;
    }
    order[ordered++] = place;
  };
  return {
    get: (kind, text) => {
      if (key.length < 3 * text.length) key = new Uint8Array(3 * text.length);
      const own = { bytes: key, start: 0, length: writeText(text, key) };
      const at = find(hashOf(kind, own), kind, own);
      return at < 0 ? undefined : (table.slots[at] ?? EMPTY) - 1;
    },
    set: (place) => {
      append(place);
      const { hash, at } = findRecord(place);
      if (at >= 0) {
        const old = (table.slots[at] ?? EMPTY) - 1;
        table.slots[at] = place + 1;
        return old;
      }
      if (2 * (table.used + 1) > table.slots.length) table = larger(table);
      insert(table, hash, place + 1);
      count(place, 1);
      return undefined;
    },
    remove: (place) => {
      const { at } = findRecord(place);
      if (at < 0) return undefined;
      const old = (table.slots[at] ?? EMPTY) - 1;
      table.slots[at] = GONE;
      count(place, -1);
      return old;
    },
    places: function* (kind) {
      for (let index = 0, left = counts[kind] ?? 0; left > 0 && index < ordered; index++) {
        const place = order[index] ?? 0;
        if (kindAt(bufferOf(place), offsetOf(place)) !== kind) continue;
        if (table.slots[findRecord(place).at] !== place + 1) continue;
        left--;
        yield place;
      }
    },
    count: (kind) => counts[kind] ?? 0,
  };
}

/** Most keys are ASCII, and short: a call of the encoder takes longer than their bytes. */
function writeText(text: string, into: Uint8Array): number {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return new TextEncoder().encodeInto(text, into).written;
    into[at] = code;
  }
  return text.length;
}

interface KeyBytes {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly length: number;
}

interface Table {
  /** A place + 1, or one of the marks above. */
  readonly slots: Int32Array;
  readonly hashes: Int32Array;
  /** Slots that are not empty; places that are gone among them. */
  used: number;
}

function makeTable(expected: number): Table {
  const size = 2 ** Math.ceil(Math.log2(Math.max(512, expected) * 2));
  return { slots: new Int32Array(size), hashes: new Int32Array(size), used: 0 };
}

/** Twice as large, without what is gone. */
function larger({ slots, hashes }: Table): Table {
  const made = makeTable(slots.length);
  for (let at = 0; at < slots.length; at++) {
    const slot = slots[at] ?? EMPTY;
    if (slot !== EMPTY && slot !== GONE) insert(made, hashes[at] ?? 0, slot);
  }
  return made;
}

function insert(table: Table, hash: number, slot: number): void {
  const mask = table.slots.length - 1;
  let at = hash & mask;
  while (table.slots[at] !== EMPTY) at = (at + 1) & mask;
  table.slots[at] = slot;
  table.hashes[at] = hash;
  table.used++;
}

/** FNV-1a, and the high bits mixed into the low ones, which choose the slot. */
function hashOf(kind: number, { bytes, start, length }: KeyBytes): number {
  let hash = 0x811c9dc5 ^ kind;
  for (let at = start; at < start + length; at++) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return hash ^ (hash >>> 15);
}

function kindAt(bytes: Uint8Array, record: number): number {
  return (bytes[record] ?? 0) & ~DROPPED;
}

function lengthAt(bytes: Uint8Array, record: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = [
    bytes[record + 1],
    bytes[record + 2],
    bytes[record + 3],
    bytes[record + 4],
  ];
  return a | (b << 8) | (c << 16) | (d << 24);
}

function isKey(record: Uint8Array, offset: number, { bytes, start, length }: KeyBytes): boolean {
  if (lengthAt(record, offset) !== length) return false;
  const own = offset + RECORD_HEAD;
  for (let at = 0; at < length; at++) if (record[own + at] !== bytes[start + at]) return false;
  return true;
}
