#!/usr/bin/env node
// Runs on any Node, so that an old one gets a sentence and not a syntax error.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `plr needs Node 22.18 or newer; this is ${process.versions.node}.\n` +
      "In a project that pins its own Node run `npm ci`, then `npx plr …` or `npm run …`; else get one from https://nodejs.org.\n",
  );
  process.exitCode = 2;
} else if (process.argv.length === 3 && ["--version", "-V"].includes(process.argv[2])) {
  const { readFileSync } = await import("node:fs");
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
  process.stdout.write(`plr ${version}\n`);
} else {
  const { enableCompileCache } = await import("node:module");
  enableCompileCache?.();
  // A plrfile is a module whatever the package.json beside it says.
  const expected = ["ExperimentalWarning", "MODULE_TYPELESS_PACKAGE_JSON"];
  process.removeAllListeners("warning");
  process.on("warning", (warning) => {
    if (expected.includes(warning.name) || expected.includes(warning.code)) return;
    process.stderr.write(`${warning.stack ?? warning.message}\n`);
  });
  const { existsSync, readFileSync, statSync } = await import("node:fs");
  const inPackage = (path) => new URL(`../${path}`, import.meta.url);
  // A checkout runs its sources, as one file while that is made of them as they are; an installed package has none.
  const isCurrent = () => {
    if (!existsSync(inPackage("dist/sources.json"))) return false;
    const sources = JSON.parse(readFileSync(inPackage("dist/sources.json"), "utf8"));
    return sources.every(([path, size, mtimeMs, ctimeMs]) => {
      const found = statSync(inPackage(path), { throwIfNoEntry: false });
      return found?.size === size && found.mtimeMs === mtimeMs && found.ctimeMs === ctimeMs;
    });
  };
  const runsSources = existsSync(inPackage("src/cli/main.ts")) && !isCurrent();
  const { main } = await (runsSources ? import("../src/cli/main.ts") : import("../dist/cli/main.js"));
  process.exitCode = await main(process.argv.slice(2));
}
