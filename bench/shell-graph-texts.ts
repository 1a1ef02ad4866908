import { isInstalled } from "./installed.ts";
import { checkoutPlr } from "./study-project.ts";

/** A build tool, and how the same graph is written for it. */
interface Builder {
  readonly program: string;
  readonly isThere: (program: string) => boolean;
  readonly file: string;
  readonly text: (steps: number) => string;
  /** An empty file that the tool wants beside it. */
  readonly beside?: string;
  /** Builds one output, or all of them. */
  readonly command: (target: string | undefined) => readonly string[];
  /** With more it takes longer than anybody would wait. */
  readonly mostSteps: number;
}

const answersVersion = (program: string): boolean => isInstalled(program, "--version");
const one = (target: string | undefined): readonly string[] => (target === undefined ? [] : [target]);

export const BUILDERS: readonly Builder[] = [
  {
    program: "plr",
    isThere: () => true,
    file: "plrfile.ts",
    text: (steps) => `import { defineProject, shell } from "plr";

const steps = Array.from({ length: ${steps} }, (_, i) =>
  shell({
    name: \`join/\${i}\`,
    inputs: { a: \`in/\${i}.a\`, b: \`in/\${i}.b\` },
    outputs: { out: \`out/\${i}\` },
    script: "cat {in} > {out}",
  }),
);
export default defineProject({ name: "bench", members: steps });
`,
    command: (target) => checkoutPlr("build", ...one(target), "-j", "2"),
    mostSteps: Infinity,
  },
  {
    program: "ninja",
    isThere: answersVersion,
    file: "build.ninja",
    text: (steps) =>
      `rule join\n  command = cat $in > $out\n${lines(steps, (i) => `build out/${i}: join in/${i}.a in/${i}.b`)}`,
    command: (target) => ["ninja", "-j", "2", ...one(target)],
    mostSteps: Infinity,
  },
  {
    program: "make",
    isThere: answersVersion,
    file: "Makefile",
    text: (steps) =>
      `all: ${Array.from({ length: steps }, (_, i) => `out/${i}`).join(" ")}\n` +
      lines(steps, (i) => `out/${i}: in/${i}.a in/${i}.b\n\t@cat $^ > $@`),
    command: (target) => ["make", "-j", "2", ...one(target)],
    mostSteps: 10_000,
  },
  {
    program: "doit",
    isThere: answersVersion,
    file: "dodo.py",
    text: (steps) => `def task_join():
    for i in range(${steps}):
        yield {
            "name": str(i),
            "file_dep": [f"in/{i}.a", f"in/{i}.b"],
            "targets": [f"out/{i}"],
            "actions": ["cat %(dependencies)s > %(targets)s"],
        }
`,
    command: (target) => ["doit", "-n", "2", ...one(target)],
    mostSteps: 10_000,
  },
  {
    program: "snakemake",
    isThere: answersVersion,
    file: "Snakefile",
    text: (steps) => `rule all:
    input: [f"out/{i}" for i in range(${steps})]
rule join:
    input: "in/{i}.a", "in/{i}.b"
    output: "out/{i}"
    shell: "cat {input} > {output}"
`,
    command: (target) => ["snakemake", "--quiet", "--cores", "2", ...one(target)],
    mostSteps: 1000,
  },
  {
    program: "tup",
    // It mounts a file system to watch its commands, and must be able to unmount it.
    isThere: (program) => answersVersion(program) && isInstalled("fusermount", "--version"),
    file: "Tupfile",
    beside: "Tupfile.ini",
    text: (steps) => lines(steps, (i) => `: in/${i}.a in/${i}.b |> cat %f > %o |> out/${i}`),
    command: (target) => ["tup", ...one(target)],
    mostSteps: 10_000,
  },
];

function lines(steps: number, line: (step: number) => string): string {
  return `${Array.from({ length: steps }, (_, i) => line(i)).join("\n")}\n`;
}
