/** A node of an ESTree syntax tree, with whatever members its type has. */
export interface TreeNode {
  readonly type: string;
  readonly start: number;
  readonly [member: string]: unknown;
}

/** Members that say where a node is, or that only the type checker reads. */
const SILENT = new Set([
  "start",
  "end",
  "range",
  "hashbang",
  "typeAnnotation",
  "typeParameters",
  "typeArguments",
  "returnType",
  "superTypeArguments",
  "implements",
  "accessibility",
  "readonly",
  "override",
  "abstract",
  "declare",
  "definite",
  "importKind",
  "exportKind",
]);

/** Nodes that stand around an expression and are gone when types are stripped. */
const WRAPPERS = new Set([
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "TSInstantiationExpression",
  "ParenthesizedExpression",
]);

/** List members that leave nothing behind when types are stripped. */
const TYPE_ONLY = new Set([
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSDeclareFunction",
  "TSIndexSignature",
  "TSAbstractMethodDefinition",
  "TSAbstractPropertyDefinition",
  "TSAbstractAccessorProperty",
  "TSNamespaceExportDeclaration",
  "EmptyStatement",
]);

/**
 * The text of a module's tree without positions, comments, types and formatting: two sources have the same text only
 * if they run the same. Unknown members and node types are part of it, so that what this file does not know costs a
 * rerun and never a stale result.
 *
 * @param visit called for each node that remains, parents first
 */
export function treeText(program: TreeNode, visit: (node: TreeNode) => void): string {
  const nodeText = (wrapped: TreeNode): string => {
    const node = unwrapped(wrapped);
    visit(node);
    if (node.type === "Literal") return literalText(node);
    if (node.type === "TemplateElement") return templateText(node);
    let text = `(${node.type}`;
    for (const member in node) {
      if (member === "type" || SILENT.has(member)) continue;
      const value = node[member];
      if (value === null || value === undefined || value === false) continue;
      if (member === "optional" && !isAccess(node)) continue;
      text += ` ${member}=${valueText(value)}`;
    }
    return `${text})`;
  };
  const valueText = (value: unknown): string => {
    if (Array.isArray(value)) return listText(value);
    return isNode(value) ? nodeText(value) : (JSON.stringify(value) ?? "undefined");
  };
  const listText = (list: readonly unknown[]): string => {
    let text = "[";
    for (const item of list) {
      if (isNode(item) && leavesNothing(item)) continue;
      text += item === null ? "~," : `${valueText(item)},`;
    }
    return `${text}]`;
  };
  return nodeText(program);
}

/** The expression within casts, assertions and parentheses. */
export function unwrapped(node: TreeNode): TreeNode {
  let inner = node;
  while (WRAPPERS.has(inner.type) && isNode(inner["expression"])) inner = inner["expression"];
  return inner;
}

export function isNode(value: unknown): value is TreeNode {
  return typeof value === "object" && value !== null && typeof (value as TreeNode).type === "string";
}

/**
 * Whether stripping types removes the whole list member. `import { type A } from "x"` stays: the runtime keeps
 * `import {} from "x"` and loads the module.
 */
function leavesNothing(node: TreeNode): boolean {
  if (TYPE_ONLY.has(node.type) || node["declare"] === true) return true;
  switch (node.type) {
    case "Identifier":
      // A parameter; as an expression `this` has a node type of its own.
      return node["name"] === "this";
    case "ImportDeclaration":
    case "ImportSpecifier":
    case "TSImportEqualsDeclaration":
      return node["importKind"] === "type";
    case "ExportAllDeclaration":
    case "ExportSpecifier":
      return node["exportKind"] === "type";
    case "ExportNamedDeclaration":
      return node["exportKind"] === "type" || exportsNothing(node);
    case "ExportDefaultDeclaration":
      return isNode(node["declaration"]) && leavesNothing(node["declaration"]);
    case "TSModuleDeclaration":
      return declaresNothing(node["body"]);
    case "MethodDefinition":
      return isNode(node["value"]) && node["value"].type === "TSEmptyBodyFunctionExpression";
    default:
      return false;
  }
}

function exportsNothing(node: TreeNode): boolean {
  const { declaration, specifiers, source } = node;
  if (isNode(declaration)) return leavesNothing(declaration);
  if (source !== null || !Array.isArray(specifiers)) return false;
  return specifiers.every((specifier) => isNode(specifier) && leavesNothing(specifier));
}

/** A namespace of types. */
function declaresNothing(body: unknown): boolean {
  if (!isNode(body)) return true;
  if (body.type === "TSModuleDeclaration") return leavesNothing(body);
  const { body: statements } = body;
  return Array.isArray(statements) && statements.every((item) => isNode(item) && leavesNothing(item));
}

/** `a?.b` differs from `a.b`; `b?: string` does not differ from `b: string`. */
function isAccess(node: TreeNode): boolean {
  return node.type === "MemberExpression" || node.type === "CallExpression";
}

/** The value, however it is spelt. */
function literalText(node: TreeNode): string {
  const { value, bigint, regex } = node;
  if (typeof regex === "object" && regex !== null) return `(regex ${JSON.stringify(regex)})`;
  if (typeof bigint === "string") return `${bigint}n`;
  // JSON has no infinity.
  return typeof value === "number" ? String(value) : JSON.stringify(value);
}

/** The raw text counts, since tags see it. A checkout may have turned its line ends. */
function templateText(node: TreeNode): string {
  const { raw } = node["value"] as { readonly raw: string };
  return JSON.stringify(raw.replaceAll(/\r\n?/g, "\n"));
}
