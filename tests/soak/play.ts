import assert from "node:assert/strict";
import type { BuilderLock } from "../../src/engine/build.ts";
import { createMemoryFiles, Killed, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher, type MemoryBuild, type MemoryRequest } from "../support/memory-world.ts";
import type { Action, History, Round } from "./history.ts";
import {
  bind,
  type Bound,
  coneOf,
  type Draft,
  draftOf,
  type Known,
  MEMBERS,
  membersOf,
  predict,
  type Prediction,
  SOURCES,
} from "./model.ts";

const CACHE = ".plr-cache";
const TAMPERED = "tampered with";
const WRITES = new Set<string>([
  "append",
  "write",
  "copy",
  "rename",
  "replace",
  "truncate",
  "remove",
  "makeFolder",
]);

/** How much was done, for a person who wants to know what a search has covered. */
export interface Played {
  builds: number;
  steps: number;
}

interface World {
  files: MemoryFiles;
  readonly drafts: readonly Draft[];
  readonly env: { E0: string; E1: string };
  readonly hasStore: boolean;
  /** What ran and why, as far as it is certain; undefined after a kill or a loss, until a build of everything. */
  known: Known | undefined;
  /** The same of the store. */
  stored: ReadonlySet<string> | undefined;
  /** False where plr may not know any more what it wrote. */
  isLedgerWhole: boolean;
  readonly played: Played;
}

/**
 * Plays a history: after each build every target is as a clean build would make it, and no step has run in vain.
 *
 * @throws AssertionError where the engine and the model differ
 */
export async function play(history: History, played: Played): Promise<void> {
  const files = createMemoryFiles({ hasher, tickNs: BigInt(history.tickMs) * 1_000_000n || 1n });
  for (const path of SOURCES) files.edit(path, "0");
  const world: World = {
    files,
    drafts: history.rules.map(draftOf),
    env: { E0: "0", E1: "0" },
    hasStore: history.hasStore,
    known: new Map(),
    stored: new Set(),
    isLedgerWhole: true,
    played,
  };
  for (const [index, round] of history.rounds.entries()) {
    for (const action of round.actions) act(action, world);
    await buildRound(round, world, `round ${index + 1}`);
  }
}

function act(action: Action, world: World): void {
  const { files, drafts, env } = world;
  switch (action.do) {
    case "edit":
      files.edit(
        sourceOf(action.source),
        String(action.text),
        action.mtime === "now" ? undefined : action.mtime,
      );
      return;
    case "touch":
      files.edit(sourceOf(action.source), files.text(sourceOf(action.source)) ?? "");
      return;
    case "delete":
    case "tamper": {
      const outputs = Object.values(draftAt(action.rule, drafts).outputs);
      const path = outputs[action.output % outputs.length] ?? "";
      if (action.do === "delete") files.delete(path);
      else if (files.text(path) !== undefined) files.edit(path, TAMPERED);
      return;
    }
    case "edit code":
      draftAt(action.rule, drafts).text += "!";
      return;
    case "rename":
      draftAt(action.rule, drafts).name += "_";
      return;
    case "add or remove": {
      const draft = draftAt(action.rule, drafts);
      draft.isThere = !draft.isThere;
      if (!world.isLedgerWhole) removeStrays(world);
      return;
    }
    case "member":
      comeOrGo(at(action.member, MEMBERS), files);
      return;
    case "set env":
      env[action.name] = String(action.value);
      return;
    case "wait":
      files.advance(BigInt(action.ms) * 1_000_000n);
      return;
    case "cut journal":
    case "clear cache":
      lose(action, world);
      return;
  }
}

function comeOrGo(path: string, files: MemoryFiles): void {
  if (files.text(path) === undefined) files.edit(path, "0");
  else files.delete(path);
}

function lose(action: Extract<Action, { readonly do: "cut journal" | "clear cache" }>, world: World): void {
  const { files } = world;
  if (action.do === "clear cache") {
    files.delete(CACHE);
    world.known = new Map();
    world.stored = new Set();
  } else {
    const size = files.stat(`${CACHE}/journal`)?.size ?? 0;
    if (size > 0) files.truncate(`${CACHE}/journal`, action.at % size);
    world.known = undefined;
  }
  world.isLedgerWhole = false;
  removeStrays(world);
}

