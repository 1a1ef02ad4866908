import { causeOf } from "./read-artifact.ts";
import type { Result } from "./tracking.ts";
import { failed, ok } from "./tracking.ts";

/** How long one request may take, in ms. */
const PATIENCE = 60_000;

/** A tracking server: where it is, and what every request carries. */
export interface Server {
  /** Without a slash at the end, user name or password. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type Json = Readonly<Record<string, unknown>>;

/** The environment variables by which MLflow's own clients authenticate. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The server of a tracking URI; its credentials come from the URI, else from MLflow's environment variables. */
export function serverOf(uri: URL, env: Environment): Server {
  const user = uri.username === "" ? env["MLFLOW_TRACKING_USERNAME"] : decodeURIComponent(uri.username);
  const password = uri.username === "" ? env["MLFLOW_TRACKING_PASSWORD"] : decodeURIComponent(uri.password);
  const token = env["MLFLOW_TRACKING_TOKEN"];
  const headers: Record<string, string> = {};
  if (user) headers["authorization"] = `Basic ${Buffer.from(`${user}:${password ?? ""}`).toString("base64")}`;
  else if (token) headers["authorization"] = `Bearer ${token}`;
  return { base: `${uri.origin}${uri.pathname}`.replace(/\/+$/, ""), headers };
}

/** One call of the REST API, `experiments/search` for example: a body makes it a POST, else it is a GET. */
export async function call(server: Server, path: string, body?: Json): Promise<Result<Json>> {
  const init =
    body === undefined
      ? { headers: server.headers }
      : {
          method: "POST",
          body: JSON.stringify(body),
          headers: { ...server.headers, "content-type": "application/json" },
        };
  try {
    const url = `${server.base}/api/2.0/mlflow/${path}`;
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE) });
    const text = await response.text();
    const answer = response.ok ? parseJson(text) : undefined;
    if (answer !== undefined) return ok(answer);
    return failed({
      reason: "request-failed",
      request: path,
      status: response.status,
      detail: errorCode(text),
    });
  } catch (error) {
    return failed({ reason: "request-failed", request: path, detail: causeOf(error) });
  }
}

/** All pages of a search: the items under `key` of every answer. */
export async function search(
  server: Server,
  path: string,
  { key, body }: { key: string; body: Json },
): Promise<Result<Json[]>> {
  const items: Json[] = [];
  let token: unknown;
  do {
    const page = await call(server, path, token === undefined ? body : { ...body, page_token: token });
    if (!page.ok) return page;
    items.push(...list(page.value[key]));
    token = page.value["next_page_token"] || undefined;
  } while (token !== undefined);
  return ok(items);
}

/** The objects of a JSON list; MLflow leaves out lists that are empty. */
export function list(value: unknown): Json[] {
  return Array.isArray(value) ? (value as readonly unknown[]).filter(isJson) : [];
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): Json | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return isJson(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}

/** MLflow's own word for what went wrong, such as RESOURCE_DOES_NOT_EXIST. */
function errorCode(text: string): string {
  return /"error_code"\s*:\s*"(\w+)"/.exec(text)?.[1] ?? "no answer of an MLflow server";
}
