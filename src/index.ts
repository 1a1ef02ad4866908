/**
 * The public door of `plr`: what a `plrfile.ts`, its rules and its tasks import.
 *
 * @packageDocumentation
 */
export {
  type Artifact,
  csv,
  dir,
  duckdb,
  file,
  json,
  parquet,
  pdf,
  png,
  tsv,
  type View,
  yaml,
} from "./engine/artifact.ts";
export { each, type EachRule } from "./engine/each-rule.ts";
export { glob, probe, type Probe, type Rule, rule, tool } from "./engine/rule.ts";
export type { Json } from "./engine/canonical-json.ts";
export { shell } from "./engine/shell-rule.ts";
export { defineProject, flow, group, type Group, type Project } from "./engine/project.ts";
export type { Retries } from "./engine/retries.ts";
export { latex } from "./engine/latex-rule.ts";
export { python, rscript } from "./engine/script-rule.ts";
export { task, type Task, type TaskContext, TaskError } from "./engine/task.ts";
export { config, env } from "./project/settings.ts";
