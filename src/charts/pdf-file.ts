import { deflateSync } from "node:zlib";

/** The inside of an object's dictionary, and what its stream holds, if it has one. */
export interface PdfObject {
  readonly dictionary: string;
  readonly stream?: string | Buffer;
}

/**
 * A PDF file of objects, which are numbered from 1 in their order (ISO 32000-1, 7.5). Streams are compressed.
 *
 * @param objects the catalogue first; one refers to another as `n 0 R`
 * @param info which of them tells the document's title
 */
export function writePdf(objects: readonly PdfObject[], info: number): Buffer {
  const chunks: Buffer[] = [Buffer.from("%PDF-1.5\n%\u00e2\u00e3\u00cf\u00d3\n", "latin1")];
  let size = chunks[0]?.length ?? 0;
  const offsets = objects.map((object, i) => {
    const offset = size;
    const bytes = bytesOf(object, i + 1);
    chunks.push(bytes);
    size += bytes.length;
    return `${String(offset).padStart(10, "0")} 00000 n \n`;
  });
  const count = objects.length + 1;
  chunks.push(
    Buffer.from(
      `xref\n0 ${count}\n0000000000 65535 f \n${offsets.join("")}` +
        `trailer\n<< /Size ${count} /Root 1 0 R /Info ${info} 0 R >>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(chunks);
}

function bytesOf({ dictionary, stream }: PdfObject, number: number): Buffer {
  if (stream === undefined) return Buffer.from(`${number} 0 obj\n<< ${dictionary} >>\nendobj\n`);
  const data = deflateSync(stream);
  const head = `${number} 0 obj\n<< ${dictionary} /Filter /FlateDecode /Length ${data.length} >>\nstream\n`;
  return Buffer.concat([Buffer.from(head), data, Buffer.from("\nendstream\nendobj\n")]);
}

/** Text outside of pages, such as a title, as a string of UTF-16 (ISO 32000-1, 7.9.2.2). */
export function pdfText(text: string): string {
  return `<feff${Buffer.from(text, "utf16le").swap16().toString("hex")}>`;
}
