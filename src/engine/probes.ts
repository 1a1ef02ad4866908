import { canonicalJson } from "./digest.ts";
import { failed, ok, type Result } from "./failure.ts";
import type { FileTable } from "./file-table.ts";
import { isKind, type RuleNode } from "./graph.ts";
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
}

/** Two probes of one name and the same parameters are one. */
export function probeKey({ name, source }: Probe): string {
  return source.type === "tool" ? `tool ${name}` : `${name} ${canonicalJson(source.params)}`;
}

/** Asks each probe once, unless the files that it declares say that the recorded value holds. */
export async function askProbes(nodes: readonly RuleNode[], asking: Asking): Promise<Result<ProbeValues>> {
  const values = new Map<string, string>();
  for (const probe of nodes.flatMap(probesOf)) {
    const key = probeKey(probe);
    if (values.has(key)) continue;
    const files = filesDigest(probe, asking);
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
  return ok(values);
}

export function probesOf({ rule }: RuleNode): readonly Probe[] {
  const probes: Probe[] = [...rule.tools];
  if (rule.kind === "each") {
    const { over } = rule as { readonly over: unknown };
    if (isProbe(over)) probes.push(over);
    return probes;
  }
  for (const input of Object.values(rule.inputs)) if (isKind(input, "probe")) probes.push(input);
  return probes;
}

export function isProbe(value: unknown): value is Probe {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "probe";
}

async function ask(probe: Probe, host: Host): Promise<Result<string>> {
  const { source } = probe;
  if (source.type === "tool") {
    const said = await host.askTool(source.command, source.args);
    return said.ok ? ok(canonicalJson(said.value)) : said;
  }
  const value = await host.askModule(source, probe.name);
  return value.ok ? ok(canonicalJson(value.value)) : failed(value.failure);
}

function filesDigest(
  probe: Probe,
  { host, files, members }: Asking,
): ReturnType<typeof host.hasher.text> | undefined {
  if (probe.files === undefined) return undefined;
  const paths = probe.files.flatMap((one) => (one.kind === "glob" ? members(one) : [one.path]));
  return host.hasher.text(paths.map((path) => `${path.length}:${path}${files.digest(path)}`).join(""));
}
