import { fUpper } from "./distributions.ts";
import { orthonormalBasis, projectOn, squaredLengthAlong } from "./least-squares.ts";
import { failed, ok, type Result } from "./result.ts";
import { finiteFailure } from "./sample.ts";
import { mean, squaredDeviations } from "./sum.ts";

/** A factor: its name and its level in each cell. */
export interface Factor {
  readonly name: string;
  readonly levels: readonly string[];
}

/** What a linear model of factors says. */
export interface AnovaDesign {
  readonly factors: readonly Factor[];
  /** The terms in order, each the names of its factors: `[["A"], ["B"], ["A", "B"]]` is A·B. */
  readonly terms: readonly (readonly string[])[];
  /** Sums of squares: 1 sequential, 2 each term after all that do not contain it, 3 after all others. */
  readonly type: 1 | 2 | 3;
}

/** Why a design cannot be analysed. `aliased`: the data cannot tell the term from others (an empty cell). */
export type DesignFailure =
  | { readonly reason: "empty" }
  | { readonly reason: "unequal-length"; readonly factor: string }
  | { readonly reason: "not-finite" }
  | { readonly reason: "one-level"; readonly factor: string }
  | { readonly reason: "no-spread" }
  | { readonly reason: "aliased"; readonly term: string };

/** One row of an analysis of variance. */
export interface AnovaTerm {
  /** The names of the factors joined by ":". */
  readonly term: string;
  readonly ss: number;
  readonly df: number;
  readonly ms: number;
  /** Null without residual degrees of freedom or residual spread, as p. */
  readonly f: number | null;
  readonly p: number | null;
  /** SS over the total. */
  readonly etaSquared: number;
  /** SS over SS + residual. */
  readonly partialEtaSquared: number;
  /** (SS − df·MS_res)/(SS_total + MS_res); may be negative. Null without residual degrees of freedom, as the next. */
  readonly omegaSquared: number | null;
  /** (SS − df·MS_res)/(SS + (n − df)·MS_res). */
  readonly partialOmegaSquared: number | null;
}

/** An analysis of variance. */
export interface Anova {
  readonly terms: readonly AnovaTerm[];
  readonly residual: { readonly ss: number; readonly df: number };
  /** About the mean. */
  readonly totalSs: number;
  /** 1 − residual over total. */
  readonly rSquared: number;
  readonly fitted: Float64Array;
}

/**
 * Analysis of variance of a possibly unbalanced design, factors coded by sum contrasts (without them sums of type 3
 * depend on the order of levels). As R's `anova` (type 1) and `car::Anova` (types 2 and 3, `contr.sum`).
 *
 * @param values one finite number per cell
 * @returns the table; or a {@link DesignFailure}
 * @throws RangeError if a term names a factor that is not there
 */
export function anova(values: ArrayLike<number>, design: AnovaDesign): Result<Anova, DesignFailure> {
  const problem = valuesProblem(values) ?? designProblem(values.length, design.factors);
  if (problem !== null) return failed(problem);
  const prepared = preparedAnova(design);
  return prepared.ok ? prepared.value(values) : prepared;
}

/**
 * As {@link anova}, for many lists of values of one design, such as resamples: the design is taken apart once.
 *
 * @returns the analysis of any list with one number per cell; or the design's failure
 */
export function preparedAnova(
  design: AnovaDesign,
): Result<(values: ArrayLike<number>) => Result<Anova, DesignFailure>, DesignFailure> {
  const cells = design.factors[0]?.levels.length ?? 0;
  const problem = cells === 0 ? ({ reason: "empty" } as const) : designProblem(cells, design.factors);
  if (problem !== null) return failed(problem);
  const columns = design.terms.map((term) => termColumns(term, design.factors));
  const intercept = new Float64Array(cells).fill(1);
  const basisOf = (terms: readonly number[]): readonly Float64Array[] =>
    orthonormalBasis([intercept, ...terms.flatMap((term) => columns[term]!)]);
  const full = basisOf([...design.terms.keys()]);
  const spaces: TermSpace[] = [];
  for (const [index, names] of design.terms.entries()) {
    const others = comparedTerms(design, index);
    // Orthogonalised after the others, the term's own directions are what it adds to them.
    const own = basisOf([...others, index]).slice(basisOf(others).length);
    const term = names.join(":");
    if (own.length < columns[index]!.length) return failed({ reason: "aliased", term });
    spaces.push({ term, own });
  }
  const first = design.factors[0]!.name;
  return ok((values) => {
    const fault = valuesProblem(values);
    if (fault !== null) return failed(fault);
    if (values.length !== cells) return failed({ reason: "unequal-length", factor: first });
    return analysis(values, full, spaces);
  });
}

