import { TaskError } from "plr";
import { type Category, categories } from "plr/charts/theme";
import type { Method } from "../select-rows.ts";

/** How a figure's row names a method. */
export interface MethodColumns {
  readonly method: string;
  readonly display_name: string;
  readonly short_name: string;
  /** Null for what is no preprocessing: a classifier, a featurization. */
  readonly category: Category | null;
  /** Its place in the registry; 1 is first. */
  readonly position: number;
}

/** Look-ups in the registry as the database holds it. */
export interface RegistryNames {
  /** The methods of one kind, in registry order. */
  readonly methods: (kind: Method["kind"]) => readonly Method[];
  /** One method. */
  readonly find: (kind: Method["kind"], method: string) => Method;
  /** The preprocessing category of a method, one of the five that figures draw. */
  readonly category: (kind: Method["kind"], method: string) => Category;
  /** The columns of a figure's row that name a method. */
  readonly columns: (kind: Method["kind"], method: string) => MethodColumns;
  /** A pipeline in short names, as "Ens-Full × CSDI". */
  readonly pipeline: (choices: {
    readonly outlier_method: string;
    readonly imputation_method: string;
  }) => string;
}

/** @throws TaskError from all but `methods` for what is not registered */
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
    columns: (kind, method) => {
      const { display_name, short_name, position } = find(kind, method);
      const isPreprocessing = kind === "outlier" || kind === "imputation";
      return {
        method,
        display_name,
        short_name,
        category: isPreprocessing ? category(kind, method) : null,
        position,
      };
    },
    pipeline: ({ outlier_method, imputation_method }) =>
      `${find("outlier", outlier_method).short_name} × ${find("imputation", imputation_method).short_name}`,
  };
}

function isCategory(name: string): name is Category {
  return Object.hasOwn(categories, name);
}
