import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gitHead } from "../../src/host/git-head.ts";

test("what is checked out is read as git tells it: on a branch, packed, detached, and in a linked worktree", (t) => {
  const root = fs.mkdtempSync(join(tmpdir(), "plr-git-"));
  t.after(() => fs.rmSync(root, { recursive: true }));
  const main = join(root, "main");
  const git = (folder: string, ...args: readonly string[]): string =>
    execFileSync("git", ["-C", folder, "-c", "user.name=a", "-c", "user.email=a@b", ...args], {
      encoding: "utf8",
    }).trim();
  assert.equal(gitHead(root), undefined);
  fs.mkdirSync(join(main, "below"), { recursive: true });
  git(main, "init", "-q", "-b", "work/topic");
  assert.equal(gitHead(main), undefined, "no commit yet");
  git(main, "commit", "-q", "--allow-empty", "-m", "one");
  const commit = git(main, "rev-parse", "HEAD");
  assert.deepEqual(gitHead(join(main, "below")), { commit, branch: "work/topic" });
  git(main, "pack-refs", "--all");
  assert.deepEqual(gitHead(main), { commit, branch: "work/topic" });
  git(main, "worktree", "add", "-q", "-b", "linked", join(root, "linked"));
  assert.deepEqual(gitHead(join(root, "linked")), { commit, branch: "linked" });
  git(main, "checkout", "-q", "--detach");
  assert.deepEqual(gitHead(main), { commit });
});
