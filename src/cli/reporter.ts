import { chooseReporter, createReporter } from "../report/create-reporter.ts";
import { createLook, type Look } from "../report/look.ts";
import type { Reporter } from "../report/reporter.ts";
import { screenOf } from "../report/screen.ts";

type Options = Readonly<Record<string, unknown>>;

/** How text looks on a stream of this process. */
export function lookOf(stream: { readonly isTTY?: boolean }, options: Options = {}): Look {
  const ascii = options["ascii"] === true ? { LC_ALL: "C", LANG: "C" } : {};
  return createLook(stream.isTTY === true, { ...process.env, ...ascii }, process.cwd());
}

/** Shows a build as the command's options want it. */
export function createBuildReporter(options: Options): Reporter {
  const { stdout, stderr, env } = process;
  const kind = chooseReporter({
    json: options["json"] === true,
    quiet: options["quiet"] === true,
    isTTY: stderr.isTTY,
    env,
  });
  return createReporter({
    kind,
    verbose: options["verbose"] === true,
    explain: options["explain"] === true,
    screen: screenOf(stderr),
    look: lookOf(stderr, options),
    write: (text) => void stdout.write(text),
  });
}
