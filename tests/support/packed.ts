import { execFileSync, spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { REPOSITORY } from "./project.ts";

/** A folder with nothing in it but an installed plr: the files of its tarball, under node_modules. */
export interface Installed extends Disposable {
  readonly root: string;
  readonly tarball: string;
  /** The checkout that was packed: a copy, as packing changes it meanwhile. */
  readonly checkout: string;
  readonly at: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  readonly read: (path: string) => string;
  readonly plr: (...args: readonly string[]) => Said;
  /** The repository's compiler, on the folder's tsconfig.json. */
  readonly tsc: () => Said;
}

export interface Said {
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Why plr cannot be packed here, if it cannot. */
export const CANNOT_PACK = fs.existsSync(join(REPOSITORY, "node_modules/esbuild"))
  ? undefined
  : "esbuild is not installed: npm ci";

const PACKED = ["bin", "src", "scripts", "package.json", "README.md", "LICENSE", "CHANGELOG.md"];

/** Packs plr as `npm pack` does and installs that into a folder. */
export function installPacked(): Installed {
  const folder = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), "plr-packed-")));
  const checkout = join(folder, "checkout");
  const settings = fs.readdirSync(REPOSITORY).filter((name) => /^tsconfig.*\.json$/.test(name));
  for (const path of [...PACKED, ...settings])
    fs.cpSync(join(REPOSITORY, path), join(checkout, path), { recursive: true });
  fs.symlinkSync(join(REPOSITORY, "node_modules"), join(checkout, "node_modules"));
  const npm = ["pack", "--silent", "--pack-destination", folder];
  const name = execFileSync("npm", npm, { cwd: checkout, encoding: "utf8" }).trim().split("\n").at(-1) ?? "";
  return install(join(folder, name), checkout, folder);
}

/** Installs what was packed for another one into a folder of its own, which is gone with that of the other one. */
export function installAgain({ tarball, checkout, root }: Installed): Installed {
  return install(tarball, checkout, fs.mkdtempSync(join(dirname(root), "again-")));
}

/** Unpacks the tarball where npm would; what plr depends on is linked, so no registry is asked. */
function install(tarball: string, checkout: string, folder: string): Installed {
  const root = join(folder, "project");
  const modules = join(root, "node_modules");
  fs.mkdirSync(join(modules, "plr"), { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", join(modules, "plr"), "--strip-components=1"]);
  for (const dependency of fs.readdirSync(join(REPOSITORY, "node_modules")))
    if (dependency !== "plr" && dependency !== ".bin")
      fs.symlinkSync(join(REPOSITORY, "node_modules", dependency), join(modules, dependency));
  const at = (path: string): string => join(root, path);
  const run = (args: readonly string[]): Said => {
    const { PATH = "", HOME = "" } = process.env;
    const { status, stdout, stderr } = spawnSync(process.execPath, args, {
      cwd: root,
      encoding: "utf8",
      env: { PATH, HOME },
    });
    return { exit: status, stdout, stderr };
  };
  return {
    root,
    tarball,
    checkout,
    at,
    write: (path, text) => {
      fs.mkdirSync(dirname(at(path)), { recursive: true });
      fs.writeFileSync(at(path), text);
    },
    read: (path) => fs.readFileSync(at(path), "utf8"),
    plr: (...args) => run([join(modules, "plr/bin/plr.js"), ...args]),
    tsc: () => run([join(REPOSITORY, "node_modules/typescript/bin/tsc"), "--project", root]),
    [Symbol.dispose]: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
