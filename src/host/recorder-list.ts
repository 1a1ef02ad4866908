import { existsSync } from "node:fs";
import { resolve } from "node:path";

/** A file that was looked for, of the types that a document names itself. */
const SEARCHED = /^kdebug:kpse_find_file: searching for (.+) of type (?:tex|bib|bst|graphic\/figure) \(/;
/** A source of a run, as latexmk keeps it: name, time, size. */
const SOURCE = /^ {2}"(.+)" \d+(?:\.\d+)? -?\d+ /;

/**
 * What a run of LaTeX read, and what it looked for in vain: the recorder's file (`PWD`, `INPUT`, `OUTPUT`), then the
 * `.fdb_latexmk` for bibliographies, then what Kpathsea tells with `KPATHSEA_DEBUG=32`. What it wrote itself is left
 * out.
 *
 * @returns absolute paths
 * @see the manual of web2c (File recording), latexmk's `fdb` files, the manual of Kpathsea (Debugging)
 */
export function readRecorder(text: string, root: string): readonly string[] {
  const read = new Set<string>();
  const written = new Set<string>();
  let folder = root;
  for (const line of text.split(/\r?\n/)) {
    const [, word, name = ""] = /^(PWD|INPUT|OUTPUT) (.+)$/.exec(line) ?? [];
    if (word === "PWD") folder = name;
    else if (word === "INPUT") read.add(resolve(folder, name));
    else if (word === "OUTPUT") written.add(resolve(folder, name));
    const source = SOURCE.exec(line)?.[1];
    if (source !== undefined) read.add(resolve(folder, source));
    const searched = SEARCHED.exec(line)?.[1];
    if (searched === undefined) continue;
    const path = resolve(folder, searched);
    // What is there was read by that name, or from a folder that comes before.
    if (!existsSync(path)) read.add(path);
  }
  return [...read].filter((path) => !written.has(path));
}
