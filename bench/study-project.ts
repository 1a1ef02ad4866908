import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { benchFolder } from "./bench-folder.ts";

const CHECKOUT = resolve(import.meta.dirname, "..");

/** What of the checkout a build needs; packages are linked. */
const PARTS = [
  "package.json",
  "plrfile.ts",
  "bin",
  "src",
  "rules",
  "configs",
  "scripts",
  "data/demo",
  "paper",
];

/**
 * A fresh copy of this project, to be built without touching the checkout's own outputs.
 *
 * @returns its folder
 */
export function copyProject(name: string): string {
  const folder = join(benchFolder(), name);
  rmSync(folder, { recursive: true, force: true });
  for (const part of PARTS) {
    mkdirSync(dirname(join(folder, part)), { recursive: true });
    cpSync(join(CHECKOUT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(CHECKOUT, "node_modules"), join(folder, "node_modules"));
  // As `npm ci` leaves it.
  execFileSync(process.execPath, [join(folder, "scripts/prepare.ts")]);
  return folder;
}

/** Removes all that a build of a real study writes. */
export function forgetBuild(project: string): void {
  for (const part of [".plr-cache", "data/private", "data/public"]) {
    rmSync(join(project, part), { recursive: true, force: true });
  }
}

/** The command line of a copy's own plr, by the Node that runs this. */
export function plr(project: string, ...words: readonly string[]): string[] {
  return [process.execPath, join(project, "bin/plr.js"), ...words];
}

/** The command line of the checkout's plr, for projects of others. */
export function checkoutPlr(...words: readonly string[]): string[] {
  return plr(CHECKOUT, ...words);
}

/** Makes a folder a project that has the checkout's plr for a package. */
export function linkPlr(project: string): void {
  mkdirSync(join(project, "node_modules"), { recursive: true });
  const link = join(project, "node_modules/plr");
  rmSync(link, { force: true });
  symlinkSync(CHECKOUT, link);
}
