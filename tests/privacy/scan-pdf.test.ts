import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import PdfWriter from "pdfkit";
import { CODE, createScanner, kinds } from "./support/scanner.ts";

const { scan } = createScanner();

async function pdf(
  draw: (document: PDFKit.PDFDocument) => void,
  info: PDFKit.DocumentInfo = {},
): Promise<Buffer> {
  const document = new PdfWriter({ info });
  const parts: Buffer[] = [];
  document.on("data", (part: Buffer) => parts.push(part));
  const ended = new Promise((resolve) => document.on("end", resolve));
  draw(document);
  document.end();
  await ended;
  return Buffer.concat(parts);
}

/** A composite font whose codes are 1, 2, 3 … for the letters given, as writers with embedded subsets make them. */
function pdfWithFont(letters: string, content: (code: (text: string) => string) => string): Buffer {
  const hex = (number: number) => number.toString(16).padStart(4, "0");
  const code = (text: string) => Array.from(text, (letter) => hex(letters.indexOf(letter) + 1)).join("");
  const cmap = `begincodespacerange <0000> <ffff> endcodespacerange
    1 beginbfrange <0001> <0001> <${hex(letters.charCodeAt(0))}> endbfrange
    1 beginbfrange <0002> <${hex(letters.length)}> [${Array.from(letters.slice(1), (letter) => `<${hex(letter.charCodeAt(0))}>`).join(" ")}] endbfrange`;
  const stream = (text: string) => {
    const packed = deflateSync(Buffer.from(text));
    return `<< /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed.toString("latin1")}\nendstream`;
  };
  const objects = [
    "<< /Type /Page /Contents 2 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
    stream(`BT /F1 9 Tf ${content(code)} ET`),
    "<< /Type /Font /Subtype /Type0 /ToUnicode 4 0 R >>",
    stream(cmap),
  ];
  const body = objects.map((object, index) => `${index + 1} 0 obj\n${object}\nendobj\n`);
  return Buffer.from(`%PDF-1.7\n${body.join("")}`, "latin1");
}

test("text of a PDF is read through its fonts, however it is cut into pieces", async () => {
  const letters = "PLR9042 ms";
  const pieces: Record<string, (code: (text: string) => string) => string> = {
    whole: (code) => `1 0 0 1 5 20 Tm <${code("s PLR9042")}> Tj`,
    kerned: (code) => `1 0 0 1 5 20 Tm [<${code("PL")}> 60 <${code("R90")}> -20 <${code("42")}>] TJ`,
    "glyph by glyph": (code) =>
      Array.from("PLR9042", (letter, i) => `1 0 0 1 ${5 + i * 5} 20 Tm <${code(letter)}> Tj`).join("\n"),
    upright: (code) =>
      Array.from("PLR9042", (letter, i) => `0 1 -1 0 20 ${5 + i * 5} Tm <${code(letter)}> Tj`).join("\n"),
  };
  for (const [name, content] of Object.entries(pieces)) {
    const bytes = pdfWithFont(letters, content);
    assert.deepEqual(kinds(await scan(`${name}.pdf`, bytes)), ["subject-code"], name);
  }
  const standard = await pdf((document) => void document.text(`subject ${CODE}`));
  assert.equal(standard.includes(CODE), false);
  assert.deepEqual(kinds(await scan("standard.pdf", standard)), ["subject-code"]);
});

test("clean PDFs pass, neighbouring labels are not joined", async () => {
  const apart = pdfWithFont(
    "PLR9042 ms",
    (code) => `1 0 0 1 5 20 Tm <${code("PLR")}> Tj 1 0 0 1 60 20 Tm <${code("9042 ms")}> Tj`,
  );
  const below = pdfWithFont("PLR9042 ms", (code) => `<${code("PLR")}> Tj 0 -12 Td <${code("9042")}> Tj`);
  const spaced = pdfWithFont("PLR9042 ms", (code) => `[<${code("PLR")}> -300 <${code("9042")}>] TJ`);
  for (const bytes of [apart, below, spaced]) assert.deepEqual(await scan("clean.pdf", bytes), []);
  const standard = await pdf((document) => void document.text("AUROC 0.911 [0.755, 0.971], PLR"));
  assert.deepEqual(await scan("standard-clean.pdf", standard), []);
});

test("a simple font has one byte for each glyph, even if its map has two", async () => {
  const letters = "ABCPLR9042";
  const bytes = pdfWithFont(letters, (code) => `<${code("PLR9042").replaceAll("00", "")}> Tj`);
  const simple = bytes.toString("latin1").replace("/Type0", "/Type3");
  assert.deepEqual(kinds(await scan("simple.pdf", Buffer.from(simple, "latin1"))), ["subject-code"]);
});

test("a composite font without a map to Unicode cannot be vouched for", async () => {
  const bytes = pdfWithFont("PLR", (code) => `<${code("PLR")}> Tj`)
    .toString("latin1")
    .replace(" /ToUnicode 4 0 R", "");
  const [finding] = await scan("unmapped.pdf", Buffer.from(bytes, "latin1"));
  assert.equal(finding?.why, "text-without-unicode-map");
});

test("the information dictionary, links and attachments of a PDF are read", async () => {
  const titled = await pdf(() => undefined, { Title: `Übersicht ${CODE}` });
  assert.deepEqual(kinds(await scan("title.pdf", titled)), ["subject-code"]);
  const linked = await pdf((document) => void document.text("x", { link: "file:///home/someone/x.html" }));
  assert.deepEqual(kinds(await scan("link.pdf", linked)), ["file-uri", "home-path"]);
  const attached = await pdf((document) => {
    document.file(Buffer.from(`{"a": "\\u0050LR9042"}`), { name: "a.json" });
  });
  assert.deepEqual(kinds(await scan("attached.pdf", attached)), ["subject-code"]);
});

test("hexadecimal strings and object streams of a PDF are read", async () => {
  const hex = Buffer.from(CODE).toString("hex");
  const packed = deflateSync(Buffer.from(`7 0 << /Note <${hex}> >>`));
  const head = `%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`;
  const bytes = Buffer.concat([Buffer.from(head), packed, Buffer.from("\nendstream\nendobj\n")]);
  assert.deepEqual(await scan("packed.pdf", bytes), [
    { file: "packed.pdf", where: "PDF object 7", what: "subject-code", count: 1 },
  ]);
});

test("an encrypted PDF is not vouched for", async () => {
  const bytes = await pdf((document) => void document.text("x"));
  const encrypted = bytes.toString("latin1").replace("trailer\n<<", "trailer\n<< /Encrypt 9 0 R");
  const findings = await scan("encrypted.pdf", Buffer.from(encrypted, "latin1"));
  assert.deepEqual(
    findings.map(({ why }) => why),
    ["encrypted"],
  );
});
