import assert from "node:assert/strict";
import { test } from "node:test";
import { CODE, createScanner, kinds } from "./support/scanner.ts";

const { scan } = createScanner();

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
