import type { CodeReader } from "./code.ts";
import { canonicalJson } from "./canonical-json.ts";
import type { Digest } from "./digest.ts";
import { failed, ok, type Result } from "./failure.ts";
import type { FileTable } from "./file-table.ts";
import { inputsOf, isKind, type ItemsOf } from "./graph.ts";
import type { RuleNode } from "./rule-node.ts";
import type { Host } from "./host.ts";
import type { Journal } from "./journal.ts";
import type { Glob, Probe } from "./rule.ts";

/** Values of the probes that a build needs, as canonical JSON. */
export type ProbeValues = ReadonlyMap<string, string>;

interface Asking {
  readonly host: Host;
  readonly journal: Journal;
  readonly files: FileTable;
  readonly members: (glob: Glob) => readonly string[];
  readonly readCode: CodeReader["read"];
}

/** Two probes of one name, module and parameters are one. */
export function probeKey({ name, source }: Probe): string {
  if (source.type === "tool") return `tool ${name}`;
  return [name, String(source.load), canonicalJson(source.params)].join("\n");
}

/**
 * Asks the probes that have no value yet, all at once, unless what they say they depend on is as it was when the
 * recorded answer was given. The first failure counts, in the order of the probes.
 */
export async function askProbes(
  probes: Iterable<Probe>,
  values: Map<string, string>,
  asking: Asking,
): Promise<Result<void>> {
  const asked = new Map<string, { readonly key: string; readonly answer: Promise<Result<string>> }>();
  for (const probe of probes) {
    const key = probeKey(probe);
    if (values.has(key) && !isLacking(probe, values)) continue;
    // A tool that one rule can do without and another cannot is asked for both.
    const once = `${isOptional(probe)} ${key}`;
    if (!asked.has(once)) asked.set(once, { key, answer: answerOf(probe, asking) });
  }
  for (const { key, answer } of asked.values()) {
    const said = await answer;
    if (!said.ok) return said;
    values.set(key, said.value);
  }
  return ok(undefined);
}

/** The recorded answer where it holds, else a new one, which is recorded. */
async function answerOf(probe: Probe, asking: Asking): Promise<Result<string>> {
  const { journal, host } = asking;
  const basis = basisOf(probe, asking);
  if (basis && !basis.ok) return basis;
  const key = probeKey(probe);
  const recorded = basis && journal.get("probe", key);
  if (basis && recorded?.files === basis.value) return ok(recorded.value);
  const answer = await ask(probe, host);
  if (answer.ok && basis) journal.put("probe", key, { files: basis.value, value: answer.value });
  return answer;
}

function isOptional({ source }: Probe): boolean {
  return source.type === "tool" && source.optional;
}

/** The value of an optional tool that is not there; what a tool says is a text. */
const ABSENT_TOOL = "null";

/** Whether a probe asks a tool that is not there, and that another probe of it can do without. */
function isLacking({ source, name }: Probe, values: ProbeValues): boolean {
  return source.type === "tool" && !source.optional && values.get(`tool ${name}`) === ABSENT_TOOL;
}

/** The optional tool that a rule needs and that is not installed. */
export function absentTool({ rule }: RuleNode, values: ProbeValues): string | undefined {
  const absent = rule.tools.find((tool) => values.get(probeKey(tool)) === ABSENT_TOOL);
  return absent?.source.type === "tool" ? absent.source.title : undefined;
}

/** What a rule asks; for an `each` rule also what its items ask, where they are known. */
export function probesOf({ rule }: RuleNode, items: ItemsOf): readonly Probe[] {
  const probes: Probe[] = [...rule.tools];
  if (rule.kind === "each") {
    const { over } = rule as { readonly over: unknown };
    if (isProbe(over)) probes.push(over);
  }
  for (const [, input] of inputsOf(rule, items)) if (isKind(input, "probe")) probes.push(input);
  return probes;
}

export function isProbe(value: unknown): value is Probe {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "probe";
}

async function ask(probe: Probe, host: Host): Promise<Result<string>> {
  const { source } = probe;
  if (source.type === "tool") {
    const said = await host.askTool(source.command, source.args);
    if (!said.ok && source.optional) return ok(ABSENT_TOOL);
    return said.ok ? ok(canonicalJson(said.value)) : said;
  }
  const value = await host.askModule(source, probe.name);
  return value.ok ? ok(canonicalJson(value.value)) : failed(value.failure);
}

/** One digest of what the answer hangs on: a tool's binary, or the probe's code and its files; nothing where that is not known. */
function basisOf(probe: Probe, { host, files, members, readCode }: Asking): Result<Digest> | undefined {
  const { source } = probe;
  if (source.type === "tool") {
    // Its version is the binary's own; what it says of anything else, of a library say, hangs on more.
    const binary = source.args.length > 1 ? undefined : host.binaryOf(source.command);
    return binary === undefined ? undefined : ok(host.hasher.text(`${binary} ${source.args.join("\0")}`));
  }
  if (probe.files === undefined) return undefined;
  const { load, declaredIn } = source;
  const code = readCode({ load, declaredIn }, { name: probe.name, at: declaredIn });
  if (!code.ok) return code;
  const paths = probe.files.flatMap((one) => (one.kind === "glob" ? members(one) : [one.path]));
  const parts = paths.map((path) => `${path.length}:${path}${files.digest(path)}`);
  return ok(host.hasher.text(`${code.value.digest} ${parts.join("")}`));
}
