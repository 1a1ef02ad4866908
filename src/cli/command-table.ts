import type { Command, CommandOption } from "./command.ts";

const JSON_OPTION: CommandOption = { flags: "--json", summary: "Print JSON" };
const NO_COLOUR: CommandOption = { flags: "--ascii", summary: "Use ASCII signs only" };

const JOBS: CommandOption = { flags: "-j, --jobs <n>", summary: "Steps at a time (default: one per core)" };
const MEMORY: CommandOption = {
  flags: "--memory <size>",
  summary: 'What steps that declare memory may use together, as in "8 GB"',
};

/** Of every command that builds. */
const BUILDING: readonly CommandOption[] = [
  JOBS,
  MEMORY,
  { flags: "-k, --keep-going", summary: "Go on with what does not depend on a failure" },
  {
    flags: "--retries <n>",
    summary: "Try a failed step again up to n times, where its rule does not say how often",
  },
  { flags: "--explain", summary: "Say why each step runs" },
  { flags: "--no-cache", summary: "Take nothing from the store of results, and keep nothing there" },
  { flags: "--from-checkpoint", summary: "Take the artifacts of checkpoints.json as given" },
  { flags: "--json", summary: "Print the events as JSON, one a line" },
  { flags: "-q, --quiet", summary: "Print failures only" },
  { flags: "-v, --verbose", summary: "Print each finished step and what it says" },
  NO_COLOUR,
];

