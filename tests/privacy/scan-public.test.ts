import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { deflateSync, gzipSync } from "node:zlib";
import { DuckDBInstance } from "@duckdb/node-api";
import PdfWriter from "pdfkit";
import { type Finding, scanPublic } from "../../src/privacy/index.ts";

/** Codes of no one: the recordings use neither this digit nor this prefix. */
const CODE = "PLR9042";
const FORBIDDEN = { codes: [CODE, "SYNTH_H001", "Visit-7b"], userNames: ["anna", "root"] };

let root: string;
before(async () => {
  root = await mkdtemp(join(tmpdir(), "plr-gate-"));
});
after(() => rm(root, { recursive: true }));

async function scan(name: string, content: string | Buffer): Promise<readonly Finding[]> {
  await writeFile(join(root, name), content);
  return scanPublic({ root, files: [name], forbidden: FORBIDDEN });
}

async function scanDatabase(name: string, statements: readonly string[]): Promise<readonly Finding[]> {
  const instance = await DuckDBInstance.create(join(root, name), { threads: "1" });
  const connection = await instance.connect();
  for (const statement of statements) await connection.run(statement);
  connection.closeSync();
  instance.closeSync();
  return scanPublic({ root, files: [name], forbidden: FORBIDDEN });
}

function kinds(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ what }) => what).sort();
}

test("a database of 100,000 cells with codes that no byte of the file shows", async () => {
  const name = "trap.duckdb";
  const findings = await scanDatabase(name, [
    "CREATE TABLE predictions AS SELECT 'subject PLR' || (9000 + i % 1000) || ' draw ' || i AS cell FROM range(100000) r(i)",
    "CHECKPOINT",
  ]);
  const bytes = await readFile(join(root, name), "latin1");
  // DuckDB draws the symbols that it packs texts with; some draws lie side by side like another code than this.
  assert.equal(bytes.includes(CODE), false, "the trap is no trap: the bytes show the code");
  assert.deepEqual(findings, [
    {
      file: name,
      where: "table predictions, column cell, row 1",
      what: "subject-code-pattern",
      count: 99_900,
    },
    { file: name, where: "table predictions, column cell, row 43", what: "subject-code", count: 100 },
  ]);
});

test("clean cells give nothing", async () => {
  const findings = await scanDatabase("clean.duckdb", [
    "CREATE TABLE cells AS SELECT 'ensemble-LOF-MOMENT-' || i AS method, i AS PLR9, i / 7 AS v FROM range(5000) r(i)",
  ]);
  assert.deepEqual(findings, []);
});

test("every place of a database that can hold text is read, and no code is repeated", async () => {
  const carriers: readonly [where: string, statement: string][] = [
    ["table lists, column v, row 1", `CREATE TABLE lists AS SELECT ['a', '${CODE}'] AS v`],
    ["table structs, column v, row 1", `CREATE TABLE structs AS SELECT {'a': {'b': '${CODE}'}} AS v`],
    [
      "table maps, column v, row 2",
      `CREATE TABLE maps AS SELECT MAP {k: 1} AS v FROM (VALUES ('a'), ('${CODE}')) t(k)`,
    ],
    ["table json, column v, row 1", String.raw`CREATE TABLE json AS SELECT '{"\u0050LR9042": 1}'::JSON AS v`],
    ["table s_t, column v, row 1", `CREATE TABLE s.s_t AS SELECT '${CODE}' AS v`],
    ["data_type of columns fields", `CREATE TABLE t1 AS SELECT NULL::STRUCT(${CODE} DOUBLE) AS fields`],
    ["labels of types choices", `CREATE TYPE choices AS ENUM ('a', '${CODE}')`],
    ["column_name of columns [redacted]", `CREATE TABLE t2 ("${CODE}" INTEGER)`],
    ["table_name of tables [redacted]", `CREATE TABLE "${CODE}" (v INTEGER)`],
    ["comment of tables t3", `CREATE TABLE t3 (v INTEGER); COMMENT ON TABLE t3 IS '${CODE}'`],
    ["comment of columns noted", `CREATE TABLE t4 (noted INTEGER); COMMENT ON COLUMN t4.noted IS '${CODE}'`],
    ["column_default of columns filled", `CREATE TABLE t5 (filled VARCHAR DEFAULT '${CODE}')`],
    ["sql of views w", `CREATE VIEW w AS SELECT 1 AS one WHERE 'a' <> '${CODE}'`],
    ["constraint_text of constraints [redacted]", `CREATE TABLE t6 (v VARCHAR CHECK (v <> '${CODE}'))`],
    ["macro_definition of functions m", `CREATE MACRO m() AS '${CODE}'`],
  ];
  const statements = carriers.flatMap(([, statement]) => statement.split("; "));
  const findings = await scanDatabase("carriers.duckdb", ["CREATE SCHEMA s", ...statements]);
  const places = findings.map(({ where }) => where);
  for (const [where] of carriers)
    assert.ok(places.includes(where), `${where} is not in\n${places.join("\n")}`);
  assert.deepEqual([...new Set(kinds(findings))], ["subject-code"]);
  assert.equal(JSON.stringify(findings).includes("9042"), false);
});

