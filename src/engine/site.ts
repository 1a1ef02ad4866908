/** Set by the loader when an error needs the place of every rule; costs 4 µs a rule, so it is off otherwise. */
const SITES_WANTED = Symbol.for("plr.sites-wanted");

/** `file:///…/rules.ts:12` of the call to `below`, a function on the stack. */
export function callSite(below: (...args: never[]) => unknown): string {
  const { stackTraceLimit } = Error;
  const prepare = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace");
  const holder: { stack?: unknown } = {};
  Error.stackTraceLimit = 1;
  Error.prepareStackTrace = (_error, frames) => frames;
  Error.captureStackTrace(holder, below);
  const [frame] = holder.stack as NodeJS.CallSite[];
  if (prepare) Object.defineProperty(Error, "prepareStackTrace", prepare);
  else delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
  Error.stackTraceLimit = stackTraceLimit;
  return `${frame?.getFileName() ?? "unknown"}:${frame?.getLineNumber() ?? 0}`;
}

export function sitesWanted(): boolean {
  return SITES_WANTED in globalThis;
}