/** What plr does not know any more to be its own has to be removed by a person. */
function removeStrays({ files, drafts }: World): void {
  const kept = new Set([
    ...SOURCES,
    ...MEMBERS,
    ...bind(drafts).flatMap(({ outputs }) => Object.values(outputs)),
  ]);
  for (const path of files.paths()) if (!kept.has(path)) files.delete(path);
}

async function buildRound(round: Round, world: World, where: string): Promise<void> {
  const bound = bind(world.drafts);
  const wanted = wantedBy(round, bound);
  const cone = wanted ? coneOf(wanted, bound) : bound;
  const failing = new Set(round.fails === null || bound.length === 0 ? [] : [at(round.fails, bound).name]);
  const targets = wanted && round.target ? [nameOf(round.target, bound)] : [];
  const request: MemoryRequest = {
    ...requestOf(world),
    targets,
    failing,
    keepGoing: true,
    jobs: round.jobs,
  };
  const expected = expect(cone, bound, { world, failing });
  const { ran, isUndisturbed, isDone } = await buildAs(round.build, { world, bound, request });
  world.played.steps += ran.length;
  checkAside(world, where);
  if (!isUndisturbed) {
    world.known = world.stored = undefined;
    return;
  }
  if (expected && world.stored)
    assert.deepEqual([...ran].sort(), [...expected.ran].sort(), `${where}: steps that ran`);
  else if (expected && failing.size === 0)
    assert.deepEqual(
      ran.filter((name) => !expected.ran.includes(name)),
      [],
      `${where}: steps that ran in vain`,
    );
  else assert.equal(ran.length, new Set(ran).size, `${where}: each step once at most`);
  const hasFailed = ran.some((name) => failing.has(name));
  assert.equal(isDone, !hasFailed, `${where}: outcome`);
  const isCertain = expected && (world.stored || failing.size === 0);
  world.known = isCertain ? expected.known : undefined;
  world.stored =
    isCertain && world.stored && world.hasStore ? expected.stored : world.hasStore ? undefined : new Set();
  if (hasFailed) return;
  await compareWithClean(cone, wanted === undefined, { world, bound, where });
}

/** Only what somebody tampered with is moved aside: all else is known as plr's own. */
function checkAside({ files, isLedgerWhole }: World, where: string): void {
  const folder = `${CACHE}/aside`;
  if (isLedgerWhole) {
    for (const path of files.list(folder))
      assert.equal(files.text(`${folder}/${path}`), TAMPERED, `${where}: ${path} was moved aside`);
  }
  files.delete(folder);
}

function expect(
  cone: readonly Bound[],
  bound: readonly Bound[],
  { world, failing }: { readonly world: World; readonly failing: ReadonlySet<string> },
): Prediction | undefined {
  const { known, stored = new Set() } = world;
  return known && predict(cone, bound, { disk: diskOf(world), before: { known, stored }, failing });
}

function requestOf({ env, hasStore }: World): MemoryRequest {
  return { env, ...(hasStore && { storeBytes: 1e9 }) };
}

interface Compared {
  readonly world: World;
  readonly bound: readonly Bound[];
  readonly where: string;
}

async function compareWithClean(
  cone: readonly Bound[],
  isEverything: boolean,
  { world, bound, where }: Compared,
): Promise<void> {
  const { files, env } = world;
  const clean = createMemoryFiles({ hasher });
  for (const path of [...SOURCES, ...MEMBERS]) {
    const text = files.text(path);
    if (text !== undefined) clean.edit(path, text);
  }
  await buildInMemory(clean, membersOf(bound), { env });
  for (const path of cone.flatMap(({ outputs }) => Object.values(outputs))) {
    assert.equal(files.text(path), clean.text(path), `${where}: ${path}`);
  }
  if (!isEverything) return;
  // What was edited by hand before its rule went is the user's now.
  const left = files.paths().filter((path) => files.text(path) !== TAMPERED);
  assert.deepEqual(left, clean.paths(), `${where}: nothing is left over`);
  const idle = await buildInMemory(files, membersOf(bound), requestOf(world));
  assert.deepEqual(idle.ran, [], `${where}: a second build has nothing to do`);
  world.isLedgerWhole = true;
  const before = { known: new Map(), stored: new Set<string>() };
  world.known ??= predict(bound, bound, { disk: diskOf(world), before, failing: new Set() }).known;
}

