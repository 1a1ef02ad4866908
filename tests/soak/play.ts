import assert from "node:assert/strict";
import { createMemoryFiles, type MemoryFiles } from "../support/memory-files.ts";
import { buildInMemory, hasher, type MemoryRequest, textAt } from "../support/memory-world.ts";
import { buildAs } from "./build-round.ts";
import { checkRepeats, checkRuns } from "./check-runs.ts";
import { KEYS } from "../support/recipes.ts";
import type { Action, History, Round } from "./history.ts";
import {
  bind,
  type Bound,
  COMING,
  coneOf,
  type Draft,
  draftOf,
  EDITED,
  foldersOf,
  makes,
  membersOf,
  pathsOf,
} from "./drafts.ts";
import { mayWait, type Memory, outputsOf, predict, type Prediction } from "./predict.ts";

const CACHE = ".plr-cache";
const NOTHING: Memory = { made: new Map(), looked: new Map() };
const TAMPERED = "tampered with";
const TEN_MINUTES_NS = 600_000_000_000n;

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
  memory: Memory | undefined;
  /** The same of the store. */
  stored: ReadonlySet<string> | undefined;
  /** How often the machine was started. */
  boots: number;
  /** False where plr may not know any more what it wrote. */
  isLedgerWhole: boolean;
  /** Folders of rules in which somebody touched something, or a loss of power did. */
  touched: readonly string[];
  readonly played: Played;
}

/**
 * Plays a history: after each build every target is as a clean build would make it, and no step has run in vain.
 *
 * @throws AssertionError where the engine and the model differ
 */
export async function play(history: History, played: Played): Promise<void> {
  const files = createMemoryFiles({ hasher, tickNs: BigInt(history.tickMs) * 1_000_000n || 1n });
  for (const path of EDITED) files.edit(path, "0");
  const world: World = {
    files,
    drafts: history.rules.map(draftOf),
    env: { E0: "0", E1: "0" },
    hasStore: history.hasStore,
    memory: NOTHING,
    stored: new Set(),
    boots: 1,
    isLedgerWhole: true,
    touched: [],
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
    case "tamper":
      damage(action, world);
      return;
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
      comeOrGo(at(action.member, COMING), files);
      return;
    case "set env":
      env[action.name] = String(action.value);
      return;
    case "wait":
      files.advance(BigInt(action.ms) * 1_000_000n);
      return;
    case "lose power":
      losePower(action.files, world);
      return;
    case "cut journal":
    case "clear cache":
      lose(action, world);
      return;
  }
}

function damage(action: Extract<Action, { readonly do: "delete" | "tamper" }>, world: World): void {
  const { files, drafts } = world;
  const draft = draftAt(action.rule, drafts);
  const path = at(action.output, pathsOf(draft));
  const folder = foldersOf(draft).find((one) => path.startsWith(`${one}/`));
  // A file more in a folder is as bad as another one.
  const isThere = files.text(path) !== undefined || (folder !== undefined && isFolder(folder, files));
  if (action.do === "delete") files.delete(path);
  else if (isThere) files.edit(path, TAMPERED);
  if (folder !== undefined) world.touched = [...world.touched, folder];
}

function isFolder(path: string, files: MemoryFiles): boolean {
  return files.text(path) === undefined && textAt(path, files) !== undefined;
}

function comeOrGo(path: string, files: MemoryFiles): void {
  if (files.text(path) === undefined) files.edit(path, "0");
  else files.delete(path);
}

function lose(action: Extract<Action, { readonly do: "cut journal" | "clear cache" }>, world: World): void {
  const { files } = world;
  if (action.do === "clear cache") {
    files.delete(CACHE);
    world.memory = NOTHING;
    world.stored = new Set();
  } else {
    const size = files.stat(`${CACHE}/journal`)?.size ?? 0;
    if (size > 0) files.truncate(`${CACHE}/journal`, action.at % size);
    world.memory = undefined;
  }
  world.isLedgerWhole = false;
  removeStrays(world);
}

/** Files written in the last ten minutes before the journal's last write may not have reached the disk. */
function losePower(choice: number, world: World): void {
  const { files } = world;
  const written = files.stat(`${CACHE}/journal`)?.changedNs ?? 0n;
  for (const [index, path] of files.paths().entries()) {
    const changed = files.stat(path)?.changedNs ?? 0n;
    if (((choice >> (index % 10)) & 1) === 1 && changed >= written - TEN_MINUTES_NS) files.zero(path, 0);
  }
  world.boots++;
  world.touched = world.drafts.flatMap(foldersOf);
}

/** What plr does not know any more to be its own has to be removed by a person. */
function removeStrays({ files, drafts }: World): void {
  const kept = new Set([...EDITED, ...COMING]);
  const bound = bind(drafts);
  for (const path of files.paths())
    if (!kept.has(path) && !bound.some((one) => makes(one, path))) files.delete(path);
}