/** Commands and options, declared once: parsing, help and `docs/reference/command-line.md` are made from this. */
export const COMMANDS: readonly Command[] = [
  {
    name: "build",
    words: "[...targets]",
    summary: "Build what is stale; without targets, everything",
    options: [
      {
        flags: "-f, --force",
        summary: "Run the named targets whatever is recorded; without targets, everything",
      },
      { flags: "-n, --dry-run", summary: "Say what would run, run nothing" },
      { flags: "--no-wait", summary: "End at once where another build of the project is running" },
      ...BUILDING,
    ],
    examples: ["plr build figures", "plr build --force db", "plr build -j 4 -k"],
    load: () => import("./commands/build.ts"),
  },
  {
    name: "list",
    words: "[target]",
    summary: "List targets: rules, groups, flows and outputs",
    options: [
      { flags: "--names", summary: "Print what may be named after plr build, one a line" },
      JSON_OPTION,
    ],
    examples: ["plr list", "plr list figures"],
    load: () => import("./commands/list.ts"),
  },
  {
    name: "status",
    words: "[...targets]",
    summary: "Say what is fresh and what is stale",
    options: [
      JSON_OPTION,
      { flags: "--check", summary: "Exit with 1 if something is stale" },
      { flags: "--from-checkpoint", summary: "Take as given what a build took from checkpoints" },
      NO_COLOUR,
    ],
    examples: ["plr status", "plr status --check figures"],
    load: () => import("./commands/status.ts"),
  },
  {
    name: "why",
    words: "<target>",
    summary: "Say why a target is stale, or since when it is fresh",
    options: [{ flags: "--run <n>", summary: "Why it ran in this past run" }, JSON_OPTION, NO_COLOUR],
    examples: ["plr why figures/fig02_forest_outlier", "plr why outputs/synthetic/latex/numbers.tex"],
    load: () => import("./commands/why.ts"),
  },
  {
    name: "graph",
    words: "[...targets]",
    summary: "Print the graph of rules",
    options: [{ flags: "--format <format>", summary: "dot, mermaid, json or svg (default: mermaid)" }],
    examples: ["plr graph --format svg > graph.svg", "plr graph --format dot figures"],
    load: () => import("./commands/graph.ts"),
  },
  {
    name: "log",
    words: "<target>",
    summary: "Print what a step said when it last ran",
    options: [{ flags: "--run <n>", summary: "In this run" }],
    examples: ["plr log figures/fig02_forest_outlier"],
    load: () => import("./commands/log.ts"),
  },
  {
    name: "watch",
    words: "[...targets]",
    summary: "Build, and build again whenever a file changes",
    options: BUILDING,
    examples: ["plr watch figures", "plr watch -k"],
    load: () => import("./commands/watch.ts"),
  },
  {
    name: "verify",
    words: "[...targets]",
    summary: "Run steps again, aside, and say which come out different; without targets, all",
    options: [
      {
        flags: "--trace",
        summary: "List what each step reads and writes and does not declare (Linux, with strace)",
      },
      JOBS,
      MEMORY,
      JSON_OPTION,
      NO_COLOUR,
    ],
    examples: ["plr verify figures", "plr verify --trace", "plr verify --json"],
    load: () => import("./commands/verify.ts"),
  },
  {
    name: "diff",
    words: "[...runs]",
    summary: "Say which outputs changed between two runs; without runs, in the newest that made something",
    options: [JSON_OPTION, NO_COLOUR],
    examples: ["plr diff", "plr diff 38 41"],
    load: () => import("./commands/diff.ts"),
  },
  {
    name: "runs",
    words: "[what] [...runs]",
    choices: ["ls", "show", "logs", "cancel", "rm"],
    summary: "Past runs: ls, show N, logs N [STEP], cancel N, rm N…",
    options: [{ flags: "--last <n>", summary: "List so many (default: 20)" }, JSON_OPTION, NO_COLOUR],
    examples: ["plr runs ls", "plr runs show 41", "plr runs logs 41 figures/fig02_forest_outlier"],
    load: () => import("./commands/runs.ts"),
  },
  {
    name: "clean",
    words: "[...targets]",
    summary: "Remove files that plr wrote and that are as it left them",
    options: [
      { flags: "-n, --dry-run", summary: "Say what would go, remove nothing" },
      { flags: "--orphans", summary: "Only outputs of rules that are gone" },
      { flags: "--cache", summary: "Also the record of builds (.plr-cache), but for files moved aside" },
    ],
    examples: ["plr clean", "plr clean figures"],
    load: () => import("./commands/clean.ts"),
  },
  {
    name: "accept",
    words: "[...targets]",
    summary: "Take the present outputs of stale targets as good, with a caveat that says why",
    options: [{ flags: "--reason <text>", summary: "Why they are good as they are" }],
    examples: ['plr accept figures/fig02_forest_outlier --reason "a comment in the title code"'],
    load: () => import("./commands/accept.ts"),
  },
  {
    name: "cache",
    words: "<what>",
    choices: ["stats", "gc", "clear", "verify"],
    summary:
      "The store of results. stats: its size; gc: down to its budget; clear: empty it; verify: read it all",
    options: [JSON_OPTION],
    examples: ["plr cache stats", "plr cache gc"],
    load: () => import("./commands/cache.ts"),
  },
  {
    name: "checkpoint",
    words: "<what> [...paths]",
    choices: ["add", "ls"],
    summary: "add: take outputs into checkpoints.json; ls: list them",
    options: [{ flags: "--note <text>", summary: "Why and from where" }],
    examples: [
      'plr checkpoint add data/synthetic/foundation_plr_results.db --note "as submitted"',
      "plr checkpoint ls",
    ],
    load: () => import("./commands/checkpoint.ts"),
  },
  {
    name: "init",
    words: "",
    summary: "Start a project here: a small plrfile.ts with a shell, a TypeScript and a Python step",
    options: [],
    examples: ["plr init"],
    load: () => import("./commands/init.ts"),
  },
  {
    name: "doctor",
    words: "",
    summary:
      "Look at what a build here rests on: Node, file system, locks, tools; exit with 1 if something is broken",
    options: [JSON_OPTION],
    examples: ["plr doctor"],
    load: () => import("./commands/doctor.ts"),
  },
  {
    name: "completion",
    words: "<shell>",
    choices: ["bash", "zsh", "fish"],
    summary: "Print a script that completes commands, options and targets in bash, zsh or fish",
    options: [],
    examples: ['eval "$(plr completion bash)"', "plr completion fish > ~/.config/fish/completions/plr.fish"],
    load: async () => {
      const { run } = await import("./commands/completion.ts");
      return { run: (invocation) => run(invocation, COMMANDS) };
    },
  },
  {
    name: "export",
    words: "[...targets]",
    summary: "Print the project for another tool",
    options: [{ flags: "--makefile", summary: "As a Makefile, for GNU make 4.3, whose recipes ask plr" }],
    examples: ["plr export --makefile > plr.mk"],
    load: () => import("./commands/export.ts"),
  },
];
