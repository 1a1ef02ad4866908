import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import {
  assignPseudonyms,
  comparePseudonyms,
  makeKey,
  readKey,
  readLookup,
  type Subject,
  translateCodes,
  writeLookup,
} from "../../src/privacy/index.ts";

const KEY = "0f".repeat(32);
const none = new Map<string, string>();

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "plr-privacy-"));
});
after(() => rm(folder, { recursive: true }));

function assigned(subjects: readonly Subject[], known: ReadonlyMap<string, string> = none, key = KEY) {
  const result = assignPseudonyms({ subjects, key, known });
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}

function refused(subjects: readonly Subject[], known: ReadonlyMap<string, string> = none, key = KEY) {
  const result = assignPseudonyms({ subjects, key, known });
  assert.ok(!result.ok);
  return result.failure;
}

const controls = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ code: `SYNTH_H${String(index + 1)}`, label: "control" }));

test("numbers follow the keyed digest of the code, not its order", () => {
  const subjects = controls(20);
  const expected = subjects
    .map(({ code }) => code)
    .sort((a, b) => {
      const rank = (code: string) => createHmac("sha256", Buffer.from(KEY, "hex")).update(code).digest("hex");
      return rank(a) < rank(b) ? -1 : 1;
    });
  assert.deepEqual([...assigned(subjects).keys()], expected);
  assert.notDeepEqual(
    expected,
    subjects.map(({ code }) => code),
  );
  assert.deepEqual([...assigned(subjects.toReversed())], [...assigned(subjects)]);
  assert.notDeepEqual([...assigned(subjects, none, "a1".repeat(32))], [...assigned(subjects)]);
});

test("each class counts from one, the unlabelled get nothing, repeats count once", () => {
  const lookup = assigned([
    { code: "A", label: "glaucoma" },
    { code: "B", label: "control" },
    { code: "C", label: null },
    { code: "A", label: "glaucoma" },
    { code: "B", label: null },
  ]);
  assert.deepEqual(Object.fromEntries(lookup), { A: "G001", B: "H001" });
});

test("known subjects keep their pseudonym, absent ones keep their number reserved", () => {
  const first = assigned(controls(5));
  const gone = [...first].find(([, name]) => name === "H005")?.[0];
  const second = assigned(
    controls(8).filter(({ code }) => code !== gone),
    first,
  );
  for (const [code, pseudonym] of first) assert.equal(second.get(code), pseudonym);
  assert.deepEqual([...second.values()].slice(5), ["H006", "H007", "H008"]);
});

test("a thousandth subject gets a fourth digit and stands last", () => {
  const names = [...assigned(controls(1000)).values()];
  assert.equal(names[0], "H001");
  assert.deepEqual(names.slice(-2), ["H999", "H1000"]);
  assert.deepEqual(["H1000", "H101", "G002"].sort(comparePseudonyms), ["G002", "H101", "H1000"]);
});

test("contradictions are typed failures that name no code", () => {
  const both = [
    { code: "SECRET1", label: "control" },
    { code: "SECRET1", label: "glaucoma" },
  ];
  assert.deepEqual(refused(both), { reason: "conflicting-labels", count: 1 });
  assert.deepEqual(refused([{ code: " ", label: "control" }]), { reason: "empty-code", count: 1 });
  assert.deepEqual(refused([{ code: "X", label: "toString" }]), { reason: "unknown-label", count: 1 });
  assert.deepEqual(refused(controls(1), none, "abc"), { reason: "key-malformed" });
  const shared = new Map([
    ["X", "H001"],
    ["Y", "H001"],
  ]);
  assert.deepEqual(refused([], shared), { reason: "known-pseudonym-shared", pseudonyms: ["H001"] });
  assert.deepEqual(refused([{ code: "X", label: "glaucoma" }], new Map([["X", "H007"]])), {
    reason: "known-class-differs",
    pseudonyms: ["H007"],
  });
  for (const name of ["X001", "H000", "H01", "H0001"]) {
    assert.deepEqual(refused([], new Map([["X", name]])), { reason: "known-pseudonym-malformed", count: 1 });
  }
});

