// npm packs the package.json that lies in the folder, and the checkout's leads to src/, which Node does not run in
// node_modules. So `npm pack` calls this with "before", which builds dist/ and puts a package.json that leads there, and
// with "after", which puts things back.
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type CheckoutManifest, publishedManifest } from "./published-manifest.ts";

const KEPT = "package.json.checkout";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));
if (process.argv[2] === "before") {
  await before();
} else {
  restore();
  await import("./prepare.ts");
}

async function before(): Promise<void> {
  restore(); // after a pack that was interrupted
  await import("./dist.ts");
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as CheckoutManifest;
  renameSync("package.json", KEPT);
  writeFileSync("package.json", `${JSON.stringify(publishedManifest(manifest), undefined, 2)}\n`);
}

function restore(): void {
  if (existsSync(KEPT)) renameSync(KEPT, "package.json");
  rmSync("dist", { recursive: true, force: true });
}
