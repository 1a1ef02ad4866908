import { statSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, resolve } from "node:path";

import { localPath } from "./artifact-roots.ts";
import { openFileStore } from "./file-store.ts";
import type { Environment } from "./rest-client.ts";
import { serverOf } from "./rest-client.ts";
import { openServer } from "./server-store.ts";
import type { Result, Tracking } from "./tracking.ts";
import { failed, ok } from "./tracking.ts";

const REMEDY =
  "set MLFLOW_TRACKING_URI (or MLRUNS_DIR) to an mlruns folder, to sqlite:///path/to/mlflow.db or to http://host:port";

/**
 * Opens an MLflow tracking store for reading: a folder or `file:` URI, `sqlite:///relative.db` or
 * `sqlite:////absolute.db`, or the `http(s)://` address of a tracking server. Relative paths start at the working
 * directory. `env` gives the credentials for a server (`MLFLOW_TRACKING_USERNAME` and `_PASSWORD`, or `_TOKEN`)
 * where the URI has none.
 *
 * Fails with `tracking-uri-not-found` where nothing is there, `tracking-uri-unsupported` for other kinds of
 * stores, `store-unreadable` for what is no MLflow store, `request-failed` for a server that refuses.
 */
export async function openTracking(uri: string, env: Environment = process.env): Promise<Result<Tracking>> {
  const shown = withoutCredentials(uri);
  const scheme = /^([A-Za-z][\w+.-]+):/.exec(uri)?.[1]?.toLowerCase();
  switch (scheme) {
    case "http":
    case "https":
      return openHttp(uri, shown, env);
    case "sqlite":
      return openSqlite(uri, shown);
    case undefined:
    case "file":
      return openFolder(uri, shown);
    default:
      return failed({ reason: "tracking-uri-unsupported", uri: shown, remedy: REMEDY });
  }
}

async function openHttp(uri: string, shown: string, env: Environment): Promise<Result<Tracking>> {
  if (!URL.canParse(uri)) return failed({ reason: "tracking-uri-not-found", uri: shown, remedy: REMEDY });
  const opened = await openServer(serverOf(new URL(uri), env), shown);
  if (opened.ok || opened.failure.reason !== "request-failed" || opened.failure.status !== undefined)
    return opened;
  return failed({ reason: "tracking-uri-not-found", uri: shown, remedy: `start the server, or ${REMEDY}` });
}

async function openSqlite(uri: string, shown: string): Promise<Result<Tracking>> {
  // SQLAlchemy's form: three slashes and a relative path, four and an absolute one.
  const path = resolve(uri.replace(/^sqlite:(?:\/\/\/)?/i, ""));
  const found = [path, path.replace(/\?.*$/, "")].find((each) => isKind(each, "file"));
  if (found === undefined) return failed({ reason: "tracking-uri-not-found", uri: shown, remedy: REMEDY });
  // Only who has a database pays for loading SQLite.
  const { openSqliteStore } = await import("./sqlite-store.ts");
  return openSqliteStore(found, shown);
}

function openFolder(uri: string, shown: string): Result<Tracking> {
  const raw = uri.replace(/^file:(?:\/\/)?/, "");
  const folder = [localPath(uri), raw, raw.replace(/^~(?=\/|$)/, homedir())]
    .filter((path) => path !== undefined && path !== "")
    .map((path) => (isAbsolute(path ?? "") ? (path ?? "") : resolve(path ?? "")))
    .find((path) => isKind(path, "folder"));
  if (folder === undefined) return failed({ reason: "tracking-uri-not-found", uri: shown, remedy: REMEDY });
  return ok(openFileStore(folder, shown));
}

function isKind(path: string, kind: "file" | "folder"): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return kind === "file" ? stats?.isFile() === true : stats?.isDirectory() === true;
}

function withoutCredentials(uri: string): string {
  return uri.replace(/^([A-Za-z][\w+.-]*:\/\/)[^/@]*@/, "$1");
}
