import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where everything that the benchmark makes is kept between its runs. */
export function benchFolder(): string {
  const folder = join(tmpdir(), "plr-bench");
  mkdirSync(folder, { recursive: true });
  return folder;
}
