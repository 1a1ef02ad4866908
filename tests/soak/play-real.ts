import assert from "node:assert/strict";
import * as fs from "node:fs";
import { makeProject, plrfile, REPOSITORY, type TestProject } from "../support/project.ts";
import { folderText } from "../support/recipes.ts";
import { checkRuns } from "./check-runs.ts";
import {
  bind,
  type Bound,
  COMING,
  type Draft,
  draftOf,
  EDITED,
  GLOB,
  namedInputs,
  pathsOf,
  sourceOfItem,
  type Taken,
  TREE,
} from "./drafts.ts";
import type { Action, History, Round } from "./history.ts";
import { type Disk, type Memory, outputsOf, predict } from "./predict.ts";

const NOTHING: Memory = { made: new Map(), looked: new Map() };
const NONE: ReadonlySet<string> = new Set();
/** The recipes, as a task of the project. */
const RECIPE = `import * as fs from "node:fs";
import { task } from "plr";
import { dirname, join } from "node:path";
import { filesOf, folderText, lookedAt, readAs } from "./recipes.ts";
const textOf = (path: string): string => {
  if (!fs.existsSync(path)) return "(absent)";
  if (fs.statSync(path).isFile()) return fs.readFileSync(path, "utf8");
  const inside = fs.readdirSync(path, { recursive: true, encoding: "utf8" });
  const files = inside.filter((one) => fs.statSync(join(path, one)).isFile());
  return folderText(files.map((one) => [one, textOf(join(path, one))]));
};
export default task(({ inputs, outputs, params, discover }) => {
  const text = String(params["text"]);
  const read = Object.entries(inputs).map(([name, input]) => readAs(name, [input].flat().map((path) => textOf(String(path)))));
  for (const name of ["E0", "E1"]) if (process.env[name] !== undefined) read.push(name + "=" + process.env[name]);
  for (const path of lookedAt(text, read)) {
    discover(path);
    read.push(path + "=" + textOf(path));
  }
  for (const [name, path] of Object.entries(outputs)) {
    for (const [below, made] of filesOf(name, text, read)) {
      const full = below === "" ? String(path) : join(String(path), below);
      fs.mkdirSync(dirname(full), { recursive: true });
      fs.writeFileSync(full, made);
    }
  }
});
`;

interface World {
  readonly project: TestProject;
  readonly drafts: readonly Draft[];
  readonly env: Record<"E0" | "E1", string>;
  /** Undefined after a kill, until a build of everything. */
  memory: Memory | undefined;
}

/**
 * Plays a history on real files with the real binary, killed by real kills. Failing steps, losses of power and torn
 * journals are left to the search in memory.
 *
 * @throws AssertionError where what is built and the model differ
 */
export async function playReal(history: History): Promise<number> {
  await using project = await makeProject({
    files: {
      "recipe.ts": RECIPE,
      "recipes.ts": fs.readFileSync(`${REPOSITORY}/tests/support/recipes.ts`),
      ...Object.fromEntries(EDITED.map((path) => [path, "0"])),
    },
  });
  const world: World = {
    project,
    drafts: history.rules.map(draftOf),
    env: { E0: "0", E1: "0" },
    memory: NOTHING,
  };
  for (const [index, round] of history.rounds.entries()) {
    for (const action of round.actions) act(action, world);
    await buildRound(round, world, `round ${index + 1}`);
  }
  return history.rounds.length;
}

function act(action: Action, { project, drafts, env, ...world }: World): void {
  void world;
  const sourceAt = (number: number): string => EDITED[number % EDITED.length] ?? "";
  const draftAt = (number: number): Draft => drafts[number % drafts.length] as Draft;
  switch (action.do) {
    case "edit":
      project.write(sourceAt(action.source), String(action.text));
      return;
    case "touch":
      project.write(sourceAt(action.source), project.read(sourceAt(action.source)) ?? "");
      return;
    case "delete":
    case "tamper":
      damage(action, draftAt(action.rule), project);
      return;
    case "edit code":
      draftAt(action.rule).text += "!";
      return;
    case "rename":
      draftAt(action.rule).name += "_";
      return;
    case "add or remove":
      draftAt(action.rule).isThere = !draftAt(action.rule).isThere;
      return;
    case "member": {
      const path = COMING[action.member % COMING.length] ?? "";
      if (project.exists(path)) project.remove(path);
      else project.write(path, "0");
      return;
    }
    case "set env":
      env[action.name] = String(action.value);
      return;
    case "wait":
    case "cut journal":
    case "clear cache":
    case "lose power":
  }
}

function damage(
  action: Extract<Action, { readonly do: "delete" | "tamper" }>,
  draft: Draft,
  project: TestProject,
): void {
  const paths = pathsOf(draft);
  const path = paths[action.output % paths.length] ?? "";
  if (!project.exists(path)) return;
  if (action.do === "delete") project.remove(path);
  else if (!isFolder(path, project)) project.write(path, "tampered with");
}

