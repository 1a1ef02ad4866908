import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { type Finding, scanPublic } from "../../../src/privacy/index.ts";

/** Codes of no one: the recordings use neither this digit nor this prefix. */
export const CODE = "PLR9042";
const forbidden = { codes: [CODE, "SYNTH_H001", "Visit-7b"], userNames: ["anna", "root"] };

/** Scans files in a folder of its own, which is there while the tests of the module that asks for it run. */
export function createScanner() {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), "plr-gate-"));
  });
  after(() => rm(root, { recursive: true }));
  const scanFile = (name: string): Promise<readonly Finding[]> =>
    scanPublic({ root, files: [name], forbidden });
  return {
    at: (name: string): string => join(root, name),
    scanFile,
    scan: async (name: string, content: string | Buffer): Promise<readonly Finding[]> => {
      await writeFile(join(root, name), content);
      return scanFile(name);
    },
    scanDatabase: async (name: string, statements: readonly string[]): Promise<readonly Finding[]> => {
      const instance = await DuckDBInstance.create(join(root, name), { threads: "1" });
      const connection = await instance.connect();
      for (const statement of statements) await connection.run(statement);
      connection.closeSync();
      instance.closeSync();
      return scanFile(name);
    },
  };
}

export function kinds(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ what }) => what).sort();
}
