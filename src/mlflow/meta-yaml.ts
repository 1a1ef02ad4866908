import { textOf } from "./run-fields.ts";

/** The top-level scalars of a meta.yaml as texts; null where the file says null or nothing. */
export type Meta = ReadonlyMap<string, string | null>;

const LINE = /^([A-Za-z_]\w*):(?: (.*))?$/;
const SIMPLE_QUOTES = /^'([^']*)'$/;
/** What makes a value more than plain text: its first character, or a comment, key or blank within it. */
const NOT_PLAIN = /^['"[{&*!|>%@`#?,\]}-]|\s#|:(?:\s|$)|^\s|\s$/;

/**
 * Reads the flat file that MLflow writes for each run and experiment; undefined where it is not one.
 *
 * Nearly every such file is simple lines, read here without a YAML parser (a thirtieth of its time, and it need
 * not be loaded). One line that is not simple, such as a quoted or folded name, and the parser reads the
 * whole file. Values stay texts: a run called `1e5` or `0x1F` is not a number.
 */
export async function readMeta(text: string): Promise<Meta | undefined> {
  const meta = simpleLines(text) ?? (await parsed(text));
  return meta === undefined || meta.size === 0 ? undefined : meta;
}

function simpleLines(text: string): Meta | undefined {
  const meta = new Map<string, string | null>();
  for (const line of text.split(/\r?\n/)) {
    if (line === "") continue;
    const [, key, value = ""] = LINE.exec(line) ?? [];
    if (key === undefined) return undefined;
    const quoted = SIMPLE_QUOTES.exec(value)?.[1];
    if (quoted !== undefined) meta.set(key, quoted);
    else if (!NOT_PLAIN.test(value)) meta.set(key, plainScalar(value));
    else if (value !== "[]" && value !== "{}") return undefined;
  }
  return meta;
}

function plainScalar(value: string): string | null {
  return /^(?:null|Null|NULL|~|)$/.test(value) ? null : value;
}

async function parsed(text: string): Promise<Meta | undefined> {
  const { isMap, isScalar, parseDocument } = await import("yaml");
  const document = parseDocument(text, { schema: "failsafe", logLevel: "silent" });
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const meta = new Map<string, string | null>();
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isScalar(value)) continue;
    const scalar = textOf(value.value);
    meta.set(textOf(key.value), value.type === "PLAIN" ? plainScalar(scalar) : scalar);
  }
  return meta;
}
