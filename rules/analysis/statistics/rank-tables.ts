import { friedman, type FriedmanTest } from "plr/stratos/friedman";
import { quantiles7 } from "plr/stratos/quantile";
import { midranks } from "plr/stratos/ranks";
import * as schema from "../../schema/ranks.ts";
import type { Database } from "../database.ts";
import { partTask } from "../statistics-task.ts";
import { type Filled, filled } from "../write-database.ts";
import { type ComparedStudy, type ComparisonSettings, loadStudy } from "./compared-study.ts";
import { factors } from "./configuration.ts";
import { type Family, familyOf } from "./family.ts";
import { resampledAurocs } from "./resampled-aurocs.ts";

export default partTask(rankTables);

/** How the methods of each family rank within their partners. */
export async function rankTables(results: Database, settings: ComparisonSettings): Promise<Filled[]> {
  const study = await loadStudy(results, settings);
  const ranked = factors.flatMap((factor) => rankedFamily(familyOf(study, factor)));
  return [
    filled(schema.friedman, ranked.map(friedmanRow)),
    filled(
      schema.ranks,
      ranked.flatMap((own) => rankRows(own, study)),
    ),
    filled(schema.blockRanks, ranked.flatMap(blockRankRows)),
  ];
}

interface Ranked {
  readonly family: Family;
  readonly test: FriedmanTest;
}

/** One family with its ranks; none under two blocks. */
function rankedFamily(family: Family | null): Ranked[] {
  if (family === null) return [];
  const test = friedman(family.blocks.map((block) => block.map(({ auroc }) => auroc)));
  return test.ok ? [{ family, test: test.value }] : [];
}

const NOTE = "description: blocks share their people; pairs are told apart by Holm-adjusted paired DeLong";

function friedmanRow({ family, test }: Ranked): schema.Friedman {
  return {
    family: family.factor,
    k: test.methods,
    n_blocks: test.blocks,
    statistic: test.statistic,
    p: test.p,
    iman_davenport_f: test.imanDavenport?.f ?? null,
    iman_davenport_p: test.imanDavenport?.p ?? null,
    cd: test.criticalDifference,
    least_p: 2 ** (1 - test.blocks),
    note: NOTE,
  };
}

function rankRows({ family, test }: Ranked, { resamples }: ComparedStudy): schema.Rank[] {
  const resampled = resampledMeanRanks(family, resamples);
  const best = Math.min(...test.meanRanks);
  return family.methods.map((method, at) => {
    const own = resampled.map((meanRanks) => meanRanks[at] ?? Number.NaN);
    const [lower = Number.NaN, upper = Number.NaN] = quantiles7(own, [0.025, 0.975]);
    const mean_rank = test.meanRanks[at] ?? Number.NaN;
    return {
      family: family.factor,
      method,
      mean_rank,
      ci_lower: lower,
      ci_upper: upper,
      clique: mean_rank - best < test.criticalDifference ? 1 : null,
      p_best: resampled.reduce((total, meanRanks) => total + shareOfBest(meanRanks, at), 0) / own.length,
    };
  });
}

/** Per resample of people, the mean rank of each method. */
function resampledMeanRanks({ methods, blocks }: Family, resamples: ComparedStudy["resamples"]): number[][] {
  const drawn = blocks.map((block) => resampledAurocs(block, resamples));
  return Array.from({ length: resamples.count }, (_, resample) => {
    const ranks = drawn.map((block) => midranks((block[resample] ?? new Float64Array()).map((v) => -v)));
    return methods.map((_, at) => ranks.reduce((sum, own) => sum + (own[at] ?? 0), 0) / ranks.length);
  });
}

function shareOfBest(meanRanks: readonly number[], at: number): number {
  const best = Math.min(...meanRanks);
  return meanRanks[at] === best ? 1 / meanRanks.filter((rank) => rank === best).length : 0;
}

function blockRankRows({ family, test }: Ranked): schema.BlockRank[] {
  return family.blocks.flatMap((block, i) =>
    block.map(({ config_id, auroc }, at) => ({
      family: family.factor,
      method: family.methods[at] ?? "",
      block: family.partners[i] ?? "",
      config_id,
      auroc,
      rank: test.blockRanks[i]?.[at] ?? Number.NaN,
    })),
  );
}