interface Ended {
  readonly ran: readonly string[];
  /** False where it cannot be known what was done. */
  readonly isUndisturbed: boolean;
  readonly isDone: boolean;
}

async function buildAs(
  how: Round["build"],
  {
    world,
    bound,
    request,
  }: { readonly world: World; readonly bound: readonly Bound[]; readonly request: MemoryRequest },
): Promise<Ended> {
  const { files } = world;
  const members = membersOf(bound);
  world.played.builds++;
  if (how.how === "two at once") {
    const lock = createLock();
    const both = await Promise.all([1, 2].map(() => buildInMemory(files, members, { ...request, lock })));
    const failsTwice = request.failing?.size !== 0;
    return {
      ran: both.flatMap(({ ran }) => ran),
      isUndisturbed: !failsTwice,
      isDone: both.every(isDone),
    };
  }
  if (!("at" in how)) {
    const ended = await buildInMemory(files, members, request);
    return { ran: ended.ran, isUndisturbed: true, isDone: isDone(ended) };
  }
  return await buildDisturbed(how, { world, members, request });
}

async function buildDisturbed(
  how: Extract<Round["build"], { readonly at: number }>,
  {
    world,
    members,
    request,
  }: {
    readonly world: World;
    readonly members: ReturnType<typeof membersOf>;
    readonly request: MemoryRequest;
  },
): Promise<Ended> {
  const { files } = world;
  const isCounted = counter(how);
  let operations = 0;
  let isDisturbed = false;
  files.onOperation = (_, name) => {
    if (isCounted(name)) operations++;
    if (operations < how.at) return;
    if (how.how === "killed") {
      isDisturbed = true;
      throw new Killed();
    }
    if (!isDisturbed) files.edit(sourceOf(how.source), "1");
    isDisturbed = true;
  };
  try {
    const ended = await buildInMemory(files, members, request);
    return { ran: ended.ran, isUndisturbed: !isDisturbed, isDone: isDone(ended) };
  } catch (error) {
    if (!(error instanceof Killed)) throw error;
    return { ran: [], isUndisturbed: false, isDone: false };
  } finally {
    // What a dead process still has under way goes on in the old world.
    world.files = files.clone();
  }
}

/** Says of the operations of a build, one after the other, which of them the moment of a disturbance is counted in. */
function counter(how: Extract<Round["build"], { readonly at: number }>): (name: string) => boolean {
  if (how.how === "edited meanwhile") return () => true;
  // A death before a look leaves what a death before the next write leaves.
  if (how.before === "write") return (name) => WRITES.has(name);
  if (how.before === "rename") return (name) => name === "rename";
  let isAfterRename = false;
  return (name) => {
    if (!WRITES.has(name)) return false;
    const was = isAfterRename;
    isAfterRename = name === "rename";
    return was;
  };
}

function isDone({ end }: MemoryBuild): boolean {
  assert.ok(end.ok, JSON.stringify(end));
  return end.value.outcome === "done";
}

/** One builder at a time. */
function createLock(): () => Promise<BuilderLock> {
  let free = Promise.resolve();
  return async () => {
    const before = free;
    let release = (): void => {};
    free = new Promise((resolve) => (release = resolve));
    await before;
    return { isHeld: () => true, release };
  };
}

function wantedBy({ target }: Round, bound: readonly Bound[]): readonly Bound[] | undefined {
  if (target === null || bound.length === 0) return undefined;
  const rule = at(target.number, bound);
  return target.of === "rule" ? [rule] : bound.filter(({ spec }) => spec.group === rule.spec.group);
}

function nameOf(target: NonNullable<Round["target"]>, bound: readonly Bound[]): string {
  const rule = at(target.number, bound);
  return target.of === "rule" ? rule.name : `group${rule.spec.group}`;
}

function diskOf({ files, env }: World): { text: MemoryFiles["text"]; env: World["env"] } {
  return { text: files.text, env };
}

function sourceOf(number: number): string {
  return at(number, SOURCES);
}

function draftAt(number: number, drafts: readonly Draft[]): Draft {
  return at(number, drafts);
}

function at<T>(number: number, from: readonly T[]): T {
  const found = from[number % from.length];
  assert.ok(found !== undefined);
  return found;
}
