import { execFile } from "node:child_process";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import type { Failure, RulePlace } from "../engine/failure.ts";

/**
 * Adds file and line to the rules that a failure names. Rules do not record where they were declared, as that costs
 * time in every build; so the plrfile is evaluated once more, in a process of its own that records it.
 */
export async function locateRules(failure: Failure, plrfile: string): Promise<Failure> {
  const named =
    "rules" in failure
      ? failure.rules
      : "rule" in failure && typeof failure.rule === "object"
        ? [failure.rule]
        : [];
  if (named.every(({ at }) => at !== undefined)) return failure;
  const sites = await sitesOf(plrfile);
  const located = ({ name, at }: RulePlace, occurrence: number): RulePlace => ({
    name,
    at: at ?? sites.get(name)?.at(occurrence),
  });
  if ("rules" in failure) {
    const [first, second] = failure.rules;
    const rules = [located(first, 0), located(second, first.name === second.name ? 1 : 0)] as const;
    return { ...failure, rules };
  }
  if ("rule" in failure && typeof failure.rule === "object")
    return { ...failure, rule: located(failure.rule, 0) } as Failure;
  return failure;
}

const PROGRAM = `
  globalThis[Symbol.for("plr.sites-wanted")] = true;
  const { default: project } = await import(process.argv[1]);
  process.stdout.write(JSON.stringify(project.rules.map(({ name, site }) => [name, site])));
`;

async function sitesOf(plrfile: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const sites = new Map<string, string[]>();
  try {
    const args = [
      "--disable-warning=ExperimentalWarning",
      "--input-type=module",
      "--eval",
      PROGRAM,
      pathToFileURL(plrfile).href,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1 << 28 });
    for (const [name, site] of JSON.parse(stdout) as [string, string?][]) {
      if (site !== undefined) sites.set(name, [...(sites.get(name) ?? []), site]);
    }
  } catch {
    // The names alone have to do.
  }
  return sites;
}
