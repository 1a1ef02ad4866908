import type { Failure } from "./failure.ts";
import type { Step } from "./steps.ts";

const NAMED = /\{(in|out|params)\.([\w.-]+)\}/g;

/**
 * What is wrong with a program's command where it names an input, output or parameter that its rule does not have: the
 * text would reach the program as it is written.
 */
export function strayPlaceholder({ node, inputs, outputs, params }: Step): Failure | undefined {
  const { action } = node.rule;
  if (action.type === "task") return undefined;
  const written = action.type === "exec" ? action.args.join("\n") : action.text;
  const known = { in: inputs, out: outputs, params };
  for (const [placeholder, kind, name = ""] of written.matchAll(NAMED)) {
    const names = Object.keys(known[kind as keyof typeof known]);
    if (!names.includes(name))
      return { reason: "unknown-placeholder", placeholder, known: names.map((one) => `{${kind}.${one}}`) };
  }
  return undefined;
}
