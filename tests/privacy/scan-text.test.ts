import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { CODE, createScanner, kinds } from "./support/scanner.ts";

const { scan } = createScanner();

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
  ["home-path", "root.txt", `ls ${join("/", "root", "runs")}`],
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
