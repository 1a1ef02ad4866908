import type { CodeReader } from "./code.ts";
import { canonicalJson, type Digest } from "./digest.ts";
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
  readonly readCode: CodeReader;
}

/** Two probes of one name, module and parameters are one. */
export function probeKey({ name, source }: Probe): string {
  if (source.type === "tool") return `tool ${name}`;
  return [name, String(source.load), canonicalJson(source.params)].join("\n");
}

/** Asks each probe that has no value yet, unless the files that it declares say that the recorded value holds. */
export async function askProbes(
  probes: Iterable<Probe>,
  values: Map<string, string>,
  asking: Asking,
): Promise<Result<void>> {
  for (const probe of probes) {
    const key = probeKey(probe);
    if (values.has(key) && !isLacking(probe, values)) continue;
    const declared = filesDigest(probe, asking);
    if (declared && !declared.ok) return declared;
    const files = declared?.value;
    const recorded = files === undefined ? undefined : asking.journal.get("probe", key);
    if (recorded && recorded.files === files) {
      values.set(key, recorded.value);
      continue;
    }
    const answer = await ask(probe, asking.host);
    if (!answer.ok) return answer;
    values.set(key, answer.value);
    if (files !== undefined) asking.journal.put("probe", key, { files, value: answer.value });
  }
  return ok(undefined);
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
  return absent?.source.type === "tool" ? absent.source.command : undefined;
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

/** One digest of the probe's code and of the files that it declares; nothing where it declares none. */
function filesDigest(probe: Probe, { host, files, members, readCode }: Asking): Result<Digest> | undefined {
  if (probe.files === undefined || probe.source.type === "tool") return undefined;
  const { load, declaredIn } = probe.source;
  const code = readCode({ load, declaredIn }, { name: probe.name, at: declaredIn });
  if (!code.ok) return code;
  const paths = probe.files.flatMap((one) => (one.kind === "glob" ? members(one) : [one.path]));
  const parts = paths.map((path) => `${path.length}:${path}${files.digest(path)}`);
  return ok(host.hasher.text(`${code.value.digest} ${parts.join("")}`));
}
