/** One import of a Python module: what it names, each name a possible submodule. */
export interface PythonImport {
  /** Leading dots: 0 for an absolute import, 1 for one from the module's own package. */
  readonly level: number;
  /** As in `a.b`; empty in `from . import x`. */
  readonly module: string;
  readonly names: readonly string[];
}

const STRING = /[rRbBuUfF]*("""|''')[\s\S]*?\1|"(?:\\[\s\S]|[^"\\\n])*"|'(?:\\[\s\S]|[^'\\\n])*'/g;
const NOISE = new RegExp(`#[^\\n]*|${STRING.source}`, "g");
const BY_FUNCTION = /\b(?:import_module|__import__)\(\s*(["'])([\w.]+)\1/g;
const FROM = /(?<=^|[\n;:])[ \t]*from[ \t]*(\.*)[ \t]*([\w.]*)[ \t]+import[ \t]*(\([^)]*\)|[^\n;]+)/g;
const IMPORT = /(?<=^|[\n;:])[ \t]*import[ \t]+([^\n;(]+)/g;

/**
 * The imports of a module, found in its text: all statements wherever they stand, and `import_module` with a literal
 * name. A name that is computed cannot be found.
 */
export function pythonImports(source: string): readonly PythonImport[] {
  const code = source
    .replaceAll(NOISE, (part) => (part.startsWith("#") ? "" : '""'))
    .replaceAll(/\\\r?\n/g, " ");
  const found: PythonImport[] = [];
  for (const [, dots = "", module = "", names = ""] of code.matchAll(FROM))
    found.push({ level: dots.length, module, names: listed(names.replaceAll(/[()]/g, "")) });
  for (const [, modules = ""] of code.matchAll(IMPORT))
    for (const module of listed(modules)) found.push({ level: 0, module, names: [] });
  for (const [, , module = ""] of source.matchAll(BY_FUNCTION)) found.push({ level: 0, module, names: [] });
  return found;
}

/** `a as b, c` names `a` and `c`. */
function listed(text: string): readonly string[] {
  return text
    .split(",")
    .map((part) => part.trim().split(/\s+/, 1)[0] ?? "")
    .filter((name) => /^[\w.]+$/.test(name));
}

/**
 * Files that an import may lead to, by what lies where: packages on the way with their `__init__.py`, the module, and
 * submodules among its names. Empty for a module that is installed.
 *
 * @param folders in which absolute imports are looked for, in order
 */
export function pythonFiles(
  { level, module, names }: PythonImport,
  importer: string,
  { folders, exists }: { readonly folders: readonly string[]; readonly exists: (path: string) => boolean },
): readonly string[] {
  const starts = level === 0 ? folders : [above(folderOf(importer), level - 1)];
  const parts = module === "" ? [] : module.split(".");
  for (const start of starts) {
    const found: string[] = [];
    const take = (path: string): void => {
      const file = [`${path}.py`, `${path}/__init__.py`].find(exists);
      if (file !== undefined) found.push(file);
    };
    parts.forEach((_, index) => take(join(start, parts.slice(0, index + 1))));
    if (level > 0 && exists(join(start, ["__init__.py"]))) found.push(join(start, ["__init__.py"]));
    for (const name of names) take(join(start, [...parts, name]));
    if (found.length > 0) return found;
  }
  return [];
}

function join(folder: string, parts: readonly string[]): string {
  return [...(folder === "" ? [] : [folder]), ...parts].join("/");
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function above(folder: string, levels: number): string {
  return levels === 0 ? folder : above(folderOf(folder), levels - 1);
}