test("a deleted row that is still in the file's blocks is found", async () => {
  const findings = await scanDatabase("deleted.duckdb", [
    "SET force_compression = 'uncompressed'",
    `CREATE TABLE t AS SELECT 'row ' || i || ' of ${CODE} and a long enough text ' || hash(i) AS v FROM range(8000) r(i)`,
    "CHECKPOINT",
    "UPDATE t SET v = 'clean'",
    "CHECKPOINT",
  ]);
  const bytes = await readFile(join(root, "deleted.duckdb"), "latin1");
  assert.ok(bytes.includes(CODE), "nothing was left behind, so the test shows nothing");
  assert.deepEqual(kinds(findings), ["subject-code"]);
  assert.equal(findings[0]?.where, "raw bytes");
});

test("a binary column cannot be vouched for", async () => {
  const findings = await scanDatabase("blob.duckdb", [
    "CREATE TABLE t AS SELECT 'abc'::BLOB AS v, NULL::BLOB AS empty",
  ]);
  assert.deepEqual(findings, [
    {
      file: "blob.duckdb",
      where: "table t, column v (BLOB)",
      what: "unreadable",
      count: 1,
      why: "binary-column",
    },
  ]);
});

test("Parquet is read by cell and by metadata", async () => {
  const path = join(root, "cells.parquet");
  const instance = await DuckDBInstance.create(":memory:");
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT 'x' AS a, CASE WHEN i = 4999 THEN '/home/anna/mlruns' ELSE 'y' || i END AS b FROM range(5000) r(i))
     TO '${path}' (FORMAT parquet, COMPRESSION zstd, KV_METADATA {writer: '${CODE}'})`,
  );
  connection.closeSync();
  instance.closeSync();
  const findings = await scanPublic({ root, files: ["cells.parquet"], forbidden: FORBIDDEN });
  assert.deepEqual(
    findings.map(({ what, where }) => [what, where]),
    [
      ["subject-code", "metadata"],
      ["home-path", "rows, column b, row 5000"],
      ["user-name", "rows, column b, row 5000"],
    ],
  );
});

test("JSON findings carry pointers, and keys that are codes are redacted in them", async () => {
  const text = `{"runs": [{"note": "x"}, {"note": "y"}], "${CODE}": {"inner": "sqlite:////home/anna/x"}}`;
  const findings = await scan("a.json", text);
  assert.deepEqual(
    findings.map(({ what, where }) => [what, where]),
    [
      ["subject-code", "/[redacted]"],
      ["home-path", "/[redacted]/inner"],
      ["user-name", "/[redacted]/inner"],
    ],
  );
  const escaped = await scan("b.json", '{"runs": [{"no/te": "\\u0050LR9\\u0030\\u0034\\u0032"}]}');
  assert.deepEqual(escaped, [{ file: "b.json", where: "/runs/0/no~1te", what: "subject-code", count: 1 }]);
});

test("a repeated JSON key cannot hide the value that parsing drops", async () => {
  const findings = await scan("twice.json", `{\n"a": "${CODE}",\n"a": "clean"}`);
  assert.deepEqual(findings, [{ file: "twice.json", where: "line 2", what: "subject-code", count: 1 }]);
});

test("broken JSON is damaged and still read as text", async () => {
  assert.deepEqual(kinds(await scan("broken.json", `{"a": NaN, "b": "${CODE}"}`)), [
    "subject-code",
    "unreadable",
  ]);
});

const TEXTS: readonly [what: string, name: string, text: string][] = [
  ["subject-code", "plain.csv", `id,p\n1,0.5\n${CODE},0.7\n`],
  ["subject-code", "case.txt", `see ${CODE.toLowerCase()}.`],
  ["subject-code", "word.txt", "row (visit-7B)"],
  ["subject-code", "tex.tex", String.raw`SYNTH\_H001 & 0.5 \\`],
  ["subject-code", "tex2.tex", String.raw`SYNTH\textunderscore{}H001 & 0.5 \\`],
  ["subject-code", "entities.svg", "<svg><text>&#80;LR&#x39;042</text></svg>"],
  ["subject-code", "twice.html", "<p title='&amp;#80;LR9042'>x</p>"],
  ["subject-code", "split.svg", "<svg><text><tspan x='1'>PLR</tspan><tspan>9042</tspan></text></svg>"],
  ["subject-code", "wide.txt", "ＰＬＲ９０４２"],
  ["subject-code", "soft.txt", "PLR\u00AD90\u200B42"],
  ["subject-code", "uri.txt", "s3://bucket/%50%4cR9042/x"],
  ["subject-code", "utf16.txt", `\uFEFF${CODE}`],
  ["subject-code-pattern", "other.txt", "xPLR123y"],
  ["home-path", "unix.txt", "at /home/someone/x"],
  ["home-path", "mac.txt", '"/Users/someone"'],
  ["home-path", "root.txt", "ls /root/runs"],
  ["home-path", "windows.txt", String.raw`C:\Users\someone`],
  ["home-path", "windows.jsonl", String.raw`{"a": "c:\\Users\\someone"}`],
  ["temp-path", "tmp.txt", "/tmp/build-x/y"],
  ["temp-path", "mactmp.txt", "/var/folders/zz/T"],
  ["file-uri", "file.txt", "file:///data/mlruns/0"],
  ["uri-credentials", "pass.txt", "https://me:secret@host.org/x"],
  ["user-name", "user.txt", "by Anna, 2026"],
];

for (const [what, name, text] of TEXTS) {
  test(`${what} in ${name}`, async () => {
    const content = name.startsWith("utf16") ? Buffer.from(text, "utf16le") : text;
    assert.deepEqual(kinds(await scan(name, content)), [what]);
  });
}

test("what only looks alike passes", async () => {
  const text = [
    "root user: PLR and PLR12 and Foundation PLR 2026, SYNTH_H0012, XSYNTH_H001, annals, Johanna",
    "https://example.org/home/x https://example.org/Users/y ./home/x ~/home/x /rooted a/tmp/x",
    "10:30 user@host.org http://host:8080/a@b  &amp; 100 % \\alpha C: D:",
    "<td>PLR</td><td>900</td>",
    "//   https://...    file://...    //... and a header of %PDF-1.7",
  ].join("\n");
  assert.deepEqual(await scan("clean.html", text), []);
});

test("lines are counted from one, places by kind", async () => {
  const findings = await scan("lines.csv", `a\n${CODE},${CODE}\nb\n${CODE}\n`);
  assert.deepEqual(findings, [{ file: "lines.csv", where: "line 2", what: "subject-code", count: 2 }]);
});

test("the file's own name is scanned and redacted", async () => {
  const [finding] = await scan(`fig_${CODE}.csv`, "a\n");
  assert.deepEqual(finding, { file: "[redacted]", where: "file name", what: "subject-code", count: 1 });
});

test("what cannot be read is a finding of its own", async () => {
  const cases: [string, Buffer, string][] = [
    ["model.bin", Buffer.from([0, 1, 2, 255, 254]), "unknown-format"],
    ["cut.png", png([]).subarray(0, 40), "damaged"],
    ["bad.duckdb", Buffer.from(`12345678DUCK${"x".repeat(5000)}`), "damaged"],
    ["bad.parquet", Buffer.from("PAR1xxxxxxxxxxxxPAR1"), "damaged"],
    ["bad.gz", Buffer.from([0x1f, 0x8b, 8, 0, 1]), "damaged"],
    ["bad.pdf", Buffer.from("%PDF-1.7\nnothing"), "damaged"],
  ];
  for (const [name, bytes, why] of cases) {
    const findings = await scan(name, bytes);
    assert.deepEqual(
      findings.map((finding) => [finding.what, finding.why]),
      [["unreadable", why]],
      name,
    );
  }
  const [absent] = await scanPublic({ root, files: ["absent.csv"], forbidden: FORBIDDEN });
  assert.equal(absent?.why, "missing");
});

test("gzip is read by its inner format", async () => {
  const findings = await scan("a.json.gz", gzipSync(`{"k": "\\u0050LR9042"}`));
  assert.deepEqual(findings, [
    { file: "a.json.gz", where: "gzip content, /k", what: "subject-code", count: 1 },
  ]);
});

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type, "latin1"), data, Buffer.alloc(4)]);
}

function png(chunks: readonly Buffer[]): Buffer {
  const signature = Buffer.from("\x89PNG\r\n\x1A\n", "latin1");
  return Buffer.concat([
    signature,
    chunk("IHDR", Buffer.alloc(13)),
    ...chunks,
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

test("every text chunk of a PNG is inflated and read", async () => {
  const packed = deflateSync(Buffer.from(`made for ${CODE}`));
  const chunks = {
    tEXt: Buffer.from(`Title\0${CODE}`),
    zTXt: Buffer.concat([Buffer.from("Title\0\0"), packed]),
    iTXt: Buffer.concat([Buffer.from("Title\0\x01\0en\0Titel\0"), packed]),
    iCCP: Buffer.concat([Buffer.from("p\0\0"), packed]),
    eXIf: Buffer.from(CODE, "utf16le"),
    prVt: Buffer.from(CODE),
  };
  for (const [type, data] of Object.entries(chunks)) {
    const findings = await scan(`${type}.png`, png([chunk(type, data)]));
    assert.deepEqual(
      findings.map(({ what, where }) => [what, where]),
      [["subject-code", `PNG chunk ${type} at 33`]],
      type,
    );
  }
  assert.deepEqual(kinds(await scan("tail.png", Buffer.concat([png([]), Buffer.from(`x ${CODE}`)]))), [
    "subject-code",
  ]);
  assert.deepEqual(await scan("clean.png", png([chunk("tEXt", Buffer.from("Title\0x"))])), []);
});

test("a picture inside an SVG or HTML is opened", async () => {
  const picture = png([chunk("zTXt", Buffer.concat([Buffer.from("T\0\0"), deflateSync(Buffer.from(CODE))]))]);
  const findings = await scan(
    "embedded.svg",
    `<svg><image href="data:image/png;base64,${picture.toString("base64")}"/></svg>`,
  );
  assert.deepEqual(findings, [
    { file: "embedded.svg", where: "data URI 1, PNG chunk zTXt at 33", what: "subject-code", count: 1 },
  ]);
});

test("a font inside a page is read, its names in UTF-16 as well", async () => {
  const font = (name: string): string =>
    Buffer.concat([Buffer.from("\x00\x01\x00\x00", "latin1"), Buffer.from(`\0${name}`, "utf16le")]).toString(
      "base64",
    );
  const page = (name: string): string =>
    `<style>@font-face{src:url(data:font/ttf;base64,${font(name)})}</style>`;
  assert.deepEqual(kinds(await scan("font.html", page(`by ${CODE}`))), ["subject-code"]);
  assert.deepEqual(await scan("clean-font.html", page("Source Sans 3")), []);
});

test("words after a data URI are not taken for its payload, and a long payload is read to its end", async () => {
  const beside = await scan("beside.txt", `data:;base64,QUJD ${CODE}`);
  assert.deepEqual(kinds(beside), ["subject-code"]);
  const filling = Buffer.alloc(150_000, "a b c ");
  const payload = Buffer.concat([filling, Buffer.from(CODE)]).toString("base64");
  const [finding] = await scan("long.css", `a { background: url("data:text/plain;base64,${payload}") }`);
  assert.deepEqual([finding?.what, finding?.where], ["subject-code", "data URI 1, line 1"]);
});

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
