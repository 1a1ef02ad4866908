export { openTracking } from "./open-tracking.ts";
export { readArtifact } from "./read-artifact.ts";
export type { Environment } from "./rest-client.ts";
export type {
  Artifact,
  ArtifactLocation,
  Experiment,
  Lifecycle,
  Outcome,
  Problem,
  Run,
  RunDetails,
  TaggedRun,
  RunStatus,
  Tracking,
  TrackingFailure,
  Unreadable,
} from "./tracking.ts";