async function buildRound(round: Round, world: World, where: string): Promise<void> {
  const bound = bind(world.drafts);
  const wanted = wantedBy(round, bound);
  const cone = wanted ? coneOf(wanted, bound) : bound;
  const failing = new Set(namesAt(round.fails, bound));
  const flaky = new Set(namesAt(round.failsOnce, bound));
  const targets = wanted && round.target ? [nameOf(round.target, bound)] : [];
  const request: MemoryRequest = {
    ...requestOf(world),
    targets,
    failing,
    failsFirst: new Map(Array.from(flaky, (name) => [name, 1])),
    retries: round.failsOnce === null ? 0 : 1,
    keepGoing: true,
    jobs: round.jobs,
  };
  const expected = expect(wanted ?? bound, bound, { world, failing });
  const { files } = world;
  const edit = (source: number): void => files.edit(sourceOf(source), "1");
  const building = { files, members: membersOf(bound), request, edit };
  const { ran, isUndisturbed, isDone, ...after } = await buildAs(round.build, building);
  world.files = after.files;
  world.played.builds++;
  world.played.steps += ran.length;
  checkAside(world, where);
  if (!isUndisturbed) {
    world.memory = world.stored = undefined;
    return;
  }
  const isCertain = expected !== undefined && (world.stored !== undefined || failing.size === 0);
  checkRuns(ran, {
    expected: isCertain ? expected : undefined,
    isStoreKnown: world.stored !== undefined,
    where,
  });
  checkRepeats(ran, { bound, retried: request.retries === 0 ? NONE : failing.union(flaky), where });
  const hasFailed = ran.some((name) => failing.has(name));
  assert.equal(isDone, !hasFailed, `${where}: outcome`);
  world.memory = isCertain ? expected.memory : undefined;
  world.stored =
    isCertain && world.stored && world.hasStore ? expected.stored : world.hasStore ? undefined : new Set();
  if (hasFailed) return;
  await compareWithClean(cone, wanted === undefined, { world, bound, where });
}

const NONE: ReadonlySet<string> = new Set();

/** The names of steps of a rule that is chosen to fail: one that never waits for what it looks at, for which it may fail first. */
function namesAt(number: number | null, bound: readonly Bound[]): readonly string[] {
  const able = bound.filter((one) => !mayWait(one, bound));
  if (number === null || able.length === 0) return [];
  const { name, lister } = at(number, able);
  return [lister ? `${name} ${at(number, KEYS)}` : name];
}

/** Only what somebody tampered with is moved aside, folders as a whole: all else is known as plr's own. */
function checkAside({ files, isLedgerWhole, touched }: World, where: string): void {
  const folder = `${CACHE}/aside`;
  if (isLedgerWhole) {
    for (const path of files.list(folder)) {
      const isOfTouched = touched.some((one) => path.includes(`/${one}/`) || path.includes(`/${one}.`));
      const isRight = isOfTouched || isForeign(files.text(`${folder}/${path}`));
      assert.ok(isRight, `${where}: ${path} was moved aside`);
    }
  }
  files.delete(folder);
}

/** Tampered with, or lost with the power: either way not what plr wrote. */
function isForeign(text: string | undefined): boolean {
  return text === TAMPERED || /^\0+$/.test(text ?? "");
}

function expect(
  wanted: readonly Bound[],
  bound: readonly Bound[],
  { world, failing }: { readonly world: World; readonly failing: ReadonlySet<string> },
): Prediction | undefined {
  const { memory, stored = new Set() } = world;
  return memory && predict(wanted, bound, { disk: diskOf(world), before: { memory, stored }, failing });
}

function requestOf({ env, hasStore, boots }: World): MemoryRequest {
  return { env, bootId: `boot ${boots}`, ...(hasStore && { storeBytes: 1e9 }) };
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
  for (const path of [...EDITED, ...COMING]) {
    const text = files.text(path);
    if (text !== undefined) clean.edit(path, text);
  }
  await buildInMemory(clean, membersOf(bound), { env });
  for (const path of outputsOf(cone)) {
    const text = textAt(path, clean);
    if (text === undefined) continue; // An item that is not listed any more is an orphan.
    assert.equal(textAt(path, files), text, `${where}: ${path}`);
  }
  if (!isEverything) return;
  // What was edited by hand before its rule went is the user's now.
  const made = new Set(clean.paths());
  world.touched = world.touched.filter((folder) => !bound.some((one) => makes(one, folder)));
  const isUsers = (path: string): boolean =>
    isForeign(files.text(path)) || world.touched.some((folder) => path.startsWith(`${folder}/`));
  const left = files.paths().filter((path) => made.has(path) || !isUsers(path));
  assert.deepEqual(left, clean.paths(), `${where}: nothing is left over`);
  const idle = await buildInMemory(files, membersOf(bound), requestOf(world));
  assert.deepEqual(idle.ran, [], `${where}: a second build has nothing to do`);
  world.isLedgerWhole = true;
  const before = { memory: NOTHING, stored: NONE };
  world.memory ??= predict(bound, bound, { disk: diskOf(world), before, failing: NONE }).memory;
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
  return { text: (path) => textAt(path, files), env };
}

function sourceOf(number: number): string {
  return at(number, EDITED);
}

function draftAt(number: number, drafts: readonly Draft[]): Draft {
  return at(number, drafts);
}

function at<T>(number: number, from: readonly T[]): T {
  const found = from[number % from.length];
  assert.ok(found !== undefined);
  return found;
}
