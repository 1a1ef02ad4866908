// A picture is a function of its document: who draws it, where and in which language does not show.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

const DRAW = `
import { createHash } from "node:crypto";
import { embedFonts, toHtml, toPdf, toPng } from "plr/charts";
import { allSamples, drawOf } from ${JSON.stringify(new URL("all-samples.ts", import.meta.url).href)};

const digest = (content) => createHash("sha256").update(content).digest("hex");
for (const { name, doc } of allSamples.filter(({ name }) => name.endsWith("real study"))) {
  const svg = await drawOf(doc.id)(doc);
  const files = [embedFonts(svg), await toPng(svg), toPdf(svg), toHtml(embedFonts(svg), doc)];
  console.log(name, files.map(digest).join(" "));
}
`;

/** Draws every sample in a process of its own; a line for each with the digests of its four files. */
function drawnUnder(home: string, setting: { readonly LANG: string; readonly TZ: string }): string[] {
  const { LANG, TZ } = setting;
  const printed = execFileSync(process.execPath, ["--input-type=module", "--eval", DRAW], {
    encoding: "utf8",
    env: {
      PATH: process.env["PATH"] ?? "",
      HOME: home,
      TMPDIR: home,
      LANG,
      LC_ALL: LANG,
      LANGUAGE: LANG,
      TZ,
    },
  });
  return printed.trimEnd().split("\n");
}

test("two processes with two homes, languages and time zones draw the same bytes in all formats", () => {
  const homes = ["plr-home-", "plr-zuhause-"].map((name) => mkdtempSync(join(tmpdir(), name)));
  try {
    const [one = "", other = ""] = homes;
    const here = drawnUnder(one, { LANG: "C", TZ: "UTC" });
    assert.ok(here.length >= 8, `${here.length} figures`);
    assert.deepEqual(drawnUnder(other, { LANG: "de_DE.UTF-8", TZ: "Asia/Kathmandu" }), here);
  } finally {
    for (const home of homes) rmSync(home, { recursive: true });
  }
});