/** What a term adds to the space of the terms that it is compared with: orthonormal directions. */
interface TermSpace {
  readonly term: string;
  readonly own: readonly Float64Array[];
}

function analysis(
  values: ArrayLike<number>,
  full: readonly Float64Array[],
  spaces: readonly TermSpace[],
): Result<Anova, DesignFailure> {
  const response = new Float64Array(values);
  const n = response.length;
  const centre = mean(response);
  const totalSs = squaredDeviations(response, centre);
  if (totalSs === 0) return failed({ reason: "no-spread" });
  const all = projectOn(full, response);
  const residual = { ss: all.residualSumOfSquares, df: n - full.length };
  const centred = response.map((value) => value - centre);
  const terms = spaces.map(({ term, own }) => {
    const ss = squaredLengthAlong(own, centred);
    return describeTerm(term, { ss, df: own.length }, residual, { ss: totalSs, df: n });
  });
  return ok({ terms, residual, totalSs, rSquared: 1 - residual.ss / totalSs, fitted: all.fitted });
}

interface SumOfSquares {
  readonly ss: number;
  readonly df: number;
}

/** The terms that a term is added to. */
function comparedTerms(design: AnovaDesign, index: number): number[] {
  const own = design.terms[index]!;
  const all = [...design.terms.keys()].filter((other) => other !== index);
  if (design.type === 1) return all.filter((other) => other < index);
  if (design.type === 3) return all;
  return all.filter((other) => !own.every((name) => design.terms[other]!.includes(name)));
}

function describeTerm(
  term: string,
  own: SumOfSquares,
  residual: SumOfSquares,
  total: SumOfSquares,
): AnovaTerm {
  const ms = own.ss / own.df;
  const error = residual.df > 0 ? residual.ss / residual.df : null;
  const f = error === null || error === 0 ? null : ms / error;
  const beyondChance = error === null ? null : own.ss - own.df * error;
  return {
    term,
    ...own,
    ms,
    f,
    p: f === null ? null : fUpper(Math.max(0, f), own.df, residual.df),
    etaSquared: own.ss / total.ss,
    partialEtaSquared: own.ss / (own.ss + residual.ss),
    omegaSquared: beyondChance === null || error === null ? null : beyondChance / (total.ss + error),
    partialOmegaSquared:
      beyondChance === null || error === null ? null : beyondChance / (own.ss + (total.df - own.df) * error),
  };
}

/** The sum-contrast columns of a factor, multiplied over the factors of a term. */
function termColumns(names: readonly string[], factors: readonly Factor[]): Float64Array[] {
  let columns: Float64Array[] = [];
  for (const name of names) {
    const factor = factors.find((candidate) => candidate.name === name);
    if (factor === undefined) throw new RangeError(`no factor is named ${name}`);
    const own = sumContrasts(factor.levels);
    columns =
      columns.length === 0
        ? own
        : columns.flatMap((left) => own.map((right) => left.map((value, i) => value * right[i]!)));
  }
  return columns;
}

/** One column per level but the last: 1 at the level, −1 at the last, 0 elsewhere. */
function sumContrasts(levels: readonly string[]): Float64Array[] {
  const distinct = [...new Set(levels)].sort();
  const last = distinct.pop();
  return distinct.map((level) =>
    Float64Array.from(levels, (value) => (value === level ? 1 : value === last ? -1 : 0)),
  );
}

function valuesProblem(values: ArrayLike<number>): DesignFailure | null {
  if (values.length === 0) return { reason: "empty" };
  return finiteFailure(values) === null ? null : { reason: "not-finite" };
}

function designProblem(cells: number, factors: readonly Factor[]): DesignFailure | null {
  for (const { name, levels } of factors) {
    if (levels.length !== cells) return { reason: "unequal-length", factor: name };
    if (new Set(levels).size < 2) return { reason: "one-level", factor: name };
  }
  return null;
}
