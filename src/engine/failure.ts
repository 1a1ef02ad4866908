/** Everything that is expected to go wrong. Words for each are in `src/report/failures.ts`. */
export type Failure =
  // The project cannot be read (exit 2).
  | { readonly reason: "no-plrfile"; readonly from: string }
  | {
      readonly reason: "plrfile-failed";
      readonly file: string;
      readonly message: string;
      readonly frame: string;
    }
  | { readonly reason: "not-a-project"; readonly file: string }
  /** A new project would stand where one is. */
  | { readonly reason: "plrfile-there"; readonly file: string }
  | { readonly reason: "unknown-target"; readonly target: string; readonly known: readonly string[] }
  /** A target that the project says it does not have, and why. */
  | { readonly reason: "absent-target"; readonly target: string; readonly why: string }
  | { readonly reason: "two-owners"; readonly path: string; readonly rules: readonly [RulePlace, RulePlace] }
  | {
      readonly reason: "output-within-output";
      readonly outer: string;
      readonly inner: string;
      readonly rules: readonly [RulePlace, RulePlace];
    }
  | { readonly reason: "two-rules-of-one-name"; readonly name: string }
  | { readonly reason: "cycle"; readonly path: readonly string[] }
  | {
      readonly reason: "unknown-input";
      readonly path: string;
      readonly rule: RulePlace;
      /** Building from the checkpoints does without it. */
      readonly checkpoint: boolean;
    }
  /** There is something at the path, and it cannot be read as what is wanted: `code` as in `ELOOP`, or none. */
  | {
      readonly reason: "unusable-input";
      readonly path: string;
      readonly wanted: "file" | "folder";
      readonly rule: RulePlace;
      readonly code: string | undefined;
    }
  /** An edge of a rule is `undefined`: a name that does not exist, which the compiler would have refused. */
  | { readonly reason: "undefined-edge"; readonly rule: RulePlace; readonly edge: string }
  | {
      readonly reason: "unknown-pool";
      readonly rule: RulePlace;
      readonly pool: string;
      readonly known: readonly string[];
    }
  /** An input names an output outside of the project by another path than the rule that makes it. */
  | {
      readonly reason: "other-name";
      readonly path: string;
      readonly output: string;
      readonly rule: RulePlace;
    }
  | { readonly reason: "outside-project"; readonly path: string; readonly rule: RulePlace }
  | {
      readonly reason: "private-to-public";
      readonly rule: RulePlace;
      readonly input: string;
      readonly output: string;
    }
  | {
      readonly reason: "template-collision";
      readonly template: string;
      readonly path: string;
      readonly rules: readonly [RulePlace, RulePlace];
    }
  | { readonly reason: "template-without-key"; readonly template: string; readonly rule: RulePlace }
  | {
      readonly reason: "code-unreadable";
      readonly file: string;
      readonly line: number;
      readonly message: string;
      readonly rule: RulePlace;
    }
  | {
      readonly reason: "computed-import";
      readonly file: string;
      readonly line: number;
      readonly rule: RulePlace;
    }
  | {
      readonly reason: "task-imports-rules";
      readonly file: string;
      readonly imports: string;
      readonly rule: RulePlace;
    }
  | {
      readonly reason: "bad-key";
      readonly rule: string;
      readonly key: string;
      readonly problem: "repeated" | "unsafe" | "empty";
    }
  | {
      readonly reason: "item-failed";
      readonly rule: RulePlace;
      readonly item: string;
      readonly message: string;
    }
  /** An item of a manifest reads what another rule makes, and nothing orders the two. */
  | {
      readonly reason: "unordered-input";
      readonly rule: RulePlace;
      readonly path: string;
      readonly maker: string;
    }
  | { readonly reason: "private-checkpoint"; readonly path: string }
  | { readonly reason: "nothing-to-accept"; readonly step: string; readonly path: string }
  | { readonly reason: "lock-lost"; readonly path: string }
  | { readonly reason: "not-a-list"; readonly rule: string; readonly manifest: string }
  | {
      readonly reason: "probe-failed";
      readonly probe: string;
      readonly message: string;
      readonly hint: string | undefined;
    }
  | { readonly reason: "checkpoints-unreadable"; readonly message: string }
  | {
      readonly reason: "checkpoint-mismatch";
      readonly path: string;
      readonly expected: string;
      readonly found: string;
    }
  /** Another build has the project, and this one was asked not to wait. Nobody may have said who it is. */
  | { readonly reason: "build-running"; readonly run?: number; readonly pid?: number; readonly host?: string }
  | { readonly reason: "state-not-writable"; readonly path: string; readonly code: string }
  /** What a step reads and writes was to be watched, and here it cannot be. */
  | {
      readonly reason: "no-strace";
      readonly why: "not-linux" | "not-installed" | "refused";
      /** What `strace` said. */
      readonly message: string;
    }
  // A step could not be done (exit 1).
  | {
      readonly reason: "task-failed";
      readonly message: string;
      readonly hint: string | undefined;
      readonly at: string | undefined;
    }
  | { readonly reason: "task-not-loaded"; readonly message: string; readonly at: string | undefined }
  | { readonly reason: "exited"; readonly command: string; readonly exitCode: number }
  | { readonly reason: "killed"; readonly signal: string }
  | { readonly reason: "not-started"; readonly command: string; readonly code: string }
  | { readonly reason: "timed-out"; readonly seconds: number }
  /** A command names an input, output or parameter that its rule does not have. */
  | {
      readonly reason: "unknown-placeholder";
      readonly placeholder: string;
      readonly known: readonly string[];
    }
  | { readonly reason: "cancelled" }
  /** A step read what is made from its own outputs: the rules from it to itself. */
  | { readonly reason: "discovered-cycle"; readonly path: string; readonly cycle: readonly string[] }
  /** A rule says that its program lists what it reads, and the program did not. */
  | { readonly reason: "depfile-unreadable"; readonly problem: string }
  | { readonly reason: "output-not-written"; readonly path: string }
  | { readonly reason: "undeclared-output"; readonly path: string }
  | { readonly reason: "not-a-file"; readonly path: string }
  | { readonly reason: "not-a-folder"; readonly path: string }
  | { readonly reason: "link-in-folder"; readonly path: string; readonly kind: "link" | "other" }
  | { readonly reason: "input-unreadable"; readonly path: string; readonly code: string }
  | { readonly reason: "view-failed"; readonly path: string; readonly view: string; readonly message: string }
  | { readonly reason: "inputs-kept-changing"; readonly paths: readonly string[] }
  | { readonly reason: "not-writable"; readonly path: string; readonly code: string };

/** A rule, and where it is declared. */
export interface RulePlace {
  readonly name: string;
  /** `file:line`, where known. */
  readonly at: string | undefined;
}

/** A value, or the expected failure in its place. What is not expected is thrown. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: Failure };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed<T = never>(failure: Failure): Result<T> {
  return { ok: false, failure };
}
