import { TaskError } from "plr";
import { type Category, categories } from "plr/charts/theme";
import type { Method } from "../select-rows.ts";

/** Look-ups in the registry as the database holds it. */
export interface RegistryNames {
  /** The methods of one kind, in registry order. */
  readonly methods: (kind: Method["kind"]) => readonly Method[];
  /** One method. */
  readonly find: (kind: Method["kind"], method: string) => Method;
  /** The preprocessing category of a method, one of the five that figures draw. */
  readonly category: (kind: Method["kind"], method: string) => Category;
  /** A pipeline in short names, as "Ens-Full × CSDI". */
  readonly pipeline: (choices: {
    readonly outlier_method: string;
    readonly imputation_method: string;
  }) => string;
}

/** @throws TaskError from `find` and `category` for what is not registered */
export function registryNames(all: readonly Method[]): RegistryNames {
  const find = (kind: Method["kind"], method: string): Method => {
    const found = all.find((candidate) => candidate.kind === kind && candidate.method === method);
    if (found === undefined) throw new TaskError(`${kind} method ${method} is not in the registry`);
    return found;
  };
  const category = (kind: Method["kind"], method: string): Category => {
    const name = find(kind, method).category;
    if (name === null || !isCategory(name)) {
      throw new TaskError(`${kind} method ${method} is of the category ${String(name)}, which has no colour`);
    }
    return name;
  };
  return {
    methods: (kind) => all.filter((method) => method.kind === kind),
    find,
    category,
    pipeline: ({ outlier_method, imputation_method }) =>
      `${find("outlier", outlier_method).short_name} × ${find("imputation", imputation_method).short_name}`,
  };
}

function isCategory(name: string): name is Category {
  return Object.hasOwn(categories, name);
}
