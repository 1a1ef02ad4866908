import { execFileSync } from "node:child_process";

/** Why a test is skipped that needs a program; false if it is there. */
export function lacks(name: string): string | false {
  try {
    execFileSync(name, ["--version"], { stdio: "ignore" });
    return false;
  } catch {
    return `${name} is not installed`;
  }
}
