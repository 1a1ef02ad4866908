import type { Tool } from "./tool.ts";
import { doit } from "./tools/doit.ts";
import { dvc } from "./tools/dvc.ts";
import { make } from "./tools/make.ts";
import { ninja } from "./tools/ninja.ts";
import { plr } from "./tools/plr.ts";
import { snakemake } from "./tools/snakemake.ts";
import { tup } from "./tools/tup.ts";

/** Every tool that the scenarios can drive: plr, then its peers. */
export const TOOLS: readonly Tool[] = [plr, make, ninja, doit, tup, snakemake, dvc];
