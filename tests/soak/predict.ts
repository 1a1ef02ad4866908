import { filesOf, folderText, KEYS, lookedAt, readAs } from "../support/recipes.ts";
import { type Bound, makes, MEMBERS, namedInputs, needsOf, sourceOfItem, type Taken } from "./drafts.ts";

/** What the model knows of steps, by their outputs. */
export interface Memory {
  /** What a step was last made from, and what came of it. */
  readonly made: ReadonlyMap<string, Made>;
  /** What it last looked at: what makes that comes first. */
  readonly looked: ReadonlyMap<string, readonly string[]>;
}

interface Made {
  readonly key: string;
  /** What lies there, by path; a folder as one text. */
  readonly outputs: ReadonlyMap<string, string>;
  /** The files among these, and in those that are folders. */
  readonly files: readonly string[];
}

/** What is known before a build, or must come of it. */
export interface Knowledge {
  readonly memory: Memory;
  /** What the store holds: keys of steps. */
  readonly stored: ReadonlySet<string>;
}

export interface Prediction extends Knowledge {
  /** Names of the steps that must run. */
  readonly ran: ReadonlySet<string>;
  /** Names of steps that may run before it is known that what they look at is yet to be made. */
  readonly mayRun: ReadonlySet<string>;
}

export interface Disk {
  /** Of a file, or of a folder as {@link folderText} has it. */
  readonly text: (path: string) => string | undefined;
  readonly env: Readonly<Record<string, string>>;
}

export interface Before {
  readonly disk: Disk;
  readonly before: Knowledge;
  /** Names of steps that fail. */
  readonly failing: ReadonlySet<string>;
}

/** Which steps must run, by comparing contents. */
export function predict(
  wanted: readonly Bound[],
  bound: readonly Bound[],
  { disk, before, failing }: Before,
): Prediction {
  const ran = new Set<string>();
  const mayRun = new Set<string>();
  const stored = new Set(before.stored);
  const madeOf = new Map(before.memory.made);
  const looked = new Map(before.memory.looked);
  const written = new Map<string, string>();
  const isGood = new Map<Bound, boolean>();
  const textOf = (path: string): string => written.get(path) ?? disk.text(path) ?? "(absent)";
  const makerOf = (path: string): Bound | undefined => bound.find((one) => makes(one, path));
  /** Of the glob: what is there, and what rules make there, which they have made by then. */
  const members = (): readonly string[] =>
    [
      ...MEMBERS.filter((path) => disk.text(path) !== undefined),
      ...bound.filter(({ spec }) => spec.folder === "data").flatMap(plainFiles),
    ].sort();
  const plainFiles = (one: Bound): readonly string[] => {
    const { lister, spec, outputs } = one;
    if (lister) return [];
    if (spec.kind !== "folder") return Object.values(outputs);
    return madeOf.get(idOf(outputs))?.files ?? [];
  };
  const itemsOf = (lister: Bound): readonly string[] =>
    JSON.parse(textOf(lister.outputs["x"] ?? "")) as string[];
  const readBy = (one: Bound, inputs: readonly Taken[]): Readonly<Record<string, readonly string[]>> => ({
    ...Object.fromEntries(
      Object.entries(namedInputs({ inputs }))
        .filter(([name]) => !one.lister || name === "one")
        .map(([name, taken]) => [name, taken.map(({ path }) => path)]),
    ),
    ...(one.takesGlob && { all: members() }),
    ...(one.collects && { items: itemsOf(one.collects).map((key) => itemOutput(one.collects, key)) }),
  });
  const itemOutput = (lister: Bound | undefined, key: string): string => {
    const items = bound.find((one) => one.lister === lister);
    return items?.outputs["x"]?.replace("{key}", key) ?? "";
  };

  const visit = (one: Bound): boolean => {
    const known = isGood.get(one);
    if (known !== undefined) return known;
    const makers = (looked.get(idOf(one.outputs)) ?? []).flatMap((path) => makerOf(path) ?? []);
    const areMade = [...needsOf(one, bound), ...makers].map(visit).every(Boolean);
    const good = areMade && stepsOf(one).map(visitStep).every(Boolean);
    isGood.set(one, good);
    return good;
  };
  const stepsOf = (one: Bound): readonly BoundStep[] => {
    if (!one.lister) return [{ ...one, of: one }];
    return itemsOf(one.lister).map((key) => ({
      of: one,
      name: `${one.name} ${key}`,
      inputs: [{ path: sourceOfItem(key), as: "bytes" }],
      outputs: { x: one.outputs["x"]?.replace("{key}", key) ?? "" },
    }));
  };
  const visitStep = ({ of, name, inputs, outputs }: BoundStep): boolean => {
    const id = idOf(outputs);
    const paths = readBy(of, inputs);
    const env = of.spec.env === null ? undefined : disk.env[of.spec.env];
    const read = Object.entries(paths).map(([input, from]) => readAs(input, from.map(textOf)));
    if (of.spec.env !== null && env !== undefined) read.push(`${of.spec.env}=${env}`);
    const looks = lookedAt(of.text, read);
    const makers = looks.flatMap((path) => makerOf(path) ?? []);
    if (!makers.map(visit).every(Boolean)) {
      // It runs, or would, and waits in vain for what it looked at.
      mayRun.add(name);
      looked.set(id, [...(looked.get(id) ?? []), ...looks]);
      return false;
    }
    for (const path of looks) read.push(`${path}=${textOf(path)}`);
    const key = JSON.stringify([of.text, of.spec, paths, read, env]);
    const last = madeOf.get(id);
    const isWhole = last && Array.from(last.outputs).every(([path, was]) => disk.text(path) === was);
    if (last?.key === key && isWhole) return true;
    const isStored = stored.has(`${id} ${key}`);
    if (!isStored) ran.add(name);
    else if (makers.length > 0) mayRun.add(name);
    madeOf.delete(id);
    if (failing.has(name) && !isStored) return false;
    const results = new Map<string, string>();
    const files: string[] = [];
    for (const [output, path] of Object.entries(outputs)) {
      const made = filesOf(output, of.text, read);
      for (const [below, text] of made) {
        const full = below === "" ? path : `${path}/${below}`;
        written.set(full, text);
        files.push(full);
      }
      if (of.spec.kind === "folder") written.set(path, folderText(made));
      results.set(path, written.get(path) ?? "");
    }
    madeOf.set(id, { key, outputs: results, files });
    looked.set(id, looks);
    stored.add(`${id} ${key}`);
    return true;
  };

  wanted.forEach(visit);
  return { ran, mayRun, memory: { made: madeOf, looked }, stored };
}

interface BoundStep extends Pick<Bound, "name" | "inputs" | "outputs"> {
  readonly of: Bound;
}

function idOf(outputs: Bound["outputs"]): string {
  return Object.values(outputs).join();
}

/** Whether a step may look at what another makes, and so run before it is known to wait for it. */
export function mayWait({ looks }: Bound, bound: readonly Bound[]): boolean {
  return bound.some((one) => looks.some((path) => makes(one, path)));
}

/** The outputs of rules, items included, where there may be such. */
export function outputsOf(cone: readonly Bound[]): readonly string[] {
  return cone.flatMap(({ lister, outputs }) =>
    lister ? KEYS.map((key) => outputs["x"]?.replace("{key}", key) ?? "") : Object.values(outputs),
  );
}
