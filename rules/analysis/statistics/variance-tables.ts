import { type Anova, type AnovaDesign, preparedAnova } from "plr/stratos/anova";
import { quantiles7 } from "plr/stratos/quantile";
import * as schema from "../../schema/variance.ts";
import type { Database } from "../database.ts";
import { partTask } from "../statistics-task.ts";
import { type Filled, filled } from "../write-database.ts";
import { type ComparedStudy, type ComparisonSettings, loadStudy } from "./compared-study.ts";
import { type Configuration, type Factor, methodOf } from "./configuration.ts";
import { factorialBlock } from "./factorial-block.ts";
import { resampledAurocs } from "./resampled-aurocs.ts";

export default partTask(varianceTables);

/** How much of the spread of AUROC goes with each choice. */
export async function varianceTables(results: Database, settings: ComparisonSettings): Promise<Filled[]> {
  const study = await loadStudy(results, settings);
  const models = modelsOf(study);
  return [
    filled(
      schema.varianceDecomposition,
      models.flatMap((model) => decomposition(model, study)),
    ),
    filled(schema.factorResiduals, models.filter(({ cells }) => cells === "complete").flatMap(residuals)),
  ];
}

interface Model {
  /** The classifier that all share, or "all". */
  readonly model: string;
  readonly cells: "complete" | "all";
  readonly factors: readonly Factor[];
  readonly members: readonly Configuration[];
}

/** Outlier methods have the most to say in which block is taken, as in the comparisons of methods. */
const blockOrder = ["classifier", "imputation", "outlier"] as const;

function modelsOf(study: ComparedStudy): Model[] {
  const { configurations, main } = study;
  const alike = configurations.filter(({ featurization }) => featurization === main.featurization);
  const own = alike.filter(({ classifier }) => classifier === main.classifier);
  const scopes = [
    { model: main.classifier, factors: ["outlier", "imputation"] as const, members: own },
    { model: "all", factors: ["classifier", "outlier", "imputation"] as const, members: alike },
  ];
  return scopes.flatMap(({ model, factors, members }): Model[] => {
    const block = factorialBlock(members, blockOrder.slice(-factors.length), study);
    return [
      { model, cells: "complete", factors, members: block },
      { model, cells: "all", factors, members },
    ];
  });
}

const TYPES = [
  { type: 1, ss_type: "I" },
  { type: 2, ss_type: "II" },
  { type: 3, ss_type: "III" },
] as const;

function designOf({ factors, members }: Model, type: AnovaDesign["type"]): AnovaDesign {
  return {
    type,
    factors: factors.map((name) => ({ name, levels: members.map((member) => methodOf(member, name)) })),
    terms: factors.map((name) => [name]),
  };
}

/** No rows where a factor has one level, or the data cannot tell two factors apart. */
function decomposition(model: Model, { resamples }: ComparedStudy): schema.VarianceTerm[] {
  const drawn = resampledAurocs(model.members, resamples);
  return TYPES.flatMap(({ type, ss_type }) => {
    const analyse = preparedAnova(designOf(model, type));
    const found = analyse.ok ? analyse.value(model.members.map(({ auroc }) => auroc)) : analyse;
    if (!analyse.ok || !found.ok) return [];
    const replicates = drawn.flatMap((aurocs) => {
      const replicate = analyse.value(aurocs);
      return replicate.ok ? [sharesOf(replicate.value)] : [];
    });
    return termRows(found.value).map((row, at) => ({
      model: model.model,
      cells: model.cells,
      ss_type,
      n: model.members.length,
      ...row,
      ...limits(replicates.map((shares) => shares[at])),
    }));
  });
}

type TermRow = Omit<
  schema.VarianceTerm,
  "model" | "cells" | "ss_type" | "n" | `${string}_ci_lower` | `${string}_ci_upper`
>;

function termRows({ terms, residual, totalSs }: Anova): TermRow[] {
  return [
    ...terms.map((term) => ({
      term: term.term,
      ss: term.ss,
      df: term.df,
      ms: term.ms,
      f: term.f,
      p: term.p,
      eta_sq: term.etaSquared,
      eta_sq_partial: term.partialEtaSquared,
      omega_sq: term.omegaSquared,
      omega_sq_partial: term.partialOmegaSquared,
    })),
    {
      term: "residual",
      ss: residual.ss,
      df: residual.df,
      ms: residual.df === 0 ? null : residual.ss / residual.df,
      f: null,
      p: null,
      eta_sq: residual.ss / totalSs,
      eta_sq_partial: null,
      omega_sq: null,
      omega_sq_partial: null,
    },
  ];
}

type Shares = Pick<TermRow, "eta_sq" | "omega_sq" | "omega_sq_partial">;

function sharesOf(anova: Anova): Shares[] {
  return termRows(anova);
}

type ShareLimits = Pick<schema.VarianceTerm, `${keyof Shares}_ci_lower` | `${keyof Shares}_ci_upper`>;

function limits(replicates: readonly (Shares | undefined)[]): ShareLimits {
  const of = (share: keyof Shares): [number | null, number | null] => {
    const known = replicates.flatMap((shares) => shares?.[share] ?? []);
    if (known.length === 0) return [null, null];
    const [lower = null, upper = null] = quantiles7(known, [0.025, 0.975]);
    return [lower, upper];
  };
  const [eta, omega, partial] = [of("eta_sq"), of("omega_sq"), of("omega_sq_partial")];
  return {
    eta_sq_ci_lower: eta[0],
    eta_sq_ci_upper: eta[1],
    omega_sq_ci_lower: omega[0],
    omega_sq_ci_upper: omega[1],
    omega_sq_partial_ci_lower: partial[0],
    omega_sq_partial_ci_upper: partial[1],
  };
}

function residuals(model: Model): schema.FactorResidual[] {
  const analyse = preparedAnova(designOf(model, 3));
  const found = analyse.ok ? analyse.value(model.members.map(({ auroc }) => auroc)) : analyse;
  if (!found.ok) return [];
  return model.members.map(({ config_id, auroc }, at) => {
    const fitted = found.value.fitted[at] ?? Number.NaN;
    return { model: model.model, config_id, fitted, residual: auroc - fitted };
  });
}
