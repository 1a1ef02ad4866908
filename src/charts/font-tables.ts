/** Where a table lies in a font file, in bytes. */
export interface FontTable {
  readonly offset: number;
  readonly length: number;
}

/** The table directory of a TrueType file, by tag (OpenType 1.9, "Organization of an OpenType font"). */
export function fontTables(view: DataView): Map<string, FontTable> {
  const tables = new Map<string, FontTable>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const record = 12 + 16 * i;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(record + k)));
    tables.set(tag, { offset: view.getUint32(record + 8), length: view.getUint32(record + 12) });
  }
  return tables;
}

/**
 * A table that must be there.
 *
 * @throws if it is not: the file is no TrueType font
 */
export function tableOf(tables: ReadonlyMap<string, FontTable>, tag: string): FontTable {
  const table = tables.get(tag);
  if (table === undefined) throw new Error(`not a TrueType font: it has no table ${tag}`);
  return table;
}

/**
 * Writes a TrueType file from its tables, in the order of their tags, with the checksums that readers expect. The
 * adjustment in `head`, which makes the whole file's sum a constant, counts as zero in the sums themselves.
 */
export function writeFont(tables: ReadonlyMap<string, Buffer>): Buffer {
  const entries = [...tables].sort(([a], [b]) => (a < b ? -1 : 1));
  const power = Math.floor(Math.log2(entries.length));
  const head = Buffer.alloc(12 + 16 * entries.length);
  head.writeUInt32BE(0x00010000, 0);
  head.writeUInt16BE(entries.length, 4);
  head.writeUInt16BE(16 * 2 ** power, 6);
  head.writeUInt16BE(power, 8);
  head.writeUInt16BE(16 * (entries.length - 2 ** power), 10);
  let offset = head.length;
  const bodies = entries.map(([tag, table], i) => {
    const record = 12 + 16 * i;
    const padded = Buffer.concat([table, Buffer.alloc(-table.length & 3)]);
    if (tag === "head") padded.writeUInt32BE(0, 8);
    head.write(tag, record, "latin1");
    head.writeUInt32BE(checksum(padded), record + 4);
    head.writeUInt32BE(offset, record + 8);
    head.writeUInt32BE(table.length, record + 12);
    offset += padded.length;
    return padded;
  });
  const font = Buffer.concat([head, ...bodies]);
  const written = fontTables(new DataView(font.buffer, font.byteOffset, font.byteLength));
  font.writeUInt32BE((0xb1b0afba - checksum(font)) >>> 0, tableOf(written, "head").offset + 8);
  return font;
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 4) sum = (sum + bytes.readUInt32BE(i)) >>> 0;
  return sum;
}
