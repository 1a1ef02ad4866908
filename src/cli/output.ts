/** Prints a line of the answer. */
export function answer(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a line of the story. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
