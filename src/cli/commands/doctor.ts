import { accessSync, constants, existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { CACHE } from "../../engine/cache-folder.ts";
import type { AnyRule } from "../../engine/project.ts";
import { folderFacts } from "../../host/folder-facts.ts";
import { doctorText, type Finding, judge } from "../../report/doctor.ts";
import type { Invocation } from "../invocation.ts";
import { answer } from "../output.ts";
import { lookOf } from "../reporter.ts";
import { openSession, type Session } from "../session.ts";
import { PACKAGE_FOLDER } from "../version.ts";

/** Looks at what a build here rests on; exits with 1 where something is broken. */
export async function run({ options }: Invocation): Promise<number> {
  const session = await openSession(new AbortController().signal);
  const findings: readonly Finding[] = [
    { about: "node", version: process.versions.node },
    ...(session.ok
      ? projectFindings(session.value)
      : [{ about: "project-failure", failure: session.failure } as const]),
    ...stateFindings(session.ok ? session.value.root : process.cwd()),
    ...(session.ok ? [...(await toolFindings(session.value)), ...outputFindings(session.value)] : []),
  ];
  if (session.ok) session.value.kill();
  const judged = findings.map(judge);
  answer(
    options["json"] === true
      ? JSON.stringify(judged, undefined, 2)
      : doctorText(findings, lookOf(process.stdout)),
  );
  return judged.some(({ verdict }) => verdict === "broken") ? 1 : 0;
}

function projectFindings({ root, plrfile, graph }: Session): readonly Finding[] {
  const project = { about: "project", plrfile, rules: graph.nodes.length } as const;
  const runs = realpathSync(PACKAGE_FOLDER);
  const imports = importedPlr(root);
  return imports === runs ? [project] : [project, { about: "other-plr", runs, imports }];
}

/** The package that a plrfile's `import "plr"` leads to: the project's own where it is plr, or an installed one. */
function importedPlr(root: string): string | undefined {
  for (let at = root; ; at = dirname(at)) {
    const manifest = join(at, "package.json");
    const isPlr = existsSync(manifest) && /"name":\s*"plr"/.test(readFileSync(manifest, "utf8"));
    if (isPlr) return realpathSync(at);
    if (existsSync(join(at, "node_modules/plr"))) return realpathSync(join(at, "node_modules/plr"));
    if (at === dirname(at)) return undefined;
  }
}

function stateFindings(root: string): readonly Finding[] {
  const facts = folderFacts(join(root, CACHE));
  if (!facts.ok) return [{ about: "state-not-writable", path: CACHE, code: facts.code }];
  const { fileSystem, isNetwork, tickNs, hasLocks, freeBytes, hasReflinks } = facts.value;
  return [
    { about: "state", path: CACHE, fileSystem, isNetwork },
    { about: "clock", tickNs },
    { about: "lock", works: hasLocks },
    { about: "space", freeBytes },
    { about: "reflinks", works: hasReflinks },
    ...watchFindings(),
  ];
}

function watchFindings(): readonly Finding[] {
  const limit = "/proc/sys/fs/inotify/max_user_watches";
  return existsSync(limit) ? [{ about: "watches", limit: Number(readFileSync(limit, "utf8")) }] : [];
}

async function toolFindings({ graph, host }: Session): Promise<readonly Finding[]> {
  const rules = graph.nodes.map(({ rule }) => rule);
  const tools = new Map(rules.flatMap((rule) => rule.tools.map((tool) => [tool.name, tool] as const)));
  const asked = [...tools.values()].map(async (tool): Promise<Finding> => {
    const { source } = tool;
    const said =
      source.type === "tool"
        ? await host.askTool(source.command, source.args)
        : await host.askModule(source, tool.name);
    const users = rules.filter((rule) => rule.tools.some(({ name }) => name === tool.name));
    const says = said.ok && typeof said.value === "string" ? said.value : undefined;
    const isOptional = users.every((rule) =>
      rule.tools.some((one) => one.name === tool.name && canLack(one)),
    );
    return { about: "tool", command: tool.name, says, rules: namesOf(users), isOptional };
  });
  return [...(await Promise.all(asked)), ...programFindings(rules)];
}

function canLack({ source }: AnyRule["tools"][number]): boolean {
  return source.type === "tool" && source.optional;
}

/** Programs that rules run and that are not there; what a script runs is not known, and tools are asked. */
function programFindings(rules: readonly AnyRule[]): readonly Finding[] {
  const users = new Map<string, AnyRule[]>();
  for (const rule of rules) {
    const [program] = rule.action.type === "exec" ? rule.action.args : [];
    const isAsked = rule.tools.some(({ source }) => source.type === "tool" && source.command === program);
    if (program === undefined || program.includes("{") || isAsked) continue;
    users.set(program, [...(users.get(program) ?? []), rule]);
  }
  return [...users]
    .filter(([program]) => !isProgram(program))
    .map(([command, of]) => ({ about: "program", command, rules: namesOf(of) }));
}

function isProgram(program: string): boolean {
  if (program.includes("/")) return can(program, constants.X_OK);
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .some((folder) => can(join(folder, program), constants.X_OK));
}

function outputFindings({ root, graph }: Session): readonly Finding[] {
  const users = new Map<string, AnyRule[]>();
  for (const { rule } of graph.nodes) {
    const outputs = Object.values(rule.kind === "rule" ? rule.outputs : rule.templates);
    const folders = new Set(outputs.map(({ path }) => nearestFolder(root, dirname(path))));
    for (const folder of folders) users.set(folder, [...(users.get(folder) ?? []), rule]);
  }
  const closed = [...users].filter(([folder]) => !can(folder, constants.W_OK | constants.X_OK));
  if (closed.length === 0) return [{ about: "outputs", folders: users.size }];
  return closed.map(([folder, of]) => ({ about: "folder-not-writable", folder, rules: namesOf(of) }));
}

/** The folder of an output, or the one that is to hold it. */
function nearestFolder(root: string, folder: string): string {
  const at = join(root, folder);
  return existsSync(at) || folder === "." ? at : nearestFolder(root, dirname(folder));
}

function can(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function namesOf(rules: readonly AnyRule[]): readonly string[] {
  return rules.map(({ name }) => name);
}
