// Random histories on real files with the real binary; `npm run soak -- --real N` plays more.
import { test } from "node:test";
import { sample } from "fast-check";
import { shortHistories } from "../soak/history.ts";
import { playReal } from "../soak/play-real.ts";

const SEED = Number(process.env["PLR_SEED"] ?? 1);
const HISTORIES = 4;

for (const [index, history] of sample(shortHistories, { seed: SEED, numRuns: HISTORIES }).entries()) {
  test(`history ${index + 1} of seed ${SEED}: what is built is as a clean build would make it`, async (t) => {
    t.diagnostic(`${await playReal(history)} builds`);
  });
}
