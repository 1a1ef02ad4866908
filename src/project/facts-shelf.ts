import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Hasher } from "../engine/digest.ts";
import type { ModuleFacts } from "./module-facts.ts";

/** Facts about modules for all projects of a user, each in a file named by its key. */
export interface FactsShelf {
  readonly get: (key: string) => ModuleFacts | undefined;
  readonly put: (key: string, facts: ModuleFacts) => void;
}

/**
 * Keeps facts where compiled code is kept, so that a project's first build need not parse what another has parsed.
 * A file that is damaged or cannot be read or written is as good as none.
 *
 * @param folder made when something is put; without one nothing is kept
 */
export function openFactsShelf(folder: string | undefined, hasher: Hasher): FactsShelf {
  if (folder === undefined) return { get: () => undefined, put: () => {} };
  const pathOf = (key: string): string => join(folder, hasher.text(key));
  const sealed = (key: string, body: string): string => hasher.text(`${key}\n${body}`);
  return {
    get: (key) => {
      const [seal, body] = (attempt(() => readFileSync(pathOf(key), "utf8")) ?? "").split("\n");
      return body !== undefined && seal === sealed(key, body) ? (JSON.parse(body) as ModuleFacts) : undefined;
    },
    put: (key, facts) => {
      const body = JSON.stringify(facts);
      const path = pathOf(key);
      const aside = `${path}.${process.pid}`;
      attempt(() => {
        mkdirSync(folder, { recursive: true });
        writeFileSync(aside, `${sealed(key, body)}\n${body}`);
        renameSync(aside, path);
      });
    },
  };
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
