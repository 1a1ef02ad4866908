import type { PoolPlace } from "./admission.ts";
import { canonicalJson, type Json } from "./canonical-json.ts";
import { isKind, isList } from "./graph.ts";
import type { ComingTask, Host, Job } from "./host.ts";
import type { Plan } from "./plan.ts";
import type { AnyRule } from "./project.ts";
import type { Input } from "./rule.ts";
import type { RuleNode } from "./rule-node.ts";
import type { Stage } from "./stage.ts";
import type { Step } from "./steps.ts";
import type { Walk } from "./walk.ts";

interface Setting {
  readonly plan: Plan;
  readonly walk: Walk;
  readonly logFile: string;
  readonly granted: PoolPlace | undefined;
}

/** A step in the form in which a runner gets it. */
export function jobOf(step: Step, stage: Stage, { plan, walk, logFile, granted }: Setting): Job {
  const { rule } = step.node;
  const code = plan.code.get(step.node);
  return {
    step: step.id,
    action: rule.action,
    module: code?.module,
    code: code?.modules ?? [],
    inputs: Object.fromEntries(
      Object.entries(step.inputs).map(([name, input]) => [name, valueOf(input, walk)]),
    ),
    outputs: stage.paths,
    // In the order in which the fingerprint has them: a task that prints them gives the same bytes.
    params: JSON.parse(canonicalJson(step.params)) as Job["params"],
    env: {
      TMPDIR: `${plan.host.files.root}/${stage.scratch}`,
      ...environment(rule.env, plan.host),
      ...poolVariable(granted),
      ...scriptVariables(rule, stage),
    },
    pool: granted?.place,
    depfile: `${stage.scratch}/depfile`,
    logFile,
    timeoutMs: rule.timeout === undefined ? undefined : rule.timeout * 1000,
  };
}

/** A rule's task, as a process can load it before its steps are known; undefined where it has none. */
export function comingTask(
  node: RuleNode,
  { code, host }: Pick<Plan, "code" | "host">,
): ComingTask | undefined {
  const own = code.get(node);
  if (own?.module === undefined) return undefined;
  return { module: own.module, code: own.modules, env: environment(node.rule.env, host) };
}

function valueOf(input: Input, walk: Walk): Json {
  if (isKind(input, "probe")) return walk.probeJson(input);
  const paths = walk.members(input).map(({ path }) => path);
  return isKind(input, "glob") || isKind(input, "collection") || isList(input) ? paths : (paths[0] ?? null);
}

/** What every step sees of the environment, beside what it declares. */
const ALWAYS = ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "USER", "LOGNAME", "SHELL"];

function environment(declared: readonly string[], host: Host): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const name of [...ALWAYS, ...declared]) {
    const value = host.env[name];
    if (value !== undefined) env[name] = value;
  }
  return env;
}

/** The step as a file, which a script can read; and an order of Python's sets that is the same each time. */
function scriptVariables({ action }: AnyRule, { scratch }: Stage): Readonly<Record<string, string>> {
  if (action.type !== "exec" || action.code === undefined) return {};
  const step = { PLR_STEP: `${scratch}/step.json` };
  return action.code.language === "python" ? { ...step, PYTHONHASHSEED: "0" } : step;
}

/** `PLR_POOL_GPU=0`. Which place it is counts for nothing: whatever has it makes the same. */
function poolVariable(granted: PoolPlace | undefined): Readonly<Record<string, string>> {
  if (granted === undefined) return {};
  return { [`PLR_POOL_${granted.pool.toUpperCase().replaceAll(/\W/g, "_")}`]: granted.place };
}
