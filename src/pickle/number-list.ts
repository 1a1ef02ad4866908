import { ItemOpcode, Opcode } from "./opcode.ts";

/** A list whose items were read in one go, and where the stream goes on after them. */
export interface NumberList {
  readonly items: readonly number[];
  /** The position of the MARK that opens the first batch. */
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the items of a list of plain numbers, ahead of the parser. The bulk of a bootstrap's pickle is lists of
 * thousands of floats, and one tight loop over them costs a third of what a turn of the parser for each does.
 *
 * `view` is the whole stream, `position` that of what follows the list's EMPTY_LIST opcode. A batch is taken only
 * when every item of it is a number; undefined where there is none.
 */
export function readNumberList(view: DataView, position: number): NumberList | undefined {
  const start = afterMemo(view, position);
  const items: number[] = [];
  if (byteAt(view, start) !== ItemOpcode.MARK) return undefined;
  let end = start;
  for (let next = readBatch(view, end, items); next !== undefined; next = readBatch(view, end, items))
    end = next;
  return end === start ? undefined : { items, start, end };
}

function afterMemo(view: DataView, position: number): number {
  switch (byteAt(view, position)) {
    case Opcode.MEMOIZE:
      return position + 1;
    case Opcode.BINPUT:
      return position + 2;
    case Opcode.LONG_BINPUT:
      return position + 5;
    default:
      return position;
  }
}

/** One `MARK item… APPENDS` or `item APPEND`; the position after it, or undefined and no item taken. */
function readBatch(view: DataView, position: number, items: number[]): number | undefined {
  const before = items.length;
  const several = byteAt(view, position) === ItemOpcode.MARK;
  const end = readItems(view, several ? position + 1 : position, items);
  const taken = items.length - before;
  const closed = several ? ItemOpcode.APPENDS : ItemOpcode.APPEND;
  if (taken > 0 && (several || taken === 1) && byteAt(view, end) === closed) return end + 1;
  items.length = before;
  return undefined;
}

function readItems(view: DataView, position: number, items: number[]): number {
  // Bytes come faster from the array than from the view, above all before this loop has been compiled.
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  // Nine bytes are the longest item: so no item is read beyond the end.
  const last = bytes.length - 9;
  let at = position;
  while (at <= last) {
    switch (bytes[at]!) {
      case ItemOpcode.BINFLOAT:
        items.push(view.getFloat64(at + 1, false));
        at += 9;
        break;
      case ItemOpcode.BININT1:
        items.push(bytes[at + 1]!);
        at += 2;
        break;
      case ItemOpcode.BININT2:
        items.push(bytes[at + 1]! | (bytes[at + 2]! << 8));
        at += 3;
        break;
      case ItemOpcode.BININT:
        items.push(view.getInt32(at + 1, true));
        at += 5;
        break;
      case ItemOpcode.FRAME:
        at += 9;
        break;
      default:
        return at;
    }
  }
  return at;
}

function byteAt(view: DataView, position: number): number {
  return position < view.byteLength ? view.getUint8(position) : 0;
}
