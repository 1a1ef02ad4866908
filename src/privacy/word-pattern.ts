/**
 * The source of a regular expression that matches any of the words, built as a prefix tree.
 *
 * With hundreds of codes that share a prefix, a flat alternation is tried word by word at every position; the tree
 * gives up at the first letter. The words are matched as they are: case is the caller's flag.
 */
export function wordPattern(words: Iterable<string>): string {
  const root: Node = { end: false, next: new Map() };
  for (const word of words) {
    let node = root;
    for (const letter of word) {
      const child: Node = node.next.get(letter) ?? { end: false, next: new Map() };
      node.next.set(letter, child);
      node = child;
    }
    node.end = true;
  }
  return source(root);
}

type Node = { end: boolean; readonly next: Map<string, Node> };

function source(node: Node): string {
  const branches = [...node.next].map(([letter, child]) => escapeForPattern(letter) + source(child));
  if (branches.length === 0) return "";
  const [only] = branches;
  if (branches.length === 1 && only !== undefined && !node.end) return only;
  return `(?:${branches.join("|")})${node.end ? "?" : ""}`;
}

/** Under the `u` flag a hyphen may not be escaped outside a class, so it is left alone. */
function escapeForPattern(letter: string): string {
  return letter.replace(/[\\^$.*+?()[\]{}|/]/u, String.raw`\$&`);
}
