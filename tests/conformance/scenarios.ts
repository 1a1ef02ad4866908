import * as fs from "node:fs";
import type { Chain } from "./tool.ts";
import { Miss, type Trial, whileUp } from "./trial.ts";

export interface Scenario {
  readonly name: string;
  /** Throws a {@link Miss} where the tool falls short. */
  readonly play: (trial: Trial) => Promise<void>;
}

const GEN = "echo gen >> ../runs.log; grep -v '^#' {in} > {out}";
const FIN = "echo fin >> ../runs.log; (echo made from; cat {in}) > {out}";
const CHAIN: Chain = { gen: { text: GEN }, fin: { text: FIN } };
const HELPER = `import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
export function make(from, to) {
  appendFileSync("../runs.log", "gen\\n");
  writeFileSync(to, "one " + readFileSync(from, "utf8"));
}
`;
/** How long the second of two invocations has to come to the recipe, or to a wait before it. */
const SECOND_MS = 2000;

/** The sixteen scenarios, each with what is ideal. */
export const SCENARIOS: readonly Scenario[] = [
  scenario("no change: 0 runs", CHAIN, async (trial) => {
    await expectBuild(trial, { ran: [] });
  }),
  scenario("touched, same bytes: 0 runs", CHAIN, async (trial) => {
    fs.utimesSync(trial.at("src.txt"), new Date(), new Date());
    await expectBuild(trial, { ran: [] });
  }),
  scenario("comment edited, intermediate the same: only gen", CHAIN, async (trial) => {
    trial.write("src.txt", "# second\none\n");
    await expectBuild(trial, { ran: ["gen"] });
  }),
  scenario("intermediate deleted: it comes back", CHAIN, async (trial) => {
    fs.rmSync(trial.at("mid.txt"));
    await trial.build();
    expectText(trial, "mid.txt", "one\n");
    expectText(trial, "out.txt", "made from\none\n");
  }),
  scenario("garbage in the output: repaired", CHAIN, async (trial) => {
    trial.write("out.txt", "garbage\n");
    await trial.build();
    expectText(trial, "out.txt", "made from\none\n");
  }),
  scenario("garbage in the intermediate: repaired", CHAIN, async (trial) => {
    trial.write("mid.txt", "garbage\n");
    await trial.build();
    expectText(trial, "mid.txt", "one\n");
    expectText(trial, "out.txt", "made from\none\n");
  }),
  scenario("recipe changed: it runs", CHAIN, async (trial) => {
    trial.say({ ...CHAIN, fin: { text: FIN.replace("made", "drawn") } });
    await trial.build();
    expectText(trial, "out.txt", "drawn from\none\n");
  }),
  scenario("new content, old mtime: seen", CHAIN, async (trial) => {
    const longAgo = new Date("2001-01-01");
    trial.write("src.txt", "two is longer\n");
    fs.utimesSync(trial.at("src.txt"), longAgo, longAgo);
    await trial.build();
    expectText(trial, "out.txt", "made from\ntwo is longer\n");
  }),
  scenario("same size, mtime restored: seen", CHAIN, async (trial) => {
    const { atime, mtime } = fs.statSync(trial.at("src.txt"));
    trial.write("src.txt", "# first\ntwo\n");
    fs.utimesSync(trial.at("src.txt"), atime, mtime);
    await trial.build();
    expectText(trial, "out.txt", "made from\ntwo\n");
  }),
  scenario(
    "source edited while gen runs: seen at the latest by the next build",
    {
      ...CHAIN,
      gen: { text: `cat {in} > ../held; echo gen >> ../runs.log; ${whileUp("hold")}; cat ../held > {out}` },
    },
    async (trial) => {
      trial.write("src.txt", "two\n");
      trial.flag("hold", true);
      const first = trial.start();
      await trial.begun(1, first);
      await trial.tick();
      trial.write("src.txt", "three\n");
      trial.flag("hold", false);
      await first.ended;
      await trial.build();
      expectText(trial, "out.txt", "made from\nthree\n");
    },
  ),
  scenario(
    "killed with the intermediate half written: the next build is right",
    {
      ...CHAIN,
      gen: { text: `printf half > {out}; echo gen >> ../runs.log; ${whileUp("hold")}; cat {in} > {out}` },
    },
    async (trial) => {
      trial.write("src.txt", "two\n");
      trial.flag("hold", true);
      const first = trial.start();
      await trial.begun(1, first);
      await first.kill();
      trial.flag("hold", false);
      await expectBuild(trial, {});
      expectText(trial, "out.txt", "made from\ntwo\n");
    },
  ),
  scenario(
    "recipe fails after it wrote: the output is not taken",
    { ...CHAIN, gen: { text: `${GEN}; [ ! -e ../fails ]` } },
    async (trial) => {
      trial.write("src.txt", "two\n");
      trial.flag("fails", true);
      const { exit } = await trial.build();
      if (exit === 0) throw new Miss("exit 0");
      // The user sees the failure and builds again: what failed must not pass for done.
      const again = await trial.build();
      if (again.exit === 0) throw new Miss("then exit 0");
      trial.flag("fails", false);
      await expectBuild(trial, {});
      expectText(trial, "out.txt", "made from\ntwo\n");
    },
  ),
  {
    name: "helper module of the recipe changed: it runs",
    play: async (trial) => {
      trial.write("helper.mjs", HELPER);
      trial.write(
        "gen.mjs",
        `import { make } from "./helper.mjs";\nmake(process.argv[2], process.argv[3]);\n`,
      );
      trial.say({ ...CHAIN, gen: { text: "node gen.mjs {in} {out}", program: "gen.mjs" } });
      trial.write("src.txt", "x\n");
      await expectBuild(trial, { ran: ["fin", "gen"] });
      trial.write("helper.mjs", HELPER.replace("one", "two"));
      await trial.build();
      expectText(trial, "out.txt", "made from\ntwo x\n");
    },
  },
  scenario("rule removed: its output goes", CHAIN, async (trial) => {
    trial.say({ ...CHAIN, fin: undefined });
    await trial.build();
    if (trial.read("out.txt") !== undefined) throw new Miss("stays");
    expectText(trial, "mid.txt", "one\n");
  }),
  scenario("A → B → A: 0 runs on the return", CHAIN, async (trial) => {
    trial.write("src.txt", "two\n");
    await expectBuild(trial, { ran: ["fin", "gen"] });
    trial.write("src.txt", "# first\none\n");
    await expectBuild(trial, { ran: [] });
    expectText(trial, "out.txt", "made from\none\n");
  }),
  scenario(
    "two invocations at once: each recipe once, both succeed",
    { ...CHAIN, gen: { text: `echo gen >> ../runs.log; ${whileUp("hold")}; cat {in} > {out}` } },
    async (trial) => {
      trial.write("src.txt", "two\n");
      trial.flag("hold", true);
      const first = trial.start();
      await trial.begun(1, first);
      const second = trial.start();
      await trial.begun(2, second, SECOND_MS);
      trial.flag("hold", false);
      const exits = [await first.ended, await second.ended];
      expectRan(trial.ran(), ["fin", "gen"]);
      if (exits.some((exit) => exit !== 0)) throw new Miss(`exit ${exits.join(" and ")}`);
      expectText(trial, "out.txt", "made from\ntwo\n");
    },
  ),
];

/** A scenario that starts from a chain built once. */
function scenario(name: string, chain: Chain, then: Scenario["play"]): Scenario {
  return {
    name,
    play: async (trial) => {
      trial.say(chain);
      trial.write("src.txt", "# first\none\n");
      await expectBuild(trial, { ran: ["fin", "gen"] });
      await then(trial);
    },
  };
}

async function expectBuild(trial: Trial, expected: { readonly ran?: readonly string[] }): Promise<void> {
  const { exit, ran } = await trial.build();
  if (exit !== 0) throw new Miss(`exit ${exit}`);
  if (expected.ran) expectRan(ran, expected.ran);
}

function expectRan(ran: readonly string[], expected: readonly string[]): void {
  if (ran.join() !== expected.join()) throw new Miss(ran.length === 1 ? "1 run" : `${ran.length} runs`);
}

function expectText(trial: Trial, path: string, text: string): void {
  const found = trial.read(path);
  if (found === text) return;
  throw new Miss(found === undefined ? "missing" : found.includes("garbage") ? "garbage" : "wrong bytes");
}
