import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateSync } from "node:zlib";
import { chunk, png } from "./support/png.ts";
import { CODE, createScanner, kinds } from "./support/scanner.ts";

const { scan } = createScanner();

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
