/**
 * Reads what MLflow has tracked, read-only: runs and artifacts, from a folder of files, a SQLite database or a server.
 * What cannot be read is a value that says why.
 */
export { openTracking } from "./open-tracking.ts";
export { readArtifact } from "./read-artifact.ts";
export type { Environment } from "./rest-client.ts";
export type {
  Artifact,
  ArtifactLocation,
  Experiment,
  Lifecycle,
  Result,
  Problem,
  Run,
  RunDetails,
  RunStatus,
  TaggedRun,
  Tracking,
  TrackingFailure,
  Unreadable,
} from "./tracking.ts";
