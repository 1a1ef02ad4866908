import type { Artifact } from "./artifact.ts";
import {
  artifactsOf,
  type ArtifactsOf,
  type Collection,
  type Inputs,
  type OutputArtifacts,
  type Outputs,
  type Params,
  type Probe,
  ruleBase,
  type RuleBase,
  type RuleOptions,
} from "./rule.ts";
import type { Json } from "./canonical-json.ts";
import { callSite } from "./site.ts";

/** One rule for each item of a list that is known now, or of a manifest that is read while building. */
export interface EachRule<
  Item extends Json = Json,
  I extends Inputs = Inputs,
  O extends OutputArtifacts = OutputArtifacts,
  P extends Params = Params,
> extends RuleBase {
  readonly kind: "each";
  readonly over: readonly Item[] | Probe<readonly Item[]> | Artifact;
  readonly keyOf: (item: Item) => string;
  /** Inputs of every item. */
  readonly shared: Inputs;
  readonly inputsOf: (item: Item) => Inputs;
  readonly paramsOf: (item: Item) => Params;
  /** Paths hold `{key}` once. */
  readonly templates: O;
  /** For the types of a task: `task<typeof thisRule>`. */
  readonly inputs: I;
  readonly params: P;
  /** For a consumer: every output of that name. */
  readonly outputs: { readonly [K in keyof O]: Collection };
}

/**
 * Declares a fan-out. Output paths are templates with `{key}`; keys are unique, also without regard to letter case.
 * `over` is a list, a probe, or a JSON file that another rule writes and that holds an array.
 *
 * @example
 * each({
 *   name: "extract/run", over: runs, key: (run) => run.id,
 *   inputs: (run) => ({ pickle: run.path }), outputs: { rows: "rows/{key}.json" },
 *   task: () => import("./tasks/run.ts"),
 * });
 */
export function each<
  Item extends Json,
  const O extends Outputs,
  I extends Inputs = Record<never, never>,
  P extends Params = Record<never, never>,
  const S extends Inputs = Record<never, never>,
>(
  options: Omit<RuleOptions<I, O, P>, "inputs" | "params"> & {
    readonly over: readonly Item[] | Probe<readonly Item[]> | Artifact;
    readonly key: (item: Item) => string;
    /** Inputs of every item; may be what other rules make. */
    readonly shared?: S;
    readonly inputs?: (item: Item) => I;
    readonly params?: (item: Item) => P;
    readonly task: () => Promise<unknown>;
  },
): EachRule<Item, S & I, ArtifactsOf<O>, P> {
  const site = callSite(each);
  const templates = artifactsOf(options.outputs);
  const collections = Object.entries(templates).map(([output, artifact]): [string, Collection] => [
    output,
    { kind: "collection", rule: options.name, output, view: artifact.view, private: artifact.private },
  ]);
  return {
    kind: "each",
    ...ruleBase(options, site),
    action: { type: "task", load: options.task, declaredIn: site },
    over: options.over,
    keyOf: options.key,
    shared: options.shared ?? {},
    inputsOf: options.inputs ?? (() => ({})),
    paramsOf: options.params ?? (() => ({})),
    templates,
    inputs: {} as S & I,
    params: {} as P,
    outputs: Object.fromEntries(collections) as { readonly [K in keyof O]: Collection },
  };
}
