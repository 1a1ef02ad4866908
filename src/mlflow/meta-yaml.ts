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

/** Every scalar stays the text that it is, but for a plain null. */
async function parsed(text: string): Promise<Meta | undefined> {
  const { load, mapTag, nullCoreTag, Schema, seqTag, strTag } = await import("js-yaml");
  try {
    const document: unknown = load(text, { schema: new Schema([strTag, seqTag, mapTag, nullCoreTag]) });
    if (typeof document !== "object" || document === null || Array.isArray(document)) return undefined;
    const scalars = Object.entries(document).filter(
      ([, value]) => value === null || typeof value === "string",
    );
    return new Map(scalars as [string, string | null][]);
  } catch {
    return undefined;
  }
}
