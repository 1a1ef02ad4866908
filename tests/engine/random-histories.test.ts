// Random graphs and random histories of edits: each build leaves what a clean one would, and runs no step in vain.
import assert from "node:assert/strict";
import { test } from "node:test";
import { glob, type Rule, shell } from "../../src/engine/rule.ts";
import { createMemoryFiles, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher } from "../support/memory-world.ts";

const SEEDS = process.env["PLR_SEED"] ? [Number(process.env["PLR_SEED"])] : range(1, 40);
const ROUNDS = 12;
const SOURCES = ["s0", "s1", "s2", "deep/s3"];
const GLOB = "data/*";
const TAMPERED = "tampered with";
const MEMBERS = ["data/a", "data/b", "data/c"];

/** What a rule is made from; mutable, for a history edits it. */
interface Draft {
  name: string;
  text: string;
  /** Paths; {@link GLOB} stands for one. */
  readonly inputs: Readonly<Record<string, string | readonly string[]>>;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What the model knows of a step: what it was last made from, and what came of it. */
type Known = Map<string, { readonly key: string; readonly outputs: Readonly<Record<string, string>> }>;

for (const seed of SEEDS) {
  test(`history ${seed}`, async () => {
    const random = generator(seed);
    const drafts = makeDrafts(random);
    const files = createMemoryFiles({ hasher, tickNs: pick([1n, 4_000_000n, 2n * 10n ** 9n], random) });
    for (const path of SOURCES) files.edit(path, "0");
    const known: Known = new Map();
    for (let round = 0; round < ROUNDS; round++) {
      const told: string[] = [];
      for (let edits = random(4); edits > 0; edits--) told.push(editSomething(files, drafts, random));
      const failing = new Set(random(4) === 0 ? [pick(drafts, random).name] : []);
      const targets = random(3) === 0 ? [pick(drafts, random).name] : [];
      const rules = drafts.map(toRule);
      const where = `seed ${seed}, round ${round} (${told.join(", ")}; failing: ${[...failing].join()}; targets: ${targets.join()})`;
      const cone = coneOf(targets, drafts);
      const expected = predict(cone, { files, known, failing });
      const { end, ran } = await buildInMemory(files, rules, {
        targets,
        failing,
        keepGoing: true,
        jobs: 1 + random(3),
      });
      assert.deepEqual([...ran].sort(), expected.ran.sort(), where);
      assert.ok(
        end.ok && (end.value.outcome === "failed") === expected.ran.some((name) => failing.has(name)),
        where,
      );
      if (expected.ran.some((name) => failing.has(name))) continue;
      const clean = await cleanResult(files, rules);
      for (const path of cone.flatMap(({ outputs }) => Object.values(outputs))) {
        assert.equal(files.text(path), clean.text(path), `${path}: ${where}`);
      }
      if (targets.length === 0) {
        // What was edited before its rule went is the user's now.
        const left = files.paths().filter((path) => files.text(path) !== TAMPERED);
        assert.deepEqual(left, clean.paths(), `nothing is left over: ${where}`);
        const idle = await buildInMemory(files, rules);
        assert.deepEqual(idle.ran, [], `idle: ${where}`);
      }
    }
  });
}

function makeDrafts(random: (below: number) => number): Draft[] {
  const drafts: Draft[] = [];
  for (let index = 0; index < 4 + random(6); index++) {
    const from = [...SOURCES, ...drafts.flatMap(({ outputs }) => Object.values(outputs))];
    const list = range(1, random(3)).map(() => pick(from, random));
    drafts.push({
      name: `rule${index}`,
      text: random(3) === 0 ? `first: ${index}` : `text${index}`,
      inputs: {
        one: pick(from, random),
        ...(list.length > 0 && { list }),
        ...(random(5) === 0 && { all: GLOB }),
      },
      outputs: { x: `out/${index}`, ...(random(3) === 0 && { y: `deep/${index}/y` }) },
    });
  }
  return drafts;
}

function toRule({ name, text, inputs, outputs }: Draft): Rule {
  const bound = Object.fromEntries(
    Object.entries(inputs).map(([key, input]) => [key, input === GLOB ? glob(GLOB) : input]),
  );
  return shell({ name, inputs: bound, outputs, script: text });
}

function editSomething(files: MemoryFiles, drafts: Draft[], random: (below: number) => number): string {
  const source = pick(SOURCES, random);
  const draft = pick(drafts, random);
  const output = pick(Object.values(draft.outputs), random);
  switch (random(9)) {
    case 0:
    case 1: {
      const text = String(random(3));
      files.edit(source, text);
      return `${source} := ${text}`;
    }
    case 2: {
      files.edit(source, files.text(source) ?? "");
      return `touched ${source}`;
    }
    case 3: {
      files.delete(output);
      return `deleted ${output}`;
    }
    case 4: {
      files.edit(output, TAMPERED);
      return `tampered with ${output}`;
    }
    case 5: {
      draft.text += "!";
      return `changed ${draft.name}`;
    }
    case 6: {
      draft.name += "_";
      return `renamed to ${draft.name}`;
    }
    case 7: {
      const member = pick(MEMBERS, random);
      if (files.text(member) === undefined) files.edit(member, "0");
      else files.delete(member);
      return `came or went: ${member}`;
    }
    default: {
      const last = drafts.at(-1);
      if (last && drafts.length > 2 && Object.keys(last.outputs).every((path) => path !== "")) drafts.pop();
      return `gone: ${last?.name}`;
    }
  }
}

/** Which steps must run, by comparing contents; the model learns as it goes. */
function predict(
  cone: readonly Draft[],
  { files, known, failing }: { files: MemoryFiles; known: Known; failing: ReadonlySet<string> },
): { readonly ran: string[] } {
  const ran: string[] = [];
  const made = new Map<string, string>();
  const bad = new Set<string>();
  const textOf = (path: string): string => made.get(path) ?? files.text(path) ?? "";
  for (const { name, text, inputs, outputs } of cone) {
    const paths = Object.values(inputs).flatMap((input) =>
      input === GLOB ? MEMBERS.filter((path) => files.text(path) !== undefined) : input,
    );
    if (paths.some((path) => bad.has(path))) {
      for (const path of Object.values(outputs)) bad.add(path);
      continue;
    }
    const key = JSON.stringify([text, inputs, paths, paths.map(textOf)]);
    const id = Object.values(outputs).sort().join();
    const last = known.get(id);
    const isWhole = last && Object.entries(last.outputs).every(([path, was]) => files.text(path) === was);
    if (last?.key === key && isWhole) continue;
    ran.push(name);
    known.delete(id);
    if (failing.has(name)) {
      for (const path of Object.values(outputs)) bad.add(path);
      continue;
    }
    const results = Object.fromEntries(
      Object.entries(outputs).map(([output, path]) => [path, resultOf(text, output, inputs, textOf, files)]),
    );
    for (const [path, result] of Object.entries(results)) made.set(path, result);
    known.set(id, { key, outputs: results });
  }
  return { ran };
}

/** What the recipes of the memory world make, told once more. */
function resultOf(
  text: string,
  output: string,
  inputs: Draft["inputs"],
  ...[textOf, files]: [(path: string) => string, MemoryFiles]
): string {
  const read = Object.entries(inputs).map(([name, input]) => {
    const paths = input === GLOB ? MEMBERS.filter((path) => files.text(path) !== undefined) : [input].flat();
    return `${name}=${paths.map(textOf).join("+")}`;
  });
  const made = `${text} ${output}(${read.join(";")})`;
  return text.startsWith("first:") ? (/=(.?)/.exec(made)?.[1] ?? "") : made;
}

function coneOf(targets: readonly string[], drafts: readonly Draft[]): readonly Draft[] {
  if (targets.length === 0) return drafts;
  const wanted = new Set(targets);
  for (const draft of [...drafts].reverse()) {
    if (!wanted.has(draft.name)) continue;
    const paths = Object.values(draft.inputs).flat();
    for (const other of drafts) {
      if (Object.values(other.outputs).some((path) => paths.includes(path))) wanted.add(other.name);
    }
  }
  return drafts.filter(({ name }) => wanted.has(name));
}

async function cleanResult(files: MemoryFiles, rules: readonly Rule[]): Promise<MemoryFiles> {
  const clean = createMemoryFiles({ hasher });
  for (const path of [...SOURCES, ...MEMBERS]) {
    const text = files.text(path);
    if (text !== undefined) clean.edit(path, text);
  }
  await buildInMemory(clean, rules);
  return clean;
}

function pick<T>(from: readonly T[], random: (below: number) => number): T {
  const found = from[random(from.length)];
  assert.ok(found !== undefined);
  return found;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

/** Numbers below a bound, the same for the same seed (mulberry32). */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
