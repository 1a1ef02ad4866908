// Disks that are full, read-only, or more than one.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { describe, test } from "node:test";
import { counted, makeProject, plrfile, REPOSITORY, transcript } from "../support/project.ts";

const ROOT = process.getuid?.() === 0;
/** An account without rights of its own, to be refused what root would be allowed. */
const NOBODY = 65534;

function copies(...outs: readonly string[]): string {
  return plrfile(
    outs.map(
      (out, index) =>
        `shell({ name: "copy${index}", inputs: { from: "src.txt" }, outputs: { out: "${out}" }, script: "${counted(`copy${index}`)}; cat {in} > {out}" })`,
    ),
  );
}

const mayUseTmpfs = ROOT && process.platform === "linux";

// Each test has a project of its own, so two run at a time.
describe("disks", { concurrency: 2 }, () => {
  test(
    "a full disk: one clear message, what was good stays, and with room again all is right",
    {
      skip: mayUseTmpfs ? false : "needs root on Linux, to mount a small tmpfs",
    },
    async (t) => {
      await using project = await makeProject({
        files: { "plrfile.ts": copies("out.txt"), "src.txt": "one\n" },
      });
      fs.mkdirSync(project.at(".plr-cache"));
      try {
        execFileSync("mount", ["-t", "tmpfs", "-o", "size=256k", "none", project.at(".plr-cache")], {
          stdio: "pipe",
        });
      } catch {
        t.skip("mounting is not allowed here");
        return;
      }
      try {
        await project.build({ ran: ["copy0"] });
        fs.writeFileSync(project.at(".plr-cache/ballast"), fillOf(project.at(".plr-cache")));
        project.write("src.txt", "two\n");
        const full = await project.run(["build", "--json"]);
        assert.ok(full.exit === 1 || full.exit === 2, transcript(full));
        assert.match(full.stderr + full.stdout, /ENOSPC/);
        assert.doesNotMatch(full.stderr, /has a bug|\n\s+at /, transcript(full));
        assert.equal(project.read("out.txt"), "one\n");
        project.remove(".plr-cache/ballast");
        await project.build({});
        assert.equal(project.read("out.txt"), "two\n");
        await project.build({ ran: [] });
      } finally {
        execFileSync("umount", ["-l", project.at(".plr-cache")]);
      }
    },
  );

  test(
    "an output folder that cannot be written: a message that names it, and the other outputs are made",
    {
      skip:
        ROOT && !mayRunAs(NOBODY)
          ? "root may write anywhere, and no other user may run the repository"
          : false,
    },
    async () => {
      await using project = await makeProject({
        files: {
          "plrfile.ts": copies("locked/out.txt", "open/out.txt"),
          "src.txt": "one\n",
          "locked/keep": "",
        },
      });
      const options = ROOT ? { user: NOBODY } : {};
      if (ROOT) execFileSync("chown", ["-R", String(NOBODY), `${project.root}/..`]);
      fs.chmodSync(project.at("locked"), 0o555);
      const ended = await project.build({ exit: 1 }, ["-k"], options);
      assert.match(ended.stderr + ended.stdout, /locked/);
      assert.match(ended.stderr + ended.stdout, /EACCES/);
      assert.equal(project.read("open/out.txt"), "one\n");
      fs.chmodSync(project.at("locked"), 0o755);
      await project.build({ ran: ["copy0"] }, [], options);
      assert.equal(project.read("locked/out.txt"), "one\n");
      fs.chmodSync(project.at("src.txt"), 0o000);
      const blind = await project.run(["build", "--json", "--force"], options);
      assert.ok(blind.exit === 1 || blind.exit === 2, transcript(blind));
      assert.match(blind.stderr + blind.stdout, /src\.txt/);
    },
  );

  test(
    "a project that may only be read and is fresh is said to be fresh",
    {
      skip:
        ROOT && !mayRunAs(NOBODY)
          ? "root may write anywhere, and no other user may run the repository"
          : false,
    },
    async () => {
      await using project = await makeProject({
        files: { "plrfile.ts": copies("out.txt"), "src.txt": "one\n" },
      });
      await project.build({ ran: ["copy0"] });
      const options = ROOT ? { user: NOBODY } : {};
      execFileSync("chmod", ["-R", "a-w", project.root]);
      execFileSync("chmod", ["a+rx", `${project.root}/..`]);
      try {
        await project.build({ ran: [] }, [], options);
        fs.chmodSync(project.at("src.txt"), 0o644);
        project.write("src.txt", "two\n");
        const stale = await project.run(["build", "--json"], options);
        assert.ok(stale.exit === 1 || stale.exit === 2, transcript(stale));
        assert.doesNotMatch(stale.stderr, /has a bug|\n\s+at /, transcript(stale));
        fs.chmodSync(project.at(".plr-cache/lock"), 0o666);
        const locked = await project.run(["build"], options);
        assert.match(locked.stderr, /\.plr-cache\/lock \(EACCES\)/, "a locked folder is no read-only disk");
      } finally {
        execFileSync("chmod", ["-R", "u+w", project.root]);
      }
    },
  );

  test(
    "a cache on another device than the outputs, those in the project's own folder among them",
    {
      skip: fs.existsSync("/dev/shm") ? false : "needs /dev/shm as another device",
    },
    async () => {
      await using project = await makeProject({
        files: { "plrfile.ts": copies("out.txt", "deep/er/out.txt"), "src.txt": "one\n" },
      });
      const elsewhere = fs.mkdtempSync("/dev/shm/plr-test-");
      try {
        fs.symlinkSync(elsewhere, project.at(".plr-cache"));
        await project.build({ ran: ["copy0", "copy1"] });
        assert.deepEqual([project.read("out.txt"), project.read("deep/er/out.txt")], ["one\n", "one\n"]);
        await project.build({ ran: [] });
        project.write("src.txt", "two\n");
        await project.build({ ran: ["copy0", "copy1"] });
        assert.deepEqual(
          project.list(),
          [".plr-cache", "deep/er/out.txt", "out.txt", "package.json", "plrfile.ts", "src.txt"].filter(
            (path) => path !== ".plr-cache",
          ),
          "no private folder is left",
        );
        assert.deepEqual(
          fs.readdirSync("/").filter((name) => name.startsWith(".plr-stage")),
          [],
        );
      } finally {
        fs.rmSync(elsewhere, { recursive: true, force: true });
      }
    },
  );

  /** As many bytes as are left of a file system. */
  function fillOf(folder: string): Uint8Array {
    const { bavail, bsize } = fs.statfsSync(folder);
    return new Uint8Array(bavail * bsize);
  }

  function mayRunAs(user: number): boolean {
    try {
      execFileSync(process.execPath, [`${REPOSITORY}/bin/plr.js`, "--version"], {
        uid: user,
        gid: user,
        stdio: "pipe",
      });
      return true;
    } catch {
      return false;
    }
  }
});
