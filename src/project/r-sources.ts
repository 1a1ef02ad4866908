const NOISE = /"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'|#[^\n]*/g;
const SOURCE = /\bsource\(\s*(?:file\s*=\s*)?(["'])((?:(?!\1)[^\\\n])+)\1/g;

/** Paths that an R script sources by a literal name. */
export function rSources(source: string): readonly string[] {
  const code = source.replaceAll(NOISE, (part) => (part.startsWith("#") ? "" : part));
  return Array.from(code.matchAll(SOURCE), ([, , path = ""]) => path);
}

/** The file that a path leads to: from the working directory, which is the root, or from the script's folder. */
export function rFiles(path: string, importer: string, exists: (path: string) => boolean): readonly string[] {
  const folder = importer.slice(0, importer.lastIndexOf("/") + 1);
  const found = [path, `${folder}${path}`].map(plain).find(exists);
  return found === undefined ? [] : [found];
}

function plain(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
