import { type ChildProcess, spawn } from "node:child_process";
import type { Socket } from "node:net";

/** Ends the process groups of steps if this process dies without doing so, as after `kill -9`. */
export interface Watchdog {
  /** From now on, until the leader of the group has ended. */
  readonly guard: (leader: ChildProcess) => void;
}

/**
 * A shell that is told of each group and reads until nobody can tell it more. A worker whose thread never rests cannot
 * see by itself that its build has died, and neither can a program.
 */
const SCRIPT = `trap '' INT TERM HUP
while read -r sign group; do
  case $sign in
  +) set -- "$@" "$group" ;;
  *)
    count=$#
    while [ $count -gt 0 ]; do
      [ "$1" = "$group" ] || set -- "$@" "$1"
      shift
      count=$((count - 1))
    done ;;
  esac
done
for group do kill -s KILL -- "-$group"; done 2>/dev/null`;

/** Makes one; its shell starts with the first group. */
export function createWatchdog(): Watchdog {
  let told: Socket | undefined;
  return {
    guard: (leader) => {
      const { pid } = leader;
      if (pid === undefined) return;
      const to = (told ??= start());
      to.write(`+ ${pid}\n`);
      leader.once("exit", () => to.write(`- ${pid}\n`));
    },
  };
}

function start(): Socket {
  // In a session of its own: what ends us by the terminal must not end it.
  const shell = spawn("/bin/sh", ["-c", SCRIPT], {
    cwd: "/",
    env: {},
    stdio: ["pipe", "ignore", "ignore"],
    detached: true,
  });
  const told = shell.stdin as Socket;
  for (const one of [shell, told]) one.on("error", () => {}).unref(); // Without it all is as before.
  return told;
}
