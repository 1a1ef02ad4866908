// What strace writes, and what of files it tells.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fileUses } from "../../src/host/file-uses.ts";
import { readCalls } from "../../src/host/strace-calls.ts";

const ROOT = "/nowhere/project";

function usesOf(...lines: string[]): readonly string[] {
  const { files } = fileUses(readCalls(lines.join("\n")), ROOT);
  return files.map(({ path, use }) => `${use} ${path}`).sort();
}

const cases: Readonly<Record<string, readonly [lines: readonly string[], uses: readonly string[]]>> = {
  "reads are told by what the descriptor stands for": [
    [
      `7 openat(AT_FDCWD</nowhere/project>, "link.txt", O_RDONLY|O_CLOEXEC) = 3</nowhere/project/real.txt>`,
      `7 open("/nowhere/b", O_RDONLY) = 4</nowhere/b>`,
      `7 openat2(AT_FDCWD</nowhere/project>, "c", {flags=O_RDONLY, resolve=0}, 24) = 3</nowhere/project/c>`,
    ],
    ["read /nowhere/b", "read /nowhere/project/c", "read /nowhere/project/real.txt"],
  ],
  "what failed, has no name or is no file is left out": [
    [
      `7 openat(AT_FDCWD</nowhere/project>, "a", O_RDONLY) = -1 ENOENT (No such file or directory)`,
      `7 openat(AT_FDCWD</nowhere/project>, ".", O_RDWR|O_TMPFILE, 0600) = 3</nowhere/project/#12>(deleted)`,
      `7 openat(AT_FDCWD</nowhere/project>, "dir", O_RDONLY|O_DIRECTORY) = 3</nowhere/project/dir>`,
      `7 openat(AT_FDCWD</nowhere/project>, "/usr", O_RDONLY) = 3</usr>`,
      `7 openat(AT_FDCWD</nowhere/project>, "x", O_RDONLY <unfinished ...>`,
      `7 unlink("b") = -1 EACCES (Permission denied)`,
      `7 --- SIGCHLD {si_signo=SIGCHLD} ---`,
      `7 openat(AT_FDCWD</nowhere/project>, "cut o`,
    ],
    [],
  ],
  "a call that was resumed is read as one, whoever spoke meanwhile": [
    [
      `7 openat(AT_FDCWD</nowhere/project>, "a, b", O_WRONLY|O_CREAT <unfinished ...>`,
      `8 openat(AT_FDCWD</nowhere/project>, "c", O_RDONLY) = 3</nowhere/project/c>`,
      `7 <... openat resumed>, 0666) = 3</nowhere/project/a, b>`,
    ],
    ["read /nowhere/project/c", "written /nowhere/project/a, b"],
  ],
  "escapes are undone": [
    [
      String.raw`7 openat(AT_FDCWD</nowhere/project>, "x", O_RDONLY) = 3</nowhere/project/\303\251\74\76 \"a\\b\n>`,
      String.raw`7 mkdir("d, \"e\" (f", 0777) = 0`,
    ],
    [`read /nowhere/project/é<> "a\\b\n`, `written /nowhere/project/d, "e" (f`],
  ],
  "relative names are looked up in the folder of their process": [
    [
      `7 chdir("sub") = 0`,
      `7 vfork( <unfinished ...>`,
      `8 chdir("/nowhere/else") = 0`,
      `8 unlink("a") = 0`,
      `7 <... vfork resumed>) = 8`,
      `7 rename("b", "../c") = 0`,
      `7 fchdir(3</nowhere/third>) = 0`,
      `7 unlink("d") = 0`,
    ],
    [
      "removed /nowhere/else/a",
      "removed /nowhere/project/sub/b",
      "removed /nowhere/third/d",
      "written /nowhere/project/c",
    ],
  ],
  "a child starts where its parent was, also where a number comes again": [
    [
      `7 chdir("one") = 0`,
      `7 clone(child_stack=NULL, flags=SIGCHLD) = 8`,
      `8 unlink("a") = 0`,
      `8 +++ exited with 0 +++`,
      `7 clone3({flags=CLONE_VM|CLONE_VFORK, exit_signal=SIGCHLD} => {parent_tid=[0]}, 88) = 9`,
      `9 chdir("two") = 0`,
      `9 clone(child_stack=NULL, flags=SIGCHLD) = 8`,
      `8 unlink("b") = 0`,
    ],
    ["removed /nowhere/project/one/a", "removed /nowhere/project/one/two/b"],
  ],
  "threads are in one folder, whichever of them goes to another": [
    [
      `7 clone3({flags=CLONE_VM|CLONE_FS|CLONE_FILES|CLONE_THREAD, exit_signal=0} => {parent_tid=[8]}, 88) = 8`,
      `8 unlink("a") = 0`,
      `7 chdir("one") = 0`,
      `8 unlink("b") = 0`,
      `8 chdir("two") = 0`,
      `7 unlink("c") = 0`,
    ],
    ["removed /nowhere/project/a", "removed /nowhere/project/one/b", "removed /nowhere/project/one/two/c"],
  ],
  "names beside a descriptor are looked up in its folder": [
    [
      `7 renameat2(AT_FDCWD</nowhere/a>, "x", 5</nowhere/b>, "y", RENAME_NOREPLACE) = 0`,
      `7 symlinkat("target", AT_FDCWD</nowhere/a>, "link") = 0`,
      `7 unlinkat(5</nowhere/b>, "z", 0) = 0`,
    ],
    ["removed /nowhere/a/x", "removed /nowhere/b/z", "written /nowhere/a/link", "written /nowhere/b/y"],
  ],
  "to read what the step wrote itself is no reading, to read what it appended to is": [
    [
      `7 openat(AT_FDCWD</nowhere/project>, "new", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 3</nowhere/project/new>`,
      `7 openat(AT_FDCWD</nowhere/project>, "new", O_RDONLY) = 3</nowhere/project/new>`,
      `7 openat(AT_FDCWD</nowhere/project>, "old", O_RDWR|O_CREAT, 0666) = 3</nowhere/project/old>`,
    ],
    ["read /nowhere/project/old", "written /nowhere/project/new", "written /nowhere/project/old"],
  ],
  "written beside and renamed is written there; scratch elsewhere leaves nothing": [
    [
      `7 creat("out.tmp", 0666) = 3</nowhere/project/out.tmp>`,
      `7 rename("out.tmp", "out") = 0`,
      `7 openat(AT_FDCWD</nowhere/project>, "/t/s", O_RDWR|O_CREAT|O_EXCL, 0600) = 3</t/s>`,
      `7 unlink("/t/s") = 0`,
    ],
    ["written /nowhere/project/out"],
  ],
  "a folder counts as listed when its names are read, a program as read when it starts": [
    [
      `7 getdents64(3</nowhere/project/data>, 0x55 /* 4 entries */, 32768) = 120`,
      `7 execve("./tool.sh", ["./tool.sh", "a b"], 0x55 /* 3 vars */) = 0`,
    ],
    ["listed /nowhere/project/data", "read /nowhere/project/tool.sh"],
  ],
};

for (const [name, [lines, uses]] of Object.entries(cases))
  test(name, () => assert.deepEqual(usesOf(...lines), uses));