async function buildRound({ target, jobs, build }: Round, world: World, where: string): Promise<void> {
  const { project, env } = world;
  const bound = bind(world.drafts);
  const one = target === null || bound.length === 0 ? undefined : bound[target.number % bound.length];
  const wanted = one ? [one] : bound;
  project.write("plrfile.ts", plrfileOf(bound));
  const disk: Disk = { text: (path) => textAt(path, project), env };
  const args = ["build", "--json", "-j", String(jobs), "--no-cache", ...(one ? [one.name] : [])];
  if (build.how === "killed") {
    const running = project.start(args, { env });
    // Wherever it is by then; a build with less to do comes to its end.
    const moment = running.event(
      build.at % 2 === 0 ? "step.started" : "step.finished",
      (_, index) => index === build.at % 3,
    );
    await moment.then(
      () => running.kill("SIGKILL"),
      () => {},
    );
    const { exit } = await running.ended;
    if (exit === null) {
      world.memory = undefined;
      return;
    }
    assert.equal(exit, 0, where);
  }
  const before = { memory: world.memory ?? NOTHING, stored: NONE };
  const expected = predict(wanted, bound, { disk, before, failing: NONE });
  const isCertain = world.memory !== undefined && build.how !== "killed";
  const ended = await project.build({ exit: 0 }, args.slice(2), { env });
  const ran = Object.entries(ended.steps).flatMap(([name, outcome]) =>
    outcome === "done" || outcome === "same" ? [name] : [],
  );
  checkRuns(ran, { expected: isCertain ? expected : undefined, isStoreKnown: true, where });
  // What a build of nothing known would make is what must be there.
  const clean = predict(wanted, bound, {
    disk: { text: (path) => (isSource(path) ? textAt(path, project) : undefined), env },
    before: { memory: NOTHING, stored: NONE },
    failing: NONE,
  });
  const texts = new Map(Array.from(clean.memory.made.values()).flatMap(({ outputs }) => [...outputs]));
  for (const [path, text] of texts) assert.equal(textAt(path, project), text, `${where}: ${path}`);
  assert.ok(texts.size > 0 || outputsOf(wanted).length === 0 || wanted.every(({ lister }) => lister), where);
  world.memory = isCertain ? expected.memory : one ? undefined : clean.memory;
}

function isSource(path: string): boolean {
  return EDITED.includes(path) || COMING.includes(path) || path === TREE;
}

/** The text of a file, or of a folder with all that is in it; undefined where neither is. */
function textAt(path: string, project: TestProject): string | undefined {
  if (!project.exists(path)) return undefined;
  if (!isFolder(path, project)) return project.read(path);
  const inside = fs.readdirSync(project.at(path), { recursive: true, encoding: "utf8" });
  const files = inside.filter((one) => !isFolder(`${path}/${one}`, project));
  return folderText(files.map((one): [string, string] => [one, project.read(`${path}/${one}`) ?? ""]));
}

function isFolder(path: string, project: TestProject): boolean {
  return fs.statSync(project.at(path)).isDirectory();
}

function plrfileOf(bound: readonly Bound[]): string {
  const names = new Map(bound.map((one) => [one, `r${one.id.replace(" ", "_")}`]));
  const declarations = bound.map((one) => {
    const fan = bound.find(({ lister }) => lister !== undefined && lister === one.collects);
    const task = `params: PARAMS, task: () => import("./recipe.ts")`;
    const make = one.spec.kind === "folder" ? "dir" : one.spec.kind === "values" ? "json" : "file";
    const outputs = Object.entries(one.outputs).map(
      ([name, path]) => `${name}: ${make}(${JSON.stringify(path)})`,
    );
    const head = `name: ${JSON.stringify(one.name)}, outputs: { ${outputs.join(", ")} }, inPlace: ${one.spec.inPlace}, `;
    const params = JSON.stringify({ text: one.text });
    if (one.lister) {
      const sources = JSON.stringify(
        Object.fromEntries(["p", "q", "r"].map((key) => [key, sourceOfItem(key)])),
      );
      return `const ${names.get(one)} = each({ ${head} over: file(${JSON.stringify(one.lister.outputs["x"])}), key: String, inputs: (key) => ({ one: ${sources}[key] }), ${task.replace("PARAMS", `() => (${params})`)} });`;
    }
    const inputs = [
      ...Object.entries(namedInputs(one)).map(
        ([name, taken]) => `${name}: [${taken.map(artifactOf).join(", ")}]`,
      ),
      ...(one.takesGlob ? [`all: glob("${GLOB}")`] : []),
      ...(fan ? [`items: ${names.get(fan)}.outputs.x`] : []),
    ];
    const env = JSON.stringify(one.spec.env === null ? [] : [one.spec.env]);
    return `const ${names.get(one)} = rule({ ${head} inputs: { ${inputs.join(", ")} }, env: ${env}, ${task.replace("PARAMS", params)} });`;
  });
  return plrfile([...names.values()], declarations.join("\n"));
}

function artifactOf({ path, as }: Taken): string {
  const written = JSON.stringify(path);
  if (as === "folder") return `dir(${written})`;
  return as === "bytes" ? `file(${written})` : `json(${written}).at("/${as}")`;
}
