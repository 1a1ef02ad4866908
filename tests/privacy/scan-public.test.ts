import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { png } from "./support/png.ts";
import { CODE, createScanner } from "./support/scanner.ts";

const { scan, scanFile } = createScanner();

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
  const [absent] = await scanFile("absent.csv");
  assert.equal(absent?.why, "missing");
});

test("gzip is read by its inner format", async () => {
  const findings = await scan("a.json.gz", gzipSync(`{"k": "\\u0050LR9042"}`));
  assert.deepEqual(findings, [
    { file: "a.json.gz", where: "gzip content, /k", what: "subject-code", count: 1 },
  ]);
});
