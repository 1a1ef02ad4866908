// `npm run soak`: plays random histories on the engine for as long as one likes, or finds bugs planted in a copy of it.
import { parseArgs } from "node:util";
import { sample } from "fast-check";
import { type History, shortHistories } from "./history.ts";
import { PLANTED, searchPlanted } from "./planted.ts";
import { play } from "./play.ts";
import { playReal } from "./play-real.ts";
import { search, tell } from "./search.ts";

const USAGE = `npm run soak -- [--minutes N] [--seed N] | --real N | --planted | --replay HISTORY
  --minutes N        how long (1)
  --seed N           the first seed (random)
  --real N           plays N histories on real files with the real binary and real kills
  --planted          plants bugs in copies of the engine and looks for each
  --replay HISTORY   plays one history, as printed by a search that found a difference`;

const PLANTED_MS = 300_000;
/** A search with one seed, after which its figures are printed. */
const STRETCH_MS = 60_000;

const options = readOptions();
if (options === undefined) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (options.replay !== undefined) await replay(options.replay);
else if (options.real !== undefined) await playOnFiles(Number(options.real), seedOf(options.seed));
else if (options.planted === true) await findPlanted(seedOf(options.seed));
else await soak(Number(options.minutes ?? 1), seedOf(options.seed));

function readOptions() {
  try {
    return parseArgs({
      options: {
        minutes: { type: "string" },
        seed: { type: "string" },
        real: { type: "string" },
        planted: { type: "boolean" },
        replay: { type: "string" },
      },
    }).values;
  } catch {
    return undefined;
  }
}

function seedOf(given: string | undefined): number {
  return given === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(given);
}

async function soak(minutes: number, first: number): Promise<void> {
  const until = performance.now() + minutes * 60_000;
  let sum = { histories: 0, builds: 0, steps: 0, differences: 0 };
  for (let seed = first; performance.now() < until; seed++) {
    const ms = Math.min(STRETCH_MS, until - performance.now());
    const { histories, builds, steps, found } = await search({ seed, ms });
    console.log(`seed ${seed}: ${histories} histories, ${builds} builds, ${steps} steps`);
    if (found) console.log(`\n${tell(found)}\n`);
    sum = {
      histories: sum.histories + histories,
      builds: sum.builds + builds,
      steps: sum.steps + steps,
      differences: sum.differences + (found ? 1 : 0),
    };
  }
  const { histories, builds, steps, differences } = sum;
  console.log(`${histories} histories, ${builds} builds, ${steps} steps: ${differences} differences`);
  if (differences > 0) process.exitCode = 1;
}

async function findPlanted(seed: number): Promise<void> {
  for (const bug of PLANTED) {
    const { found } = await searchPlanted(bug, { seed, ms: PLANTED_MS });
    const time = found ? `found after ${(found.afterMs / 1000).toFixed(1)} s` : "NOT FOUND";
    console.log(`${bug.name}: ${time} (seed ${seed})`);
    if (found) console.log(`  ${found.message.split("\n")[0]}`);
    else process.exitCode = 1;
  }
}

async function playOnFiles(histories: number, seed: number): Promise<void> {
  let builds = 0;
  for (const [index, history] of sample(shortHistories, { seed, numRuns: histories }).entries()) {
    try {
      builds += await playReal(history);
    } catch (error) {
      console.log(
        `seed ${seed}, history ${index + 1}: ${(error as Error).message}\n${JSON.stringify(history)}`,
      );
      process.exitCode = 1;
    }
  }
  console.log(`seed ${seed}: ${histories} histories, ${builds} builds`);
}

async function replay(text: string): Promise<void> {
  await play(JSON.parse(text) as History, { builds: 0, steps: 0 });
  console.log("no difference");
}
