import { isNode, type TreeNode, unwrapped } from "./tree-text.ts";

/**
 * Something that a module reaches for.
 * `static`, `dynamic` and `require` load a module; an `asset` is a file whose bytes count.
 */
export interface Import {
  readonly specifier: string;
  readonly kind: "static" | "dynamic" | "require" | "asset";
  /** From 1. */
  readonly line: number;
}

/** An import as it stands in the tree; without a specifier where that is computed. */
export interface FoundImport {
  readonly specifier: string | undefined;
  readonly kind: Import["kind"];
  readonly start: number;
}

/** Takes the nodes of one module, then tells what they import. */
export interface ImportCollector {
  readonly visit: (node: TreeNode) => void;
  /** In the order of the source, as far as it was visited in that order. */
  readonly found: () => readonly FoundImport[];
}

const MODULE_URL = new Set(["import.meta.url", "import.meta.filename", "__filename"]);

/**
 * Collects `import` and `export … from`, `import()`, `new URL("…", import.meta.url)`, `import.meta.resolve("…")`, and
 * calls of what `createRequire(import.meta.url)` gives.
 *
 * @param commonJs whether `require` means something without `createRequire`
 */
export function importCollector(commonJs: boolean): ImportCollector {
  const found: FoundImport[] = [];
  const makers = new Set(["createRequire"]);
  const requires = new Set(commonJs ? ["require"] : []);
  const strayRequires = new Set<string>();
  // A function may use what is declared below it, so calls are judged at the end.
  const calls: TreeNode[] = [];

  const visit = (node: TreeNode): void => {
    switch (node.type) {
      case "ImportDeclaration":
      case "ExportNamedDeclaration":
      case "ExportAllDeclaration":
        if (isNode(node["source"])) found.push(fromStatement(node, node["source"]));
        break;
      case "ImportSpecifier":
        if (nameOf(node["imported"]) === "createRequire") makers.add(nameOf(node["local"]) ?? "");
        break;
      case "ImportExpression":
        found.push(fromExpression(node));
        break;
      case "NewExpression":
        found.push(...fromUrl(node));
        break;
      case "CallExpression":
        calls.push(node);
        break;
      case "VariableDeclarator": {
        const made = isNode(node["init"]) && requireMade(node["init"], makers);
        const name = nameOf(node["id"]);
        if (made && name !== undefined) (made === "here" ? requires : strayRequires).add(name);
        break;
      }
      default:
    }
  };
  const fromCall = (node: TreeNode): readonly FoundImport[] => {
    const callee = isNode(node["callee"]) ? unwrapped(node["callee"]) : undefined;
    const argument = argumentsOf(node)[0];
    if (callee === undefined || argument === undefined) return [];
    const { start } = node;
    const specifier = literalOf(argument);
    if (dotted(callee) === "import.meta.resolve")
      return specifier === undefined ? [] : [{ specifier, kind: "asset", start }];
    const resolves = callee.type === "MemberExpression" && nameOf(callee["property"]) === "resolve";
    const loader = resolves && isNode(callee["object"]) ? unwrapped(callee["object"]) : callee;
    const name = nameOf(loader) ?? "";
    const made = requireMade(loader, makers);
    if (made === "elsewhere" || strayRequires.has(name))
      return [{ specifier: undefined, kind: "require", start }];
    if (made !== "here" && !requires.has(name)) return [];
    if (resolves && specifier === undefined) return [];
    return [{ specifier, kind: resolves ? "asset" : "require", start }];
  };
  return { visit, found: () => [...found, ...calls.flatMap(fromCall)].sort((a, b) => a.start - b.start) };
}

function fromStatement(node: TreeNode, source: TreeNode): FoundImport {
  const attributes = Array.isArray(node["attributes"]) ? node["attributes"].filter(isNode) : [];
  const typed = attributes.some((attribute) => nameOf(attribute["key"]) === "type");
  return { specifier: literalOf(source), kind: typed ? "asset" : "static", start: node.start };
}

function fromExpression(node: TreeNode): FoundImport {
  const source = node["source"];
  const specifier = isNode(source) ? literalOf(source) : undefined;
  return { specifier, kind: specifier?.endsWith(".json") ? "asset" : "dynamic", start: node.start };
}

/** A URL's path is relative to the module even without a leading `./`, unlike an import's. */
function fromUrl(node: TreeNode): readonly FoundImport[] {
  const [path, base] = argumentsOf(node);
  if (nameOf(node["callee"]) !== "URL" || !path || !base || dotted(base) !== "import.meta.url") return [];
  const text = literalOf(path);
  if (text === undefined) return [];
  const specifier = /^(?:\.{0,2}\/|[a-z][a-z\d+.-]*:)/i.test(text) ? text : `./${text}`;
  return [{ specifier, kind: "asset", start: node.start }];
}

/** Whether the expression is `createRequire(…)`, and whether for this module's own place. */
function requireMade(node: TreeNode, makers: ReadonlySet<string>): "here" | "elsewhere" | undefined {
  const call = unwrapped(node);
  if (call.type !== "CallExpression" || !isNode(call["callee"])) return undefined;
  const callee = unwrapped(call["callee"]);
  const name = callee.type === "MemberExpression" ? nameOf(callee["property"]) : nameOf(callee);
  if (name === undefined || !makers.has(name)) return undefined;
  const base = argumentsOf(call)[0];
  return base !== undefined && MODULE_URL.has(dotted(base) ?? "") ? "here" : "elsewhere";
}

function argumentsOf(node: TreeNode): readonly TreeNode[] {
  return Array.isArray(node["arguments"]) ? node["arguments"].filter(isNode).map(unwrapped) : [];
}

/** `a.b.c` for a chain of plain names. */
function dotted(node: TreeNode): string | undefined {
  if (node.type === "MetaProperty") return "import.meta";
  if (node.type !== "MemberExpression") return nameOf(node);
  const object = isNode(node["object"]) ? dotted(unwrapped(node["object"])) : undefined;
  const property = node["computed"] === true ? undefined : nameOf(node["property"]);
  return object === undefined || property === undefined ? undefined : `${object}.${property}`;
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  const name = node.type === "Literal" ? node["value"] : node["name"];
  return typeof name === "string" ? name : undefined;
}

function literalOf(node: TreeNode): string | undefined {
  const literal = unwrapped(node);
  if (literal.type === "Literal") return typeof literal["value"] === "string" ? literal["value"] : undefined;
  const { quasis } = literal;
  if (literal.type !== "TemplateLiteral" || !Array.isArray(quasis) || quasis.length !== 1) return undefined;
  return (quasis[0] as { readonly value: { readonly cooked: string } }).value.cooked;
}
