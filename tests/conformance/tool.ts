/** A recipe of the chain: shell text in which `{in}` and `{out}` stand for its two paths. */
export interface Recipe {
  readonly text: string;
  /** A program of the project that the text runs, declared as an input where a tool has no better way to see it. */
  readonly program?: string;
}

/** The two rules of every scenario: `src.txt → gen → mid.txt → fin → out.txt`. */
export interface Chain {
  readonly gen: Recipe;
  /** Undefined where the rule is gone. */
  readonly fin: Recipe | undefined;
}

/** A rule of the chain with its paths. */
export interface ChainRule {
  readonly name: string;
  readonly recipe: Recipe;
  readonly from: string;
  readonly to: string;
}

/** A build tool as the scenarios see it: a file that says the chain, and a command. */
export interface Tool {
  readonly name: string;
  /** Prints the version. */
  readonly version: readonly string[];
  /** Run once in an empty project. */
  readonly init?: readonly string[];
  /** How far apart two edits must be for the tool to tell them, ms; what it misses below that is not held against it. */
  readonly tickMs?: number;
  /** Builds all that the build file asks for. */
  readonly build: readonly string[];
  /** The files that say the chain, by path. */
  readonly files: (rules: readonly ChainRule[]) => Readonly<Record<string, string>>;
}

/** The chain as a list of rules, in the order in which they run. */
export function rulesOf({ gen, fin }: Chain): readonly ChainRule[] {
  return [
    { name: "gen", recipe: gen, from: "src.txt", to: "mid.txt" },
    ...(fin ? [{ name: "fin", recipe: fin, from: "mid.txt", to: "out.txt" }] : []),
  ];
}

/** A recipe's text for tools that have no placeholders which mean the same. */
export function plainText({ recipe, from, to }: ChainRule): string {
  return recipe.text.replaceAll("{in}", from).replaceAll("{out}", to);
}

/** What a rule reads, as far as a user of the tool would say it. */
export function declared({ recipe, from }: ChainRule): readonly string[] {
  return recipe.program === undefined ? [from] : [from, recipe.program];
}
