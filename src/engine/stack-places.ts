/** A place in a source that an error names. */
export interface StackPlace {
  readonly file: URL;
  /** From 1. */
  readonly line: number;
  /** From 1; undefined where the error does not say it. */
  readonly column: number | undefined;
}

/** The places in files that the text of an error's stack names, innermost first. */
export function stackPlaces(stack: string): readonly StackPlace[] {
  const places = stack.matchAll(/(file:\/\/[^\s)]+?):(\d+)(?::(\d+))?(?=[\s)]|$)/g);
  return Array.from(places, ([, url = "", line, column], at) => ({
    file: new URL(url),
    line: Number(line),
    column: column === undefined ? (at === 0 ? markedColumn(stack) : undefined) : Number(column),
  }));
}

/** An error of a module that cannot be parsed or linked begins with its place and excerpt, marked by `^`. */
function markedColumn(stack: string): number | undefined {
  const mark = /^file:\/\/[^\n]*\n(?:.*\n)*?( *)\^/.exec(stack.slice(0, 4096))?.[1];
  return mark === undefined ? undefined : mark.length + 1;
}
