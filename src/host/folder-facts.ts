import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import { join } from "node:path";

/** What a folder's file system can do for a build. */
export interface FolderFacts {
  /** As in `ext4`; the system's number where it has no name here. */
  readonly fileSystem: string;
  readonly isNetwork: boolean;
  readonly freeBytes: number;
  /** How far apart two times of it can be, ns; undefined where it did not change for two seconds. */
  readonly tickNs: number | undefined;
  /** Whether a file can be copied without copying its bytes. */
  readonly hasReflinks: boolean;
  /** Whether a lock that one process holds is seen by another. */
  readonly hasLocks: boolean;
}

export type FolderResult =
  | { readonly ok: true; readonly value: FolderFacts }
  /** It cannot be written: `EACCES`, `EROFS`, … */
  | { readonly ok: false; readonly code: string };

/** Linux's numbers (statfs(2)); others are shown as they are. */
const FILE_SYSTEMS: Readonly<Record<number, string>> = {
  0xef53: "ext4",
  0x58465342: "xfs",
  0x9123683e: "btrfs",
  0x2fc12fc1: "zfs",
  0x01021994: "tmpfs",
  0x794c7630: "overlay",
  0x65735546: "fuse",
  0x6969: "nfs",
  0xff534d42: "cifs",
  0xfe534d42: "smb2",
  0x01021997: "9p",
  0x0bd00bd0: "lustre",
};
const NETWORK: readonly string[] = ["nfs", "cifs", "smb2", "9p", "lustre"];
const LONGEST_TICK_MS = 2_100;

/** Tries a folder out, in a folder of its own that is gone afterwards. The folder is made where it is not there. */
export function folderFacts(folder: string): FolderResult {
  const wasThere = fs.existsSync(folder);
  const scratch = join(folder, `doctor-${process.pid}`);
  try {
    fs.mkdirSync(scratch, { recursive: true });
    const { type, bavail, bsize } = fs.statfsSync(scratch);
    const fileSystem = FILE_SYSTEMS[type] ?? `0x${type.toString(16)}`;
    return {
      ok: true,
      value: {
        fileSystem,
        isNetwork: NETWORK.includes(fileSystem),
        freeBytes: bavail * bsize,
        tickNs: tickOf(join(scratch, "clock")),
        hasReflinks: canReflink(scratch),
        hasLocks: canLock(join(scratch, "lock")),
      },
    };
  } catch (error) {
    return { ok: false, code: (error as NodeJS.ErrnoException).code ?? String(error) };
  } finally {
    fs.rmSync(wasThere ? scratch : folder, { recursive: true, force: true });
  }
}

/** The shortest of twenty steps of the clock by which files are dated. */
function tickOf(path: string): number | undefined {
  const until = performance.now() + LONGEST_TICK_MS;
  const steps: number[] = [];
  let last = writtenAt(path);
  // The first time may be anywhere within its tick.
  while (steps.length < 20 && performance.now() < until) {
    const now = writtenAt(path);
    if (now > last) steps.push(Number(now - last));
    last = now;
  }
  return steps.length === 0 ? undefined : Math.min(...steps);
}

function writtenAt(path: string): bigint {
  fs.writeFileSync(path, "plr");
  return fs.statSync(path, { bigint: true }).ctimeNs;
}

function canReflink(scratch: string): boolean {
  const from = join(scratch, "from");
  fs.writeFileSync(from, "plr");
  try {
    fs.copyFileSync(from, join(scratch, "to"), fs.constants.COPYFILE_FICLONE_FORCE);
    return true;
  } catch {
    return false;
  }
}

const HOLD = `
  const { DatabaseSync } = require("node:sqlite");
  const { execFileSync } = require("node:child_process");
  const [path, second] = process.argv.slice(1);
  const database = new DatabaseSync(path, { timeout: 0 });
  try { database.exec("BEGIN EXCLUSIVE"); } catch { process.stdout.write("busy"); process.exit(); }
  if (second === undefined) { process.stdout.write("free"); process.exit(); }
  process.stdout.write(execFileSync(process.execPath, [...process.execArgv, "-e", second, path]));
`;

/** As the build's own lock: one process takes it, and starts another one that must not get it. */
function canLock(path: string): boolean {
  const node = ["--disable-warning=ExperimentalWarning"];
  return execFileSync(process.execPath, [...node, "-e", HOLD, path, HOLD], { encoding: "utf8" }) === "busy";
}
