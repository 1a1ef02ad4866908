import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { createFiles } from "../../src/host/files.ts";
import { createHash } from "../../src/host/hash.ts";

test("the file system's clock is asked anew each time, and stands between what was written before and after", async (context) => {
  const root = fs.mkdtempSync(join(tmpdir(), "plr-clock-"));
  context.after(() => fs.rmSync(root, { recursive: true }));
  const files = createFiles(root, ".plr-cache", await createHash());
  const writtenAt = (name: string): bigint => {
    fs.writeFileSync(join(root, name), name);
    return fs.statSync(join(root, name), { bigint: true }).mtimeNs;
  };
  const asked = (): bigint => {
    const clock = files.clock();
    assert.ok(clock);
    assert.equal(clock.device, fs.statSync(root, { bigint: true }).dev);
    return clock.ns;
  };
  const times = [writtenAt("one"), asked(), writtenAt("two"), asked()];
  for (let tick = 0; tick < 20_000 && times.at(-1) === times[1]; tick++) times.push(asked());
  assert.ok((times.at(-1) ?? 0n) > (times[1] ?? 0n), "it stands still");
  assert.deepEqual(
    times,
    times.toSorted((a, b) => Number(a - b)),
  );
});
