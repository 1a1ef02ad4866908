// A short run of the search that `npm run soak` does at length, and a look at whether it finds what it should.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PLANTED, searchPlanted } from "../soak/planted.ts";
import { search, tell } from "../soak/search.ts";

/** Enough to find what is planted; an own one is taken from the environment. */
const SEED = Number(process.env["PLR_SEED"] ?? 1);

test("random histories of random graphs: each build is as a clean one, and nothing runs in vain", async (t) => {
  const { histories, builds, steps, found } = await search({ seed: SEED, histories: 100 });
  t.diagnostic(`seed ${SEED}: ${histories} histories, ${builds} builds, ${steps} steps`);
  assert.ok(found === undefined, found && tell(found));
  assert.equal(histories, 100);
});

for (const bug of PLANTED) {
  test(`the search finds a planted bug: ${bug.name}`, async (t) => {
    const { found, histories } = await searchPlanted(bug, { seed: SEED, histories: 1000 });
    assert.ok(found, "found");
    t.diagnostic(`in history ${histories}: ${found.message.split("\n")[0]}`);
  });
}
