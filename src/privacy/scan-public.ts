import { open, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { createFindingLog, type Finding } from "./finding.ts";
import { createMatcher, type Forbidden, type Matcher } from "./forbidden-matcher.ts";
import { scanBytes } from "./scan-bytes.ts";
import { type ScanContext, scanTexts } from "./scan-context.ts";
import { scanDuckdb } from "./scan-duckdb.ts";
import { scanParquet } from "./scan-parquet.ts";
import { findRawHits, reportRawHits } from "./scan-raw-bytes.ts";

/**
 * What to scan: `files` relative to `root`, as they will be published (their names are scanned as well, the root's
 * is not), and what must not be in them.
 */
export type PublicScan = {
  readonly root: string;
  readonly files: readonly string[];
  readonly forbidden: Forbidden;
};

/**
 * The gate before publication: looks for subject codes (`PLR` and at least three digits, and every code given), home
 * and temporary paths, file URIs, credentials in URIs and user names in the *decoded* content of each file.
 *
 * Reads DuckDB, Parquet, JSON, text in any notation (CSV, TeX, SVG, HTML), PNG, PDF and gzip. What it cannot read is a
 * finding too. An empty list means that every file was read in full and nothing was found. Findings name places and
 * kinds, never what matched. Numbers, pixels and view results are not read.
 */
export async function scanPublic({ root, files, forbidden }: PublicScan): Promise<readonly Finding[]> {
  const matcher = createMatcher(forbidden);
  const findings: Finding[] = [];
  for (const file of files) findings.push(...(await scanFile({ root, file, matcher })));
  return findings;
}

type FileScan = { readonly root: string; readonly file: string; readonly matcher: Matcher };

async function scanFile({ root, file, matcher }: FileScan): Promise<readonly Finding[]> {
  const log = createFindingLog(redactPath(file, matcher));
  const context: ScanContext = { matcher, log, embedded: (part) => scanBytes(part, context) };
  scanTexts([file], () => "file name", context);
  const path = join(root, file);
  const format = await containerFormat(path);
  if (format === "missing") log.report({ where: "file", what: "unreadable", why: "missing" });
  else await scanContent(path, { format, context });
  return log.list();
}

type Format = "duckdb" | "parquet" | "other";

async function scanContent(
  path: string,
  { format, context }: { format: Format; context: ScanContext },
): Promise<void> {
  if (format === "other") {
    scanBytes({ bytes: await readFile(path), name: basename(path), where: "" }, context);
    return;
  }
  const scanRows = format === "duckdb" ? scanDuckdb : scanParquet;
  // The bytes are looked through while DuckDB works.
  const [hits] = await Promise.all([
    readFile(path).then((bytes) => findRawHits(bytes, context.matcher)),
    scanRows(path, context),
  ]);
  reportRawHits(hits, "", context);
}

/** Databases are read by DuckDB from the disk, so they are told apart before anything is loaded. */
async function containerFormat(path: string): Promise<Format | "missing"> {
  const handle = await open(path).catch(() => undefined);
  if (handle === undefined) return "missing";
  try {
    const { buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0);
    if (buffer.toString("latin1", 8, 12) === "DUCK") return "duckdb";
    return buffer.toString("latin1", 0, 4) === "PAR1" ? "parquet" : "other";
  } catch {
    return "missing";
  } finally {
    await handle.close();
  }
}

function redactPath(file: string, matcher: Matcher): string {
  return file
    .split("/")
    .map((step) => matcher.redact(step))
    .join("/");
}
