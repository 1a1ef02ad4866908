import assert from "node:assert/strict";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { watchTree } from "../../src/host/watch-tree.ts";

interface Watched {
  readonly write: (path: string, text: string) => void;
  readonly remove: (path: string) => void;
  /** Resolves when a change of the path was told. */
  readonly told: (path: string) => Promise<void>;
  readonly polls: () => boolean;
  readonly all: readonly string[];
}

function watched(t: { after: (done: () => void) => void }, watch: typeof fs.watch = fs.watch): Watched {
  const root = fs.mkdtempSync(join(tmpdir(), "plr-watch-"));
  const write = (path: string, text: string): void => {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  };
  for (const path of ["a.txt", "below/b.txt", "cache/c.txt"]) write(path, "1");
  const all: string[] = [];
  const waiting = new Map<string, () => void>();
  const tree = watchTree(root, {
    isIgnored: (folder) => folder === "cache",
    onChange: (path) => {
      all.push(path);
      waiting.get(path)?.();
    },
    watch,
    pollMs: 5,
  });
  t.after(() => {
    tree.close();
    fs.rmSync(root, { recursive: true });
  });
  return {
    write,
    remove: (path) => fs.rmSync(join(root, path), { recursive: true }),
    told: (path) => new Promise((resolve) => waiting.set(path, resolve)),
    polls: tree.polls,
    all,
  };
}

async function tellsEverything({ write, remove, told, all }: Watched): Promise<void> {
  const changes: readonly (readonly [path: string, change: () => void])[] = [
    ["a.txt", () => write("a.txt", "22")],
    ["below/b.txt", () => write("below/b.txt", "22")],
    ["new.txt", () => write("new.txt", "1")],
    ["far/down/deep.txt", () => write("far/down/deep.txt", "1")],
    ["far/down/deep.txt", () => write("far/down/deep.txt", "22")],
    ["a.txt", () => remove("a.txt")],
  ];
  for (const [path, change] of changes) {
    const isTold = told(path);
    write("cache/c.txt", path);
    change();
    await isTold;
  }
  assert.deepEqual(
    all.filter((path) => path.startsWith("cache")),
    [],
  );
}

test("files that change, come and go are told, also below folders that are new; ignored folders are not", async (t) => {
  const tree = watched(t);
  await tellsEverything(tree);
  assert.equal(tree.polls(), false);
});

test("where the system has no more watches, all files are looked at again and again", async (t) => {
  let left = 2;
  const refusing = ((...args: Parameters<typeof fs.watch>) => {
    if (left-- === 0) throw Object.assign(new Error("no watches left"), { code: "ENOSPC" });
    return fs.watch(...args);
  }) as typeof fs.watch;
  const tree = watched(t, refusing);
  await tellsEverything(tree);
  assert.equal(tree.polls(), true);
});