test("upstream let unmapped codes pass: codes translate in order, and one that is not mapped fails them all", () => {
  const lookup = new Map([
    ["A", "H001"],
    ["B", "G001"],
  ]);
  assert.deepEqual(translateCodes(["B", "A", "B"], lookup), { ok: true, value: ["G001", "H001", "G001"] });
  assert.deepEqual(translateCodes(["A", "Z", "Y"], lookup), {
    ok: false,
    failure: { reason: "unmapped-codes", count: 2, firstRow: 2 },
  });
});

test("a key is made once, private, and never replaced", async () => {
  const path = join(folder, "made", "key.hex");
  assert.deepEqual(await makeKey(path), { created: true });
  const bytes = await readFile(path, "utf8");
  assert.match(bytes, /^[0-9a-f]{64}\n$/u);
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  assert.deepEqual(await makeKey(path), { created: false });
  assert.equal(await readFile(path, "utf8"), bytes);
  assert.deepEqual(await readKey(path), { ok: true, value: bytes.trim() });
});

test("of keys made at the same time one wins", async () => {
  const path = join(folder, "race.hex");
  const made = await Promise.all(Array.from({ length: 8 }, () => makeKey(path)));
  assert.equal(made.filter(({ created }) => created).length, 1);
});

test("a cut or absent key is a failure, not a weaker key", async () => {
  const path = join(folder, "cut.hex");
  await writeFile(path, "ab".repeat(20));
  assert.deepEqual(await readKey(path), { ok: false, failure: { reason: "key-malformed" } });
  assert.deepEqual(await readKey(join(folder, "nowhere")), { ok: false, failure: { reason: "key-missing" } });
});

test("a lookup survives writing and reading, private, with equal bytes each time", async () => {
  const path = join(folder, "subject_lookup.yaml");
  const lookup = new Map([
    ["PLR9234", "H002"],
    ["0042", "H001"],
    ["SYNTH_G001", "G001"],
  ]);
  await writeFile(path, "old");
  await chmod(path, 0o644);
  await writeLookup(path, lookup);
  const first = await readFile(path, "utf8");
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  const read = await readLookup(path);
  assert.ok(read.ok);
  assert.deepEqual(new Map(read.value), lookup);
  await writeLookup(path, new Map([...lookup].reverse()));
  assert.equal(await readFile(path, "utf8"), first);
  assert.match(first, /n_healthy: 2\n {2}n_glaucoma: 1/u);
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name.includes("draft")),
    [],
  );
});

test("a damaged lookup is told apart from an absent one", async () => {
  const cases = {
    "lookup-malformed": "lookup: {H001: A}",
    "lookup-ambiguous": "lookup: {H001: A, H002: A}\nreverse_lookup: {A: H001}",
    "lookup-halves-differ": "lookup: {H001: A}\nreverse_lookup: {A: H002}",
  };
  for (const [reason, text] of Object.entries(cases)) {
    const path = join(folder, `${reason}.yaml`);
    await writeFile(path, text);
    assert.deepEqual(await readLookup(path), { ok: false, failure: { reason } });
  }
  const malformed = [
    "[]",
    "lookup: {X1: A}\nreverse_lookup: {A: X1}",
    "lookup: {H001: [A]}\nreverse_lookup: {A: H001}",
    "lookup: {H001: ''}\nreverse_lookup: {'': H001}",
    "lookup: [H001]\nreverse_lookup: {A: H001}",
  ];
  for (const text of malformed) {
    const path = join(folder, "malformed.yaml");
    await writeFile(path, text);
    assert.deepEqual(await readLookup(path), { ok: false, failure: { reason: "lookup-malformed" } }, text);
  }
  assert.deepEqual(await readLookup(join(folder, "none.yaml")), {
    ok: false,
    failure: { reason: "lookup-missing" },
  });
});
