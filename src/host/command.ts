import type { Job } from "../engine/host.ts";
import { quotedWord } from "../engine/quoted-word.ts";
import type { InputList } from "../engine/rule.ts";

/** A program with its arguments, ready to be started. */
export interface Command {
  readonly file: string;
  readonly args: readonly string[];
}

/** Fills the placeholders of a program rule; in a script they arrive quoted for `sh`. */
export function commandOf(job: Job): Command {
  const { action } = job;
  if (action.type === "exec") {
    const [file = "", ...args] = action.args.flatMap((arg) => fillArgument(arg, job));
    return { file, args };
  }
  if (action.type === "script") return { file: "/bin/sh", args: ["-c", fill(action.text, job, quotedWord)] };
  throw new Error("a task is not a program");
}

/** The path at which a job's program lists what it read. */
export function listPathOf(job: Job, { path }: InputList): string {
  return fill(path, job, (text) => text);
}

/** An argument that is nothing but a list stands for as many arguments. */
function fillArgument(arg: string, job: Job): readonly string[] {
  const whole = /^\{([\w.-]+)\}$/.exec(arg)?.[1];
  const values = whole === undefined ? undefined : valuesOf(whole, job);
  return values ?? [fill(arg, job, (text) => text)];
}

function fill(text: string, job: Job, escape: (value: string) => string): string {
  return text.replaceAll(/\{([\w.-]+)\}/g, (written, name: string) => {
    const values = valuesOf(name, job);
    return values === undefined ? written : values.map(escape).join(" ");
  });
}

function valuesOf(name: string, { inputs, outputs, params, depfile }: Job): readonly string[] | undefined {
  if (name === "depfile") return [depfile];
  const [kind, ...rest] = name.split(".");
  const key = rest.join(".");
  if (kind === "in") return textsOf(key === "" ? Object.values(inputs).flat() : inputs[key]);
  if (kind === "out") return textsOf(key === "" ? Object.values(outputs) : outputs[key]);
  if (kind === "params") return textsOf(params[key]);
  return undefined;
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return value.map(String);
  return [typeof value === "string" ? value : JSON.stringify(value)];
}
